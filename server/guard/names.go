package guard

import (
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"
)

// names are what this machine is called by those who reach the address we listen at: the
// names of a machine for itself at a loopback address, the addresses of its interfaces at
// any of them. Names of the network are never among them: a name can be made to point at
// us. Hosts are compared whole and with their port: no prefixes, no suffixes.
type names struct {
	port string
	home string // the Host in the address that is printed
	wide bool   // we listen at all interfaces

	read func() []string // the addresses of the interfaces as they are now
	now  func() time.Time

	mu    sync.Mutex
	hosts map[string]bool
	last  time.Time // when the interfaces were read
}

func newNames(addr net.Addr, read func() []string, now func() time.Time) (*names, error) {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok {
		return nil, fmt.Errorf("cannot guard the address %v", addr)
	}
	n := &names{port: strconv.Itoa(tcp.Port), read: read, now: now, hosts: map[string]bool{}}
	n.wide = tcp.IP == nil || tcp.IP.IsUnspecified()
	n.home = n.host("localhost")
	switch {
	case n.wide:
		n.readAgain()
	case tcp.IP.IsLoopback():
		n.know("localhost", "127.0.0.1", "::1")
		fallthrough
	default:
		n.home = n.host(tcp.IP.String())
		n.know(tcp.IP.String())
	}
	return n, nil
}

func (n *names) host(name string) string { return net.JoinHostPort(name, n.port) }

func (n *names) know(list ...string) {
	for _, name := range list {
		n.hosts[n.host(name)] = true
		if n.port == "80" {
			n.hosts[joinHost(name, n.port, "http")] = true
		}
	}
}

// readAgain asks the system for the addresses of its interfaces.
func (n *names) readAgain() {
	n.last = n.now()
	n.hosts = map[string]bool{}
	n.know("localhost", "127.0.0.1", "::1")
	n.know(n.read()...)
}

// has says whether host is one of the names. Addresses come and go, with a laptop that
// joins another network: an unknown one is reason to read them again, at most once a second.
func (n *names) has(host string) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.hosts[host] {
		return true
	}
	name, port := splitHost(host)
	if _, err := netip.ParseAddr(name); err != nil || !n.wide || port != n.port && !(port == "" && n.port == "80") || n.now().Sub(n.last) < time.Second {
		return false
	}
	n.readAgain()
	return n.hosts[host]
}

// near is the known Host that somebody means who writes 0.0.0.0 or [::], the addresses
// that stand for all interfaces and that programs print; or an address of version 4 as
// one of version 6; or a name with the dot at its end. Each is the same place by its
// meaning, whatever a name server says.
func (n *names) near(host string, known func(string) bool) (string, bool) {
	name, port := splitHost(host)
	if ip, err := netip.ParseAddr(name); err == nil {
		if ip = ip.Unmap(); ip.IsUnspecified() {
			return n.home, port == n.port || port == "" && n.port == "80"
		}
		name = ip.String()
	}
	name = strings.TrimSuffix(name, ".")
	better := joinHost(name, port, "")
	return better, better != host && known(better)
}

// interfaceAddresses are the addresses of this machine as it is now.
func interfaceAddresses() []string {
	var list []string
	addrs, _ := net.InterfaceAddrs() // none when the system will not say
	for _, a := range addrs {
		if ip, ok := a.(*net.IPNet); ok {
			list = append(list, ip.IP.String())
		}
	}
	return list
}
