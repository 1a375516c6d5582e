package metaplasticity

import (
	"runtime"
	"testing"

	"hebb/sim"
)

// A full-size episode as the page runs it, measures and all: 250 online updates of
// 784-170-130-100-70-47, 50 questions and the exact meta-gradient.
func BenchmarkEpisode(b *testing.B) {
	for _, c := range []struct {
		name string
		set  map[string]string
	}{
		{"three terms", map[string]string{"use1": "false", "use3": "false", "use4": "false", "use5": "false", "use6": "false", "use7": "false", "use8": "false"}},
		{"pool", nil},
		{"pool float64", map[string]string{"precision": "float64"}},
		{"pool small", map[string]string{"half": "true", "widths": "80,60,50,40"}},
	} {
		b.Run(c.name, func(b *testing.B) {
			var before, after runtime.MemStats
			openLibrary(setTurned)
			runtime.GC()
			runtime.ReadMemStats(&before)
			f := startFinder(b, newFinder(), map[string]string{"data": "turned", "half": "false", "widths": "170,130,100,70", "compare": "false", "theta9": "0.005"}, c.set)
			runtime.GC()
			runtime.ReadMemStats(&after)
			for b.Loop() {
				f.unit(b)
			}
			b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MB")
			b.ReportMetric(float64(f.need())/(1<<20), "MB-said")
			runtime.KeepAlive(f)
		})
	}
}

// An image that a full-size network learns from online by a written rule.
func BenchmarkWritten(b *testing.B) {
	w := newWriter()
	if err := sim.Set(w.Fields(), map[string]string{"widths": "170,130,100,70"}); err != nil {
		b.Fatal(err)
	}
	if err := w.Init(sim.Env{Seed: 1}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		w.Step()
	}
}
