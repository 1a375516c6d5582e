package num

import (
	"cmp"
	"math"
	"math/cmplx"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

func libraryMat(m Mat[float64]) *mat.Dense {
	return mat.NewDense(m.Rows, m.Cols, append([]float64(nil), m.Data...))
}

// Decompositions put together again are what was decomposed, and their values are those
// of a library.
func TestSymEigen(t *testing.T) {
	for _, n := range []int{1, 2, 3, 5, 8, 20, 70} {
		g := &maker[float64]{seed: uint64(n), fill: []float64{1, 0.2}[n%2]}
		x := g.mat(n, n)
		a := NewMat[float64](n, n)
		for i := range n {
			for j := range n {
				a.Data[i*n+j] = x.At(i, j) + x.At(j, i)
			}
		}
		values, vectors, ok := SymEigen(a)
		if !ok || !slices.IsSorted(values) {
			t.Fatalf("n = %d: %v %v", n, ok, values)
		}
		if e := Orthonormality(vectors); e > 1e-26 {
			t.Errorf("n = %d: vectors are orthonormal up to %g", n, e)
		}
		for i := range n {
			for j := range n {
				sum := 0.0
				for k, v := range values {
					sum += vectors.At(i, k) * v * vectors.At(j, k)
				}
				if math.Abs(sum-a.At(i, j)) > 1e-13*float64(n) {
					t.Fatalf("n = %d: element %d, %d is %v, want %v", n, i, j, sum, a.At(i, j))
				}
			}
		}
	}
	if _, _, ok := SymEigen(Mat[float64]{2, 2, []float64{1, math.NaN(), math.NaN(), 1}}); ok {
		t.Error("NaN was decomposed")
	}
}

func TestSVD(t *testing.T) {
	for _, shape := range [][2]int{{1, 1}, {3, 2}, {2, 3}, {8, 8}, {30, 7}, {7, 30}, {40, 40}, {100, 33}} {
		m, n := shape[0], shape[1]
		g := &maker[float64]{seed: uint64(m + n), fill: 1}
		a := g.mat(m, n)
		if m == 40 { // nearly of rank 20, over many sizes
			for i := range a.Data {
				a.Data[i] *= math.Pow(2, -float64(i%n))
			}
		}
		d, ok := NewSVD(a, true)
		s, ok2 := SingularValues(a)
		var library mat.SVD
		if !ok || !ok2 || !library.Factorize(libraryMat(a), mat.SVDNone) {
			t.Fatalf("%v: not decomposed", shape)
		}
		for i, w := range library.Values(nil) {
			if math.Abs(d.S[i]-w) > 1e-13*d.S[0] || math.Abs(s[i]-w) > 1e-13*d.S[0] {
				t.Errorf("%v: singular value %d is %v and %v, the library's %v", shape, i, d.S[i], s[i], w)
			}
		}
		if u, v := Orthonormality(d.U), Orthonormality(d.V); u > 1e-25 || v > 1e-25 {
			t.Errorf("%v: vectors are orthonormal up to %g and %g", shape, u, v)
		}
		for i := range m {
			for j := range n {
				sum := 0.0
				for k, v := range d.S {
					sum += d.U.At(i, k) * v * d.V.At(j, k)
				}
				if math.Abs(sum-a.At(i, j)) > 1e-13*d.S[0] {
					t.Fatalf("%v: element %d, %d is %v, want %v", shape, i, j, sum, a.At(i, j))
				}
			}
		}
	}
	zero, ok := NewSVD(NewMat[float64](3, 2), true)
	if !ok || zero.S[0] != 0 {
		t.Errorf("of zeros: %v", zero.S)
	}
}

func TestEigenvalues(t *testing.T) {
	for _, n := range []int{1, 2, 3, 4, 5, 9, 20, 60, 120} {
		g := &maker[float64]{seed: uint64(n), fill: []float64{1, 0.4}[n%2]}
		a := g.mat(n, n)
		got, ok := Eigenvalues(a)
		var library mat.Eigen
		if !ok || !library.Factorize(libraryMat(a), mat.EigenNone) {
			t.Fatalf("n = %d: not decomposed", n)
		}
		want := library.Values(nil)
		for _, z := range got {
			best := slices.MinFunc(want, func(a, b complex128) int { return cmp.Compare(cmplx.Abs(a-z), cmplx.Abs(b-z)) })
			if cmplx.Abs(best-z) > 1e-11*float64(n) {
				t.Errorf("n = %d: %v is no eigenvalue; %v is the nearest", n, z, best)
			}
		}
		trace, sum := 0.0, complex(0, 0)
		for i, z := range got {
			trace += a.At(i, i)
			sum += z
		}
		if cmplx.Abs(sum-complex(trace, 0)) > 1e-12*float64(n) {
			t.Errorf("n = %d: the sum is %v, the trace %v", n, sum, trace)
		}
	}
	// a shift, whose eigenvalues are roots of 1, and one that is nilpotent
	for _, last := range []float64{1, 0} {
		const n = 6
		a := NewMat[float64](n, n)
		for i := range n - 1 {
			a.Data[i*n+i+1] = 1
		}
		a.Data[(n-1)*n] = last
		z, ok := Eigenvalues(a)
		for _, v := range z {
			if !ok || math.Abs(cmplx.Abs(v)-last) > 1e-2 {
				t.Errorf("%v %v", ok, z)
				break
			}
		}
	}
}
