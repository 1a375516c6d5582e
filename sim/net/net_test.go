package net

import (
	"fmt"
	"math"
	"testing"

	"hebb/sim/num"
	"hebb/sim/rule"
)

func example[T num.Float](sizes ...int) *Net[T] {
	n := New[T](sizes, 10)
	n.DrawAll(XavierUniform, 1, 5)
	k := num.NewKey(5, "input", 0)
	for i := range n.Y[0] {
		n.Y[0][i] = T(max(0, k.Uniform(0, i)))
	}
	return n
}

// Backprop's signals are the slope of the loss: e_{l+1} y_lᵀ = dLoss/dW_l.
func TestBackpropMeetsFiniteDifferences(t *testing.T) {
	n := example[float64](12, 9, 7, 5)
	n.Forward()
	n.Signals(2, Sym)
	e := make([][]float64, 4)
	for l := range e {
		e[l] = append([]float64(nil), n.E[l]...)
	}
	y := append([][]float64(nil), n.Y...)
	for l := range y {
		y[l] = append([]float64(nil), y[l]...)
	}
	const h = 1e-6
	for l, w := range n.W {
		for j := range w.Rows {
			for i := range w.Cols {
				p := &w.Row(j)[i]
				old := *p
				*p = old + h
				n.Forward()
				up := n.Loss(2)
				*p = old - h
				n.Forward()
				down := n.Loss(2)
				*p = old
				if got, want := (up-down)/(2*h), e[l+1][i]*y[l][j]; math.Abs(got-want) > 1e-8 {
					t.Fatalf("W[%d][%d,%d]: slope %g, signal %g", l, i, j, got, want)
				}
			}
		}
	}
}

// With B = W every kind of feedback that goes through B is backprop.
func TestFeedbackThroughWIsBackprop(t *testing.T) {
	for _, f := range []Feedback{Fix, Sign} {
		n := example[float64](12, 9, 7, 5)
		n.Full = true
		n.Forward()
		n.Signals(1, Sym)
		want := append([]float64(nil), n.E[0]...)
		for l := range n.W {
			copy(n.B[l].Data, n.W[l].Data)
		}
		n.Signals(1, f)
		for j := range want {
			if math.Abs(n.E[0][j]-want[j]) > 1e-15 {
				t.Fatalf("%s: e_0[%d] = %g, want %g", f, j, n.E[0][j], want[j])
			}
		}
	}
}

// Oja's term alone pulls all singular values that the input excites to one, from
// below and from above, and so activities to one size.
func TestOjaBoundsNorms(t *testing.T) {
	for _, gain := range []float64{0.3, 2} {
		n := New[float64]([]int{40, 12, 4}, 10)
		n.DrawAll(XavierUniform, gain, 1)
		n.Theta[0][rule.Oja] = 0.01
		k := num.NewKey(1, "input", 0)
		for s := range 20000 {
			for i := range n.Y[0] {
				n.Y[0][i] = k.Unit(s, i)
			}
			n.Forward()
			n.Learn(0, Sym)
		}
		top := n.Structure(0).Spectral
		if top < 0.8 || top > 1.6 {
			t.Errorf("gain %g: largest singular value %g, want about 1", gain, top)
		}
	}
}

// Common blocks of two nets agree whatever their depth, width and gain.
func TestDrawsAgreeAcrossShapes(t *testing.T) {
	a, b := New[float64]([]int{12, 9, 5}, 10), New[float64]([]int{12, 6, 8, 5}, 10)
	a.DrawAll(XavierUniform, 1, 3)
	b.DrawAll(XavierUniform, 0.5, 3)
	ratio := 0.5 * math.Sqrt(6.0/18) / math.Sqrt(6.0/21)
	for j := range 12 {
		for i := range 6 {
			if d := b.W[0].At(j, i) - ratio*a.W[0].At(j, i); math.Abs(d) > 1e-15 {
				t.Fatalf("weight %d->%d differs by %g", j, i, d)
			}
		}
	}
}

func TestInitialisations(t *testing.T) {
	const in, out = 300, 200
	for kind, sd := range map[Init]float64{
		XavierUniform:  math.Sqrt(2.0 / (in + out)),
		XavierNormal:   math.Sqrt(2.0 / (in + out)),
		KaimingUniform: math.Sqrt(2.0 / in),
		TorchDefault:   math.Sqrt(1.0 / 3 / in),
		Normal01:       0.01,
		Orthogonal:     math.Sqrt(1.0 / in),
	} {
		w := num.NewMat[float64](in, out)
		Draw(w, kind, 2, 9, "weights", 1)
		if got := num.Norm(w.Data) / math.Sqrt(in*out); math.Abs(got/(2*sd)-1) > 0.02 {
			t.Errorf("%s: standard deviation %g, want %g", kind, got, 2*sd)
		}
	}
	for _, shape := range [][2]int{{30, 20}, {20, 30}} {
		w := num.NewMat[float64](shape[0], shape[1])
		Draw(w, Orthogonal, 1, 9, "weights", 1)
		if e := num.Orthonormality(w); e > 1e-25 {
			t.Errorf("orthogonal %v: error %g", shape, e)
		}
	}
}

func TestPrecisionsAgreeAtFirst(t *testing.T) {
	a, b := example[float32](12, 9, 7, 5), example[float64](12, 9, 7, 5)
	for l := range a.Theta {
		a.Theta[l] = rule.Theta{0: .05, 2: -.03, 9: .02}
		b.Theta[l] = a.Theta[l]
	}
	for range 20 {
		a.Forward()
		a.Learn(1, Fix)
		b.Forward()
		b.Learn(1, Fix)
	}
	for l := range a.W {
		for i, v := range a.W[l].Data {
			if d := math.Abs(float64(v) - b.W[l].Data[i]); d > 1e-5 {
				t.Fatalf("W[%d] differs by %g after 20 steps", l, d)
			}
		}
	}
}

// BenchmarkStep times one online step of backprop + error-Hebb + Oja on an input
// of which a fifth is lit, as an MNIST digit is.
func BenchmarkStep(b *testing.B) {
	for _, f := range []Feedback{Sym, Fix, Sign} {
		b.Run(fmt.Sprintf("%s/f32", f), func(b *testing.B) { benchStep[float32](b, f) })
		b.Run(fmt.Sprintf("%s/f64", f), func(b *testing.B) { benchStep[float64](b, f) })
	}
}

func benchStep[T num.Float](b *testing.B, f Feedback) {
	n := New[T]([]int{784, 170, 130, 100, 70, 47}, 10)
	n.DrawAll(XavierUniform, 1, 1)
	k := num.NewKey(1, "input", 0)
	for i := range n.Y[0] {
		if n.Y[0][i] = 0; k.Unit(1, i) < 0.19 {
			n.Y[0][i] = T(k.Unit(0, i))
		}
	}
	for l := range n.Theta {
		n.Theta[l] = rule.Theta{0: 1e-4, 2: -1e-5, 9: 1e-4}
	}
	b.ReportAllocs()
	label := 0
	for b.Loop() {
		n.Forward()
		n.Learn(label, f)
		label = (label + 1) % 47
	}
}
