package pages

import (
	"encoding/json"
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

	"hebb/server/guard"
	"hebb/server/servertest"
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
	if err := s.guard.StandBehind("/p/q", nil); err != nil {
		t.Fatal(err)
	}
	h := s.Handler()
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
		res := bare(t, h, "GET", servertest.Host, target)
		if got := res.Header.Get("Location"); res.StatusCode != http.StatusPermanentRedirect || got != want || res.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d to %q, %q; want a redirect to %q that nobody keeps", target, res.StatusCode, got, res.Header.Get("Cache-Control"), want)
		}
		path, _, _ := strings.Cut(want, "?")
		if res := bare(t, h, "GET", servertest.Host, path); res.StatusCode != http.StatusOK {
			t.Errorf("%s leads to %s, which answers %d", target, path, res.StatusCode)
		}
	}
	for _, target := range []string{"/", "/labs/toy", "/labs/toy?eta=0.5", "/p/q/", "/p/q/labs/toy", "/%70/q/labs/toy", "/healthz", "/p/q/healthz"} {
		if res := bare(t, h, "GET", servertest.Host, target); res.StatusCode != http.StatusOK {
			t.Errorf("%s: %d, want the page itself", target, res.StatusCode)
		}
	}
	if res := bare(t, h, "HEAD", servertest.Host, "/labs/toy/"); res.StatusCode != http.StatusPermanentRedirect {
		t.Errorf("HEAD: %d", res.StatusCode)
	}
	r := httptest.NewRequest("POST", "/labs/toy/", nil)
	r.Host = servertest.Host
	r.Header.Set("Origin", "http://"+servertest.Host)
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
	if err := prefixed.guard.StandBehind("/p", nil); err != nil {
		t.Fatal(err)
	}
	for _, start := range []string{"//evil.example", "/%2Fevil.example", "/%2f%2fevil.example", `/\evil.example`, "/%5Cevil.example", `/\/evil.example`, "/%09/evil.example", "/%0a/evil.example",
		"/%0d%0aLocation:%20//evil.example", "/https://evil.example", "/https:evil.example", "/.evil.example", "/@evil.example", "/%40evil.example", "///evil.example", "/;@evil.example", "/labs//evil.example",
		"/labs/%2Fevil.example", `/labs/\evil.example`, "/labs/toy%2F..%2F..%2F%2Fevil.example", "/labs/toy@evil.example"} {
		for _, before := range []string{"", "/p", "/p/", "//p/", "/labs/.."} {
			for _, after := range []string{"", "/", "/..", "/%2e%2e", "/../labs/toy", "//labs/toy", "?x=//evil.example", "/?next=//evil.example"} {
				for _, s := range []*Server{plain, prefixed} {
					target := before + start + after
					if u, err := url.ParseRequestURI(target); err != nil || u.Host != "" {
						continue
					}
					res := bare(t, s.Handler(), "GET", servertest.Host, target)
					checkLocation(t, s, servertest.Host, target, res)
				}
			}
		}
	}
}

// checkLocation demands that a redirect leads to a page of ours, and that it ends there.
func checkLocation(t testing.TB, s *Server, host, target string, res *http.Response) {
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
	if strings.ContainsAny(list[0], "\\\r\n\t ") || to.Scheme != "http" || to.User != nil || to.Host != host && !s.guard.AnswersTo(to.Host) {
		t.Errorf("%s at %q leads to %q", target, host, list[0])
	}
	if strings.HasPrefix(list[0], "//") != (to.Host != host) && to.Host == host {
		t.Errorf("%s at %q leads to %q, which browsers take for another host", target, host, list[0])
	}
	// A link that is mended on its way leads on once more; nothing leads on for ever.
	seen := []string{target, list[0]}
	for to.Host == host {
		next := bare(t, s.Handler(), "GET", to.Host, to.RequestURI()).Header.Get("Location")
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
		f.Add(s, servertest.Host)
	}
	f.Add("//evil.example/x", "0.0.0.0:8080")
	f.Add("/labs/toy", "localhost.:8080")
	s := newHouse(f)
	if err := s.guard.StandBehind("/p", nil); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, target, host string) {
		u, err := url.ParseRequestURI(target)
		if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(target, "/") {
			return
		}
		res := bare(t, s.Handler(), "GET", host, target)
		checkLocation(t, s, strings.ToLower(host), target, res)
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
		if !slices.Contains(guard.Ours, name) {
			t.Errorf("/%s is an address of ours and may be a prefix, too", name)
		}
	}
	if len(first) != len(guard.Ours) {
		t.Errorf("%v are said to be ours, and %v are", guard.Ours, first)
	}
}

// An address behind a prefix that nobody has told us of says what to do.
func TestUnknownPrefixIsNamed(t *testing.T) {
	s := newHouse(t)
	read := func(target string) string {
		res := bare(t, s.Handler(), "GET", servertest.Host, target)
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
	if err := o.guard.StandBehind(root, nil); err != nil {
		t.Fatal(err)
	}
	if err := o.guard.LetFrame([]string{"https://school.example"}); err != nil {
		t.Fatal(err)
	}
	strip := func(address string) string { return strings.TrimPrefix(address, root) }
	seen := 0
	for _, path := range []string{"/", "/labs/toy", "/labs/toy?preset=pair&theta=99", "/labs/toy?embed=1", "/nowhere", "/labs/none"} {
		stripped := prefixless(o.Ask("GET", path, ""))
		passed := prefixless(o.Ask("GET", root+path, ""))
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
				if code, _ := o.Ask("GET", a, ""); code != http.StatusOK {
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
		code, text := o.Ask("POST", at+"/api/runs", `{"lab":"toy"}`)
		var answer struct{ Run string }
		if json.Unmarshal([]byte(text), &answer); code != http.StatusCreated {
			t.Fatalf("%s: %d %s", at, code, text)
		}
		for _, path := range []string{"/api/runs/" + answer.Run, "/api/runs/" + answer.Run + "/moment", "/api/runs/" + answer.Run + "/journal"} {
			if code, text := o.Ask("GET", at+path, ""); code != http.StatusOK {
				t.Errorf("%s%s: %d %s", at, path, code, text)
			}
		}
		if code, text := o.Ask("POST", at+"/api/labs/toy/show", "{}"); code/100 != 2 {
			t.Errorf("%s: a card's run: %d %s", at, code, text)
		}
		saved := o.Web.URL
		o.Web.URL += at
		c, res, err := o.Dial(answer.Run, http.Header{"Origin": {saved}})
		o.Web.URL = saved
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
