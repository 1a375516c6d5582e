package deep

import (
	"testing"

	"hebb/sim"
	"hebb/sim/simtest"
)

func startDeep(tb testing.TB, set map[string]string) *deep {
	tb.Helper()
	return simtest.Begin(tb, newDeep(), 10, set)
}

// BenchmarkDeep times one image of all three terms, and the probes.
func BenchmarkDeep(b *testing.B) {
	for _, precision := range []string{"float32", "float64"} {
		d := startDeep(b, map[string]string{"precision": precision, "theta2": "-0.001"})
		b.Run("step/"+precision, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if s := d.Step(); s.Status != sim.Running {
					b.Fatal(s.Status)
				}
			}
		})
		for p, probe := range d.Probes() {
			b.Run(probe.Name+"/"+precision, func(b *testing.B) {
				f := sim.NewFrame(d.Outputs())
				m := d.Capture(p, nil)
				for b.Loop() {
					f.Measure(b.Context(), probe.Name, m)
				}
			})
		}
		b.Run("read/"+precision, func(b *testing.B) {
			f := sim.NewFrame(d.Outputs())
			for i := range d.Outputs() {
				f.Want(i, true)
			}
			for b.Loop() {
				f.Read()
			}
		})
	}
}
