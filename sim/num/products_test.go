package num

import (
	"fmt"
	"math"
	"testing"
)

func TestProducts32(t *testing.T) { testProducts(t, kernels32, 1e-5) }
func TestProducts64(t *testing.T) { testProducts(t, kernels64, 1e-13) }

// testProducts compares the products of matrices over shapes around the sizes of
// registers, with every kind of alpha and beta. With beta = 0 the NaN in C must go.
func testProducts[T Float](t *testing.T, k Kernels[T], tol float64) {
	var s slow[T]
	sizes := []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 16, 17, 24, 31, 33, 70}
	drawn := func(seed uint64, r, c int) Mat[T] { m := NewMat[T](r, c); draw(seed, m.Data, 1); return m }
	key := NewKey(1, "shapes", 0)
	for n := range 400 {
		pick := func(i int) int { return sizes[key.Bits(n, i)%uint64(len(sizes))] }
		rows, cols, inner := pick(0), pick(1), pick(2)
		ab := [][2]T{{1, 0}, {1, 1}, {-0.5, 0}, {2, -0.25}}[n%4]
		a, at := drawn(1, rows, inner), drawn(2, inner, rows)
		b, bt := drawn(3, inner, cols), drawn(4, cols, inner)
		start := drawn(5, rows, cols)
		if ab[1] == 0 {
			for i := range start.Data {
				start.Data[i] = T(math.NaN())
			}
		}
		for _, p := range []struct {
			name string
			do   func(k Kernels[T], c Mat[T])
		}{
			{"Gemm", func(k Kernels[T], c Mat[T]) { k.Gemm(c, ab[0], a, b, ab[1]) }},
			{"GemmNT", func(k Kernels[T], c Mat[T]) { k.GemmNT(c, ab[0], a, bt, ab[1]) }},
			{"GemmTN", func(k Kernels[T], c Mat[T]) { k.GemmTN(c, ab[0], at, b, ab[1]) }},
		} {
			got, want := NewMat[T](rows, cols), NewMat[T](rows, cols)
			copy(got.Data, start.Data)
			copy(want.Data, start.Data)
			p.do(k, got)
			p.do(s, want)
			near(t, fmt.Sprintf("%s %dx%d inner %d alpha %v beta %v", p.name, rows, cols, inner, ab[0], ab[1]), got.Data, want.Data, tol)
		}
	}
}

func TestSparse32(t *testing.T) { testSparse(t, kernels32, 1e-5) }
func TestSparse64(t *testing.T) { testSparse(t, kernels64, 1e-13) }

func testSparse[T Float](t *testing.T, k Kernels[T], tol float64) {
	for _, fill := range []float64{0, 0.1, 0.5, 1} {
		for _, shape := range [][2]int{{1, 1}, {3, 7}, {20, 9}, {50, 130}} {
			m := NewMat[T](shape[0], shape[1])
			draw(1, m.Data, fill)
			x, y, want := make([]T, m.Cols), make([]T, m.Rows), make([]T, m.Rows)
			draw(2, x, 1)
			k.SpMV(y, NewCSR(m), x)
			slow[T]{}.Gemv(want, m, x)
			near(t, fmt.Sprintf("SpMV %v fill %g", shape, fill), y, want, tol)
		}
	}
}

func TestSym32(t *testing.T) { testSym(t, kernels32, 2e-5) }
func TestSym64(t *testing.T) { testSym(t, kernels64, 1e-13) }

// The lower triangle is no business of theirs: it holds NaN, before and after.
func testSym[T Float](t *testing.T, k Kernels[T], tol float64) {
	var s slow[T]
	for _, n := range []int{1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 30, 33, 64, 71, 130} {
		got, want := NewSym[T](n), NewSym[T](n)
		draw(1, got.Data, 1)
		for i := range n {
			for j := range i {
				got.Data[i*n+j] = T(math.NaN())
			}
		}
		copy(want.Data, got.Data)
		v, x, y, z := make([]T, n), make([]T, n), make([]T, n), make([]T, n)
		draw(2, v, 1)
		draw(3, x, 1)
		same := func(what string) {
			t.Helper()
			for i := range n {
				near(t, fmt.Sprintf("%s n %d row %d", what, n, i), got.tail(i), want.tail(i), tol)
				for j := range i {
					if got.Data[i*n+j] == got.Data[i*n+j] {
						t.Fatalf("%s n %d: element (%d, %d) was written", what, n, i, j)
					}
				}
			}
		}
		k.SymUpdate(got, 0.3, v)
		s.SymUpdate(want, 0.3, v)
		same("SymUpdate")
		for _, g := range []T{0, -0.7} {
			for i := range y {
				y[i] = T(math.NaN())
			}
			k.SymUpdateMul(y, got, g, v, x)
			s.SymUpdateMul(z, want, g, v, x)
			same("SymUpdateMul")
			near(t, fmt.Sprintf("SymUpdateMul n %d g %v: y", n, g), y, z, tol)
		}
	}
}
