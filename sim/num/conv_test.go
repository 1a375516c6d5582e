package num

import (
	"math"
	"testing"
)

// convShapes are those that labs use, and odd ones: narrow, padded, few or many images.
func convShapes() []ConvShape {
	list := []ConvShape{
		{1, 28, 28, 10, 3, 0, 3}, {10, 13, 13, 5, 3, 0, 16}, {3, 9, 7, 7, 3, 1, 8}, {2, 6, 6, 13, 5, 2, 5}, {1, 1, 1, 1, 1, 0, 1},
		{4, 5, 6, 3, 1, 0, 17}, {2, 4, 4, 2, 4, 3, 9}, {1, 5, 5, 6, 5, 0, 33}, {2, 3, 3, 1, 3, 2, 1}, {3, 5, 9, 4, 2, 1, 40},
	}
	key := NewKey(5, "conv", 0)
	for i := range 60 {
		draw := func(j, n int) int { return int(key.Bits(i, j) % uint64(n)) }
		k := 1 + draw(0, 5)
		list = append(list, ConvShape{1 + draw(1, 4), k + draw(2, 8), k + draw(3, 8), 1 + draw(4, 14), k, draw(5, k), 1 + draw(6, 40)})
	}
	return list
}

// slowConv is the definition, in float64. With the gradient g of the output it adds up
// what g is to weights, biases and input.
func slowConv[T Float](in, w, bias, g []T, s ConvShape) (out, gin, dw, db []float64) {
	oh, ow := s.OutHeight(), s.OutWidth()
	out, gin, dw, db = make([]float64, s.Outputs()), make([]float64, s.Inputs()), make([]float64, s.Weights()), make([]float64, s.Out)
	for at := range out {
		b := at % s.Batch
		x := at / s.Batch % ow
		y := at / s.Batch / ow % oh
		o := at / s.Batch / ow / oh
		if bias != nil {
			out[at] = float64(bias[o])
		}
		db[o] += float64(g[at])
		for c := range s.In {
			for i := range s.Kernel {
				for j := range s.Kernel {
					u, v := y+i-s.Pad, x+j-s.Pad
					if u < 0 || u >= s.Height || v < 0 || v >= s.Width {
						continue
					}
					from, e := ((c*s.Height+u)*s.Width+v)*s.Batch+b, ((o*s.In+c)*s.Kernel+i)*s.Kernel+j
					out[at] += float64(w[e]) * float64(in[from])
					gin[from] += float64(w[e]) * float64(g[at])
					dw[e] += float64(in[from]) * float64(g[at])
				}
			}
		}
	}
	return
}

// testConv runs all three on one shape. What is to be overwritten is NaN before.
func testConv[T Float](t *testing.T, s ConvShape, g *maker[T]) {
	t.Helper()
	in, w, bias, gout := g.vec(s.Inputs()), g.vec(s.Weights()), g.vec(s.Out), g.vec(s.Outputs())
	if g.seed%3 == 0 {
		bias = nil
	}
	out, gin, dw, db := g.stale(s.Outputs()), g.stale(s.Inputs()), g.vec(s.Weights()), g.vec(s.Out)
	dw0, db0 := append([]T(nil), dw...), append([]T(nil), db...)
	Conv(out, in, w, bias, s)
	ConvBackInput(gin, gout, w, s)
	ConvBackWeights(dw, db, gout, in, s)
	wantOut, wantIn, wantW, wantB := slowConv(in, w, bias, gout, s)
	for i, v := range dw0 {
		wantW[i] += float64(v)
	}
	for i, v := range db0 {
		wantB[i] += float64(v)
	}
	tol := pickTol[T](1e-5, 1e-13)
	forgive(g, out, wantOut, s.Pad)
	forgive(g, gin, wantIn, s.back().Pad)
	forgive(g, dw, wantW, s.Pad)
	alike(t, s, "Conv", out, wantOut, tol)
	alike(t, s, "ConvBackInput", gin, wantIn, tol)
	alike(t, s, "ConvBackWeights", dw, wantW, 30*tol)
	alike(t, s, "biases", db, wantB, 30*tol)
}

// forgive: a number that is infinite or NaN may have met a zero of the padding.
func forgive[T Float](g *maker[T], got []T, want []float64, pad int) {
	for i, v := range got {
		if v != v && g.special > 0 && pad > 0 {
			want[i] = float64(v)
		}
	}
}

func pickTol[T Float](single, double float64) float64 {
	if is32[T]() {
		return single
	}
	return double
}

func alike[T Float](t *testing.T, what any, name string, got []T, want []float64, tol float64) {
	t.Helper()
	for i, w := range want {
		if v := float64(got[i]); v != w && !(v != v && w != w) && !(math.Abs(v-w) <= tol*(1+math.Abs(w))) {
			t.Fatalf("%+v: %s: element %d of %d is %v, want %v", what, name, i, len(want), v, w)
		}
	}
}

func TestConv(t *testing.T) {
	for i, s := range convShapes() {
		shift := i % 5
		testConv(t, s, &maker[float32]{seed: uint64(i), fill: 1, alloc: func(n int) []float32 { return make([]float32, n+shift)[shift:] }})
		testConv(t, s, &maker[float64]{seed: uint64(i), fill: 1, alloc: func(n int) []float64 { return make([]float64, n+shift)[shift:] }})
	}
}

