package simtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hebb/sim/experiment"
)

// Golden is a file of reference numbers, which an independent implementation wrote.
type Golden struct {
	Name string // of the file, without its folder
	data []byte
}

// Goldens reads every file of a prefix, "prefix_*.json", in the folder that the
// environment variable HEBB_GOLDEN names, or in the package's testdata/golden; where it has
// none, in that of the package above, whose packages then share it. A folder without any
// fails the test: nothing would be compared.
func Goldens(t testing.TB, prefix string) []Golden {
	t.Helper()
	dir, _ := goldenFolder()
	list, err := goldensIn(dir, prefix)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func goldenFolder() (dir string, own bool) {
	if dir := os.Getenv("HEBB_GOLDEN"); dir != "" {
		return dir, false
	}
	dir = filepath.Join("testdata", "golden")
	if above := filepath.Join("..", dir); !isFolder(dir) && isFolder(above) {
		return above, true
	}
	return dir, true
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func goldensIn(dir, prefix string) ([]Golden, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var list []Golden
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), prefix+"_") || filepath.Ext(e.Name()) != ".json" {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		list = append(list, Golden{e.Name(), data})
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("no file %s_*.json in %s", prefix, dir)
	}
	return list, nil
}

// Kinds tells files of one prefix apart by what is in them. Of each kind it names the
// keys that its files have and no other's; "runs.grad" is the key grad of runs, or of
// the first of them where there are several.
type Kinds map[string][]string

// PlasticityKinds are the files with the prefix "plasticity", which several packages
// share.
var PlasticityKinds = Kinds{
	"functions": {"cases", "softmax"},
	"steps":     {"sizes", "runs.W_after_1"},
	"measures":  {"sizes", "runs.before"},
	"meta":      {"sizes", "runs.grad"},
	"recurrent": {"U", "V", "C", "sequences"},
}

// Of returns the files of a prefix that are of one kind. A file of no kind, or of two,
// fails the test. Where there is none of the kind wanted, the package's own folder
// fails it too; another folder skips it, by name.
func (k Kinds) Of(t testing.TB, prefix, kind string) []Golden {
	t.Helper()
	var list []Golden
	for _, g := range Goldens(t, prefix) {
		switch got, err := k.kind(g); {
		case err != nil:
			t.Errorf("%s: %v", g.Name, err)
		case got == kind:
			list = append(list, g)
		}
	}
	dir, own := goldenFolder()
	switch {
	case len(list) > 0:
	case own:
		t.Fatalf("no file %s_*.json of kind %q in %s", prefix, kind, dir)
	default:
		t.Skipf("no file %s_*.json of kind %q in %s", prefix, kind, dir)
	}
	return list
}

func (k Kinds) kind(g Golden) (string, error) {
	var found []string
	for _, kind := range slices.Sorted(maps.Keys(k)) {
		if !slices.ContainsFunc(k[kind], func(key string) bool { return !g.has(strings.Split(key, ".")) }) {
			found = append(found, kind)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return "", errors.New("it is of no kind that a test compares")
	}
	return "", fmt.Errorf("it is of the kinds %s at once", strings.Join(found, ", "))
}

func (g Golden) has(path []string) bool {
	raw := json.RawMessage(g.data)
	for _, key := range path {
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) == nil && len(list) > 0 {
			raw = list[0]
		}
		var m map[string]json.RawMessage
		if json.Unmarshal(raw, &m) != nil || m[key] == nil {
			return false
		}
		raw = m[key]
	}
	return true
}

// Decode reads the file into v. A key that v has no place for fails the test: what is
// passed over in silence is not compared.
func (g Golden) Decode(t testing.TB, v any) {
	t.Helper()
	if err := experiment.Strict(g.data, v); err != nil {
		t.Fatalf("%s: %v", g.Name, err)
	}
}

