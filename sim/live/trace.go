package live

import (
	"context"

	"hebb/sim"
	"hebb/sim/experiment"
)

// Trace is what a run has gone through: what it started from and what was done to it,
// and how far each variant has come.
type Trace struct {
	Experiment experiment.Experiment
	Epoch      uint32
	Ends       []uint64 // by variant: the last unit that is recorded, which may lie beyond the position
	Diverged   []uint64 // by variant: the unit in which it has diverged; 0: it has not
	Resting    []bool   // by variant: it has come to rest or to its end
}

// Trace describes the run now.
func (r *Run) Trace(ctx context.Context) (Trace, error) {
	got := make(chan Trace, 1) // the run may be writing still when ctx has ended
	err := r.ask(ctx, func() {
		t := Trace{Experiment: r.experiment(), Epoch: r.epoch}
		for i, v := range r.engine.Variants() {
			end, diverged := uint64(0), uint64(0)
			if last := r.engine.History()[i][0].Last; len(last) > 0 {
				end = last[len(last)-1]
			}
			if d := r.engine.Diverged(i); d != nil {
				diverged = d.Unit
			}
			t.Ends, t.Diverged = append(t.Ends, end), append(t.Diverged, diverged)
			t.Resting = append(t.Resting, v.Status() == sim.Converged || v.Status() == sim.Done)
		}
		got <- t
	})
	if err != nil {
		return Trace{}, err
	}
	return <-got, nil
}

// Recorded is what the history knows of a scalar output: bounds of the first value at
// the unit or after it, or of the mean of the values in the so many units up to that; a
// history that has been thinned knows no more. It is false where nothing is known.
func (r *Run) Recorded(ctx context.Context, variant, output string, unit, over uint64) (low, high float64, ok bool, err error) {
	type found struct {
		low, high float64
		ok        bool
	}
	got := make(chan found, 1)
	err = r.ask(ctx, func() {
		var f found
		defer func() { got <- f }()
		i, err := r.engine.Index(variant)
		if err != nil {
			return
		}
		for n, t := range r.engine.History()[i] {
			for c, name := range t.Names {
				if name == output {
					f.low, f.high, f.ok = t.Mean(c, unit, over, n == 0)
					return
				}
			}
		}
	})
	if err != nil {
		return 0, 0, false, err
	}
	f := <-got
	return f.low, f.high, f.ok, nil
}
