//go:build amd64 && !noasm && !gccgo && !safe

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
	if len(a.Data) == 0 {
		return
	}
	gonum.Implementation{}.Sgemv(blas.NoTrans, a.Rows, a.Cols, 1, a.Data, a.Cols, x, 1, 0, y, 1)
}

func (k gonum32) GemvWhere(y []float32, a Mat[float32], x, w []float32) {
	gemvWhere(k, y, a, x, w)
}

func (k gonum32) Gemv2(y1, y2 []float32, a Mat[float32], x1, x2 []float32) {
	k.Gemv(y1, a, x1)
	k.Gemv(y2, a, x2)
}

func (gonum32) GemvT(y []float32, a Mat[float32], x []float32) {
	check(len(y) == a.Cols && len(x) == a.Rows)
	clear(y)
	if len(a.Data) == 0 {
		return
	}
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
	if len(m.Data) == 0 {
		return
	}
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

func (k gonum32) Ger3(m Mat[float32], a, u, b, v, c, w []float32) {
	k.Ger2(m, a, u, b, v)
	if w != nil {
		k.Ger(m, c, w)
		return
	}
	addToRows(m, c)
}

func (k gonum32) Gemm(c Mat[float32], alpha float32, a, b Mat[float32], beta float32) {
	check(c.Rows == a.Rows && c.Cols == b.Cols && a.Cols == b.Rows)
	if !rescale(k, c, beta, a.Cols) {
		return
	}
	for i := range c.Rows {
		gonum.Implementation{}.Sgemv(blas.Trans, b.Rows, b.Cols, alpha, b.Data, b.Cols, a.Row(i), 1, 1, c.Row(i), 1)
	}
}

func (k gonum32) GemmNT(c Mat[float32], alpha float32, a, b Mat[float32], beta float32) {
	check(c.Rows == a.Rows && c.Cols == b.Rows && a.Cols == b.Cols)
	if !rescale(k, c, beta, a.Cols) {
		return
	}
	for i := range c.Rows {
		gonum.Implementation{}.Sgemv(blas.NoTrans, b.Rows, b.Cols, alpha, b.Data, b.Cols, a.Row(i), 1, 1, c.Row(i), 1)
	}
}

func (k gonum32) GemmTN(c Mat[float32], alpha float32, a, b Mat[float32], beta float32) {
	check(c.Rows == a.Cols && c.Cols == b.Cols && a.Rows == b.Rows)
	if !rescale(k, c, beta, a.Rows) {
		return
	}
	for i := range c.Rows {
		gonum.Implementation{}.Sgemv(blas.Trans, b.Rows, b.Cols, alpha, b.Data, b.Cols, a.Data[i:], a.Cols, 1, c.Row(i), 1)
	}
}

func (gonum32) SpMV(y []float32, a Sparse[float32], x []float32) { plain[float32]{}.SpMV(y, a, x) }
func (gonum32) Sum(x []float32) float32                          { return sum(x) }

func (k gonum32) SymUpdate(p Sym[float32], g float32, v []float32) { symUpdate(k, p, g, v) }
func (k gonum32) SymUpdateMul(y []float32, p Sym[float32], g float32, v, x []float32) {
	symUpdateMul(k, y, p, g, v, x)
}

func (k gonum32) GemvGer(q []float32, m Mat[float32], u, v, a, b []float32, beta float32) {
	gemvGer(k, q, m, u, v, a, b, beta)
}
