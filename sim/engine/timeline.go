package live

import (
	"bytes"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/live/history"
)

// timeline is a lockstep with its journal: it applies every entry at its position,
// keeps what units record and probes measure, and can go back. It has no clock.
type timeline struct {
	*lockstep
	base        experiment.Setup // what the journal starts from
	journal     []experiment.Entry
	cursor      int                 // entries that have been applied
	halts       []halt              // where variants are known to diverge, in the order of positions
	every       []int               // by probe: its period now; 0: off
	history     [][]*history.Table  // by variant: what is recorded, then each probe's; nil: none is kept
	checkpoints checkpoints         // in memory
	pending     []*batch            // captured and not yet measured
	measure     func(*batch)        // has a batch measured, now or later, and then gives it to measured
	aim         experiment.Position // where the seek under way leads
	changed     bool                // fields or periods in force have changed; whoever looks clears it
	buf         bytes.Buffer
}

// newTimeline builds the sims of a set-up. Nothing has been captured: see begin.
func newTimeline(view *sim.View, env sim.Env, base experiment.Setup, measure func(*batch)) (*timeline, error) {
	l, err := newLockstep(view, env, base.Variants)
	if err != nil {
		return nil, err
	}
	t := &timeline{lockstep: l, base: base, measure: measure}
	t.every = t.periods()
	return t, nil
}

func (t *timeline) periods() []int {
	probes := t.variants[0].probes
	every := make([]int, len(probes))
	for p := range probes {
		every[p] = t.base.Every(&probes[p])
	}
	return every
}

// recordHistory makes the timeline keep a history.
func (t *timeline) recordHistory() {
	for _, v := range t.variants {
		t.history = append(t.history, v.tables())
	}
}

// tables returns empty tables for a variant's scalars.
func (v *variant) tables() []*history.Table {
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

// begin is the arrival at unit 0.
func (t *timeline) begin() {
	t.capture(-1)
	t.entries()
}

// advance does one round and what belongs to it. It reports false when a variant
// has diverged where none was known to: then the way on begins with a rewind to where
// it halts.
func (t *timeline) advance() bool {
	switch all := t.round(); {
	case t.trouble != nil:
		t.note()
		return false
	case all:
		return t.finish()
	}
	t.entries()
	return true
}

// finish ends a unit whose variants have all finished.
func (t *timeline) finish() bool {
	// Entries may stand at later rounds of this unit: those of a variant that has
	// been removed and had more quanta.
	for t.cursor < len(t.journal) && t.journal[t.cursor].Unit == t.Unit {
		t.applyNext()
	}
	if !t.complete() {
		t.note()
		return false
	}
	if t.history != nil {
		for i, v := range t.variants {
			if v.Unit == t.Unit {
				t.history[i][0].Put(t.Unit, v.Since, v.row)
			}
		}
	}
	if len(t.every) > 0 {
		t.capture(-1)
	}
	for _, v := range t.variants {
		if v.applyLater(t.Position) {
			t.changed = true
		}
	}
	t.entries()
	return true
}

// entries applies the journal up to the position, and halts the variants that are
// known to diverge in the round to come, each after the entries that led to it.
func (t *timeline) entries() {
	if len(t.halts) > 0 {
		t.haltKnown()
	}
	for t.cursor < len(t.journal) && !t.Position.Before(t.journal[t.cursor].Position) {
		t.applyNext()
		t.haltKnown()
	}
}

// applyNext applies the next entry. One that an action refuses has no effect, now as
// at any other time.
func (t *timeline) applyNext() {
	e := &t.journal[t.cursor]
	t.cursor++
	_ = t.apply(e)
}

// over says that nothing more happens: all variants have come to rest, and no entry
// to come moves one on.
func (t *timeline) over() bool { return t.resting() && t.cursor == len(t.journal) }

// behind says that the timeline has been further than it is now.
func (t *timeline) behind() bool {
	if t.cursor < len(t.journal) || t.checkpoints.beyond(t.Position) {
		return true
	}
	for _, tables := range t.history {
		if tables[0].Has(t.Unit + 1) {
			return true
		}
	}
	return false
}

// truncate drops everything beyond the position.
func (t *timeline) truncate() {
	clear(t.journal[t.cursor:])
	t.journal = t.journal[:t.cursor]
	t.forget()
}

// forget drops what has been recorded, measured and saved beyond the position.
func (t *timeline) forget() {
	for _, tables := range t.history {
		for _, h := range tables {
			h.Truncate(t.Unit)
		}
	}
	for _, b := range t.pending {
		b.stale = b.stale || b.unit > t.Unit
	}
	t.checkpoints.truncate(t.Position, t.cursor)
	t.forgetHalts()
}

// do makes a new change at the position and writes it down. It reports whether
// this has cut off what lay beyond.
func (t *timeline) do(e experiment.Entry) (cut bool, err error) {
	e.Position = t.Position
	if err := t.check(&e); err != nil {
		return false, err
	}
	if err := t.apply(&e); err != nil {
		return false, err
	}
	if cut = t.behind(); cut {
		t.truncate()
	}
	t.journal = append(t.journal[:t.cursor], e)
	t.cursor++
	return cut, nil
}

// setup is the present as a set-up: fields and periods in force.
func (t *timeline) setup() experiment.Setup {
	s := t.base.Clone()
	for i, v := range t.variants {
		s.Variants[i].Set = experiment.Diff(t.view, v.values())
	}
	for p := range t.every {
		probe := &t.variants[0].probes[p]
		delete(s.Probes, probe.Name)
		if t.every[p] != s.Every(probe) {
			if s.Probes == nil {
				s.Probes = map[string]int{}
			}
			s.Probes[probe.Name] = t.every[p]
		}
	}
	return s
}
