// Package pool shares out the work of sims among the processors that are idle.
package pool

import (
	"runtime"
	"sync"
	"sync/atomic"

	"hebb/sim"
)

// Processors are places for whoever steps sims, and goroutines that take a share of the work
// of any sim. One that does holds a place, too, so that they work for those that are alone:
// as soon as there are as many who step as places, each has a processor of its own.
type Processors struct {
	work   chan *sharedWork
	places chan struct{}
	all    sync.WaitGroup
}

// New returns so many places (0: one for each processor) and starts one goroutine for each
// processor but the caller's. Stop ends them.
func New(places int) *Processors {
	if places <= 0 {
		places = runtime.GOMAXPROCS(0)
	}
	h := &Processors{work: make(chan *sharedWork), places: make(chan struct{}, places)}
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
func (h *Processors) Stop() {
	close(h.work)
	h.all.Wait()
}

// Places takes what is sent by who begins to step, as long as there is a place; who has
// stepped receives one.
func (h *Processors) Places() chan struct{} { return h.places }

// offer gives work to an idle helper. It is false when there is none, or no place.
func (h *Processors) offer(s *sharedWork) bool {
	select {
	case h.places <- struct{}{}:
	default:
		return false
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
func (h *Processors) release() {
	<-h.places
}

// Pool returns a pool for one sim. Who does which part of the work depends on the
// moment; what comes out does not, as the parts are the sim's own.
func (h *Processors) Pool() sim.Pool { return &sharedWork{helpers: h} }

// sharedWork is one sim's work while it is shared out. It is used again and again.
type sharedWork struct {
	helpers *Processors
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
