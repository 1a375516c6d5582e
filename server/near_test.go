package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"
	"golang.org/x/net/html"
)

// bare sends a request with a target that is written as it is, which no client of ours
// would do, and follows nothing.
func bare(t testing.TB, h http.Handler, method, host, target string) *http.Response {
	t.Helper()
	u, err := url.ParseRequestURI(target)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(method, "/", nil)
	r.URL, r.RequestURI, r.Host = u, target, host
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func TestNearMissesLeadToThePage(t *testing.T) {
	s := newHouse(t)
	if err := s.guard.standBehind("/p/q", nil); err != nil {
		t.Fatal(err)
	}
	h := s.handler()
	for target, want := range map[string]string{
		"/labs/toy/":                      "/p/q/labs/toy",
		"/labs/toy///":                    "/p/q/labs/toy",
		"//labs/toy":                      "/p/q/labs/toy",
		"///labs//toy":                    "/p/q/labs/toy",
		"/Labs/Toy":                       "/p/q/labs/toy",
		"/LABS/TOY/?eta=0.5&Note=A%20b+c": "/p/q/labs/toy?eta=0.5&Note=A%20b+c",
		"/labs/t%6Fy":                     "/p/q/labs/toy",
		"/labs%2Ftoy":                     "/p/q/labs/toy",
		"/%2Flabs/toy":                    "/p/q/labs/toy",
		"/./labs/x/../toy":                "/p/q/labs/toy",
		"/labs":                           "/p/q/",
		"/labs/":                          "/p/q/",
		"//":                              "/p/q/",
		"/p/q":                            "/p/q/",
		"/p/q?x=1":                        "/p/q/?x=1",
		"/p/q//":                          "/p/q/",
		"//p/q/":                          "/p/q/",
		"/P/Q/":                           "/p/q/",
		"/p/q/labs/toy/":                  "/p/q/labs/toy",
		"/p/q//labs/toy":                  "/p/q/labs/toy",
		"/p//q/labs/toy":                  "/p/q/labs/toy",
		"//p/q/labs/toy":                  "/p/q/labs/toy",
		"/P/q/labs/TOY":                   "/p/q/labs/toy",
		"/%70/q/labs/toy/":                "/p/q/labs/toy",
		"/labs/toy/?x=\u00e9\u2028":       "/p/q/labs/toy?x=%C3%A9%E2%80%A8",
	} {
		res := bare(t, h, "GET", testHost, target)
		if got := res.Header.Get("Location"); res.StatusCode != http.StatusPermanentRedirect || got != want || res.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d to %q, %q; want a redirect to %q that nobody keeps", target, res.StatusCode, got, res.Header.Get("Cache-Control"), want)
		}
		path, _, _ := strings.Cut(want, "?")
		if res := bare(t, h, "GET", testHost, path); res.StatusCode != http.StatusOK {
			t.Errorf("%s leads to %s, which answers %d", target, path, res.StatusCode)
		}
	}
	for _, target := range []string{"/", "/labs/toy", "/labs/toy?eta=0.5", "/p/q/", "/p/q/labs/toy", "/%70/q/labs/toy", "/healthz", "/p/q/healthz"} {
		if res := bare(t, h, "GET", testHost, target); res.StatusCode != http.StatusOK {
			t.Errorf("%s: %d, want the page itself", target, res.StatusCode)
		}
	}
	if res := bare(t, h, "HEAD", testHost, "/labs/toy/"); res.StatusCode != http.StatusPermanentRedirect {
		t.Errorf("HEAD: %d", res.StatusCode)
	}
	r := httptest.NewRequest("POST", "/labs/toy/", nil)
	r.Host = testHost
	r.Header.Set("Origin", "http://"+testHost)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Header().Get("Location") != "" {
		t.Errorf("a POST is sent on: %d", w.Code)
	}
}

// No address sends a visitor to a foreign place.
func TestNoOpenRedirects(t *testing.T) {
	plain := newHouse(t)
	prefixed := newHouse(t)
	if err := prefixed.guard.standBehind("/p", nil); err != nil {
		t.Fatal(err)
	}
	for _, start := range []string{"//evil.example", "/%2Fevil.example", "/%2f%2fevil.example", `/\evil.example`, "/%5Cevil.example", `/\/evil.example`, "/%09/evil.example", "/%0a/evil.example",
		"/%0d%0aLocation:%20//evil.example", "/https://evil.example", "/https:evil.example", "/.evil.example", "/@evil.example", "/%40evil.example", "///evil.example", "/;@evil.example", "/labs//evil.example",
		"/labs/%2Fevil.example", `/labs/\evil.example`, "/labs/toy%2F..%2F..%2F%2Fevil.example", "/labs/toy@evil.example"} {
		for _, before := range []string{"", "/p", "/p/", "//p/", "/labs/.."} {
			for _, after := range []string{"", "/", "/..", "/%2e%2e", "/../labs/toy", "//labs/toy", "?x=//evil.example", "/?next=//evil.example"} {
				for _, s := range []*server{plain, prefixed} {
					target := before + start + after
					if u, err := url.ParseRequestURI(target); err != nil || u.Host != "" {
						continue
					}
					res := bare(t, s.handler(), "GET", testHost, target)
					checkLocation(t, s, testHost, target, res)
				}
			}
		}
	}
}

