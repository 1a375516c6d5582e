package fixedpoint

import "hebb/sim/num"

// lu is the decomposition of a square matrix, with what is asked of it here beside
// solving: how close to singular it is, and the sign of its determinant.
type lu[T num.Float] struct {
	*num.LU[T]
	sign int     // of the determinant; 0 when it is 0
	log  float64 // log |det|
	near float64 // smallest pivot over the largest
}

func newLU[T num.Float](n int) *lu[T] { return &lu[T]{LU: num.NewLU[T](n)} }

// factor decomposes a. It says false when a pivot is 0 or not a number; the
// decomposition is then of no use.
func (f *lu[T]) factor(a num.Mat[T]) bool {
	copy(f.A.Data, a.Data)
	f.sign, f.log, f.near = 0, 0, 0
	if !f.Factor() {
		return false
	}
	f.sign, f.log = f.Det()
	f.near = f.PivotRatio()
	return f.near == f.near
}

// ratio is the smallest pivot over the largest: near 0 the matrix is close to a
// singular one.
func (f *lu[T]) ratio() float64 { return f.near }

func (f *lu[T]) solve(x num.Mat[T])  { f.Solve(x) }
func (f *lu[T]) solveT(x num.Mat[T]) { f.SolveT(x) }

// rows returns rows from..to of m, sharing its memory.
func rows[T num.Float](m num.Mat[T], from, to int) num.Mat[T] {
	return num.Mat[T]{Rows: to - from, Cols: m.Cols, Data: m.Data[from*m.Cols : to*m.Cols]}
}

// column is a vector as a matrix of one column.
func column[T num.Float](x []T) num.Mat[T] { return num.Mat[T]{Rows: len(x), Cols: 1, Data: x} }
