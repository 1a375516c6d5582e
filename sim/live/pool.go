package live

import (
	"runtime"
	"sync"
	"sync/atomic"

	"hebb/sim"
)

// helpers are goroutines that take a share of the work of any sim. One that does holds
// a place for stepping runs, so that they work for runs that are alone: as soon as there
// are as many runs as places, each has a processor of its own.
type helpers struct {
	work  chan *sharedWork
	slots chan struct{} // of the runs; nil: there is no end of them
	all   sync.WaitGroup
}

// newHelpers starts one goroutine for each processor but the caller's.
func newHelpers(slots chan struct{}) *helpers {
	h := &helpers{work: make(chan *sharedWork), slots: slots}
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

// stop ends the helpers. No split may be at work.
func (h *helpers) stop() {
	close(h.work)
	h.all.Wait()
}

// offer gives work to an idle helper. It is false when there is none, or no place.
func (h *helpers) offer(s *sharedWork) bool {
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
func (h *helpers) release() {
	if h.slots != nil {
		<-h.slots
	}
}

// pool returns a pool for one sim. Who does which part of the work depends on the
// moment; what comes out does not, as the parts are the sim's own.
func (h *helpers) pool() sim.Pool { return &sharedWork{helpers: h} }

// sharedWork is one sim's work while it is shared out. It is used again and again.
type sharedWork struct {
	helpers *helpers
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
