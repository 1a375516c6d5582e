package linear

import (
	"math"
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/labs/fixedpoint/golden"
	"hebb/sim/labs/fixedpoint/network"
	"hebb/sim/labs/fixedpoint/rules"
	"hebb/sim/simtest"
)

func TestSingularStopsWithoutAStep(t *testing.T) {
	for _, rule := range linearRules {
		s := newLinear()
		s.rule = rule
		s.given = &givenLinear{[]float64{1, 1}, golden.TwoByTwo(1, 0.2, 0.1, 1), golden.TwoByTwo(1, 0, 0, 1), golden.TwoByTwo(1, 0, 0.5, 0.3)} // first row of I - W is 0
		simtest.Begin(t, s, 5, nil)
		simtest.Finite(t, s)
		st := s.Step()
		if st.Status != sim.Diverged || st.Unit || !strings.Contains(st.Trouble.What, "singular") {
			t.Errorf("%s: %v %+v", rule, st.Status, st.Trouble)
		}
		if s.w.At(0, 0) != 1 || s.w.At(1, 0) != 0.5 {
			t.Errorf("%s moved the weights", rule)
		}
		simtest.Finite(t, s)
	}
}

func TestFlingsAreCountedAndGuarded(t *testing.T) {
	l := newLinear()
	simtest.Begin(t, l, 11, map[string]string{"rule": rules.DW1, "eta": "10"})
	simtest.Steps(t, l, 20)
	if simtest.Recorded(t, l, "flung") < 1 {
		t.Error("a rate of 10 flings nobody")
	}
	free, held := newLinear(), newLinear()
	set := map[string]string{"rule": rules.DW3, "eta": "60"} // far beyond the limit of the rule
	simtest.Begin(t, free, 2023, set)
	set["guard"] = "true"
	simtest.Begin(t, held, 2023, set)
	if st := simtest.Steps(t, free, 60); st.Status != sim.Diverged {
		t.Errorf("without a guard a rate of 60 ends with %v", st.Status)
	}
	for range 5 {
		before := held.p.Loss
		simtest.Steps(t, held, 1)
		if held.p.Loss > 10*before {
			t.Errorf("a guarded step took the loss from %v to %v", before, held.p.Loss)
		}
	}
	if held.refused == 0 {
		t.Error("no step was halved")
	}
}

func TestNotFiniteStopsBeforeTheWeightsMove(t *testing.T) {
	s := newLinear()
	simtest.Begin(t, s, 2023, map[string]string{"rule": rules.DW3, "eta": "100"})
	st := simtest.Steps(t, s, 300)
	if st.Status != sim.Diverged || st.Trouble == nil || !strings.Contains(st.Trouble.What, "iteration") {
		t.Fatalf("a rate far beyond the limit ends with %v %+v", st.Status, st.Trouble)
	}
	if !network.Finite(s.w.Data) {
		t.Error("the last weights are not finite")
	}
	simtest.Finite(t, s)
}

// A loss far below rounding is noise: it stays a number that is not negative.
func TestLossEndsInRoundingNoise(t *testing.T) {
	s := newLinear()
	simtest.Begin(t, s, 5, map[string]string{"rule": rules.DW2, "eta": "10", "n": "60", "m": "30"})
	loss := math.Inf(1)
	for range 1500 {
		if st := s.Step(); st.Status == sim.Diverged {
			t.Fatal(st.Trouble)
		}
		if loss = simtest.Recorded(t, s, "loss"); !(loss >= 0) || math.IsInf(loss, 0) {
			t.Fatalf("the loss is %v", loss)
		}
	}
	if loss > 1e-24 {
		t.Errorf("the loss ends at %g: this is no test of the floor", loss)
	}
}

func BenchmarkLinear(b *testing.B) {
	for _, rule := range linearRules {
		b.Run(rule, func(b *testing.B) {
			s := newLinear()
			simtest.Begin(b, s, 2023, map[string]string{"n": "200", "m": "100", "rule": rule, "eta": "0.1"})
			b.ResetTimer()
			for range b.N {
				s.Step()
			}
		})
	}
}
