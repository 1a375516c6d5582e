package num

import (
	"fmt"
	"math"
	"testing"
)

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
