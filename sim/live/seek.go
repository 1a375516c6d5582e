package live

import (
	"errors"
	"fmt"
	"slices"

	"hebb/sim"
	"hebb/sim/experiment"
)

// step goes on by so many units, or by so many more while it seeks. The
// rest of a unit in hand counts as one.
func (r *Run) step(c *Command) error {
	n, err := c.units()
	if err != nil {
		return err
	}
	if err := r.canGo(); err != nil {
		return err
	}
	r.playing = false
	to := r.Unit
	if r.seeking.on {
		to = r.seeking.to.Unit
	}
	r.seekForward(experiment.Position{Unit: min(to+n, experiment.MaxUnit)})
	return nil
}

// back goes back by so many units; the part of a unit in hand counts as one.
func (r *Run) back(c *Command) error {
	n, err := c.units()
	if err != nil {
		return err
	}
	from := r.Position
	if r.seeking.on && r.seeking.back {
		from = r.seeking.to
	}
	if from.Round > 0 {
		n--
	}
	r.playing = false
	r.seek(experiment.Position{Unit: from.Unit - min(n, from.Unit)})
	return nil
}

func (c *Command) units() (uint64, error) {
	if c.N < 0 || c.N > experiment.MaxEvery {
		return 0, &sim.FieldError{Field: "count", Reason: fmt.Sprintf("%d is outside its range: it takes 1 to %d", c.N, experiment.MaxEvery)}
	}
	return uint64(max(c.N, 1)), nil
}

// seek goes to a position; the journal stays.
func (r *Run) seek(to experiment.Position) {
	if r.Position.Before(to) {
		r.rewind(to, true)
		r.seekForward(to)
		return
	}
	r.seekBack(to, true, nil)
}

// undo takes the newest change back, with all of its gesture, and returns to where
// it was made. What was done after it by others acts again from there on.
func (r *Run) undo() error {
	last := r.lastGesture()
	if last == nil {
		return errors.New("there is nothing to undo since the start")
	}
	if r.behind() {
		r.truncate()
	}
	to := r.journal[last[0]].Position
	for _, i := range slices.Backward(last) {
		r.journal = slices.Delete(r.journal, i, i+1)
	}
	r.checkpoints.truncate(experiment.Position{Unit: experiment.MaxUnit}, last[0])
	r.halts = slices.DeleteFunc(r.halts, func(h halt) bool { return h.Cursor > last[0] })
	r.marks = nil
	r.writeDown(leftBehind)
	r.seekBack(to, false, func() {
		r.forget()
		r.newEpoch()
		r.writeDown(leftBehind)
	})
	return nil
}

// reseed starts again with another seed.
func (r *Run) reseed(c *Command) error {
	base := r.setup()
	switch {
	case c.Seed > maxSeed:
		return &sim.FieldError{Field: "seed", Reason: fmt.Sprintf("%d is outside its range: it takes 0 to %d", c.Seed, uint64(maxSeed))}
	case c.Seed == 0:
		base.Seed = (base.Seed + 1) & maxSeed
	default:
		base.Seed = c.Seed
	}
	return r.rebuild(base)
}

// rebuild starts again from another set-up, if its sims accept it.
func (r *Run) rebuild(base experiment.Setup) error {
	t, err := r.runs.timeline(r.view, base, r.toWorker)
	if err != nil {
		return err
	}
	for _, b := range r.pending {
		b.stale = true
	}
	r.timeline = t
	r.cancelSeek()
	r.marks = nil
	r.housekeeping.unit, r.housekeeping.wants = 0, false
	r.begin()
	r.newEpoch()
	r.writeDown(leftAnother)
	return nil
}

// addVariant adds a copy of A.
func (r *Run) addVariant(c *Command) error {
	if len(r.variants) == experiment.MaxVariants {
		return fmt.Errorf("a run compares at most %d variants", experiment.MaxVariants)
	}
	if len(c.Name) > experiment.MaxLabel {
		return &sim.FieldError{Field: "label", Reason: fmt.Sprintf("%d bytes are too many: at most %d", len(c.Name), experiment.MaxLabel)}
	}
	if err := r.add(experiment.CleanLabel(c.Name)); err != nil {
		return err
	}
	r.marks = nil
	r.newEpoch()
	r.writeDown(leftBehind)
	return nil
}

// removeVariant takes a variant away.
func (r *Run) removeVariant(c *Command) error {
	i, err := r.index(c.Variant)
	switch {
	case err != nil:
		return err
	case c.Variant == "":
		return errors.New("remove needs a variant")
	case len(r.variants) == 1:
		return errors.New("the last variant stays")
	}
	if !r.remove(i) {
		r.haltDiverged()
	}
	r.marks = nil
	r.newEpoch()
	r.writeDown(leftBehind)
	return nil
}

// newEpoch tells everybody that what they know of the history no longer holds.
func (r *Run) newEpoch() {
	r.epoch++
	r.out.hello = true
	r.housekeeping.disk, r.housekeeping.moved = r.housekeeping.disk.Add(-diskPeriod), true // what is on disk may be of no use
	r.dropStale()
}
