package num

import (
	"fmt"
	"math"
	"testing"
	"time"
	"unsafe"
)

// The shapes that labs use, and the sizes of their batches.
var (
	benchShapes  = [][2]int{{170, 784}, {784, 170}, {130, 170}, {1000, 1000}, {300, 300}, {200, 200}}
	benchBatches = []int{32, 300, 512}
)

// BenchmarkMatrixVector times what is done with one matrix of weights and vectors. GB/s
// is the traffic of the matrix: it counts twice where it is read and written.
func BenchmarkMatrixVector(b *testing.B) {
	b.Run("f32", benchMatrixVector[float32])
	b.Run("f64", benchMatrixVector[float64])
}

func benchMatrixVector[T Float](b *testing.B) {
	k := Use[T]()
	for _, shape := range benchShapes {
		m, n := shape[0], shape[1]
		a := NewMat[T](m, n)
		draw(1, a.Data, 1)
		vec := func(seed uint64, n int) []T { v := make([]T, n); draw(seed, v, 1); return v }
		x, y, u, v := vec(2, n), vec(3, m), vec(4, n), vec(5, m)
		small := append([]T(nil), y...)
		k.Scale(1e-6, small)
		zero, small2 := make([]T, m), vec(6, n)
		for _, c := range []struct {
			name          string
			flops, passes float64
			do            func()
		}{
			{"Gemv", 2, 1, func() { k.Gemv(y, a, x) }},
			{"Gemv2", 4, 1, func() { k.Gemv2(y, v, a, x, u) }},
			{"GemvT", 2, 1, func() { k.GemvT(x, a, small) }},
			{"GemvT2", 4, 1, func() { k.GemvT2(x, u, a, small, v) }},
			{"Ger", 2, 2, func() { k.Ger(a, small, u) }},
			{"Ger2", 4, 2, func() { k.Ger2(a, small, u, small, u) }},
			{"GemvGer", 6, 2, func() { k.GemvGer(y, a, small2, u, zero, zero, -1e-6) }},
			{"Ger3", 6, 2, func() { k.Ger3(a, small, u, small, u, small, u) }},
		} {
			b.Run(fmt.Sprintf("%s/%dx%d", c.name, m, n), func(b *testing.B) {
				measure(b, c.do, c.flops*float64(m*n), c.passes*float64(m*n)*float64(unsafe.Sizeof(x[0])))
			})
		}
	}
}

// measure times an operation of so many flops and bytes. What it reports is the best
// of many short runs: the others were disturbed.
func measure(b *testing.B, do func(), flops, bytes float64) {
	run := func(n int) time.Duration {
		start := time.Now()
		for range n {
			do()
		}
		return time.Since(start)
	}
	n := 1
	for run(n) < 50*time.Microsecond {
		n *= 2
	}
	best := time.Duration(math.MaxInt64)
	for b.Loop() {
		best = min(best, run(n))
	}
	ns := float64(best.Nanoseconds()) / float64(n)
	b.ReportMetric(ns, "ns/op")
	b.ReportMetric(flops/ns, "GF/s")
	if bytes > 0 {
		b.ReportMetric(bytes/ns, "GB/s")
	}
}

// BenchmarkProducts times a layer's three products of a batch: forward X Wᵀ, backward
// E W, and the gradient Eᵀ X.
func BenchmarkProducts(b *testing.B) {
	b.Run("f32", benchProducts[float32])
	b.Run("f64", benchProducts[float64])
}

func benchProducts[T Float](b *testing.B) {
	k := Use[T]()
	for _, shape := range benchShapes {
		for _, batch := range benchBatches {
			post, pre := shape[0], shape[1]
			w, x, e := NewMat[T](post, pre), NewMat[T](batch, pre), NewMat[T](batch, post)
			draw(1, w.Data, 1)
			draw(2, x.Data, 1)
			draw(3, e.Data, 1)
			z, back, grad := NewMat[T](batch, post), NewMat[T](batch, pre), NewMat[T](post, pre)
			for _, c := range []struct {
				name string
				do   func()
			}{
				{"XWt", func() { k.GemmNT(z, 1, x, w, 0) }},
				{"EW", func() { k.Gemm(back, 1, e, w, 0) }},
				{"EtX", func() { k.GemmTN(grad, 1, e, x, 0) }},
			} {
				b.Run(fmt.Sprintf("%s/%dx%d/%d", c.name, post, pre, batch), func(b *testing.B) {
					measure(b, c.do, 2*float64(post*pre*batch), 0)
				})
			}
		}
	}
}

