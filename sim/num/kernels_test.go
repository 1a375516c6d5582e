package num

import (
	"fmt"
	"math"
	"testing"
)

// slow is the obvious version of every kernel.
type slow[T Float] struct{}

func (slow[T]) Dot(x, y []T) T {
	sum := 0.0
	for i := range x {
		sum += float64(x[i]) * float64(y[i])
	}
	return T(sum)
}
func (slow[T]) Axpy(a T, x, y []T) {
	for i := range x {
		y[i] += a * x[i]
	}
}
func (slow[T]) Scale(a T, x []T) {
	for i := range x {
		x[i] *= a
	}
}
func (k slow[T]) Gemv(y []T, a Mat[T], x []T) {
	for i := range y {
		y[i] = k.Dot(a.Row(i), x)
	}
}
func (k slow[T]) GemvWhere(y []T, a Mat[T], x, w []T) {
	k.Gemv(y, a, x)
	for i := range y {
		if w[i] == 0 {
			y[i] = 0
		}
	}
}
func (k slow[T]) Gemv2(y1, y2 []T, a Mat[T], x1, x2 []T) { k.Gemv(y1, a, x1); k.Gemv(y2, a, x2) }
func (k slow[T]) GemvT(y []T, a Mat[T], x []T) {
	t := NewMat[T](a.Cols, a.Rows)
	Transpose(t, a)
	k.Gemv(y, t, x)
}
func (k slow[T]) GemvT2(y1, y2 []T, a Mat[T], x1, x2 []T) { k.GemvT(y1, a, x1); k.GemvT(y2, a, x2) }
func (k slow[T]) Ger(m Mat[T], a, u []T) {
	for i := range a {
		k.Axpy(a[i], u, m.Row(i))
	}
}
func (k slow[T]) Ger2(m Mat[T], a, u, b, v []T) { k.Ger(m, a, u); k.Ger(m, b, v) }
func (k slow[T]) Ger3(m Mat[T], a, u, b, v, c, w []T) {
	if w == nil {
		w = make([]T, m.Cols)
		for j := range w {
			w[j] = 1
		}
	}
	k.Ger2(m, a, u, b, v)
	k.Ger(m, c, w)
}
func (k slow[T]) GemvGer(q []T, m Mat[T], u, v, a, b []T, beta T) {
	k.Gemv(q, m, v)
	c := make([]T, len(b))
	for i := range c {
		c[i] = b[i] + beta*q[i]
	}
	k.Ger2(m, a, u, c, v)
}
func (slow[T]) gemm(c Mat[T], alpha T, inner int, a, b func(i, k int) T, beta T) {
	for i := range c.Rows {
		for j := range c.Cols {
			s := 0.0
			for k := range inner {
				s += float64(a(i, k)) * float64(b(j, k))
			}
			v := float64(alpha) * s
			if beta != 0 {
				v += float64(beta) * float64(c.At(i, j))
			}
			c.Data[i*c.Cols+j] = T(v)
		}
	}
}
func turned[T Float](m Mat[T]) func(i, k int) T { return func(i, k int) T { return m.At(k, i) } }
func (k slow[T]) Gemm(c Mat[T], alpha T, a, b Mat[T], beta T) {
	k.gemm(c, alpha, a.Cols, a.At, turned(b), beta)
}
func (k slow[T]) GemmNT(c Mat[T], alpha T, a, b Mat[T], beta T) {
	k.gemm(c, alpha, a.Cols, a.At, b.At, beta)
}
func (k slow[T]) GemmTN(c Mat[T], alpha T, a, b Mat[T], beta T) {
	k.gemm(c, alpha, a.Rows, turned(a), turned(b), beta)
}
func (slow[T]) SpMV(y []T, a CSR[T], x []T) {
	for i := range y {
		sum := 0.0
		for p := a.Start[i]; p < a.Start[i+1]; p++ {
			sum += float64(a.Val[p]) * float64(x[a.Col[p]])
		}
		y[i] = T(sum)
	}
}
func (slow[T]) SymUpdate(p Sym[T], g T, k []T) {
	for i := range k {
		for j := i; j < p.N; j++ {
			p.Data[i*p.N+j] -= g * k[i] * k[j]
		}
	}
}
func (s slow[T]) SymUpdateMul(y []T, p Sym[T], g T, k, x []T) {
	if g != 0 {
		s.SymUpdate(p, g, k)
	}
	for i := range y {
		sum := 0.0
		for j := range x {
			sum += float64(p.At(i, j)) * float64(x[j])
		}
		y[i] = T(sum)
	}
}
func (s slow[T]) Sum(x []T) T {
	sum := 0.0
	for _, v := range x {
		sum += float64(v)
	}
	return T(sum)
}

var _ Kernels[float32] = slow[float32]{}

func TestKernels32(t *testing.T) { testKernels(t, kernels32, 1e-5) }
func TestKernels64(t *testing.T) { testKernels(t, kernels64, 1e-13) }

