package live

import (
	"hebb/sim/experiment"
	"hebb/sim/live/frame"
	"hebb/sim/live/message"
)

// told is what viewers are told besides frames and history.
type told struct {
	again        bool // what hello says has changed
	fields, kept *Message
	status       [experiment.MaxVariants]bool
}

// greeting is the hello of now.
func (o *outbox) greeting() *Message {
	if o.helloText == nil {
		o.helloText = o.run.hello()
	}
	return o.helloText
}

// greet says hello to a viewer who has just come.
func (o *outbox) greet(v *Viewer) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if !v.gone && v.fresh {
		o.tellTo(v, told{})
		v.poke()
	}
}

// tellTo puts texts into a viewer's box, which is locked.
func (o *outbox) tellTo(v *Viewer, t told) {
	r, again := o.run, t.again || v.fresh
	kept := t.kept
	switch {
	case again:
		v.hello, v.fields, v.fresh = o.greeting(), nil, false
		if v.reach.epoch != r.epoch {
			v.reach, v.history, v.frame = reach{epoch: r.epoch}, nil, nil
		}
	case t.fields != nil:
		v.fields = t.fields
	}
	if kept == nil && again && r.keeping.why != nil {
		kept = message.Text(r.keeping.message())
	}
	if kept != nil {
		v.kept = kept
	}
	for i := range o.status {
		if t.status[i] || again && o.status[i].Text != "" { // a page forgets them at a hello
			v.status[i] = o.statuses[i]
		}
	}
	if a := v.asked; a != nil {
		v.asked = nil
		if a.epoch == r.epoch {
			v.reach = o.reachOf(*a)
		}
	}
}

// deliver puts into the box of a viewer who gets everything what it has not got.
func (o *outbox) deliver(v *Viewer, t told) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.gone {
		return
	}
	o.tellTo(v, t)
	v.lacks = v.hidden || v.flights == inFlight
	if !v.lacks && !o.run.seeking.back {
		o.deliverHistory(v, 0, true)
	}
	if !v.hidden && o.frame != nil && int32(o.frameSeq-v.seq) > 0 {
		v.frame, v.seq = o.frame, o.frameSeq
	}
	v.poke()
}

// reachOf is where the history of a viewer begins. Of what probes have measured it
// gets everything: measurements come late, so that its unit does not tell which of
// them it has.
func (o *outbox) reachOf(a from) reach {
	to := reach{known: true, epoch: o.run.epoch}
	for _, tables := range o.run.engine.History() {
		upTo := make([]int64, len(tables))
		for i := range upTo {
			upTo[i] = -1
		}
		if last := tables[0].Last; a.unit > 0 && len(last) > 0 && a.unit <= last[len(last)-1] {
			upTo[0] = int64(a.unit)
		}
		to.upTo = append(to.upTo, upTo)
	}
	return to
}

// deliverHistory puts in every bucket with units that the viewer has not got; as so many rows
// of each table at the most, when rows is not 0. The last bucket of a table comes when it is
// full, or the run rests. It returns how many bytes these are.
func (o *outbox) deliverHistory(v *Viewer, rows int, rests bool) (bytes int) {
	if !v.reach.known {
		return 0
	}
	if len(v.history) > 0 {
		v.lacks = true
		return 0
	}
	for i, tables := range o.run.engine.History() {
		for n, t := range tables {
			upTo := &v.reach.upTo[i][n]
			end := len(t.Last)
			if !rests && t.Open() {
				end--
			}
			if end <= 0 || int64(t.Last[end-1]) <= *upTo {
				continue
			}
			key := tableKey{i, n, *upTo, rows, rests}
			m := o.tables[key]
			if m == nil {
				from := t.Find(uint64(*upTo + 1))
				rowsOf := t
				if rows > 0 {
					rowsOf, from = t.Thin(from, end, rows), 0
				}
				m = &Message{Binary: true, Data: frame.History(o.run.epoch, i, n, rowsOf, from)}
				o.tables[key] = m
			}
			v.history = append(v.history, m)
			*upTo = int64(t.Last[end-1])
			bytes += len(m.Data)
		}
	}
	return bytes
}
