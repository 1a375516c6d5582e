package linear

import (
	"testing"

	"hebb/sim/labs/fixedpoint/golden"
	"hebb/sim/labs/fixedpoint/network"
	"hebb/sim/simtest"
)

// TestGoldenTraining learns with the sim that the page runs.
func TestGoldenTraining(t *testing.T) {
	golden.Each(t, "linear", trainLike, golden.Elsewhere)
}

func trainLike(t *testing.T, g *golden.File) {
	for _, e := range golden.Read[[]struct {
		Rule          string
		Eta           float64
		Loss          []float64
		Final         [][]float64          `json:"W_final"`
		Spec          golden.SpectrumEntry `json:"spec_final"`
		Amplification float64
	}](t, &g.Expected, "train") {
		tol := golden.Loose(e.Amplification)
		s := newLinear()
		s.rule, s.eta = e.Rule, e.Eta
		s.given = &givenLinear{golden.Read[[]float64](t, &g.Inputs, "g"), golden.Matrix(t, &g.Inputs, "X"), golden.Matrix(t, &g.Inputs, "Rhat"), golden.Matrix(t, &g.Inputs, "W0")}
		simtest.Begin(t, s, 5, nil)
		loss := []float64{s.p.Loss}
		for range len(e.Loss) - 1 {
			s.Step()
			loss = append(loss, s.p.Loss)
		}
		what := "training with " + e.Rule
		for k := range loss { // each beside its own size: the curve spans decades
			g.One(t, what, loss[k], e.Loss[k], max(tol, 1e-15*e.Loss[0]/max(e.Loss[k], 1e-300)))
		}
		want := golden.Mat(e.Final)
		g.Same(t, what+": weights", s.w.Data, want.Data, tol)
		found, _ := network.SpectrumOf(s.p.G, want, true)
		g.Spectrum(t, what+": spectrum", golden.Found(found), e.Spec, 1e-9)
	}
}
