package live

import (
	"fmt"
	"math"
	"runtime/debug"
	"time"
)

const (
	framePeriod = time.Second / 30
	slicePeriod = 10 * time.Millisecond // how long a run keeps a processor
	maxQueue    = 256                   // commands and questions that may wait
	maxPending  = 2                     // measurements beside which the run goes on
)

// live is the run's goroutine: between two turns it takes commands, between two
// rounds it shows itself and does its housekeeping; then it steps for a slice of time, or
// waits.
func (r *Run) live() {
	defer close(r.done)
	defer func() {
		if p := recover(); p != nil {
			r.runs.report(r.id, fmt.Errorf("run failed: %v\n%s", p, debug.Stack()))
			r.disconnectAll(endRequest{"the run has failed", false}) // its state is not to be trusted
			r.discard()
			r.runs.remove(r.id, past{}, true)
		}
	}()
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for !r.ends() {
		r.receive(nil)
		r.queue.execute()
		if r.ends() {
			break // the engine may be of no use
		}
		now := time.Now()
		r.seeking.finish()
		if r.queue.ready() {
			continue // the seek's end has let it go
		}
		r.housekeeping.do(now)
		if r.out.due(now) && r.engine.Whole() {
			r.out.publish(now)
		}
		switch {
		case r.ending != nil:
		case !r.wants():
			timer.Reset(r.housekeeping.next(now).Sub(now))
			r.receive(timer.C)
		case r.rounds(now) == 0:
			timer.Reset(min(r.pace.Due.Sub(now), r.housekeeping.next(now).Sub(now)))
			r.receive(timer.C)
		default:
			r.slice(now)
			r.housekeeping.schedule(time.Now())
		}
	}
	r.close()
}

// receive takes what others have sent: all that is there, or with a timer waits
// for something.
func (r *Run) receive(timer <-chan time.Time) {
	if timer != nil {
		select {
		case f := <-r.inbox:
			f()
		case <-r.poked:
			r.out.poked = true
		case <-r.ctx.Done():
		case <-timer:
		}
	}
	for {
		select {
		case f := <-r.inbox:
			f()
		case <-r.poked:
			r.out.poked = true
		default:
			return
		}
	}
}

// wants says whether there is something to step for.
func (r *Run) wants() bool {
	if n := r.engine.Pending(); n > 0 && (n >= r.mostPending() || r.housekeeping.drain || r.queue.clears()) {
		return false
	}
	return r.going() || !r.engine.Between() && !r.housekeeping.suspended
}

// going says whether the run is on its way, though it may wait for a measurement.
func (r *Run) going() bool { return (r.playing || r.seeking.on) && !r.housekeeping.suspended }

// mostPending is how many measurements may be under way. On a way back there are
// rarely new ones, so that those before it need not be waited for.
func (r *Run) mostPending() int {
	if r.seeking.back {
		return 2 * maxPending
	}
	return maxPending
}

// rounds says how many rounds are allowed now; if none, pace.Due says when. One that has
// begun is completed.
func (r *Run) rounds(now time.Time) int {
	if !r.engine.Between() {
		return 1
	}
	if r.seeking.on || r.speed == 0 {
		return math.MaxInt
	}
	return r.pace.Rounds(now, r.engine.Position(), r.speed)
}

// slice steps until something else is due. It allocates nothing but checkpoints.
func (r *Run) slice(now time.Time) {
	rounds := r.rounds(now)
	if !r.acquire(now) {
		return
	}
	defer r.release()
	e := r.engine
	now = time.Now()
	began, looked := now, now
	r.meter.Arm(e, now, r.pace.Check == 1)
	for n := 0; rounds > 0; {
		at := e.Position()
		ok := e.Turn(r.ctx)
		r.out.dirty = true
		if !ok {
			r.seeking.halt()
			return
		}
		if now := e.Position(); now != at {
			rounds--
			if now.Unit != at.Unit {
				r.pace.Unit(e.Rounds())
				if r.housekeeping.wantsCheckpoint() {
					r.housekeeping.saveCheckpoint()
				}
			}
		}
		if len(r.inbox) > 0 || r.ctx.Err() != nil || e.Between() && r.stops() {
			return
		}
		if !e.Whole() {
			continue
		}
		if n++; n < r.pace.Check {
			continue
		}
		n, now = 0, time.Now()
		r.pace.Adapt(now.Sub(looked))
		looked = now
		r.housekeeping.schedule(now)
		r.meter.Arm(e, now, r.pace.Check == 1)
		if now.Sub(began) >= slicePeriod || r.out.slot(now) {
			return
		}
	}
}

// stops says whether something else comes before the next round.
func (r *Run) stops() bool {
	return !r.wants() || r.seeking.on && r.seeking.arrived() || r.engine.Over() && !r.seeking.back || r.queue.ready()
}

// acquire takes one of the places for stepping runs. It is false when something
// else has come first.
func (r *Run) acquire(now time.Time) bool {
	places := r.runs.processors.Places()
	select {
	case places <- struct{}{}:
		return true
	default:
	}
	timer := time.NewTimer(max(0, r.housekeeping.next(now).Sub(now)))
	defer timer.Stop()
	select {
	case places <- struct{}{}: // in the order of asking
		return true
	case f := <-r.inbox:
		f()
	case <-r.ctx.Done():
	case <-timer.C:
	}
	return false
}

func (r *Run) release() { <-r.runs.processors.Places() }
