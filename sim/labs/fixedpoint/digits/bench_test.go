package digits

import (
	"testing"

	"hebb/sim/labs/fixedpoint/rules"
	"hebb/sim/simtest"
)

func benchDigits(b *testing.B, set map[string]string) {
	s := newDigits()
	simtest.Begin(b, s, 7, set)
	simtest.Steps(b, s, 3)
	b.ResetTimer()
	for range b.N {
		simtest.Steps(b, s, 1)
	}
	b.ReportMetric(simtest.Recorded(b, s, "effort"), "products/image")
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
	b.Run("N=300/B=512/dW1/exact", func(b *testing.B) { benchDigits(b, paper(rules.DW1, "exact")) })
	b.Run("N=300/B=512/dW3/exact", func(b *testing.B) { benchDigits(b, paper(rules.DW3, "exact")) })
	b.Run("N=300/B=512/dW1/5τ", func(b *testing.B) { benchDigits(b, paper(rules.DW1, "euler")) })
	b.Run("N=300/B=512/dW3/5τ", func(b *testing.B) { benchDigits(b, paper(rules.DW3, "euler")) })
	b.Run("preset", func(b *testing.B) { benchDigits(b, nil) })
	b.Run("preset/dW1", func(b *testing.B) { benchDigits(b, map[string]string{"rule": rules.DW1}) })
}
