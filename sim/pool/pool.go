// Package pool shares out the work of sims among the processors that are idle.
package pool

import (
	"runtime"
	"sync"
	"sync/atomic"

	"hebb/sim"
)

// Helpers are goroutines that take a share of the work of any sim. One that does holds
// a place for stepping runs, so that they work for runs that are alone: as soon as there
// are as many runs as places, each has a processor of its own.
type Helpers struct {
	work  chan *sharedWork
	slots chan struct{} // of the runs; nil: there is no end of them
	all   sync.WaitGroup
}

// New starts one goroutine for each processor but the caller's. A helper takes one of
// the slots while it works; with nil it needs none.
func New(slots chan struct{}) *Helpers {
	h := &Helpers{work: make(chan *sharedWork), slots: slots}
	for range runtime.GOMAXPROCS(0) - 1 {
		h.all.Go(func() {
			for s := range h.work {
				s.run()
				h.release()
				s.busy.Done()
			}
		})
	}
	return h
}

// Stop ends the helpers. No split may be at work.
func (h *Helpers) Stop() {
	close(h.work)
	h.all.Wait()
}

// offer gives work to an idle helper. It is false when there is none, or no place.
func (h *Helpers) offer(s *sharedWork) bool {
	if h.slots != nil {
		select {
		case h.slots <- struct{}{}:
		default:
			return false
		}
	}
	s.busy.Add(1)
	select {
	case h.work <- s:
		return true
	default:
	}
	s.busy.Done()
	h.release()
	return false
}

// release gives the place back.
func (h *Helpers) release() {
	if h.slots != nil {
		<-h.slots
	}
}

// Pool returns a pool for one sim. Who does which part of the work depends on the
// moment; what comes out does not, as the parts are the sim's own.
func (h *Helpers) Pool() sim.Pool { return &sharedWork{helpers: h} }

// sharedWork is one sim's work while it is shared out. It is used again and again.
type sharedWork struct {
	helpers *Helpers
	do      func(int)
	n, next atomic.Int64
	busy    sync.WaitGroup
}

// Each does the work together with whichever helpers are idle. It allocates nothing.
func (s *sharedWork) Each(n int, do func(i int)) {
	s.do = do
	s.n.Store(int64(n))
	s.next.Store(0)
	for i := 1; i < n && s.helpers.offer(s); i++ {
	}
	s.run()
	s.busy.Wait()
	s.do = nil
}

func (s *sharedWork) run() {
	for n := s.n.Load(); ; {
		i := s.next.Add(1) - 1
		if i >= n {
			return
		}
		s.do(int(i))
	}
}
