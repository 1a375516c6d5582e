package engine

import (
	"context"
	"maps"
	"slices"

	"hebb/sim/engine/history"
	"hebb/sim/experiment"
)

// AddVariant puts a copy of variant A at the end: its state, its past and its entries.
func (e *Engine) AddVariant(ctx context.Context, label string) error {
	a := e.variants[0]
	set := maps.Clone(e.base.Variants[0].Set)
	v, err := newVariant(e.view, e.envOf(ctx), set)
	if err != nil {
		return err
	}
	var state saved
	a.save(&state, &e.writer)
	if err := v.load(&state); err != nil {
		return err
	}
	copy(v.shown, a.shown)
	key := experiment.VariantKey(len(e.variants))
	e.variants = append(e.variants, v)
	e.base = e.base.Clone()
	e.base.Variants = append(e.base.Variants, experiment.Variant{Label: label, Set: set})
	if e.history != nil {
		var tables []*history.Table
		for _, h := range e.history[0] {
			tables = append(tables, h.Clone())
		}
		e.history = append(e.history, tables)
	}
	e.checkpoints.add()
	e.watch.drop()
	for _, h := range slices.Clone(e.halts) {
		if h.Variant == 0 {
			h.Variant = len(e.variants) - 1
			e.addHalt(h)
		}
	}
	e.rewrite(func(entry experiment.Entry) []experiment.Entry {
		if entry.Variant != "a" {
			return []experiment.Entry{entry}
		}
		copied := entry
		copied.Variant = key
		return []experiment.Entry{entry, copied}
	})
	return nil
}

// RemoveVariant takes variant i away; those after it move up. It reports false when the
// others have thereby completed a unit and diverged.
func (e *Engine) RemoveVariant(ctx context.Context, i int) bool {
	key := experiment.VariantKey(i)
	e.variants = slices.Delete(e.variants, i, i+1)
	e.base = e.base.Clone()
	e.base.Variants = slices.Delete(e.base.Variants, i, i+1)
	if e.history != nil {
		e.history = slices.Delete(e.history, i, i+1)
	}
	e.checkpoints.remove(i)
	e.halts = slices.DeleteFunc(e.halts, func(h halt) bool { return h.Variant == i })
	for n := range e.halts {
		if e.halts[n].Variant > i {
			e.halts[n].Variant--
		}
	}
	e.rewrite(func(entry experiment.Entry) []experiment.Entry {
		switch {
		case entry.Variant == key:
			return nil
		case entry.Variant > key:
			entry.Variant = string(rune(entry.Variant[0] - 1))
		}
		return []experiment.Entry{entry}
	})
	for _, v := range e.variants {
		if !v.finished {
			return true
		}
	}
	if e.Resting() {
		return true
	}
	for e.ending = true; e.ending; {
		if !e.Turn(ctx) {
			return false
		}
	}
	return true
}

// Label names variant i, by a label that is clean.
func (e *Engine) Label(i int, label string) {
	e.base = e.base.Clone()
	e.base.Variants[i].Label = label
}

// rewrite replaces every entry of the journal.
func (e *Engine) rewrite(each func(experiment.Entry) []experiment.Entry) {
	var journal []experiment.Entry
	moved := make([]int, len(e.journal)+1) // where each count of entries has gone
	for i, entry := range e.journal {
		journal = append(journal, each(entry)...)
		moved[i+1] = len(journal)
	}
	e.journal, e.applied = journal, moved[e.applied]
	e.checkpoints.move(moved)
	for i := range e.halts {
		e.halts[i].Cursor = moved[e.halts[i].Cursor]
	}
}