// testKernels is the suite that every path passes: all shapes around the unrolling
// widths, dense and mostly zero vectors, and no trace of what y held before.
func testKernels[T Float](t *testing.T, k Kernels[T], tol float64) {
	var s slow[T]
	for _, shape := range [][2]int{{1, 1}, {1, 9}, {2, 3}, {3, 2}, {4, 4}, {5, 7}, {8, 16}, {9, 17}, {15, 33}, {31, 70}, {47, 70}, {784, 13}} {
		for _, fill := range []float64{1, 0.2} {
			m, n := shape[0], shape[1]
			name := fmt.Sprintf("%dx%d fill %g", m, n, fill)
			a := NewMat[T](m, n)
			draw(1, a.Data, 1)
			vec := func(seed uint64, n int, fill float64) []T { v := make([]T, n); draw(seed, v, fill); return v }
			xm, xm2, xn, xn2 := vec(2, m, fill), vec(3, m, fill), vec(4, n, fill), vec(5, n, 1)
			nan := func(n int) []T {
				v := make([]T, n)
				for i := range v {
					v[i] = T(math.NaN())
				}
				return v
			}
			g1, g2, w1, w2 := nan(m), nan(m), make([]T, m), make([]T, m)
			k.Gemv2(g1, g2, a, xn, xn2)
			s.Gemv2(w1, w2, a, xn, xn2)
			near(t, name+" Gemv2", g1, w1, tol)
			near(t, name+" Gemv2", g2, w2, tol)
			k.GemvWhere(g1, a, xn2, xm)
			s.GemvWhere(w1, a, xn2, xm)
			near(t, name+" GemvWhere", g1, w1, tol)
			h1, h2, v1, v2 := nan(n), nan(n), make([]T, n), make([]T, n)
			k.GemvT2(h1, h2, a, xm, xm2)
			s.GemvT2(v1, v2, a, xm, xm2)
			near(t, name+" GemvT2", h1, v1, tol)
			near(t, name+" GemvT2", h2, v2, tol)
			b, c := NewMat[T](m, n), NewMat[T](m, n)
			copy(b.Data, a.Data)
			copy(c.Data, a.Data)
			k.Ger2(b, xm, xn, xm2, xn2)
			s.Ger2(c, xm, xn, xm2, xn2)
			near(t, name+" Ger2", b.Data, c.Data, tol)
			copy(b.Data, a.Data)
			copy(c.Data, a.Data)
			k.Ger3(b, xm, xn, xm2, xn2, xm2, nil)
			s.Ger3(c, xm, xn, xm2, xn2, xm2, nil)
			k.Ger3(b, xm2, xn2, xm, xn, xm, xn2)
			s.Ger3(c, xm2, xn2, xm, xn, xm, xn2)
			near(t, name+" Ger3", b.Data, c.Data, tol)
			copy(b.Data, a.Data)
			copy(c.Data, a.Data)
			k.GemvGer(g1, b, xn, xn2, xm, xm2, -0.3)
			s.GemvGer(w1, c, xn, xn2, xm, xm2, -0.3)
			near(t, name+" GemvGer", b.Data, c.Data, tol)
			near(t, name+" GemvGer: q", g1, w1, tol)
			near(t, name+" Sum", []T{k.Sum(a.Data)}, []T{s.Sum(a.Data)}, tol)
			near(t, name+" Dot", []T{k.Dot(xn, xn2)}, []T{s.Dot(xn, xn2)}, tol)
			k.Scale(0.3, b.Data)
			s.Scale(0.3, c.Data)
			near(t, name+" Scale", b.Data, c.Data, tol)
		}
	}
}

func TestShapesThatDoNotFitPanic(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("Gemv of a 2x3 matrix took a vector of 2")
		}
	}()
	kernels64.Gemv(make([]float64, 2), NewMat[float64](2, 3), make([]float64, 2))
}

func TestKernelsAllocateNothing(t *testing.T) {
	k := Use[float32]()
	a := NewMat[float32](30, 20)
	x, y, z := make([]float32, 20), make([]float32, 30), make([]float32, 20)
	x[3], y[2] = 1, 1
	n := testing.AllocsPerRun(10, func() {
		k.Gemv(y, a, x)
		k.GemvT(z, a, y)
		k.Ger2(a, y, x, y, z)
		Softplus(z, x, x, 10)
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func draw[T Float](seed uint64, v []T, fill float64) {
	k, z := NewKey(seed, "test", 0), NewKey(seed, "zero", 0)
	for i := range v {
		if z.Unit(0, i) < fill {
			v[i] = T(k.Uniform(0, i))
		}
	}
}

func near[T Float](t *testing.T, what string, got, want []T, tol float64) {
	t.Helper()
	for i := range want {
		if !(math.Abs(float64(got[i]-want[i])) <= tol*(1+math.Abs(float64(want[i])))) {
			t.Fatalf("%s: element %d is %v, want %v", what, i, got[i], want[i])
		}
	}
}

func BenchmarkKernels(b *testing.B) {
	b.Run("f32", benchKernels[float32])
	b.Run("f64", benchKernels[float64])
}

// benchKernels times the first layer's shape, a row to an input.
func benchKernels[T Float](b *testing.B) {
	k := Use[T]()
	a := NewMat[T](784, 170)
	u, v, x, y := make([]T, 170), make([]T, 170), make([]T, 784), make([]T, 784)
	draw(9, a.Data, 1)
	draw(1, u, 1)
	draw(2, v, 1)
	draw(3, x, 0.19)
	draw(4, y, 1)
	k.Scale(1e-6, u)
	run := func(name string, f func()) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				f()
			}
		})
	}
	run("Gemv", func() { k.Gemv(y, a, u) })
	run("GemvTsparse", func() { k.GemvT(v, a, x) })
	run("GemvT", func() { k.GemvT(v, a, y) })
	run("Ger", func() { k.Ger(a, y, u) })
	run("Gersparse", func() { k.Ger(a, x, u) })
	run("Ger2sparse", func() { k.Ger2(a, x, u, y, v) })
	run("Gemv2", func() { k.Gemv2(y, x, a, u, v) })
	run("Softplus170", func() { Softplus(v, u, u, 10) })
}
