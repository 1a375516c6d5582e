package live

import (
	"time"

	"hebb/sim"
	"hebb/sim/live/frame"
)

// What viewers get who only look, on average: LeanRate bytes a second each, however large
// the run's outputs are. What does not fit comes less often.
const (
	LeanRate   = 22_000          // and a little is left for texts of others' making
	leanPeriod = time.Second / 8 // from one tick to the next; with it goes a frame
	leanRows   = 2               // of each table a tick: as curves are drawn, 15 a second or so
	leanSlow   = time.Second / 2 // the same for outputs of more bytes than leanSmall
	leanSmall  = 4_000
	leanPast   = 1024            // rows of each table that a viewer gets at first
	leanSaved  = 2 * time.Second // what has not been used in so long is lost
	leanOwed   = time.Second     // and what has been used beyond so much is forgiven
)

// lean is the stream of viewers who only look: one for all of them.
type lean struct {
	out   *outbox
	next  time.Time
	dirty bool // the newest frame is no longer true
	owes  bool // it has left something out
	grown bool // somebody sees more
	asked bool // a viewer wants something
	stuck bool // nobody can take a frame

	want     [][]bool      // by variant and output: somebody sees it
	pick     [][]bool      // those that go into the next frame
	sent     [][]time.Time // by variant and output: when it went out last
	bytes    [][]int       // and how large it is
	encoder  frame.Encoder
	frame    *Message
	seq      uint32
	whole    *Message // one with everything, for those who have nothing yet; made when it is needed
	wholeSeq uint32
	viewers  []*Viewer
	untold   told // what they have not been told

	budget budget
}

// budget is how many bytes may be sent now. All of it is earned at LeanRate; of what frames
// and rows leave, half is for small outputs and half for large ones, and what one half has no
// use for is the other's.
type budget struct {
	at                time.Time
	all, small, large float64
	base              float64 // bytes of a tick without outputs, of late
}

// earn brings the budget up to now.
func (b *budget) earn(now time.Time) {
	took := min(now.Sub(b.at), leanSaved).Seconds()
	b.at = now
	most := float64(LeanRate * leanSaved.Seconds())
	b.all = min(b.all+float64(LeanRate*took), most)
	half := max(LeanRate-b.base/leanPeriod.Seconds(), LeanRate/4) / 2
	b.small, b.large = b.small+float64(half*took), b.large+float64(half*took)
	const full = LeanRate / 2
	if b.large > full {
		b.small, b.large = b.small+b.large-full, full
	}
	if b.small > full {
		b.small, b.large = full, min(b.large+b.small-full, full)
	}
}

// pay takes bytes that have been sent out of the whole.
func (b *budget) pay(n int) {
	b.all = max(b.all-float64(n), -float64(LeanRate*leanOwed.Seconds()))
}

// half is the part that pays for an output of so many bytes.
func (b *budget) half(n int) *float64 {
	if n > leanSmall {
		return &b.large
	}
	return &b.small
}

// pending says whether something is to be sent at the next tick.
func (l *lean) pending() bool {
	return len(l.viewers) > 0 && (l.dirty || l.owes && !l.stuck || l.grown || l.asked || l.untold != told{})
}

// hear keeps what the viewers are to be told until the next tick. Those who have come are
// greeted at once.
func (l *lean) hear(t told) {
	u := &l.untold
	u.again = u.again || t.again
	if t.fields != nil {
		u.fields = t.fields
	}
	if t.kept != nil {
		u.kept = t.kept
	}
	for i := range t.status {
		u.status[i] = u.status[i] || t.status[i]
	}
	for _, v := range l.viewers {
		l.out.greet(v)
	}
}

// due says whether a tick is due.
func (l *lean) due(now time.Time) bool { return l.pending() && !now.Before(l.next) }

// union takes in which outputs the viewers see.
func (l *lean) union(viewers []*Viewer) {
	l.viewers = append(l.viewers[:0], viewers...)
	was := l.want
	l.want = l.out.wanted(l.viewers, nil)
	fits := len(was) == len(l.want) && len(l.sent) == len(l.want)
	for i := 0; i < len(l.want) && fits; i++ {
		fits = len(was[i]) == len(l.want[i])
	}
	if !fits {
		l.sent, l.pick, l.bytes = nil, nil, nil
		for i, v := range l.out.run.engine.Variants() {
			n := len(l.want[i])
			l.sent, l.pick, l.bytes = append(l.sent, make([]time.Time, n)), append(l.pick, make([]bool, n)), append(l.bytes, make([]int, n))
			for o := range v.Outputs() {
				l.bytes[i][o] = frame.Size(&v.Outputs()[o])
			}
		}
	}
	for i, w := range l.want {
		for n, want := range w {
			if want && !(fits && was[i][n]) {
				l.grown, l.sent[i][n] = true, time.Time{}
			}
		}
	}
}

