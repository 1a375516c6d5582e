package live

import (
	"context"
	"errors"

	"hebb/sim/engine"
	"hebb/sim/experiment"
	"hebb/sim/live/store"
)

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