// BenchmarkShared times a large product alone and shared out.
func BenchmarkShared(b *testing.B) {
	const n, batch = 1000, 512
	g := &maker[float32]{seed: 1, fill: 1}
	x, w, z := g.mat(batch, n), g.mat(n, n), g.mat(batch, n)
	for name, p := range map[string]Products[float32]{"alone": Use[float32](), "shared": Share[float32](&crowd{})} {
		b.Run(name, func(b *testing.B) { measure(b, func() { p.GemmNT(z, 1, x, w, 0) }, 2*n*n*batch, 0) })
	}
}

// BenchmarkSymmetric times the sweep of a reservoir's P, of which half is touched.
func BenchmarkSymmetric(b *testing.B) {
	b.Run("f32", benchSymmetric[float32])
	b.Run("f64", benchSymmetric[float64])
}

func benchSymmetric[T Float](b *testing.B) {
	const n = 1000
	k := Use[T]()
	q := NewSym[T](n)
	draw(1, q.Data, 1)
	v, x, y := make([]T, n), make([]T, n), make([]T, n)
	draw(2, v, 1)
	draw(3, x, 1)
	half := float64(n*n) / 2
	size := float64(unsafe.Sizeof(x[0]))
	run := func(name string, flops, passes float64, do func()) {
		b.Run(name, func(b *testing.B) {
			measure(b, do, flops*half, passes*half*size)
		})
	}
	run("Update", 2, 2, func() { k.SymUpdate(q, 1e-9, v) })
	run("UpdateMul", 6, 2, func() { k.SymUpdateMul(y, q, 1e-9, v, x) })
	run("Mul", 4, 1, func() { k.SymUpdateMul(y, q, 0, v, x) })
	m := NewMat[T](n, n)
	draw(4, m.Data, 0.1)
	s := NewSparse(newCSR(m))
	run("SpMV", 0.4, 0.2*(size+2)/size, func() { k.SpMV(y, s, x) })
}

// BenchmarkWidths sets products in vectors of 512 bits beside those of 256, in turns, each by
// the best of them.
func BenchmarkWidths(b *testing.B) {
	if KernelPath() != "avx512" {
		b.Skipf("the path is %q", KernelPath())
	}
	b.Run("f32", benchWidths[float32])
	b.Run("f64", benchWidths[float64])
}

func benchWidths[T Float](b *testing.B) {
	for _, shape := range [][3]int{
		{32, 784, 170}, {300, 784, 170}, {512, 784, 170}, {300, 170, 130}, {512, 1000, 1000}, {300, 300, 300}, {32, 200, 200}, {512, 200, 200},
		{8, 784, 170}, {10, 130, 10}, {60, 170, 10}, {1000, 1000, 1000}, {20, 15, 20}, {5, 6, 7}, {100, 20, 15},
	} {
		batch, cols, rows := shape[0], shape[1], shape[2]
		x, w, y := NewMat[T](batch, cols), NewMat[T](rows, cols), NewMat[T](batch, rows)
		draw(1, x.Data, 1)
		draw(2, w.Data, 1)
		draw(3, y.Data, 1)
		out, back, grad := NewMat[T](batch, rows), NewMat[T](batch, cols), NewMat[T](rows, cols)
		for _, c := range []struct {
			name string
			do   func(k Kernels[T])
		}{
			{"NT", func(k Kernels[T]) { k.GemmNT(out, 1, x, w, 0) }},
			{"N", func(k Kernels[T]) { k.Gemm(back, 1, y, w, 0) }},
			{"TN", func(k Kernels[T]) { k.GemmTN(grad, 1, y, x, 1) }},
		} {
			b.Run(fmt.Sprintf("%s/%dx%dx%d", c.name, batch, cols, rows), func(b *testing.B) {
				var ks [2]Kernels[T]
				for i, path := range ways()[:2] {
					onPath(path, func() { ks[i] = Use[T]() })
				}
				best := [2]time.Duration{1 << 40, 1 << 40}
				n := max(1, int(2e-3*30e9/float64(2*batch*cols*rows)))
				for range 30 {
					for i, k := range ks {
						start := time.Now()
						for range n {
							c.do(k)
						}
						best[i] = min(best[i], time.Since(start))
					}
				}
				flops := 2 * float64(n*batch*cols*rows)
				b.ReportMetric(0, "ns/op")
				b.ReportMetric(flops/float64(best[0]), "GFlop/s")
				b.ReportMetric(flops/float64(best[1]), "GFlop/s-narrow")
				b.ReportMetric(float64(best[1])/float64(best[0]), "times")
			})
		}
	}
}
