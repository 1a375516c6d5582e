package num

import (
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/lapack/lapack64"
)

// Orthonormalise replaces the columns of a (at least as many rows as columns) by
// the Q of its QR factorisation, with signs such that R has a positive diagonal:
// of a Gaussian matrix it makes a uniformly distributed one. It allocates.
func Orthonormalise(a Mat[float64]) {
	check(a.Rows >= a.Cols)
	g := blas64.General{Rows: a.Rows, Cols: a.Cols, Stride: a.Cols, Data: a.Data}
	tau := make([]float64, a.Cols)
	size := []float64{0}
	lapack64.Geqrf(g, tau, size, -1)
	work := make([]float64, max(int(size[0]), a.Cols))
	lapack64.Geqrf(g, tau, work, len(work))
	sign := make([]float64, a.Cols)
	for j := range sign {
		sign[j] = 1
		if a.At(j, j) < 0 {
			sign[j] = -1
		}
	}
	lapack64.Orgqr(g, tau, work, len(work))
	for i := range a.Rows {
		row := a.Row(i)
		for j := range row {
			row[j] *= sign[j]
		}
	}
}
