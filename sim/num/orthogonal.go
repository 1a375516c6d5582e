package num

import "math"

// Orthonormalise replaces the columns of a (at least as many rows as columns) by
// the Q of its QR factorisation, with signs such that R has a positive diagonal:
// of a Gaussian matrix it makes a uniformly distributed one. It allocates.
//
// It reflects one column after another (Householder; Golub and Van Loan, Matrix
// Computations, algorithm 5.2.1). Columns lie in one piece, and are reflected by a dot
// product and an Axpy each.
func Orthonormalise(a Mat[float64]) {
	check(a.Rows >= a.Cols)
	m, n := a.Rows, a.Cols
	k := Use[float64]()
	turned := NewMat[float64](n, m)
	Transpose(turned, a)
	// Column j is I - tau v vᵀ applied to what was there; v begins with a 1 at row j.
	tau, negative := make([]float64, n), make([]bool, n)
	reflect := func(v []float64, tau float64, x []float64) { k.Axpy(-tau*k.Dot(v, x), v, x) }
	for j := range n {
		v := turned.Row(j)[j:]
		size := Norm(v)
		if size == 0 {
			v[0] = 1
			continue
		}
		diagonal := -math.Copysign(size, v[0])
		negative[j] = diagonal < 0
		tau[j] = (diagonal - v[0]) / diagonal
		k.Scale(1/(v[0]-diagonal), v[1:])
		v[0] = 1
		for l := j + 1; l < n; l++ {
			reflect(v, tau[j], turned.Row(l)[j:])
		}
	}
	q := NewMat[float64](n, m)
	for j := n - 1; j >= 0; j-- {
		q.Row(j)[j] = 1
		v := turned.Row(j)[j:]
		for l := j; l < n; l++ {
			reflect(v, tau[j], q.Row(l)[j:])
		}
	}
	for j, back := range negative {
		if back {
			k.Scale(-1, q.Row(j))
		}
	}
	Transpose(a, q)
}
