package live

import (
	"time"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/live/frame"
	"hebb/sim/live/message"
)

// outbox is what a run shows: it makes each message once and puts it into the
// boxes of all viewers.
type outbox struct {
	run    *Run
	next   time.Time // when the next frame may follow the last
	dirty  bool      // the newest frame is no longer true
	urgent bool      // a command has been carried out: all is to be shown at once
	poked  bool      // a viewer wants something
	owed   bool      // dirty, but nobody had room
	hello  bool      // what hello says has changed
	fields bool      // what fields says has changed

	lean      lean // what those get who only look
	encoder   frame.Encoder
	want      [][]bool // by variant and output: somebody who gets everything sees it
	seq       uint32   // of the newest frame of all
	frame     *Message
	frameSeq  uint32
	helloText *Message // nil: out of date
	status    [experiment.MaxVariants]message.Status
	statuses  [experiment.MaxVariants]*Message
	tables    map[tableKey]*Message
	viewers   []*Viewer // who get everything

	ratesSince time.Time // since when units and frames have been counted
	unit       uint64
	frames     int
	rate       float64 // units per second
	fps        float64
}

// tableKey names the part of a history that goes to all viewers who have the same.
type tableKey struct {
	variant, table int
	upTo           int64
	rows           int // the most; 0: all
	rests          bool
}

// due says whether to publish now.
func (o *outbox) due(now time.Time) bool {
	if o.run.seeking.quiet(now) {
		return false
	}
	return o.urgent || (o.dirty || o.poked) && o.slot(now) || o.lean.due(now)
}

// slot says whether the time for a frame has come.
func (o *outbox) slot(now time.Time) bool { return !now.Before(o.next) }

// publish shows everybody how the run stands.
func (o *outbox) publish(now time.Time) {
	r := o.run
	if late := now.Sub(o.next); late < 0 || late > framePeriod {
		o.next = now // else the beat is kept
	}
	o.next = o.next.Add(framePeriod)
	o.lean.dirty = o.lean.dirty || o.dirty || o.urgent
	o.lean.asked = o.lean.asked || o.poked
	o.lean.stuck = o.lean.stuck && !o.poked
	o.dirty = o.dirty || o.urgent || o.owed
	o.urgent, o.poked, o.owed = false, false, false

	o.sort()
	o.measureRates(now)

	var fields *Message
	if r.engine.TakeChanged() || o.fields || o.hello {
		o.helloText = nil
		if !o.hello && len(o.viewers)+len(o.lean.viewers) > 0 {
			fields = r.fieldsText()
		}
	}
	tell := told{again: o.hello, fields: fields}
	if k := &r.keeping; k.changed {
		tell.kept, k.changed = message.Text(k.message()), false
		o.helloText = nil
	}
	o.fields, o.hello = false, false
	tell.status = o.statusTexts()
	o.lean.hear(tell)
	if o.dirty {
		o.encode()
	}
	clear(o.tables)
	for _, v := range o.viewers {
		o.deliver(v, tell)
	}
	if o.lean.due(now) {
		o.lean.tick(now)
	}
}

// sort finds out who watches, in which way, and which outputs anybody sees.
func (o *outbox) sort() {
	r := o.run
	if !r.looked.Swap(false) && !o.hello {
		return
	}
	var all, leans []*Viewer
	r.mu.Lock()
	for v := range r.viewers {
		if v.IsLean() {
			leans = append(leans, v)
		} else {
			all = append(all, v)
		}
	}
	r.mu.Unlock()
	o.viewers = all
	o.want = o.wanted(all, o.want)
	o.lean.union(leans)
	o.dirty = true
}

// wanted says which outputs any of some viewers sees; list is used again.
func (o *outbox) wanted(viewers []*Viewer, list [][]bool) [][]bool {
	variants := o.run.engine.Variants()
	list = list[:0]
	for _, v := range variants {
		list = append(list, make([]bool, len(v.Outputs())))
	}
	for _, viewer := range viewers {
		viewer.mu.Lock()
		see, hidden := viewer.see, viewer.hidden
		viewer.mu.Unlock()
		if hidden {
			continue
		}
		for i, v := range variants {
			for n, output := range v.Outputs() {
				list[i][n] = list[i][n] || sees(see, output.Name)
			}
		}
	}
	return list
}

// encode makes the next frame, if anybody has room for it.
func (o *outbox) encode() {
	room := false
	for _, v := range o.viewers {
		v.mu.Lock()
		room = room || !v.hidden && v.flights < inFlight
		v.mu.Unlock()
	}
	o.dirty, o.owed = false, !room
	if !room {
		return
	}
	o.frames++
	o.frame = &Message{Binary: true, Data: o.encodeFor(&o.encoder, o.want, false)}
	o.frameSeq = o.seq
}

// encodeFor makes a frame of what is wanted; part says that outputs are missing from it that
// stand as they were.
func (o *outbox) encodeFor(e *frame.Encoder, want [][]bool, part bool) []byte {
	r := o.run
	for i, v := range r.engine.Variants() {
		v.Want(want[i])
		v.Copy()
	}
	o.seq++
	h := frame.Head{Epoch: r.epoch, Seq: o.seq, Command: r.command, Position: r.engine.Position(), Status: r.engine.Status(), Playing: r.playing, Part: part,
		Rate: float32(o.rate), FPS: float32(o.fps)}
	return frame.Encode(e, h, r.engine.Variants(), want)
}

// measureRates measures units and frames per second.
func (o *outbox) measureRates(now time.Time) {
	r, unit := o.run, o.run.engine.Unit()
	took := now.Sub(o.ratesSince)
	if !r.going() {
		o.rate, o.fps = 0, 0
	} else if took < time.Second/2 {
		return
	} else if took < 2*time.Second && unit >= o.unit {
		o.rate, o.fps = float64(unit-o.unit)/took.Seconds(), float64(o.frames)/took.Seconds()
	}
	o.ratesSince, o.unit, o.frames = now, unit, 0
}

// repeat has the statuses told again.
func (o *outbox) repeat() { o.status = [experiment.MaxVariants]message.Status{} }

// statusTexts brings the variants' statuses up to date and says which have changed.
func (o *outbox) statusTexts() (changed [experiment.MaxVariants]bool) {
	r := o.run
	for i := range o.status {
		var s message.Status
		if i < len(r.engine.Variants()) {
			s = statusOf(r.engine, r.view, i)
		}
		was := o.status[i]
		if s.Status == was.Status && (s.Status == sim.Running.String() || s.Text == was.Text) {
			continue
		}
		o.status[i] = s
		o.statuses[i] = nil
		if s.Status != "" {
			o.statuses[i], changed[i] = message.Text(s), was.Status != "" || s.Status != sim.Running.String()
		}
	}
	return changed
}
