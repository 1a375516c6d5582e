package live

import (
	"errors"
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
	store.Keeper           // nil: in memory only, as the registry wants it
	why          error     // why the run is in memory only for now; nil: all is written
	tried        time.Time // when writing was last tried
	changed      bool      // why has, and pages are to be told

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

// head is what the journal starts from.
func (r *Run) head() store.Head {
	return store.Head{Epoch: r.epoch, Deed: r.deed, Experiment: experiment.Experiment{Setup: r.base, By: r.runs.origin()}}
}

// writeDown writes set-up and journal down anew; l says what is on disk if that fails.
func (r *Run) writeDown(l left) {
	k := &r.keeping
	if k.Keeper == nil {
		return
	}
	k.tried = time.Now()
	err := k.Rewrite(r.head(), r.journal)
	if err != nil && l != leftSame {
		k.Leave(l == leftAnother)
	}
	r.wrote(err)
}

// writeChange writes down the change that has been made, and what it has cut off.
func (r *Run) writeChange(after *store.Cut) {
	k := &r.keeping
	switch {
	case k.Keeper == nil:
	case k.why != nil:
		k.Leave(false)
		r.retry(time.Now())
	default:
		err := k.Append(r.journal[r.cursor-1], after)
		if err != nil {
			k.tried = time.Now()
			k.Leave(false)
		}
		r.wrote(err)
	}
}

// retry tries to write everything down, if that has failed and it is time.
func (r *Run) retry(now time.Time) {
	k := &r.keeping
	if late := k.late.Swap(nil); late != nil && k.why == nil {
		r.wrote(*late)
	}
	if k.why != nil && now.Sub(k.tried) >= retryPeriod {
		r.writeDown(leftSame)
	}
}

// wrote takes in how writing has gone, and tells when that has changed.
func (r *Run) wrote(err error) {
	k := &r.keeping
	was := k.why
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

// kept says whether the run is written down.
func (r *Run) kept() message.Kept {
	k := message.Kept{Type: "kept", Why: r.Unkept()}
	if k.Why != "" {
		k.Text = "This run is kept in memory only: " + k.Why + ". It goes on, and is written down with everything in it as soon as that is possible."
	}
	return k
}

// Unopened says that a run is kept, and why it cannot be opened as it was.
type Unopened struct {
	Why  error
	Good int // changes that Salvage would open; -1: nothing can be opened
}

func (u *Unopened) Error() string { return "the run cannot be opened again: " + u.Why.Error() }

func (u *Unopened) Unwrap() error { return u.Why }

// errAnother is what Why is of a run that was started anew while nothing could be written.
var errAnother = errors.New("it was started anew while it could be kept in memory only, and that is lost; what it was before is kept")

// Salvage returns what is good of a run that cannot be opened as it was: an experiment
// that may be started as another run. What is kept stays as it is.
func (rs *Runs) Salvage(id string) (*experiment.Experiment, error) {
	if !isID(id) || rs.Store == nil {
		return nil, ErrNoRun
	}
	k, kept, err := rs.Store.Open(id, store.Late{})
	if err == store.ErrNone {
		return nil, ErrNoRun
	}
	if err != nil {
		return nil, &Unopened{err, -1}
	}
	defer k.Close()
	e, err := rs.good(id, kept)
	if err != nil {
		return nil, &Unopened{err, -1}
	}
	return e, nil
}

// good is what can be understood of a journal, up to its last change.
func (rs *Runs) good(id string, kept *store.Kept) (*experiment.Experiment, error) {
	e := kept.Experiment
	e.Setup, e.Journal = e.Setup.Clone(), kept.Journal
	_, err := rs.newRun(id, e.Setup, e.Journal, 0)
	if bad, ok := errors.AsType[*badEntry](err); ok {
		e.Journal = e.Journal[:bad.n]
	} else if err != nil {
		return nil, err
	}
	if n := len(e.Journal); n > 0 {
		e.Position = e.Journal[n-1].Position
	}
	return &e, nil
}

// badEntry is an entry that is not understood, and how many before it are.
type badEntry struct {
	n   int
	err error
}

func (b *badEntry) Error() string { return b.err.Error() }

func (b *badEntry) Unwrap() error { return b.err }
