package pages

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"

	"hebb/server/guard"
)

// Every route there is, tried with everything that the guard is to keep out: a new
// route cannot be forgotten.
func TestEveryRouteIsGuarded(t *testing.T) {
	house := newHouse(t)
	web := httptest.NewServer(house.Handler())
	defer web.Close()
	host := strings.TrimPrefix(web.URL, "http://")
	if g, err := guard.New(web.Listener.Addr(), nil); err != nil {
		t.Fatal(err)
	} else {
		house.guard = g
		web.Config.Handler = house.Handler()
	}
	n := 0
	err := chi.Walk(house.routes(), func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		n++
		path := strings.NewReplacer("{lab}", "toy", "{id}", "none", "{hash}", house.assets.hash, "*", "static/style.css").Replace(route)
		try := func(method, host, origin string, upgrade bool) int {
			req, err := http.NewRequest(method, web.URL+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			req.Host = host
			if origin != "" {
				req.Header.Set("Origin", origin)
			}
			if upgrade {
				for k, v := range map[string]string{"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="} {
					req.Header.Set(k, v)
				}
			}
			res, err := http.DefaultTransport.RoundTrip(req)
			if err != nil {
				t.Fatalf("%s %s: %v", method, path, err)
			}
			res.Body.Close()
			if res.Header.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("%s %s: an answer without its headers", method, path)
			}
			return res.StatusCode
		}
		if code := try(method, "evil.example", "http://evil.example", false); code != http.StatusForbidden {
			t.Errorf("%s %s under another Host: %d", method, route, code)
		}
		for _, unsafe := range []string{"POST", "PUT", "PATCH", "DELETE"} {
			for _, origin := range []string{"", "null", "http://evil.example"} {
				if code := try(unsafe, host, origin, false); code != http.StatusForbidden && code != http.StatusMethodNotAllowed {
					t.Errorf("%s %s with Origin %q: %d", unsafe, route, origin, code)
				}
			}
		}
		for _, origin := range []string{"", "null", "http://evil.example"} {
			if code := try("GET", host, origin, true); code != http.StatusForbidden {
				t.Errorf("upgrade of %s with Origin %q: %d", route, origin, code)
			}
		}
		if method == "GET" || method == "HEAD" {
			if code := try(method, host, "", false); code == http.StatusForbidden {
				t.Errorf("%s %s: the guard keeps out what it should let in", method, route)
			}
		} else if method != "POST" {
			t.Errorf("%s %s: a route with a method that the guard does not know", method, route)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n < 9 {
		t.Error(fmt.Sprint("only ", n, " routes were found"))
	}
}

// A start that is refused says why in the words that our own page shows, and what to do.
func TestRefusalSaysWhatToDo(t *testing.T) {
	o := openHouse(t)
	host := strings.TrimPrefix(o.Web.URL, "http://")
	for _, c := range []struct{ what, host, origin, path, words string }{
		{"a proxy's origin", host, "https://lab.example", "/api/runs", `{"error":"Only Hebb's own pages may ask for this. This request comes from a page of https://lab.example: if that is where you have opened Hebb, start it with -allow https://lab.example."}`},
		{"no origin", host, "", "/api/runs", "does not say what page it comes from"},
		{"rubbish", host, `https://"><script>`, "/labs/toy", "does not say what page it comes from"},
		{"a public Host", "lab.example", "", "/", "-allow http://lab.example."},
		{"a Host that is none", `"><script>`, "", "/", "-allow and the origin of this address."},
	} {
		method := "POST"
		if c.path == "/" {
			method = "GET"
		}
		r := httptest.NewRequest(method, c.path, strings.NewReader("{}"))
		r.Host = c.host
		if c.origin != "" {
			r.Header.Set("Origin", c.origin)
		}
		w := httptest.NewRecorder()
		o.Handler().ServeHTTP(w, r)
		if body := strings.ReplaceAll(w.Body.String(), `\u0027`, "'"); w.Code != http.StatusForbidden || !strings.Contains(body, c.words) || strings.Contains(body, "script") {
			t.Errorf("%s: %d %s", c.what, w.Code, body)
		}
	}
}
