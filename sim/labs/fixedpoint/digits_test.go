package fixedpoint

import (
	"math"
	"testing"

	"hebb/sim/num"
)

// goldenDigits learns with the sim that the page runs, its state injected.
func TestGoldenDigits(t *testing.T) {
	eachGolden(t, "nonlinear", func(t *testing.T, g *golden) {
		for _, e := range read[[]struct {
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
				s.h, s.steps = eulerOf(t, e.Forward)
			}
			s.given = &givenDigits{matrix(t, &g.Inputs, "W"), matrix(t, &g.Inputs, "Wx"), matrix(t, &g.Inputs, "readout"), matrix(t, &g.Inputs, "X"), read[[]int](t, &g.Inputs, "Y")}
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
	}, elsewhere)
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
// and the preset that the lab opens with. "products/image" are products of a row with W.
//
// At true fixed points, N = 300 and 512 images, ΔW3 takes 9.5 of them: one to start, five
// and a half iterations, one to confirm, two of the rule. That is 9.5·2BN² = .87 GFlop, with
// .24 for the input currents, .09 for Σ p qᵀ and .07 for closing the loop 1.3 GFlop. ΔW1
// takes 15, 1.8 GFlop. On one core of an EPYC (Zen 3) that does 97 GFlop/s of nothing but
// fused multiplications, a tile in registers does 80 and products of 32 to 128 rows 70 to 78:
// two thirds of a step are bound by arithmetic. The rest is Anderson's vectors (a sixth: bound
// by the second cache, .8 MB for 32 rows), closing the loop (7 %; LU does 22 GFlop/s), tanh
// (5 %, 1.3 ns each) and pixels (3 %).
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

// What a batch pays before its first sample: 2/3 N³ + 2 N³ flops.
func BenchmarkClose(b *testing.B) {
	n := newNetwork(num.NewMat[float32](300, 300), tanhRate, nil)
	draw(n.w, num.NewKey(1, "bench", 0), 0.5/math.Sqrt(300))
	room, loop := newNewton[float32](300), newClosed[float32](300)
	for i := range loop.gain {
		loop.gain[i] = 0.8
	}
	for b.Loop() {
		loop.close(n, room)
	}
}
