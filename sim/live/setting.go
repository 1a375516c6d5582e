package live

import (
	"errors"
	"maps"
	"math"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/live/store"
)

// Set changes fields, all or none: on the way, or by starting again when one of them asks
// for it.
type Set struct {
	Fields  map[string]string
	Variant string // "" for all, else "a" to "d"
	Gesture uint64 // changes of one gesture, such as a drag, are undone together
}

func (Set) when() when { return inPlace }

func (c Set) check(r *Run) error {
	if err := r.room(); err != nil {
		return err
	}
	if _, err := r.engine.Which(c.Variant); err != nil {
		return err
	}
	if len(c.Fields) == 0 {
		return errors.New("the command is empty")
	}
	return sim.Set(r.scratch, c.Fields)
}

func (c Set) apply(r *Run) error {
	set, err := r.canonical(c.Fields)
	if err != nil {
		return err
	}
	variants, err := r.engine.Which(c.Variant)
	if err != nil {
		return err
	}
	differs, restart := false, false
	for _, v := range variants {
		values := v.Values()
		for name, text := range set {
			if values[name] != text {
				differs = true
				restart = restart || r.restarts(name)
			}
		}
	}
	switch {
	case restart:
		base := r.engine.Setup()
		for i := range base.Variants {
			if c.Variant == "" || c.Variant == experiment.VariantKey(i) {
				values := r.engine.Variants()[i].Values()
				maps.Copy(values, set)
				base.Variants[i].Set = experiment.Diff(r.view, values)
			}
		}
		return r.rebuild(base)
	case differs:
		// A restart field that keeps its value is no change.
		maps.DeleteFunc(set, func(name, _ string) bool { return r.restarts(name) })
		return r.change(experiment.Entry{Variant: c.Variant, Set: set, Gesture: c.Gesture})
	}
	return nil
}

// canonical brings the texts of fields into the form in which they are in force.
func (r *Run) canonical(fields map[string]string) (map[string]string, error) {
	if err := sim.Set(r.scratch, fields); err != nil {
		return nil, err
	}
	set := map[string]string{}
	for name := range fields {
		f, _ := sim.Find(r.scratch, name)
		set[name] = f.Value.String()
	}
	return set, nil
}

// restarts says whether a change of a field starts the run again.
func (r *Run) restarts(name string) bool {
	f, _ := sim.Find(r.scratch, name)
	return f.Acts == sim.Restart
}

// change makes an entry of the journal.
func (r *Run) change(entry experiment.Entry) error {
	cut, err := r.engine.Do(entry)
	if err != nil {
		return err
	}
	var after *store.Cut
	if cut {
		r.newEpoch()
		r.marks = nil
		after = &store.Cut{Keep: r.engine.Applied() - 1, Epoch: r.epoch}
	}
	r.keeping.writeChange(after)
	return nil
}

// Act does the action Name. What Args lacks takes its default.
type Act struct {
	Name    string
	Args    map[string]string
	Variant string
	Gesture uint64
}

func (Act) when() when { return inPlace }

func (c Act) entry() experiment.Entry {
	return experiment.Entry{Variant: c.Variant, Act: c.Name, Args: c.Args, Gesture: c.Gesture}
}

func (c Act) check(r *Run) error {
	if err := r.room(); err != nil {
		return err
	}
	entry := c.entry()
	return r.engine.Check(&entry)
}

func (c Act) apply(r *Run) error { return r.change(c.entry()) }

// Probe sets the period of the probe Name, in units; 0 is off.
type Probe struct {
	Name    string
	Every   int
	Gesture uint64
}

func (Probe) when() when { return inPlace }

func (c Probe) entry() experiment.Entry {
	return experiment.Entry{Probe: c.Name, Every: c.Every, Gesture: c.Gesture}
}

func (c Probe) check(r *Run) error {
	if err := r.room(); err != nil {
		return err
	}
	if _, err := r.engine.Probe(c.Name); err != nil {
		return err
	}
	entry := c.entry()
	return r.engine.Check(&entry)
}

func (c Probe) apply(r *Run) error {
	p, err := r.engine.Probe(c.Name)
	if err != nil || r.engine.Every()[p] == c.Every {
		return err
	}
	r.out.hello = true
	return r.change(c.entry())
}

// Defaults sets every field back to the preset's, or the lab's, value.
type Defaults struct {
	Variant string
	Gesture uint64
}

func (Defaults) when() when { return inPlace }

func (c Defaults) check(r *Run) error {
	if err := r.room(); err != nil {
		return err
	}
	_, err := r.engine.Which(c.Variant)
	return err
}

func (c Defaults) apply(r *Run) error {
	fresh := sim.Values(r.view.New().Fields())
	base := r.engine.Setup()
	var entries []experiment.Entry
	restart := false
	for i, v := range r.engine.Variants() {
		if c.Variant != "" && c.Variant != experiment.VariantKey(i) {
			continue
		}
		home := r.home.Variants[0].Set
		if i < len(r.home.Variants) {
			home = r.home.Variants[i].Set
		}
		target := maps.Clone(fresh)
		maps.Copy(target, home)
		base.Variants[i].Set = experiment.Diff(r.view, target)
		set := map[string]string{}
		for name, text := range v.Values() {
			if target[name] != text {
				set[name] = target[name]
				restart = restart || r.restarts(name)
			}
		}
		if len(set) > 0 {
			entries = append(entries, experiment.Entry{Variant: experiment.VariantKey(i), Set: set})
		}
	}
	if restart {
		return r.rebuild(base)
	}
	for i := range entries {
		if err := r.engine.Check(&entries[i]); err != nil {
			return err
		}
	}
	gesture := c.Gesture
	if gesture == 0 && len(entries) > 1 {
		gesture = math.MaxUint64 - uint64(len(r.engine.Journal())) // the variants' entries are one change
	}
	for _, entry := range entries {
		entry.Gesture = gesture
		if err := r.change(entry); err != nil {
			return err
		}
	}
	return nil
}
