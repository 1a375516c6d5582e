package live

import (
	"fmt"

	"hebb/sim"
	"hebb/sim/experiment"
)

// check says whether an entry is understood, before anything has changed. Restart
// fields are no matter of a journal: they begin a new one.
func (t *timeline) check(e *experiment.Entry) error {
	kinds := 0
	for _, is := range []bool{e.Set != nil, e.Act != "", e.Probe != ""} {
		if is {
			kinds++
		}
	}
	if kinds != 1 {
		return fmt.Errorf("an entry sets fields, does an action or switches a probe")
	}
	variants, err := t.which(e.Variant)
	if err != nil {
		return err
	}
	switch {
	case e.Probe != "":
		_, err := t.probe(e.Probe)
		if err == nil && (e.Every < 0 || e.Every > experiment.MaxEvery) {
			err = &sim.FieldError{Field: "probe." + e.Probe, Reason: fmt.Sprintf("%d is outside its range: it takes 0 (off) to %d", e.Every, experiment.MaxEvery)}
		}
		return err
	case e.Act != "":
		for _, v := range variants {
			i, err := v.action(e.Act)
			if err != nil {
				return err
			}
			if _, refused := sim.Check(v.actions[i].Args, e.Args); refused != nil {
				return sim.Refusal(refused)
			}
		}
		return nil
	}
	for _, v := range variants {
		if _, refused := sim.Check(v.fields, e.Set); refused != nil {
			return sim.Refusal(refused)
		}
	}
	for name := range e.Set {
		if f, _ := sim.Find(t.variants[0].fields, name); f.Acts == sim.Restart {
			return &sim.FieldError{Field: name, Reason: "it " + f.Acts.String() + ", so it cannot change on the way"}
		}
	}
	return nil
}

// checkAll refuses a journal that is out of order or not understood, and names the change.
func (t *timeline) checkAll(journal []experiment.Entry) error {
	refuse := func(reason string) error { return &sim.FieldError{Field: "journal", Reason: reason} }
	if err := experiment.CheckOrder(journal); err != nil {
		return refuse(err.Error())
	}
	for n := range journal {
		if err := t.check(&journal[n]); err != nil {
			return &badEntry{n, refuse(fmt.Sprintf("change %d: %v", n+1, err))}
		}
	}
	return nil
}

// apply makes the change of an entry that has been checked. An action may still
// refuse; then no variant has changed.
func (t *timeline) apply(e *experiment.Entry) error {
	variants, err := t.which(e.Variant)
	if err != nil {
		return err
	}
	switch {
	case e.Probe != "":
		p, err := t.probe(e.Probe)
		if err != nil {
			return err
		}
		t.every[p] = e.Every
		if e.Round == 0 {
			t.capture(p)
		}
	case e.Act != "":
		before := make([]saved, len(variants))
		for i, v := range variants {
			before[i] = v.save(&t.buf)
		}
		for i, v := range variants {
			if err := v.act(e.Act, e.Args, e.Position); err != nil {
				for j := range variants[:i+1] {
					must(variants[j].load(before[j]))
				}
				return err
			}
		}
	default:
		for _, v := range variants {
			v.set(e.Set, e.Position)
		}
	}
	t.changed = true
	return nil
}

// probe finds a probe by name.
func (t *timeline) probe(name string) (int, error) {
	for i, p := range t.variants[0].probes {
		if p.Name == name {
			return i, nil
		}
	}
	return 0, fmt.Errorf("there is no probe %q", sim.Clip(name))
}

// lastGesture returns the entries that are undone together as one change, of those
// that act at the position: their indices, least first.
func (t *timeline) lastGesture() []int {
	if t.cursor == 0 {
		return nil
	}
	last := t.cursor - 1
	g := t.journal[last].Gesture
	if g == 0 {
		return []int{last}
	}
	var all []int
	for i := range t.cursor {
		if t.journal[i].Gesture == g {
			all = append(all, i)
		}
	}
	return all
}
