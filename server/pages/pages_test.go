package pages

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"hebb/server/limits"
	"hebb/server/servertest"
	"hebb/server/shares"
	"hebb/sim/live"
)

func TestPagesOpen(t *testing.T) {
	o := openHouse(t)
	for path, words := range map[string][]string{
		"/":                           {"Toy", "/labs/toy"},
		"/labs/toy":                   {`data-lab="toy"`, `name="eta"`},
		"/labs/toy?eta=0.05":          {`0.05`},
		"/labs/toy?preset=pair":       {"Pair"},
		"/labs/toy?theta=99&eta=0.05": {"theta", "0 (off) or 0.1 to 10"},
		"/labs/toy?etta=1":            {"etta", "did you mean eta"},
		"/labs/toy?n=NaN&quanta=Inf&noise=1e999&preset=gone&view=x": {"quanta", "noise", "gone"},
		"/healthz": {"ok"},
	} {
		code, text := o.Ask("GET", path, "")
		if code != http.StatusOK {
			t.Errorf("%s: %d", path, code)
		}
		for _, word := range words {
			if !strings.Contains(html.UnescapeString(text), word) {
				t.Errorf("%s does not say %q", path, word)
			}
		}
	}
}

func TestWrongPagesAreClear(t *testing.T) {
	o := openHouse(t)
	megabyte := strings.Repeat("x", 1<<20)
	for _, c := range []struct {
		method, path, body string
		code               int
		words              string
	}{
		{"GET", "/nowhere", "", 404, "There is no page at /nowhere"},
		{"GET", "/labs/none", "", 404, `no lab called "none"`},
		{"GET", "/labs/toy?note=" + megabyte, "", 414, "bytes"},
		{"GET", "/?x=" + megabyte + megabyte, "", 414, "bytes"},
		{"GET", "/api/runs/x?" + megabyte, "", 414, "bytes"},
		{"POST", "/labs/toy", "", 405, "does not work"},
		{"GET", "/api/runs", "", 405, "does not work"},
		{"GET", "/api/runs/none", "", 404, "no such run"},
		{"GET", "/api/runs/none/moment", "", 404, "no such run"},
		{"GET", "/api/runs/none/journal", "", 404, "no such run"},
		{"GET", "/api/runs/..%2f..%2fetc", "", 404, "no such run"},
		{"GET", "/runs/none/socket", "", 426, "websockets"},
		{"POST", "/api/runs", "{", 400, "not understood"},
		{"POST", "/api/runs", `{"lab":"toy"}{}`, 400, "follows"},
		{"POST", "/api/runs", `{"lab":"toy","more":1}`, 400, "more"},
		{"POST", "/api/runs", `{"lab":"none"}`, 404, "no lab called"},
		{"POST", "/api/runs", `{"lab":"toy","query":"` + megabyte + `"}`, 413, "bytes"},
	} {
		code, text := o.Ask(c.method, c.path, c.body)
		if code != c.code || !strings.Contains(html.UnescapeString(text), c.words) {
			t.Errorf("%s %.40s: %d %.200q, want %d and %q", c.method, c.path, code, text, c.code, c.words)
		}
	}
}

// A stranger's text stays text.
func TestPagesEscape(t *testing.T) {
	o := openHouse(t)
	evil := url.QueryEscape(`"><script>alert(1)</script>`)
	for _, path := range []string{"/labs/" + evil, "/" + evil, "/labs/toy?" + evil + "=1", "/labs/toy?note=" + evil, "/labs/toy?preset=" + evil, "/labs/toy?z=" + evil, "/labs/toy?b.label=" + evil} {
		if _, text := o.Ask("GET", path, ""); strings.Contains(text, "<script>alert") {
			t.Errorf("%s: the script is in the page", path)
		}
	}
}

