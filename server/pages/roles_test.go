package pages

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"hebb/server/limits"
	"hebb/server/servertest"
	"hebb/server/shares"
	"hebb/sim/live"
)

// browser is one with cookies of its own, at an address.
type browser struct {
	t      testing.TB
	base   string
	client *http.Client
	from   string // X-Forwarded-For, where a proxy is trusted; "" for none
}

func (o *open) browser() *browser {
	jar, _ := cookiejar.New(nil)
	return &browser{o.T, o.Web.URL, &http.Client{Jar: jar}, ""}
}

// ask sends what our own page would.
func (b *browser) ask(method, path, body string) (int, map[string]any, *http.Response) {
	b.t.Helper()
	req, err := http.NewRequest(method, b.base+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("Origin", b.base)
	req.Header.Set("Content-Type", "application/json")
	if b.from != "" {
		req.Header.Set("X-Forwarded-For", b.from)
	}
	res, err := b.client.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	m := map[string]any{}
	json.Unmarshal(data, &m)
	m["body"] = string(data)
	return res.StatusCode, m, res
}

// known has the browser known.
func (b *browser) known() *browser {
	b.t.Helper()
	if code, m, _ := b.ask("POST", "/api/session", "{}"); code != http.StatusOK {
		b.t.Fatal(code, m)
	}
	return b
}

func (b *browser) begins() (id, key string) {
	b.t.Helper()
	code, m, _ := b.ask("POST", "/api/runs", `{"lab":"toy"}`)
	if code != http.StatusCreated {
		b.t.Fatal(code, m)
	}
	return m["run"].(string), m["key"].(string)
}

func (b *browser) command(id, body string) int {
	b.t.Helper()
	code, _, _ := b.ask("POST", "/api/runs/"+id+"/commands", body)
	return code
}

// A run takes commands of its owner's browser and of whoever has its key, and of nobody else.
func TestWhoseRunItIs(t *testing.T) {
	o := openHouse(t)
	mine, other, nobody := o.browser().known(), o.browser().known(), o.browser()
	id, key := mine.begins()
	_, otherKey := other.begins()
	name := o.owners.Name(id)
	const step = `"do":"step","count":1`
	for _, c := range []struct {
		what string
		who  *browser
		id   string
		body string
		code int
	}{
		{"the owner", mine, id, `{` + step + `}`, 200},
		{"the owner with a field", mine, id, `{"set":{"eta":"0.03"}}`, 200},
		{"the owner with a value out of range", mine, id, `{"set":{"eta":"1000"}}`, 422},
		{"another session", other, id, `{` + step + `}`, 403},
		{"no session", nobody, id, `{` + step + `}`, 403},
		{"no session with the key", nobody, id, `{"drive":"` + key + `",` + step + `}`, 200},
		{"no session with another run's key", nobody, id, `{"drive":"` + otherKey + `",` + step + `}`, 403},
		{"no session with the id as key", nobody, id, `{"drive":"` + id + `",` + step + `}`, 403},
		{"no session with the hash of the key", nobody, id, `{"drive":"` + func() string { r, _ := o.runs.Get(t.Context(), id); return r.Deed().Key }() + `",` + step + `}`, 403},
		{"the owner by the name for followers", mine, name, `{` + step + `}`, 403},
		{"a key that is no text", nobody, id, `{"drive":7,` + step + `}`, 400},
		{"a long key", nobody, id, `{"drive":"` + strings.Repeat("a", 999) + `",` + step + `}`, 400},
		{"no command", mine, id, `{"see":["w"]}`, 400},
		{"to hand it over", mine, id, `{"hand":1}`, 400},
		{"nonsense", mine, id, `{`, 400},
		{"an id that is guessed", mine, "0123456789abcdef", `{` + step + `}`, 404},
		{"a name that is guessed", mine, strings.Repeat("0", 32), `{` + step + `}`, 404},
	} {
		if code := c.who.command(c.id, c.body); code != c.code {
			t.Errorf("%s: %d, want %d", c.what, code, c.code)
		}
	}
	// By the name the key opens nothing, whoever has it: what can be seen there drives nothing.
	if code := nobody.command(name, `{"drive":"`+key+`",`+step+`}`); code != http.StatusForbidden {
		t.Errorf("the key by the name: %d", code)
	}
	for _, c := range []struct {
		who  *browser
		body string
		code int
	}{{other, `{}`, 403}, {nobody, `{}`, 403}, {nobody, `{"drive":"` + otherKey + `"}`, 403}, {mine, `{}`, 200}, {nobody, `{"drive":"` + key + `"}`, 200}} {
		if code, m, _ := c.who.ask("POST", "/api/runs/"+id+"/keep", c.body); code != c.code {
			t.Errorf("to keep it with %s: %d %v", c.body, code, m)
		}
	}
	if code, m, _ := other.ask("POST", "/api/runs/"+id+"/commands", `{`+step+`}`); code != 403 || !strings.Contains(fmt.Sprint(m["error"]), "copy") {
		t.Errorf("the refusal says %v", m["error"])
	}
}

// Only a POST makes a session, and what a link leads to leaves it as it is.
func TestSessionByPostOnly(t *testing.T) {
	o := openHouse(t)
	b := o.browser()
	id, _ := b.begins()
	at, _ := url.Parse(b.base)
	for _, path := range []string{"/", "/labs/toy", "/follow/" + o.owners.Name(id), "/api/runs/" + id, "/api/session", "/runs/" + id + "/socket"} {
		if _, _, res := b.ask("GET", path, ""); len(res.Cookies()) > 0 {
			t.Errorf("GET %s sets a cookie", path)
		}
	}
	if len(b.client.Jar.Cookies(at)) != 0 {
		t.Error("a run makes a session")
	}
	b.known()
	k := b.client.Jar.Cookies(at)
	if len(k) != 1 {
		t.Fatal(k)
	}
	if _, m, _ := b.ask("GET", "/labs/toy", ""); !strings.Contains(m["body"].(string), `data-session="1"`) || strings.Contains(m["body"].(string), k[0].Value) {
		t.Error("the page does not know that its browser is known, or shows the cookie")
	}
	b.known()
	if again := b.client.Jar.Cookies(at); again[0].Value != k[0].Value {
		t.Error("the session becomes another")
	}
	for body, want := range map[string]int{`{"a":1}`: 400, ``: 400} {
		if code, _, _ := b.ask("POST", "/api/session", body); code != want {
			t.Errorf("%q: %d", body, code)
		}
	}
}

// The page of followers shows the run and nothing that opens more.
func TestFollowersSeeAndNoMore(t *testing.T) {
	o := openHouse(t)
	mine, other := o.browser().known(), o.browser()
	code, m, _ := mine.ask("POST", "/api/runs", `{"lab":"toy","query":"?eta=0.03&seed=5"}`)
	if code != http.StatusCreated {
		t.Fatal(m)
	}
	id, key := m["run"].(string), m["key"].(string)
	mine.command(id, `{"do":"step","count":7}`)
	run, _ := o.runs.Get(t.Context(), id)
	run.Settle(t.Context())
	name := o.owners.Name(id)
	at, _ := url.Parse(mine.base)
	secrets := []string{id, key, run.Deed().Key, run.Deed().Owner, mine.client.Jar.Cookies(at)[0].Value}
	for _, path := range []string{"/follow/" + name, "/api/runs/" + name, "/api/runs/" + name + "/moment", "/api/runs/" + name + "/journal"} {
		code, m, res := other.ask("GET", path, "")
		if code != http.StatusOK {
			t.Errorf("%s: %d %v", path, code, m["body"])
		}
		for _, s := range secrets {
			if strings.Contains(m["body"].(string), s) || strings.Contains(fmt.Sprint(res.Header), s) {
				t.Errorf("%s shows %s", path, s)
			}
		}
	}
	if _, m, _ := other.ask("GET", "/follow/"+name, ""); !strings.Contains(m["body"].(string), `data-follow="`+name+`"`) || !strings.Contains(m["body"].(string), `value="0.03"`) {
		t.Error("the page does not show the run as it is")
	}
	for _, bad := range []string{id, strings.Repeat("0", 32), name[:31], name + "0", strings.ToUpper(name)} {
		if code, _, _ := other.ask("GET", "/follow/"+bad, ""); code != http.StatusNotFound {
			t.Errorf("/follow/%s: %d", bad, code)
		}
	}
	// A copy is one's own, at the same moment, and the run itself stays.
	code, m, _ = other.ask("POST", "/api/runs", `{"copy":"`+name+`"}`)
	if code != http.StatusCreated {
		t.Fatal(code, m)
	}
	own, err := o.runs.Get(t.Context(), m["run"].(string))
	if err != nil {
		t.Fatal(err)
	}
	own.Settle(t.Context())
	a, err := run.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b, err := own.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if a.Unit != 7 || a.Unit != b.Unit || a.Link != b.Link || a.Variants[0].Scalars["norm"] != b.Variants[0].Scalars["norm"] {
		t.Errorf("the copy is %+v of %+v", b, a)
	}
	if code := other.command(own.ID(), `{"drive":"`+m["key"].(string)+`","do":"step","count":1}`); code != http.StatusOK {
		t.Errorf("the copy is not driven: %d", code)
	}
	for body, want := range map[string]int{`{"copy":"` + strings.Repeat("0", 32) + `"}`: 404, `{"copy":"x","lab":"toy"}`: 400, `{"copy":"x","salvage":"y"}`: 400} {
		if code, _, _ := other.ask("POST", "/api/runs", body); code != want {
			t.Errorf("%s: %d", body, code)
		}
	}
}

// A link to a set-up is everybody's: it starts a run of one's own.
func TestLinkStartsOnesOwn(t *testing.T) {
	o := openHouse(t)
	for _, b := range []*browser{o.browser(), o.browser().known()} {
		id, _ := b.begins()
		run, _ := o.runs.Get(t.Context(), id)
		if has := run.Deed().Owner != ""; has != (b.command(id, `{"do":"pause"}`) == http.StatusOK) {
			t.Error("a browser that is known does not drive its run")
		}
	}
}

// Runs from before deeds are those of the first browser of this machine.
func TestOlderRunIsTheFirstOnes(t *testing.T) {
	o := openHouse(t)
	old := startToy(t, o.Server)
	first, second := o.browser().known(), o.browser().known()
	for _, c := range []struct {
		who  *browser
		code int
	}{{first, 200}, {second, 403}, {o.browser(), 403}} {
		if code := c.who.command(old.ID(), `{"do":"pause"}`); code != c.code {
			t.Errorf("%d, want %d", code, c.code)
		}
	}
}

// Whose a run is outlasts the program, where runs do.
func TestOwnersOutlastTheProgram(t *testing.T) {
	dir := t.TempDir()
	s := newHouseAt(t, servertest.Loopback, dir)
	session := s.owners
	deed, key := session.NewDeed("0123456789abcdef0123456789abcdef")
	a, _ := s.catalogue.Open("toy", "")
	r, err := s.runs.StartFor(t.Context(), a.Doc, deed, nil)
	if err != nil {
		t.Fatal(err)
	}
	name := s.owners.Name(r.ID())
	if err := r.Close(t.Context(), "enough", true); err != nil {
		t.Fatal(err)
	}
	again := newHouseAt(t, servertest.Loopback, dir)
	id, ok := again.owners.Run(name)
	if !ok || id != r.ID() {
		t.Fatal("the name for followers is another")
	}
	back, err := again.runs.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if back.Deed() != deed || !again.owners.Opens(back.Deed(), key) || !again.owners.Owns(back.Deed(), deed.Owner) {
		t.Errorf("it is %+v's", back.Deed())
	}
}

// Nobody drives the cards of the gallery, not even the first browser.
func TestCardsTakeNoCommands(t *testing.T) {
	o := openHouse(t)
	b := o.browser().known()
	code, m, _ := b.ask("POST", "/api/labs/toy/show", "{}")
	if code != http.StatusCreated || m["key"] != nil {
		t.Fatal(code, m)
	}
	for _, body := range []string{`{"do":"pause"}`, `{"set":{"eta":"0.5"}}`, `{"do":"speed","speed":1}`, `{"do":"pause","drive":"house"}`} {
		if code, m, _ := b.ask("POST", "/api/runs/"+m["run"].(string)+"/commands", body); code != http.StatusForbidden || !strings.Contains(fmt.Sprint(m["error"]), "gallery") {
			t.Errorf("%s: %d %v", body, code, m)
		}
	}
}

// Keys and names are in no log.
func TestLogsHoldNoKeys(t *testing.T) {
	s, text := newHouse(t), &servertest.Text{}
	s.log = slog.New(slog.NewTextHandler(text, &slog.HandlerOptions{Level: slog.LevelDebug}))
	id := startToy(t, s).ID()
	name := s.owners.Name(id)
	for _, path := range []string{"/follow/" + name, "/api/runs/" + name, "/api/runs/" + id, "/follow/" + name + "/nowhere"} {
		newAsk(s, "GET", path)
	}
	if got := text.String(); !strings.Contains(got, "path=/follow/"+name[:6]) || strings.Contains(got, name) || strings.Contains(got, id) {
		t.Error(got)
	}
}

// While one posts and opens sockets without end, with and without sessions, from the address
// of everybody else, others get a start, a socket and a page, and whoever closed a lid for a
// moment keeps the run.
func TestGreedyOneShutsNobodyOut(t *testing.T) {
	o := openHouse(t)
	victim := o.browser().known()
	asleep, _ := victim.begins()
	for deadline := time.Now().Add(servertest.Patience); ; time.Sleep(50 * time.Millisecond) {
		if run, _ := o.runs.Get(t.Context(), asleep); run.Unwatched() > 0 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("a run that nobody watches does not pause")
		}
	}
	greedy := []*browser{o.browser()}
	for range 6 {
		greedy = append(greedy, o.browser().known())
	}
	refused := 0
	for n := 0; refused < len(greedy); n++ {
		if code, _, _ := greedy[n%len(greedy)].ask("POST", "/api/runs", `{"lab":"toy"}`); code == http.StatusCreated {
			refused = 0
		} else {
			refused++
		}
	}
	if n := len(o.runs.List()); n != limits.MaxRuns {
		t.Fatalf("the greedy ones have filled %d places", n)
	}
	if !slices.ContainsFunc(o.runs.List(), func(r *live.Run) bool { return r.ID() == asleep }) {
		t.Fatal("a run whose owner was away for a moment has gone")
	}
	var pages []*servertest.Page
	for range 300 {
		pages = append(pages, o.Follow(o.runs.List()[0].ID()))
	}
	second := o.browser().known()
	id, key := second.begins()
	o.Keys[id] = key
	p := o.Watch(id)
	p.Say(`{"n":1,"do":"step","count":1}`)
	if a := p.Answer(); a["type"] != "done" {
		t.Error(a)
	}
	if code, _, _ := second.ask("GET", "/labs/toy", ""); code != http.StatusOK {
		t.Error(code)
	}
	if _, err := o.runs.GetFor(t.Context(), asleep, shares.None); err != nil {
		t.Error(err)
	}
	for _, p := range pages {
		p.C.Close()
	}
}

