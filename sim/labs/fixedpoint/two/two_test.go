package two

import (
	"math"
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/labs/fixedpoint/rules"
	"hebb/sim/simtest"
)

func TestPlacesOfInfiniteLossAreRefused(t *testing.T) {
	s := newTwo()
	simtest.Begin(t, s, 5, nil)
	was := [4]float64(s.w.Data)
	place := s.Actions()[0]
	// w12 w21 = (1 - w11)(1 - w22) = 0.8 · 1.1 = 0.88
	if err := sim.Set(place.Args, map[string]string{"x": "1", "y": "0.88"}); err != nil {
		t.Fatal(err)
	}
	if err := place.Do(); err == nil {
		t.Error("two neurons: a start on the hyperbola is accepted")
	}
	if was != [4]float64(s.w.Data) {
		t.Error("the refused start has moved the weights")
	}
	simtest.Finite(t, s)
}

func TestJumpsAndFlingsAreCounted(t *testing.T) {
	s := newTwo()
	s.rule = rules.DW1 // from (1.6, 0.5), where the loss is 294
	simtest.Begin(t, s, 5, nil)
	if math.Abs(s.loss-294) > 0.5 {
		t.Errorf("the start has the loss %v, not 294", s.loss)
	}
	simtest.Steps(t, s, 1)
	// To about (-79, -245).
	if math.Abs(simtest.Recorded(t, s, "w12")+79) > 1 || math.Abs(simtest.Recorded(t, s, "w21")+245) > 1 || simtest.Recorded(t, s, "move") < 100 {
		t.Errorf("after the fling: w12 %v, w21 %v, move %v", simtest.Recorded(t, s, "w12"), simtest.Recorded(t, s, "w21"), simtest.Recorded(t, s, "move"))
	}
	s = newTwo() // from beyond the hyperbola dW2 comes back through infinity
	simtest.Begin(t, s, 1, map[string]string{"rule": rules.DW2, "eta": "0.1", "w12": "1.5", "w21": "1.2"})
	if simtest.Recorded(t, s, "det_sign") != -1 {
		t.Errorf("the start beyond the hyperbola has the sign %v", simtest.Recorded(t, s, "det_sign"))
	}
	simtest.Steps(t, s, 200)
	if simtest.Recorded(t, s, "flips") < 1 || simtest.Recorded(t, s, "det_sign") != 1 || !(s.loss < 1e-12) {
		t.Errorf("back through infinity: flips %v, sign %v, loss %v", simtest.Recorded(t, s, "flips"), simtest.Recorded(t, s, "det_sign"), s.loss)
	}
}

func TestTheOtherSideEscapes(t *testing.T) {
	two := newTwo()
	simtest.Begin(t, two, 1, map[string]string{"rule": rules.DW3, "eta": "0.1", "w12": "1.5", "w21": "1.2"})
	st := simtest.Steps(t, two, 100)
	if st.Status != sim.Diverged || !strings.Contains(st.Trouble.What, "iteration 22") {
		t.Errorf("two neurons on the other side end with %v %+v, not by an escape at iteration 22", st.Status, st.Trouble)
	}
	simtest.Finite(t, two)
}

// Where the only fixed point is an unstable spiral, no more than fixed points and answers
// is counted.
func TestASpiralIsNoAnswer(t *testing.T) {
	s := newTwo()
	simtest.Begin(t, s, 1, map[string]string{"model": "tanh", "eta": "0", "w11": "1.3", "w12": "2", "w21": "-2", "w22": "1.15", "show": "own", "i1": "0.1", "i2": "0.1"})
	if simtest.Recorded(t, s, "fixed") != 1 || simtest.Recorded(t, s, "answers") != 0 || simtest.Recorded(t, s, "failed") == 0 {
		t.Errorf("%v fixed points, %v answers, %v inputs without one", simtest.Recorded(t, s, "fixed"), simtest.Recorded(t, s, "answers"), simtest.Recorded(t, s, "failed"))
	}
}

// TestTheMapStaysWhereItCanBeRead holds that a step which flings the weights away does not
// take the map of the loss along, and that the map follows them as long as it can.
func TestTheMapStaysWhereItCanBeRead(t *testing.T) {
	s := simtest.Begin(t, newTwo(), 7, map[string]string{"rule": "dW1", "eta": "0.02"})
	s.Step()
	if w := s.w.Data; math.Abs(w[0]) < flung && math.Abs(w[3]) < flung {
		t.Fatalf("the step has not flung them: %v", w)
	}
	if got := s.section(); got[0] != s.w0[0] || got[3] != s.w0[3] || got[1] != s.w.Data[1] {
		t.Errorf("the map cuts at %v", got)
	}
	calm := simtest.Begin(t, newTwo(), 7, map[string]string{"rule": "dW3"})
	calm.Step()
	if got := calm.section(); got != [4]float64(calm.w.Data) {
		t.Errorf("the map cuts at %v, the weights are %v", got, calm.w.Data)
	}
}
