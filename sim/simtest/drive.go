package simtest

import (
	"math"
	"testing"

	"hebb/sim"
)

// Fresh returns a new sim of a lab's view, as a run gets it.
func Fresh(t testing.TB, lab *sim.Lab, view string) sim.Sim {
	t.Helper()
	for i := range lab.Views {
		if lab.Views[i].Name == view {
			return lab.Views[i].New()
		}
	}
	t.Fatalf("lab %s has no view %q", lab.Name, view)
	return nil
}

// Begin sets fields of a new sim, by name, and initialises it under a seed.
func Begin[S sim.Sim](t testing.TB, s S, seed uint64, set map[string]string) S {
	t.Helper()
	if err := sim.Set(s.Fields(), set); err != nil {
		t.Fatal(err)
	}
	if err := s.Init(sim.Env{Seed: seed}); err != nil {
		t.Fatal(err)
	}
	return s
}

// Steps runs some units, or until the sim diverges or is done, and returns the last step.
func Steps(t testing.TB, s sim.Sim, units int) sim.Step {
	t.Helper()
	var st sim.Step
	for range units {
		for {
			st = s.Step()
			if st.Status == sim.Diverged || st.Status == sim.Done {
				return st
			}
			if st.Unit {
				break
			}
		}
	}
	return st
}

// Advance runs some units. A sim that ends before fails the test.
func Advance(t testing.TB, s sim.Sim, units int) {
	t.Helper()
	for left := units; left > 0; {
		st := s.Step()
		if st.Status != sim.Running {
			t.Fatalf("%v after %d units to go: %+v", st.Status, left, st.Trouble)
		}
		if st.Unit {
			left--
		}
	}
}

// Recorded returns a recorded scalar by name.
func Recorded(t testing.TB, s sim.Sim, name string) float64 {
	t.Helper()
	var dst []float64
	at := -1
	for _, o := range s.Outputs() {
		if o.From == sim.Recorded {
			if o.Name == name {
				at = len(dst)
			}
			dst = append(dst, 0)
		}
	}
	if at < 0 {
		t.Fatalf("nothing recorded is called %q", name)
	}
	s.Record(dst)
	return dst[at]
}

// Finite checks that everything a sim records is a finite number.
func Finite(t testing.TB, s sim.Sim) {
	t.Helper()
	for _, o := range s.Outputs() {
		if o.From == sim.Recorded {
			if v := Recorded(t, s, o.Name); math.IsNaN(v) || math.IsInf(v, 0) {
				t.Errorf("%s is %v", o.Name, v)
			}
		}
	}
}