// The policy forbids inline scripts and styles. A page that has one is broken in a
// browser, and here.
func TestPagesKeepTheirPolicy(t *testing.T) {
	o := openHouse(t)
	for _, path := range []string{"/", "/labs/toy?theta=99", "/nowhere"} {
		res, err := http.Get(o.Web.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(res.Header.Get("Content-Security-Policy"), "'nonce-")
		nonce, _, _ := strings.Cut(rest, "'")
		doc, err := html.Parse(res.Body)
		res.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		maps := 0
		for n := range doc.Descendants() {
			attr := map[string]string{}
			for _, a := range n.Attr {
				attr[a.Key] = a.Val
				if strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s: <%s %s>", path, n.Data, a.Key)
				}
			}
			_, styled := attr["style"]
			_, linked := attr["src"]
			switch {
			case styled, n.Type == html.ElementNode && n.Data == "style":
				t.Errorf("%s: <%s> has an inline style", path, n.Data)
			case n.Data == "script" && attr["type"] == "importmap":
				maps++
				if attr["nonce"] != nonce || n.FirstChild == nil || !json.Valid([]byte(n.FirstChild.Data)) {
					t.Errorf("%s: the import map has nonce %q, want %q", path, attr["nonce"], nonce)
				}
			case n.Data == "script" && !linked && attr["type"] != "application/json":
				t.Errorf("%s: an inline script", path)
			}
			for _, key := range []string{"src", "href"} {
				if strings.HasPrefix(attr[key], "/assets/") {
					if code, _ := o.Ask("GET", attr[key], ""); code != http.StatusOK && !strings.HasSuffix(attr[key], "/favicon.ico") {
						t.Errorf("%s: %s answers %d", path, attr[key], code)
					}
				} else if n.Data != "a" && strings.Contains(attr[key], "//") {
					t.Errorf("%s: <%s> loads %s from elsewhere", path, n.Data, attr[key])
				}
			}
		}
		if maps != 1 && path != "/nowhere" {
			t.Errorf("%s has %d import maps", path, maps)
		}
	}
}

func TestApi(t *testing.T) {
	o := openHouse(t)
	code, text := o.Ask("POST", "/api/runs", `{"lab":"toy","query":"?eta=0.02&theta=99"}`)
	var started struct {
		Run, Key string
		Notices  []string
	}
	if json.Unmarshal([]byte(text), &started); code != http.StatusCreated || len(started.Notices) != 1 || !strings.Contains(started.Notices[0], "theta") {
		t.Fatalf("%d %s", code, text)
	}
	run, err := o.runs.Get(t.Context(), started.Run)
	if err != nil {
		t.Fatal(err)
	}
	o.Keys[started.Run] = started.Key
	p := o.Watch(started.Run)
	p.Say(`{"n":1,"do":"step","count":120}`)
	p.Hear("done")
	if err := run.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	code, text = o.Ask("GET", "/api/runs/"+started.Run, "")
	var shown struct {
		Lab      string
		Unit     uint64
		Variants []struct {
			Fields  map[string]string
			Scalars map[string]float64
		}
		History map[string]struct{ First []uint64 }
	}
	if err := json.Unmarshal([]byte(text), &shown); err != nil || code != http.StatusOK {
		t.Fatalf("%d %s", code, text)
	}
	if shown.Lab != "toy" || shown.Unit != 120 || shown.Variants[0].Fields["eta"] != "0.02" || shown.Variants[0].Scalars["norm"] == 0 || len(shown.History["a"].First) != tail {
		t.Errorf("the run is shown as %s", text)
	}
	code, text = o.Ask("GET", "/api/runs/"+started.Run+"/moment", "")
	if code != http.StatusOK || !strings.Contains(text, "/labs/toy?") || !strings.Contains(text, "z=") {
		t.Errorf("moment: %d %s", code, text)
	}
	code, text = o.Ask("GET", "/api/runs/"+started.Run+"/journal", "")
	if code != http.StatusOK || !strings.Contains(text, `"unit": 120`) {
		t.Errorf("journal: %d %s", code, text)
	}
	req := httptest.NewRequest("POST", "/api/runs", strings.NewReader(`{"lab":"toy"}`))
	req.Header.Set("Content-Type", "text/plain")
	if err := o.startRun(httptest.NewRecorder(), req); asProblem(err).Status != http.StatusUnsupportedMediaType {
		t.Errorf("a form's body: %v", err)
	}
}

// No GET starts, moves or ends a run.
func TestGetChangesNothing(t *testing.T) {
	o := openHouse(t)
	id := o.Start("")
	run, err := o.runs.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	before := servertest.Info(t, run)
	for _, path := range []string{"/", "/labs/toy?eta=0.5&seed=9", "/api/runs/" + id, "/api/runs/" + id + "/moment", "/api/runs/" + id + "/journal", "/runs/" + id + "/socket", "/api/runs?lab=toy"} {
		o.Ask("GET", path, "")
		o.Ask("HEAD", path, "")
	}
	after := servertest.Info(t, run)
	if len(o.runs.List()) != 1 || after.Unit != before.Unit || after.Epoch != before.Epoch || after.Journal != before.Journal || after.Link != before.Link {
		t.Errorf("before %+v\nafter %+v", before, after)
	}
}

