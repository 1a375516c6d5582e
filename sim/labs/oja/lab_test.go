package oja

import (
	"bytes"
	"testing"

	"hebb/sim"
	"hebb/sim/simtest"
)

func TestLab(t *testing.T) { simtest.Check(t, Lab) }

// small are the views whose sims are small, with what sets most of them to work.
var small = map[string]map[string]string{
	"neuron": {"neurons": "2", "rule": "sanger"},
	"memory": nil,
	"recall": {"order": "summed", "oja_u": "true", "feedback": "fix"},
}

// A sim that is started again takes on everything of its new seed.
func TestInitAgain(t *testing.T) {
	for name := range small {
		state := func(s sim.Sim) []byte {
			simtest.Advance(t, s, 5)
			var b bytes.Buffer
			sim.SaveState(s, &b)
			return b.Bytes()
		}
		again := simtest.Begin(t, simtest.Fresh(t, Lab, name), 1, nil)
		first := state(again)
		if err := again.Init(sim.Env{Seed: 2}); err != nil {
			t.Fatal(err)
		}
		second := state(again)
		if !bytes.Equal(second, state(simtest.Begin(t, simtest.Fresh(t, Lab, name), 2, nil))) {
			t.Errorf("%s: a second Init keeps something of the first", name)
		}
		if bytes.Equal(first, second) {
			t.Errorf("%s: the seed changes nothing", name)
		}
	}
}

func TestStepAllocatesNothing(t *testing.T) {
	for name, set := range small {
		s := simtest.Begin(t, simtest.Fresh(t, Lab, name), 1, set)
		simtest.Advance(t, s, 10)
		dst, rec, f := make([]float64, 64), sim.NewRecorder(s.Outputs()), sim.NewFrame(s.Outputs())
		for i := range s.Outputs() {
			f.Want(i, true)
		}
		if n := testing.AllocsPerRun(50, func() { s.Step(); rec.Record(dst); f.Read() }); n != 0 {
			t.Errorf("%s: a step allocates %g times", name, n)
		}
	}
}
