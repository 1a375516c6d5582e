package num

import (
	"fmt"
	"math"
	"testing"
)

// What the assembly gives is what plain Go gives, to the last bit: Go is where the
// arithmetic is written down.

// odd puts into some elements what arithmetic trips over: numbers that are no numbers,
// infinite, far below 1, and zeros with a sign.
func odd[T Float](seed uint64, v []T, share float64) {
	which := NewKey(seed, "odd", 0)
	tiny, large := T(pickTol[T](math.SmallestNonzeroFloat32, math.SmallestNonzeroFloat64)), T(pickTol[T](math.MaxFloat32, math.MaxFloat64))
	root := T(math.Sqrt(float64(tiny)))
	list := []T{T(math.NaN()), T(math.Inf(1)), T(math.Inf(-1)), tiny, -tiny, 3 * tiny, T(math.Copysign(0, -1)), 0, large, -large, root, -root, 1, -1}
	for i := range v {
		if which.Unit(0, i) < share {
			v[i] = list[which.Bits(1, i)%uint64(len(list))]
		}
	}
}

// steep makes numbers of many sizes, whose sums lose digits, and of few digits, whose
// sums lie halfway between two numbers.
func steep[T Float](seed uint64, v []T) {
	size := NewKey(seed, "steep", 0)
	for i := range v {
		switch size.Bits(0, i) % 4 {
		case 0:
			v[i] *= T(math.Ldexp(1+size.Unit(1, i), int(size.Bits(2, i)%40)-20))
		case 1:
			v[i] = T(math.Round(float64(v[i]) * 64))
		}
	}
}

func sameBits[T Float](a, b T) bool {
	if a != a || b != b {
		return a != a && b != b
	}
	return math.Float64bits(float64(a)) == math.Float64bits(float64(b))
}

func equalBits[T Float](t testing.TB, what string, got, want []T) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d elements, want %d", what, len(got), len(want))
	}
	for i, w := range want {
		if !sameBits(got[i], w) {
			t.Fatalf("%s: element %d of %d is %x with assembly, %x in Go", what, i, len(want), float64(got[i]), float64(w))
		}
	}
}

// operands makes operands with all of that.
func operands[T Float](seed uint64, fill, share float64, shift int) *maker[T] {
	return &maker[T]{seed: seed, fill: fill, odd: share, steep: true, alloc: func(n int) []T { return make([]T, n+shift)[shift:] }}
}

// agree runs the same on all paths, from operands at other addresses.
func agree[T Float](t testing.TB, what string, seed uint64, fill, share float64, shift int, run func(g *maker[T]) [][]T) {
	t.Helper()
	what = fmt.Sprintf("%s (seed %d, fill %v, odd %v, shift %d)", what, seed, fill, share, shift)
	var got, want [][]T
	onPath("go", func() { want = run(operands[T](seed, fill, share, 0)) })
	for _, path := range ways() {
		if path == "go" {
			continue
		}
		onPath(path, func() { got = run(operands[T](seed, fill, share, shift)) })
		if len(got) != len(want) {
			t.Fatalf("%s: %d results on path %s, %d in Go", what, len(got), path, len(want))
		}
		for i := range want {
			equalBits(t, fmt.Sprintf("%s, path %s, result %d", what, path, i), got[i], want[i])
		}
	}
}

func needsTwoPaths(t testing.TB) {
	if len(ways()) < 2 {
		t.Skipf("the path is %q", KernelPath())
	}
}

func TestKernelsAgree(t *testing.T) {
	needsTwoPaths(t)
	testKernelsAgree[float32](t)
	testKernelsAgree[float64](t)
}

