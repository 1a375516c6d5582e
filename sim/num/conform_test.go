package num

import (
	"fmt"
	"math"
	"testing"
)

// maker makes the operands of a kernel: the same ones again from the same seed.
type maker[T Float] struct {
	seed, count uint64
	fill        float64         // how many elements are not 0
	special     float64         // how many are NaN or infinite
	odd         float64         // how many are such as arithmetic trips over
	steep       bool            // sizes differ much
	alloc       func(n int) []T // nil: make
}

func (g *maker[T]) vec(n int) []T {
	var v []T
	if g.alloc != nil {
		v = g.alloc(n)
	} else {
		v = make([]T, n)
	}
	g.count++
	draw(g.seed+g.count, v, g.fill)
	special := NewKey(g.seed+g.count, "special", 0)
	for i := range v {
		if special.Unit(0, i) < g.special {
			v[i] = []T{T(math.NaN()), T(math.Inf(1)), T(math.Inf(-1))}[special.Bits(1, i)%3]
		}
	}
	if g.steep {
		steep(g.seed+g.count, v)
	}
	odd(g.seed+g.count, v, g.odd)
	return v
}

func (g *maker[T]) mat(rows, cols int) Mat[T] { return Mat[T]{rows, cols, g.vec(rows * cols)} }

// stale is a result as it may come: full of NaN.
func (g *maker[T]) stale(n int) []T {
	v := g.vec(n)
	for i := range v {
		v[i] = T(math.NaN())
	}
	return v
}

// call is one way of calling a kernel. It returns all that the kernel has written.
type call[T Float] struct {
	name string
	do   func(k Kernels[T], g *maker[T], m, n, l int) [][]T
}

