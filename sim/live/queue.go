package live

import (
	"fmt"
	"slices"
	"time"
)

var errBusy = fmt.Errorf("%d commands are waiting already", maxQueue)

// enqueue puts a command behind those that wait.
func (r *Run) enqueue(q request) {
	if len(r.queue) == maxQueue {
		q.answer <- answer{err: errBusy}
		return
	}
	r.queue = append(r.queue, q)
}

// executeAll executes what waits and need not wait longer.
func (r *Run) executeAll() {
	for len(r.queue) > 0 && !r.holds(&r.queue[0]) {
		q := r.queue[0]
		r.queue = slices.Delete(r.queue, 0, 1)
		r.housekeeping.watched = time.Now()
		r.resume()
		err := r.execute(&q.Command)
		if err != nil {
			q.answer <- answer{err: err}
			continue
		}
		r.command++
		r.out.urgent, r.out.fields = true, true
		r.pace.Check = 1
		q.answer <- answer{number: r.command}
	}
	if len(r.questions) > 0 && !r.seeking.quiet(time.Now()) {
		for _, ask := range r.questions {
			ask()
		}
		r.questions = nil
	}
}

// holds says whether a command must wait: for the end of going back, unless it
// does not matter where the run is or it leads elsewhere; or for measurements.
func (r *Run) holds(q *request) bool {
	if r.clears() && len(r.pending) > 0 {
		return true
	}
	if !r.seeking.on || !r.seeking.back {
		return false
	}
	switch q.Do {
	case Play, Pause, Speed, Label:
		return false
	case Back, Seek, Replay, Reset, Reseed:
		return r.seeking.then != nil
	}
	return true
}

// clears says whether the next command must find no measurement under way.
func (r *Run) clears() bool {
	return len(r.queue) > 0 && (r.queue[0].Do == Add || r.queue[0].Do == Remove)
}
