package guard

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"hebb/server/servertest"
)

// through sends a request with the given host and headers past the guard and says
// whether it arrived.
func through(t *testing.T, g *Guard, method, host string, headers ...string) (bool, *http.Response) {
	t.Helper()
	arrived := false
	h := g.Wrap(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { arrived = true }))
	r := httptest.NewRequest(method, "/x", nil)
	r.Host = host
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return arrived, w.Result()
}

func mustGuard(t *testing.T, addr net.Addr, allowed ...string) *Guard {
	t.Helper()
	g, err := New(addr, allowed)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestGuardKnowsItsHosts(t *testing.T) {
	g := mustGuard(t, servertest.Loopback, "https://Lab.Example")
	for host, want := range map[string]bool{
		"127.0.0.1:8080":              true,
		"localhost:8080":              true,
		"LOCALHOST:8080":              true,
		"[::1]:8080":                  true,
		"lab.example":                 true,
		"evil.example":                false, // DNS rebinding
		"evil.example:8080":           false,
		"localhost:8080.evil.example": false,
		"localhost.evil.example:8080": false,
		"evillocalhost:8080":          false,
		"127.0.0.1.evil.example:8080": false,
		"sub.lab.example":             false,
		"lab.example.evil.example":    false,
		"lab.example:8080":            false,
		"localhost":                   false, // another port is another server
		"localhost:80":                false,
		"localhost:80800":             false,
		"::1:8080":                    false,
		"[::1]":                       false,
		"[::1]:8081":                  false,
		"[::1%25lo]:8080":             false,
		"127.0.0.2:8080":              false,
		"2130706433:8080":             false,
		"user@localhost:8080":         false,
		"localhost:8080 ":             false,
		"":                            false,
	} {
		got, res := through(t, g, "GET", host)
		if got != want {
			t.Errorf("Host %q: let through %v, want %v", host, got, want)
		}
		if !want && res.StatusCode != http.StatusForbidden {
			t.Errorf("Host %q: status %d, want 403", host, res.StatusCode)
		}
	}
}

func TestGuardByAddress(t *testing.T) {
	g80 := mustGuard(t, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80})
	if ok, _ := through(t, g80, "GET", "localhost"); !ok {
		t.Error("at port 80 browsers leave the port out")
	}
	lan := mustGuard(t, &net.TCPAddr{IP: net.IPv4(192, 168, 1, 5), Port: 8080})
	if ok, _ := through(t, lan, "GET", "192.168.1.5:8080"); !ok {
		t.Error("the address that it listens at is refused")
	}
	if ok, _ := through(t, lan, "GET", "localhost:8080"); ok {
		t.Error("localhost is answered by a server that does not listen there")
	}
	all := mustGuard(t, &net.TCPAddr{IP: net.IPv6unspecified, Port: 8080})
	if ok, _ := through(t, all, "GET", "evil.example:8080"); ok {
		t.Error("listening everywhere allows every name")
	}
	for _, bad := range []string{"lab.example", "ftp://lab.example", "http://lab.example/path", "http://", "null", "*"} {
		if _, err := New(servertest.Loopback, []string{bad}); err == nil {
			t.Errorf("-allow %q is accepted", bad)
		}
	}
}

func TestGuardDemandsTheExactOrigin(t *testing.T) {
	g := mustGuard(t, servertest.Loopback)
	const host, own = "127.0.0.1:8080", "http://127.0.0.1:8080"
	upgrade := []string{"Connection", "Upgrade", "Upgrade", "websocket"}
	for _, c := range []struct {
		origin []string
		want   bool
	}{
		{[]string{own}, true},
		{nil, false},
		{[]string{""}, false},
		{[]string{"null"}, false},
		{[]string{"http://evil.example"}, false},
		{[]string{"http://localhost:8080"}, false}, // ours, but of another Host
		{[]string{"https://127.0.0.1:8080"}, false},
		{[]string{"http://127.0.0.1:8081"}, false},
		{[]string{"http://127.0.0.1"}, false},
		{[]string{own + ".evil.example"}, false},
		{[]string{own + "/"}, false},
		{[]string{own, "http://evil.example"}, false},
	} {
		var headers []string
		for _, o := range c.origin {
			headers = append(headers, "Origin", o)
		}
		for _, kind := range []string{"POST", "upgrade"} {
			method, all := "POST", headers
			if kind == "upgrade" {
				method, all = "GET", append(append([]string{}, upgrade...), headers...)
			}
			got, res := through(t, g, method, host, all...)
			if got != c.want {
				t.Errorf("%s with Origin %q: let through %v, want %v", kind, c.origin, got, c.want)
			}
			if !c.want && res.StatusCode != http.StatusForbidden {
				t.Errorf("%s with Origin %q: status %d, want 403", kind, c.origin, res.StatusCode)
			}
		}
	}
}

