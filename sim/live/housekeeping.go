package live

import "time"

const (
	diskPeriod   = 10 * time.Second // between two checkpoints on disk
	denseUnits   = 256              // units between two checkpoints in memory, if the clock agrees
	denseLeast   = 20 * time.Millisecond
	denseMost    = 250 * time.Millisecond
	nearby       = 16 // units before the end of a seek, where a checkpoint makes the next one short
	saveOverhead = 20 // a checkpoint may take one part in so many of the time
)

// housekeeping is what a run does for itself beside stepping: checkpoints, and looking
// whether anybody is there.
type housekeeping struct {
	run       *Run
	watched   time.Time // when somebody last watched or asked for something
	suspended bool      // nobody watches: the run pauses
	disk      time.Time // when the newest checkpoint on disk was taken
	moved     bool      // since then
	drain     bool      // measurements under way must come in first

	last  time.Time // when the newest checkpoint in memory was taken
	unit  uint64    // and where
	cost  time.Duration
	wants bool
}

// schedule decides whether a checkpoint is due at the end of the unit.
func (h *housekeeping) schedule(now time.Time) {
	h.moved = true
	since, units := now.Sub(h.last), h.run.engine.Unit()-h.unit // a jump back makes units huge, and a checkpoint due
	if since >= max(denseLeast, saveOverhead*h.cost) && (units >= denseUnits || since >= denseMost) {
		h.wants = true
	}
}

// wantsCheckpoint says whether one is due now that a unit has been completed.
func (h *housekeeping) wantsCheckpoint() bool {
	unit, dense, s := h.run.engine.Unit(), h.run.runs.dense, &h.run.seeking
	return h.wants || dense > 0 && unit%dense == 0 || s.back && unit+nearby == s.to.Unit
}

// saveCheckpoint takes a checkpoint in memory.
func (h *housekeeping) saveCheckpoint() {
	began := time.Now()
	h.run.engine.Save()
	h.last, h.unit, h.wants = time.Now(), h.run.engine.Unit(), false
	h.cost = h.last.Sub(began)
}

// used says that somebody wants something of the run just now, which then goes on if it has
// paused.
func (h *housekeeping) used(now time.Time) {
	h.watched = now
	h.resume()
}

// do looks after everything that is not stepping.
func (h *housekeeping) do(now time.Time) {
	r := h.run
	r.queue.settle()
	switch {
	case r.wanted(): // a journey is no watcher
		h.used(now)
	case now.Sub(h.watched) >= r.runs.config.End:
		r.ending = &endRequest{"nobody has watched the run for a while", true}
	case now.Sub(h.watched) >= r.runs.config.Idle:
		if !h.suspended {
			h.suspended = true
			r.idle.Store(now.UnixNano())
		}
	}
	r.keeping.retry(now)
	if r.keeping.good() && r.engine.Whole() && h.moved && now.Sub(h.disk) >= diskPeriod && r.seeking.then == nil {
		// A measurement that is lost would leave a gap.
		if h.drain = r.engine.Pending() > 0; !h.drain {
			r.keeping.checkpoint()
			h.disk, h.moved = now, false
		}
	}
}

// resume lets a run that has paused because nobody watched go on.
func (h *housekeeping) resume() {
	if h.suspended {
		h.suspended = false
		h.run.idle.Store(0)
		h.run.pace.Restart()
	}
}

// next is when the run must look again if nothing happens.
func (h *housekeeping) next(now time.Time) time.Time {
	r, at := h.run, now.Add(time.Hour)
	sooner := func(t time.Time) {
		if t.Before(at) {
			at = t
		}
	}
	show := func(t time.Time) {
		if r.seeking.quiet(now) {
			t = r.seeking.began.Add(quietMost)
		}
		sooner(t)
	}
	if r.out.dirty || r.out.poked || r.out.urgent || len(r.queue.questions) > 0 {
		show(r.out.next)
	}
	if r.out.lean.pending() {
		show(r.out.lean.next)
	}
	if !r.wanted() {
		if !h.suspended {
			sooner(h.watched.Add(r.runs.config.Idle))
		}
		sooner(h.watched.Add(r.runs.config.End))
	}
	if r.keeping.why != nil {
		sooner(r.keeping.tried.Add(retryPeriod))
	} else if r.keeping.good() && h.moved && !h.drain {
		sooner(h.disk.Add(diskPeriod))
	}
	return at
}

// wanted says whether anybody watches, or waits for something.
func (r *Run) wanted() bool {
	return r.watchers() > 0 || len(r.queue.settlers) > 0 || r.waiting.Load() > 0
}

func (r *Run) watchers() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.viewers)
}
