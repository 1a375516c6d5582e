package live

import "fmt"

// worker measures what probes have captured, one batch after the other, beside
// the run.
type worker struct {
	jobs    chan *batch
	waiting []*batch
	busy    bool
	told    map[string]bool // troubles that have been reported
}

// toWorker takes a batch that has just been captured.
func (r *Run) toWorker(b *batch) {
	r.worker.waiting = append(r.worker.waiting, b)
	r.feed()
}

// feed gives the worker the next batch.
func (r *Run) feed() {
	w := &r.worker
	if w.busy || len(w.waiting) == 0 {
		return
	}
	if w.jobs == nil {
		w.jobs = make(chan *batch, 1)
		go r.work(w.jobs)
	}
	w.busy = true
	w.jobs <- w.waiting[0]
	w.waiting = w.waiting[1:]
}

// work is the worker's goroutine.
func (r *Run) work(jobs <-chan *batch) {
	for b := range jobs {
		err := b.measureSafely()
		select {
		case r.inbox <- func() {
			r.worker.busy = false
			if err != nil {
				r.fail(err)
			}
			r.collectBatch(b, err == nil)
			r.feed()
		}:
		case <-r.done:
			return
		}
	}
}

func (b *batch) measureSafely() (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("a measurement failed: %v", p)
		}
	}()
	b.measure()
	return nil
}

// collectBatch enters what has been measured.
func (r *Run) collectBatch(b *batch, good bool) {
	b.stale = b.stale || !good
	if err := r.collect(b); err != nil {
		r.fail(err)
	}
	if !b.stale {
		r.out.dirty = true
	}
}

// fail reports a trouble once.
func (r *Run) fail(err error) {
	if r.worker.told == nil {
		r.worker.told = map[string]bool{}
	}
	if !r.worker.told[err.Error()] && len(r.worker.told) < 20 {
		r.worker.told[err.Error()] = true
		r.runs.report(r.id, err)
	}
}

// dropStale lets go of what is of no use any more, lest a slow measurement keeps
// new ones waiting.
func (r *Run) dropStale() {
	kept := r.worker.waiting[:0:0]
	for _, b := range r.worker.waiting {
		if b.stale {
			r.collectBatch(b, false)
		} else {
			kept = append(kept, b)
		}
	}
	r.worker.waiting = kept
}
