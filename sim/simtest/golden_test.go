package simtest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hebb/sim/experiment"
)

func TestEveryGoldenFileOfThePrefixIsRead(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"x_b.json", "x_a.json", "xy_c.json", "y_x_d.json", "x_e.txt"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(`{}`), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	list, err := goldensIn(dir, "x")
	var names []string
	for _, g := range list {
		names = append(names, g.Name)
	}
	if err != nil || !slices.Equal(names, []string{"x_a.json", "x_b.json"}) {
		t.Errorf("read %v (%v)", names, err)
	}
	if _, err := goldensIn(dir, "z"); err == nil || !strings.Contains(err.Error(), "z_*.json") {
		t.Errorf("a folder without a file of the prefix: %v", err)
	}
	if _, err := goldensIn(filepath.Join(dir, "missing"), "x"); err == nil {
		t.Error("a missing folder is no error")
	}
}

func TestKindsOfGoldenFiles(t *testing.T) {
	kinds := Kinds{"one": {"a", "runs.b"}, "two": {"runs.c"}}
	for text, want := range map[string]string{
		`{"a": 1, "runs": [{"b": 2}, {}]}`:       "one",
		`{"runs": {"c": 0}}`:                     "two",
		`{"a": 1, "runs": []}`:                   "no kind",
		`{"a": 1, "runs": [{"b": 1, "c": 1}]}`:   "one, two at once",
		`{"a": null, "runs": [{}, {"b": true}]}`: "no kind",
	} {
		kind, err := kinds.kind(Golden{"f", []byte(text)})
		if err != nil {
			kind = err.Error()
		}
		if !strings.HasSuffix(strings.TrimSuffix(kind, " that a test compares"), want) {
			t.Errorf("%s is said to be of kind %q, not %q", text, kind, want)
		}
	}
}

func TestKeysWithoutAPlaceAreRefused(t *testing.T) {
	var v struct{ A struct{ B int } }
	if err := experiment.Strict([]byte(`{"A": {"B": 1, "base": 2}}`), &v); err == nil || !strings.Contains(err.Error(), `"base"`) {
		t.Errorf("an unknown key: %v", err)
	}
	if err := experiment.Strict([]byte(`{"A": {"B": 1}} {}`), &v); err == nil {
		t.Error("a second value is no error")
	}
	var e Entries
	if err := experiment.Strict([]byte(`{"a": 1, "b": [2], "c": null}`), &e); err != nil {
		t.Fatal(err)
	}
	if Read[int](t, &e, "a") != 1 || !slices.Equal(e.Unread(), []string{"b", "c"}) {
		t.Errorf("unread are %v", e.Unread())
	}
}

// quiet is a test whose failures are counted.
type quiet struct {
	testing.TB
	failed int
}

func (q *quiet) Helper()               {}
func (q *quiet) Logf(string, ...any)   {}
func (q *quiet) Error(...any)          { q.failed++ }
func (q *quiet) Errorf(string, ...any) { q.failed++ }

func TestComparingFails(t *testing.T) {
	nan := []float64{0}
	nan[0] /= nan[0]
	for _, c := range []struct {
		got, want []float64
		allow     Allowed
		ok        bool
	}{
		{[]float64{1.05, 3}, []float64{1, 3}, Allowed{Abs: 0.1}, true},
		{[]float64{1.05, 3}, []float64{1, 3}, Allowed{Abs: 0.01}, false},
		{[]float64{1.05, 3}, []float64{1, 3}, Allowed{Largest: 0.02}, true},
		{[]float64{1.05, 3}, []float64{1, 3}, Allowed{Rel: 0.02}, false},
		{[]float64{0.05}, []float64{0}, Allowed{Unit: 0.1}, true},
		{[]float64{0.05}, []float64{0}, Allowed{Rel: 0.1}, false},
		{nan, []float64{1}, Allowed{Abs: 9}, false},
		{[]float64{1}, nan, Allowed{Abs: 9}, false},
		{[]float64{1}, []float64{1, 1}, Allowed{Abs: 9}, false},
		{[]float64{2, 2}, []float64{2, 2}, Allowed{}, true},
	} {
		q := &quiet{TB: t}
		(&Compared{T: q}).Same("x", c.got, c.want, c.allow)
		if (q.failed == 0) != c.ok {
			t.Errorf("%v beside %v with %+v: %d failures", c.got, c.want, c.allow, q.failed)
		}
	}
	t.Setenv("HEBB_GOLDEN", "")
	q := &quiet{TB: t}
	(&Compared{T: q}).Log()
	if q.failed == 0 {
		t.Error("comparing nothing is no failure")
	}
}
