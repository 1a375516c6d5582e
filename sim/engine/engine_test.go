package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"hebb/sim"
	"hebb/sim/engine/history"
	"hebb/sim/experiment"
	"hebb/sim/simtest/kinds"
	"hebb/sim/simtest/toy"
)

func units(n uint64) experiment.Position { return experiment.Position{Unit: n} }

// started is an engine of a lab's first view.
func started(t testing.TB, lab *sim.Lab, x experiment.Experiment, o Options) *Engine {
	t.Helper()
	e, err := New(t.Context(), &lab.Views[0], x, o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func of(lab *sim.Lab, variants ...map[string]string) experiment.Experiment {
	return experiment.Experiment{Setup: kinds.Setup(lab, variants...)}
}

func advance(t testing.TB, e *Engine, to uint64) {
	t.Helper()
	if err := e.Advance(t.Context(), units(to), nil); err != nil {
		t.Fatal(err)
	}
}

// digits is everything that must be the same in two engines that claim to be one.
func digits(e *Engine) string {
	var out bytes.Buffer
	fmt.Fprintln(&out, e.Position(), e.Journal()[:e.Applied()])
	for i, v := range e.variants {
		var s saved
		v.save(&s, &e.writer)
		fmt.Fprintf(&out, "%v %v %x %v %v %v %x %v\n", s.Values, s.Later, s.State, s.Status, s.Finished, s.Standing, s.Row, e.Diverged(i))
		if e.history != nil {
			for _, h := range e.history[i] {
				n := h.Find(e.at.Unit + 1)
				fmt.Fprintln(&out, h.Names, h.First[:n], h.Last[:n], h.Min[:n*len(h.Names)], h.Max[:n*len(h.Names)])
			}
		}
	}
	return out.String()
}

// Stepping allocates nothing, with a history or without.
func TestStepsAllocateNothing(t *testing.T) {
	for _, remember := range []bool{false, true} {
		e := started(t, kinds.BatchLab, of(kinds.BatchLab, nil, map[string]string{"quanta": "3"}), Options{History: remember, Measure: func(*Batch) {}})
		for e.Unit() < 3*history.MaxBuckets { // until the tables are as large as they get
			e.Round(t.Context())
		}
		if n := testing.AllocsPerRun(2000, func() {
			for unit := e.Unit(); e.Unit() == unit; {
				e.Round(t.Context())
			}
		}); n != 0 {
			t.Errorf("with history %v: %g allocations per unit", remember, n)
		}
	}
}

// A checkpoint is written over an older one: keeping the newest costs no memory after the
// second.
func TestSavingAgainAllocatesNothing(t *testing.T) {
	e := started(t, kinds.ForeverLab, of(kinds.ForeverLab, nil, nil), Options{Checkpoints: 1})
	save := func() {
		e.Round(t.Context())
		e.Save()
	}
	for range 4 {
		save()
	}
	if n := testing.AllocsPerRun(200, save); n != 0 {
		t.Errorf("%g allocations each time", n)
	}
	if e.Saves() != 1 {
		t.Errorf("%d are kept", e.Saves())
	}
}

// What has been gone back to and through is the same to the last digit, with checkpoints
// and without, also where a copy shares what it was made of, and then goes its own way.
func TestSeek(t *testing.T) {
	change := map[*sim.Lab]map[string]string{toy.Lab: {"eta": "0.05"}, kinds.ForeverLab: {"leak": "0.7"}, kinds.BatchLab: {"gain": "2"}, kinds.RestLab: {"gain": "0.5"}, kinds.DoneLab: {"quanta": "5"}}
	for _, most := range []int64{0, 1, 2000, 1 << 20} {
		for lab, set := range change {
			e := started(t, lab, of(lab, nil, nil), Options{History: true, Checkpoints: most})
			want := map[uint64]string{}
			for u := uint64(0); u < 90; u += 7 {
				advance(t, e, u)
				if u == 35 {
					if err := e.AddVariant(t.Context(), "copy"); err != nil {
						t.Fatal(err)
					}
				}
				if key := map[uint64]string{35: "c", 49: "b"}[u]; key != "" {
					if _, err := e.Do(experiment.Entry{Variant: key, Set: set}); err != nil {
						t.Fatal(err)
					}
				}
				e.Save()
				if u > 35 {
					want[e.Unit()] = digits(e)
				}
			}
			for _, u := range []uint64{84, 42, 77, 35, 0, 63, 84} {
				if err := e.Seek(t.Context(), units(u)); err != nil {
					t.Fatal(err)
				}
				e.Save()
				if w := want[e.Unit()]; w != "" && digits(e) != w {
					t.Errorf("%s with %d bytes: other digits at %d", lab.Name, most, u)
				}
			}
			again := started(t, lab, e.Experiment(), Options{History: true})
			advance(t, again, 84)
			if digits(again) != digits(e) {
				t.Errorf("%s with %d bytes: other digits than one that has never gone back", lab.Name, most)
			}
		}
	}
}

// A context that ends stops within a quantum, wherever the way leads, and what is left can
// be gone later with the same digits.
func TestContextStopsWithinAQuantum(t *testing.T) {
	steps := 0
	lab := kinds.Lab("counted", func() sim.Sim { return &counted{kinds.Episodes{Quanta: 1000, Gain: 0.05, Layers: 1}, &steps} })
	for name, walk := range map[string]func(ctx context.Context, e *Engine) error{
		"forward": func(ctx context.Context, e *Engine) error { return e.Advance(ctx, units(9), nil) },
		"back":    func(ctx context.Context, e *Engine) error { return e.Seek(ctx, units(3)) },
		"undo":    func(ctx context.Context, e *Engine) error { return e.Undo(ctx) },
	} {
		t.Run(name, func(t *testing.T) {
			e := started(t, lab, of(lab, nil, nil), Options{History: true})
			advance(t, e, 4)
			if _, err := e.Do(experiment.Entry{Set: map[string]string{"gain": "0.06"}}); err != nil {
				t.Fatal(err)
			}
			advance(t, e, 5)
			ctx, stop := context.WithCancel(t.Context())
			steps = -1500
			stopAt = stop
			err := walk(ctx, e)
			if !errors.Is(err, context.Canceled) || steps != 0 {
				t.Errorf("%v, %d steps after the end", err, steps)
			}
			stopAt = nil
			for _, u := range []uint64{2, 8} {
				if err := e.Seek(t.Context(), units(u)); err != nil {
					t.Fatal(err)
				}
			}
			again := started(t, lab, e.Experiment(), Options{History: true})
			advance(t, again, 8)
			if digits(again) != digits(e) {
				t.Error("another who goes the same way comes to other digits")
			}
		})
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := New(ctx, &lab.Views[0], of(lab), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("it is built all the same: %v", err)
	}
}

// counted counts steps; stopAt is called when it has come to 0.
type counted struct {
	kinds.Episodes
	steps *int
}

var stopAt func()

func (c *counted) Step() sim.Step {
	if *c.steps++; *c.steps == 0 && stopAt != nil {
		stopAt()
	}
	return c.Episodes.Step()
}

// Journals, actions and the values of outputs, as a page has them.
func TestJournal(t *testing.T) {
	x := of(toy.Lab, nil, map[string]string{"quanta": "8"})
	x.Journal = []experiment.Entry{{Position: units(30), Set: map[string]string{"eta": "0.02"}}, {Position: units(120), Variant: "b", Set: map[string]string{"eta": "0.5"}}}
	whole := started(t, toy.Lab, x, Options{})
	seen := uint64(0)
	err := whole.Advance(t.Context(), units(200), func() bool {
		if seen++; whole.Unit() != seen {
			t.Errorf("unit %d after %d", whole.Unit(), seen)
		}
		if v, ok := whole.Value("b", "angle"); !ok || v == 0 {
			t.Errorf("unit %d: angle %g, %v", seen, v, ok)
		}
		return seen < 150
	})
	if err != nil || seen != 150 {
		t.Fatalf("%d units, %v", seen, err)
	}
	byHand := started(t, toy.Lab, experiment.Experiment{Setup: x.Setup}, Options{})
	for _, entry := range x.Journal {
		advance(t, byHand, entry.Unit)
		if cut, err := byHand.Do(entry); err != nil || cut {
			t.Fatal(cut, err)
		}
	}
	advance(t, byHand, 150)
	if digits(byHand) != digits(whole) {
		t.Error("done by hand, it has other digits")
	}
	for _, c := range [][2]string{{"a", "w"}, {"a", "nothing"}, {"c", "norm"}} {
		if _, ok := whole.Value(c[0], c[1]); ok {
			t.Errorf("%v has a value", c)
		}
	}
	for _, bad := range []experiment.Entry{{Set: map[string]string{"etta": "1"}}, {Set: map[string]string{"n": "9"}}, {Variant: "c", Set: map[string]string{"eta": "1"}}, {}} {
		x.Journal = []experiment.Entry{bad}
		if _, err := New(t.Context(), &toy.Lab.Views[0], x, Options{}); err == nil {
			t.Errorf("%+v was accepted", bad)
		} else if b, ok := errors.AsType[*BadEntry](err); !ok || b.Good != 0 {
			t.Errorf("%+v: %v", bad, err)
		}
		before := digits(byHand)
		if _, err := byHand.Do(bad); err == nil || digits(byHand) != before {
			t.Errorf("%+v was done: %v", bad, err)
		}
	}
}

// Undo takes a gesture back, and what others have done after it acts again.
func TestUndo(t *testing.T) {
	do := func(e *Engine, at uint64, gesture uint64, set map[string]string) {
		advance(t, e, at)
		if _, err := e.Do(experiment.Entry{Set: set, Gesture: gesture}); err != nil {
			t.Fatal(err)
		}
	}
	e := started(t, toy.Lab, of(toy.Lab), Options{History: true})
	do(e, 10, 1, map[string]string{"eta": "0.02"})
	do(e, 20, 2, map[string]string{"theta": "2"})
	do(e, 30, 1, map[string]string{"eta": "0.03"})
	advance(t, e, 50)
	if err := e.Undo(t.Context()); err != nil || e.Unit() != 10 || len(e.Journal()) != 1 {
		t.Fatalf("%v: at %d with %+v", err, e.Unit(), e.Journal())
	}
	advance(t, e, 50)
	plain := started(t, toy.Lab, of(toy.Lab), Options{History: true})
	do(plain, 20, 2, map[string]string{"theta": "2"})
	advance(t, plain, 50)
	if digits(e) != digits(plain) {
		t.Error("without the gesture it is another")
	}
	if err := e.Undo(t.Context()); err != nil || e.Undo(t.Context()) == nil {
		t.Errorf("the last: %v", err)
	}
}

// A saved state goes on as the engine that it was taken from; one of another is refused,
// and the engine begins as if there had been none.
func TestResume(t *testing.T) {
	x := of(kinds.BatchLab, nil, map[string]string{"gain": "-9.7"})
	e := started(t, kinds.BatchLab, x, Options{History: true})
	advance(t, e, 60)
	var file bytes.Buffer
	if err := e.Saved().Encode(&file); err != nil {
		t.Fatal(err)
	}
	text := bytes.Clone(file.Bytes())
	advance(t, e, 90)
	for name, c := range map[string]struct {
		change func(*experiment.Experiment)
		good   bool
	}{
		"the same":    {func(*experiment.Experiment) {}, true},
		"a seed":      {func(x *experiment.Experiment) { x.Seed = 99 }, false},
		"one variant": {func(x *experiment.Experiment) { x.Variants = x.Variants[:1] }, false},
		"a change before it": {func(x *experiment.Experiment) {
			x.Journal = []experiment.Entry{{Position: units(3), Set: map[string]string{"gain": "2"}}}
		}, false},
	} {
		other := experiment.Experiment{Setup: x.Setup.Clone()}
		c.change(&other)
		again, err := Build(t.Context(), &kinds.BatchLab.Views[0], other, Options{History: true})
		if err != nil {
			t.Fatal(err)
		}
		s, err := DecodeSaved(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := again.Resume(t.Context(), s); (err == nil) != c.good {
			t.Errorf("%s: %v", name, err)
		} else if err != nil {
			again.Begin()
		}
		if c.good != (again.Unit() == 60) {
			t.Errorf("%s: it goes on at %d", name, again.Unit())
		}
		fresh := started(t, kinds.BatchLab, other, Options{History: true})
		for _, e := range []*Engine{again, fresh} {
			advance(t, e, 90)
		}
		if digits(again) != digits(fresh) {
			t.Errorf("%s: other digits than one that was never saved", name)
		}
	}
}

// FuzzSaved: whatever stands in a saved state, it is decoded or refused, and what is decoded
// is loaded or refused.
// Floor: 100 executions a second.
func FuzzSaved(f *testing.F) {
	x := of(kinds.ForeverLab)
	e := started(f, kinds.ForeverLab, x, Options{History: true})
	var file bytes.Buffer
	if err := e.Saved().Encode(&file); err != nil {
		f.Fatal(err)
	}
	f.Add(file.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		if s, err := DecodeSaved(bytes.NewReader(data)); err == nil && len(s.State.Variants) < 100 {
			_ = s.fits(e)
		}
	})
}

// What steps cost is known by the clock that is handed in, and only when it was asked for.
func TestTime(t *testing.T) {
	now := int64(0)
	e := started(t, kinds.BatchLab, of(kinds.BatchLab, nil, map[string]string{"quanta": "3"}), Options{Clock: func() int64 { now += 1e6; return now }})
	advance(t, e, 5)
	if c := e.variants[0].Cost(); c != 0 {
		t.Errorf("a unit costs %g s, and nobody asked", c)
	}
	e.Time(4, math.MaxInt64)
	advance(t, e, 20)
	if a, b := e.variants[0].Cost(), e.variants[1].Cost(); a != 0.010 || b != 0.003 || e.watch.due() {
		t.Errorf("units cost %g and %g s", a, b)
	}
	without := started(t, kinds.BatchLab, of(kinds.BatchLab), Options{})
	without.Time(4, math.MaxInt64)
	advance(t, without, 5)
}

// One that comes to rest ends the way.
func TestRest(t *testing.T) {
	e := started(t, kinds.RestLab, of(kinds.RestLab), Options{})
	advance(t, e, 1_000_000)
	if v := e.Variants()[0]; v.Status() != sim.Converged || e.Unit() > 10_000 || !e.Over() {
		t.Errorf("at rest: %v at %d", v.Status(), e.Unit())
	}
}

// A variant that diverges halts, the others come to what they are alone; with checkpoints
// only the way since the newest is gone again.
func TestDivergenceIsNoWayBackToTheStart(t *testing.T) {
	steps := 0
	lab := kinds.Lab("counted", func() sim.Sim { return &counted{kinds.Episodes{Quanta: 10, Gain: 1, Layers: 1}, &steps} })
	x := of(lab, nil, nil)
	x.Journal = []experiment.Entry{{Position: units(900), Variant: "b", Set: map[string]string{"gain": "-9.7"}}}
	run := func(most int64) (*Engine, int) {
		steps = 0
		e := started(t, lab, x, Options{Checkpoints: most})
		next := uint64(1)
		if err := e.Advance(t.Context(), units(1000), func() bool {
			if e.Unit() >= next {
				e.Save()
				next = e.Unit() + 100
			}
			return true
		}); err != nil {
			t.Fatal(err)
		}
		return e, steps
	}
	plain, far := run(0)
	saved, near := run(1)
	d := saved.Diverged(1)
	if d == nil || d.Unit <= 900 || saved.Unit() != 1000 || !slices.Equal(saved.Variants()[0].Recorded(), plain.Variants()[0].Recorded()) || digits(saved) != digits(plain) {
		t.Fatalf("%v at %d", d, saved.Unit())
	}
	if once := int(10 * (1000 + d.Unit)); far < once+15_000 || near > once+2_100 {
		t.Errorf("%d steps without checkpoints, %d with, %d at least", far, near, once)
	}
}
