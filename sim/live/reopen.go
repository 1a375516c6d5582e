package live

import (
	"fmt"
	"hebb/sim/experiment"
	"os"
	"path/filepath"
)

// reopen opens a run that has ended, as it was.
func (rs *Runs) reopen(id string) (*Run, error) {
	if rs.Dir == "" {
		rs.mu.Lock()
		p, ok := rs.past[id]
		rs.mu.Unlock()
		if !ok {
			return nil, ErrNoRun
		}
		r, err := rs.newRun(id, p.experiment.Setup, p.experiment.Journal, p.epoch+1)
		if err == nil {
			r.begin()
			r.seekBack(p.experiment.Position, true, nil)
		}
		return r, err
	}
	f, err := os.Open(filepath.Join(rs.folder(id), logName))
	if err != nil {
		return nil, ErrNoRun
	}
	defer f.Close()
	head, journal, err := readLog(f)
	if err != nil {
		return nil, fmt.Errorf("the run cannot be opened again: %w", err)
	}
	// A page may have seen more than is kept, so that it must ask anew.
	r, err := rs.newRun(id, head.Experiment.Setup, journal, head.Epoch+1)
	if err != nil {
		return nil, fmt.Errorf("the run cannot be opened again: %w", err)
	}
	if r.store, err = newStore(rs.folder(id), func(err error) { rs.report(id, err) }); err != nil {
		return nil, fmt.Errorf("the run cannot be kept: %w", err)
	}
	r.rewriteStore()
	r.replays(head.Experiment.By.Arithmetic)
	goal := experiment.Position{}
	if len(journal) > 0 {
		goal = journal[len(journal)-1].Position
	}
	loaded := false
	if data, err := os.ReadFile(filepath.Join(rs.folder(id), checkpointName)); err == nil {
		c, err := decodeCheckpoint(data)
		if err == nil {
			if c.All == digest(r.base, r.journal) || goal.Before(c.Goal) {
				goal = c.Goal
			}
			if allowedSpeed(c.Speed) {
				r.speed = c.Speed
			}
			err = r.fromDisk(c)
			loaded = err == nil
		}
		if err != nil {
			rs.report(id, fmt.Errorf("the run is replayed: %w", err))
		}
	}
	if !loaded {
		r.begin()
	}
	r.seekBack(goal, true, nil)
	return r, nil
}

// replays remembers what the journal was written with, and says so where it is
// another kernel than ours: then the replay agrees up to rounding only.
func (r *Run) replays(kernel string) {
	if kernel == "" || kernel == r.runs.Kernel {
		return
	}
	r.recorded = kernel
	r.runs.report(r.id, fmt.Errorf("the journal was written with the kernel %q and is replayed with %q: the numbers agree up to rounding", kernel, r.runs.Kernel))
}
