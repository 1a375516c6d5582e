package labs

import (
	"encoding/json"
	"flag"
	"maps"
	"os"
	"runtime"
	"testing"
	"time"

	"hebb/sim"
	"hebb/sim/num"
	"hebb/sim/precision"
	"hebb/sim/simtest"
)

var update = flag.Bool("update", false, "write the digits to testdata/digits.json: on the path of plain Go only")

const digitsFile = "testdata/digits.json"

// TestDigits compares what every view of every lab gives, after an edit, its actions and
// with its probes, in every precision that it has, with a file that plain Go has written.
func TestDigits(t *testing.T) {
	if num.Arithmetic() != num.Version {
		t.Skipf("nothing is promised of path %q", num.KernelPath())
	}
	if *update && num.KernelPath() != "go" {
		t.Fatalf("the path is %q: add GODEBUG=cpu.avx2=off", num.KernelPath())
	}
	want, got := allDigits(), map[string]digits{}
	run := func(view *sim.View, name string, d digits) {
		t.Run(name, func(t *testing.T) {
			d.Units = max(2, d.Units)
			start := time.Now()
			d.Hash = simtest.Digest(t, view, d.Set, d.Units)
			got[name] = d
			t.Logf("%d units in %v", d.Units, time.Since(start))
			if d.Hash != want[name].Hash && !*update {
				t.Errorf("other digits than those of %s (path %q, %s)", digitsFile, num.KernelPath(), runtime.GOARCH)
			}
		})
	}
	for _, lab := range All {
		for i := range lab.Views {
			view := &lab.Views[i]
			name := lab.Name + "/" + view.Name
			run(view, name, want[name])
			for field, options := range otherPrecisions(view) {
				for _, option := range options {
					d := want[name]
					d.Set = maps.Clone(d.Set)
					if d.Set == nil {
						d.Set = map[string]string{}
					}
					d.Set[field] = option
					run(view, name+" "+option, d)
				}
			}
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
		t.Errorf("%d views and precisions, %d in %s", len(got), len(want), digitsFile)
	}
}

// otherPrecisions are the fields that say in what numbers a view computes or keeps, with the
// options that are not its own.
func otherPrecisions(view *sim.View) map[string][]string {
	others := map[string][]string{}
	for _, f := range view.New().Fields() {
		choice, ok := f.Value.(*sim.ChoiceValue)
		if !ok {
			continue
		}
		var options []string
		numbers := false
		for _, o := range choice.Options {
			numbers = numbers || o.Name == precision.Double
			if o.Refused == "" && o.Name != *choice.P {
				options = append(options, o.Name)
			}
		}
		if numbers {
			others[f.Name] = options
		}
	}
	return others
}