// tick sends what is due.
func (l *lean) tick(now time.Time) {
	if late := now.Sub(l.next); late < 0 || late > leanPeriod {
		l.next = now // else the beat is kept
	}
	l.next = l.next.Add(leanPeriod)
	l.budget.earn(now)
	if l.budget.all <= 0 && !l.untold.again {
		return
	}
	// Where a run stands still, nothing is left out.
	rests, t := !l.dirty && !l.out.run.going(), l.untold
	if l.dirty || l.owes || l.grown || t.again {
		l.encode(now, rests || t.again)
	}
	l.owes = l.owes || !rests // rows, if nothing else
	l.untold, l.dirty, l.grown, l.asked = told{}, false, false, false
	for _, m := range []*Message{t.fields, t.kept} {
		if m != nil {
			l.budget.pay(len(m.Data))
		}
	}
	if t.again {
		l.budget.pay(len(l.out.greeting().Data))
	}
	most := 0
	for _, v := range l.viewers {
		most = max(most, l.deliver(v, t, now, rests))
	}
	l.budget.pay(most)
	l.budget.base += (float64(most+l.plain()) - l.budget.base) / 8
}

// deliver puts into a viewer's box what it has not got, and returns how many bytes of history
// that is, but for a past that it gets at once.
func (l *lean) deliver(v *Viewer, t told, now time.Time, rests bool) (bytes int) {
	o := l.out
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.gone {
		return 0
	}
	o.tellTo(v, t)
	room := v.flights < inFlight
	if v.lacks = v.hidden || !room; v.hidden {
		return 0
	}
	switch {
	case v.bare && room:
		v.frame, v.seq, v.bare = l.all(), l.wholeSeq, false
	case l.frame != nil && int32(l.seq-v.seq) > 0:
		v.frame, v.seq = l.frame, l.seq
	}
	if room && !o.run.seeking.back {
		rows := leanRows
		if since := now.Sub(v.reach.at); since > 2*leanPeriod {
			rows = int(min(leanPast, leanRows*(since/leanPeriod)))
		}
		v.reach.at = now
		if n := o.deliverHistory(v, rows, rests); rows == leanRows {
			bytes = n
		}
	}
	v.poke()
	return bytes
}

// plain is how large the newest frame would be without outputs but scalars.
func (l *lean) plain() int {
	n := 0
	for i, w := range l.want {
		n += 100 + 4*len(w) + 24*i
	}
	return n
}

// encode makes the next frame: whole, or of what is due and fits.
func (l *lean) encode(now time.Time, whole bool) {
	if l.stuck = !l.room(); l.stuck { // until a viewer says something
		l.owes = true
		return
	}
	left := false
	if whole {
		for i := range l.want {
			copy(l.pick[i], l.want[i])
		}
	} else {
		left = l.choose(now)
	}
	data := l.out.encodeFor(&l.encoder, l.pick, left)
	l.frame, l.seq, l.whole, l.owes = &Message{Binary: true, Data: data}, l.out.seq, nil, left
	l.budget.pay(len(data))
	if !left {
		l.whole, l.wholeSeq = l.frame, l.seq
	}
	for i := range l.pick {
		for n, in := range l.pick[i] {
			if in {
				l.sent[i][n] = now
			}
			if in && !whole {
				*l.budget.half(l.bytes[i][n]) -= float64(l.bytes[i][n])
			}
		}
	}
}

// choose picks the outputs of the next frame: those that have waited longest, for what they
// are. It says whether some are left out.
func (l *lean) choose(now time.Time) (left bool) {
	variants := l.out.run.engine.Variants()
	for i := range l.want {
		for n := range l.want[i] {
			l.pick[i][n] = l.want[i][n] && variants[i].Outputs()[n].Kind == sim.Scalar
		}
	}
	small, large := l.budget.small, l.budget.large
	for {
		variant, output, longest := -1, -1, 0.0
		left = false
		for i := range l.want {
			for n, want := range l.want[i] {
				if !want || l.pick[i][n] {
					continue
				}
				left = true
				period, purse := leanPeriod, small
				if l.bytes[i][n] > leanSmall {
					period, purse = leanSlow, large
				}
				// Half a tick early is in time.
				if waits := (now.Sub(l.sent[i][n]) + leanPeriod/2).Seconds() / period.Seconds(); purse > 0 && waits >= 1 && waits > longest {
					variant, output, longest = i, n, waits
				}
			}
		}
		if variant < 0 {
			return left
		}
		l.pick[variant][output] = true
		if n := l.bytes[variant][output]; n > leanSmall {
			large -= float64(n)
		} else {
			small -= float64(n)
		}
	}
}

// room says whether anybody can take a frame.
func (l *lean) room() bool {
	for _, v := range l.viewers {
		v.mu.Lock()
		room := !v.hidden && v.flights < inFlight
		v.mu.Unlock()
		if room {
			return true
		}
	}
	return false
}

// all is a frame with all that the viewers see, for those who have none yet.
func (l *lean) all() *Message {
	if l.whole == nil {
		l.whole = &Message{Binary: true, Data: l.out.encodeFor(&l.encoder, l.want, false)}
		l.wholeSeq = l.out.seq
	}
	return l.whole
}
