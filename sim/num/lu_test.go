package num

import (
	"math"
	"testing"
)

var luSizes = []int{1, 2, 3, 5, 7, 8, 9, 12, 15, 16, 17, 23, 24, 31, 33, 40, 47, 64, 65, 100, 129, 170}

// A system that is solved leaves a small remainder: A x - b is some units in the last
// place of |A| |x| + |b|, whatever the matrix (Higham, Accuracy and Stability of
// Numerical Algorithms, section 9).
func TestLUSolves(t *testing.T) {
	for i, n := range luSizes {
		for _, m := range []int{0, 1, 2, 5, 8, 13, 40} {
			testLU[float32](t, n, m, uint64(i))
			testLU[float64](t, n, m, uint64(i))
		}
	}
}

func testLU[T Float](t *testing.T, n, m int, seed uint64) {
	t.Helper()
	g := &maker[T]{seed: seed, fill: 1}
	a, b := g.mat(n, n), g.mat(n, m)
	f := NewLU[T](n)
	copy(f.A.Data, a.Data)
	if !f.Factor() {
		t.Fatalf("n = %d: not factored", n)
	}
	checkFactors(t, f, a)
	x := NewMat[T](n, m)
	copy(x.Data, b.Data)
	f.Solve(x)
	checkRemainder(t, "Solve", a, x, b)
	copy(x.Data, b.Data)
	f.SolveT(x)
	turned := NewMat[T](n, n)
	Transpose(turned, a)
	checkRemainder(t, "SolveT", turned, x, b)
}

// checkFactors: L U is A with its rows in order, and no multiplier is above 1.
func checkFactors[T Float](t *testing.T, f *LU[T], a Mat[T]) {
	t.Helper()
	n := a.Rows
	p := append([]T(nil), a.Data...)
	for i, q := range f.Pivot {
		exchange(p, n, i, q)
	}
	eps := pickTol[T](1.2e-7, 2.3e-16)
	for i := range n {
		for j := range n {
			sum, size := 0.0, 0.0
			for k := range min(i, j) + 1 {
				l := 1.0
				if k < i {
					if l = float64(f.A.At(i, k)); math.Abs(l) > 1+4*eps {
						t.Fatalf("n = %d: multiplier %d, %d is %v", n, i, k, l)
					}
				}
				sum += l * float64(f.A.At(k, j))
				size += math.Abs(l * float64(f.A.At(k, j)))
			}
			if d := math.Abs(sum - float64(p[i*n+j])); !(d <= eps*(8+float64(n))*size) {
				t.Fatalf("n = %d: element %d, %d of L U is off by %g, size %g", n, i, j, d, size)
			}
		}
	}
}

func checkRemainder[T Float](t *testing.T, what string, a, x, b Mat[T]) {
	t.Helper()
	eps := pickTol[T](1.2e-7, 2.3e-16)
	n := a.Rows
	for j := range x.Cols {
		top := 0.0
		for i := range n {
			top = max(top, math.Abs(float64(x.At(i, j))))
		}
		for i := range n {
			sum := 0.0
			for k := range n {
				sum += float64(a.At(i, k)) * float64(x.At(k, j))
			}
			if d := math.Abs(sum - float64(b.At(i, j))); !(d <= eps*30*float64(n)*(float64(n)*top+1)) {
				t.Fatalf("%s n = %d m = %d: row %d of system %d is off by %g", what, n, x.Cols, i, j, d)
			}
		}
	}
}

// Rows in an order that needs every exchange, with a known answer.
func TestLUPivots(t *testing.T) {
	for _, n := range luSizes {
		f := NewLU[float64](n)
		for i := range n {
			f.A.Data[i*n+(i*7+n/2)%n] += 2 // a permutation where 7 and n have no common factor
			f.A.Data[i*n+(n-1-i)] += 1e-9
		}
		if n%7 == 0 {
			continue
		}
		a := Mat[float64]{n, n, append([]float64(nil), f.A.Data...)}
		if !f.Factor() {
			t.Fatalf("n = %d: not factored", n)
		}
		x, b := NewMat[float64](n, 1), NewMat[float64](n, 1)
		for i := range b.Data {
			b.Data[i] = float64(i + 1)
			x.Data[i] = b.Data[i]
		}
		f.Solve(x)
		checkRemainder(t, "Solve", a, x, b)
	}
}

func TestLUDet(t *testing.T) {
	for _, c := range []struct {
		a    []float64
		sign int
		det  float64
	}{{[]float64{3}, 1, 3}, {[]float64{1, 2, 3, 4}, -1, 2}, {[]float64{4, 3, 2, 1}, -1, 2}, {[]float64{0, 2, 1, 0}, -1, 2},
		{[]float64{2, -1, 0, -1, 2, -1, 0, -1, 2}, 1, 4}, {[]float64{0, 0, 5, 0, 2, 0, 1, 0, 0}, -1, 10}} {
		n := int(math.Sqrt(float64(len(c.a))))
		f := NewLU[float64](n)
		copy(f.A.Data, c.a)
		if !f.Factor() {
			t.Fatalf("%v: not factored", c.a)
		}
		if sign, log := f.Det(); sign != c.sign || math.Abs(math.Exp(log)-c.det) > 1e-12 {
			t.Errorf("%v: sign %d, size %g, want %d and %g", c.a, sign, math.Exp(log), c.sign, c.det)
		}
	}
}

func TestLUSingular(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, n := range luSizes {
		for name, spoil := range map[string]func(a Mat[float64]){
			"a column of zeros": func(a Mat[float64]) {
				for i := range n {
					a.Data[i*n+n/2] = 0
				}
			},
			"NaN":      func(a Mat[float64]) { a.Data[n*n/2] = nan },
			"infinity": func(a Mat[float64]) { a.Data[n*n-1] = inf },
			"all 0":    func(a Mat[float64]) { clear(a.Data) },
		} {
			f := NewLU[float64](n)
			draw(3, f.A.Data, 1)
			spoil(f.A)
			if f.Factor() {
				t.Errorf("n = %d: %s was factored", n, name)
			}
		}
	}
	f := NewLU[float64](2)
	copy(f.A.Data, []float64{1, 1, 1, 1 + 1e-14})
	if !f.Factor() || !(f.PivotRatio() < 1e-12) {
		t.Errorf("pivot ratio %g of a matrix that is nearly singular", f.PivotRatio())
	}
}

func TestLUAllocatesNothing(t *testing.T) {
	f, b, one := NewLU[float32](50), NewMat[float32](50, 9), NewMat[float32](50, 1)
	a := make([]float32, 2500)
	draw(1, a, 1)
	n := testing.AllocsPerRun(5, func() {
		copy(f.A.Data, a)
		if !f.Factor() {
			t.Error("singular")
		}
		f.Solve(b)
		f.SolveT(one)
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// Floor: 20 executions a second.
func FuzzLU(f *testing.F) {
	f.Add(uint64(1), uint8(20), uint8(3))
	f.Fuzz(func(t *testing.T, seed uint64, n, m uint8) {
		testLU[float32](t, 1+int(n)%90, int(m)%50, seed)
		testLU[float64](t, 1+int(n)%90, int(m)%50, seed)
	})
}
