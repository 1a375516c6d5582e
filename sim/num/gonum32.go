package num

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
)

// gonum32 does the kernels in float32 with gonum's BLAS routines.
type gonum32 struct{}

var _ Kernels[float32] = gonum32{}

func (gonum32) Dot(x, y []float32) float32 {
	check(len(x) == len(y))
	return gonum.Implementation{}.Sdot(len(x), x, 1, y, 1)
}

func (gonum32) Axpy(a float32, x, y []float32) {
	check(len(x) == len(y))
	gonum.Implementation{}.Saxpy(len(x), a, x, 1, y, 1)
}

func (gonum32) Scale(a float32, x []float32) {
	gonum.Implementation{}.Sscal(len(x), a, x, 1)
}

func (gonum32) Gemv(y []float32, a Mat[float32], x []float32) {
	check(len(y) == a.Rows && len(x) == a.Cols)
	clear(y)
	gonum.Implementation{}.Sgemv(blas.NoTrans, a.Rows, a.Cols, 1, a.Data, a.Cols, x, 1, 0, y, 1)
}

func (k gonum32) Gemv2(y1, y2 []float32, a Mat[float32], x1, x2 []float32) {
	k.Gemv(y1, a, x1)
	k.Gemv(y2, a, x2)
}

func (gonum32) GemvT(y []float32, a Mat[float32], x []float32) {
	check(len(y) == a.Cols && len(x) == a.Rows)
	clear(y)
	if sparse(x) {
		for i, xi := range x {
			if xi != 0 {
				gonum.Implementation{}.Saxpy(a.Cols, xi, a.Row(i), 1, y, 1)
			}
		}
		return
	}
	gonum.Implementation{}.Sgemv(blas.Trans, a.Rows, a.Cols, 1, a.Data, a.Cols, x, 1, 0, y, 1)
}

func (k gonum32) GemvT2(y1, y2 []float32, a Mat[float32], x1, x2 []float32) {
	k.GemvT(y1, a, x1)
	k.GemvT(y2, a, x2)
}

func (gonum32) Ger(m Mat[float32], a, u []float32) {
	check(len(a) == m.Rows && len(u) == m.Cols)
	if sparse(a) {
		for i, ai := range a {
			if ai != 0 {
				gonum.Implementation{}.Saxpy(m.Cols, ai, u, 1, m.Row(i), 1)
			}
		}
		return
	}
	gonum.Implementation{}.Sger(m.Rows, m.Cols, 1, a, 1, u, 1, m.Data, m.Cols)
}

func (k gonum32) Ger2(m Mat[float32], a, u, b, v []float32) {
	k.Ger(m, a, u)
	k.Ger(m, b, v)
}
