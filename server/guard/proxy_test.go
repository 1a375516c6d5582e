package guard

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"hebb/server/servertest"
)

const public = "https://lab.example"

// What proxies make of a request: the Host stays the public one, or becomes the one that
// we listen at. An origin that the user names is good with both, and with no unknown one.
func TestAllowNamesOrigins(t *testing.T) {
	g := mustGuard(t, servertest.Loopback, public, "http://Other.example:8081", "https://[2001:DB8::0:1]", "https://late.example:443", "http://early.example:80/")
	for _, c := range []struct {
		what, host, origin string
		want               bool
	}{
		{"a proxy that rewrites the Host", "127.0.0.1:8080", public, true},
		{"one that rewrites it to a name", "localhost:8080", public, true},
		{"one that rewrites it to version 6", "[::1]:8080", public, true},
		{"one that keeps it", "lab.example", public, true},
		{"one that keeps it, in capitals", "LAB.EXAMPLE", public, true},
		{"one that writes the Host of another allowed origin", "other.example:8081", public, true},
		{"an origin with a port", "127.0.0.1:8080", "http://other.example:8081", true},
		{"an origin of version 6", "127.0.0.1:8080", "https://[2001:db8::1]", true},
		{"https with the port that it has anyway", "late.example", "https://late.example", true},
		{"http with the port that it has anyway", "127.0.0.1:8080", "http://early.example", true},
		{"the page at our own address, beside the proxy", "127.0.0.1:8080", "http://127.0.0.1:8080", true},

		{"rebinding: a name that is not ours", "evil.example", public, false},
		{"rebinding, with our port", "evil.example:8080", "http://evil.example:8080", false},
		{"rebinding, with our own origin", "evil.example:8080", "http://127.0.0.1:8080", false},
		{"a foreign page", "127.0.0.1:8080", "https://evil.example", false},
		{"a foreign page through the proxy", "lab.example", "https://evil.example", false},
		{"another machine's page of ours", "127.0.0.1:8080", "http://localhost:8080", false},
		{"our own address through the proxy's Host", "lab.example", "http://127.0.0.1:8080", false},
		{"no origin", "127.0.0.1:8080", "", false},
		{"no origin through the proxy", "lab.example", "", false},
		{"null", "127.0.0.1:8080", "null", false},
		{"null through the proxy", "lab.example", "null", false},
		{"a scheme below", "127.0.0.1:8080", "http://lab.example", false},
		{"a scheme below, through the proxy's Host", "lab.example", "http://lab.example", false},
		{"a port", "127.0.0.1:8080", public + ":8443", false},
		{"the port that it has anyway, which no browser writes", "127.0.0.1:8080", public + ":443", false},
		{"a longer name", "127.0.0.1:8080", public + ".evil.example", false},
		{"a longer name before it", "127.0.0.1:8080", "https://evillab.example", false},
		{"a name below", "127.0.0.1:8080", "https://sub.lab.example", false},
		{"half of it", "127.0.0.1:8080", "https://lab", false},
		{"a user", "127.0.0.1:8080", "https://lab.example@evil.example", false},
		{"a user before it", "127.0.0.1:8080", "https://x@lab.example", false},
		{"a slash", "127.0.0.1:8080", public + "/", false},
		{"a path", "127.0.0.1:8080", public + "/labs", false},
		{"capitals, which no browser writes", "127.0.0.1:8080", "https://Lab.example", false},
		{"a dot", "127.0.0.1:8080", public + ".", false},
		{"a blank", "127.0.0.1:8080", public + " ", false},
		{"two in one", "127.0.0.1:8080", public + ", https://evil.example", false},
		{"the Host with a user", "x@127.0.0.1:8080", public, false},
		{"the Host of an allowed origin, with our port", "lab.example:8080", public, false},
	} {
		var headers []string
		if c.origin != "" {
			headers = []string{"Origin", c.origin}
		}
		for _, kind := range []string{"POST", "socket"} {
			method, all := "POST", headers
			if kind == "socket" {
				method, all = "GET", append([]string{"Connection", "Upgrade", "Upgrade", "websocket"}, headers...)
			}
			got, res := through(t, g, method, c.host, all...)
			if got != c.want || !got && res.StatusCode != http.StatusForbidden {
				t.Errorf("%s: %s to %q from %q: let through %v with status %d, want %v", c.what, kind, c.host, c.origin, got, res.StatusCode, c.want)
			}
		}
	}
	if got, _ := through(t, g, "POST", "127.0.0.1:8080", "Origin", public, "Origin", "https://evil.example"); got {
		t.Error("two origins are taken for one")
	}
	if got, _ := through(t, g, "POST", "127.0.0.1:8080", "Origin", public, "Origin", public); got {
		t.Error("two equal origins are taken for one")
	}
}

