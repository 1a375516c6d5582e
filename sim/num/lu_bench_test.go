package num

import (
	"fmt"
	"testing"

	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/lapack/lapack64"
)

// BenchmarkLU times factoring, and solving for one and for n right-hand sides.
func BenchmarkLU(b *testing.B) {
	b.Run("f32", benchLU[float32])
	b.Run("f64", benchLU[float64])
	for _, n := range []int{100, 300} {
		b.Run(fmt.Sprintf("gonum/Factor/%d", n), func(b *testing.B) {
			a, w, piv := make([]float64, n*n), make([]float64, n*n), make([]int, n)
			draw(1, a, 1)
			g := blas64.General{Rows: n, Cols: n, Stride: n, Data: w}
			measure(b, func() { copy(w, a); lapack64.Getrf(g, piv) }, 2.0/3*float64(n*n*n), 0)
		})
	}
}

func benchLU[T Float](b *testing.B) {
	for _, n := range []int{10, 30, 100, 200, 300} {
		f, a := NewLU[T](n), make([]T, n*n)
		draw(1, a, 1)
		work := 2.0 / 3 * float64(n*n*n)
		b.Run(fmt.Sprintf("Factor/%d", n), func(b *testing.B) {
			measure(b, func() { copy(f.A.Data, a); f.Factor() }, work, 0)
		})
		copy(f.A.Data, a)
		f.Factor()
		for _, m := range []int{1, n} {
			x, y := NewMat[T](n, m), make([]T, n*m)
			draw(2, y, 1)
			b.Run(fmt.Sprintf("Solve/%d/%d", n, m), func(b *testing.B) {
				measure(b, func() { copy(x.Data, y); f.Solve(x) }, 2*float64(n*n*m), 0)
			})
			b.Run(fmt.Sprintf("SolveT/%d/%d", n, m), func(b *testing.B) {
				measure(b, func() { copy(x.Data, y); f.SolveT(x) }, 2*float64(n*n*m), 0)
			})
		}
	}
}
