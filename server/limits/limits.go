// Package limits has the limits of the server, all of them in one place.
package limits

import (
	"time"

	"hebb/sim/experiment"
)

// The limits of one server. They are far beyond what a class in one room does and
// well below what harms the machine.
const (
	MaxQuery    = 80 << 10           // bytes of a link's query: a moment may have 64 KiB
	MaxBody     = experiment.MaxFile // bytes of a POST
	MaxHeader   = 4 << 20            // beyond this net/http itself answers 431; up to here we can say why
	MaxMessage  = 4 << 10            // bytes of one message from a page
	MaxSockets  = 1024               // pages that watch at the same time
	MaxRuns     = 64                 // runs in memory
	MaxRunBytes = 1 << 30            // what the sims of one run may hold together

	CommandRate  = 120 // commands per second of one page: a slider sends at most one per painted frame
	CommandBurst = 240
	ExcessMost   = 1000 // commands refused for their rate before the page is sent away

	RemarkRate  = 300 // acknowledgements and the like: at most one for each frame, and few others
	RemarkBurst = 600

	StartRate  = 4 // runs started per second, all pages together
	StartBurst = 64
)

// Bucket is a rate limit: it holds up to burst tokens and gains rate of them a
// second. The zero time of last means full. It belongs to one goroutine or to
// whoever holds its owner's lock.
type Bucket struct {
	rate, burst float64
	tokens      float64
	last        time.Time
}

// NewBucket is a full bucket that gains rate tokens a second up to burst.
func NewBucket(rate, burst float64) *Bucket { return &Bucket{rate: rate, burst: burst, tokens: burst} }

// Take takes a token, if there is one.
func (b *Bucket) Take(now time.Time) bool {
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
