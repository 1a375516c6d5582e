package problem

import (
	"math"
	"slices"

	"hebb/sim/labs/fixedpoint/network"
	"hebb/sim/num"
	"hebb/sim/num/elem"
)

// SingularAlong returns, in order, every t at which I - G(W0 + t W1) is singular: the
// reciprocals of the real eigenvalues of M0⁻¹ W1. It allocates.
func SingularAlong(g []float64, w0, w1 num.Mat[float64]) []float64 {
	k, ok := ratioMatrix(g, w0, w1)
	if !ok {
		return nil
	}
	v := network.Eigenvalues(k)
	top := 0.0
	for _, z := range v {
		top = max(top, elem.Hypot(real(z), imag(z)))
	}
	var t []float64
	for _, z := range v {
		if math.Abs(imag(z)) < 1e-10*top && math.Abs(real(z)) > 1e-12 {
			t = append(t, 1/real(z))
		}
	}
	slices.Sort(t)
	return t
}

// ratioMatrix returns M0⁻¹ W1, M0 = G⁻¹ - W0.
func ratioMatrix(g []float64, w0, w1 num.Mat[float64]) (num.Mat[float64], bool) {
	n := w0.Rows
	m, k := num.NewMat[float64](n, n), num.NewMat[float64](n, n)
	for i, v := range w0.Data {
		m.Data[i] = -v
	}
	for i := range n {
		m.Data[i*n+i] += 1 / g[i]
	}
	copy(k.Data, w1.Data)
	f := network.NewLU[float64](n)
	if !f.Decompose(m) {
		return k, false
	}
	f.Solve(k)
	return k, true
}
