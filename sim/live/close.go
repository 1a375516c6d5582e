package live

import (
	"context"
	"fmt"
	"slices"
	"time"

	"hebb/sim/live/message"
)

// lastWait is how long an ending run waits for measurements under way, which it then breaks
// off.
const lastWait = time.Second / 2

// Close ends the run: its viewers are told the reason, and whether to come back; its
// newest state and its journal stay.
func (r *Run) Close(ctx context.Context, reason string, retry bool) error {
	r.asked.CompareAndSwap(nil, &endRequest{reason, retry})
	r.stop()
	select {
	case <-r.done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// ends says whether the run is to end.
func (r *Run) ends() bool {
	if r.ending == nil {
		r.ending = r.asked.Load()
	}
	return r.ending != nil
}

// close ends the run in good order: with the round in hand complete, so that it can be saved.
func (r *Run) close() {
	for !r.lost && !r.engine.Whole() {
		r.lost = !r.engine.Turn(context.Background())
	}
	timer := time.NewTimer(lastWait)
	defer timer.Stop()
	for late := false; r.engine.Pending() > 0 && !late; {
		select {
		case f := <-r.inbox:
			f()
		case <-timer.C:
			late = true
		}
	}
	if r.keeping.why != nil {
		r.keeping.writeDown(leftSame)
	}
	if r.keeping.good() && !r.lost && r.seeking.then == nil && r.engine.Pending() == 0 {
		r.keeping.checkpoint()
	}
	r.retire(*r.ending)
}

// retire lets go of everything and keeps what is needed to reopen the run.
func (r *Run) retire(end endRequest) {
	last, e := r.info(), r.experiment()
	r.mu.Lock()
	r.last, r.lastExperiment = last, e
	r.mu.Unlock()
	r.disconnectAll(end)
	r.discard()
	r.runs.remove(r.id, past{e, r.deed, r.epoch}, r.keeping.good())
}

// disconnectAll tells everybody that the run has ended.
func (r *Run) disconnectAll(end endRequest) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ended = true
	bye := message.Text(message.Bye{Type: "bye", Reason: end.reason, Retry: end.retry})
	for v := range r.viewers {
		v.disconnect(bye)
	}
	clear(r.viewers)
}

// remove takes a run off the list of those that are open. One that is not kept elsewhere
// is kept in memory.
func (rs *Runs) remove(id string, p past, kept bool) {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	delete(rs.open, id)
	delete(rs.past, id)
	if i := slices.Index(rs.order, id); i >= 0 {
		rs.order = slices.Delete(rs.order, i, i+1)
	}
	if kept || len(p.experiment.Setup.Variants) == 0 {
		return
	}
	rs.past[id] = p
	rs.order = append(rs.order, id)
	if len(rs.order) > maxPast {
		delete(rs.past, rs.order[0])
		rs.order = rs.order[1:]
	}
}

// discard stops what a run has started.
func (r *Run) discard() {
	r.stop()
	r.worker.stop()
	if r.keeping.keeper != nil {
		if err := r.keeping.keeper.Close(); err != nil && r.keeping.why == nil {
			r.runs.report(r.id, fmt.Errorf("the journal may not be on the disk: %w", err))
		}
	}
}
