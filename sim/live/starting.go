package live

import (
	"errors"
	"fmt"

	"hebb/sim/experiment"
)

// maxSeed keeps seeds exact in a page's numbers.
const maxSeed = 1<<53 - 1

// Reset starts again from the values in force, with an empty journal.
type Reset struct{}

func (Reset) when() when         { return away }
func (Reset) check(*Run) error   { return nil }
func (Reset) apply(r *Run) error { return r.rebuild(r.engine.Setup()) }

// Reseed is Reset with another seed; 0 picks the one after the present one.
type Reseed struct{ Seed uint64 }

func (Reseed) when() when { return away }

func (c Reseed) check(*Run) error {
	if c.Seed > maxSeed {
		return outside("seed", c.Seed, "0 to %d", uint64(maxSeed))
	}
	return nil
}

func (c Reseed) apply(r *Run) error {
	base := r.engine.Setup()
	if base.Seed = c.Seed; c.Seed == 0 {
		base.Seed = (r.engine.Base().Seed + 1) & maxSeed
	}
	return r.rebuild(base)
}

// rebuild starts again from another set-up, if its sims accept it.
func (r *Run) rebuild(base experiment.Setup) error {
	back, err := r.admit(base)
	if err != nil {
		return err
	}
	fresh, err := r.runs.build(r.ctx, r.view, experiment.Experiment{Setup: base}, r.worker.take)
	if r.ctx.Err() != nil {
		back()
		return ErrEnded
	}
	if err != nil {
		back()
		return err
	}
	r.engine.DropPending()
	r.engine = fresh
	r.seeking.cancel()
	r.marks = nil
	r.housekeeping.unit, r.housekeeping.wants = 0, false
	r.engine.Begin()
	r.newEpoch()
	r.keeping.writeDown(leftAnother)
	return nil
}

// newEpoch tells everybody that what they know of the history no longer holds.
func (r *Run) newEpoch() {
	r.epoch++
	r.out.hello = true
	r.housekeeping.disk, r.housekeeping.moved = r.housekeeping.disk.Add(-diskPeriod), true // what is on disk may be of no use
	r.worker.dropStale()
}

// Add adds a variant that is a copy of A.
type Add struct{ Label string }

func (Add) when() when { return measured }

func (c Add) check(r *Run) error {
	if len(r.engine.Variants()) == experiment.MaxVariants {
		return fmt.Errorf("a run compares at most %d variants", experiment.MaxVariants)
	}
	return checkLabel(c.Label)
}

func (c Add) apply(r *Run) error {
	more := r.engine.Base()
	more.Variants = append(more.Variants, more.Variants[0])
	back, err := r.admit(more)
	if err != nil {
		return err
	}
	if err := r.engine.AddVariant(r.ctx, experiment.CleanLabel(c.Label)); err != nil {
		back()
		return err
	}
	r.marks = nil
	r.newEpoch()
	r.keeping.writeDown(leftBehind)
	return nil
}

// Remove takes a variant away.
type Remove struct{ Variant string }

func (Remove) when() when { return measured }

func (c Remove) check(r *Run) error {
	_, err := r.engine.Index(c.Variant)
	switch {
	case err != nil:
		return err
	case c.Variant == "":
		return errors.New("remove needs a variant")
	case len(r.engine.Variants()) == 1:
		return errors.New("the last variant stays")
	}
	return nil
}

func (c Remove) apply(r *Run) error {
	i, err := r.engine.Index(c.Variant)
	if err != nil {
		return err
	}
	if !r.engine.RemoveVariant(r.ctx, i) {
		r.seeking.halt()
	}
	r.admit(r.engine.Base()) // it is counted for less
	r.marks = nil
	r.newEpoch()
	r.keeping.writeDown(leftBehind)
	return nil
}

// Label names a variant; "" is A.
type Label struct{ Variant, Label string }

func (Label) when() when { return anywhere }

func (c Label) check(r *Run) error {
	if _, err := r.engine.Index(c.Variant); err != nil {
		return err
	}
	return checkLabel(c.Label)
}

func (c Label) apply(r *Run) error {
	i, err := r.engine.Index(c.Variant)
	if err != nil {
		return err
	}
	r.engine.Label(i, experiment.CleanLabel(c.Label))
	r.out.hello = true
	r.keeping.writeDown(leftSame)
	return nil
}
