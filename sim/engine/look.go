package engine

import (
	"fmt"
	"slices"

	"hebb/sim"
	"hebb/sim/engine/history"
	"hebb/sim/experiment"
)

// Position is where the engine stands.
func (e *Engine) Position() experiment.Position { return e.at }

// Unit is how many units are completed.
func (e *Engine) Unit() uint64 { return e.at.Unit }

// Rounds is how many rounds the newest unit had.
func (e *Engine) Rounds() uint32 { return e.rounds }

// Variants are all of them. They stay the engine's.
func (e *Engine) Variants() []*Variant { return e.variants }

// Journal is all changes, those beyond the position too. Nobody may change it.
func (e *Engine) Journal() []experiment.Entry { return e.journal }

// Applied is how many of them have been applied.
func (e *Engine) Applied() int { return e.applied }

// Base is what the journal starts from.
func (e *Engine) Base() experiment.Setup { return e.base.Clone() }

// Setup is the present as a set-up: fields and periods in force.
func (e *Engine) Setup() experiment.Setup {
	s := e.base.Clone()
	for i, v := range e.variants {
		s.Variants[i].Set = experiment.Diff(e.view, v.Values())
	}
	for p := range e.every {
		probe := &e.variants[0].probes[p]
		delete(s.Probes, probe.Name)
		if e.every[p] != s.Every(probe) {
			if s.Probes == nil {
				s.Probes = map[string]int{}
			}
			s.Probes[probe.Name] = e.every[p]
		}
	}
	return s
}

// Experiment is what reproduces the engine as it stands.
func (e *Engine) Experiment() experiment.Experiment {
	return experiment.Experiment{Setup: e.base.Clone(), Journal: slices.Clone(e.journal), Position: e.at}
}

// History is by variant the table of what is recorded, then one for each probe; nil when
// none is kept. The tables stay the engine's.
func (e *Engine) History() [][]*history.Table { return e.history }

// TakeChanged says whether fields or periods in force have changed since it was asked last.
func (e *Engine) TakeChanged() bool {
	was := e.changed
	e.changed = false
	return was
}

// Value returns a scalar output of a variant ("" is A) in full precision: recorded ones of
// the unit that it has completed last, probed ones of the newest measurement, others now.
// It is false when the output is unknown, no scalar or not yet measured.
func (e *Engine) Value(variant, output string) (float64, bool) {
	i, err := e.Index(variant)
	if err != nil {
		return 0, false
	}
	return e.variants[i].Value(output)
}

// Status sums the variants' statuses up: running while one of them is, then
// diverged if one of them has.
func (e *Engine) Status() sim.Status {
	all, diverged := sim.Done, false
	for _, v := range e.variants {
		if v.status == sim.Diverged {
			diverged = true
			continue
		}
		all = min(all, v.status) // Running, Converged, Done: the least of them
	}
	if diverged && all != sim.Running {
		return sim.Diverged
	}
	return all
}

// Diverged says where and how variant i has diverged; nil: it stands otherwise.
func (e *Engine) Diverged(i int) *Diverged {
	v := e.variants[i]
	if v.status != sim.Diverged {
		return nil
	}
	d := v.stand.Why
	d.Variant = experiment.VariantKey(i)
	return &d
}

// Which returns the variants that a key means: all for "".
func (e *Engine) Which(key string) ([]*Variant, error) {
	if key == "" {
		return e.variants, nil
	}
	i, err := e.Index(key)
	if err != nil {
		return nil, err
	}
	return e.variants[i : i+1], nil
}

// Index returns the number of a variant; "" is A.
func (e *Engine) Index(key string) (int, error) {
	if key == "" {
		return 0, nil
	}
	for i := range e.variants {
		if key == experiment.VariantKey(i) {
			return i, nil
		}
	}
	return 0, fmt.Errorf("there is no variant %q", sim.Clip(key))
}

// periods are the probes' periods that the journal starts from.
func (e *Engine) periods() []int {
	probes := e.variants[0].probes
	every := make([]int, len(probes))
	for p := range probes {
		every[p] = e.base.Every(&probes[p])
	}
	return every
}

// Every are the periods of the probes, in their order, as they are now; 0: off.
func (e *Engine) Every() []int { return e.every }