// checkLocation demands that a redirect leads to a page of ours, and that it ends there.
func checkLocation(t testing.TB, s *server, host, target string, res *http.Response) {
	t.Helper()
	list := res.Header.Values("Location")
	if len(list) == 0 {
		return
	}
	base := &url.URL{Scheme: "http", Host: host, Path: "/"}
	to, err := base.Parse(list[0])
	if err != nil || len(list) != 1 {
		t.Fatalf("%s at %q: Location %q, %v", target, host, list, err)
	}
	if strings.ContainsAny(list[0], "\\\r\n\t ") || to.Scheme != "http" || to.User != nil || to.Host != host && to.Host != s.guard.names.home && !s.guard.answersTo(to.Host) {
		t.Errorf("%s at %q leads to %q", target, host, list[0])
	}
	if strings.HasPrefix(list[0], "//") != (to.Host != host) && to.Host == host {
		t.Errorf("%s at %q leads to %q, which browsers take for another host", target, host, list[0])
	}
	// A link that is mended on its way leads on once more; nothing leads on for ever.
	seen := []string{target, list[0]}
	for to.Host == host {
		next := bare(t, s.handler(), "GET", to.Host, to.RequestURI()).Header.Get("Location")
		if next == "" {
			return
		}
		if to, err = to.Parse(next); err != nil || to.Host != host || slices.Contains(seen, to.RequestURI()) || len(seen) > 4 {
			t.Errorf("%q leads from place to place: %q, then %q, %v", target, seen, next, err)
			return
		}
		seen = append(seen, to.RequestURI())
	}
}

// Floor: 100 executions a second.
func FuzzNearMisses(f *testing.F) {
	for _, s := range []string{"//evil.example", `/\evil`, "/p/labs/toy/", "/P//Labs/%54oy?x", "/p%2Flabs/toy", "/..//p/", "/p", "/%70//%2e%2e/labs/toy"} {
		f.Add(s, testHost)
	}
	f.Add("//evil.example/x", "0.0.0.0:8080")
	f.Add("/labs/toy", "localhost.:8080")
	s := newHouse(f)
	if err := s.guard.standBehind("/p", nil); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, target, host string) {
		u, err := url.ParseRequestURI(target)
		if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(target, "/") {
			return
		}
		res := bare(t, s.handler(), "GET", host, target)
		checkLocation(t, s, strings.ToLower(host), target, res)
		rest, cut := cutPrefix(u, "/p")
		if whole, err := url.PathUnescape("/p" + rest.EscapedPath()); cut && (err != nil || whole != u.Path || rest.Path != "" && rest.Path[0] != '/' && !strings.HasPrefix(rest.EscapedPath(), "/")) {
			t.Errorf("%q without its prefix is %q", target, rest.EscapedPath())
		}
	})
}

// Hosts that mean one of ours, whatever a name server says.
func TestNearHosts(t *testing.T) {
	g := mustGuard(t, loopback, public)
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
	if arrived, h := behind(g, "GET", "/x?"+strings.Repeat("y", maxQuery+1), "192.0.2.1:5", "0.0.0.0:8080"); arrived != nil || h.Get("Location") != "" {
		t.Error("a query beyond all measure is sent on")
	}
}