// An origin that cannot be meant is refused with how to write it.
func TestAllowIsRead(t *testing.T) {
	for text, hint := range map[string]string{
		"https://hub.example/user/me/": "-prefix takes the path", "lab.example": "http://lab.example:8080", "https://u@lab.example": "such as", "https://u:p@lab.example": "such as",
		"https://*.example": "such as", "https://lab.example:0": "such as", "https://lab.example:99999": "such as", "https://lab.example:x": "such as", "https://:8080": "such as",
		"https://lab.example?x": "such as", "https://lab.example#x": "such as", "https://lab.example?": "such as", "https://bücher.example": "xn--", "https://[::1": "such as",
		"https://[lab]": "such as", "https://lab..example": "such as", "https://.lab": "such as", "null": "such as", "": "such as", "https://a b": "such as",
		"https://x;script-src": "such as", "https:lab.example": "such as",
	} {
		if _, err := New(servertest.Loopback, []string{text}); err == nil || !strings.Contains(err.Error(), "-allow") || !strings.Contains(err.Error(), hint) {
			t.Errorf("-allow %q: %v, want %q", text, err, hint)
		}
	}
}

// Floor: 100 executions a second.
func FuzzOrigin(f *testing.F) {
	for _, s := range []string{public, "http://[::1]:80", "https://x;y", "HTTPS://A:443/", "https://a\r\nb", "http://0x7f.1", "https://u@h"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		scheme, host, err := parseOrigin(text)
		if err != nil {
			return
		}
		if strings.ContainsAny(host, " ;,'\"\r\n\t@/\\?#*<>") || host == "" || host != strings.ToLower(host) {
			t.Errorf("%q has the host %q", text, host)
		}
		if s, h, err := parseOrigin(scheme + "://" + host); err != nil || s != scheme || h != host {
			t.Errorf("%q is %s://%s, and that is %s://%s, %v", text, scheme, host, s, h, err)
		}
	})
}

// connect returns the policy's connect-src.
func connect(h http.Header) string {
	for d := range strings.SplitSeq(h.Get("Content-Security-Policy"), "; ") {
		if list, ok := strings.CutPrefix(d, "connect-src "); ok {
			return list
		}
	}
	return ""
}

// The policy names the socket's origin as the browser sees it, which 'self' does not in
// older browsers.
func TestPolicyNamesTheSocket(t *testing.T) {
	g := mustGuard(t, servertest.Loopback, public, "http://other.example:8081")
	if err := g.StandBehind("", []string{"10.0.0.0/8"}); err != nil {
		t.Fatal(err)
	}
	const all = " wss://lab.example ws://other.example:8081"
	for _, c := range []struct {
		what, peer, host string
		forwarded        []string
		want             string
	}{
		{"a direct visit, or a proxy that rewrites the Host", "192.0.2.1:5", "127.0.0.1:8080", nil, "'self' ws://127.0.0.1:8080" + all},
		{"a proxy that keeps the Host", "192.0.2.1:5", "lab.example", nil, "'self' wss://lab.example"},
		{"the other origin's Host", "192.0.2.1:5", "Other.example:8081", nil, "'self' ws://other.example:8081"},
		{"a trusted proxy that says the Host", "10.1.2.3:5", "127.0.0.1:8080", []string{"X-Forwarded-Host", "lab.example"}, "'self' wss://lab.example"},
		{"a trusted proxy that ends TLS before our own name", "10.1.2.3:5", "localhost:8080", []string{"X-Forwarded-Proto", "https"}, "'self' wss://localhost:8080" + all},
		{"somebody who only says so", "192.0.2.1:5", "127.0.0.1:8080", []string{"X-Forwarded-Host", "lab.example", "X-Forwarded-Proto", "https"}, "'self' ws://127.0.0.1:8080" + all},
		{"an unknown Host", "192.0.2.1:5", "evil.example", nil, "'self'"},
	} {
		_, h := behind(g, "GET", "/x", c.peer, c.host, c.forwarded...)
		if got := connect(h); got != c.want {
			t.Errorf("%s: connect-src is %q, want %q", c.what, got, c.want)
		}
	}
}

