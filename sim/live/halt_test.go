package live

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hebb/sim"
	"hebb/sim/engine"
	"hebb/sim/engine/history"
	"hebb/sim/experiment"
	"hebb/sim/live/disk"
	"hebb/sim/simtest/kinds"
	"hebb/sim/simtest/toy"
)

// One variant diverges, the others go on: each is as if it were alone, the page is
// told which one it was, and its curve ends there.
func TestOthersGoOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := setupOf(t, toy.Lab, nil, map[string]string{"quanta": "5"}, map[string]string{"theta": "0.5"})
		r := open(t, Config{}, s, toy.Lab)
		p := newPage(t, r, "w", "spread")
		stepTo(t, r, 70)
		do(t, r, Set{Fields: map[string]string{"rule": "hebb", "eta": "1"}, Variant: "b"})
		do(t, r, Speed{Speed: 1000})
		do(t, r, Play{})
		p.readFor(2 * time.Second)
		i := infoOf(r)
		if i.Status != "running" || !i.Playing || i.Unit < 1500 || i.Text != "" {
			t.Fatalf("%s, playing %v, at %v: %s", i.Status, i.Playing, i.Position(), i.Text)
		}
		b := i.Variants[1]
		if i.Variants[0].Status != "running" || b.Status != "diverged" || i.Variants[2].Status != "running" || b.Unit < 70 || b.Unit > 1000 {
			t.Fatalf("%+v", i.Variants)
		}
		if len(p.status) != 1 {
			t.Fatalf("%d statuses: %+v", len(p.status), p.status)
		}
		st := p.status[0]
		if st.Status != "diverged" || st.Variant != "b" || st.Unit != b.Unit+1 || st.What != "norm of the weights" || !strings.Contains(st.Text, "of variant b") || st.Text != b.Text {
			t.Errorf("status: %+v", st)
		}
		do(t, r, Pause{})
		p.readFor(time.Second)
		i = infoOf(r)
		if f := p.last(); f.status != 0 || f.get(1, 2) == nil || f.get(1, 0xFFFF).values[0] != b.Scalars["norm"] {
			t.Errorf("the last frame: %+v", f)
		}
		p.whole(r, "a", i.Unit)
		p.whole(r, "b", b.Unit)
		p.whole(r, "c", i.Unit)
		if h := p.tables["1 1"]; h.last[h.n-1] > float64(b.Unit) {
			t.Errorf("variant b has been measured at %g", h.last[h.n-1])
		}
		q := newPage(t, r)
		q.readFor(time.Second)
		if len(q.status) != 1 || q.status[0] != st {
			t.Errorf("the late viewer has %+v", q.status)
		}
		// A and C are what they are alone.
		for n, set := range []map[string]string{0: nil, 2: {"theta": "0.5"}} {
			if n == 1 {
				continue
			}
			look, err := headless(t, toy.Lab, experiment.Experiment{Setup: setupOf(t, toy.Lab, set)}, experiment.Position{Unit: i.Unit}, nil)
			if err != nil || look.Scalars(0)[0] != i.Variants[n].Scalars["norm"] {
				t.Errorf("variant %d has the norm %g, alone it has %g (%v)", n, i.Variants[n].Scalars["norm"], look.Scalars(0)[0], err)
			}
		}
		// Before the divergence it is well, and going there again needs no discovery.
		at := digits(t, r)
		halts := len(r.engine.Saved().Halts)
		stepTo(t, r, b.Unit-5)
		p.readFor(time.Second)
		if n := len(p.status); p.status[n-1].Status != "running" || p.status[n-1].Variant != "b" {
			t.Errorf("status before the divergence: %+v", p.status[n-1])
		}
		stepTo(t, r, i.Unit)
		same(t, "through the divergence again", digits(t, r), at)
		if len(r.engine.Saved().Halts) != halts || infoOf(r).Epoch != 1 {
			t.Errorf("%d halts, %d before", len(r.engine.Saved().Halts), halts)
		}
	})
}

