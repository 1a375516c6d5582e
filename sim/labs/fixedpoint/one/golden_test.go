package one

import (
	"testing"

	"hebb/sim"
	"hebb/sim/labs/fixedpoint/golden"
	"hebb/sim/simtest"
)

func TestGoldenOne(t *testing.T) {
	golden.Each(t, "oned", func(t *testing.T, g *golden.File) {
		p := newScalar(golden.Read[[]float64](t, &g.Inputs, "x"), golden.Read[[]float64](t, &g.Inputs, "y"), golden.Read[float64](t, &g.Inputs, "g"))
		for key, got := range map[string]float64{"S": p.s, "C": p.c, "T": p.t, "w_singular": p.pole, "w_star": p.best(), "J_min": p.least, "J_plateau": p.t} {
			g.One(t, key, got, golden.Read[float64](t, &g.Expected, key), 1e-9)
		}
		want := golden.Read[[]float64](t, &g.Expected, "J_grid")
		for i, w := range golden.Read[[]float64](t, &g.Expected, "w_grid") {
			g.One(t, "J", p.loss(w), want[i], 1e-9)
		}
		for _, e := range golden.Read[[]struct{ Eta, Rho float64 }](t, &g.Expected, "logistic_rho") {
			g.One(t, "rho", p.rho(e.Eta), e.Rho, 1e-9)
		}
		for _, e := range golden.Read[[]struct {
			Rule    string
			Note    string
			W0, Eta float64
			W       []*float64
		}](t, &g.Expected, "runs") {
			s := newOne()
			s.rule, s.start, s.eta, s.given = e.Rule, e.W0, e.Eta, &p
			simtest.Begin(t, s, 5, nil)
			for k, w := range e.W {
				if w == nil {
					break
				}
				if k > 0 {
					if st := s.Step(); st.Status == sim.Diverged {
						if !escaped(*w) {
							t.Errorf("%s from %g stops at %d, at %v", e.Rule, e.W0, k, st.Trouble)
						}
						break
					}
				}
				g.One(t, e.Rule, s.w, *w, 1e-9)
			}
		}
	})
}