// behind sends a request from a peer past the guard and returns what arrived, nil for
// nothing, and the answer's headers.
func behind(g *Guard, method, target, peer, host string, headers ...string) (*http.Request, http.Header) {
	var arrived *http.Request
	h := g.Wrap(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { arrived = r }))
	r := httptest.NewRequest(method, target, nil)
	r.Host, r.RemoteAddr = host, peer
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return arrived, w.Result().Header
}

// X-Forwarded headers are believed from the proxies that the user names, and of them what
// the last one wrote.
func TestForwardedIsBelievedFromTrustedProxiesAlone(t *testing.T) {
	g := mustGuard(t, servertest.Loopback, public)
	if err := g.StandBehind("/own", []string{"10.0.0.0/8", "2001:db8::/32"}); err != nil {
		t.Fatal(err)
	}
	all := []string{"X-Forwarded-Proto", "https", "X-Forwarded-Host", "lab.example", "X-Forwarded-Prefix", "/user/me", "X-Forwarded-For", "198.51.100.7"}
	believed := Place{host: "lab.example", scheme: "https", Root: "/user/me", Client: "198.51.100.7"}
	for _, c := range []struct {
		what, peer string
		headers    []string
		want       Place
	}{
		{"a trusted proxy", "10.1.2.3:5", all, believed},
		{"one of version 6", "[2001:db8::9]:5", all, believed},
		{"one of version 4 written as version 6", "[::ffff:10.1.2.3]:5", all, believed},
		{"one of version 6 with a zone", "[2001:db8::9%eth0]:5", all, believed},
		{"a neighbour", "11.1.2.3:5", all, Place{"127.0.0.1:8080", "http", "/own", "11.1.2.3", ""}},
		{"this machine, which was not named", "127.0.0.1:5", all, Place{"127.0.0.1:8080", "http", "/own", "127.0.0.1", ""}},
		{"no address", "@", all, Place{"127.0.0.1:8080", "http", "/own", "", ""}},
		{"a proxy that says nothing", "10.1.2.3:5", nil, Place{"127.0.0.1:8080", "http", "/own", "10.1.2.3", ""}},
		{"rubbish", "10.1.2.3:5", []string{"X-Forwarded-Proto", "gopher", "X-Forwarded-Prefix", `/x"><script>`, "X-Forwarded-For", "unknown"}, Place{"127.0.0.1:8080", "http", "/own", "10.1.2.3", ""}},
		{"a prefix with dots", "10.1.2.3:5", []string{"X-Forwarded-Prefix", "/a/../b"}, Place{"127.0.0.1:8080", "http", "/own", "10.1.2.3", ""}},
		{"a prefix to another host", "10.1.2.3:5", []string{"X-Forwarded-Prefix", "//evil.example"}, Place{"127.0.0.1:8080", "http", "/own", "10.1.2.3", ""}},
		{"a prefix with the slash that some write", "10.1.2.3:5", []string{"X-Forwarded-Prefix", "/user/me/"}, Place{"127.0.0.1:8080", "http", "/user/me", "10.1.2.3", ""}},
		{"a list: the last word is the proxy's own", "10.1.2.3:5", []string{"X-Forwarded-Host", "evil.example, lab.example", "X-Forwarded-Proto", "http", "X-Forwarded-Proto", "https"},
			Place{"lab.example", "https", "/own", "10.1.2.3", ""}},
		{"a chain: the first who is not trusted", "10.1.2.3:5", []string{"X-Forwarded-For", "203.0.113.9, 198.51.100.7", "X-Forwarded-For", "10.7.7.7"}, Place{"127.0.0.1:8080", "http", "/own", "198.51.100.7", ""}},
	} {
		r, _ := behind(g, "GET", "/x", c.peer, "127.0.0.1:8080", c.headers...)
		if r == nil {
			t.Errorf("%s: refused", c.what)
			continue
		}
		got := PlaceOf(r)
		got.Nonce = ""
		if got != c.want {
			t.Errorf("%s: %+v, want %+v", c.what, got, c.want)
		}
	}
}

