package guard

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"hebb/server/limits"
	"hebb/server/servertest"
)

// Hosts that mean one of ours, whatever a name server says.
func TestNearHosts(t *testing.T) {
	g := mustGuard(t, servertest.Loopback, public)
	for host, want := range map[string]string{
		"0.0.0.0:8080":              "//127.0.0.1:8080/x?y=1",
		"[::]:8080":                 "//127.0.0.1:8080/x?y=1",
		"[0:0::0]:8080":             "//127.0.0.1:8080/x?y=1",
		"[::ffff:0.0.0.0]:8080":     "//127.0.0.1:8080/x?y=1",
		"localhost.:8080":           "//localhost:8080/x?y=1",
		"LOCALHOST.:8080":           "//localhost:8080/x?y=1",
		"[::ffff:127.0.0.1]:8080":   "//127.0.0.1:8080/x?y=1",
		"[0:0:0:0:0:0:0:1]:8080":    "//[::1]:8080/x?y=1",
		"lab.example.":              "//lab.example/x?y=1",
		"0.0.0.0:8081":              "", // another port is another server
		"0.0.0.0":                   "",
		"localhost..:8080":          "",
		"localhost.":                "",
		".:8080":                    "",
		"evil.example.:8080":        "",
		"0.0.0.0.evil.example:8080": "",
		"0.0.0.0.:8080":             "",
		"[::%25lo]:8080":            "",
		"0:8080":                    "",
		"[::ffff:127.0.0.2]:8080":   "",
		"x@0.0.0.0:8080":            "",
	} {
		arrived, h := behind(g, "GET", "/x?y=1", "192.0.2.1:5", host)
		if got := h.Get("Location"); arrived != nil || got != want {
			t.Errorf("Host %s: let through %v, leads to %q, want %q", host, arrived != nil, got, want)
		}
		for _, headers := range [][]string{nil, {"Origin", "http://" + host}, {"Upgrade", "websocket", "Connection", "upgrade", "Origin", "http://" + host}} {
			method := "POST"
			if len(headers) > 2 {
				method = "GET"
			}
			if arrived, h := behind(g, method, "/x", "192.0.2.1:5", host, headers...); arrived != nil || h.Get("Location") != "" {
				t.Errorf("Host %s: a %s with %v is let through or sent on", host, method, headers)
			}
		}
	}
	if arrived, h := behind(g, "GET", "/x?"+strings.Repeat("y", limits.MaxQuery+1), "192.0.2.1:5", "0.0.0.0:8080"); arrived != nil || h.Get("Location") != "" {
		t.Error("a query beyond all measure is sent on")
	}
}

func TestPrefixIsRead(t *testing.T) {
	for _, good := range []string{"", "/p", "/user/me/proxy/8080", "/user/me/proxy/absolute/8080", "/a.b/~c/d_e-f", "/...", "/lab", "/labs2/x", "/x/labs"} {
		if got, err := ParsePrefix(good); err != nil || got != good {
			t.Errorf("-prefix %q: %q, %v", good, got, err)
		}
	}
	for bad, hint := range map[string]string{
		"p": "write /p", "/p/": "write /p", "p/q/": "write /p/q", "/": "leave it out", "//p": "write /p", "/p//q": "such as", "/.": "without . and ..", "/../x": "without . and ..",
		"/a/./b": "without . and ..", "/a b": "such as", "/a%20b": "such as", "/ä": "such as", `/a"b`: "such as", "/a;b": "such as", "/<x>": "such as", "/a?b": "such as", "/a\n": "such as",
		"/labs": "/labs", "/labs/x": "/labs", "/api": "/api", "/assets/x": "/assets", "/runs": "/runs", "/healthz": "/healthz", "/" + strings.Repeat("a", 2000): "1024",
		"C:/Program Files/Git/p": "MSYS_NO_PATHCONV",
	} {
		if got, err := ParsePrefix(bad); err == nil || !strings.Contains(err.Error(), hint) {
			t.Errorf("-prefix %q: %q, %v; want %q", bad, got, err, hint)
		}
	}
}

// Floor: 100 executions a second.
func FuzzPrefix(f *testing.F) {
	for _, s := range []string{"/p", "/user/me/proxy/8080", "/../x", "//evil", "/a\n", "/p/"} {
		f.Add(s)
	}
	form := regexp.MustCompile(`\A(/[A-Za-z0-9._~-]+)*\z`)
	f.Fuzz(func(t *testing.T, text string) {
		got, err := ParsePrefix(text)
		if err == nil && (got != text || !form.MatchString(got) || strings.Contains(got+"/", "/../") || strings.Contains(got+"/", "/./")) {
			t.Errorf("%q is taken for %q", text, got)
		}
	})
}

// What is left of an address without its prefix is an address, and makes the whole with it.
//
// Floor: 100 executions a second.
func FuzzCutPrefix(f *testing.F) {
	for _, s := range []string{"//evil.example", `/\evil`, "/p/labs/toy/", "/P//Labs/%54oy?x", "/p%2Flabs/toy", "/..//p/", "/p", "/%70//%2e%2e/labs/toy"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, target string) {
		u, err := url.ParseRequestURI(target)
		if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(target, "/") {
			return
		}
		rest, cut := cutPrefix(u, "/p")
		if whole, err := url.PathUnescape("/p" + rest.EscapedPath()); cut && (err != nil || whole != u.Path || rest.Path != "" && rest.Path[0] != '/' && !strings.HasPrefix(rest.EscapedPath(), "/")) {
			t.Errorf("%q without its prefix is %q", target, rest.EscapedPath())
		}
	})
}
