package labs

import (
	"encoding/json"
	"flag"
	"os"
	"runtime"
	"testing"
	"time"

	"hebb/sim/num"
	"hebb/sim/simtest"
)

var update = flag.Bool("update", false, "write the digits to testdata/digits.json: on the path of plain Go only")

const digitsFile = "testdata/digits.json"

// TestDigits compares what every view of every lab gives, after an edit, its actions and
// with its probes, with a file that plain Go has written.
func TestDigits(t *testing.T) {
	if path := num.KernelPath(); path != "avx2-fma" && path != "go" {
		t.Skipf("nothing is promised of path %q", path)
	}
	if *update && num.KernelPath() != "go" {
		t.Fatalf("the path is %q: add GODEBUG=cpu.avx2=off", num.KernelPath())
	}
	text, err := os.ReadFile(digitsFile)
	if err != nil && !*update {
		t.Fatal(err)
	}
	want, got := map[string]digits{}, map[string]digits{}
	if err := json.Unmarshal(text, &want); err != nil && !*update {
		t.Fatal(err)
	}
	for _, lab := range All {
		for i := range lab.Views {
			view := &lab.Views[i]
			name := lab.Name + "/" + view.Name
			t.Run(name, func(t *testing.T) {
				units := max(2, want[name].Units)
				start := time.Now()
				d := digits{want[name].Set, units, simtest.Digest(t, view, want[name].Set, units)}
				got[name] = d
				t.Logf("%d units in %v", units, time.Since(start))
				if d.Hash != want[name].Hash && !*update {
					t.Errorf("other digits than those of %s (path %q, %s)", digitsFile, num.KernelPath(), runtime.GOARCH)
				}
			})
		}
	}
	if *update {
		text, err := json.MarshalIndent(got, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(digitsFile, append(text, '\n'), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if len(got) != len(want) {
		t.Errorf("%d views, %d in %s", len(got), len(want), digitsFile)
	}
}
