//go:build amd64 && !noasm && !gccgo && !safe

package num

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
)

// gonum64 does the kernels in float64 with gonum's BLAS routines.
type gonum64 struct{}

var _ Kernels[float64] = gonum64{}

func (gonum64) Dot(x, y []float64) float64 {
	check(len(x) == len(y))
	return gonum.Implementation{}.Ddot(len(x), x, 1, y, 1)
}

func (gonum64) Axpy(a float64, x, y []float64) {
	check(len(x) == len(y))
	gonum.Implementation{}.Daxpy(len(x), a, x, 1, y, 1)
}

func (gonum64) Scale(a float64, x []float64) {
	gonum.Implementation{}.Dscal(len(x), a, x, 1)
}

func (gonum64) Gemv(y []float64, a Mat[float64], x []float64) {
	check(len(y) == a.Rows && len(x) == a.Cols)
	clear(y)
	if len(a.Data) == 0 {
		return
	}
	gonum.Implementation{}.Dgemv(blas.NoTrans, a.Rows, a.Cols, 1, a.Data, a.Cols, x, 1, 0, y, 1)
}

func (k gonum64) GemvWhere(y []float64, a Mat[float64], x, w []float64) {
	gemvWhere(k, y, a, x, w)
}

func (k gonum64) Gemv2(y1, y2 []float64, a Mat[float64], x1, x2 []float64) {
	k.Gemv(y1, a, x1)
	k.Gemv(y2, a, x2)
}

func (gonum64) GemvT(y []float64, a Mat[float64], x []float64) {
	check(len(y) == a.Cols && len(x) == a.Rows)
	clear(y)
	if len(a.Data) == 0 {
		return
	}
	if sparse(x) {
		for i, xi := range x {
			if xi != 0 {
				gonum.Implementation{}.Daxpy(a.Cols, xi, a.Row(i), 1, y, 1)
			}
		}
		return
	}
	gonum.Implementation{}.Dgemv(blas.Trans, a.Rows, a.Cols, 1, a.Data, a.Cols, x, 1, 0, y, 1)
}

func (k gonum64) GemvT2(y1, y2 []float64, a Mat[float64], x1, x2 []float64) {
	k.GemvT(y1, a, x1)
	k.GemvT(y2, a, x2)
}

func (gonum64) Ger(m Mat[float64], a, u []float64) {
	check(len(a) == m.Rows && len(u) == m.Cols)
	if len(m.Data) == 0 {
		return
	}
	if sparse(a) {
		for i, ai := range a {
			if ai != 0 {
				gonum.Implementation{}.Daxpy(m.Cols, ai, u, 1, m.Row(i), 1)
			}
		}
		return
	}
	gonum.Implementation{}.Dger(m.Rows, m.Cols, 1, a, 1, u, 1, m.Data, m.Cols)
}

func (k gonum64) Ger2(m Mat[float64], a, u, b, v []float64) {
	k.Ger(m, a, u)
	k.Ger(m, b, v)
}

func (k gonum64) Ger3(m Mat[float64], a, u, b, v, c, w []float64) {
	k.Ger2(m, a, u, b, v)
	if w != nil {
		k.Ger(m, c, w)
		return
	}
	addToRows(m, c)
}

func (k gonum64) Gemm(c Mat[float64], alpha float64, a, b Mat[float64], beta float64) {
	check(c.Rows == a.Rows && c.Cols == b.Cols && a.Cols == b.Rows)
	if !rescale(k, c, beta, a.Cols) {
		return
	}
	for i := range c.Rows {
		gonum.Implementation{}.Dgemv(blas.Trans, b.Rows, b.Cols, alpha, b.Data, b.Cols, a.Row(i), 1, 1, c.Row(i), 1)
	}
}

func (k gonum64) GemmNT(c Mat[float64], alpha float64, a, b Mat[float64], beta float64) {
	check(c.Rows == a.Rows && c.Cols == b.Rows && a.Cols == b.Cols)
	if !rescale(k, c, beta, a.Cols) {
		return
	}
	for i := range c.Rows {
		gonum.Implementation{}.Dgemv(blas.NoTrans, b.Rows, b.Cols, alpha, b.Data, b.Cols, a.Row(i), 1, 1, c.Row(i), 1)
	}
}

func (k gonum64) GemmTN(c Mat[float64], alpha float64, a, b Mat[float64], beta float64) {
	check(c.Rows == a.Cols && c.Cols == b.Cols && a.Rows == b.Rows)
	if !rescale(k, c, beta, a.Rows) {
		return
	}
	for i := range c.Rows {
		gonum.Implementation{}.Dgemv(blas.Trans, b.Rows, b.Cols, alpha, b.Data, b.Cols, a.Data[i:], a.Cols, 1, c.Row(i), 1)
	}
}

func (gonum64) SpMV(y []float64, a Sparse[float64], x []float64) { plain[float64]{}.SpMV(y, a, x) }
func (gonum64) Sum(x []float64) float64                          { return sum(x) }

func (k gonum64) SymUpdate(p Sym[float64], g float64, v []float64) { symUpdate(k, p, g, v) }
func (k gonum64) SymUpdateMul(y []float64, p Sym[float64], g float64, v, x []float64) {
	symUpdateMul(k, y, p, g, v, x)
}

func (k gonum64) GemvGer(q []float64, m Mat[float64], u, v, a, b []float64, beta float64) {
	gemvGer(k, q, m, u, v, a, b, beta)
}
