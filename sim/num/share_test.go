package num

import (
	"math"
	"sync"
	"testing"
)

// crowd is a pool that does everything at the same time.
type crowd struct{ calls int }

func (c *crowd) Each(n int, do func(i int)) {
	c.calls++
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { do(i) })
	}
	all.Wait()
}

func TestSharedProductsAreTheSameToTheLastBit(t *testing.T) {
	testShared[float32](t)
	testShared[float64](t)
}

func testShared[T Float](t *testing.T) {
	pool := &crowd{}
	one, many := Products[T](Use[T]()), Share[T](pool)
	for _, shape := range [][3]int{{300, 170, 50}, {45, 300, 340}, {33, 1000, 64}, {700, 65, 70}, {5, 6, 7}} {
		m, n, l := shape[0], shape[1], shape[2]
		g := &maker[T]{seed: 4, fill: 1}
		a, at, b, bt := g.mat(m, l), g.mat(l, m), g.mat(l, n), g.mat(n, l)
		for _, beta := range []T{0, 1, -0.5} {
			start := g.mat(m, n)
			for what, do := range map[string]func(p Products[T], c Mat[T]){
				"Gemm":   func(p Products[T], c Mat[T]) { p.Gemm(c, 0.7, a, b, beta) },
				"GemmNT": func(p Products[T], c Mat[T]) { p.GemmNT(c, 0.7, a, bt, beta) },
				"GemmTN": func(p Products[T], c Mat[T]) { p.GemmTN(c, 0.7, at, b, beta) },
			} {
				x, y := NewMat[T](m, n), NewMat[T](m, n)
				copy(x.Data, start.Data)
				copy(y.Data, start.Data)
				do(one, x)
				do(many, y)
				for i := range x.Data {
					if x.Data[i] != y.Data[i] {
						t.Fatalf("%s %v beta %v: element %d is %v alone and %v shared", what, shape, beta, i, x.Data[i], y.Data[i])
					}
				}
			}
		}
	}
	if assembly && pool.calls == 0 {
		t.Error("nothing was shared")
	}
}

// An element of a product does not depend on how many rows and columns there are
// beside it, nor on where the operands lie: a batch of one gives what it gives among
// five hundred.
func TestElementsDoNotDependOnTheirNeighbours(t *testing.T) {
	if !assembly {
		t.Skip("a promise of our own kernels")
	}
	testNeighbours[float32](t)
	testNeighbours[float64](t)
}

func testNeighbours[T Float](t *testing.T) {
	const m, n, l = 75, 130, 400
	k := Use[T]()
	g := &maker[T]{seed: 4, fill: 1}
	x, w := g.mat(m, l), g.mat(n, l)
	all := NewMat[T](m, n)
	k.GemmNT(all, 1, x, w, 0)
	turned, straight := NewMat[T](l, n), NewMat[T](m, n)
	Transpose(turned, w)
	k.Gemm(straight, 1, x, turned, 0)
	for i := range all.Data {
		if all.Data[i] != straight.Data[i] {
			t.Fatalf("element %d: %v with Wᵀ, %v with W turned before", i, all.Data[i], straight.Data[i])
		}
	}
	for rows := 1; rows <= m; rows += 7 {
		shifted := append(make([]T, 3), x.Data[:rows*l]...)[3:]
		some := NewMat[T](rows, n)
		k.GemmNT(some, 1, Mat[T]{rows, l, shifted}, w, 0)
		for i := range some.Data {
			if some.Data[i] != all.Data[i] {
				t.Fatalf("element %d: %v in a batch of %d, %v in one of %d", i, some.Data[i], rows, all.Data[i], m)
			}
		}
	}
	// the same for rows of a matrix times a vector
	y, z := make([]T, n), make([]T, n)
	k.Gemv(y, w, x.Row(0))
	k.Gemv2(z, make([]T, n), w, x.Row(0), x.Row(1))
	for i := range y {
		one := make([]T, 1)
		k.Gemv(one, Mat[T]{1, l, w.Row(i)}, x.Row(0))
		if y[i] != z[i] || y[i] != one[0] {
			t.Fatalf("row %d times a vector is %v, in Gemv2 %v, alone %v", i, y[i], z[i], one[0])
		}
	}
}

func TestProductsAllocateNothing(t *testing.T) {
	g := &maker[float32]{seed: 4, fill: 1}
	a, b, c := g.mat(200, 90), g.mat(200, 90), g.mat(200, 200)
	shared := Share[float32](&crowd{})
	k := Use[float32]()
	n := testing.AllocsPerRun(5, func() {
		k.GemmNT(c, 1, a, b, 0)
		k.GemmNT(Mat[float32]{50, 200, c.Data[:50*200]}, 1, Mat[float32]{50, 90, a.Data[:50*90]}, b, 1)
		k.GemmTN(Mat[float32]{90, 90, c.Data[:8100]}, 1, a, b, 0)
		shared.Gemm(Mat[float32]{9, 90, b.Data[:810]}, 1, Mat[float32]{9, 9, a.Data[:81]}, Mat[float32]{9, 90, c.Data[:810]}, 0)
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
	if math.IsNaN(float64(c.Data[0])) {
		t.Error("NaN")
	}
}
