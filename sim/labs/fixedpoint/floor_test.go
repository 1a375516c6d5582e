package fixedpoint

import (
	"math"
	"strconv"
	"testing"

	"hebb/sim"
	"hebb/sim/num"
)

// A loss far below rounding is noise: it stays a number that is not negative, and the
// axes of losses end above it.
func TestLossEndsInRoundingNoise(t *testing.T) {
	s := newLinear()
	startAt(t, s, 5, map[string]string{"rule": dW2, "eta": "10", "n": "60", "m": "30"})
	loss := math.Inf(1)
	for range 1500 {
		if st := s.Step(); st.Status == sim.Diverged {
			t.Fatal(st.Trouble)
		}
		if loss = output(t, s, "loss"); !(loss >= 0) || math.IsInf(loss, 0) {
			t.Fatalf("the loss is %v", loss)
		}
	}
	if loss > 1e-24 {
		t.Errorf("the loss ends at %g: this is no test of the floor", loss)
	}
	for _, v := range Lab.Views {
		for _, f := range v.Figures {
			// The loss of one neuron and of the digits has a least value far above.
			if v.Name == "digits" || v.Name == "one" || f.Kind != "trace" || f.Name != "loss" || f.Options["log"] != "y" {
				continue
			}
			if floor, err := strconv.ParseFloat(f.Options["floor"], 64); err != nil || floor < 1e-20 || floor > 1e-12 {
				t.Errorf("the axis of %s in %s ends at %q", f.Name, v.Name, f.Options["floor"])
			}
		}
	}
}

// Where a fixed point meets another and both go, the state that is reached from 0
// jumps, and so does the loss: both sides are right.
func TestJumpAtAFoldIsReal(t *testing.T) {
	n := newNetwork(num.Mat[float64]{Rows: 1, Cols: 1, Data: []float64{2}}, tanhRate, nil)
	b, room := newBatch[float64](1, 2), newNewton[float64](1)
	// The lower branch of r = tanh(2r + i) ends at i = 0.5328: starting from -1 a state
	// stays on it just before and leaves it just after.
	r := -math.Sqrt(0.5)
	fold := math.Atanh(r) - 2*r
	b.in.Data[0], b.in.Data[1] = fold-1e-3, fold+1e-3
	b.r.Data[0], b.r.Data[1] = -1, -1
	n.resume(b, 0.1, 20_000)
	n.evaluate(b)
	for i, want := range []float64{-1, 1} {
		if b.r.Data[i]*want < 0.5 || distance(b.fz.Row(i), b.r.Row(i)) > 1e-9 {
			t.Errorf("input %g leads to %g, off by %g", b.in.Data[i], b.r.Data[i], distance(b.fz.Row(i), b.r.Row(i)))
		}
	}
	// From 0 the branch changes at the input 0.
	b.in.Data[0], b.in.Data[1] = -1e-3, 1e-3
	n.attractor(b, room, 0.1, 100_000)
	if b.state[0] != ok || b.state[1] != ok || b.r.Data[0] > -0.9 || b.r.Data[1] < 0.9 {
		t.Errorf("from 0, inputs of -0.001 and 0.001 lead to %g (%v) and %g (%v)", b.r.Data[0], b.state[0], b.r.Data[1], b.state[1])
	}
}
