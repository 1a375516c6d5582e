package live

import (
	"context"
	"fmt"

	"hebb/sim/engine"
)

// worker measures what probes have captured, one batch after the other, beside
// its run.
type worker struct {
	run     *Run
	jobs    chan *engine.Batch
	waiting []*engine.Batch
	busy    bool
	told    map[string]bool // troubles that have been reported
	cancel  func()          // breaks a measurement off
}

// take takes a batch that has just been captured.
func (w *worker) take(b *engine.Batch) {
	w.waiting = append(w.waiting, b)
	w.feed()
}

// feed has the next batch measured.
func (w *worker) feed() {
	if w.busy || len(w.waiting) == 0 {
		return
	}
	if w.jobs == nil {
		w.jobs = make(chan *engine.Batch, 1)
		var ctx context.Context
		ctx, w.cancel = context.WithCancel(context.Background())
		go w.work(ctx, w.jobs)
	}
	w.busy = true
	w.jobs <- w.waiting[0]
	w.waiting = w.waiting[1:]
}

// work is the worker's goroutine.
func (w *worker) work(ctx context.Context, jobs <-chan *engine.Batch) {
	for b := range jobs {
		err := measure(ctx, b)
		select {
		case w.run.inbox <- func() {
			w.busy = false
			if err != nil {
				w.fail(err)
			}
			w.collect(b, err == nil)
			w.feed()
		}:
		case <-w.run.done:
			return
		}
	}
}

// measure measures; what a sim does wrong there is an error of its own.
func measure(ctx context.Context, b *engine.Batch) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("a measurement failed: %v", p)
		}
	}()
	return b.Measure(ctx)
}

// collect enters what has been measured.
func (w *worker) collect(b *engine.Batch, good bool) {
	if !good {
		b.Drop()
	}
	if err := w.run.engine.Collect(b); err != nil {
		w.fail(err)
	}
	if !b.Stale() {
		w.run.out.dirty = true
	}
}

// fail reports a trouble once.
func (w *worker) fail(err error) {
	if w.told == nil {
		w.told = map[string]bool{}
	}
	if !w.told[err.Error()] && len(w.told) < 20 {
		w.told[err.Error()] = true
		w.run.runs.report(w.run.id, err)
	}
}

// dropStale lets go of what is of no use any more, lest a slow measurement keeps
// new ones waiting.
func (w *worker) dropStale() {
	kept := w.waiting[:0:0]
	for _, b := range w.waiting {
		if b.Stale() {
			w.collect(b, false)
		} else {
			kept = append(kept, b)
		}
	}
	w.waiting = kept
}

// stop ends the goroutine, if there is one.
func (w *worker) stop() {
	if w.jobs != nil {
		w.cancel()
		close(w.jobs)
	}
}
