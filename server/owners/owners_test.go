package owners

import (
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hebb/server/guard"
	"hebb/sim/live/disk"
	"hebb/sim/live/store"
)

func made(t testing.TB, papers store.Papers) *Owners {
	t.Helper()
	o, err := New(papers)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

const run = "0123456789abcdef"

func TestNames(t *testing.T) {
	o, p := made(t, nil), made(t, nil)
	name := o.Name(run)
	if got, ok := o.Run(name); !ok || got != run || len(name) != 32 {
		t.Errorf("%q is the name of %q", name, got)
	}
	if strings.Contains(name, run) || strings.Contains(name, run[:8]) || p.Name(run) == name {
		t.Errorf("the name %q shows the run", name)
	}
	if _, ok := p.Run(name); ok {
		t.Error("another server knows the name")
	}
	for i := range name { // no name but one that was given
		for _, c := range "0123456789abcdef" {
			if bad := name[:i] + string(c) + name[i+1:]; bad != name {
				if _, ok := o.Run(bad); ok {
					t.Fatalf("%s is a name", bad)
				}
			}
		}
	}
	for _, bad := range []string{"", run, strings.ToUpper(name), name + "0", name[:31], strings.Repeat("0", 32), "../../../../../../../../etc/passwd"} {
		if _, ok := o.Run(bad); ok {
			t.Errorf("%q is a name", bad)
		}
	}
	for _, bad := range []string{"", "x", "0123456789abcdeg", name} {
		if got := o.Name(bad); got != "" {
			t.Errorf("%q has the name %q", bad, got)
		}
	}
}

func TestKeys(t *testing.T) {
	o := made(t, nil)
	deed, key := o.NewDeed("")
	other, another := o.NewDeed("")
	if !o.Opens(deed, key) || len(key) != 32 {
		t.Error("the key does not open its run")
	}
	if o.Opens(deed, another) || o.Opens(other, key) || o.Opens(deed, "") || o.Opens(store.Deed{}, "") || o.Opens(store.Deed{Owner: House}, "") || o.Opens(deed, deed.Key) {
		t.Error("another key opens the run")
	}
	if strings.Contains(deed.Key, key) {
		t.Error("the key stands in the deed")
	}
	if o.Owns(deed, "") || o.Owns(store.Deed{}, "") || o.Owns(store.Deed{Owner: House}, "") {
		t.Error("nobody owns a run")
	}
}

// passed is a request as it comes through a guard of the given proxies.
func passed(t testing.TB, setUp func(*guard.Guard), do func(w http.ResponseWriter, r *http.Request), r *http.Request) *http.Response {
	t.Helper()
	g, err := guard.New(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}, []string{"https://lab.example"})
	if err != nil {
		t.Fatal(err)
	}
	if setUp != nil {
		setUp(g)
	}
	w := httptest.NewRecorder()
	g.Wrap(http.HandlerFunc(do)).ServeHTTP(w, r)
	return w.Result()
}

func post(from, origin string) *http.Request {
	r := httptest.NewRequest("POST", "/api/session", strings.NewReader("{}"))
	r.Host, r.RemoteAddr = "127.0.0.1:8080", from
	r.Header.Set("Origin", origin)
	return r
}

// begin makes a session and returns its cookie.
func begin(t testing.TB, o *Owners, r *http.Request, setUp func(*guard.Guard)) *http.Cookie {
	t.Helper()
	res := passed(t, setUp, func(w http.ResponseWriter, r *http.Request) {
		if _, err := o.Begin(w, r); err != nil {
			t.Error(err)
		}
	}, r)
	if len(res.Cookies()) != 1 {
		t.Fatalf("%d cookies: %s", len(res.Cookies()), res.Status)
	}
	return res.Cookies()[0]
}

func TestCookie(t *testing.T) {
	o := made(t, nil)
	const here, there = "127.0.0.1:9", "10.1.2.3:9"
	for _, c := range []struct {
		name   string
		r      *http.Request
		setUp  func(*guard.Guard)
		secure bool
		path   string
	}{
		{"here", post(here, "http://127.0.0.1:8080"), nil, false, "/"},
		{"a prefix", post(here, "http://127.0.0.1:8080"), func(g *guard.Guard) { g.StandBehind("/user/me", nil) }, false, "/user/me/"},
		{"TLS before us, by the page's origin", post(here, "https://lab.example"), nil, true, "/"},
		{"TLS by the word of a proxy that is trusted", func() *http.Request {
			r := post(there, "https://127.0.0.1:8080")
			r.Header.Set("X-Forwarded-Proto", "https")
			return r
		}(), func(g *guard.Guard) { g.StandBehind("", []string{"10.0.0.0/8"}) }, true, "/"},
		{"TLS by the word of anybody", func() *http.Request {
			r := post(there, "http://127.0.0.1:8080")
			r.Header.Set("X-Forwarded-Proto", "https")
			return r
		}(), nil, false, "/"},
	} {
		k := begin(t, o, c.r, c.setUp)
		if k.Name != "hebb-"+o.id || !k.HttpOnly || k.SameSite != http.SameSiteLaxMode || k.MaxAge != 365*86400 || k.Secure != c.secure || k.Path != c.path || k.Domain != "" {
			t.Errorf("%s: %s", c.name, k)
		}
	}
}