func TestRunsAreCapped(t *testing.T) {
	o := openHouse(t)
	o.starts = shares.NewStarts(1e9, 1e9, 1e9, 1e9)
	full := 0
	for range limits.MaxRuns + 3 {
		code, text := o.Ask("POST", "/api/runs", `{"lab":"toy"}`)
		switch code {
		case http.StatusCreated:
		case http.StatusServiceUnavailable:
			full++
			if !strings.Contains(text, "Too many runs") {
				t.Error(text)
			}
		default:
			t.Fatal(code, text)
		}
	}
	if n := len(o.runs.List()); n > limits.MaxRuns || n+full < limits.MaxRuns {
		t.Errorf("%d runs are open and %d were refused", n, full)
	}
}

// Errors and panics that nobody foresaw become a page that says so, and their
// details stay in the log.
func TestBrokenHandlers(t *testing.T) {
	o := openHouse(t)
	var log bytes.Buffer
	o.log = slog.New(slog.NewTextHandler(&log, nil))
	for name, h := range map[string]handler{
		"error": func(http.ResponseWriter, *http.Request) error { return errors.New("secret 17") },
		"panic": func(http.ResponseWriter, *http.Request) error { panic("secret 17") },
		"page": func(w http.ResponseWriter, r *http.Request) error {
			return o.render(w, r, 200, templ.Join(templ.Raw("half a page"), broken{}))
		},
	} {
		log.Reset()
		w := httptest.NewRecorder()
		o.answer(h)(w, httptest.NewRequest("GET", "/", nil))
		if body := w.Body.String(); w.Code != 500 || strings.Contains(body, "secret") || strings.Contains(body, "half a page") || !strings.Contains(body, "went wrong") {
			t.Errorf("%s: %d %s", name, w.Code, body)
		}
		if !strings.Contains(log.String(), "secret 17") {
			t.Errorf("%s: the log does not say what happened", name)
		}
	}
}

// fixed is a moment at which time stands still.
var fixed = time.Unix(1000, 0)

// broken is a component that fails.
type broken struct{}

func (broken) Render(context.Context, io.Writer) error { return errors.New("secret 17") }

// A figure for another page's frame is off unless the user says who may show it, and
// then it is that figure and no other.
func TestEmbed(t *testing.T) {
	s := openHouse(t)
	get := func(path string) (int, string) { return s.Ask("GET", path, "") }
	if code, _ := get("/labs/toy?embed=1"); code != http.StatusForbidden {
		t.Errorf("without -embed: status %d, want 403", code)
	}
	if err := s.guard.LetFrame([]string{"https://school.example"}); err != nil {
		t.Fatal(err)
	}
	code, body := get("/labs/toy?embed=1&figure=norm&eta=0.5")
	if code != http.StatusOK || !strings.Contains(body, `data-figure="norm"`) || strings.Contains(body, `data-figure="weights"`) {
		t.Errorf("status %d; the page should hold the figure norm and no other", code)
	}
	if !strings.Contains(body, `class="whole" href="/labs/toy?eta=0.5"`) {
		t.Error("the way to the whole bench is missing")
	}
	if code, _ := get("/labs/toy?embed=1&figure=nothing"); code != http.StatusNotFound {
		t.Errorf("an unknown figure: status %d, want 404", code)
	}
}

// TestCardsShareARun asks for a card's run as two visitors would.
func TestCardsShareARun(t *testing.T) {
	o := openHouse(t)
	show := func() string {
		t.Helper()
		code, text := o.Ask("POST", "/api/labs/toy/show", "{}")
		var answer struct{ Run string }
		if err := json.Unmarshal([]byte(text), &answer); err != nil || code/100 != 2 || answer.Run == "" {
			t.Fatalf("%d %s", code, text)
		}
		return answer.Run
	}
	first := show()
	if again := show(); again != first {
		t.Errorf("the second visitor sees run %s, the first %s", again, first)
	}
	run, err := o.runs.Get(t.Context(), first)
	if err != nil {
		t.Fatal(err)
	}
	if info := servertest.Info(t, run); !info.Playing {
		t.Error("the card's run stands still")
	}
	if _, err := run.Do(t.Context(), live.Pause{}); err != nil {
		t.Fatal(err)
	}
	if next := show(); next == first {
		t.Error("a card shows a run that stands still")
	}
	if n := len(o.runs.List()); n != 1 {
		t.Errorf("%d runs are open for one card", n)
	}
	if code, _ := o.Ask("POST", "/api/labs/none/show", "{}"); code != http.StatusNotFound {
		t.Errorf("a lab that does not exist: %d", code)
	}
}