// Entries are the keys of a part of a file, read one by one. Unread are those that
// nobody has asked for.
type Entries struct {
	raw  map[string]json.RawMessage
	read map[string]bool
}

func (e *Entries) UnmarshalJSON(data []byte) error {
	e.read = map[string]bool{}
	return json.Unmarshal(data, &e.raw)
}

// Keys are the names of all entries, in order.
func (e *Entries) Keys() []string { return slices.Sorted(maps.Keys(e.raw)) }

// Has says whether there is an entry of that name.
func (e *Entries) Has(key string) bool { return e.raw[key] != nil }

// Unread are the entries that Read has not been asked for.
func (e *Entries) Unread() []string {
	return slices.DeleteFunc(e.Keys(), func(key string) bool { return e.read[key] })
}

// Read decodes one entry, strictly. A missing one fails the test.
func Read[V any](t testing.TB, e *Entries, key string) V {
	t.Helper()
	var v V
	raw, ok := e.raw[key]
	if !ok {
		t.Fatalf("the file has no %q", key)
	}
	if err := experiment.Strict(raw, &v); err != nil {
		t.Fatalf("%s: %v", key, err)
	}
	e.read[key] = true
	return v
}

// Compared counts what a test has compared. Its methods fail the test of T.
type Compared struct {
	T                     testing.TB
	Files, Cases, Numbers int
	Worst                 float64 // the largest difference, as a share of what is allowed
}

// Allowed is how far a number may be from what is wanted: the sum of all parts.
type Allowed struct {
	Abs     float64 // as it is
	Rel     float64 // times the size of the number wanted
	Largest float64 // times the largest size of all numbers wanted
	Unit    float64 // times the size of the number wanted, or 1 where that is smaller
}

// Same compares numbers one by one.
func (c *Compared) Same(what string, got, want []float64, allow Allowed) {
	c.T.Helper()
	if len(got) != len(want) {
		c.T.Errorf("%s: %d numbers, not %d", what, len(got), len(want))
		return
	}
	largest := 1e-300
	for _, w := range want {
		largest = max(largest, math.Abs(w))
	}
	c.Numbers += len(want)
	for i, w := range want {
		bound := allow.Abs + float64(allow.Rel*math.Abs(w)) + float64(allow.Largest*largest) + float64(allow.Unit*max(1, math.Abs(w)))
		off := math.Abs(got[i] - w)
		if off > 0 && bound > 0 {
			c.Worst = max(c.Worst, off/bound)
		}
		if !(off <= bound) {
			c.T.Errorf("%s[%d] is %.17g, not %.17g: off by %.2g, %.2g allowed", what, i, got[i], w, off, bound)
			return
		}
	}
}

// One compares one number.
func (c *Compared) One(what string, got, want float64, allow Allowed) {
	c.T.Helper()
	c.Same(what, []float64{got}, []float64{want}, allow)
}

// Exact compares what has to be equal: names, signs, counts.
func (c *Compared) Exact(what string, got, want any) {
	c.T.Helper()
	c.Numbers++
	if got != want {
		c.T.Errorf("%s is %v, not %v", what, got, want)
	}
}

// Add counts what another has compared.
func (c *Compared) Add(d *Compared) {
	c.Files, c.Cases, c.Numbers, c.Worst = c.Files+d.Files, c.Cases+d.Cases, c.Numbers+d.Numbers, max(c.Worst, d.Worst)
}

// Log says how much was compared. Nothing at all fails the test; where files come from
// HEBB_GOLDEN and have nothing for it, it is skipped.
func (c *Compared) Log() {
	c.T.Helper()
	c.T.Logf("%d files, %d cases, %d numbers compared; the worst used %.2g of its tolerance", c.Files, c.Cases, c.Numbers, c.Worst)
	switch _, own := goldenFolder(); {
	case c.Numbers > 0:
	case own:
		c.T.Error("nothing was compared")
	default:
		c.T.Skip("the files have nothing for this test")
	}
}