// A class of thirty with three labs each is served from one address, and so is a gallery that
// two hundred open.
func TestClassFromOneAddress(t *testing.T) {
	o := openHouse(t)
	var ids []string
	for range 30 {
		b := o.browser().known()
		for range 3 {
			id, key := b.begins()
			o.Keys[id] = key
			ids = append(ids, id)
			p := o.Watch(id)
			p.Hear("hello")
		}
	}
	for _, id := range ids {
		if _, err := o.runs.GetFor(t.Context(), id, shares.None); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(o.runs.List()); n != 90 {
		t.Errorf("%d runs are open", n)
	}
	_, m, _ := o.browser().ask("POST", "/api/labs/toy/show", "{}")
	for n := range 200 {
		b := o.browser()
		if code, _, _ := b.ask("GET", "/", ""); code != http.StatusOK {
			t.Fatalf("visitor %d of the gallery: %d", n, code)
		}
		if code, again, _ := b.ask("POST", "/api/labs/toy/show", "{}"); code != http.StatusOK || again["run"] != m["run"] {
			t.Fatalf("visitor %d: %d %v", n, code, again)
		}
		c, res, err := o.Dial(m["run"].(string), http.Header{"Origin": {o.Web.URL}})
		if err != nil {
			t.Fatalf("visitor %d: %v %v", n, err, res)
		}
		t.Cleanup(func() { c.Close() })
	}
}
