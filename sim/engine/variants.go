package live

import (
	"maps"
	"slices"

	"hebb/sim/experiment"
	"hebb/sim/live/history"
)

// add puts a copy of variant A at the end: its state, its past and its entries.
func (t *timeline) add(label string) error {
	a := t.variants[0]
	set := maps.Clone(t.base.Variants[0].Set)
	v, err := newVariant(t.view, t.env, set)
	if err != nil {
		return err
	}
	if err := v.load(a.save(&t.buf)); err != nil {
		return err
	}
	copy(v.shown, a.shown)
	key := experiment.VariantKey(len(t.variants))
	t.variants = append(t.variants, v)
	t.base = t.base.Clone()
	t.base.Variants = append(t.base.Variants, experiment.Variant{Label: label, Set: set})
	if t.history != nil {
		var tables []*history.Table
		for _, h := range t.history[0] {
			tables = append(tables, h.Clone())
		}
		t.history = append(t.history, tables)
	}
	t.checkpoints.add()
	t.stopwatch.Drop()
	for _, h := range slices.Clone(t.halts) {
		if h.Variant == 0 {
			h.Variant = len(t.variants) - 1
			t.addHalt(h)
		}
	}
	t.rewrite(func(e experiment.Entry) []experiment.Entry {
		if e.Variant != "a" {
			return []experiment.Entry{e}
		}
		copied := e
		copied.Variant = key
		return []experiment.Entry{e, copied}
	})
	return nil
}

// remove takes variant i away; those after it move up. It reports false when the
// others have thereby completed a unit and diverged.
func (t *timeline) remove(i int) bool {
	key := experiment.VariantKey(i)
	t.variants = slices.Delete(t.variants, i, i+1)
	t.base = t.base.Clone()
	t.base.Variants = slices.Delete(t.base.Variants, i, i+1)
	if t.history != nil {
		t.history = slices.Delete(t.history, i, i+1)
	}
	t.checkpoints.remove(i)
	t.halts = slices.DeleteFunc(t.halts, func(h halt) bool { return h.Variant == i })
	for n := range t.halts {
		if t.halts[n].Variant > i {
			t.halts[n].Variant--
		}
	}
	t.rewrite(func(e experiment.Entry) []experiment.Entry {
		switch {
		case e.Variant == key:
			return nil
		case e.Variant > key:
			e.Variant = string(rune(e.Variant[0] - 1))
		}
		return []experiment.Entry{e}
	})
	for _, v := range t.variants {
		if !v.finished {
			return true
		}
	}
	return t.resting() || t.finish()
}

// rewrite replaces every entry of the journal.
func (t *timeline) rewrite(each func(experiment.Entry) []experiment.Entry) {
	var journal []experiment.Entry
	moved := make([]int, len(t.journal)+1) // where each count of entries has gone
	for i, e := range t.journal {
		journal = append(journal, each(e)...)
		moved[i+1] = len(journal)
	}
	t.journal, t.cursor = journal, moved[t.cursor]
	t.checkpoints.move(moved)
	for i := range t.halts {
		t.halts[i].Cursor = moved[t.halts[i].Cursor]
	}
}
