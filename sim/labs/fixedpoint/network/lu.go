package network

import (
	"math"

	"hebb/sim/num"
)

// LU is the decomposition of a square matrix, with what is asked of it here beside
// solving: how close to singular it is, and the sign of its determinant.
type LU[T num.Float] struct {
	*num.LU[T]
	Sign int     // of the determinant; 0 when it is 0
	log  float64 // log |det|
	near float64 // smallest pivot over the largest
}

// NewLU returns the room for an n × n matrix.
func NewLU[T num.Float](n int) *LU[T] { return &LU[T]{LU: num.NewLU[T](n)} }

// Decompose takes a apart. It says false when a pivot is 0 or not a number; the
// decomposition is then of no use.
func (f *LU[T]) Decompose(a num.Mat[T]) bool {
	copy(f.A.Data, a.Data)
	f.Sign, f.log, f.near = 0, 0, 0
	if !f.Factor() {
		return false
	}
	f.Sign, f.log = f.Det()
	f.near = f.PivotRatio()
	return f.near == f.near
}

// Ratio is the smallest pivot over the largest: near 0 the matrix is close to a
// singular one.
func (f *LU[T]) Ratio() float64 { return f.near }

// Rows returns rows from..to of m, sharing its memory.
func Rows[T num.Float](m num.Mat[T], from, to int) num.Mat[T] {
	return num.Mat[T]{Rows: to - from, Cols: m.Cols, Data: m.Data[from*m.Cols : to*m.Cols]}
}

// column is a vector as a matrix of one column.
func column[T num.Float](x []T) num.Mat[T] { return num.Mat[T]{Rows: len(x), Cols: 1, Data: x} }

// LeastSingular improves an estimate of the smallest singular value of a decomposed
// matrix by inverse iteration, from the vector v, which it leaves better.
func LeastSingular(f *LU[float64], v []float64, turns int) float64 {
	k := num.Use[float64]()
	size := 0.0
	for range turns {
		f.SolveT(column(v))
		f.Solve(column(v))
		size = num.Norm(v)
		if !(size > 0) || math.IsInf(size, 0) {
			return 0
		}
		k.Scale(1/size, v)
	}
	return 1 / math.Sqrt(size)
}
