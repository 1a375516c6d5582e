package simtest

import (
	"context"
	"math"
	"slices"
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
	v, ok := Row(s)[name]
	if !ok {
		t.Fatalf("nothing recorded is called %q", name)
	}
	return v
}

// Row returns all recorded scalars by name.
func Row(s sim.Sim) map[string]float64 {
	outputs := s.Outputs()
	r := sim.NewRecorder(outputs)
	dst := make([]float64, r.Len())
	r.Record(dst)
	row := map[string]float64{}
	for _, o := range outputs {
		if o.From == sim.Recorded {
			row[o.Name], dst = dst[0], dst[1:]
		}
	}
	return row
}

// Look is what can be seen of a sim, by name.
type Look struct {
	outputs []sim.Output
	frame   *sim.Frame
}

// Everything returns a look that reads all of a sim's outputs, and what a probe measures
// when that is named.
func Everything(t testing.TB, s sim.Sim, probes ...string) Look {
	t.Helper()
	l := Look{s.Outputs(), nil}
	l.frame = sim.NewFrame(l.outputs)
	for i := range l.outputs {
		l.frame.Want(i, true)
	}
	l.frame.Read()
	for _, name := range probes {
		p := slices.IndexFunc(s.Probes(), func(p sim.Probe) bool { return p.Name == name })
		if p < 0 {
			t.Fatalf("there is no probe %q", name)
		}
		l.frame.Measure(context.Background(), name, s.Capture(p, nil))
	}
	return l
}

func (l Look) find(t testing.TB, name string) int {
	t.Helper()
	i := slices.IndexFunc(l.outputs, func(o sim.Output) bool { return o.Name == name })
	if i < 0 {
		t.Fatalf("there is no output %q", name)
	}
	return i
}

// Scalar returns a scalar.
func (l Look) Scalar(t testing.TB, name string) float64 {
	t.Helper()
	return l.frame.Scalar(l.find(t, name))
}

// Values returns an array.
func (l Look) Values(t testing.TB, name string) []float32 {
	t.Helper()
	v, _ := l.frame.Values(l.find(t, name))
	return v
}

// All returns every number.
func (l Look) All() (all []float64) {
	for i, o := range l.outputs {
		if o.Kind == sim.Scalar {
			all = append(all, l.frame.Scalar(i))
			continue
		}
		v, _ := l.frame.Values(i)
		for _, x := range v {
			all = append(all, float64(x))
		}
	}
	return all
}

// Finite checks that everything a sim records is a finite number.
func Finite(t testing.TB, s sim.Sim) {
	t.Helper()
	for name, v := range Row(s) {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			t.Errorf("%s is %v", name, v)
		}
	}
}
