package live

import (
	"fmt"
	"slices"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/live/pool"
)

// Headless runs an experiment from its beginning without a clock: the same steps in the
// same order as a run makes, with the entries of its journal at their positions, until
// so many units are completed, wherever the experiment itself stands. each is called
// after every unit, and may be nil; it stops the run by returning false. The run also
// stops when all variants have come to rest and nothing is left in the journal. A
// variant that diverges halts as in a run, and the others go on; when one stands so at
// the end, the error is a *Diverged (of the first of them), and the look holds the last
// state of each that counts.
func Headless(lab *sim.Lab, e experiment.Experiment, units uint64, each func(*Look) bool) (*Look, error) {
	return Relive(lab, e, experiment.Position{Unit: units}, each)
}

// Relive is Headless to any position.
func Relive(lab *sim.Lab, e experiment.Experiment, to experiment.Position, each func(*Look) bool) (*Look, error) {
	view, err := viewOf(lab, e.Setup)
	if err != nil {
		return nil, err
	}
	helpers := pool.New(nil)
	defer helpers.Stop()
	var t *timeline
	env := sim.Env{Seed: e.Seed, Pool: helpers.Pool()}
	t, err = newTimeline(view, env, e.Setup, func(b *batch) { b.measure() })
	if err != nil {
		return nil, err
	}
	if err := t.checkAll(e.Journal); err != nil {
		return nil, err
	}
	t.journal = e.Journal
	t.begin()
	look := &Look{t: t}
	for t.Position.Before(to) && !t.over() && !t.stuck() {
		if !t.advance() {
			t.rewind(t.trouble.Position, false) // there are no checkpoints: all is done again, with the halt known
		}
		if err := look.collect(); err != nil {
			return look, err
		}
		if t.Unit > look.Unit {
			if look.Unit = t.Unit; each != nil && !each(look) {
				return look, nil
			}
		}
	}
	if err := look.collect(); err != nil {
		return look, err
	}
	for i := range t.variants {
		if d := t.diverged(i); d != nil {
			return look, d
		}
	}
	return look, nil
}

// stuck says that all variants have diverged and nothing is to be done here that could
// wake one. What the journal says of later units helps no more: nothing gets there.
func (t *timeline) stuck() bool {
	return !slices.ContainsFunc(t.variants, func(v *variant) bool { return v.status != sim.Diverged }) &&
		(t.cursor == len(t.journal) || t.Position.Before(t.journal[t.cursor].Position))
}

// viewOf finds the view of a set-up and refuses one that makes no run.
func viewOf(lab *sim.Lab, s experiment.Setup) (*sim.View, error) {
	view, ok := lab.View(s.View)
	if !ok {
		return nil, fmt.Errorf("view: the lab %s has no view %q", lab.Name, sim.Clip(s.View))
	}
	if n := len(s.Variants); n < 1 || n > experiment.MaxVariants {
		return nil, fmt.Errorf("variants: %d is outside its range: it takes 1 to %d", n, experiment.MaxVariants)
	}
	return view, nil
}

// Look is a headless run after a unit. It is valid until the next.
type Look struct {
	Unit uint64
	t    *timeline
}

// collect takes in what probes have measured.
func (l *Look) collect() error {
	for len(l.t.pending) > 0 {
		if err := l.t.collect(l.t.pending[0]); err != nil {
			return err
		}
	}
	return nil
}

// Value returns a scalar output of a variant in full precision: recorded ones of
// this unit, probed ones of the newest measurement, others now. It is false when
// the output is unknown, no scalar or not yet measured.
func (l *Look) Value(variant, output string) (float64, bool) {
	i, err := l.t.index(variant)
	if err != nil {
		return 0, false
	}
	v := l.t.variants[i]
	for o := range v.outputs {
		if v.outputs[o].Name == output && v.outputs[o].Kind == sim.Scalar {
			if v.outputs[o].From == sim.Snapped {
				v.frame.Want(o, true)
				v.frame.Read()
			}
			return v.Scalar(o)
		}
	}
	return 0, false
}

// Variants says how many there are.
func (l *Look) Variants() int { return len(l.t.variants) }

// Scalars returns the recorded scalars of variant i, in the order of outputs.
func (l *Look) Scalars(i int) []float64 { return l.t.variants[i].row }

// Sim returns variant i itself, to look at.
func (l *Look) Sim(i int) sim.Sim { return l.t.variants[i].sim }

// Status says how variant i stands.
func (l *Look) Status(i int) sim.Status { return l.t.variants[i].status }

// Diverged says where and how variant i has diverged; nil: it has not.
func (l *Look) Diverged(i int) *Diverged { return l.t.diverged(i) }

// Counts says whether variant i has completed this unit. One that has diverged has
// not: its scalars are those of an earlier one.
func (l *Look) Counts(i int) bool { return l.t.variants[i].Unit == l.Unit }
