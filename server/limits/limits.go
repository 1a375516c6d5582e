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
	MaxSockets  = 2048               // pages that watch at the same time: a gallery of five cards opened by 200, and a class
	MaxRuns     = 160                // runs in memory: a class of 30 with three each, and others
	MaxRunBytes = 1 << 30            // what the sims of one run may hold together

	CommandRate  = 120 // commands per second of one page: a slider sends at most one per painted frame
	CommandBurst = 240
	ExcessMost   = 1000 // commands refused for their rate before the page is sent away

	RemarkRate  = 300 // acknowledgements and the like: at most one for each frame, and few others
	RemarkBurst = 600

	PieceRate  = 2 * (CommandRate + RemarkRate) // pieces of messages, pings and pongs of one page: a message is one piece
	PieceBurst = 2 * (CommandBurst + RemarkBurst)

	// What one session, or one address without a session, may do.
	SocketsEach  = 256  // pages of a session that watch
	SocketsAlone = 1024 // pages of an address that watch without a session: the cards of a gallery opened by 200
	StartRate    = 2    // runs started per second
	StartBurst   = 32

	ReadRate       = 30 // GETs per second but for scripts and styles, of one session
	ReadBurst      = 300
	ReadAloneRate  = 100 // the same of one address without a session: a gallery opened by 200
	ReadAloneBurst = 3000

	MaxLines = 4096 // connections that are no sockets of pages; beyond, whoever has most loses one that is idle

	AllStartRate  = 16 // runs started per second, all together; who has not started any lately has no need to wait
	AllStartBurst = 256

	SessionRate  = 0.5 // sessions begun per second from one address: a class that comes in
	SessionBurst = 64
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

// Full says whether nothing has been taken lately.
func (b *Bucket) Full(now time.Time) bool {
	return b.last.IsZero() || b.tokens+b.rate*now.Sub(b.last).Seconds() >= b.burst
}

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
