// Package job runs experiments from their beginning and gives what they come to to sinks: to
// files of numbers, to a table, to the claims of a preset, or to whoever else has one. It is
// all that runs without a page; what a page shows at a unit is what a sink gets there.
package job

import (
	"context"
	"errors"

	"hebb/sim"
	"hebb/sim/engine"
	"hebb/sim/experiment"
)

// Job is an experiment and how far it goes.
type Job struct {
	Lab        *sim.Lab
	Experiment experiment.Experiment // gone through from its beginning, wherever it stands
	To         experiment.Position
	Pool       sim.Pool // for work that sims split; nil: in place
	Memory     int64    // most bytes of each sim; 0: no limit
}

// Sink takes what a job comes to. A job calls it from one goroutine.
type Sink interface {
	// Begin is called before the first unit. An error ends the job.
	Begin(h *Head) error
	// Unit is called after every unit. The job goes on while one of its sinks wants more.
	Unit(s *Sample) (more bool, err error)
	// End is called after the last unit, once for every Begin that has succeeded. why is what
	// Run will return unless a sink fails yet: nil for a job that has come to its end.
	End(s *Sample, why error) error
}

// Head is what is known of a job before its first unit.
type Head struct {
	Lab        *sim.Lab
	View       *sim.View
	Experiment experiment.Experiment
	To         experiment.Position
	Columns    []Column
}

// Run goes through a job, and ends when it is where it leads, when nothing more happens, or
// when no sink wants more; without sinks it goes on. When ctx ends, so does the job, within a
// quantum, with ctx's error. A variant that diverges halts, as in a run with a page, and the
// others go on; when the job has not come to where it leads because of that, the error is an
// *engine.Diverged, of the first of them. The sample is how the job ended, also with an
// error; it is nil when the job has not begun.
func Run(ctx context.Context, j Job, sinks ...Sink) (*Sample, error) {
	view, err := engine.ViewOf(j.Lab, j.Experiment.Setup)
	if err != nil {
		return nil, err
	}
	e, err := engine.New(ctx, view, j.Experiment, engine.Options{Pool: j.Pool, Memory: j.Memory, Checkpoints: 1})
	if err != nil {
		return nil, err
	}
	head := &Head{Lab: j.Lab, View: view, Experiment: j.Experiment, To: j.To, Columns: columns(e, j.Experiment.Setup)}
	s := &Sample{Head: head, Engine: e}
	begun := 0
	for ; err == nil && begun < len(sinks); begun++ {
		if err = sinks[begun].Begin(head); err != nil {
			break
		}
	}
	if err == nil {
		err = s.advance(ctx, sinks)
	}
	errs := []error{err}
	for _, sink := range sinks[:begun] {
		errs = append(errs, sink.End(s, err))
	}
	return s, errors.Join(errs...)
}

// advance goes through the units.
func (s *Sample) advance(ctx context.Context, sinks []Sink) (err error) {
	enough := false
	save := saves{}
	bad := s.Engine.Advance(ctx, s.Head.To, func() bool {
		save.unit(s.Engine)
		enough = len(sinks) > 0
		for _, sink := range sinks {
			more, failed := sink.Unit(s)
			enough = enough && !more
			if err = errors.Join(err, failed); failed != nil {
				return false
			}
		}
		return !enough
	})
	switch {
	case err != nil || enough:
		return err
	case bad != nil:
		return bad
	case s.Engine.Position().Before(s.Head.To):
		for i := range s.Engine.Variants() {
			if d := s.Engine.Diverged(i); d != nil {
				return d
			}
		}
	}
	return nil
}

// saves has a checkpoint taken now and then, so that a variant that diverges costs at most
// an eighth of the way again. It counts units, not time: a job takes the same steps always.
type saves struct{ next uint64 }

func (s *saves) unit(e *engine.Engine) {
	if unit := e.Unit(); unit >= s.next {
		e.Save()
		s.next = unit + max(1, unit/8)
	}
}

// Sample is a job after a unit. It is valid until the next.
type Sample struct {
	Head   *Head
	Engine *engine.Engine // to look at
}

// Unit is how many units are completed.
func (s *Sample) Unit() uint64 { return s.Engine.Unit() }

// Value is what a column has come to in full precision: recorded in the last unit that its
// variant has completed, measured last, or as it is now. It is false when there is nothing
// yet.
func (s *Sample) Value(c *Column) (float64, bool) {
	v := s.Engine.Variants()[c.Variant]
	if c.Output.From == sim.Snapped {
		return v.Value(c.Output.Name)
	}
	return v.Scalar(c.index)
}

// Fresh is Value where it is new at this unit: recorded or measured just now.
func (s *Sample) Fresh(c *Column) (float64, bool) {
	if !s.Counts(c.Variant) {
		return 0, false
	}
	if c.Output.From == sim.Probed {
		if unit, ok := s.Measured(c); !ok || unit != s.Unit() {
			return 0, false
		}
	}
	return s.Value(c)
}

// Measured is the unit of the newest measurement of a column that a probe measures.
func (s *Sample) Measured(c *Column) (unit uint64, ok bool) {
	return s.Engine.Variants()[c.Variant].Measured(c.index)
}

// Counts says whether variant i has completed this unit. One that has diverged has
// not: its scalars are those of an earlier one.
func (s *Sample) Counts(i int) bool { return s.Engine.Variants()[i].Unit() == s.Unit() }
