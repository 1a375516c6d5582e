package problem

import (
	"math"
	"testing"

	"hebb/sim/labs/fixedpoint/rules"
	"hebb/sim/num"
)

// The generator gives the numbers of the published notebook: its loss of the teacher
// to all printed digits.
func TestPublishedDraws(t *testing.T) {
	p, teacher, rng, err := Draw(2023, 200, 100, 0.1, 0.5, 0.01, Gains(0, 200, 0))
	if err != nil {
		t.Fatal(err)
	}
	p.State(teacher)
	if math.Abs(p.Loss-0.0199163815053748) > 1e-15 {
		t.Errorf("the teacher's loss is %.16g", p.Loss)
	}
	w := num.NewMat[float64](200, 200)
	rng.Normals(w.Data, 0.75/math.Sqrt(200))
	p.State(w)
	if math.Abs(p.Loss-3.19494) > 5e-6 {
		t.Errorf("the first loss is %v", p.Loss)
	}
}

// drawn is a small task with first weights, as the view of many linear neurons draws them.
func drawn(t *testing.T, spread float64) (*Linear, num.Mat[float64]) {
	t.Helper()
	const n, m = 6, 4
	p, _, rng, err := Draw(Seed(5), n, m, 0.1, 0.5, 0.01, Gains(5, n, spread))
	if err != nil {
		t.Fatal(err)
	}
	w := num.NewMat[float64](n, n)
	rng.Normals(w.Data, 0.75/math.Sqrt(n))
	p.State(w)
	return p, w
}

func TestLinearGradientMeetsDifferences(t *testing.T) {
	p, w0 := drawn(t, 0.5)
	dw := num.NewMat[float64](6, 6)
	p.Step(rules.DW1, dw, 0)
	for i := range w0.Data {
		const h = 1e-6
		w := num.NewMat[float64](6, 6)
		copy(w.Data, w0.Data)
		w.Data[i] += h
		p.State(w)
		up := p.Loss
		w.Data[i] -= 2 * h
		p.State(w)
		if d := (up - p.Loss) / (2 * h); math.Abs(d-dw.Data[i]) > 1e-6*(1+math.Abs(d)) {
			t.Errorf("weight %d: %v, by differences %v", i, dw.Data[i], d)
		}
	}
}

// With gains of 1, dW3 = M Mᵀ dW1 MᵀM: steepest descent in another metric.
func TestReparameterisedRuleIsAMetric(t *testing.T) {
	p, _ := drawn(t, 0)
	k, n := p.K, 6
	one, three := num.NewMat[float64](n, n), num.NewMat[float64](n, n)
	p.Step(rules.DW1, one, 0)
	p.Step(rules.DW3, three, 0)
	m, a, b := p.mm, num.NewMat[float64](n, n), num.NewMat[float64](n, n)
	k.GemmTN(a, 1, m, one, 0) // Mᵀ dW1
	k.Gemm(b, 1, m, a, 0)
	k.GemmNT(a, 1, b, m, 0)
	k.Gemm(b, 1, a, m, 0)
	for i, v := range b.Data {
		if math.Abs(v-three.Data[i]) > 1e-12 {
			t.Fatalf("element %d: %v and %v", i, v, three.Data[i])
		}
	}
}
