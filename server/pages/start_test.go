package pages

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"hebb/server/servertest"
	"hebb/server/shares"
	"hebb/sim/experiment"
	"hebb/sim/link"
	"hebb/sim/live"
)

// began is the answer to a POST that starts a run.
type began struct {
	Run, Page, Moment, Error string
	Notices                  []string
}

// begin posts a body of a type.
func (o *open) begin(kind, body string) (int, began) {
	o.T.Helper()
	req, err := http.NewRequest("POST", o.Web.URL+"/api/runs", strings.NewReader(body))
	if err != nil {
		o.T.Fatal(err)
	}
	req.Header.Set("Origin", o.Web.URL)
	req.Header.Set("Content-Type", kind)
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		o.T.Fatalf("%.80s: %v", body, err)
	}
	defer res.Body.Close()
	var b began
	if err := json.NewDecoder(res.Body).Decode(&b); err != nil {
		o.T.Fatal(err)
	}
	return res.StatusCode, b
}

const (
	asJSON = "application/json"
	asFile = "application/octet-stream"
)

// changed is a run with a past: three changes on the way, of two variants.
func (o *open) changed(query string) *live.Run {
	o.T.Helper()
	run, err := o.runs.Get(o.T.Context(), o.Start(query))
	if err != nil {
		o.T.Fatal(err)
	}
	for _, c := range []live.Command{live.Step{Units: 40}, live.Set{Fields: map[string]string{"eta": "0.1"}, Variant: "b"}, live.Step{Units: 25},
		live.Probe{Name: "angle", Every: 10}, live.Set{Fields: map[string]string{"theta": "1.5"}}, live.Step{Units: 37}} {
		if _, err := run.Do(o.T.Context(), c); err != nil {
			o.T.Fatal(err)
		}
		if err := run.Settle(o.T.Context()); err != nil {
			o.T.Fatal(err)
		}
	}
	return run
}

// What Save writes starts a run that stands where the saved one stood, at the same digits
// in its past and its future, both as a file and inside of a request.
func TestSavedExperimentStarts(t *testing.T) {
	o := openHouse(t)
	for _, query := range []string{"?eta=0.02&b.theta=0&b.label=plain", "?preset=pair&seed=31&probe.angle=7"} {
		run := o.changed(query)
		_, saved := o.Ask("GET", "/api/runs/"+run.ID()+"/journal", "")
		was := servertest.Info(t, run)
		for kind, body := range map[string]string{asFile: saved, asJSON: `{"experiment": ` + saved + `}`} {
			code, b := o.begin(kind, body)
			if code != http.StatusCreated || b.Run == run.ID() || len(b.Notices) != 0 {
				t.Fatalf("%s: %d %+v", kind, code, b)
			}
			again, err := o.runs.Get(t.Context(), b.Run)
			if err != nil {
				t.Fatal(err)
			}
			if err := again.Settle(t.Context()); err != nil {
				t.Fatal(err)
			}
			if at := servertest.Info(t, again); at.Position() != was.Position() {
				t.Fatalf("%s: it stands at %v, not at %v", kind, at.Position(), was.Position())
			}
			for _, unit := range []uint64{was.Unit, was.Unit + 50} {
				for _, r := range []*live.Run{run, again} {
					if n := unit - servertest.Info(t, r).Unit; n > 0 {
						if _, err := r.Do(t.Context(), live.Step{Units: int(n)}); err != nil {
							t.Fatal(err)
						}
						if err := r.Settle(t.Context()); err != nil {
							t.Fatal(err)
						}
					}
				}
				a, b := servertest.Info(t, run), servertest.Info(t, again)
				if b.Unit != unit || b.Playing || a.Link != b.Link || a.Journal != b.Journal || a.Journal != 3 {
					t.Errorf("%s: it stands at %d of %d with %d changes, %s; the saved one has %d changes, %s", kind, b.Unit, unit, b.Journal, b.Link, a.Journal, a.Link)
				}
				for i := range a.Variants {
					if len(a.Variants[i].Scalars) == 0 || !maps.Equal(a.Variants[i].Scalars, b.Variants[i].Scalars) || !maps.Equal(a.Variants[i].Fields, b.Variants[i].Fields) {
						t.Errorf("%s, variant %d at %d: %v, want %v", kind, i, unit, b.Variants[i], a.Variants[i])
					}
				}
			}
			for _, table := range []int{0, 1} {
				a, errA := run.History(t.Context(), "b", table, 0)
				b, errB := again.History(t.Context(), "b", table, 0)
				if errA != nil || errB != nil || len(a.First) == 0 || !slices.Equal(a.First, b.First) || !slices.Equal(a.Min, b.Min) {
					t.Errorf("%s: the past of table %d is another", kind, table)
				}
			}
			// Its page is one that is not redirected, and its moment the same experiment.
			if code, text := o.Ask("GET", b.Page, ""); code != http.StatusOK {
				t.Errorf("its page %s answers %d: %.80s", b.Page, code, text)
			}
			lab, moment, _ := strings.Cut(strings.TrimPrefix(b.Moment, "/labs/"), "?")
			if gotLab, clean, ok := link.Find(b.Moment); !ok || gotLab != lab || clean != moment {
				t.Errorf("the link to its moment is mended to %q", clean)
			}
			asked, err := o.catalogue.Open(lab, moment)
			if err != nil || len(asked.Refused) > 0 {
				t.Fatalf("%v %v", err, asked.Refused)
			}
			want, err := experiment.Parse([]byte(saved))
			if err != nil || asked.Doc.Hash() != want.Hash() {
				t.Errorf("%v: the link to its moment is another experiment", err)
			}
			run = o.changed(query) // its twin: the first has gone on
			was = servertest.Info(t, run)
		}
	}
}

