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

	encoder   frame.Encoder
	want      [][]bool // by variant and output: somebody sees it
	seq       uint32
	frame     *Message
	helloText *Message // nil: out of date
	status    [experiment.MaxVariants]message.Status
	statuses  [experiment.MaxVariants]*Message
	tables    map[tableKey]*Message
	viewers   []*Viewer

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
}

// due says whether to publish now.
func (o *outbox) due(now time.Time) bool {
	if o.run.seeking.quiet(now) {
		return false
	}
	return o.urgent || (o.dirty || o.poked) && o.slot(now)
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
	o.dirty = o.dirty || o.urgent || o.owed
	o.urgent, o.poked, o.owed = false, false, false

	r.mu.Lock()
	o.viewers = o.viewers[:0]
	for v := range r.viewers {
		o.viewers = append(o.viewers, v)
	}
	r.mu.Unlock()
	if r.looked.Swap(false) || o.hello {
		o.union()
		o.dirty = true
	}
	o.measureRates(now)

	var fields *Message
	if r.engine.TakeChanged() || o.fields || o.hello {
		o.helloText = nil
		if !o.hello && len(o.viewers) > 0 {
			fields = r.fieldsText()
		}
	}
	again := o.hello
	var kept *Message
	if k := &r.keeping; k.changed {
		kept, k.changed = message.Text(k.message()), false
		o.helloText = nil
	}
	o.fields, o.hello = false, false
	statusChanged := o.statusTexts()
	if o.dirty {
		o.encode()
	}
	clear(o.tables)
	for _, v := range o.viewers {
		o.deliver(v, again, fields, kept, statusChanged)
	}
	clear(o.viewers)
}

// union finds out which outputs anybody sees.
func (o *outbox) union() {
	variants := o.run.engine.Variants()
	o.want = o.want[:0]
	for _, v := range variants {
		o.want = append(o.want, make([]bool, len(v.Outputs())))
	}
	for _, viewer := range o.viewers {
		viewer.mu.Lock()
		see, hidden := viewer.see, viewer.hidden
		viewer.mu.Unlock()
		if hidden {
			continue
		}
		for i, v := range variants {
			for n, output := range v.Outputs() {
				o.want[i][n] = o.want[i][n] || sees(see, output.Name)
			}
		}
	}
	for i, v := range variants {
		v.Want(o.want[i])
	}
}

// encode makes the next frame, if anybody has room for it.
func (o *outbox) encode() {
	r := o.run
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
	for _, v := range r.engine.Variants() {
		v.Copy()
	}
	o.seq++
	o.frames++
	h := frame.Head{Epoch: r.epoch, Seq: o.seq, Command: r.command, Position: r.engine.Position(), Status: r.engine.Status(), Playing: r.playing,
		Rate: float32(o.rate), FPS: float32(o.fps)}
	o.frame = &Message{Binary: true, Data: frame.Encode(&o.encoder, h, r.engine.Variants(), o.want)}
}

// measureRates measures units and frames per second.
func (o *outbox) measureRates(now time.Time) {
	r, unit := o.run, o.run.engine.Unit()
	took := now.Sub(o.ratesSince)
	if going := r.playing && !r.housekeeping.suspended || r.seeking.on; !going {
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
