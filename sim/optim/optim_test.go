package optim

import (
	"bytes"
	"math"
	"testing"

	"hebb/sim"
	"hebb/sim/num"
)

// slow is every optimiser, weight by weight in float64, as its definition has it.
type slow struct{ w, m, v float64 }

func (s *slow) step(kind string, g, rate, momentum float64, t int) {
	switch kind {
	case SGD:
		if s.m = momentum*s.m + g; t == 1 {
			s.m = g
		}
		s.w -= rate * s.m
	case Adam:
		s.m, s.v = 0.9*s.m+0.1*g, 0.999*s.v+0.001*g*g
		s.w -= rate * s.m / (1 - math.Pow(0.9, float64(t))) / (math.Sqrt(s.v/(1-math.Pow(0.999, float64(t)))) + 1e-8)
	}
}

// gradient draws one of step t; an element is always 0.
func gradient[T num.Float](g []T, t int) {
	k := num.NewKey(5, "gradient", t)
	for i := range g {
		if g[i] = T(k.Uniform(0, i)); i == 2 {
			g[i] = 0
		}
	}
}

func TestTorchIsItsDefinition(t *testing.T) {
	t.Run("float64", func(t *testing.T) { torchAgrees[float64](t, 1e-14) })
	t.Run("float32", func(t *testing.T) { torchAgrees[float32](t, 2e-5) })
}

func torchAgrees[T num.Float](t *testing.T, within float64) {
	const n = 31
	for _, c := range []struct {
		kind           string
		rate, momentum float64
	}{{Adam, .01, 0}, {Adam, .01, .9}, {SGD, .1, 0}, {SGD, .1, .9}} {
		o, w, g, want := NewTorch[T](n), make([]T, n), make([]T, n), make([]slow, n)
		for step := 1; step <= 6; step++ {
			if step == 4 { // saved and restored in the middle
				o = restored(t, o)
			}
			gradient(g, step)
			o.Step(w, g, c.kind, c.rate, c.momentum)
			for i := range w {
				want[i].step(c.kind, float64(g[i]), c.rate, c.momentum, step)
				if d := math.Abs(float64(w[i]) - want[i].w); !(d <= within) {
					t.Fatalf("%+v, step %d: weight %d is off by %g", c, step, i, d)
				}
			}
		}
	}
}

func restored[T num.Float](t *testing.T, o *Torch[T]) *Torch[T] {
	t.Helper()
	var buf bytes.Buffer
	sim.SaveState(&saved[T]{o: o}, &buf)
	again := NewTorch[T](len(o.m))
	if err := sim.LoadState(&saved[T]{o: again}, buf.Bytes()); err != nil {
		t.Fatal(err)
	}
	return again
}

// saved is a sim of which nothing is asked but its state.
type saved[T num.Float] struct {
	sim.Sim
	o *Torch[T]
}

func (s *saved[T]) State(sec *sim.Sections) { s.o.State(sec) }

// The two Adams have one formula, and do not round alike.
func TestTheTwoAdams(t *testing.T) {
	const n = 300
	o, p := NewTorch[float64](n), NewPaperAdam(n)
	w, v, g, rates := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range rates {
		rates[i] = .01
	}
	rates[7] = 0
	differ := 0
	for step := 1; step <= 20; step++ {
		gradient(g, step)
		o.Step(w, g, Adam, .01, 0)
		p.Step(v, g, rates)
		for i := range w {
			if d := math.Abs(w[i] - v[i]); d > 1e-13 && i != 7 {
				t.Fatalf("step %d: weight %d differs by %g", step, i, d)
			} else if d > 0 && i != 7 {
				differ++
			}
		}
	}
	if differ == 0 {
		t.Error("they round alike: one of them can go")
	}
	if v[7] != 0 || p.M[7] == 0 {
		t.Errorf("a weight of rate 0 is %g, its mean %g", v[7], p.M[7])
	}
	if p.Forget(3); p.M[3] != 0 || p.V[3] != 0 || p.M[4] == 0 {
		t.Error("Forget does not forget weight 3 alone")
	}
}
