package engine

import (
	"hebb/sim"
	"hebb/sim/engine/history"
	"hebb/sim/experiment"
)

// tables returns empty tables for a variant's scalars.
func (v *Variant) tables() []*history.Table {
	names := make([]string, len(v.recorded))
	for i, o := range v.recorded {
		names[i] = v.outputs[o].Name
	}
	all := []*history.Table{history.New(names)}
	for p := range v.probes {
		names := []string{}
		for o := range v.outputs {
			if it := (item{v: v, probe: p}); it.measures(o) && v.outputs[o].Kind == sim.Scalar {
				names = append(names, v.outputs[o].Name)
			}
		}
		all = append(all, history.New(names))
	}
	return all
}

// Round does one round and what belongs to it. It reports false when a variant
// has diverged where none was known to: then the way on begins with a Rewind to Trouble,
// where it halts.
func (e *Engine) Round() bool {
	switch all := e.round(); {
	case e.trouble != nil:
		e.note()
		return false
	case all:
		return e.finish()
	}
	e.entries()
	return true
}

// Trouble is where a variant halts that has diverged in the last round.
func (e *Engine) Trouble() experiment.Position { return e.trouble.At }

// finish ends a unit whose variants have all finished.
func (e *Engine) finish() bool {
	// Entries may stand at later rounds of this unit: those of a variant that has
	// been removed and had more quanta.
	for e.applied < len(e.journal) && e.journal[e.applied].Unit == e.at.Unit {
		e.applyNext()
	}
	if !e.complete() {
		e.note()
		return false
	}
	if e.history != nil {
		for i, v := range e.variants {
			if v.stand.Unit == e.at.Unit {
				e.history[i][0].Put(e.at.Unit, v.stand.Since, v.row)
			}
		}
	}
	if len(e.every) > 0 {
		e.capture(-1)
	}
	for _, v := range e.variants {
		if v.applyLater(e.at) {
			e.changed = true
		}
	}
	e.entries()
	return true
}

// entries applies the journal up to the position, and halts the variants that are
// known to diverge in the round to come, each after the entries that led to it.
func (e *Engine) entries() {
	if len(e.halts) > 0 {
		e.haltKnown()
	}
	for e.applied < len(e.journal) && !e.at.Before(e.journal[e.applied].Position) {
		e.applyNext()
		e.haltKnown()
	}
}

// applyNext applies the next entry. One that an action refuses has no effect, now as
// at any other time.
func (e *Engine) applyNext() {
	entry := &e.journal[e.applied]
	e.applied++
	_ = e.apply(entry)
}

// Over says that nothing more happens: all variants have come to rest, and no entry
// to come moves one on.
func (e *Engine) Over() bool { return e.Resting() && e.applied == len(e.journal) }

// Behind says that the engine has been further than it is now.
func (e *Engine) Behind() bool {
	if e.applied < len(e.journal) || e.checkpoints.beyond(e.at) {
		return true
	}
	for _, tables := range e.history {
		if tables[0].Has(e.at.Unit + 1) {
			return true
		}
	}
	return false
}

// truncate drops everything beyond the position.
func (e *Engine) truncate() {
	clear(e.journal[e.applied:])
	e.journal = e.journal[:e.applied]
	e.Forget()
}

// Forget drops what has been recorded, measured and saved beyond the position.
func (e *Engine) Forget() {
	for _, tables := range e.history {
		for _, h := range tables {
			h.Truncate(e.at.Unit)
		}
	}
	for _, b := range e.pending {
		b.stale = b.stale || b.unit > e.at.Unit
	}
	e.checkpoints.truncate(e.at, e.applied)
	e.forgetHalts()
}

// Do makes a new change at the position and writes it down. It reports whether
// this has cut off what lay beyond. One that is refused changes nothing.
func (e *Engine) Do(entry experiment.Entry) (cut bool, err error) {
	entry.Position = e.at
	if err := e.Check(&entry); err != nil {
		return false, err
	}
	if err := e.apply(&entry); err != nil {
		return false, err
	}
	if cut = e.Behind(); cut {
		e.truncate()
	}
	e.journal = append(e.journal[:e.applied], entry)
	e.applied++
	return cut, nil
}
