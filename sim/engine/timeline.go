package engine

import (
	"context"
	"fmt"

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

// Turn does the least that is done between two looks at who asks: what a probe measures of
// a variant in place, or a variant's part of an entry that is due, or else the quantum of one
// variant, with what then ends its round or its unit. It reports false when a variant has
// diverged where none was known to: then the way on begins with a Rewind to Trouble, where it
// halts. A measurement that ctx has ended is made by the next Turn.
func (e *Engine) Turn(ctx context.Context) bool {
	switch {
	case len(e.owed) > 0:
		e.measureNext(ctx)
		return true
	case e.entryDue():
		e.applyNext()
	case !e.ending:
		e.quantum()
	}
	switch {
	case e.trouble != nil:
		e.note()
		return false
	case !e.ending:
		if len(e.halts) > 0 && e.Whole() {
			e.haltKnown()
		}
	case !e.entryDue():
		return e.finish()
	}
	return true
}

// Round does the turns of one round, and what is due before and after it. See Turn.
func (e *Engine) Round(ctx context.Context) bool {
	return e.settle(ctx) && e.Turn(ctx) && e.settle(ctx)
}

// settle goes on to where the engine stands between two rounds.
func (e *Engine) settle(ctx context.Context) bool {
	for !e.Between() {
		if !e.Turn(ctx) {
			return false
		}
	}
	return true
}

// entryDue says whether an entry is to be applied before the next quantum. Entries may stand at
// later rounds of a unit that has ended: those of a variant that has been removed and had
// more quanta.
func (e *Engine) entryDue() bool {
	if e.turn > 0 || e.applied == len(e.journal) {
		return false
	}
	at := e.journal[e.applied].Position
	return !e.at.Before(at) || e.ending && at.Unit == e.at.Unit
}

// Between says that the engine stands between two rounds, with nothing due: it can be
// changed, and is what its position says.
func (e *Engine) Between() bool { return e.Whole() && !e.entryDue() && len(e.owed) == 0 }

// Acting says that an action has been done by some variants and not by others: fields and
// the journal can be looked at, but not what the variants are.
func (e *Engine) Acting() bool { return e.acting.next > 0 }

// Whole says that all variants have had as many quanta as their position says: the engine
// can be shown and saved, be it among the entries of a position.
func (e *Engine) Whole() bool { return e.turn == 0 && !e.ending && e.acting.next == 0 }

// Trouble is where a variant halts that has diverged in the last round.
func (e *Engine) Trouble() experiment.Position { return e.trouble.At }

// finish ends a unit whose variants have all finished.
func (e *Engine) finish() bool {
	e.ending = false
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
	e.haltKnown()
	return true
}

// applyNext applies the next entry, or a variant's part of it. One that an action refuses
// has no effect, now as at any other time.
func (e *Engine) applyNext() {
	if done, _ := e.applyPart(&e.journal[e.applied]); done {
		e.applied++
	}
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

// Do makes a new change at the position and writes it down, where the engine stands between
// two rounds. It reports whether this has cut off what lay beyond. One that is refused
// changes nothing.
func (e *Engine) Do(entry experiment.Entry) (cut bool, err error) {
	entry.Position = e.at
	if err := e.Check(&entry); err != nil {
		return false, err
	}
	if entry.Act != "" && actions(e.journal[:e.applied], e.at.Unit) >= MaxActions {
		return false, fmt.Errorf("%w: go on before the next", tooMany(e.view.Unit, e.at.Unit))
	}
	for done := false; !done; {
		var err error
		if done, err = e.applyPart(&entry); err != nil {
			return false, err
		}
	}
	if cut = e.Behind(); cut {
		e.truncate()
	}
	e.journal = append(e.journal[:e.applied], entry)
	e.applied++
	return cut, nil
}