// What another variant has done of the round in which one diverges is not lost, nor
// done twice, wherever among them it stands.
func TestNoRoundIsLost(t *testing.T) {
	bad := map[string]string{"gain": "-9.7", "quanta": "7"}
	good := map[string]string{"quanta": "3"}
	alone, err := headless(t, kinds.BatchLab, experiment.Experiment{Setup: setupOf(t, kinds.BatchLab, good)}, experiment.Position{Unit: 100}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for n, sets := range [][]map[string]string{{bad, good}, {good, bad}, {good, bad, good}, {bad, bad, good}} {
		s := setupOf(t, kinds.BatchLab, sets...)
		r := open(t, Config{}, s, kinds.BatchLab)
		stepTo(t, r, 100)
		units := 0
		look, err := headless(t, kinds.BatchLab, experiment.Experiment{Setup: s}, experiment.Position{Unit: 100}, func(l look) bool {
			if units++; l.Unit() != uint64(units) {
				t.Errorf("%d: unit %d comes after %d", n, l.Unit(), units-1)
			}
			return true
		})
		d, ok := errors.AsType[*engine.Diverged](err)
		if !ok || units != 100 || d.Variant != experiment.VariantKey(slices.IndexFunc(sets, func(set map[string]string) bool { return set["gain"] != "" })) {
			t.Fatalf("%d: headless: %v after %d units", n, err, units)
		}
		before, err := headless(t, kinds.BatchLab, experiment.Experiment{Setup: s}, experiment.Position{Unit: d.Unit - 1}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range r.engine.Variants() {
			if sets[i]["gain"] != "" && !slices.Equal(v.Recorded(), before.Scalars(i)) {
				t.Errorf("%d: variant %d stands at %v; the last unit that counts gave %v", n, i, v.Recorded(), before.Scalars(i))
			}
			if !slices.Equal(look.Scalars(i), v.Recorded()) || v.Status() != look.Status(i) {
				t.Errorf("%d: variant %d: headless %v, in a run %v", n, i, look.Scalars(i), v.Recorded())
			}
			if sets[i]["gain"] == "" && (!slices.Equal(v.Recorded(), alone.Scalars(0)) || !look.Counts(i)) {
				t.Errorf("%d: variant %d is at %v, alone at %v", n, i, v.Recorded(), alone.Scalars(0))
			}
			if sets[i]["gain"] != "" && (v.Status() != sim.Diverged || look.Counts(i) || look.Diverged(i).Unit != d.Unit) {
				t.Errorf("%d: variant %d has not diverged", n, i)
			}
		}
	}
}

// A variant that is mended while the others go on has a gap in its curve, which no
// thinning closes.
func TestMendedLater(t *testing.T) {
	for _, mid := range []bool{false, true} {
		t.Run(fmt.Sprint("within a unit ", mid), func(t *testing.T) {
			s := setupOf(t, kinds.BatchLab, nil, map[string]string{"quanta": "4"})
			r := open(t, Config{}, s, kinds.BatchLab)
			stepTo(t, r, 10)
			do(t, r, Set{Fields: map[string]string{"gain": "-9.7"}, Variant: "b"})
			stepTo(t, r, 100)
			b := r.engine.Variants()[1]
			last, x := b.Unit(), b.Recorded()[0]
			if b.Status() != sim.Diverged || last >= 50 {
				t.Fatalf("%v at %d", b.Status(), last)
			}
			if mid {
				if err := r.ask(t.Context(), func() { r.engine.Round(t.Context()) }); err != nil {
					t.Fatal(err)
				}
			}
			do(t, r, Set{Fields: map[string]string{"gain": "0.1", "quanta": "3"}, Variant: "b"})
			if r.engine.Saved().State.Variants[1].Later["quanta"] != "3" {
				t.Error("it has a part of a unit in hand, and a field that waits for a unit's end does not")
			}
			if i := infoOf(r); i.Variants[1].Status != "running" || i.Variants[1].Scalars["x"] != x || i.Epoch != 1 {
				t.Errorf("mended: %+v", i.Variants[1])
			}
			first := uint64(101)
			if mid {
				first++
			}
			stepTo(t, r, first-1)
			if b.Unit() != last {
				t.Errorf("it has completed unit %d", b.Unit())
			}
			stepTo(t, r, first)
			if b.Unit() != first || b.Recorded()[0] == x || r.engine.Saved().State.Variants[1].Later != nil {
				t.Errorf("unit %d, x %g", b.Unit(), b.Recorded()[0])
			}
			for _, to := range []uint64{first + 20, 6 * history.MaxBuckets} {
				stepTo(t, r, to)
				h, err := r.History(context.Background(), "b", 0, 0)
				if err != nil {
					t.Fatal(err)
				}
				gaps := 0
				for n := 1; n < len(h.First); n++ {
					if h.First[n] == h.Last[n-1]+1 {
						continue
					}
					if gaps++; h.Last[n-1] != last || h.First[n] != first {
						t.Errorf("a gap between %d and %d", h.Last[n-1], h.First[n])
					}
				}
				if end := h.Last[len(h.Last)-1]; gaps != 1 || end != to || h.First[0] != 1 {
					t.Errorf("%d gaps, the end is at %d", gaps, end)
				}
			}
			// Undone, it stands where it stood, and the others have their past.
			do(t, r, Undo{})
			settle(t, r)
			if i := infoOf(r); i.Variants[1].Status != "diverged" || i.Unit != 100 || i.Variants[1].Scalars["x"] != x {
				t.Errorf("undone: %+v", i)
			}
		})
	}
}

// Where it stands: the run has paused in the very round, so that no unit is missed.
func TestMendedAtOnce(t *testing.T) {
	s := setupOf(t, kinds.BatchLab, nil, map[string]string{"gain": "-9.7"})
	r := open(t, Config{}, s, kinds.BatchLab)
	stepTo(t, r, 60)
	b := r.engine.Diverged(1)
	stepTo(t, r, b.Unit-1)
	at := r.engine.Saved().Halts[0].At
	if err := r.ask(t.Context(), func() {
		for r.engine.Position().Before(at) {
			r.engine.Round(t.Context())
		}
	}); err != nil {
		t.Fatal(err)
	}
	if i := infoOf(r); i.Variants[1].Status != "diverged" || i.Round == 0 {
		t.Fatalf("%+v", i)
	}
	do(t, r, Set{Fields: map[string]string{"gain": "0.5"}, Variant: "b"})
	stepTo(t, r, 60)
	want := digits(t, r)
	if v := r.engine.Variants()[1]; v.Status() != sim.Running || v.Unit() != 60 || r.engine.Saved().State.Variants[1].Standing.Since != 0 {
		t.Errorf("%v at %d", v.Status(), v.Unit())
	}
	m := experimentOf(r)
	if rs, err := headless(t, kinds.BatchLab, m, m.Position, nil); err != nil || !slices.Equal(rs.Scalars(1), r.engine.Variants()[1].Recorded()) {
		t.Errorf("headless: %v", err)
	}
	again := open(t, Config{}, s, kinds.BatchLab).runs
	other, err := again.Start(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	settle(t, other)
	same(t, "replayed by one who knows nothing of the halt", digits(t, other), want)
}

// A seek ahead, a pause and a rest are what they are without a divergence.
func TestHaltOnTheWay(t *testing.T) {
	sets := []map[string]string{{"end": "80"}, {"gain": "-9.7", "quanta": "4", "end": "1000"}}
	s := setupOf(t, kinds.DoneLab, sets...)
	r := open(t, Config{}, s, kinds.DoneLab)
	do(t, r, Step{Units: 50})
	settle(t, r)
	if i := infoOf(r); i.Unit != 50 || i.Variants[1].Status != "diverged" {
		t.Fatalf("fifty units on: %+v", i)
	}
	do(t, r, Step{Units: 50})
	settle(t, r)
	i := infoOf(r)
	if i.Unit != 80 || i.Status != "diverged" || !strings.Contains(i.Text, "variant b reached") || i.Variants[0].Status != "done" {
		t.Errorf("at rest: %+v", i)
	}
	look, err := headless(t, kinds.DoneLab, experiment.Experiment{Setup: s}, experiment.Position{Unit: 500}, nil)
	if d, ok := errors.AsType[*engine.Diverged](err); !ok || d.Variant != "b" || look.Unit() != 80 || look.Status(0) != sim.Done {
		t.Errorf("headless: %v at %d", err, look.Unit())
	}
	// The last to go on completes its unit, though the other diverges within it.
	end := int(r.engine.Diverged(1).Unit)
	s = setupOf(t, kinds.DoneLab, map[string]string{"end": fmt.Sprint(end), "quanta": "1"}, map[string]string{"gain": "-9.7", "quanta": "4", "end": "1000"})
	r = open(t, Config{}, s, kinds.DoneLab)
	do(t, r, Play{})
	settle(t, r)
	for infoOf(r).Playing {
		time.Sleep(time.Millisecond)
	}
	if i := infoOf(r); i.Unit != uint64(end) || i.Round != 0 || i.Variants[0].Status != "done" || i.Variants[1].Unit != uint64(end)-1 || i.Variants[1].Status != "diverged" {
		t.Errorf("%+v", i)
	}
}

// Adding a copy of a halted variant and removing one keep what is known.
func TestHaltsFollowVariants(t *testing.T) {
	s := setupOf(t, kinds.BatchLab, map[string]string{"gain": "-9.7"}, map[string]string{"quanta": "4"}, map[string]string{"gain": "-9.5"})
	r := open(t, Config{}, s, kinds.BatchLab)
	stepTo(t, r, 60)
	do(t, r, Add{})
	if r.engine.Diverged(3) == nil || r.engine.Diverged(3).Variant != "d" || r.engine.Diverged(0).Unit != r.engine.Diverged(3).Unit {
		t.Fatalf("the copy of a: %+v", r.engine.Diverged(3))
	}
	do(t, r, Remove{Variant: "a"})
	want := digits(t, r)
	halts := len(r.engine.Saved().Halts)
	stepTo(t, r, 2)
	stepTo(t, r, 60)
	same(t, "after another way there", digits(t, r), want)
	if len(r.engine.Saved().Halts) != halts || halts != 2 || r.engine.Diverged(1).Variant != "b" || r.engine.Diverged(0) != nil || r.engine.Diverged(2).Variant != "c" {
		t.Errorf("%+v", r.engine.Saved().Halts)
	}
	// A run that is left with diverged ones rests.
	do(t, r, Remove{Variant: "a"})
	if i := infoOf(r); i.Status != "diverged" {
		t.Errorf("%+v", i)
	}
}

// A change before the divergence that prevents it: what was known is forgotten.
func TestPrevented(t *testing.T) {
	s := setupOf(t, kinds.BatchLab, nil, map[string]string{"gain": "-2"})
	r := open(t, Config{}, s, kinds.BatchLab)
	stepTo(t, r, 60)
	stepTo(t, r, 2)
	do(t, r, Set{Fields: map[string]string{"gain": "1"}, Variant: "b"})
	stepTo(t, r, 60)
	if i := infoOf(r); i.Variants[1].Status != "running" || i.Variants[1].Unit != 60 || i.Epoch != 2 || len(r.engine.Saved().Halts) != 0 {
		t.Errorf("%+v", i)
	}
	do(t, r, Undo{})
	stepTo(t, r, 60)
	if infoOf(r).Variants[1].Status != "diverged" {
		t.Error("undone, it does not diverge")
	}
}

// A change is undone that led to a divergence at the very place where another change
// was made since: the count of changes there is what it was, and the halt is not.
func TestUndoneHalt(t *testing.T) {
	s := setupOf(t, kinds.BatchLab, nil, map[string]string{"quanta": "1", "gain": "-2"})
	r := open(t, Config{}, s, kinds.BatchLab)
	stepTo(t, r, 200)
	at := r.engine.Diverged(1).Unit - 1 // where the next quantum is one too many
	stepTo(t, r, at-1)
	do(t, r, Set{Fields: map[string]string{"gain": "0"}, Variant: "b"})
	stepTo(t, r, at+9)
	do(t, r, Set{Fields: map[string]string{"gain": "-9"}, Variant: "b", Gesture: 7})
	do(t, r, Step{Units: 5})
	settle(t, r)
	stepTo(t, r, at+9)
	if d := r.engine.Diverged(1); d == nil || d.Unit != at+10 {
		t.Fatalf("it stands at %+v", d)
	}
	do(t, r, Set{Fields: map[string]string{"gain": "2"}, Variant: "a", Gesture: 8})
	do(t, r, Set{Fields: map[string]string{"gain": "-8"}, Variant: "b", Gesture: 7})
	do(t, r, Undo{})
	stepTo(t, r, at+20)
	if v := r.engine.Variants()[1]; v.Status() != sim.Running || v.Unit() != at+20 || len(r.engine.Journal()) != 2 {
		t.Errorf("%v at %d, %+v", v.Status(), v.Unit(), r.engine.Journal())
	}
}

// What is known of halts comes back from disk, and is not needed.
func TestHaltsOnDisk(t *testing.T) {
	s := setupOf(t, kinds.BatchLab, nil, map[string]string{"gain": "-9.7"})
	for _, keep := range []bool{true, false} {
		kept := disk.New(t.TempDir())
		c := Config{Store: kept, Build: "test"}
		rs := registry(t, c, kinds.BatchLab)
		r, err := rs.Start(context.Background(), experiment.Experiment{Setup: s})
		if err != nil {
			t.Fatal(err)
		}
		stepTo(t, r, 60)
		want, folder := digits(t, r), kept.Folder(r.ID())
		if err := rs.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		if !keep {
			if err := os.Remove(folder + "/checkpoint"); err != nil {
				t.Fatal(err)
			}
		}
		rs = registry(t, c, kinds.BatchLab)
		if r, err = rs.Get(context.Background(), r.ID()); err != nil {
			t.Fatal(err)
		}
		settle(t, r)
		if !keep {
			stepTo(t, r, 60)
		}
		if keep != (len(r.engine.Saved().Halts) == 1 && r.engine.Unit() == 60) && keep {
			t.Errorf("%d halts at %v", len(r.engine.Saved().Halts), r.engine.Position())
		}
		same(t, "opened again", digits(t, r), want)
		stepTo(t, r, 1)
		stepTo(t, r, 60)
		same(t, "opened again, and another way", digits(t, r), want)
	}
}

// The time inside a variant's steps is measured for each alone, and shown.
func TestCost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lab := kinds.SlowBatchLab
		r := open(t, Config{}, setupOf(t, lab, nil, map[string]string{"quanta": "3"}), lab)
		p := newPage(t, r)
		do(t, r, Play{})
		p.readFor(2 * time.Second)
		do(t, r, Pause{})
		p.readFor(time.Second)
		i := infoOf(r)
		if a, b := i.Variants[0].Cost, i.Variants[1].Cost; a != 0.05 || b != 0.015 {
			t.Errorf("a unit costs %g s and %g s", a, b)
		}
		if got := p.last().get(0, 0xFFFE); got == nil || len(got.values) != 2 || got.values[0] != float64(float32(0.05)) {
			t.Errorf("the frame says %+v", got)
		}
	})
	// Units without number in a moment: some are timed all the same.
	synctest.Test(t, func(t *testing.T) {
		lab := kinds.SlowLab(time.Microsecond)
		r := open(t, Config{}, setupOf(t, lab), lab)
		do(t, r, Step{Units: 200_000})
		settle(t, r)
		if c := infoOf(r).Variants[0].Cost; c != 1e-6 {
			t.Errorf("a unit costs %g s", c)
		}
	})
}

