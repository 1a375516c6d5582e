package main

import (
	"context"
	"sync"
	"time"

	"hebb/sim/experiment"
)

// The limits of one server. They are far beyond what a class in one room does and
// well below what harms the machine.
const (
	maxQuery    = 80 << 10           // bytes of a link's query: a moment may have 64 KiB
	maxBody     = experiment.MaxFile // bytes of a POST
	maxHeader   = 4 << 20            // beyond this net/http itself answers 431; up to here we can say why
	maxMessage  = 4 << 10            // bytes of one message from a page
	maxSockets  = 1024               // pages that watch at the same time
	maxRuns     = 64                 // runs in memory
	maxRunBytes = 1 << 30            // what the sims of one run may hold together

	commandRate  = 120 // commands per second of one page: a slider sends at most one per painted frame
	commandBurst = 240
	excessMost   = 1000 // commands refused for their rate before the page is sent away

	remarkRate  = 300 // acknowledgements and the like: at most one for each frame, and few others
	remarkBurst = 600

	startRate  = 4 // runs started per second, all pages together
	startBurst = 64
)

// bucket is a rate limit: it holds up to burst tokens and gains rate of them a
// second. The zero time of last means full. It belongs to one goroutine or to
// whoever holds its owner's lock.
type bucket struct {
	rate, burst float64
	tokens      float64
	last        time.Time
}

func newBucket(rate, burst float64) *bucket { return &bucket{rate: rate, burst: burst, tokens: burst} }

// take takes a token, if there is one.
func (b *bucket) take(now time.Time) bool {
	if !b.last.IsZero() {
		b.tokens = min(b.burst, b.tokens+b.rate*now.Sub(b.last).Seconds())
	}
	b.last = now
	if b.tokens < 1 {
		return false
	}
	b.tokens--
	return true
}

// visitors counts the pages that watch and can send them all home.
type visitors struct {
	closing context.Context // ends with the server
	close   context.CancelCauseFunc

	mu sync.Mutex
	n  int
	in sync.WaitGroup
}

func newVisitors() *visitors {
	v := &visitors{}
	v.closing, v.close = context.WithCancelCause(context.Background())
	return v
}

// enter asks for a place; leave gives it back.
func (v *visitors) enter() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.n >= maxSockets || v.closing.Err() != nil {
		return false
	}
	v.n++
	v.in.Add(1)
	return true
}

func (v *visitors) leave() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.n--
	v.in.Done()
}

// count is how many watch.
func (v *visitors) count() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.n
}

// sendHome says goodbye to all and waits until they have gone, or until ctx ends.
func (v *visitors) sendHome(ctx context.Context) {
	v.mu.Lock() // so that nobody enters between closing and waiting
	v.close(errShutdown)
	v.mu.Unlock()
	gone := make(chan struct{})
	go func() {
		v.in.Wait()
		close(gone)
	}()
	select {
	case <-gone:
	case <-ctx.Done():
	}
}
