package live

import (
	"errors"
	"fmt"

	"hebb/sim"
	"hebb/sim/experiment"
)

// Play goes on.
type Play struct{}

func (Play) when() when         { return anywhere }
func (Play) check(r *Run) error { return r.canGo() }

func (Play) apply(r *Run) error {
	if r.engine.Over() && !r.seeking.on { // it rests because variants have diverged
		r.out.repeat()
	}
	r.goOn(true)
	r.pace.Restart()
	return nil
}

// Pause stops between two rounds.
type Pause struct{}

func (Pause) when() when       { return anywhere }
func (Pause) check(*Run) error { return nil }

func (Pause) apply(r *Run) error {
	r.goOn(false)
	return nil
}

// goOn plays or pauses, wherever a seek was leading; but a way back is gone to its end.
func (r *Run) goOn(playing bool) {
	if !r.seeking.back {
		r.seeking.cancel()
	}
	r.playing, r.seeking.onward = playing, experiment.Position{}
}

// canGo refuses to go on from rest. A run that rests because variants have diverged
// is not refused: it says so again.
func (r *Run) canGo() error {
	if r.engine.Over() && !r.seeking.on && r.engine.Status() != sim.Diverged {
		return fmt.Errorf("the run has come to rest at %s: change something, or go back", r.view.Unit.At(r.engine.Unit()))
	}
	return nil
}

// Step completes so many units, or so many more while the run seeks, and pauses. The
// rest of a unit in hand counts as one.
type Step struct{ Units int } // 0 means 1

func (Step) when() when { return inPlace }

func (c Step) check(r *Run) error {
	if err := checkUnits(c.Units); err != nil {
		return err
	}
	return r.canGo()
}

func (c Step) apply(r *Run) error {
	if r.engine.Over() && !r.seeking.on {
		r.out.repeat()
	}
	r.playing = false
	to := r.engine.Unit()
	if r.seeking.on {
		to = r.seeking.to.Unit
	}
	r.seeking.forward(experiment.Position{Unit: min(to+uint64(max(c.Units, 1)), experiment.MaxUnit)})
	return nil
}

// Back goes back by so many units and pauses; the part of a unit in hand counts as one. The
// journal stays.
type Back struct{ Units int } // 0 means 1

func (Back) when() when           { return away }
func (c Back) check(r *Run) error { return checkUnits(c.Units) }

func (c Back) apply(r *Run) error {
	n, from := uint64(max(c.Units, 1)), r.engine.Position()
	if r.seeking.on && r.seeking.back {
		from = r.seeking.to
	}
	if from.Round > 0 {
		n--
	}
	r.playing = false
	r.seeking.seek(experiment.Position{Unit: from.Unit - min(n, from.Unit)})
	return nil
}

func checkUnits(n int) error {
	if n < 0 || n > experiment.MaxEvery {
		return outside("count", n, "1 to %d", experiment.MaxEvery)
	}
	return nil
}

// Seek goes to a unit and pauses. The journal stays.
type Seek struct{ Unit uint64 }

func (Seek) when() when { return away }

func (c Seek) check(r *Run) error {
	if c.Unit > experiment.MaxUnit {
		return outside("unit", c.Unit, "0 to %d", uint64(experiment.MaxUnit))
	}
	return nil
}

func (c Seek) apply(r *Run) error {
	r.playing = false
	r.seeking.seek(experiment.Position{Unit: c.Unit})
	return nil
}

// Replay goes to the start. The journal stays and acts again.
type Replay struct{}

func (Replay) when() when       { return away }
func (Replay) check(*Run) error { return nil }

func (Replay) apply(r *Run) error {
	r.seeking.seek(experiment.Position{})
	return nil
}

// Speed sets how many units a second are made; 0 is as fast as it goes.
type Speed struct{ Speed float64 }

// Speeds that one can ask for, besides 0.
const (
	slowest = 0.5
	fastest = 1e6
)

func (Speed) when() when { return anywhere }

func (c Speed) check(*Run) error {
	if !allowedSpeed(c.Speed) {
		return outside("speed", c.Speed, "0 (as fast as it goes) or %g to %.0f", slowest, fastest)
	}
	return nil
}

func (c Speed) apply(r *Run) error {
	r.speed = c.Speed
	r.pace.Restart()
	return nil
}

// allowedSpeed says whether a run can be asked to go at that speed.
func allowedSpeed(speed float64) bool { return speed == 0 || speed >= slowest && speed <= fastest }

// Undo takes the newest gesture back and returns to where it was made.
type Undo struct{}

func (Undo) when() when { return inPlace }

func (Undo) check(r *Run) error {
	if !r.engine.CanUndo() {
		return errors.New("there is nothing to undo since the start")
	}
	return nil
}

func (Undo) apply(r *Run) error {
	to, _ := r.engine.TakeBack()
	r.marks = nil
	r.keeping.writeDown(leftBehind)
	r.seeking.goBack(to, false, func() {
		r.engine.Forget()
		r.newEpoch()
		r.keeping.writeDown(leftBehind)
	})
	return nil
}