func TestGuardAllowsFewMethods(t *testing.T) {
	g := mustGuard(t, servertest.Loopback)
	for _, method := range []string{"DELETE", "PUT", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "GETX"} {
		got, res := through(t, g, method, "localhost:8080", "Origin", "http://localhost:8080")
		if got || res.StatusCode != http.StatusMethodNotAllowed {
			t.Errorf("%s: let through %v, status %d, want 405", method, got, res.StatusCode)
		}
	}
}

func TestGuardSetsHeaders(t *testing.T) {
	g := mustGuard(t, servertest.Loopback)
	for _, host := range []string{"localhost:8080", "evil.example"} {
		_, res := through(t, g, "GET", host)
		csp := map[string]string{}
		for _, d := range strings.Split(res.Header.Get("Content-Security-Policy"), "; ") {
			name, value, _ := strings.Cut(d, " ")
			csp[name] = value
		}
		for name, want := range map[string]string{"default-src": "'none'", "style-src": "'self'", "base-uri": "'none'", "form-action": "'self'", "frame-ancestors": "'none'"} {
			if csp[name] != want {
				t.Errorf("%s: %s is %q, want %q", host, name, csp[name], want)
			}
		}
		script := csp["script-src"]
		if !strings.HasPrefix(script, "'self' 'nonce-") || strings.Contains(script, "unsafe") {
			t.Errorf("script-src is %q", script)
		}
		if _, again := through(t, g, "GET", host); again.Header.Get("Content-Security-Policy") == res.Header.Get("Content-Security-Policy") {
			t.Error("two answers have the same nonce")
		}
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin"} {
			if got := res.Header.Get(name); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
	}
}

// Only pages of the sites that the user names may show a figure in a frame, and only
// the page made for it: everything else stays out of frames.
func TestFrames(t *testing.T) {
	g := mustGuard(t, servertest.Loopback)
	headers := func(target string) http.Header {
		r := httptest.NewRequest(http.MethodGet, target, nil)
		r.Host = "127.0.0.1:8080"
		w := httptest.NewRecorder()
		g.Wrap(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})).ServeHTTP(w, r)
		return w.Result().Header
	}
	closed := func(target string) {
		t.Helper()
		h := headers(target)
		if !strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors 'none'") || h.Get("X-Frame-Options") != "DENY" {
			t.Errorf("%s may be framed: %v", target, h)
		}
	}
	closed("/labs/toy?embed=1")
	if err := g.LetFrame([]string{"https://School.example"}); err != nil {
		t.Fatal(err)
	}
	closed("/labs/toy")
	closed("/?embed=1")
	closed("/labs/toy?embed=0")
	h := headers("/labs/toy?embed=1")
	if csp := h.Get("Content-Security-Policy"); !strings.HasSuffix(csp, "frame-ancestors https://school.example") || h.Get("X-Frame-Options") != "" {
		t.Errorf("the page for frames says %q and %q", csp, h.Get("X-Frame-Options"))
	}
	for _, bad := range []string{"*", "school.example", "https://a b", "https://x;script-src", "https://x/path", "javascript:1", "https://x'"} {
		if err := g.LetFrame([]string{bad}); err == nil {
			t.Errorf("-embed %s was taken", bad)
		}
	}
}
