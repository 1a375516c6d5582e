package digits

import (
	"testing"

	"hebb/sim/labs/fixedpoint/golden"
	"hebb/sim/simtest"
)

// TestGoldenDigits learns with the sim that the page runs, its state injected.
func TestGoldenDigits(t *testing.T) {
	golden.Each(t, "nonlinear", func(t *testing.T, g *golden.File) {
		for _, e := range golden.Read[[]struct {
			Rule, Forward string
			Eta           float64
			Loss          []float64
			Final         [][]float64 `json:"W_final"`
			Amplification float64
		}](t, &g.Expected, "train") {
			s := newDigits()
			s.rule, s.eta, s.act, s.precision, s.tol, s.adjoint, s.solver = e.Rule, e.Eta, g.F, "float64", 1e-12, "lu", "exact"
			if e.Forward != "fixed_point" {
				s.solver, s.from = "euler", "rate"
				s.h, s.steps = golden.EulerOf(t, e.Forward)
			}
			s.given = &givenDigits{golden.Matrix(t, &g.Inputs, "W"), golden.Matrix(t, &g.Inputs, "Wx"), golden.Matrix(t, &g.Inputs, "readout"), golden.Matrix(t, &g.Inputs, "X"), golden.Read[[]int](t, &g.Inputs, "Y")}
			simtest.Begin(t, s, 5, nil)
			var loss []float64
			for range e.Loss {
				simtest.Steps(t, s, 1)
				loss = append(loss, simtest.Recorded(t, s, "batch_loss"))
				if len(loss) == len(e.Loss)-1 {
					w := s.core.(*digitsState[float64]).net.W
					g.Same(t, "training with "+e.Rule+" "+e.Forward+": weights", w.Data, golden.Mat(e.Final).Data, golden.Loose(e.Amplification))
				}
			}
			g.Same(t, "training with "+e.Rule+" "+e.Forward, loss, e.Loss, golden.Loose(e.Amplification))
		}
	}, golden.Elsewhere)
}
