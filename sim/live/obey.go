package live

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"hebb/sim"
)

// maxSeed keeps seeds exact in a page's numbers.
const maxSeed = 1<<53 - 1

// Speeds that one can ask for, besides 0 for as fast as it goes.
const (
	slowest = 0.5
	fastest = 1e6
)

var errBusy = fmt.Errorf("%d commands are waiting already", maxQueue)

func (r *Run) enqueueRequest(q request) {
	if len(r.queue) < maxQueue {
		r.queue = append(r.queue, q)
		return
	}
	if q.answer != nil {
		q.answer <- answer{err: errBusy}
	} else {
		q.ask()
	}
}

// obeyAll carries out what waits and need not wait longer.
func (r *Run) obeyAll() {
	for len(r.queue) > 0 && !r.holds(&r.queue[0]) {
		q := r.queue[0]
		r.queue = slices.Delete(r.queue, 0, 1)
		if q.ask != nil {
			q.ask()
			continue
		}
		r.house.watched = time.Now()
		r.wake()
		err := r.obey(&q.Command)
		if err != nil {
			q.answer <- answer{err: err}
			continue
		}
		r.command++
		r.out.urgent, r.out.fields = true, true
		r.pace.check = 1
		q.answer <- answer{number: r.command}
	}
}

// holds says whether a command must wait: for the end of a journey back, unless it
// does not matter where the run is or it leads elsewhere; or for measurements.
func (r *Run) holds(q *request) bool {
	if r.clears() && len(r.pending) > 0 {
		return true
	}
	if !r.trip.on || !r.trip.back {
		return false
	}
	if q.ask != nil {
		return r.trip.quiet(time.Now())
	}
	switch q.Do {
	case Play, Pause, Speed, Label:
		return false
	case Back, Seek, Replay, Reset, Reseed:
		return r.trip.then != nil
	}
	return true
}

// clears says whether the next command must find no measurement under way.
func (r *Run) clears() bool {
	return len(r.queue) > 0 && (r.queue[0].Do == Add || r.queue[0].Do == Remove)
}

// obey carries out a command, or refuses it and changes nothing.
func (r *Run) obey(c *Command) error {
	if c.Set != nil && c.Do != "" {
		return errors.New("a command sets fields or does something, not both")
	}
	if len(r.journal) >= maxJournal && (c.Set != nil || c.Do == Act || c.Do == Probe) {
		return fmt.Errorf("the journal is full: %d changes; start again to make more", maxJournal)
	}
	switch c.Do {
	case "":
		if c.Set == nil {
			return errors.New("the command is empty")
		}
		return r.set(c)
	case Play:
		if err := r.canGo(); err != nil {
			return err
		}
		if !r.trip.back {
			r.stop()
		}
		r.playing, r.failure = true, nil
		r.pace.restart()
	case Pause:
		if !r.trip.back {
			r.stop()
		}
		r.playing = false
	case StepOn:
		return r.step(c)
	case Back:
		return r.back(c)
	case Seek:
		if c.Unit > maxUnit {
			return &sim.FieldError{Field: "unit", Reason: fmt.Sprintf("%d is outside its range: it takes 0 to %d", c.Unit, uint64(maxUnit))}
		}
		r.playing = false
		r.seek(Position{Unit: c.Unit})
	case Replay:
		r.seek(Position{})
	case Reset:
		return r.rebuild(r.setup())
	case Reseed:
		return r.reseed(c)
	case Defaults:
		return r.defaults(c)
	case Undo:
		return r.undo()
	case Act:
		return r.change(Entry{Variant: c.Variant, Act: c.Name, Args: c.Args, Gesture: c.Gesture})
	case Probe:
		return r.switchProbe(c)
	case Speed:
		if c.Speed != 0 && !(c.Speed >= slowest && c.Speed <= fastest) {
			return &sim.FieldError{Field: "speed", Reason: fmt.Sprintf("%g is outside its range: it takes 0 (as fast as it goes) or %g to %.0f", c.Speed, slowest, fastest)}
		}
		r.speed = c.Speed
		r.pace.restart()
	case Add:
		return r.addVariant(c)
	case Remove:
		return r.removeVariant(c)
	case Label:
		return r.label(c)
	default:
		return fmt.Errorf("there is no command %q", clip(c.Do))
	}
	return nil
}

// canGo refuses to go on from rest.
func (r *Run) canGo() error {
	if r.resting() && !r.trip.on {
		return fmt.Errorf("the run has come to rest at %s %d: change something, or go back", r.view.Unit.One, r.Unit)
	}
	return nil
}

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
			if c.Variant == "" || c.Variant == sim.VariantKey(i) {
				values := r.variants[i].values()
				maps.Copy(values, set)
				base.Variants[i].Set = sim.Diff(r.view, values)
			}
		}
		return r.rebuild(base)
	case differs:
		// A restart field that keeps its value is no change.
		maps.DeleteFunc(set, func(name, _ string) bool {
			f, _ := sim.Find(r.scratch, name)
			return f.Acts == sim.Restart
		})
		return r.change(Entry{Variant: c.Variant, Set: set, Gesture: c.Gesture})
	}
	return nil
}

// change makes an entry of the journal.
func (r *Run) change(e Entry) error {
	e.Position = r.Position
	cut, err := r.do(e)
	if err != nil {
		return err
	}
	r.failure = nil
	if cut {
		r.newEpoch()
		r.marks = nil
		if r.store != nil {
			r.store.cut(r.cursor-1, r.epoch)
		}
	}
	if r.store != nil {
		r.store.add(r.journal[r.cursor-1])
	}
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
	return r.change(Entry{Probe: c.Name, Every: c.Every, Gesture: c.Gesture})
}

// defaults sets every field back to the preset's, or the lab's, value.
func (r *Run) defaults(c *Command) error {
	if _, err := r.which(c.Variant); err != nil {
		return err
	}
	fresh := sim.Values(r.view.New().Fields())
	base := r.setup()
	var entries []Entry
	restart := false
	for i, v := range r.variants {
		if c.Variant != "" && c.Variant != sim.VariantKey(i) {
			continue
		}
		home := r.home.Variants[0].Set
		if i < len(r.home.Variants) {
			home = r.home.Variants[i].Set
		}
		target := maps.Clone(fresh)
		maps.Copy(target, home)
		base.Variants[i].Set = sim.Diff(r.view, target)
		set := map[string]string{}
		for name, text := range v.values() {
			if target[name] != text {
				set[name] = target[name]
				f, _ := sim.Find(v.fields, name)
				restart = restart || f.Acts == sim.Restart
			}
		}
		if len(set) > 0 {
			entries = append(entries, Entry{Variant: sim.VariantKey(i), Set: set})
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

func (r *Run) label(c *Command) error {
	i, err := r.index(c.Variant)
	if err != nil {
		return err
	}
	if len(c.Name) > sim.MaxLabel {
		return &sim.FieldError{Field: "label", Reason: fmt.Sprintf("%d bytes are too many: at most %d", len(c.Name), sim.MaxLabel)}
	}
	r.base = r.base.Clone()
	r.base.Variants[i].Label = strings.ToValidUTF8(c.Name, "")
	r.out.hello = true
	r.rewriteStore()
	return nil
}
