package labs

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"hebb/sim"
	"hebb/sim/precision"
	"hebb/sim/simtest"
)

// hard are settings where much decays, beside each view's own of digits.json: numbers that
// decay must not make a step slower.
var hard = []struct {
	name, view string
	set        map[string]string
}{
	{"Adam at batch 1", "predictive/training", map[string]string{"batch": "1", "layers": "dense 60 relu | dense", "optimiser": "adam", "compare": "0"}},
	{"momentum", "predictive/training", map[string]string{"batch": "4", "layers": "dense 60 relu | dense", "optimiser": "sgd", "momentum": "0.9", "compare": "0"}},
	{"gain 3", "oja/deep", map[string]string{"layers": "3", "widths": "60,40", "gain": "3"}},
	{"gain 4", "oja/deep", map[string]string{"layers": "3", "widths": "60,40", "gain": "4", "theta2": "-0.001"}},
	{"gain 3", "metaplasticity/write", map[string]string{"widths": "40,30", "gain": "3"}},
	{"gain 3", "metaplasticity/discover", map[string]string{"k": "10", "m": "2", "q": "2", "widths": "40,30", "gain": "3", "compare": "false"}},
}

// BenchmarkLate compares, in turns, what a unit costs after 100 and after 10,000, and in
// float32 and in float64, of every view. "late" and "single" are ratios: neither is to be
// above 1.1. A view that takes longer than patience, or ends, is looked at as late as it got.
func BenchmarkLate(b *testing.B) {
	for name, d := range allDigits() {
		if !strings.Contains(name, " ") {
			late(b, name, "", d.Set)
		}
	}
	for _, h := range hard {
		late(b, h.view, " "+h.name, h.set)
	}
}

const patience = 6 * time.Second

func late(b *testing.B, name, more string, set map[string]string) {
	for _, lab := range All {
		for i := range lab.Views {
			view := &lab.Views[i]
			if lab.Name+"/"+view.Name != name {
				continue
			}
			b.Run(name+more, func(b *testing.B) {
				b.Logf("%v", set)
				var runs []*lateRun
				for _, p := range precisions(b, view) {
					with := maps.Clone(set)
					if with == nil {
						with = map[string]string{}
					}
					if p != "" {
						with["precision"] = p
					}
					young, old := begin(b, view, with), begin(b, view, with)
					young.to(100)
					old.to(10_000)
					if old.unit <= young.unit {
						b.Skipf("it ends after %d units", old.unit)
					}
					runs = append(runs, young, old)
				}
				best := make([]time.Duration, len(runs))
				for i := range best {
					best[i] = 1 << 60
				}
				// as many units as take two milliseconds, and at most as many as the young
				// run may go on by
				n := 1
				for start := time.Now(); time.Since(start) < 2*time.Millisecond && n < 40; n++ {
					runs[0].to(runs[0].unit + 1)
				}
				for range 15 {
					for i, r := range runs {
						start := time.Now()
						before := r.unit
						r.to(r.unit + n)
						if r.unit == before+n {
							best[i] = min(best[i], time.Since(start))
						}
					}
				}
				if slices.Contains(best, 1<<60) {
					b.Skipf("it ends after %d units", runs[1].unit)
				}
				b.ReportMetric(0, "ns/op")
				b.ReportMetric(float64(runs[1].unit), "units")
				b.ReportMetric(float64(best[0])/float64(n), "ns/unit")
				b.ReportMetric(float64(best[1])/float64(best[0]), "late")
				if len(runs) == 4 {
					b.ReportMetric(float64(best[3])/float64(best[2]), "late64")
					b.ReportMetric(float64(best[0])/float64(best[2]), "single")
					b.ReportMetric(float64(best[1])/float64(best[3]), "single-late")
				}
			})
		}
	}
}

// precisions are those that a view can be set to, or "" where it has no such field.
func precisions(b *testing.B, view *sim.View) []string {
	for _, f := range view.New().Fields() {
		if f.Name == "precision" {
			return []string{precision.Single, precision.Double}
		}
	}
	return []string{""}
}

type lateRun struct {
	sim.Sim
	unit int
}

func begin(b *testing.B, view *sim.View, set map[string]string) *lateRun {
	return &lateRun{Sim: simtest.Begin(b, view.New(), 7, set)}
}

// to goes to a unit, or as far as it goes in time.
func (r *lateRun) to(unit int) {
	for start := time.Now(); r.unit < unit && time.Since(start) < patience; {
		for {
			s := r.Step()
			if s.Status != sim.Running {
				return
			}
			if s.Unit {
				break
			}
		}
		r.unit++
	}
}