func TestPrefixIsRead(t *testing.T) {
	for _, good := range []string{"", "/p", "/user/me/proxy/8080", "/user/me/proxy/absolute/8080", "/a.b/~c/d_e-f", "/...", "/lab", "/labs2/x", "/x/labs"} {
		if got, err := parsePrefix(good); err != nil || got != good {
			t.Errorf("-prefix %q: %q, %v", good, got, err)
		}
	}
	for bad, hint := range map[string]string{
		"p": "write /p", "/p/": "write /p", "p/q/": "write /p/q", "/": "leave it out", "//p": "write /p", "/p//q": "such as", "/.": "without . and ..", "/../x": "without . and ..",
		"/a/./b": "without . and ..", "/a b": "such as", "/a%20b": "such as", "/ä": "such as", `/a"b`: "such as", "/a;b": "such as", "/<x>": "such as", "/a?b": "such as", "/a\n": "such as",
		"/labs": "/labs", "/labs/x": "/labs", "/api": "/api", "/assets/x": "/assets", "/runs": "/runs", "/healthz": "/healthz", "/" + strings.Repeat("a", 2000): "1024",
		"C:/Program Files/Git/p": "MSYS_NO_PATHCONV",
	} {
		if got, err := parsePrefix(bad); err == nil || !strings.Contains(err.Error(), hint) {
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
		got, err := parsePrefix(text)
		if err == nil && (got != text || !form.MatchString(got) || strings.Contains(got+"/", "/../") || strings.Contains(got+"/", "/./")) {
			t.Errorf("%q is taken for %q", text, got)
		}
	})
}

// A prefix cannot begin as addresses of our own do: with every new route it is asked here
// whether the list still holds.
func TestPrefixesCannotHideRoutes(t *testing.T) {
	s := newHouse(t)
	first := map[string]bool{}
	chi.Walk(s.routes(), func(_, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		first[strings.Split(route, "/")[1]] = true
		return nil
	})
	delete(first, "")
	for name := range first {
		if !slices.Contains(ours, name) {
			t.Errorf("/%s is an address of ours and may be a prefix, too", name)
		}
	}
	if len(first) != len(ours) {
		t.Errorf("%v are said to be ours, and %v are", ours, first)
	}
}

// An address behind a prefix that nobody has told us of says what to do.
func TestUnknownPrefixIsNamed(t *testing.T) {
	s := newHouse(t)
	read := func(target string) string {
		res := bare(t, s.handler(), "GET", testHost, target)
		body, _ := io.ReadAll(res.Body)
		if res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", target, res.StatusCode)
		}
		return html.UnescapeString(string(body))
	}
	if text := read("/user/me/proxy/8080/labs/toy"); !strings.Contains(text, "start Hebb with -prefix /user/me/proxy/8080.") {
		t.Error(text)
	}
	for _, target := range []string{"/user/labs/none", "/a%20b/labs/toy", "/api/labs/toy", "/x"} {
		if text := read(target); strings.Contains(text, "-prefix") {
			t.Errorf("%s: %s", target, text)
		}
	}
}

// Whether the proxy passes the prefix on or takes it off, every address in a page has it,
// and works; and so do the addresses that only scripts use.
func TestPrefixIsInEveryAddress(t *testing.T) {
	const root = "/user/me/proxy/8080"
	o := openHouse(t)
	if err := o.guard.standBehind(root, nil); err != nil {
		t.Fatal(err)
	}
	if err := o.guard.letFrame([]string{"https://school.example"}); err != nil {
		t.Fatal(err)
	}
	strip := func(address string) string { return strings.TrimPrefix(address, root) }
	seen := 0
	for _, path := range []string{"/", "/labs/toy", "/labs/toy?preset=pair&theta=99", "/labs/toy?embed=1", "/nowhere", "/labs/none"} {
		stripped := prefixless(o.ask("GET", path, ""))
		passed := prefixless(o.ask("GET", root+path, ""))
		if stripped != passed {
			t.Errorf("%s differs with the prefix passed on and taken off", path)
		}
		doc, err := html.Parse(strings.NewReader(passed))
		if err != nil {
			t.Fatal(err)
		}
		ask := func(address, where string) {
			seen++
			if !strings.HasPrefix(address, root+"/") {
				t.Errorf("%s: %s leads to %s", path, where, address)
				return
			}
			for _, a := range []string{address, strip(address)} {
				if code, _ := o.ask("GET", a, ""); code != http.StatusOK {
					t.Errorf("%s: %s is %s and answers %d", path, where, a, code)
				}
			}
		}
		rooted := false
		for n := range doc.Descendants() {
			for _, a := range n.Attr {
				switch {
				case n.Data == "base":
					t.Error("there is a <base>, which the policy forbids")
				case a.Key == "data-root":
					rooted = a.Val == root
				case a.Key != "href" && a.Key != "src" && a.Key != "action" && a.Key != "srcset" && a.Key != "data" && a.Key != "poster" && a.Key != "formaction":
				case strings.HasPrefix(a.Val, "#"), strings.HasPrefix(a.Val, "https://"):
				default:
					ask(a.Val, n.Data+" "+a.Key)
				}
			}
			if n.Data == "script" && n.FirstChild != nil {
				var m struct{ Imports map[string]string }
				if err := json.Unmarshal([]byte(n.FirstChild.Data), &m); err == nil {
					for name, address := range m.Imports {
						ask(address, name)
					}
				}
			}
		}
		if !rooted {
			t.Errorf("%s does not tell its scripts the prefix", path)
		}
	}
	if seen < 300 {
		t.Errorf("only %d addresses were found", seen)
	}
	// What scripts ask for, both ways.
	for _, at := range []string{"", root} {
		code, text := o.ask("POST", at+"/api/runs", `{"lab":"toy"}`)
		var answer struct{ Run string }
		if json.Unmarshal([]byte(text), &answer); code != http.StatusCreated {
			t.Fatalf("%s: %d %s", at, code, text)
		}
		for _, path := range []string{"/api/runs/" + answer.Run, "/api/runs/" + answer.Run + "/moment", "/api/runs/" + answer.Run + "/journal"} {
			if code, text := o.ask("GET", at+path, ""); code != http.StatusOK {
				t.Errorf("%s%s: %d %s", at, path, code, text)
			}
		}
		if code, text := o.ask("POST", at+"/api/labs/toy/show", "{}"); code/100 != 2 {
			t.Errorf("%s: a card's run: %d %s", at, code, text)
		}
		saved := o.web.URL
		o.web.URL += at
		c, res, err := o.dial(answer.Run, http.Header{"Origin": {saved}})
		o.web.URL = saved
		if err != nil {
			t.Fatalf("%s: the socket: %v %v", at, err, res)
		}
		c.Close()
	}
}

