package live

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"hebb/sim/live/message"
)

// page is a viewer that does what a page does: it asks for history at a hello,
// keeps it as the contract says and acknowledges frames, unless it is told not to.
type page struct {
	t      testing.TB
	v      *Viewer
	noAck  bool
	hello  message.Hello
	epoch  uint32
	frames []readState
	times  []time.Time
	status []message.Status
	kept   []message.Kept
	fields []message.Fields
	tables map[string]*readTable
	bye    bool
	flying int

	bytes, rows int        // that have come
	messages    []*Message // frames
}

func newPage(t testing.TB, r *Run, see ...string) *page {
	p := &page{t: t, v: r.Watch(), tables: map[string]*readTable{}}
	p.v.See(see)
	return p
}

// read takes messages until nothing more comes at this instant.
func (p *page) read() {
	p.t.Helper()
	ctx, stop := context.WithTimeout(p.t.Context(), time.Nanosecond)
	defer stop()
	for p.next(ctx) {
	}
}

// readFor takes messages for some time.
func (p *page) readFor(d time.Duration) {
	p.t.Helper()
	ctx, stop := context.WithTimeout(p.t.Context(), d)
	defer stop()
	for p.next(ctx) {
	}
}

func (p *page) next(ctx context.Context) bool {
	m, err := p.v.Next(ctx)
	if err != nil {
		return false
	}
	p.bytes += len(m.Data)
	if f, ok := readFrame(m); ok {
		p.messages = append(p.messages, m)
		p.frames, p.times = append(p.frames, f), append(p.times, time.Now())
		p.finite(f)
		if !p.noAck {
			p.v.Ack(f.seq)
		} else if p.flying++; p.flying > inFlight {
			p.t.Errorf("%d frames are under way to a viewer that acknowledges none", p.flying)
		}
	} else if h, ok := readHello(m); ok {
		p.hello = h
		if h.Epoch != p.epoch {
			p.epoch, p.tables = h.Epoch, map[string]*readTable{}
			p.v.From(h.Epoch, 0)
		}
	} else if h, ok := readHistory(m); ok {
		p.rows += h.n
		p.enter(h)
	} else if s, ok := readStatus(m); ok {
		p.status = append(p.status, s)
	} else if f, ok := readFields(m); ok {
		p.fields = append(p.fields, f)
	} else if k, ok := readKept(m); ok {
		p.kept = append(p.kept, k)
	} else {
		p.bye = true
	}
	return true
}

// enter keeps history: own buckets from the first new one on go.
func (p *page) enter(h readTable) {
	if h.epoch != p.epoch {
		p.t.Errorf("history of epoch %d in epoch %d", h.epoch, p.epoch)
		return
	}
	key := fmt.Sprint(h.variant, " ", h.table)
	t := p.tables[key]
	if t == nil {
		t = &readTable{m: h.m}
		p.tables[key] = t
	}
	keep := 0
	for keep < t.n && t.first[keep] < h.first[0] {
		keep++
	}
	t.first, t.last = append(t.first[:keep], h.first...), append(t.last[:keep], h.last...)
	t.min, t.max = append(t.min[:keep*t.m], h.min...), append(t.max[:keep*t.m], h.max...)
	t.n = len(t.first)
	for _, x := range append(h.min, h.max...) {
		if y := float64(x); math.IsNaN(y) || math.IsInf(y, 0) {
			p.t.Errorf("history holds %g", y)
		}
	}
}

func (p *page) finite(f readState) {
	for _, s := range f.sections {
		for _, x := range s.values {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				p.t.Errorf("a frame holds %g", x)
			}
		}
	}
}

// whole checks that table 0 of a variant has no gap up to a unit and agrees with
// what the run has.
func (p *page) whole(r *Run, variant string, upTo uint64) {
	p.t.Helper()
	i := int(variant[0] - 'a')
	t := p.tables[fmt.Sprint(i, " 0")]
	if t == nil || t.n == 0 {
		p.t.Errorf("variant %s has no history", variant)
		return
	}
	next := 1.0
	for b := range t.n {
		if t.first[b] != next {
			p.t.Fatalf("a gap before unit %g: bucket %d begins at %g", next, b, t.first[b])
		}
		next = t.last[b] + 1
	}
	if next != float64(upTo+1) {
		p.t.Errorf("the history ends at %g, not at %d", next-1, upTo)
	}
	h, err := r.History(context.Background(), variant, 0, 0)
	if err != nil {
		p.t.Fatal(err)
	}
	lo, hi := slices.Min(h.Min), slices.Max(h.Max)
	if l, m := slices.Min(t.min), slices.Max(t.max); l != lo || m != hi {
		p.t.Errorf("the page's extremes are %g and %g, the run's %g and %g", l, m, lo, hi)
	}
}

func (p *page) last() readState {
	p.t.Helper()
	if len(p.frames) == 0 {
		p.t.Fatal("no frame has come")
	}
	return p.frames[len(p.frames)-1]
}
