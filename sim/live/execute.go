package live

import (
	"errors"
	"fmt"

	"hebb/sim"
	"hebb/sim/experiment"
)

// maxSeed keeps seeds exact in a page's numbers.
const maxSeed = 1<<53 - 1

// Speeds that one can ask for, besides 0 for as fast as it goes.
const (
	slowest = 0.5
	fastest = 1e6
)

// execute executes a command, or refuses it and changes nothing.
func (r *Run) execute(c *Command) error {
	if c.Set != nil && c.Do != "" {
		return errors.New("a command sets fields or does something, not both")
	}
	if len(r.journal) >= experiment.MaxJournal && (c.Set != nil || c.Do == Act || c.Do == Probe) {
		return fmt.Errorf("the journal is full: %d changes; start again to make more", experiment.MaxJournal)
	}
	switch c.Do {
	case "":
		if c.Set == nil {
			return errors.New("the command is empty")
		}
		return r.set(c)
	case Play:
		if err := r.canGo(); err != nil {
			return err
		}
		if !r.seeking.back {
			r.cancelSeek()
		}
		r.playing, r.seeking.onward = true, experiment.Position{}
		r.pace.Restart()
	case Pause:
		if !r.seeking.back {
			r.cancelSeek()
		}
		r.playing, r.seeking.onward = false, experiment.Position{}
	case StepOn:
		return r.step(c)
	case Back:
		return r.back(c)
	case Seek:
		if c.Unit > experiment.MaxUnit {
			return &sim.FieldError{Field: "unit", Reason: fmt.Sprintf("%d is outside its range: it takes 0 to %d", c.Unit, uint64(experiment.MaxUnit))}
		}
		r.playing = false
		r.seek(experiment.Position{Unit: c.Unit})
	case Replay:
		r.seek(experiment.Position{})
	case Reset:
		return r.rebuild(r.setup())
	case Reseed:
		return r.reseed(c)
	case Defaults:
		return r.defaults(c)
	case Undo:
		return r.undo()
	case Act:
		return r.change(experiment.Entry{Variant: c.Variant, Act: c.Name, Args: c.Args, Gesture: c.Gesture})
	case Probe:
		return r.switchProbe(c)
	case Speed:
		if !allowedSpeed(c.Speed) {
			return &sim.FieldError{Field: "speed", Reason: fmt.Sprintf("%g is outside its range: it takes 0 (as fast as it goes) or %g to %.0f", c.Speed, slowest, fastest)}
		}
		r.speed = c.Speed
		r.pace.Restart()
	case Add:
		return r.addVariant(c)
	case Remove:
		return r.removeVariant(c)
	case Label:
		return r.label(c)
	default:
		return fmt.Errorf("there is no command %q", sim.Clip(c.Do))
	}
	return nil
}

// canGo refuses to go on from rest. A run that rests because variants have diverged
// says so again.
func (r *Run) canGo() error {
	if r.over() && !r.seeking.on {
		if r.status() == sim.Diverged {
			r.out.repeat()
			return nil
		}
		return fmt.Errorf("the run has come to rest at %s: change something, or go back", r.view.Unit.At(r.Unit))
	}
	return nil
}

func (r *Run) label(c *Command) error {
	i, err := r.index(c.Variant)
	if err != nil {
		return err
	}
	if len(c.Name) > experiment.MaxLabel {
		return &sim.FieldError{Field: "label", Reason: fmt.Sprintf("%d bytes are too many: at most %d", len(c.Name), experiment.MaxLabel)}
	}
	r.base = r.base.Clone()
	r.base.Variants[i].Label = experiment.CleanLabel(c.Name)
	r.out.hello = true
	r.writeDown(leftSame)
	return nil
}

// allowedSpeed says whether a run can be asked to go at that speed.
func allowedSpeed(speed float64) bool { return speed == 0 || speed >= slowest && speed <= fastest }