// prefixless is a page without what differs each time.
func prefixless(_ int, text string) string {
	return regexp.MustCompile(`nonce="[^"]*"`).ReplaceAllString(text, "")
}

// Style sheets name their files relative to themselves: an absolute address would have no
// prefix.
func TestStylesNameNoAbsoluteAddress(t *testing.T) {
	s := newHouse(t)
	n := 0
	for name, file := range s.assets.files {
		if strings.HasSuffix(name, ".css") {
			n++
			if found := regexp.MustCompile(`(?:url\(|@import)\s*["']?\s*(?:/|https?:)`).Find(file.data); found != nil {
				t.Errorf("%s has %s", name, found)
			}
		}
	}
	if n == 0 {
		t.Error("there are no style sheets")
	}
}

func TestPrefixIsPrinted(t *testing.T) {
	address := serveToy(t, "-prefix", "/p/q", "-trust-proxy", "127.0.0.1/32", "-allow", public)
	if !strings.HasSuffix(address, "/p/q/") {
		t.Errorf("the address is printed as %s", address)
	}
	res, err := http.Get(address)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatal(err, res)
	}
	res.Body.Close()
	for _, args := range [][]string{{"-prefix", "/p/"}, {"-prefix", "/labs"}, {"-trust-proxy", "10.0.0.1"}} {
		err := dispatch(t.Context(), toyCatalogue(t), append(args, "-addr", "127.0.0.1:0", "-data", "none"), io.Discard, io.Discard)
		if !errors.Is(err, errUsage) || !strings.Contains(err.Error(), args[0]) {
			t.Errorf("%v: %v", args, err)
		}
	}
}

// serveToy runs the whole program until the test ends, and returns the address that it
// prints.
func serveToy(t *testing.T, args ...string) string {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	out, in := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := dispatch(ctx, toyCatalogue(t), append([]string{"-addr", "127.0.0.1:0", "-data", "none"}, args...), in, io.Discard)
		in.CloseWithError(err)
		ended <- err
	}()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("it ends with %v", err)
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("no address is printed: %q %v", line, err)
	}
	go io.Copy(io.Discard, out)
	return regexp.MustCompile(`http://\S+`).FindString(line)
}

// The command line takes a link as it stands in an address bar behind a proxy.
func TestLinksMayHaveAPrefix(t *testing.T) {
	c := toyCatalogue(t)
	for _, link := range []string{"/labs/toy?eta=0.02", "/user/me/proxy/8080/labs/toy?eta=0.02", "https://hub.example/user/me/proxy/8080/labs/toy?eta=0.02", "https://lab.example/labs/labs/toy?eta=0.02"} {
		a, err := c.find(link)
		if err != nil || a.lab.Name != "toy" || a.doc.Setup.Variants[0].Set["eta"] != "0.02" {
			t.Errorf("%s: %+v, %v", link, a, err)
		}
	}
	for _, link := range []string{"/user/me/labs/none", "/user/me/", "/labs/", "/p/labs/toy/more", "/labsx/toy"} {
		if _, err := c.find(link); err == nil {
			t.Errorf("%s is taken for a link to a lab", link)
		}
	}
}
