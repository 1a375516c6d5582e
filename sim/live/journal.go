package live

import (
	"fmt"
	"maps"
	"slices"

	"hebb/sim"
)

// maxJournal is how many entries a run takes before it must be started again.
const maxJournal = 1 << 16

// Entry is one change that a run has undergone: fields set, an action done or a
// probe switched.
type Entry struct {
	Position
	Variant string            `json:"variant,omitempty"` // "" for all
	Set     map[string]string `json:"set,omitempty"`
	Act     string            `json:"act,omitempty"`
	Args    map[string]string `json:"args,omitempty"`
	Probe   string            `json:"probe,omitempty"`
	Every   int               `json:"every,omitempty"`
	Gesture uint64            `json:"gesture,omitempty"`
}

// check says whether an entry is understood, before anything has changed. Restart
// fields are no matter of a journal: they begin a new one.
func (t *timeline) check(e *Entry) error {
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
		if err == nil && (e.Every < 0 || e.Every > sim.MaxEvery) {
			err = &sim.FieldError{Field: "probe." + e.Probe, Reason: fmt.Sprintf("%d is outside its range: it takes 0 (off) to %d", e.Every, sim.MaxEvery)}
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

// apply makes the change of an entry that has been checked. An action may still
// refuse; then no variant has changed.
func (t *timeline) apply(e *Entry) error {
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
	return 0, fmt.Errorf("there is no probe %q", clip(name))
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

// compact merges entries of a drag that act at one position into one, for texts
// that travel. What they do together stays the same.
func compact(journal []Entry) []Entry {
	var out []Entry
	for _, e := range journal {
		if n := len(out) - 1; n >= 0 && e.Set != nil && out[n].Set != nil && e.Position == out[n].Position &&
			e.Variant == out[n].Variant && e.Gesture == out[n].Gesture && e.Gesture != 0 {
			out[n].Set = maps.Clone(out[n].Set)
			maps.Copy(out[n].Set, e.Set)
			continue
		}
		out = append(out, e)
	}
	return slices.Clip(out)
}
