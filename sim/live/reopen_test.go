package live

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hebb/sim/live/disk"
	"hebb/sim/simtest/toy"
)

// A journal of the version before opens, and stands in this version's form afterwards.
func TestFirstJournalOpens(t *testing.T) {
	dir, id := t.TempDir(), "0123456789abcdef"
	folder := filepath.Join(dir, "runs", id)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "journal.jsonl")
	old := `{"hebb":1,"epoch":3,"kernel":"one","setup":{"Lab":"toy","View":"neuron","Preset":"","Seed":12,"Variants":[{"Label":"plain","Set":{"eta":"0.05"}},{"Label":"","Set":{}}],"Probes":{"angle":10}}}
{"entry":{"unit":3,"variant":"b","set":{"eta":"0.07"}}}
`
	if err := os.WriteFile(file, []byte(old), 0o644); err != nil {
		t.Fatal(err)
	}
	r, err := registry(t, Config{Store: disk.New(dir), Kernel: "one"}, toy.Lab).Get(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	e := experimentOf(r)
	if e.Lab != "toy" || e.Seed != 12 || len(e.Variants) != 2 || e.Variants[0].Label != "plain" || e.Variants[0].Set["eta"] != "0.05" || e.Probes["angle"] != 10 {
		t.Errorf("it is read as %+v", e)
	}
	if len(e.Journal) != 1 || e.Journal[0].Unit != 3 || e.Journal[0].Variant != "b" || !maps.Equal(e.Journal[0].Set, map[string]string{"eta": "0.07"}) {
		t.Errorf("its journal is read as %+v", e.Journal)
	}
	now, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(now), `{"hebb":4,"epoch":4,"experiment":{"hebb":2,"lab":"toy"`) || strings.Count(string(now), "\n") != 2 {
		t.Errorf("it stands there as %s (%v)", now, err)
	}
}
