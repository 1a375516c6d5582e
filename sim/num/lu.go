package num

import (
	"math"

	"hebb/sim/num/elem"
)

// LU solves A x = b. Fill A, call Factor, then Solve as often as wanted: none of it
// allocates. One goroutine at a time may use it.
type LU[T Float] struct {
	// A is the matrix; after Factor it holds L below its diagonal, whose own diagonal
	// is 1, and U, with L U = A but for the order of rows.
	A Mat[T]
	// Pivot says how the rows were ordered: row i was exchanged with row Pivot[i], for
	// i = 0, 1, ... one after another.
	Pivot []int

	inverse []T // of U's diagonal
	ones    []T // of L's
	spare   []T // a row
}

// NewLU returns an LU for n x n matrices. It allocates.
func NewLU[T Float](n int) *LU[T] {
	f := &LU[T]{A: NewMat[T](n, n), Pivot: make([]int, n), inverse: make([]T, n), ones: make([]T, n), spare: make([]T, max(n, leaf))}
	for i := range f.ones {
		f.ones[i] = 1
	}
	return f
}

// Factor turns A into its factors, with the largest number of a column as pivot. It
// says whether it could: not if a pivot is 0 or no number. Nothing can then be solved.
func (f *LU[T]) Factor() bool {
	n := f.A.Rows
	check(f.A.Cols == n && len(f.A.Data) == n*n && len(f.Pivot) == n)
	tell(n * n * n / 3)
	if !f.columns(0, n) {
		return false
	}
	for i := range n {
		f.inverse[i] = 1 / f.A.Data[i*n+i]
	}
	return true
}

// PivotRatio is the smallest pivot over the largest, without signs: near 0 the matrix
// is nearly singular. It makes sense after Factor.
func (f *LU[T]) PivotRatio() float64 {
	small, large := math.Inf(1), 0.0
	for i := range f.A.Rows {
		p := math.Abs(float64(f.A.At(i, i)))
		small, large = min(small, p), max(large, p)
	}
	return small / large
}

// Det is the determinant as its sign and the logarithm of its size. It makes sense
// after Factor.
func (f *LU[T]) Det() (sign int, log float64) {
	sign = 1
	for i, p := range f.Pivot {
		v := float64(f.A.At(i, i))
		if (v < 0) != (p != i) {
			sign = -sign
		}
		log += elem.Log(math.Abs(v))
	}
	return sign, log
}

// Solve does B = A⁻¹ B: the columns of B are the right-hand sides.
func (f *LU[T]) Solve(b Mat[T]) {
	n := f.A.Rows
	check(b.Rows == n && len(b.Data) == n*b.Cols)
	for i, p := range f.Pivot {
		exchange(b.Data, b.Cols, i, p)
	}
	a, x := place2[T]{f.A.Data, 0, n, 1}, place2[T]{b.Data, 0, b.Cols, 1}
	solveTriangle(a, f.ones, true, x, n, b.Cols)
	solveTriangle(a, f.inverse, false, x, n, b.Cols)
}

// SolveT does B = A⁻ᵀ B.
func (f *LU[T]) SolveT(b Mat[T]) {
	n := f.A.Rows
	check(b.Rows == n && len(b.Data) == n*b.Cols)
	a, x := place2[T]{f.A.Data, 0, 1, n}, place2[T]{b.Data, 0, b.Cols, 1}
	solveTriangle(a, f.inverse, true, x, n, b.Cols)
	solveTriangle(a, f.ones, false, x, n, b.Cols)
	for i := n - 1; i >= 0; i-- {
		exchange(b.Data, b.Cols, i, f.Pivot[i])
	}
}

func exchange[T Float](data []T, n, i, p int) {
	if i == p {
		return
	}
	x, y := data[i*n:(i+1)*n], data[p*n:(p+1)*n]
	for j, v := range x {
		x[j], y[j] = y[j], v
	}
}
