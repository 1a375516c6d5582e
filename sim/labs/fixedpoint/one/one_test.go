package one

import (
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/labs/fixedpoint/rules"
	"hebb/sim/simtest"
)

func TestThePoleIsRefused(t *testing.T) {
	o := newOne()
	o.start = 1
	if err := o.Init(sim.Env{Seed: 1}); err == nil {
		t.Error("one neuron: a start on the pole is accepted")
	}
	o.start = 0.5
	simtest.Begin(t, o, 5, nil)
	o.putAt = 1
	if err := o.Actions()[0].Do(); err == nil {
		t.Error("one neuron: the pole is accepted as a place")
	}
}

func TestTheWrongSideEscapes(t *testing.T) {
	one := newOne()
	simtest.Begin(t, one, 2023, map[string]string{"rule": rules.DW3, "start": "1.4", "eta": "20"})
	st := simtest.Steps(t, one, 100)
	if st.Status != sim.Diverged || !strings.Contains(st.Trouble.What, "escaped through infinity at iteration 10") {
		t.Errorf("the wrong side ends with %v %+v, not by an escape at iteration 10", st.Status, st.Trouble)
	}
	simtest.Finite(t, one)
}
