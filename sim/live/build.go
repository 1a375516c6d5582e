package live

import (
	"context"
	"fmt"
	"slices"
	"time"

	"hebb/sim"
	"hebb/sim/engine"
	"hebb/sim/experiment"
	"hebb/sim/live/timing"
)

// viewOf finds the lab and the view of a set-up.
func (rs *Runs) viewOf(s experiment.Setup) (*sim.Lab, *sim.View, error) {
	i := slices.IndexFunc(rs.config.Labs, func(l *sim.Lab) bool { return l.Name == s.Lab })
	if i < 0 {
		return nil, nil, fmt.Errorf("there is no lab %q", sim.Clip(s.Lab))
	}
	view, err := engine.ViewOf(rs.config.Labs[i], s)
	return rs.config.Labs[i], view, err
}

// build builds the engine of an experiment, with all that a run gives it.
func (rs *Runs) build(ctx context.Context, view *sim.View, x experiment.Experiment, measure func(*engine.Batch)) (*engine.Engine, error) {
	return engine.Build(ctx, view, x, engine.Options{Pool: rs.processors.Pool(), Memory: rs.config.MemoryPerRun / experiment.MaxVariants,
		History: true, Checkpoints: rs.config.CheckpointBytes, Measure: measure, Clock: timing.Clock})
}

// newRun builds a run at unit 0, before its engine begins.
func (rs *Runs) newRun(ctx context.Context, id string, x experiment.Experiment, epoch uint32) (*Run, error) {
	lab, view, err := rs.viewOf(x.Setup)
	if err != nil {
		return nil, err
	}
	x.View = view.Name
	r := &Run{id: id, lab: lab, view: view, runs: rs, inbox: make(chan func(), 64), poked: make(chan struct{}, 1), done: make(chan struct{}), viewers: map[*Viewer]struct{}{}, epoch: epoch}
	r.ctx, r.stop = context.WithCancel(context.Background())
	r.keeping.run, r.queue.run, r.seeking.run, r.worker.run, r.out.run, r.housekeeping.run = r, r, r, r, r, r
	r.scratch, r.home = view.New().Fields(), experiment.NewSetup(lab, view)
	if rs.config.Preset != nil && x.Preset != "" {
		if home, ok := rs.config.Preset(lab.Name, x.Preset); ok && len(home.Variants) > 0 && home.View == view.Name {
			r.home = home
		}
	}
	sims, err := needs(view, x.Setup)
	if err != nil {
		return nil, err
	}
	if err := rs.reserve(ctx, id, rs.with(sims, variantBytes*int64(len(x.Variants))), rs.roomOf(id)); err != nil {
		return nil, err
	}
	if r.engine, err = rs.build(ctx, view, x, r.worker.take); err != nil {
		return nil, err
	}
	if err := rs.reserve(ctx, id, rs.with(sims, restOf(r.engine)), rs.roomOf(id)); err != nil {
		return nil, err
	}
	r.out.lean.out = &r.out
	r.out.tables, r.pace.Check = map[tableKey]*Message{}, 1
	now := time.Now()
	r.housekeeping.watched, r.housekeeping.last, r.housekeeping.disk = now, now, now
	return r, nil
}