// Saved again before it has come to its position, it is the same file.
func TestSavedAtOnce(t *testing.T) {
	o := openHouse(t)
	e := experiment.Experiment{Setup: experiment.Setup{Lab: "toy", View: "neuron", Seed: 3, Variants: []experiment.Variant{{Set: map[string]string{}}}},
		Journal: []experiment.Entry{{Position: experiment.Position{Unit: 9}, Set: map[string]string{"eta": "0.2"}}}, Position: experiment.Position{Unit: 200_000}}
	code, b := o.begin(asFile, string(e.File()))
	if code != http.StatusCreated {
		t.Fatalf("%d %+v", code, b)
	}
	_, saved := o.Ask("GET", "/api/runs/"+b.Run+"/journal", "")
	if got, err := experiment.Parse([]byte(saved)); err != nil || got.Hash() != e.Hash() {
		t.Errorf("%v: it is saved as %s", err, saved)
	}
}

// A position that nobody lives to see can be left.
func TestFarPosition(t *testing.T) {
	o := openHouse(t)
	code, b := o.begin(asFile, strings.Replace(good, `"unit": 30`, `"unit": 9007199254740991`, 1))
	if code != http.StatusCreated {
		t.Fatalf("%d %+v", code, b)
	}
	run, err := o.runs.Get(t.Context(), b.Run)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []live.Command{live.Reset{}, live.Step{Units: 3}} {
		if _, err := run.Do(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	if err := run.Settle(t.Context()); err != nil || servertest.Info(t, run).Unit != 3 {
		t.Errorf("%v: it stands at %d", err, servertest.Info(t, run).Unit)
	}
}

// A journal that no link holds starts all the same.
func TestLongJournalStarts(t *testing.T) {
	o := openHouse(t)
	e := experiment.Experiment{Setup: experiment.Setup{Lab: "toy", View: "neuron", Seed: 3, Variants: []experiment.Variant{{Set: map[string]string{}}}}}
	for i := range 9000 {
		e.Journal = append(e.Journal, experiment.Entry{Position: experiment.Position{Unit: uint64(i)}, Set: map[string]string{"eta": fmt.Sprint(1 / float64(i+30))}})
	}
	e.Unit = 40
	code, b := o.begin(asFile, string(e.File()))
	if code != http.StatusCreated || b.Moment != "" || b.Page != "/labs/toy?seed=3" {
		t.Errorf("%d %+.200v", code, b)
	}
}

const good = `{
 "hebb": 2,
 "lab": "toy",
 "view": "neuron",
 "seed": 12,
 "set": {"eta": "0.02"},
 "variants": [{}, {"label": "plain", "set": {"theta": "0"}}],
 "probes": {"angle": 10},
 "journal": [
  {"unit": 5, "variant": "b", "set": {"eta": "0.07"}},
  {"unit": 9, "probe": "angle", "every": 20}
 ],
 "unit": 30
}
`

// unfit are files that are refused, and what is said of them.
var unfit = []struct {
	what, text string
	code       int
	says       string
}{
	{"nothing", "", 422, "empty"},
	{"blanks", " \n\t\n", 422, "empty"},
	{"cut off", good[:len(good)-40], 422, "cut off in line 11"},
	{"cut off in a text", good[:strings.Index(good, "plain")+2], 422, "cut off in line 7"},
	{"too large", good + strings.Repeat(" ", 1<<20), 413, "the file has more than 1048576 bytes"},
	{"newer", strings.Replace(good, `"hebb": 2`, `"hebb": 3, "moods": []`, 1), 422, "made by a newer Hebb (3, this one reads up to 2)"},
	{"a version that is none", strings.Replace(good, `"hebb": 2`, `"hebb": "two"`, 1), 422, "hebb: "},
	{"another program's", `{"name": "x", "version": 1}`, 422, `no key "hebb"`},
	{"what -json writes", `{"experiment": {"hebb": 2}, "final": {}}`, 422, `under the key "experiment"`},
	{"a list", `[1, 2]`, 422, `begins with "["`},
	{"words", "Dear all,\nsee the file", 422, `begins with "D"`},
	{"a web page", "<!doctype html><title>404</title>", 422, "web page"},
	{"UTF-16", "\xff\xfe{\x00\n\x00", 422, "UTF-16"},
	{"UTF-16 without a mark", "{\x00\n\x00\"\x00", 422, "UTF-16"},
	{"Latin-1", strings.Replace(good, "plain", "na\xefve", 1), 422, "no text in UTF-8"},
	{"zeros", "\x00\x00\x00\x00\x00\x00", 422, "begins with"},
	{"a picture", "\x89PNG\r\n\x1a\n\x00\x00", 422, "a picture (PNG)"},
	{"a PDF", "%PDF-1.7\n", 422, "a PDF"},
	{"MNIST as it is published", "\x1f\x8b\x08\x08\x00", 422, "hebb data add FILE"},
	{"MNIST unpacked", "\x00\x00\x08\x03\x00\x00\xea\x60", 422, "hebb data add FILE"},
	{"a zip", "PK\x03\x04\x14\x00", 422, "hebb data add FILE"},
	{"two of them", good + good, 422, "line 15: something follows"},
	{"a comma too many", strings.Replace(good, `"seed": 12,`, `"seed": 12,,`, 1), 422, "line 5: "},
	{"a key", strings.Replace(good, `"seed"`, `"sead"`, 1), 422, `line 5: there is no key "sead"`},
	{"a kind", strings.Replace(good, `"seed": 12`, `"seed": "12"`, 1), 422, "line 5: seed: a JSON string"},
	{"a seed out of range", strings.Replace(good, `"seed": 12`, `"seed": 9007199254740993`, 1), 422, "seed: 9007199254740993 is outside its range"},
	{"a seed below zero", strings.Replace(good, `"seed": 12`, `"seed": -1`, 1), 422, "line 5: seed"},
	{"no lab", strings.Replace(good, `"toy"`, `"tay"`, 1), 422, `lab: there is no lab "tay": there are toy`},
	{"no view", strings.Replace(good, `"neuron"`, `"brain"`, 1), 422, `view: the lab toy has no view "brain"`},
	{"no preset", strings.Replace(good, `"seed"`, `"preset": "gone", "seed"`, 1), 422, "preset: "},
	{"a field", strings.Replace(good, `"eta": "0.02"`, `"etta": "0.02"`, 1), 422, "etta"},
	{"a value", strings.Replace(good, `"eta": "0.02"`, `"eta": "1000"`, 1), 422, "eta: 1000 is outside"},
	{"a variant's value", strings.Replace(good, `"theta": "0"`, `"theta": "x"`, 1), 422, "variant b: theta: "},
	{"five variants", strings.Replace(good, `[{}, `, `[{}, {}, {}, {}, `, 1), 422, "variants: 5 is outside its range: it takes 1 to 4"},
	{"a long label", strings.Replace(good, "plain", strings.Repeat("x", 41), 1), 422, "b.label: 41 bytes"},
	{"a probe", strings.Replace(good, `{"angle": 10}`, `{"angel": 10}`, 1), 422, `probes: there is no probe "angel"`},
	{"a probe's period", strings.Replace(good, `{"angle": 10}`, `{"angle": -1}`, 1), 422, "probes.angle: -1 is outside"},
	{"a position", strings.Replace(good, `"unit": 30`, `"unit": 9007199254740993`, 1), 422, "unit: 9007199254740993 is outside"},
	{"changes in disorder", strings.Replace(good, `"unit": 5`, `"unit": 50`, 1), 422, "journal: change 2 is out of order"},
	{"a change's value", strings.Replace(good, `"0.07"`, `"-7"`, 1), 422, "journal: change 1: eta: -7 is outside"},
	{"a change's field", strings.Replace(good, `{"eta": "0.07"}`, `{"ate": "0.07"}`, 1), 422, "journal: change 1: ate: "},
	{"a change's variant", strings.Replace(good, `"variant": "b"`, `"variant": "d"`, 1), 422, `journal: change 1: there is no variant "d"`},
	{"a change's probe", strings.Replace(good, `"probe": "angle"`, `"probe": "angel"`, 1), 422, `journal: change 2: there is no probe "angel"`},
	{"a change that is none", strings.Replace(good, `"probe": "angle", `, ``, 1), 422, "journal: change 2: "},
	{"a change that restarts", strings.Replace(good, `{"eta": "0.07"}`, `{"n": "3"}`, 1), 422, "journal: change 1: n: "},
}

// A file that is wrong is refused by name and place, and no run begins.
func TestUnfitFilesAreRefused(t *testing.T) {
	o := openHouse(t)
	o.starts = shares.NewStarts(1e9, 1e9, 1e9, 1e9)
	if code, b := o.begin(asFile, "\ufeff"+strings.ReplaceAll(good, "\n", "\r\n")); code != http.StatusCreated {
		t.Fatalf("the good one, as an editor of Windows leaves it: %d %+v", code, b)
	}
	for _, c := range unfit {
		code, b := o.begin(asFile, c.text)
		if code != c.code || !strings.Contains(b.Error, c.says) || b.Run != "" {
			t.Errorf("%s: %d %q, want %d and %q", c.what, code, b.Error, c.code, c.says)
		}
		if json.Valid([]byte(c.text)) {
			if code, inside := o.begin(asJSON, `{"experiment":`+c.text+`}`); code != c.code || c.code == 422 && inside.Error != b.Error {
				t.Errorf("%s, in a request: %d %q, want %d %q", c.what, code, inside.Error, c.code, b.Error)
			}
		}
	}
	if n := len(o.runs.List()); n != 1 {
		t.Errorf("%d runs are open", n)
	}
	for body, says := range map[string]string{`{"lab":"toy","experiment":{}}`: "either", `{"experiment":null}`: "begins with", `{"experiment":"x"}`: "begins with", `{"experiment":{}}{}`: "follows", `{"experiment":{`: "not understood"} {
		if code, b := o.begin(asJSON, body); code < 400 || code >= 500 || !strings.Contains(b.Error, says) {
			t.Errorf("%s: %d %q, want %q", body, code, b.Error, says)
		}
	}
	if code, b := o.begin("text/plain", good); code != http.StatusUnsupportedMediaType {
		t.Errorf("a form's body: %d %+v", code, b)
	}
}

// unread fails when it is read.
type unread struct{ t *testing.T }

func (u unread) Read([]byte) (int, error) {
	u.t.Error("the body is read")
	return 0, io.EOF
}

// What says that it is too large is not read.
func TestLargeBodyIsNotRead(t *testing.T) {
	s := newHouse(t)
	for _, kind := range []string{asJSON, asFile} {
		req := httptest.NewRequest("POST", "/api/runs", unread{t})
		req.ContentLength = experiment.MaxFile + 1
		req.Header.Set("Content-Type", kind)
		if err := s.startRun(httptest.NewRecorder(), req); asProblem(err).Status != http.StatusRequestEntityTooLarge {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

// Whatever comes in as a file is started or refused, and is never our own mistake.
// Floor: 100 executions a second.
func FuzzStart(f *testing.F) {
	f.Add([]byte(good))
	for _, c := range unfit {
		if len(c.text) < 4096 {
			f.Add([]byte(c.text))
		}
	}
	s := newHouse(f)
	s.starts = shares.NewStarts(1e9, 1e9, 1e9, 1e9)
	f.Fuzz(func(t *testing.T, data []byte) {
		req := httptest.NewRequest("POST", "/api/runs", strings.NewReader(string(data)))
		req.Header.Set("Content-Type", asFile)
		w := httptest.NewRecorder()
		s.answer(s.startRun)(w, req)
		var b began
		if err := json.Unmarshal(w.Body.Bytes(), &b); err != nil {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		switch {
		case w.Code == http.StatusCreated:
			run, err := s.runs.Get(t.Context(), b.Run)
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			if err := run.Close(ctx, "", false); err != nil {
				t.Fatal(err) // it hears nothing more
			}
			if !strings.HasPrefix(b.Page, "/labs/toy") {
				t.Error("it has no page")
			}
		case w.Code < 400 || w.Code >= 500 || b.Error == "" || b.Run != "":
			t.Errorf("%d %s", w.Code, w.Body)
		}
	})
}