func calls[T Float]() []call[T] {
	one := func(v T) [][]T { return [][]T{{v}} }
	product := func(name string, alpha, beta T, do func(k Kernels[T], g *maker[T], m, n, l int, c Mat[T])) call[T] {
		return call[T]{fmt.Sprintf("%s %v %v", name, alpha, beta), func(k Kernels[T], g *maker[T], m, n, l int) [][]T {
			c := g.mat(m, n)
			if beta == 0 {
				c.Data = g.stale(m * n)
			}
			do(k, g, m, n, l, c)
			return [][]T{c.Data}
		}}
	}
	list := []call[T]{
		{"Dot", func(k Kernels[T], g *maker[T], m, n, _ int) [][]T { return one(k.Dot(g.vec(n), g.vec(n))) }},
		{"Sum", func(k Kernels[T], g *maker[T], m, n, _ int) [][]T { return one(k.Sum(g.vec(n))) }},
		{"Axpy", func(k Kernels[T], g *maker[T], m, n, _ int) [][]T {
			y := g.vec(n)
			k.Axpy(0.3, g.vec(n), y)
			return [][]T{y}
		}},
		{"Scale", func(k Kernels[T], g *maker[T], m, n, _ int) [][]T {
			x := g.vec(n)
			k.Scale(0.3, x)
			return [][]T{x}
		}},
		{"Gemv", func(k Kernels[T], g *maker[T], m, n, _ int) [][]T {
			y := g.stale(m)
			k.Gemv(y, g.mat(m, n), g.vec(n))
			return [][]T{y}
		}},
		{"GemvWhere", func(k Kernels[T], g *maker[T], m, n, _ int) [][]T {
			y := g.stale(m)
			k.GemvWhere(y, g.mat(m, n), g.vec(n), g.vec(m))
			return [][]T{y}
		}},
		{"Gemv2", func(k Kernels[T], g *maker[T], m, n, _ int) [][]T {
			y, z := g.stale(m), g.stale(m)
			k.Gemv2(y, z, g.mat(m, n), g.vec(n), g.vec(n))
			return [][]T{y, z}
		}},
		{"GemvT", func(k Kernels[T], g *maker[T], m, n, _ int) [][]T {
			y := g.stale(n)
			k.GemvT(y, g.mat(m, n), g.vec(m))
			return [][]T{y}
		}},
		{"GemvT2", func(k Kernels[T], g *maker[T], m, n, _ int) [][]T {
			y, z := g.stale(n), g.stale(n)
			k.GemvT2(y, z, g.mat(m, n), g.vec(m), g.vec(m))
			return [][]T{y, z}
		}},
		{"Ger", func(k Kernels[T], g *maker[T], m, n, _ int) [][]T {
			a := g.mat(m, n)
			k.Ger(a, g.vec(m), g.vec(n))
			return [][]T{a.Data}
		}},
		{"Ger2", func(k Kernels[T], g *maker[T], m, n, _ int) [][]T {
			a := g.mat(m, n)
			k.Ger2(a, g.vec(m), g.vec(n), g.vec(m), g.vec(n))
			return [][]T{a.Data}
		}},
		{"Ger3", func(k Kernels[T], g *maker[T], m, n, _ int) [][]T {
			a := g.mat(m, n)
			k.Ger3(a, g.vec(m), g.vec(n), g.vec(m), g.vec(n), g.vec(m), g.vec(n))
			return [][]T{a.Data}
		}},
		{"Ger3 nil", func(k Kernels[T], g *maker[T], m, n, _ int) [][]T {
			a := g.mat(m, n)
			k.Ger3(a, g.vec(m), g.vec(n), g.vec(m), g.vec(n), g.vec(m), nil)
			return [][]T{a.Data}
		}},
		{"GemvGer", func(k Kernels[T], g *maker[T], m, n, _ int) [][]T {
			a, q := g.mat(m, n), g.stale(m)
			k.GemvGer(q, a, g.vec(n), g.vec(n), g.vec(m), g.vec(m), -0.3)
			return [][]T{a.Data, q}
		}},
		{"SymUpdate", func(k Kernels[T], g *maker[T], _, n, _ int) [][]T {
			s := Sym[T]{n, g.vec(n * n)}
			k.SymUpdate(s, 0.3, g.vec(n))
			return [][]T{s.Data}
		}},
		{"SpMV", func(k Kernels[T], g *maker[T], m, n, _ int) [][]T {
			y := g.stale(m)
			s := NewSparse(newCSR(g.mat(m, n)))
			if g.alloc != nil {
				val := g.alloc(len(s.val))
				copy(val, s.val)
				s.val = val
			}
			k.SpMV(y, s, g.vec(n))
			return [][]T{y}
		}},
	}
	for _, by := range []T{0, -0.7} {
		list = append(list, call[T]{fmt.Sprintf("SymUpdateMul %v", by), func(k Kernels[T], g *maker[T], _, n, _ int) [][]T {
			s, y := Sym[T]{n, g.vec(n * n)}, g.stale(n)
			k.SymUpdateMul(y, s, by, g.vec(n), g.vec(n))
			return [][]T{s.Data, y}
		}})
	}
	for _, ab := range [][2]T{{1, 0}, {1, 1}, {-0.5, 0}, {2, -0.25}} {
		alpha, beta := ab[0], ab[1]
		list = append(list,
			product("Gemm", alpha, beta, func(k Kernels[T], g *maker[T], m, n, l int, c Mat[T]) {
				k.Gemm(c, alpha, g.mat(m, l), g.mat(l, n), beta)
			}),
			product("GemmNT", alpha, beta, func(k Kernels[T], g *maker[T], m, n, l int, c Mat[T]) {
				k.GemmNT(c, alpha, g.mat(m, l), g.mat(n, l), beta)
			}),
			product("GemmTN", alpha, beta, func(k Kernels[T], g *maker[T], m, n, l int, c Mat[T]) {
				k.GemmTN(c, alpha, g.mat(l, m), g.mat(l, n), beta)
			}))
	}
	return list
}

