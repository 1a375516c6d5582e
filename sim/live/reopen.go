package live

import (
	"context"
	"errors"
	"fmt"
	"io"

	"hebb/sim/engine"
	"hebb/sim/experiment"
	"hebb/sim/live/store"
)

// afresh is by how much the epoch of a run grows that has lost a part: more than the
// epochs that pages can have seen of that part.
const afresh = 1 << 20

// reopen opens a run that has ended, as it was.
func (rs *Runs) reopen(ctx context.Context, id string) (*Run, error) {
	rs.mu.Lock()
	p, ok := rs.past[id]
	rs.mu.Unlock()
	switch {
	case ok:
		return rs.remember(ctx, id, p)
	case rs.config.Store == nil:
		return nil, ErrNoRun
	}
	var r *Run
	k, kept, err := rs.config.Store.Open(id, rs.newLate(id, func() *Run { return r }))
	if err == store.ErrNone {
		return nil, ErrNoRun
	}
	if err != nil {
		return nil, &Unopened{err, -1}
	}
	if r, err = rs.restore(ctx, id, kept); err != nil {
		k.Close()
		return nil, err
	}
	r.keeping.keeper = k
	r.keeping.writeDown(leftSame)
	r.replays(kept.Head.Experiment.By.Arithmetic)
	goal := experiment.Position{}
	if n := len(kept.Journal); n > 0 {
		goal = kept.Journal[n-1].Position
	}
	var saved *engine.Saved
	m, err := kept.Checkpoint(rs.by(), func(in io.Reader) (err error) {
		saved, err = engine.DecodeSaved(in)
		return err
	})
	if m != nil {
		if m.Journal == r.engine.Digest() || goal.Before(m.Goal) {
			goal = m.Goal
		}
		if allowedSpeed(m.Speed) {
			r.speed = m.Speed
		}
	}
	loaded := err == nil && m != nil
	if loaded {
		bad := r.engine.Resume(ctx, saved)
		if loaded = bad == nil; !loaded { // as when an older one was left by a crash after a cut
			rs.note(id, fmt.Sprintf("the run is replayed: %v", bad))
		}
	}
	if err != nil {
		r.tell(fmt.Sprintf("The run is replayed from its beginning: %v.", err))
		rs.report(id, fmt.Errorf("the run is replayed: %w", err))
	}
	if !loaded {
		r.engine.Begin()
	}
	r.seeking.goBack(goal, true, nil)
	return r, nil
}

// restore builds a run of what is kept. A page may have seen more than that, so that it
// must ask anew.
func (rs *Runs) restore(ctx context.Context, id string, kept *store.Kept) (*Run, error) {
	epoch := kept.Head.Epoch + 1
	if kept.Behind || kept.Damage != "" {
		epoch = kept.Head.Epoch + afresh
	}
	var r *Run
	err := errAnother
	if !kept.Another {
		r, err = rs.newRun(ctx, id, experiment.Experiment{Setup: kept.Head.Experiment.Setup, Journal: kept.Journal}, epoch)
	}
	if err != nil && ctx.Err() != nil {
		return nil, ctx.Err() // which says nothing of the run
	}
	if err != nil {
		u := &Unopened{err, -1}
		if x, err := rs.good(ctx, kept); err == nil {
			u.Good = len(x.Journal)
		}
		return nil, u
	}
	r.deed = kept.Head.Deed
	if kept.Behind {
		r.tell("The end of this run was kept in memory only, since it could not be written down, and is lost. This is how the run was before.")
	}
	if kept.Damage != "" {
		r.tell("The file of this run is damaged: " + kept.Damage + ".")
		rs.report(id, fmt.Errorf("the journal is damaged: %s", kept.Damage))
	}
	return r, nil
}

// remember opens a run that is kept in memory.
func (rs *Runs) remember(ctx context.Context, id string, p past) (*Run, error) {
	r, err := rs.newRun(ctx, id, p.experiment, p.epoch+1)
	if err != nil {
		return nil, err
	}
	r.deed = p.deed
	if rs.config.Store != nil { // it could not be written down when it ended
		late := rs.newLate(id, func() *Run { return r })
		k, _, err := rs.config.Store.Open(id, late)
		if err != nil {
			k = rs.config.Store.Create(id, late)
		}
		r.keeping.keeper = k
		r.keeping.writeDown(leftSame)
	}
	r.engine.Begin()
	r.seeking.goBack(p.experiment.Position, true, nil)
	return r, nil
}

// tell has pages told something about how the run was opened.
func (r *Run) tell(text string) { r.notes = append(r.notes, text) }

// replays remembers what the journal was written with, and says so where it is
// another kernel than ours: then the replay agrees up to rounding only.
func (r *Run) replays(kernel string) {
	if kernel == "" || kernel == r.runs.config.Kernel {
		return
	}
	r.recorded = kernel
	r.runs.report(r.id, fmt.Errorf("the journal was written with the kernel %q and is replayed with %q: the numbers agree up to rounding", kernel, r.runs.config.Kernel))
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
func (rs *Runs) Salvage(ctx context.Context, id string) (*experiment.Experiment, error) {
	if !isID(id) || rs.config.Store == nil {
		return nil, ErrNoRun
	}
	k, kept, err := rs.config.Store.Open(id, store.Late{})
	if err == store.ErrNone {
		return nil, ErrNoRun
	}
	if err != nil {
		return nil, &Unopened{err, -1}
	}
	defer k.Close()
	e, err := rs.good(ctx, kept)
	if err != nil {
		return nil, &Unopened{err, -1}
	}
	return e, nil
}

// good is what can be understood of a journal, up to its last change.
func (rs *Runs) good(ctx context.Context, kept *store.Kept) (*experiment.Experiment, error) {
	x := kept.Head.Experiment
	x.Setup, x.Journal = x.Setup.Clone(), kept.Journal
	_, view, err := rs.viewOf(x.Setup)
	if err == nil {
		_, err = rs.build(ctx, view, x, nil)
	}
	if bad, ok := errors.AsType[*engine.BadEntry](err); ok {
		x.Journal = x.Journal[:bad.Good]
	} else if err != nil {
		return nil, err
	}
	if n := len(x.Journal); n > 0 {
		x.Position = x.Journal[n-1].Position
	}
	return &x, nil
}
