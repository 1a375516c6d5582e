package live

import (
	"fmt"
	"slices"
	"time"

	"hebb/sim"
	"hebb/sim/experiment"
)

// timeline builds the sims of a set-up with all that a run gives them.
func (rs *Runs) timeline(view *sim.View, base experiment.Setup, measure func(*batch)) (*timeline, error) {
	env := sim.Env{Seed: base.Seed, Memory: rs.MemoryPerRun / experiment.MaxVariants, Pool: rs.helpers.Pool()}
	t, err := newTimeline(view, env, base, measure)
	if err != nil {
		return nil, err
	}
	t.checkpoints.most = rs.CheckpointBytes
	t.recordHistory()
	return t, nil
}

// newRun builds a run at unit 0, before its begin.
func (rs *Runs) newRun(id string, base experiment.Setup, journal []experiment.Entry, epoch uint32) (*Run, error) {
	i := slices.IndexFunc(rs.Labs, func(l *sim.Lab) bool { return l.Name == base.Lab })
	if i < 0 {
		return nil, fmt.Errorf("there is no lab %q", sim.Clip(base.Lab))
	}
	lab := rs.Labs[i]
	view, err := viewOf(lab, base)
	if err != nil {
		return nil, err
	}
	base.View = view.Name
	r := &Run{id: id, lab: lab, view: view, runs: rs, inbox: make(chan func(), 64), poked: make(chan struct{}, 1), done: make(chan struct{}), viewers: map[*Viewer]struct{}{}, epoch: epoch}
	r.scratch, r.linkBase = view.New().Fields(), experiment.NewSetup(lab, view)
	if rs.Preset != nil && base.Preset != "" {
		if home, ok := rs.Preset(lab.Name, base.Preset); ok && len(home.Variants) > 0 && home.View == view.Name {
			r.linkBase = home
		}
	}
	if r.timeline, err = rs.timeline(view, base, r.toWorker); err != nil {
		return nil, err
	}
	if err := r.checkAll(journal); err != nil {
		return nil, err
	}
	r.journal = slices.Clone(journal)
	r.out.tables, r.pace.Check = map[tableKey]*Message{}, 1
	now := time.Now()
	r.housekeeping.watched, r.housekeeping.last, r.housekeeping.disk = now, now, now
	return r, nil
}
