package live

import (
	"context"
	"slices"
	"sync"
	"time"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/live/message"
)

// inFlight is how many frames may be under way to a viewer.
const inFlight = 2

// Message is what a viewer gets.
type Message = message.Message

// Viewer is one pair of eyes on a run. See, From, Ack and Hide may be called from
// any goroutine, Next from one.
//
// It is a box with one place for each thing that a page must know: what is newer
// replaces what has not been fetched, so that nobody waits for a slow viewer and
// nothing piles up. Only history is never replaced; the run puts in no more until
// the last has been fetched.
type Viewer struct {
	run  *Run
	wake chan struct{} // there may be something to fetch

	mu      sync.Mutex
	hello   *Message
	fields  *Message
	kept    *Message
	status  [experiment.MaxVariants]*Message
	history []*Message
	frame   *Message
	bye     *Message
	seq     uint32           // of frame
	flying  [inFlight]uint32 // sent and not acknowledged
	flights int
	see     []string
	hidden  bool
	gone    bool // closed, or the run has ended
	fresh   bool // has had no hello yet
	lacks   bool // the run had something that did not fit: it is told when there is room
	asked   *from
	lean    bool  // only looks, and gets no more than LeanRate
	bare    bool  // has not had all that it sees, and is lean
	reach   reach // the run's own
}

// from is what a viewer says it has.
type from struct {
	epoch uint32
	unit  uint64
}

// reach is how far a viewer's history goes, by variant and table: the last unit
// that has been put into its box, or -1. Only the run's goroutine uses it.
type reach struct {
	known bool
	epoch uint32
	upTo  [][]int64
	at    time.Time // when it got its last
}

// See says which outputs, of any variant, the viewer draws; y* stands for y1, y2, ...
// At first it draws none: frames then hold the scalars only.
func (v *Viewer) See(outputs []string) {
	v.mu.Lock()
	v.see, v.bare = append([]string(nil), outputs...), true
	v.mu.Unlock()
	v.run.looked.Store(true)
	v.run.notify()
}

// Lean says whether the viewer only looks. Then it gets frames and rows of history less
// often, LeanRate bytes a second at the most, and what it is told a little later.
func (v *Viewer) Lean(lean bool) {
	v.mu.Lock()
	changed := v.lean != lean
	v.lean = lean
	if changed {
		v.bare, v.frame = true, nil
	}
	v.mu.Unlock()
	if changed {
		v.run.looked.Store(true)
		v.run.notify()
	}
}

// IsLean says whether the viewer only looks.
func (v *Viewer) IsLean() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.lean
}

// From says what history the viewer has: everything up to unit, of that epoch; unit
// 0 says that it has none. It gets no history before it has said so, and none again
// after a new epoch's hello until it has.
func (v *Viewer) From(epoch uint32, unit uint64) {
	v.mu.Lock()
	v.asked, v.lacks = &from{epoch, unit}, true
	v.mu.Unlock()
	v.run.notify()
}

// Ack says that the frame of that number has been drawn, and all before it.
func (v *Viewer) Ack(seq uint32) {
	v.mu.Lock()
	n := 0
	for _, s := range v.flying[:v.flights] {
		if int32(s-seq) > 0 {
			v.flying[n] = s
			n++
		}
	}
	v.flights = n
	lacks := v.lacks
	v.mu.Unlock()
	v.poke()
	if lacks {
		v.run.notify()
	}
}

// Hide says whether nobody looks: a hidden viewer gets nothing but a goodbye.
func (v *Viewer) Hide(hide bool) {
	v.mu.Lock()
	v.hidden, v.bare = hide, true
	v.mu.Unlock()
	v.run.looked.Store(true)
	v.run.notify()
	v.poke()
}

// Next waits for the next message. After the run has ended and its goodbye has
// been read, or after Close, it returns ErrEnded.
func (v *Viewer) Next(ctx context.Context) (*Message, error) {
	for {
		if m, err := v.Take(); m != nil || err != nil {
			return m, err
		}
		select {
		case <-v.wake:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// Take is Next for who waits for something else, too: it returns nil where there is nothing
// just now. Ready says when there may be something.
func (v *Viewer) Take() (*Message, error) {
	m, err, nudge := v.take()
	if nudge {
		v.run.notify()
	}
	return m, err
}

// Ready gets a value when Take may have something again.
func (v *Viewer) Ready() <-chan struct{} { return v.wake }

// take fetches what is due, in the order in which a page needs it.
func (v *Viewer) take() (m *Message, err error, nudge bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if !v.hidden {
		slots := []**Message{&v.hello, &v.fields, &v.kept, &v.status[0], &v.status[1], &v.status[2], &v.status[3]}
		for _, slot := range slots {
			if *slot != nil {
				m, *slot = *slot, nil
				return m, nil, false
			}
		}
	}
	if v.gone {
		m, v.bye = v.bye, nil
		if m == nil {
			err = ErrEnded
		}
		return m, err, false
	}
	switch {
	case v.hidden:
	case len(v.history) > 0:
		m = v.history[0]
		v.history = v.history[1:]
		nudge = len(v.history) == 0 && v.lacks
	case v.frame != nil && v.flights < inFlight:
		m, v.frame = v.frame, nil
		v.flying[v.flights] = v.seq
		v.flights++
	}
	return m, nil, nudge
}

// Close ends the watching.
func (v *Viewer) Close() {
	v.mu.Lock()
	v.gone, v.bye, v.hello, v.fields, v.status = true, nil, nil, nil, [experiment.MaxVariants]*Message{}
	v.mu.Unlock()
	v.run.removeViewer(v)
	v.poke()
}

// disconnect says goodbye and closes.
func (v *Viewer) disconnect(bye *Message) {
	v.mu.Lock()
	if !v.gone {
		v.gone, v.bye = true, bye
	}
	v.mu.Unlock()
	v.poke()
}

// poke lets Next return.
func (v *Viewer) poke() {
	select {
	case v.wake <- struct{}{}:
	default:
	}
}

// sees says whether a list names an output.
func sees(list []string, output string) bool {
	return slices.ContainsFunc(list, func(name string) bool { return sim.Names(name, output) })
}
