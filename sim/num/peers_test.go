package num_test

import (
	"fmt"
	"testing"
	"time"

	"hebb/internal/peers"
	"hebb/sim/num"
)

// The shapes that the labs use: weights, and batches.
var (
	peerShapes  = [][2]int{{170, 784}, {130, 170}, {1000, 1000}, {300, 300}, {200, 200}}
	peerBatches = []int{32, 300, 512}
)

// BenchmarkPeers sets the kernels beside OpenBLAS on one core.
func BenchmarkPeers(b *testing.B) {
	b.Run("float32", peersIn[float32])
	b.Run("float64", peersIn[float64])
}

func peersIn[T num.Float](b *testing.B) {
	k := num.Use[T]()
	precision := fmt.Sprintf("%T", T(0))
	op := 0
	one := func(name string, target float64, cells []product[T]) {
		number := op
		op++
		b.Run(name, func(b *testing.B) {
			var lines []peers.Line
			for _, c := range cells {
				l, err := peers.Measure(peers.Row{
					Work: fmt.Sprintf("%s, %s, geometric mean of %d shapes", name, precision, len(cells)), Unit: "call",
					Peer: "OpenBLAS", Script: "testdata/peers/blas.py", Target: target, Turn: 30 * time.Millisecond,
					Inputs: map[string]peers.Array{"op": {Data: []int64{int64(number)}}, "a": c.a.array(), "b": c.b.array(), "c": c.c.array()},
					Check:  1, Within: 1e-5, Run: c.run(k),
					Results: func() map[string][]float64 {
						out := make([]float64, len(c.c.Data))
						num.Convert(out, c.c.Data)
						return map[string][]float64{"c": out}
					},
				})
				if err != nil {
					b.Fatalf("%dx%d by %dx%d: %v", c.a.Rows, c.a.Cols, c.b.Rows, c.b.Cols, err)
				}
				b.Logf("%dx%d by %dx%d: %.2f", c.a.Rows, c.a.Cols, c.b.Rows, c.b.Cols, l.Ratio)
				lines = append(lines, l)
			}
			peers.Report(b, peers.Mean(lines))
		})
	}
	var gemv, gemvT, ger, nn, nt, tn []product[T]
	for _, s := range peerShapes {
		rows, cols := s[0], s[1]
		gemv = append(gemv, newProduct(rows, cols, cols, 1, rows, 1, func(p product[T], k num.Kernels[T], _ int) { k.Gemv(p.c.Data, p.a.Mat, p.b.Data) }))
		gemvT = append(gemvT, newProduct(rows, cols, rows, 1, cols, 1, func(p product[T], k num.Kernels[T], _ int) { k.GemvT(p.c.Data, p.a.Mat, p.b.Data) }))
		ger = append(ger, newProduct(rows, 1, cols, 1, rows, cols, func(p product[T], k num.Kernels[T], i int) {
			// Forth and back, so that nothing grows. The scaling is what the
			// peer's alpha does.
			if i%2 == 1 {
				k.Scale(-1, p.a.Data)
				k.Ger(p.c.Mat, p.a.Data, p.b.Data)
				k.Scale(-1, p.a.Data)
				return
			}
			k.Ger(p.c.Mat, p.a.Data, p.b.Data)
		}))
		for _, batch := range peerBatches {
			nt = append(nt, newProduct(batch, cols, rows, cols, batch, rows, func(p product[T], k num.Kernels[T], _ int) { k.GemmNT(p.c.Mat, 1, p.a.Mat, p.b.Mat, 0) }))
			nn = append(nn, newProduct(batch, rows, rows, cols, batch, cols, func(p product[T], k num.Kernels[T], _ int) { k.Gemm(p.c.Mat, 1, p.a.Mat, p.b.Mat, 0) }))
			tn = append(tn, newProduct(batch, rows, batch, cols, rows, cols, func(p product[T], k num.Kernels[T], _ int) { k.GemmTN(p.c.Mat, 1, p.a.Mat, p.b.Mat, 0) }))
		}
	}
	one("y = A x", 1, gemv)
	one("y = Aᵀ x", 1, gemvT)
	one("A += u vᵀ", 1, ger)
	one("C = A B", 0.9, nn)
	one("C = A Bᵀ", 0.9, nt)
	one("C = Aᵀ B", 0.9, tn)
}

// product is a cell of the comparison: c from a and b.
type product[T num.Float] struct {
	a, b, c peerMat[T]
	do      func(p product[T], k num.Kernels[T], i int)
}

type peerMat[T num.Float] struct{ num.Mat[T] }

func newProduct[T num.Float](ar, ac, br, bc, cr, cc int, do func(product[T], num.Kernels[T], int)) product[T] {
	p := product[T]{peerMat[T]{num.NewMat[T](ar, ac)}, peerMat[T]{num.NewMat[T](br, bc)}, peerMat[T]{num.NewMat[T](cr, cc)}, do}
	key := num.NewKey(1, "peers", 0)
	for m, d := range [][]T{p.a.Data, p.b.Data} {
		for i := range d {
			d[i] = T(key.Unit(m, i) - 0.5)
		}
	}
	return p
}

func (m peerMat[T]) array() peers.Array {
	return peers.Array{Shape: []int{m.Rows, m.Cols}, Data: append([]T(nil), m.Data...)}
}

func (p product[T]) run(k num.Kernels[T]) func(n int) {
	return func(n int) {
		for i := range n {
			p.do(p, k, i)
		}
	}
}
