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
func (o *outbox) due(r *Run, now time.Time) bool {
	if r.seeking.quiet(now) {
		return false
	}
	return o.urgent || (o.dirty || o.poked) && o.slot(now)
}

// slot says whether the time for a frame has come.
func (o *outbox) slot(now time.Time) bool { return !now.Before(o.next) }

// publish shows everybody how the run stands.
func (r *Run) publish(now time.Time) {
	o := &r.out
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
		r.union()
		o.dirty = true
	}
	o.measureRates(r, now)

	var fields *Message
	if r.changed || o.fields || o.hello {
		o.helloText = nil
		if !o.hello && len(o.viewers) > 0 {
			fields = r.fieldsText()
		}
	}
	again := o.hello
	var kept *Message
	if k := &r.keeping; k.changed {
		kept, k.changed = message.Text(r.kept()), false
		o.helloText = nil
	}
	r.changed, o.fields, o.hello = false, false, false
	statusChanged := r.statusTexts()
	if o.dirty {
		r.encode()
	}
	clear(o.tables)
	for _, v := range o.viewers {
		r.deliver(v, again, fields, kept, statusChanged)
	}
	clear(o.viewers)
}

// union finds out which outputs anybody sees.
func (r *Run) union() {
	o := &r.out
	o.want = o.want[:0]
	for _, v := range r.variants {
		o.want = append(o.want, make([]bool, len(v.outputs)))
	}
	for _, viewer := range o.viewers {
		viewer.mu.Lock()
		see, hidden := viewer.see, viewer.hidden
		viewer.mu.Unlock()
		if hidden {
			continue
		}
		for i, v := range r.variants {
			for n := range v.outputs {
				o.want[i][n] = o.want[i][n] || sees(see, v.outputs[n].Name)
			}
		}
	}
	for i, v := range r.variants {
		v.snaps = false
		for n, want := range o.want[i] {
			want = want && v.outputs[n].From == sim.Snapped
			v.frame.Want(n, want)
			v.snaps = v.snaps || want
		}
	}
}

// encode makes the next frame, if anybody has room for it.
func (r *Run) encode() {
	o := &r.out
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
	for _, v := range r.variants {
		if v.snaps {
			v.frame.Read()
		}
	}
	o.seq++
	o.frames++
	h := frame.Head{Epoch: r.epoch, Seq: o.seq, Command: r.command, Position: r.Position, Status: r.status(), Playing: r.playing,
		Rate: float32(o.rate), FPS: float32(o.fps)}
	o.frame = &Message{Binary: true, Data: frame.Encode(&o.encoder, h, r.variants, o.want)}
}

// measureRates measures units and frames per second.
func (o *outbox) measureRates(r *Run, now time.Time) {
	took := now.Sub(o.ratesSince)
	if going := r.playing && !r.housekeeping.suspended || r.seeking.on; !going {
		o.rate, o.fps = 0, 0
	} else if took < time.Second/2 {
		return
	} else if took < 2*time.Second && r.Unit >= o.unit {
		o.rate, o.fps = float64(r.Unit-o.unit)/took.Seconds(), float64(o.frames)/took.Seconds()
	}
	o.ratesSince, o.unit, o.frames = now, r.Unit, 0
}

// repeat has the statuses told again.
func (o *outbox) repeat() { o.status = [experiment.MaxVariants]message.Status{} }

// statusTexts brings the variants' statuses up to date and says which have changed.
func (r *Run) statusTexts() (changed [experiment.MaxVariants]bool) {
	o := &r.out
	for i := range o.status {
		var s message.Status
		if i < len(r.variants) {
			s = r.statusOf(i)
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
