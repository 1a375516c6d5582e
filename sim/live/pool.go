package live

import (
	"runtime"
	"sync"
	"sync/atomic"

	"hebb/sim"
)

// helpers are goroutines that take a share of the work of any sim.
type helpers struct {
	work chan *split
	all  sync.WaitGroup
}

// newHelpers starts one goroutine for each processor but the caller's.
func newHelpers() *helpers {
	h := &helpers{work: make(chan *split)}
	for range runtime.GOMAXPROCS(0) - 1 {
		h.all.Go(func() {
			for s := range h.work {
				s.run()
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

// pool returns a pool for one sim. Who does which part of the work depends on the
// moment; what comes out does not, as the parts are the sim's own.
func (h *helpers) pool() sim.Pool { return &split{helpers: h} }

// split is one sim's work while it is shared out. It is used again and again.
type split struct {
	helpers *helpers
	do      func(int)
	n, next atomic.Int64
	busy    sync.WaitGroup
}

// Each does the work together with whichever helpers are idle. It allocates nothing.
func (s *split) Each(n int, do func(i int)) {
	s.do = do
	s.n.Store(int64(n))
	s.next.Store(0)
	for range n - 1 {
		s.busy.Add(1)
		select {
		case s.helpers.work <- s:
			continue
		default:
		}
		s.busy.Done()
		break
	}
	s.run()
	s.busy.Wait()
	s.do = nil
}

func (s *split) run() {
	for n := s.n.Load(); ; {
		i := s.next.Add(1) - 1
		if i >= n {
			return
		}
		s.do(int(i))
	}
}