func testKernelsAgree[T Float](t *testing.T) {
	sizes := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 15, 16, 17, 24, 31, 33, 47, 64, 70, 101, 170}
	key := NewKey(1, "agree", 0)
	for i, c := range calls[T]() {
		for n := range 60 {
			size := func(j int) int { return sizes[key.Bits(n+1000*i, j)%uint64(len(sizes))] }
			agreeKernel(t, c, uint64(n), []float64{1, 0.5, 0.2, 0}[n%4], []float64{0, 0, 0.02, 0.5}[n/4%4], n%9, size(0), size(1), size(2))
		}
		for _, shape := range [][3]int{{784, 33, 30}, {33, 110, 641}, {110, 33, 641}, {60, 70, 321}, {700, 17, 100}, {530, 70, 20}} {
			agreeKernel(t, c, 1, 0.4, 0, 1, shape[0], shape[1], shape[2])
		}
	}
}

func agreeKernel[T Float](t testing.TB, c call[T], seed uint64, fill, share float64, shift, m, n, l int) {
	t.Helper()
	agree(t, fmt.Sprintf("%s of %d, %d, %d", c.name, m, n, l), seed, fill, share, shift, func(g *maker[T]) [][]T { return c.do(Use[T](), g, m, n, l) })
}

func vectorCalls[T Float]() map[string]func(g *maker[T], n int) [][]T {
	c := map[string]func(g *maker[T], n int) [][]T{
		"Tanh": func(g *maker[T], n int) [][]T {
			x := g.vec(n)
			Tanh(x, x)
			return [][]T{x}
		},
		"Towards": func(g *maker[T], n int) [][]T {
			x := g.vec(n)
			Towards(x, g.vec(n), T(0.3))
			return [][]T{x}
		},
		"MaxAbs and Distance": func(g *maker[T], n int) [][]T {
			x := g.vec(n)
			return [][]T{{MaxAbs(x), Distance(x, g.vec(n))}}
		},
		"Adam": func(g *maker[T], n int) [][]T {
			w, d, m, v := g.vec(n), g.vec(n), g.vec(n), g.vec(n)
			Adam(w, d, m, v, AdamStep{Rate: 0.01, Beta1: 0.9, Beta2: 0.999, Eps: 1e-8, T: 3})
			return [][]T{w, m, v}
		},
	}
	c["Momentum"] = func(g *maker[T], n int) [][]T {
		w, d, m := g.vec(n), g.vec(n), g.vec(n)
		Momentum(w, d, m, 0.9, 0.01)
		return [][]T{w, m}
	}
	for name, beta := range map[string]float64{"Softplus 1": 1, "Softplus 10": 10, "Softplus 0.37": 0.37} {
		c[name] = func(g *maker[T], n int) [][]T {
			z := g.vec(n)
			s := make([]T, n)
			Softplus(z, s, z, beta)
			return [][]T{z, s}
		}
	}
	for f, name := range []string{"Plus", "Minus", "Times", "AddTimes", "LessTimes"} {
		c[name] = func(g *maker[T], n int) [][]T {
			z := g.vec(n)
			pairs(pairwise(f), z, g.vec(n), g.vec(n))
			return [][]T{z}
		}
	}
	return c
}

func TestVectorFunctionsAgree(t *testing.T) {
	needsTwoPaths(t)
	testVectorsAgree[float32](t)
	testVectorsAgree[float64](t)
}

func testVectorsAgree[T Float](t *testing.T) {
	for n := range 200 {
		agreeVectors[T](t, uint64(n), []float64{0, 0.02, 0.5}[n%3], n%9, n)
	}
	agreeVectors[T](t, 5, 0, 0, 20_000)
}

func agreeVectors[T Float](t testing.TB, seed uint64, share float64, shift, n int) {
	t.Helper()
	for name, do := range vectorCalls[T]() {
		agree(t, fmt.Sprintf("%s of %d", name, n), seed, 1, share, shift, func(g *maker[T]) [][]T { return do(g, n) })
	}
}

func TestConvolutionsAgree(t *testing.T) {
	needsTwoPaths(t)
	for i, s := range append(convShapes(), ConvShape{2, 40, 40, 3, 3, 1, 60}) {
		agreeConv[float32](t, s, uint64(i), []float64{0, 0.02}[i%2], i%5)
		agreeConv[float64](t, s, uint64(i), []float64{0, 0.02}[i%2], i%5)
	}
}

