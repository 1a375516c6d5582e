package predictive

import (
	"testing"

	"hebb/sim"
	"hebb/sim/labs/predictive/layout"
	"hebb/sim/precision"
	"hebb/sim/simtest"
)

func startTraining(tb testing.TB, set map[string]string) *training {
	tb.Helper()
	return simtest.Begin(tb, newTraining(), 7, set)
}

func step(tb testing.TB, s sim.Sim) {
	for {
		st := s.Step()
		if st.Status == sim.Diverged {
			tb.Fatal(st.Trouble)
		}
		if st.Unit {
			return
		}
	}
}

// BenchmarkStep times a training step, Adam included and nothing compared, of the
// paper's network at 300 images and of the dense one at 300 and at 1.
func BenchmarkStep(b *testing.B) {
	for _, net := range []struct{ name, layers, batch string }{{"conv300", layout.LeNet, "300"}, {"dense300", layout.Plain, "300"}, {"dense1", layout.Plain, "1"}} {
		for _, precision := range []string{precision.Single, precision.Double, naive32} {
			for _, alg := range []struct{ name, alg, eta, n string }{
				{"backprop", algBackprop, "0.1", "20"}, {"exact", algExact, "0.1", "20"}, {"fixed1", algFixed, "1", "5"},
				{"fixed", algFixed, "0.1", "20"}, {"strict", algStrict, "0.1", "20"}, {"closed", algClosed, "0.1", "20"}} {
				b.Run(net.name+"/"+precision+"/"+alg.name, func(b *testing.B) {
					t := startTraining(b, map[string]string{"layers": net.layers, "batch": net.batch, "precision": precision, "loss": mse,
						"alg": alg.alg, "eta": alg.eta, "n": alg.n, "compare": "0", "init": torchInit, "rate": "0.00001"})
					step(b, t)
					b.ReportAllocs()
					for b.Loop() {
						step(b, t)
					}
				})
			}
		}
	}
}

// BenchmarkSweep times a sweep of the explorer, with its measurements.
func BenchmarkSweep(b *testing.B) {
	for _, net := range []struct{ name, layers string }{{"conv", layout.LeNet}, {"dense", layout.Plain}} {
		for _, alg := range []string{algStrict, algFixed} {
			b.Run(net.name+"/"+alg, func(b *testing.B) {
				e := newExplorer()
				if err := sim.Set(e.Fields(), map[string]string{"layers": net.layers, "batch": "300", "alg": alg, "n": "1000", "eta": "0.1"}); err != nil {
					b.Fatal(err)
				}
				if err := e.Init(sim.Env{Seed: 7}); err != nil {
					b.Fatal(err)
				}
				b.ReportAllocs()
				for b.Loop() {
					if s := e.Step(); s.Status == sim.Converged {
						e.core.again(e)
					}
				}
			})
		}
	}
}
