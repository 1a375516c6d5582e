package main

import (
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