func TestSessions(t *testing.T) {
	o := made(t, nil)
	k := begin(t, o, post("127.0.0.1:9", "http://127.0.0.1:8080"), nil)
	with := func(cookies ...string) string {
		r := httptest.NewRequest("GET", "/", nil)
		for _, c := range cookies {
			r.AddCookie(&http.Cookie{Name: o.Cookie(), Value: c})
		}
		return o.Session(r)
	}
	session := with(k.Value)
	if session == "" || strings.Contains(k.Value, session) {
		t.Fatalf("the session is %q", session)
	}
	if with("x", k.Value) != session {
		t.Error("a cookie that somebody else has set hides the session")
	}
	for _, bad := range []string{"", k.Value[:32], k.Value[:63] + "x", k.Value + "0", strings.ToUpper(k.Value), strings.Repeat("0", 64), k.Value[32:] + k.Value[:32], session + session} {
		if with(bad) != "" {
			t.Errorf("%q is a session", bad)
		}
	}
	deed, _ := o.NewDeed(session)
	if !o.Owns(deed, session) || o.Owns(deed, session[:31]+"x") {
		t.Error("the run is not its owner's, or another's too")
	}
	// The same browser stays who it is.
	r := post("127.0.0.1:9", "http://127.0.0.1:8080")
	r.AddCookie(&http.Cookie{Name: o.Cookie(), Value: k.Value})
	if again := begin(t, o, r, nil); again.Value != k.Value {
		t.Error("a browser that is known becomes another")
	}
}

// What is older than deeds belongs to the first browser of this machine, also after a restart.
func TestOlderRunsBelongToTheFirst(t *testing.T) {
	dir := t.TempDir()
	o := made(t, disk.New(dir))
	sessionOf := func(o *Owners, k *http.Cookie) string {
		r := httptest.NewRequest("GET", "/", nil)
		r.AddCookie(k)
		return o.Session(r)
	}
	proxied := post("127.0.0.1:9", "http://127.0.0.1:8080")
	proxied.Header.Set("X-Forwarded-For", "10.1.2.3")
	for name, r := range map[string]*http.Request{"from elsewhere": post("10.1.2.3:9", "http://127.0.0.1:8080"), "behind a proxy": proxied, "of a page elsewhere": post("127.0.0.1:9", "https://lab.example")} {
		if s := sessionOf(o, begin(t, o, r, nil)); s == "" || o.Owns(store.Deed{}, s) {
			t.Errorf("a session %s is the first", name)
		}
	}
	first := begin(t, o, post("127.0.0.1:9", "http://127.0.0.1:8080"), nil)
	second := begin(t, o, post("127.0.0.1:9", "http://127.0.0.1:8080"), nil)
	for _, o := range []*Owners{o, made(t, disk.New(dir))} {
		if !o.Owns(store.Deed{}, sessionOf(o, first)) || o.Owns(store.Deed{}, sessionOf(o, second)) {
			t.Error("older runs are not the first one's, or the second one's too")
		}
	}
	if info, err := os.Stat(filepath.Join(dir, paperName)); err != nil || info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
		t.Errorf("others can read the secret: %v %v", info.Mode(), err)
	}
	// A second server knows none of them.
	if other := made(t, nil); sessionOf(other, first) != "" || other.Cookie() == o.Cookie() {
		t.Error("another server knows the session")
	}
}

// deaf keeps nothing.
type deaf struct{}

func (deaf) Paper(string) ([]byte, error)  { return nil, store.ErrNone }
func (deaf) SetPaper(string, []byte) error { return errors.New("the disk is full") }

func TestPapersThatAreNoGood(t *testing.T) {
	o, err := New(deaf{})
	if err == nil || !strings.Contains(err.Error(), "the disk is full") || o.Name(run) == "" {
		t.Errorf("%v", err)
	}
	for _, bad := range []string{"", "{}", "null", `{"hebb":2}`, `{"hebb":1,"server":"x"}`, `{"hebb":1,"server":"01234567","secret":"00"}`} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, paperName), []byte(bad), 0o600); err != nil {
			t.Fatal(err)
		}
		o, err := New(disk.New(dir))
		if err == nil || o.Kept() || o.Name(run) == "" {
			t.Errorf("%q: %v", bad, err)
		}
		if left, _ := os.ReadFile(filepath.Join(dir, paperName)); string(left) != bad {
			t.Errorf("%q is written over", bad)
		}
	}
}

// Whatever a browser sends as its cookie is a session of ours, or none.
// Floor: 2000 executions a second.
func FuzzCookie(f *testing.F) {
	o := made(f, nil)
	name := strings.Repeat("ab", 16)
	good := name + o.proof(name)
	f.Add(good)
	f.Add(good[1:])
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		if got, ok := o.parse(text); ok && (text != got+o.proof(got) || len(got) != 32) {
			t.Errorf("%q is a session", text)
		}
	})
}

// Whatever stands in an address as a run's name is one that was given, or none.
// Floor: 2000 executions a second.
func FuzzName(f *testing.F) {
	o := made(f, nil)
	f.Add(o.Name(run))
	f.Add(run)
	f.Fuzz(func(t *testing.T, text string) {
		if got, ok := o.Run(text); ok && o.Name(got) != text {
			t.Errorf("%q is the name of %s", text, got)
		}
	})
}

// Whatever the file of the server holds is read or refused.
// Floor: 2000 executions a second.
func FuzzPaper(f *testing.F) {
	f.Add([]byte(`{"hebb":1,"server":"01234567","secret":"` + strings.Repeat("0", 64) + `","first":"` + strings.Repeat("a", 32) + `"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		o := &Owners{}
		if err := o.read(data); err == nil && (len(o.secret) != 32 || o.names == nil || o.Name(run) == "") {
			t.Errorf("%q is read", data)
		}
	})
}