// soon diverges at a unit's end, where its scalars are recorded.
type soon struct{ kinds.Episodes }

func (s *soon) Outputs() []sim.Output {
	list := s.Episodes.Outputs()
	list[1].Read = sim.By(func() float64 {
		if math.Abs(s.X) > 1e4 {
			return math.Inf(1)
		}
		return s.Sum
	})
	return list
}

var soonLab = kinds.Lab("soon", func() sim.Sim { return &soon{kinds.Episodes{Quanta: 10, Gain: 1, Layers: 1}} })

// Whatever is done, and wherever variants diverge meanwhile: one who knows only the
// journal comes to the same digits.
func TestHaltsByChance(t *testing.T) {
	for seed := range uint64(120) {
		rng := rand.New(rand.NewPCG(seed, 5))
		lab := []*sim.Lab{kinds.BatchLab, soonLab}[seed%2]
		s := setupOf(t, lab, map[string]string{"quanta": "3"}, map[string]string{"quanta": "7", "gain": "-2"}, nil)
		r := open(t, Config{CheckpointBytes: int64(rng.IntN(3000))}, s, lab)
		seen, rows := 0, make([][]float64, experiment.MaxVariants)
		for range 40 {
			key := experiment.VariantKey(rng.IntN(len(r.engine.Variants())))
			var c Command = Step{Units: 1 + rng.IntN(12)}
			switch rng.IntN(10) {
			case 0, 1:
				c = Set{Fields: map[string]string{"gain": fmt.Sprint(-4 + rng.IntN(6))}, Variant: key}
			case 2:
				c = Set{Fields: map[string]string{"gain": fmt.Sprint(rng.IntN(3)), "quanta": fmt.Sprint(1 + rng.IntN(9))}, Variant: key}
			case 3:
				c = Back{Units: 1 + rng.IntN(8)}
			case 4:
				c = Undo{}
			case 5:
				if err := r.ask(t.Context(), func() {
					for range 1 + rng.IntN(3) {
						if !r.engine.Resting() && !r.engine.Round(t.Context()) {
							r.seeking.halt()
							return
						}
					}
				}); err != nil {
					t.Fatal(err)
				}
			case 6:
				if c = (Remove{Variant: key}); len(r.engine.Variants()) < 4 {
					c = Add{}
				}
				if rng.IntN(3) > 0 {
					c = Step{}
				}
			}
			r.Do(t.Context(), c) // an undo may find nothing to undo, and a run may rest
			settle(t, r)
			for i := range r.engine.Variants() {
				if r.engine.Diverged(i) != nil {
					seen++
				}
			}
		}
		if seen == 0 && seed < 5 {
			t.Errorf("seed %d: nothing has diverged", seed)
		}
		m := experimentOf(r)
		again, err := registry(t, Config{}, lab).Start(context.Background(), m)
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range r.engine.Variants() {
			rows[i] = slices.Clone(v.Recorded())
		}
		settle(t, again)
		n := 1 // beyond all that only one of them knows of what is to come
		for _, h := range r.engine.Saved().Halts {
			n = max(n, int(h.At.Unit)-int(m.Unit)+2)
		}
		for _, r := range []*Run{r, again} {
			do(t, r, Step{Units: n})
			settle(t, r)
		}
		want := digits(t, r)
		same(t, fmt.Sprint("seed ", seed), digits(t, again), want)
		look, err := headless(t, lab, m, m.Position, nil)
		if _, halted := errors.AsType[*engine.Diverged](err); err != nil && !halted {
			t.Fatal(err)
		}
		for i := range r.engine.Variants() {
			if r.engine.Saved().State.Variants[i].RowSet && !slices.Equal(look.Scalars(i), rows[i]) {
				t.Errorf("seed %d: headless: variant %d records %v, not %v", seed, i, look.Scalars(i), rows[i])
			}
		}
		if t.Failed() {
			t.Fatalf("%+v\n%+v", m, r.engine.Saved().Halts)
		}
	}
}
