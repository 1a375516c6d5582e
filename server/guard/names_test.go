package guard

import (
	"net"
	"net/http"
	"testing"
	"time"

	"hebb/server/servertest"
)

// A laptop that joins a network after the start is known by its new address, and no
// longer by the one that it had. Nobody can make us ask the system more than once a second.
func TestAddressesAreReadAgain(t *testing.T) {
	now := time.Unix(1000, 0)
	addresses, reads := []string{"192.168.1.5", "fe80::1"}, 0
	names, err := newNames(&net.TCPAddr{IP: net.IPv6unspecified, Port: 8080}, func() []string { reads++; return addresses }, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	g := mustGuard(t, servertest.Loopback)
	g.names = names
	opens := func(host string, want bool) {
		t.Helper()
		if got, res := through(t, g, "GET", host); got != want || !want && res.StatusCode != http.StatusForbidden {
			t.Errorf("Host %s: let through %v with status %d, want %v", host, got, res.StatusCode, want)
		}
	}
	opens("192.168.1.5:8080", true)
	opens("[fe80::1]:8080", true)
	opens("localhost:8080", true)
	opens("10.0.0.7:8080", false)
	if reads != 1 {
		t.Errorf("the addresses were read %d times within a second, want once", reads)
	}
	addresses = []string{"10.0.0.7"}
	opens("10.0.0.7:8080", false) // the second is not over
	now = now.Add(time.Second - 1)
	opens("10.0.0.7:8080", false)
	now = now.Add(1)
	opens("10.0.0.7:8080", true)
	opens("192.168.1.5:8080", false)
	opens("localhost:8080", true)
	if reads != 2 {
		t.Errorf("the addresses were read %d times, want twice", reads)
	}
	if ok, _ := through(t, g, "POST", "10.0.0.7:8080", "Origin", "http://10.0.0.7:8080"); !ok {
		t.Error("a page at the new address may not start a run")
	}
	now = now.Add(time.Hour)
	for range 1000 {
		opens("10.9.9.9:8080", false)
		opens("evil.example:8080", false)
	}
	opens("10.0.0.7:8081", false)
	if reads != 3 {
		t.Errorf("a flood of unknown Hosts had the addresses read %d times, want 3", reads)
	}
	now = now.Add(time.Hour)
	opens("evil.example:8080", false)
	opens("10.0.0.7:80", false)
	opens("10.0.0.7", false)
	if reads != 3 {
		t.Error("a name, which no interface can have, and another port are reason to read the addresses")
	}
}

// Who listens at one address has no other, whatever its interfaces have.
func TestOneAddressStaysOne(t *testing.T) {
	reads := 0
	now := time.Unix(1000, 0)
	for _, addr := range []*net.TCPAddr{servertest.Loopback, {IP: net.IPv4(192, 168, 1, 5), Port: 8080}} {
		names, err := newNames(addr, func() []string { reads++; return []string{"10.0.0.7"} }, func() time.Time { now = now.Add(time.Hour); return now })
		if err != nil {
			t.Fatal(err)
		}
		if names.has("10.0.0.7:8080") || reads != 0 {
			t.Errorf("listening at %v: known by another address, or interfaces were read (%d times)", addr, reads)
		}
	}
}

func TestPrintedHost(t *testing.T) {
	for want, addr := range map[string]*net.TCPAddr{
		"127.0.0.1:8080":   servertest.Loopback,
		"[::1]:8080":       {IP: net.IPv6loopback, Port: 8080},
		"localhost:8080":   {IP: net.IPv6unspecified, Port: 8080},
		"localhost:8081":   {IP: net.IPv4zero, Port: 8081},
		"192.168.1.5:8080": {IP: net.IPv4(192, 168, 1, 5), Port: 8080},
	} {
		g := mustGuard(t, addr)
		if g.names.home != want {
			t.Errorf("listening at %v: %s is printed, want %s", addr, g.names.home, want)
		}
		if ok, _ := through(t, g, "GET", want); !ok {
			t.Errorf("%s is printed and not answered", want)
		}
	}
}
