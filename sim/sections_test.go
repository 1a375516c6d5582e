package sim_test

import (
	"bytes"
	"testing"

	"hebb/sim"
	"hebb/sim/simtest/toy"
)

func TestStateRoundTrip(t *testing.T) {
	a, b := toy.Lab.Views[0].New(), toy.Lab.Views[0].New()
	a.Init(sim.Env{Seed: 1})
	b.Init(sim.Env{Seed: 2})
	for range 100 { // not a multiple of the quanta in a unit
		a.Step()
	}
	var buf, again bytes.Buffer
	sim.SaveState(a, &buf)
	if err := sim.LoadState(b, buf.Bytes()); err != nil {
		t.Fatal(err)
	}
	sim.SaveState(b, &again)
	if !bytes.Equal(buf.Bytes(), again.Bytes()) {
		t.Error("state differs after save and load")
	}
}

func TestStateRefusesWhatDoesNotFit(t *testing.T) {
	a, small := toy.Lab.Views[0].New(), toy.Lab.Views[0].New()
	sim.Set(small.Fields(), map[string]string{"n": "3"})
	a.Init(sim.Env{})
	small.Init(sim.Env{})
	var buf bytes.Buffer
	sim.SaveState(a, &buf)
	data := buf.Bytes()
	if err := sim.LoadState(small, data); err == nil {
		t.Error("a state of 6 weights went into 3")
	}
	for _, cut := range []int{0, 1, 5, len(data) / 2, len(data) - 1} {
		a.Init(sim.Env{})
		if err := sim.LoadState(a, data[:cut]); err == nil {
			t.Errorf("a state cut at byte %d of %d was accepted", cut, len(data))
		}
	}
	a.Init(sim.Env{})
	if err := sim.LoadState(a, append(bytes.Clone(data), 0)); err == nil {
		t.Error("a state with a byte too many was accepted")
	}
}