// The prefix is taken off whichever of them knows it: the flag or the proxy; and an address
// that has none is as good.
func TestPrefixIsTakenOff(t *testing.T) {
	g := mustGuard(t, servertest.Loopback)
	if err := g.StandBehind("/own", []string{"10.0.0.0/8"}); err != nil {
		t.Fatal(err)
	}
	for target, want := range map[string]string{"/own/labs/x": "/labs/x", "/user/me/labs/x": "/labs/x", "/labs/x": "/labs/x", "/own": "", "/own/": "/", "/ownlabs/x": "/ownlabs/x",
		"/own%2Flabs/x": "/own%2Flabs/x", "/%6fwn/labs/x%2Fy": "/labs/x%2Fy", "/own/own/labs": "/own/labs", "/other/own/labs": "/other/own/labs", "/user/me/own/x": "/own/x"} {
		r, _ := behind(g, "GET", target, "10.1.2.3:5", "127.0.0.1:8080", "X-Forwarded-Prefix", "/user/me")
		if got := r.URL.EscapedPath(); got != want {
			t.Errorf("%s arrives as %s, want %s", target, got, want)
		}
		if root := PlaceOf(r).Root; root != "/user/me" {
			t.Errorf("%s: the page is told %s", target, root)
		}
	}
}

// A page that has reached us by a name of its own can write these headers; they do not
// help it.
func TestForwardedOpensNoDoor(t *testing.T) {
	g := mustGuard(t, servertest.Loopback, public)
	if err := g.StandBehind("", []string{"127.0.0.1/32"}); err != nil {
		t.Fatal(err)
	}
	const here = "127.0.0.1:5"
	for _, c := range []struct {
		what, method, host string
		headers            []string
	}{
		{"rebinding with our name forwarded", "GET", "evil.example:8080", []string{"X-Forwarded-Host", "127.0.0.1:8080"}},
		{"rebinding with the public name forwarded", "GET", "evil.example:8080", []string{"X-Forwarded-Host", "lab.example", "X-Forwarded-Proto", "https"}},
		{"rebinding that starts a run", "POST", "evil.example:8080", []string{"X-Forwarded-Host", "lab.example", "Origin", "http://evil.example:8080"}},
		{"an unknown name forwarded", "GET", "127.0.0.1:8080", []string{"X-Forwarded-Host", "evil.example"}},
		{"an origin that follows from headers alone", "POST", "127.0.0.1:8080", []string{"X-Forwarded-Host", "evil.example", "X-Forwarded-Proto", "https", "Origin", "https://evil.example"}},
		{"our own name under another scheme than is forwarded", "POST", "127.0.0.1:8080", []string{"X-Forwarded-Proto", "https", "Origin", "http://127.0.0.1:8080"}},
	} {
		if r, _ := behind(g, c.method, "/x", here, c.host, c.headers...); r != nil {
			t.Errorf("%s: let through", c.what)
		}
	}
	if r, _ := behind(g, "POST", "/x", here, "127.0.0.1:8080", "X-Forwarded-Proto", "https", "Origin", "https://127.0.0.1:8080"); r == nil {
		t.Error("our own name behind a proxy that ends TLS: refused")
	}
}

func TestProxiesAreRead(t *testing.T) {
	g := mustGuard(t, servertest.Loopback)
	for text, hint := range map[string]string{"10.0.0.1": "write 10.0.0.1/32", "::1": "write ::1/128", "10.0.0.0/33": "such as", "localhost": "such as", "": "such as", "*": "such as"} {
		if err := g.StandBehind("", []string{text}); err == nil || !strings.Contains(err.Error(), "-trust-proxy") || !strings.Contains(err.Error(), hint) {
			t.Errorf("-trust-proxy %q: %v, want %q", text, err, hint)
		}
	}
}
