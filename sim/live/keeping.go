package live

import (
	"fmt"
	"sync/atomic"
	"time"

	"hebb/sim/experiment"
	"hebb/sim/live/message"
	"hebb/sim/live/store"
)

// retryPeriod is how long a run that could not be written down waits until it tries again.
const retryPeriod = time.Second

// keeping is how a run is kept beyond its goroutine. While it cannot be written down, it
// goes on in memory only, says so, and tries again with everything in it.
type keeping struct {
	run     *Run
	keeper  store.Keeper // nil: in memory only, as the registry wants it
	why     error        // why the run is in memory only for now; nil: all is written
	tried   time.Time    // when writing was last tried
	changed bool         // why has, and pages are to be told

	unkept atomic.Pointer[string] // why in words, for others; nil: all is written
	late   atomic.Pointer[error]  // of the keeper: what was written is not certain
}

// left is what a journal on disk is to a run that could not be written down anew.
type left int

const (
	leftSame    left = iota // as it should be
	leftBehind              // as it was
	leftAnother             // that of another run: this one was started anew
)

// newLate is what a keeper tells of a run that may not have been made yet.
func (rs *Runs) newLate(id string, run func() *Run) store.Late {
	return store.Late{
		Journal: func(err error) {
			if r := run(); r != nil {
				r.keeping.late.Store(&err)
				r.notify()
			}
		},
		Checkpoint: func(err error) { rs.report(id, fmt.Errorf("no checkpoint was written: %w", err)) },
	}
}

// good says whether everything is written down, where it is to be.
func (k *keeping) good() bool { return k.keeper != nil && k.why == nil }

// head is what the journal starts from.
func (k *keeping) head() store.Head {
	return store.Head{Epoch: k.run.epoch, Deed: k.run.deed, Experiment: experiment.Experiment{Setup: k.run.engine.Base(), By: k.run.runs.origin()}}
}

// writeDown writes set-up and journal down anew; l says what is on disk if that fails.
func (k *keeping) writeDown(l left) {
	if k.keeper == nil {
		return
	}
	k.tried = time.Now()
	err := k.keeper.Rewrite(k.head(), k.run.engine.Journal())
	if err != nil && l != leftSame {
		k.keeper.Leave(l == leftAnother)
	}
	k.wrote(err)
}

// writeChange writes down the change that has been made, and what it has cut off.
func (k *keeping) writeChange(after *store.Cut) {
	switch {
	case k.keeper == nil:
	case k.why != nil:
		k.keeper.Leave(false)
		k.retry(time.Now())
	default:
		e := k.run.engine
		err := k.keeper.Append(e.Journal()[e.Applied()-1], after)
		if err != nil {
			k.tried = time.Now()
			k.keeper.Leave(false)
		}
		k.wrote(err)
	}
}

// retry tries to write everything down, if that has failed and it is time.
func (k *keeping) retry(now time.Time) {
	if late := k.late.Swap(nil); late != nil && k.why == nil {
		k.wrote(*late)
	}
	if k.why != nil && now.Sub(k.tried) >= retryPeriod {
		k.writeDown(leftSame)
	}
}

// checkpoint has a checkpoint of the present written.
func (k *keeping) checkpoint() {
	r := k.run
	m := store.Mark{By: r.runs.by(), Journal: r.engine.Digest(), Goal: r.engine.Position(), Speed: r.speed}
	if r.seeking.on && r.seeking.back {
		m.Goal = r.seeking.to
	}
	k.keeper.Checkpoint(m, r.engine.Saved().Encode)
}

// wrote takes in how writing has gone, and tells when that has changed.
func (k *keeping) wrote(err error) {
	r, was := k.run, k.why
	k.why = err
	switch {
	case err != nil && was == nil:
		text := err.Error()
		k.unkept.Store(&text)
		r.runs.report(r.id, &Unkept{err})
	case err == nil && was != nil:
		k.unkept.Store(nil)
		r.runs.note(r.id, "the run is written down again, with everything in it")
	default:
		return
	}
	k.changed, r.out.urgent = true, true
}

// Unkept says that a run is kept in memory only.
type Unkept struct{ Why error }

func (u *Unkept) Error() string { return "the run is kept in memory only: " + u.Why.Error() }

func (u *Unkept) Unwrap() error { return u.Why }

// Unkept is why the run is kept in memory only, while it cannot be written down; "" when
// all of it is. What is true when a command has been answered is true of that command.
func (r *Run) Unkept() string {
	if text := r.keeping.unkept.Load(); text != nil {
		return *text
	}
	return ""
}

// message says whether the run is written down.
func (k *keeping) message() message.Kept {
	m := message.Kept{Type: "kept", Why: k.run.Unkept()}
	if m.Why != "" {
		m.Text = "This run is kept in memory only: " + m.Why + ". It goes on, and is written down with everything in it as soon as that is possible."
	}
	return m
}
