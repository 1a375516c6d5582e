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

// housekeeping is what a run keeps for itself beside stepping: checkpoints, and whether
// anybody is there.
type housekeeping struct {
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
func (h *housekeeping) schedule(r *Run, now time.Time) {
	h.moved = true
	since, units := now.Sub(h.last), r.Unit-h.unit // a jump back makes units huge, and a checkpoint due
	if since >= max(denseLeast, saveOverhead*h.cost) && (units >= denseUnits || since >= denseMost) {
		h.wants = true
	}
}

// wantsCheckpoint says whether one is due now that a unit has been completed.
func (h *housekeeping) wantsCheckpoint(r *Run) bool {
	return h.wants || r.runs.dense > 0 && r.Unit%r.runs.dense == 0 || r.seeking.back && r.Unit+nearby == r.seeking.to.Unit
}

// saveCheckpoint takes a checkpoint in memory.
func (r *Run) saveCheckpoint() {
	h, began := &r.housekeeping, time.Now()
	r.checkpoints.insert(r.save())
	h.last, h.unit, h.wants = time.Now(), r.Unit, false
	h.cost = h.last.Sub(began)
}

// doHousekeeping looks after everything that is not stepping.
func (r *Run) doHousekeeping(now time.Time) {
	h := &r.housekeeping
	if len(r.settlers) > 0 && !r.seeking.on && len(r.queue) == 0 && len(r.pending) == 0 {
		for _, s := range r.settlers {
			close(s)
		}
		r.settlers = nil
	}
	switch {
	case r.watchers() > 0 || len(r.settlers) > 0 || r.seeking.back:
		h.watched = now
		r.resume()
	case now.Sub(h.watched) >= r.runs.End:
		r.ending = &endRequest{"nobody has watched the run for a while", true}
	case now.Sub(h.watched) >= r.runs.Idle:
		if !h.suspended {
			h.suspended = true
			r.idle.Store(now.UnixNano())
		}
	}
	r.retry(now)
	if r.keeping.Keeper != nil && r.keeping.why == nil && h.moved && now.Sub(h.disk) >= diskPeriod && r.seeking.then == nil {
		// A measurement that is lost would leave a gap.
		if h.drain = len(r.pending) > 0; !h.drain {
			r.toDisk()
			h.disk, h.moved = now, false
		}
	}
}

// resume lets a run that has paused because nobody watched go on.
func (r *Run) resume() {
	if r.housekeeping.suspended {
		r.housekeeping.suspended = false
		r.idle.Store(0)
		r.pace.Restart()
	}
}

// next is when the run must look again if nothing happens.
func (r *Run) next(now time.Time) time.Time {
	at := now.Add(time.Hour)
	sooner := func(t time.Time) {
		if t.Before(at) {
			at = t
		}
	}
	if r.out.dirty || r.out.poked || r.out.urgent || len(r.questions) > 0 {
		if r.seeking.quiet(now) {
			sooner(r.seeking.began.Add(quietMost))
		} else {
			sooner(r.out.next)
		}
	}
	if h := &r.housekeeping; r.watchers() == 0 && len(r.settlers) == 0 {
		if !h.suspended {
			sooner(h.watched.Add(r.runs.Idle))
		}
		sooner(h.watched.Add(r.runs.End))
	}
	if r.keeping.why != nil {
		sooner(r.keeping.tried.Add(retryPeriod))
	} else if r.keeping.Keeper != nil && r.housekeeping.moved && !r.housekeeping.drain {
		sooner(r.housekeeping.disk.Add(diskPeriod))
	}
	return at
}

func (r *Run) watchers() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.viewers)
}