func agreeConv[T Float](t testing.TB, s ConvShape, seed uint64, share float64, shift int) {
	t.Helper()
	agree(t, fmt.Sprintf("convolution %+v", s), seed, 1, share, shift, func(g *maker[T]) [][]T { return convResults(g, s) })
}

func convResults[T Float](g *maker[T], s ConvShape) [][]T {
	in, w, bias, gout := g.vec(s.Inputs()), g.vec(s.Weights()), g.vec(s.Out), g.vec(s.Outputs())
	out, gin, dw, db := g.stale(s.Outputs()), g.stale(s.Inputs()), g.vec(s.Weights()), g.vec(s.Out)
	if g.seed%3 == 0 {
		bias = nil
	}
	Conv(out, in, w, bias, s)
	ConvBackInput(gin, gout, w, s)
	ConvBackWeights(dw, db, gout, in, s)
	pool := PoolShape{s.In, s.Height, s.Width, s.Batch}
	half, win := make([]T, pool.Outputs()), make([]uint8, pool.Outputs())
	MaxPool(half, win, in, pool)
	MaxPoolBack(in, half, win, pool)
	return [][]T{out, gin, dw, db, half, in}
}

func TestFactorsAgree(t *testing.T) {
	needsTwoPaths(t)
	for i, n := range luSizes {
		for _, m := range []int{1, 2, 5, 8, 13, 40} {
			agreeLU[float32](t, n, m, uint64(i), float64(i%3)/3)
			agreeLU[float64](t, n, m, uint64(i), float64(i%3)/3)
		}
	}
}

func agreeLU[T Float](t testing.TB, n, m int, seed uint64, share float64) {
	t.Helper()
	agree(t, fmt.Sprintf("LU of %d, %d", n, m), seed, 1, share/10, 0, func(g *maker[T]) [][]T { return luResults(g, n, m) })
}

func luResults[T Float](g *maker[T], n, m int) [][]T {
	f := NewLU[T](n)
	copy(f.A.Data, g.vec(n*n))
	if !f.Factor() {
		return [][]T{f.A.Data}
	}
	b, c := g.mat(n, m), g.mat(n, m)
	f.Solve(b)
	f.SolveT(c)
	return [][]T{f.A.Data, b.Data, c.Data}
}

// Floor: 2 executions a second.
func FuzzPaths(f *testing.F) {
	f.Add(uint64(1), uint8(0), uint8(3), uint8(4), uint8(5), uint8(10), uint8(1), uint8(40))
	f.Fuzz(func(t *testing.T, seed uint64, which, m, n, l, fill, shift, share uint8) {
		needsTwoPaths(t)
		c32, c64 := calls[float32](), calls[float64]()
		i, few := int(which)%len(c32), float64(share)/255/2
		agreeKernel(t, c32[i], seed, float64(fill)/255, few, int(shift%9), int(m), int(n), int(l))
		agreeKernel(t, c64[i], seed, float64(fill)/255, few, int(shift%9), int(m), int(n), int(l))
		agreeVectors[float32](t, seed, few, int(shift%9), int(n))
		agreeVectors[float64](t, seed, few, int(shift%9), int(n))
		agreeLU[float32](t, 1+int(n)%70, 1+int(m)%20, seed, few)
		agreeLU[float64](t, 1+int(n)%70, 1+int(m)%20, seed, few)
		kernel := 1 + int(l)%5
		s := ConvShape{1 + int(fill)%6, kernel + int(m)%9, kernel + int(n)%9, 1 + int(which)%14, kernel, int(share) % kernel, 1 + int(shift)%40}
		agreeConv[float32](t, s, seed, few, int(shift%9))
		agreeConv[float64](t, s, seed, few, int(shift%9))
	})
}
