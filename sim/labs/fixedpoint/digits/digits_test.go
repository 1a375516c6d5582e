package digits

import (
	"math"
	"testing"

	"hebb/sim"
	"hebb/sim/labs/fixedpoint/golden"
	"hebb/sim/labs/fixedpoint/network"
	"hebb/sim/labs/fixedpoint/rules"
	"hebb/sim/simtest"
)

func TestUnsettledSamplesTeachNothing(t *testing.T) {
	s := newDigits()
	simtest.Begin(t, s, 3, map[string]string{"n": "40", "batch": "64", "rho": "2", "solver": "relax", "rule": rules.DW1, "adjoint": "lu", "eta": "0.01"})
	simtest.Steps(t, s, 1)
	if f := simtest.Recorded(t, s, "failed"); !(f > 0) {
		t.Fatalf("with weights twice too large all of a batch settles: failed %v", f)
	} else if c := s.core.(*digitsState[float32]); c.last.counted != 64-int(math.Round(64*f)) {
		t.Errorf("%v of 64 images fail, and %d are learned from", f, c.last.counted)
	}
	simtest.Finite(t, s)
	// At 5 τ nothing is at rest, and the page is told.
	s = newDigits()
	simtest.Begin(t, s, 3, map[string]string{"n": "40", "batch": "64"})
	simtest.Steps(t, s, 1)
	if f, r := simtest.Recorded(t, s, "failed"), simtest.Recorded(t, s, "residual"); !(f > 0.05) || !(r > 1e-3) {
		t.Errorf("at 5 τ: failed %v, residual %v", f, r)
	}
}

// ΔW3A divides by gains of 0 where units are saturated, and then the run stops with a word.
func TestSaturationStopsTheLiteralRule(t *testing.T) {
	s := newDigits()
	s.given = &givenDigits{golden.TwoByTwo(0.1, 0, 0, 0.1), golden.TwoByTwo(60, 0, 0, 60), golden.TwoByTwo(1, 0, 0, 1), golden.TwoByTwo(1, 1, -1, 1), []int{0, 1}}
	s.rule, s.solver = rules.DW3A, "exact"
	simtest.Begin(t, s, 5, nil)
	st := simtest.Steps(t, s, 1)
	if st.Status != sim.Diverged || st.Trouble == nil || !network.Finite(s.core.(*digitsState[float32]).net.W.Data) {
		t.Errorf("ΔW3A with saturated units: %v %+v", st.Status, st.Trouble)
	}
	simtest.Finite(t, s)
}

func TestRectifierThatBlowsUpIsSaidSo(t *testing.T) {
	s := newDigits()
	s.given = &givenDigits{golden.TwoByTwo(3, 0, 0, 3), golden.TwoByTwo(1, 0, 0, 1), golden.TwoByTwo(1, 0, 0, 1), golden.TwoByTwo(1, 1, 2, 1), []int{0, 1}}
	s.act, s.rule, s.solver = "relu", rules.DW3, "relax"
	simtest.Begin(t, s, 5, nil)
	simtest.Steps(t, s, 1)
	if simtest.Recorded(t, s, "failed") != 1 {
		t.Errorf("rates without bounds count as settled: failed %v", simtest.Recorded(t, s, "failed"))
	}
	simtest.Finite(t, s)
	s = newDigits()
	s.given = &givenDigits{golden.TwoByTwo(3, 0, 0, 3), golden.TwoByTwo(1, 0, 0, 1), golden.TwoByTwo(1, 0, 0, 1), golden.TwoByTwo(1, 1, 2, 1), []int{0, 1}}
	s.act, s.rule, s.solver, s.steps, s.h = "relu", rules.DW3, "euler", 500, 0.5
	simtest.Begin(t, s, 5, nil)
	if st := simtest.Steps(t, s, 3); st.Status != sim.Diverged {
		t.Errorf("500 steps of a network that grows end with %v", st.Status)
	}
	simtest.Finite(t, s)
}
