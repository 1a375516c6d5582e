package fixedpoint

import (
	"strings"
	"testing"

	"hebb/sim/num"
)

// goldenDigits learns with the sim that the page runs, its state injected.
func TestGoldenDigits(t *testing.T) {
	for name, g := range goldenFiles(t, "nonlinear") {
		t.Run(name, func(t *testing.T) {
			for _, e := range read[[]struct {
				Rule, Forward string
				Eta           float64
				Loss          []float64
				Final         [][]float64 `json:"W_final"`
				Amplification float64
			}](t, g.Expected, "train") {
				s := newDigits()
				s.rule, s.eta, s.act, s.precision, s.tol, s.adjoint, s.solver = e.Rule, e.Eta, g.F, "float64", 1e-12, "lu", "exact"
				if strings.HasPrefix(e.Forward, "euler") {
					s.solver, s.h, s.steps, s.from = "euler", 0.1, 50, "rate"
				}
				s.given = &givenDigits{matrix(t, g.Inputs, "W"), matrix(t, g.Inputs, "Wx"), matrix(t, g.Inputs, "readout"), matrix(t, g.Inputs, "X"), read[[]int](t, g.Inputs, "Y")}
				start(t, s)
				var loss []float64
				for range e.Loss {
					steps(t, s, 1)
					loss = append(loss, output(t, s, "batch_loss"))
					if len(loss) == len(e.Loss)-1 {
						w := s.core.(*digitsState[float64]).net.w
						g.same(t, "training with "+e.Rule+" "+e.Forward+": weights", w.Data, toMat(e.Final).Data, loose(e.Amplification))
					}
				}
				g.same(t, "training with "+e.Rule+" "+e.Forward, loss, e.Loss, loose(e.Amplification))
			}
			t.Logf("%d numbers compared", g.compared)
		})
	}
}

func benchDigits(b *testing.B, set map[string]string) {
	s := newDigits()
	startAt(b, s, 7, set)
	steps(b, s, 3)
	b.ResetTimer()
	for range b.N {
		steps(b, s, 1)
	}
	b.ReportMetric(output(b, s, "effort"), "products/image")
}

// The published network and batch, from true fixed points and from the state at 5 τ,
// and the preset that the lab opens with.
func BenchmarkDigits(b *testing.B) {
	paper := func(rule, solver string) map[string]string {
		return map[string]string{"n": "300", "batch": "512", "rule": rule, "solver": solver, "eta": "0.01"}
	}
	b.Run("N=300/B=512/dW1/exact", func(b *testing.B) { benchDigits(b, paper(dW1, "exact")) })
	b.Run("N=300/B=512/dW3/exact", func(b *testing.B) { benchDigits(b, paper(dW3, "exact")) })
	b.Run("N=300/B=512/dW1/5τ", func(b *testing.B) { benchDigits(b, paper(dW1, "euler")) })
	b.Run("N=300/B=512/dW3/5τ", func(b *testing.B) { benchDigits(b, paper(dW3, "euler")) })
	b.Run("preset", func(b *testing.B) { benchDigits(b, nil) })
	b.Run("preset/dW1", func(b *testing.B) { benchDigits(b, map[string]string{"rule": dW1}) })
}

func BenchmarkInverse(b *testing.B) {
	m, f := num.NewMat[float32](300, 300), newLU[float32](300)
	draw(m, num.NewKey(1, "bench", 0), 0.05)
	for i := range 300 {
		m.Data[i*301]++
	}
	x := num.NewMat[float32](300, 300)
	for range b.N {
		f.factor(m)
		f.inverse(x)
	}
}