func TestConvNaNAndInf(t *testing.T) {
	for i, s := range convShapes() {
		testConv(t, s, &maker[float32]{seed: uint64(i), fill: 1, special: 0.001})
		testConv(t, s, &maker[float64]{seed: uint64(i), fill: 1, special: 0.001})
	}
}

// The gradients are those of what Conv computes: a small change of one input or
// weight changes Σ g out by the gradient times it. Everything here is linear, so that
// the difference is exact but for rounding.
func TestConvGradientsByDifferences(t *testing.T) {
	for i, s := range []ConvShape{{2, 6, 5, 3, 3, 0, 4}, {3, 4, 7, 2, 3, 1, 9}, {1, 5, 5, 2, 5, 2, 2}} {
		g := &maker[float64]{seed: uint64(i), fill: 1}
		in, w, bias, gout := g.vec(s.Inputs()), g.vec(s.Weights()), g.vec(s.Out), g.vec(s.Outputs())
		gin, dw, db, out := make([]float64, s.Inputs()), make([]float64, s.Weights()), make([]float64, s.Out), make([]float64, s.Outputs())
		ConvBackInput(gin, gout, w, s)
		ConvBackWeights(dw, db, gout, in, s)
		total := func() float64 {
			Conv(out, in, w, bias, s)
			return Use[float64]().Dot(out, gout)
		}
		for _, c := range []struct {
			name         string
			at, gradient []float64
		}{{"input", in, gin}, {"weight", w, dw}, {"bias", bias, db}} {
			for j := range c.at {
				old := c.at[j]
				c.at[j] = old + 0.5
				up := total()
				c.at[j] = old - 0.5
				down := total()
				c.at[j] = old
				if math.Abs(up-down-c.gradient[j]) > 1e-11 {
					t.Fatalf("%+v: %s %d: the gradient is %v, differences say %v", s, c.name, j, c.gradient[j], up-down)
				}
			}
		}
	}
}

// An image's results do not depend on how many others there are, to the last bit.
func TestConvDoesNotDependOnTheBatch(t *testing.T) {
	testConvAlone[float32](t)
	testConvAlone[float64](t)
}

func testConvAlone[T Float](t *testing.T) {
	s := ConvShape{3, 7, 6, 7, 3, 1, 37}
	g := &maker[T]{seed: 8, fill: 1}
	in, w, bias, gout := g.vec(s.Inputs()), g.vec(s.Weights()), g.vec(s.Out), g.vec(s.Outputs())
	out, gin := make([]T, s.Outputs()), make([]T, s.Inputs())
	Conv(out, in, w, bias, s)
	ConvBackInput(gin, gout, w, s)
	one := s
	one.Batch = 1
	for b := range s.Batch {
		lane := func(v []T) (r []T) {
			for i := b; i < len(v); i += s.Batch {
				r = append(r, v[i])
			}
			return
		}
		out1, gin1 := make([]T, one.Outputs()), make([]T, one.Inputs())
		Conv(out1, lane(in), w, bias, one)
		ConvBackInput(gin1, lane(gout), w, one)
		for i, v := range lane(out) {
			if out1[i] != v {
				t.Fatalf("image %d alone: output %d is %v, among others %v", b, i, out1[i], v)
			}
		}
		for i, v := range lane(gin) {
			if gin1[i] != v {
				t.Fatalf("image %d alone: gradient %d is %v, among others %v", b, i, gin1[i], v)
			}
		}
	}
}

func TestConvShapesThatDoNotFitPanic(t *testing.T) {
	for _, s := range []ConvShape{{1, 3, 3, 1, 4, 0, 1}, {1, 3, 3, 1, 3, 3, 1}, {0, 3, 3, 1, 3, 0, 1}, {1, 5, 5, 1, 3, 0, 2}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%+v was taken", s)
				}
			}()
			Conv(make([]float32, 9), make([]float32, 25), make([]float32, 9), nil, s)
		}()
	}
}

func TestConvAllocatesNothing(t *testing.T) {
	s := ConvShape{2, 9, 9, 5, 3, 1, 16}
	p := PoolShape{2, 9, 9, 16}
	in, w, out := make([]float32, s.Inputs()), make([]float32, s.Weights()), make([]float32, s.Outputs())
	half, win := make([]float32, p.Outputs()), make([]uint8, p.Outputs())
	n := testing.AllocsPerRun(10, func() {
		Conv(out, in, w, nil, s)
		ConvBackInput(in, out, w, s)
		ConvBackWeights(w, nil, out, in, s)
		MaxPool(half, win, in, p)
		MaxPoolBack(in, half, win, p)
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// Floor: 10 executions a second.
func FuzzConv(f *testing.F) {
	f.Add(uint64(1), uint8(2), uint8(7), uint8(6), uint8(5), uint8(3), uint8(1), uint8(16))
	f.Fuzz(func(t *testing.T, seed uint64, in, h, w, out, k, pad, batch uint8) {
		kernel := 1 + int(k)%5
		s := ConvShape{1 + int(in)%6, kernel + int(h)%9, kernel + int(w)%9, 1 + int(out)%14, kernel, int(pad) % kernel, 1 + int(batch)%70}
		testConv(t, s, &maker[float32]{seed: seed, fill: 1})
		testConv(t, s, &maker[float64]{seed: seed, fill: 1})
	})
}
