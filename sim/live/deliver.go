package live

import (
	"hebb/sim/experiment"
	"hebb/sim/live/frame"
	"hebb/sim/live/message"
)

// deliver puts into a viewer's box what it has not got.
func (o *outbox) deliver(v *Viewer, again bool, fields, kept *Message, statusChanged [experiment.MaxVariants]bool) {
	r := o.run
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.gone {
		return
	}
	fresh := v.fresh
	switch {
	case again || fresh:
		if o.helloText == nil {
			o.helloText = r.hello()
		}
		v.hello, v.fields, v.fresh = o.helloText, nil, false
		if v.reach.epoch != r.epoch {
			v.reach, v.history, v.frame = reach{epoch: r.epoch}, nil, nil
		}
	case fields != nil:
		v.fields = fields
	}
	if kept == nil && (again || fresh) && r.keeping.why != nil {
		kept = message.Text(r.keeping.message())
	}
	if kept != nil {
		v.kept = kept
	}
	for i := range o.status {
		if statusChanged[i] || (again || fresh) && o.status[i].Text != "" { // a page forgets them at a hello
			v.status[i] = o.statuses[i]
		}
	}
	if a := v.asked; a != nil {
		v.asked = nil
		if a.epoch == r.epoch {
			v.reach = o.reachOf(*a)
		}
	}
	v.lacks = v.hidden || v.flights == inFlight
	if !v.lacks {
		if !r.seeking.back {
			o.deliverHistory(v)
		}
		if o.frame != nil && v.seq != o.seq {
			v.frame, v.seq = o.frame, o.seq
		}
	} else if !v.hidden && o.frame != nil && v.seq != o.seq {
		v.frame, v.seq = o.frame, o.seq
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

// deliverHistory puts in every bucket with units that the viewer has not got.
func (o *outbox) deliverHistory(v *Viewer) {
	if !v.reach.known {
		return
	}
	if len(v.history) > 0 {
		v.lacks = true
		return
	}
	for i, tables := range o.run.engine.History() {
		for n, t := range tables {
			upTo := &v.reach.upTo[i][n]
			if len(t.Last) == 0 || int64(t.Last[len(t.Last)-1]) <= *upTo {
				continue
			}
			key := tableKey{i, n, *upTo}
			m := o.tables[key]
			if m == nil {
				m = &Message{Binary: true, Data: frame.History(o.run.epoch, i, n, t, t.Find(uint64(*upTo+1)))}
				o.tables[key] = m
			}
			v.history = append(v.history, m)
			*upTo = int64(t.Last[len(t.Last)-1])
		}
	}
}
