package engine

import (
	"context"
	"fmt"
	"slices"

	"hebb/sim"
	"hebb/sim/experiment"
)

// Check says whether an entry is understood, before anything has changed. Restart
// fields are no matter of a journal: they begin a new one.
func (e *Engine) Check(entry *experiment.Entry) error {
	kinds := 0
	for _, is := range []bool{entry.Set != nil, entry.Act != "", entry.Probe != ""} {
		if is {
			kinds++
		}
	}
	if kinds != 1 {
		return fmt.Errorf("an entry sets fields, does an action or switches a probe")
	}
	variants, err := e.Which(entry.Variant)
	if err != nil {
		return err
	}
	switch {
	case entry.Probe != "":
		_, err := e.Probe(entry.Probe)
		if err == nil && (entry.Every < 0 || entry.Every > experiment.MaxEvery) {
			err = &sim.FieldError{Field: "probe." + entry.Probe, Reason: fmt.Sprintf("%d is outside its range: it takes 0 (off) to %d", entry.Every, experiment.MaxEvery)}
		}
		return err
	case entry.Act != "":
		for _, v := range variants {
			i, err := v.action(entry.Act)
			if err != nil {
				return err
			}
			if _, refused := sim.Check(v.actions[i].Args, entry.Args); refused != nil {
				return sim.Refusal(refused)
			}
		}
		return nil
	}
	for _, v := range variants {
		if _, refused := sim.Check(v.fields, entry.Set); refused != nil {
			return sim.Refusal(refused)
		}
	}
	for name := range entry.Set {
		if f, _ := sim.Find(e.variants[0].fields, name); f.Acts == sim.Restart {
			return &sim.FieldError{Field: name, Reason: "it " + f.Acts.String() + ", so it cannot change on the way"}
		}
	}
	return nil
}

// MaxActions is how many actions there can be at one unit. Each does work there that no
// unit's end divides.
const MaxActions = 256

// actions is how many actions the last entries of a journal do at a unit.
func actions(journal []experiment.Entry, unit uint64) (n int) {
	for _, entry := range slices.Backward(journal) {
		if entry.Unit != unit {
			break
		}
		if entry.Act != "" {
			n++
		}
	}
	return n
}

func tooMany(unit sim.Noun, at uint64) error {
	return fmt.Errorf("there are at most %d actions at %s", MaxActions, unit.At(at))
}

// BadEntry is an entry of a journal that is not understood, and how many before it are.
type BadEntry struct {
	Good int
	Err  error
}

func (b *BadEntry) Error() string { return b.Err.Error() }

func (b *BadEntry) Unwrap() error { return b.Err }

// checkAll refuses a journal that is out of order or not understood, and names the change.
func (e *Engine) checkAll(ctx context.Context, journal []experiment.Entry) error {
	refuse := func(reason string) error { return &sim.FieldError{Field: "journal", Reason: reason} }
	if err := experiment.CheckOrder(journal); err != nil {
		return refuse(err.Error())
	}
	acts := 0
	for n := range journal {
		if err := ctx.Err(); err != nil {
			return err
		}
		if n > 0 && journal[n].Unit != journal[n-1].Unit {
			acts = 0
		}
		err := e.Check(&journal[n])
		if journal[n].Act != "" {
			if acts++; acts > MaxActions {
				err = tooMany(e.view.Unit, journal[n].Unit)
			}
		}
		if err != nil {
			return &BadEntry{n, refuse(fmt.Sprintf("change %d: %v", n+1, err))}
		}
	}
	return nil
}

// acting is an action that some variants have done and others have not.
type acting struct {
	next   int     // the variant, of those that are to do it, whose turn it is
	before []saved // what those up to it were
}

// applyPart makes the change of an entry that has been checked. An action is done by one
// variant at a time, and is through when done says so. It may still refuse: then it is
// through, too, and no variant has changed.
func (e *Engine) applyPart(entry *experiment.Entry) (done bool, err error) {
	variants, err := e.Which(entry.Variant)
	if err != nil {
		return true, err
	}
	switch {
	case entry.Probe != "":
		p, err := e.Probe(entry.Probe)
		if err != nil {
			return true, err
		}
		e.every[p] = entry.Every
		if entry.Round == 0 {
			e.capture(p)
		}
	case entry.Act != "":
		a := &e.acting
		a.before = resize(a.before, len(variants))
		v := variants[a.next]
		v.save(&a.before[a.next], &e.writer)
		err := v.act(entry.Act, entry.Args, entry.Position)
		if err != nil {
			for i := range variants[:a.next+1] {
				must(variants[i].load(&a.before[i]))
			}
		} else if a.next++; a.next < len(variants) {
			return false, nil
		}
		if a.next = 0; !e.entryDue() {
			a.before = nil
		}
		if err != nil {
			return true, err
		}
	default:
		for _, v := range variants {
			v.set(entry.Set, entry.Position)
		}
	}
	e.changed = true
	return true, nil
}

// Probe finds a probe by name.
func (e *Engine) Probe(name string) (int, error) {
	for i, p := range e.variants[0].probes {
		if p.Name == name {
			return i, nil
		}
	}
	return 0, fmt.Errorf("there is no probe %q", sim.Clip(name))
}