// conform compares one call with the obvious version.
func conform[T Float](t *testing.T, k Kernels[T], c call[T], g maker[T], m, n, l int) {
	t.Helper()
	h := g
	h.alloc = nil
	got, want := c.do(k, &g, m, n, l), c.do(slow[T]{}, &h, m, n, l)
	tol := 1e-13
	if is32[T]() {
		tol = 2e-5
	}
	for i := range want {
		for j, w := range want[i] {
			v, w := float64(got[i][j]), float64(w)
			if v == w || v != v && w != w || math.Abs(v-w) <= tol*(1+math.Abs(w)) {
				continue
			}
			t.Fatalf("%s of %d, %d, %d (seed %d, fill %v): element %d of result %d is %v, want %v", c.name, m, n, l, g.seed, g.fill, j, i, v, w)
		}
	}
}

func TestConform32(t *testing.T) { testConform(t, kernels32) }
func TestConform64(t *testing.T) { testConform(t, kernels64) }

// testConform goes over shapes around the sizes of registers and blocks, dense and
// mostly zero, at addresses that are not those of vectors.
func testConform[T Float](t *testing.T, k Kernels[T]) {
	sizes := []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 15, 16, 17, 24, 31, 33, 47, 70, 170}
	key := NewKey(1, "shapes", 0)
	for i, c := range calls[T]() {
		for n := range 60 {
			size := func(j int) int { return sizes[key.Bits(n+100*i, j)%uint64(len(sizes))] }
			shift := n % 5
			g := maker[T]{seed: uint64(n), fill: []float64{1, 0.5, 0.2, 0}[n%4], alloc: func(n int) []T { return make([]T, n+shift)[shift:] }}
			conform(t, k, c, g, size(0), size(1), size(2))
		}
	}
}

// Sizes at which products go another way: several blocks of each index, packed and
// not, and vectors of more rows than are listed at once.
func TestConformLarge(t *testing.T) {
	// the last two: more rows than a block has, and so far apart that they are packed
	for _, shape := range [][3]int{{784, 33, 30}, {33, 110, 641}, {110, 33, 641}, {60, 70, 321}, {700, 17, 100}, {530, 70, 20}} {
		for _, c := range calls[float32]() {
			conform(t, kernels32, c, maker[float32]{seed: 1, fill: 0.4}, shape[0], shape[1], shape[2])
		}
		for _, c := range calls[float64]() {
			conform(t, kernels64, c, maker[float64]{seed: 1, fill: 1}, shape[0], shape[1], shape[2])
		}
	}
}

// Nothing there is nothing to do.
func TestConformEmpty(t *testing.T) {
	for _, c := range calls[float64]() {
		for _, shape := range [][3]int{{0, 3, 2}, {3, 0, 2}, {3, 2, 0}, {0, 0, 0}} {
			conform(t, kernels64, c, maker[float64]{fill: 1}, shape[0], shape[1], shape[2])
		}
	}
}

func TestConformNaNAndInf(t *testing.T) {
	for _, c := range calls[float32]() {
		for n := range 40 {
			conform(t, kernels32, c, maker[float32]{seed: uint64(n), fill: 1, special: 0.03}, 1+n, 50-n, 10)
		}
	}
	for _, c := range calls[float64]() {
		for n := range 40 {
			conform(t, kernels64, c, maker[float64]{seed: uint64(n), fill: 1, special: 0.03}, 1+n, 50-n, 10)
		}
	}
}

// Floor: 20 executions a second.
func FuzzConform(f *testing.F) {
	f.Add(uint64(1), uint8(0), uint8(3), uint8(4), uint8(5), uint8(10), uint8(1))
	f.Fuzz(func(t *testing.T, seed uint64, which, m, n, l, fill, shift uint8) {
		s := int(shift % 8)
		g32 := maker[float32]{seed: seed, fill: float64(fill) / 255, alloc: func(n int) []float32 { return make([]float32, n+s)[s:] }}
		g64 := maker[float64]{seed: seed, fill: float64(fill) / 255, alloc: func(n int) []float64 { return make([]float64, n+s)[s:] }}
		c32, c64 := calls[float32](), calls[float64]()
		i := int(which) % len(c32)
		conform(t, kernels32, c32[i], g32, int(m), int(n), int(l))
		conform(t, kernels64, c64[i], g64, int(m), int(n), int(l))
	})
}
