package simtest

import (
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/simtest/toy"
)

// bent is the toy with other outputs.
type bent struct {
	sim.Sim
	bend func([]sim.Output) []sim.Output
}

func (b bent) Outputs() []sim.Output { return b.bend(b.Sim.Outputs()) }

// A sim whose outputs are not bound as they should be is told by name.
func TestBoundFindsFaults(t *testing.T) {
	at := func(list []sim.Output, name string) *sim.Output {
		for i := range list {
			if list[i].Name == name {
				return &list[i]
			}
		}
		t.Fatalf("no output %s", name)
		return nil
	}
	reads, known := 0.0, 0.0
	work := sim.Once(func() { known = reads })
	counted := func(o *sim.Output) { o.Read = sim.By(func() float64 { reads++; return reads }) }
	cached := sim.By(func() float64 { return known })
	for want, bend := range map[string]func([]sim.Output) []sim.Output{
		"":                                                func(l []sim.Output) []sim.Output { return l },
		"output y is declared twice":                      func(l []sim.Output) []sim.Output { return append(l, *at(l, "y")) },
		"output y is read from nowhere":                   func(l []sim.Output) []sim.Output { at(l, "y").Read = sim.Read{}; return l },
		"output y is a scalar and is read as if":          func(l []sim.Output) []sim.Output { at(l, "y").Read = at(l, "w").Read; return l },
		"output w is a vector and is read as if":          func(l []sim.Output) []sim.Output { at(l, "w").Read = at(l, "y").Read; return l },
		"output w is recorded and no scalar":              func(l []sim.Output) []sim.Output { at(l, "w").From = sim.Recorded; return l },
		"output y is read from the sim where it comes":    func(l []sim.Output) []sim.Output { at(l, "y").Read = at(l, "angle").Read; return l },
		"output y comes of a probe":                       func(l []sim.Output) []sim.Output { at(l, "y").Probe = "angle"; return l },
		"outputs are of probe cosine, which there is not": func(l []sim.Output) []sim.Output { at(l, "angle").Probe = "cosine"; return l },
		"probe angle measures what no output shows":       func(l []sim.Output) []sim.Output { return l[:6] },
		"output angle is measured, and waits":             func(l []sim.Output) []sim.Output { at(l, "angle").After = work; return l },
		"output y, read alone and among all: ":            func(l []sim.Output) []sim.Output { counted(at(l, "y")); return l },
		// What is worked out for others and does not say so is of the last look.
		"output norm is recorded as 0 and shown as 1": func(l []sim.Output) []sim.Output {
			reads++
			at(l, "norm").Read, at(l, "y").Read, at(l, "y").After = cached, cached, work
			return l
		},
	} {
		err := bound(bent{start(t, &toy.Lab.Views[0], nil), bend})
		if want == "" && err != nil || want != "" && (err == nil || !strings.HasPrefix(err.Error(), want)) {
			t.Errorf("%v, want %q", err, want)
		}
		known, reads = 0, 0
	}
}

// What is recorded and what is shown differ in this one although each alone agrees.
func TestRecordedIsShown(t *testing.T) {
	first := true
	err := bound(bent{start(t, &toy.Lab.Views[0], nil), func(l []sim.Output) []sim.Output {
		l[1].Read = sim.By(func() float64 {
			defer func() { first = false }()
			if first {
				return 1
			}
			return 2
		})
		return l
	}})
	if err == nil || err.Error() != "output y is recorded as 1 and shown as 2" {
		t.Error(err)
	}
}

// An output that holds on to what the sim has let go of is told.
func TestBoundForGood(t *testing.T) {
	s := start(t, &toy.Lab.Views[0], nil)
	old := append([]sim.Output(nil), s.Outputs()...)
	if err := still(old, s); err != nil {
		t.Error(err)
	}
	old[1].Read = sim.By(func() float64 { return -1 })
	if err := still(old, s); err == nil || err.Error() != "output y, bound after Init and now: -1 and 0" {
		t.Error(err)
	}
}
