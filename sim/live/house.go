package live

import "time"

const (
	diskPeriod   = 10 * time.Second // between two checkpoints on disk
	denseUnits   = 256              // units between two checkpoints in memory, if the clock agrees
	denseLeast   = 20 * time.Millisecond
	denseMost    = 250 * time.Millisecond
	nearby       = 16 // units before the end of a journey, where a checkpoint makes the next one short
	saveOverhead = 20 // a checkpoint may take one part in so many of the time
)

// house is what a run keeps for itself beside stepping: checkpoints, and whether
// anybody is there.
type house struct {
	watched time.Time // when somebody last watched or asked for something
	asleep  bool      // nobody watches: the run pauses
	disk    time.Time // when the newest checkpoint on disk was taken
	moved   bool      // since then
	drain   bool      // measurements under way must come in first

	last  time.Time // when the newest checkpoint in memory was taken
	unit  uint64    // and where
	cost  time.Duration
	wants bool
}

// look decides whether a checkpoint is due at the end of the unit.
func (h *house) look(r *Run, now time.Time) {
	h.moved = true
	since, units := now.Sub(h.last), r.Unit-h.unit // a jump back makes units huge, and a checkpoint due
	if since >= max(denseLeast, saveOverhead*h.cost) && (units >= denseUnits || since >= denseMost) {
		h.wants = true
	}
}

// wantsCheckpoint says whether one is due now that a unit has been completed.
func (h *house) wantsCheckpoint(r *Run) bool {
	return h.wants || r.runs.dense > 0 && r.Unit%r.runs.dense == 0 || r.trip.back && r.Unit+nearby == r.trip.to.Unit
}

// remember takes a checkpoint in memory.
func (r *Run) remember() {
	h, began := &r.house, time.Now()
	r.checkpoints.keep(r.save())
	h.last, h.unit, h.wants = time.Now(), r.Unit, false
	h.cost = h.last.Sub(began)
}

// keep looks after everything that is not stepping.
func (r *Run) keep(now time.Time) {
	h := &r.house
	if len(r.settlers) > 0 && !r.trip.on && len(r.queue) == 0 && len(r.pending) == 0 {
		for _, s := range r.settlers {
			close(s)
		}
		r.settlers = nil
	}
	switch {
	case r.watchers() > 0 || len(r.settlers) > 0 || r.trip.back:
		h.watched = now
		r.wake()
	case now.Sub(h.watched) >= r.runs.End:
		r.end = &endOf{"nobody has watched the run for a while", true}
	case now.Sub(h.watched) >= r.runs.Idle:
		if !h.asleep {
			h.asleep = true
			r.idle.Store(now.UnixNano())
		}
	}
	if r.store != nil && h.moved && now.Sub(h.disk) >= diskPeriod && r.trip.then == nil {
		// A measurement that is lost would leave a gap.
		if h.drain = len(r.pending) > 0; !h.drain {
			r.toDisk()
			h.disk, h.moved = now, false
		}
	}
}

// wake lets a run that has paused because nobody watched go on.
func (r *Run) wake() {
	if r.house.asleep {
		r.house.asleep = false
		r.idle.Store(0)
		r.pace.restart()
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
		if r.trip.quiet(now) {
			sooner(r.trip.began.Add(quietMost))
		} else {
			sooner(r.out.next)
		}
	}
	if h := &r.house; r.watchers() == 0 && len(r.settlers) == 0 {
		if !h.asleep {
			sooner(h.watched.Add(r.runs.Idle))
		}
		sooner(h.watched.Add(r.runs.End))
	}
	if r.store != nil && r.house.moved && !r.house.drain {
		sooner(r.house.disk.Add(diskPeriod))
	}
	return at
}

func (r *Run) watchers() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.viewers)
}
