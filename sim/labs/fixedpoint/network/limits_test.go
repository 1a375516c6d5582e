package network

import (
	"math"
	"testing"

	"hebb/sim/labs/fixedpoint/golden"
	"hebb/sim/labs/fixedpoint/rules"
	"hebb/sim/num"
)

// The sensitive spots of these networks, one by one: what is singular, unstable or
// unsettled is said to be so, and no number is ever silently not a number.

// oscillator is a network whose only fixed point is an unstable spiral.
func oscillator() (*Network[float64], *Batch[float64]) {
	n := New(golden.TwoByTwo(1.3, 2, -2, 1.15), Tanh, nil)
	b := NewBatch[float64](2, 2)
	copy(b.In.Data, []float64{0.1, 0.1, 0.1, 0.1})
	return n, b
}

func TestUnstableIsNoAnswer(t *testing.T) {
	n, b := oscillator()
	n.newton(b, NewRoom[float64](2), 1e-13, 60, false)
	if b.Failed() != 0 {
		t.Fatalf("Newton's method does not find the fixed point: %v", b.State)
	}
	n.Measure(b, false)
	growth := make([]float64, 2)
	n.Growth(b, growth)
	if !(growth[0] > 0.1) {
		t.Errorf("an unstable spiral is said to grow by %v", growth[0])
	}
	n.Relax(b, 0.1, 1e-9, 3000, false)
	for _, s := range b.State {
		if s != Oscillating {
			t.Errorf("a network that circles is said to be %v", s)
		}
	}
	// A stable one shrinks.
	n.W = golden.TwoByTwo(0.5, 0.2, -0.2, 0.3)
	n.newton(b, NewRoom[float64](2), 1e-13, 60, false)
	n.Measure(b, false)
	if n.Growth(b, growth); !(growth[0] < -0.1) {
		t.Errorf("a stable network is said to grow by %v", growth[0])
	}
}

func TestTheMapAsModelIsLessStable(t *testing.T) {
	n := New(golden.TwoByTwo(-1.5, 0, 0, -1.5), Linear, nil)
	b := NewBatch[float64](2, 1)
	copy(b.In.Data, []float64{0.1, 0.2})
	if n.Relax(b, 0.1, 1e-9, 2000, false); b.State[0] != OK {
		t.Errorf("rates with eigenvalues -1.5 do not settle: %v", b.State[0])
	}
	n.Model = DiscreteModel
	if n.Relax(b, 0.1, 1e-9, 2000, false); b.State[0] != BlewUp {
		t.Errorf("the plain iteration with eigenvalues -1.5 is said to be %v", b.State[0])
	}
}

func TestEveryStatus(t *testing.T) {
	n := New(golden.TwoByTwo(1, 0, 0, 1), Linear, nil)
	b := NewBatch[float64](2, 1)
	copy(b.In.Data, []float64{1, 1})
	if n.newton(b, NewRoom[float64](2), 1e-12, 20, false); b.State[0] != Singular {
		t.Errorf("I - W = 0 is said to be %v", b.State[0])
	}
	n.W = golden.TwoByTwo(3, 0, 0, 3)
	if n.Relax(b, 0.1, 1e-9, 2000, false); b.State[0] != BlewUp {
		t.Errorf("a network that grows without bounds is said to be %v", b.State[0])
	}
	if n.Euler(b, 0.1, 500, 1e-2); b.State[0] != BlewUp {
		t.Errorf("the same by Euler steps is said to be %v", b.State[0])
	}
	n.W = golden.TwoByTwo(0.99, 0, 0, 0.99)
	if n.Relax(b, 0.1, 1e-9, 10, false); b.State[0] == OK {
		t.Error("ten steps of a slow network are said to be enough")
	}
	n.F, n.W = Tanh, golden.TwoByTwo(0.9, 0, 0, 0.9)
	if n.Relax(b, 0.1, 1e-4, 60, false); b.State[0] != Slow {
		t.Errorf("a network on its way is said to be %v", b.State[0])
	}
	for s, want := range map[Status]string{OK: "ok", Slow: "slow", Oscillating: "oscillating", BlewUp: "blew_up", Singular: "singular"} {
		if s.String() != want {
			t.Errorf("%d is called %s", s, s)
		}
	}
}

func TestSaturationHurtsOnlyTheLiteralRule(t *testing.T) {
	net, b := randomNet(6, 3, 0.5, 30) // |z| > 19: the gains are 0 in floating point
	net.Relax(b, 0.1, 1e-12, 2000, false)
	net.Measure(b, false)
	copy(b.D.Data, b.In.Data)
	teach := &Teacher[float64]{Adjoint: "lu", Tol: 1e-12, Floor: LeastDenominator, Eta: 0.1, Room: NewRoom[float64](6)}
	for _, rule := range []string{rules.DW0, rules.DW1, rules.DW2, rules.DW3, rules.DW4} {
		if teach.Factors(rule, net, b); !Finite(b.P.Data) || !Finite(b.Q.Data) {
			t.Errorf("%s is not finite with saturated units", rule)
		}
	}
	if teach.Factors(rules.DW3A, net, b); Finite(b.P.Data) && Finite(b.Q.Data) {
		t.Error("ΔW3A divides by gains of 0 and stays finite?")
	}
}

// Gains from the rate are wrong for a silent unit that was active: it still decays.
func TestGainsFromRatesOfARectifier(t *testing.T) {
	n := New(golden.TwoByTwo(0, -3, 0, 0), ReLU, nil)
	b := NewBatch[float64](2, 1)
	copy(b.In.Data, []float64{0.5, 1}) // unit 1 is active until unit 2 silences it
	n.Euler(b, 0.1, 50, 1e-2)
	n.Measure(b, false)
	current := b.G.At(0, 0)
	n.Measure(b, true)
	if current != 0 || b.G.At(0, 0) != 1 {
		t.Errorf("gain from the current %v, from the rate %v", current, b.G.At(0, 0))
	}
}

// Where a fixed point meets another and both go, the state that is reached from 0
// jumps, and so does the loss: both sides are right.
func TestJumpAtAFoldIsReal(t *testing.T) {
	n := New(num.Mat[float64]{Rows: 1, Cols: 1, Data: []float64{2}}, Tanh, nil)
	b, room := NewBatch[float64](1, 2), NewRoom[float64](1)
	// The lower branch of r = tanh(2r + i) ends at i = 0.5328: starting from -1 a state
	// stays on it just before and leaves it just after.
	r := -math.Sqrt(0.5)
	fold := math.Atanh(r) - 2*r
	b.In.Data[0], b.In.Data[1] = fold-1e-3, fold+1e-3
	b.R.Data[0], b.R.Data[1] = -1, -1
	n.Resume(b, 0.1, 20_000)
	n.evaluate(b)
	for i, want := range []float64{-1, 1} {
		if b.R.Data[i]*want < 0.5 || distance(b.fz.Row(i), b.R.Row(i)) > 1e-9 {
			t.Errorf("input %g leads to %g, off by %g", b.In.Data[i], b.R.Data[i], distance(b.fz.Row(i), b.R.Row(i)))
		}
	}
	// From 0 the branch changes at the input 0.
	b.In.Data[0], b.In.Data[1] = -1e-3, 1e-3
	attractor(n, b, room, 0.1, 100_000)
	if b.State[0] != OK || b.State[1] != OK || b.R.Data[0] > -0.9 || b.R.Data[1] < 0.9 {
		t.Errorf("from 0, inputs of -0.001 and 0.001 lead to %g (%v) and %g (%v)", b.R.Data[0], b.State[0], b.R.Data[1], b.State[1])
	}
}
