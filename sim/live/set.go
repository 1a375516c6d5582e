package live

import (
	"errors"
	"maps"
	"math"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/live/store"
)

// set changes fields: on the way, or by starting again when one of them asks for it.
func (r *Run) set(c *Command) error {
	variants, err := r.which(c.Variant)
	if err != nil {
		return err
	}
	if len(c.Set) == 0 {
		return errors.New("the command is empty")
	}
	if err := sim.Set(r.scratch, c.Set); err != nil {
		return err
	}
	set := map[string]string{}
	for name := range c.Set {
		f, _ := sim.Find(r.scratch, name)
		set[name] = f.Value.String()
	}
	differs, restart := false, false
	for _, v := range variants {
		values := v.values()
		for name, text := range set {
			if values[name] != text {
				differs = true
				f, _ := sim.Find(v.fields, name)
				restart = restart || f.Acts == sim.Restart
			}
		}
	}
	switch {
	case restart:
		base := r.setup()
		for i := range base.Variants {
			if c.Variant == "" || c.Variant == experiment.VariantKey(i) {
				values := r.variants[i].values()
				maps.Copy(values, set)
				base.Variants[i].Set = experiment.Diff(r.view, values)
			}
		}
		return r.rebuild(base)
	case differs:
		// A restart field that keeps its value is no change.
		maps.DeleteFunc(set, func(name, _ string) bool {
			f, _ := sim.Find(r.scratch, name)
			return f.Acts == sim.Restart
		})
		return r.change(experiment.Entry{Variant: c.Variant, Set: set, Gesture: c.Gesture})
	}
	return nil
}

// change makes an entry of the journal.
func (r *Run) change(e experiment.Entry) error {
	e.Position = r.Position
	cut, err := r.do(e)
	if err != nil {
		return err
	}
	var after *store.Cut
	if cut {
		r.newEpoch()
		r.marks = nil
		after = &store.Cut{Keep: r.cursor - 1, Epoch: r.epoch}
	}
	r.writeChange(after)
	return nil
}

// switchProbe sets a probe's period.
func (r *Run) switchProbe(c *Command) error {
	p, err := r.probe(c.Name)
	if err != nil {
		return err
	}
	if r.every[p] == c.Every {
		return nil
	}
	r.out.hello = true
	return r.change(experiment.Entry{Probe: c.Name, Every: c.Every, Gesture: c.Gesture})
}

// defaults sets every field back to the preset's, or the lab's, value.
func (r *Run) defaults(c *Command) error {
	if _, err := r.which(c.Variant); err != nil {
		return err
	}
	fresh := sim.Values(r.view.New().Fields())
	base := r.setup()
	var entries []experiment.Entry
	restart := false
	for i, v := range r.variants {
		if c.Variant != "" && c.Variant != experiment.VariantKey(i) {
			continue
		}
		home := r.linkBase.Variants[0].Set
		if i < len(r.linkBase.Variants) {
			home = r.linkBase.Variants[i].Set
		}
		target := maps.Clone(fresh)
		maps.Copy(target, home)
		base.Variants[i].Set = experiment.Diff(r.view, target)
		set := map[string]string{}
		for name, text := range v.values() {
			if target[name] != text {
				set[name] = target[name]
				f, _ := sim.Find(v.fields, name)
				restart = restart || f.Acts == sim.Restart
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
		if err := r.check(&entries[i]); err != nil {
			return err
		}
	}
	gesture := c.Gesture
	if gesture == 0 && len(entries) > 1 {
		gesture = math.MaxUint64 - uint64(len(r.journal)) // the variants' entries are one change
	}
	for _, e := range entries {
		e.Gesture = gesture
		if err := r.change(e); err != nil {
			return err
		}
	}
	return nil
}
