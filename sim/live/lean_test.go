package live

import (
	"fmt"
	"math"
	"testing"
	"testing/synctest"
	"time"

	"hebb/sim"
	"hebb/sim/simtest/kinds"
)

// wide shows much: scalars, small outputs and some that are far larger than what a viewer
// who only looks gets in seconds.
type wide struct {
	kinds.Forever
	pictures []float32
}

func (s *wide) Outputs() []sim.Output {
	list := s.Forever.Outputs()
	unit := func() float64 { return float64(s.Unit) }
	list = append(list, sim.RecordedScalar("count", "n", "count", "Units.", sim.By(unit)))
	fill := func(dst []float32) {
		for i := range dst {
			dst[i] = float32(s.Unit%100) + float32(i%7)
		}
	}
	for i, n := range []int{100, 300, 8000, 16_000, 30_000} {
		list = append(list, sim.Output{Name: fmt.Sprint("p", i+1), Label: "p", Kind: sim.Matrix, Shape: []int{10, n / 10}, Pack: sim.I8, Read: sim.Fill(fill)})
	}
	return list
}

func wideLab() *sim.Lab {
	return kinds.Lab("wide", func() sim.Sim { return &wide{Forever: kinds.Forever{Leak: 0.2, Cost: 4 * time.Millisecond}} })
}

// merged puts the parts of frames together as a page does.
func merged(frames []readState) (f readState) {
	have := map[[2]int]readSection{}
	for _, g := range frames {
		if !g.part || g.epoch != f.epoch {
			clear(have)
		}
		for _, s := range g.sections {
			have[[2]int{int(s.variant), int(s.output)}] = s
		}
		f = g
	}
	f.sections = nil
	for _, s := range have {
		f.sections = append(f.sections, s)
	}
	return f
}

// Who only looks gets no more than so many bytes a second of a run whose outputs are large,
// frames and rows at their rates, everything sooner or later, and at rest exactly what the
// run's owner sees; the owner gets everything meanwhile.
func TestWhoOnlyLooks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lab := wideLab()
		r := open(t, Config{}, setupOf(t, lab, nil, map[string]string{"leak": "0.3"}), lab)
		all := []string{"energy", "count", "state", "p*"}
		owner, follower, other := newPage(t, r, "state", "p1"), newPage(t, r, all...), newPage(t, r, all...)
		follower.v.Lean(true)
		other.v.Lean(true)
		both := func(d time.Duration) {
			for end := time.Now().Add(d); time.Now().Before(end); {
				for _, p := range []*page{owner, follower, other} {
					p.readFor(10 * time.Millisecond)
				}
			}
		}
		both(time.Second)
		do(t, r, Play{})
		both(5 * time.Second)
		const span = 30
		bytes, frames, rows, ownerFrames := follower.bytes, len(follower.frames), follower.rows, len(owner.frames)
		both(span * time.Second)
		bytes, frames, rows, ownerFrames = follower.bytes-bytes, len(follower.frames)-frames, follower.rows-rows, len(owner.frames)-ownerFrames
		if rate := bytes / span; rate > 24_000 || rate < LeanRate*3/4 {
			t.Errorf("a follower gets %d bytes a second", rate)
		}
		if n := float64(frames) / span; n < 7 || n > 8.2 {
			t.Errorf("and %g frames", n)
		}
		if n := float64(rows) / span / 2; n < 14 || n > 17 { // of two variants
			t.Errorf("and %g rows", n)
		}
		if n := float64(ownerFrames) / span; n < 20 {
			t.Errorf("the owner gets %g frames a second beside it", n)
		}
		counts := map[int]int{}
		for _, f := range follower.frames[len(follower.frames)-frames:] {
			for _, s := range f.sections {
				if s.variant == 1 {
					counts[int(s.output)]++
				}
			}
		}
		if n := float64(counts[3]) / span; n < 6 {
			t.Errorf("a small output comes %g times a second", n)
		}
		for o := 5; o <= 7; o++ {
			if counts[o] < 2 || counts[o] > 2*span+1 {
				t.Errorf("the large output %d comes %d times in %d s", o, counts[o], span)
			}
		}
		same := 0
		for i := range min(len(follower.messages), len(other.messages)) {
			if a, b := follower.messages[i], other.messages[i]; a == b {
				same++
			}
		}
		if same < frames/2 {
			t.Errorf("two followers share %d of %d frames", same, frames)
		}

		owner.v.See(all)
		do(t, r, Pause{})
		both(3 * time.Second)
		want, got := owner.last(), merged(follower.frames)
		if got.unit != want.unit || got.command != want.command || got.playing || got.part || len(got.sections) != len(want.sections) {
			t.Fatalf("at rest a follower has %g with %d sections, the owner %g with %d", got.unit, len(got.sections), want.unit, len(want.sections))
		}
		for _, s := range want.sections {
			for k, x := range s.values {
				if y := got.get(int(s.variant), int(s.output)); y == nil || y.values[k] != x {
					t.Fatalf("at rest output %d of %d is not the owner's", s.output, s.variant)
				}
			}
		}
		for _, key := range []string{"0 0", "1 0"} {
			h, o := follower.tables[key], owner.tables[key]
			for i := 1; i < h.n; i++ {
				if h.first[i] > h.last[i-1]+1 {
					t.Fatalf("a gap behind unit %g", h.last[i-1])
				}
			}
			if h.first[0] != 1 || h.last[h.n-1] != o.last[o.n-1] {
				t.Errorf("the follower's history goes from %g to %g, the owner's to %g", h.first[0], h.last[h.n-1], o.last[o.n-1])
			}
		}
		n := len(follower.frames)
		both(10 * time.Second)
		if len(follower.frames) != n {
			t.Errorf("at rest %d frames come", len(follower.frames)-n)
		}

		// One who comes now sees all of it, and the others are not bothered.
		late := newPage(t, r, all...)
		late.v.Lean(true)
		late.readFor(2 * time.Second)
		if got := merged(late.frames); len(got.sections) != len(want.sections) || got.unit != want.unit {
			t.Errorf("one who comes late has %d sections of unit %g", len(got.sections), got.unit)
		}
		if h := late.tables["0 0"]; h == nil || h.n > leanPast || h.last[h.n-1] != owner.tables["0 0"].last[owner.tables["0 0"].n-1] {
			t.Error("one who comes late has not the past, or too much of it")
		}
	})
}

// A run that starts again, a change on the way and a driver who gets everything.
func TestWhoOnlyLooksHearsOfChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lab := wideLab()
		r := open(t, Config{}, setupOf(t, lab), lab)
		p := newPage(t, r, "p*", "state")
		p.v.Lean(true)
		p.readFor(time.Second)
		do(t, r, Play{})
		for i := range 400 { // a slider
			do(t, r, Set{Fields: map[string]string{"leak": fmt.Sprint(0.2 + float64(i)/1000)}, Gesture: 1})
			p.readFor(10 * time.Millisecond)
		}
		if n := len(p.fields); n < 10 || n > 40 {
			t.Errorf("of 400 changes in 4 s a follower is told %d times", n)
		}
		p.readFor(time.Second)
		if f := p.fields[len(p.fields)-1].Variants[0].Fields["leak"]; f != "0.599" {
			t.Errorf("the last it hears is %s", f)
		}
		do(t, r, Reset{})
		p.readFor(3 * time.Second)
		last := merged(p.frames)
		if p.epoch != 2 || last.epoch != 2 || last.get(0, 7) == nil {
			t.Errorf("after a start anew it is in epoch %d, with %d sections of %d", p.epoch, len(last.sections), last.epoch)
		}
		p.v.Lean(false)
		n := len(p.frames)
		p.readFor(time.Second)
		if got := len(p.frames) - n; got < 20 || p.last().part {
			t.Errorf("as a driver it gets %d frames a second", got)
		}
	})
}

// One who reads nothing keeps nobody from anything.
func TestDeafFollowers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lab := wideLab()
		r := open(t, Config{}, setupOf(t, lab), lab)
		do(t, r, Play{})
		p := newPage(t, r, "p1", "state")
		p.v.Lean(true)
		p.readFor(10 * time.Second)
		alone := len(p.frames)
		for range 5 {
			v := r.Watch()
			v.Lean(true)
			v.See([]string{"p1", "state"})
			v.From(1, 0)
		}
		p.readFor(10 * time.Second)
		if got := len(p.frames) - alone; float64(got) < 0.97*float64(alone) {
			t.Errorf("%d frames came beside those who read nothing, %d before", got, alone)
		}
	})
}

// What a follower has of scalars is what they are, to 32 bits; none becomes infinite.
func TestPartsRoundScalars(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lab := wideLab()
		r := open(t, Config{}, setupOf(t, lab), lab)
		p := newPage(t, r, "p*")
		p.v.Lean(true)
		do(t, r, Play{})
		p.readFor(5 * time.Second)
		parts := 0
		for _, f := range p.frames {
			if s := f.get(0, 0xffff); f.part {
				if parts++; s.kind != 0 || math.IsInf(s.values[0], 0) || s.values[2] != f.unit {
					t.Fatalf("scalars of a part: %+v", s)
				}
			} else if s.kind != 3 {
				t.Fatalf("scalars of a whole frame are of kind %d", s.kind)
			}
		}
		if parts == 0 {
			t.Error("all frames are whole")
		}
	})
}

// A budget is used up by neither small nor large outputs alone, and never exceeded for long.
func TestBudget(t *testing.T) {
	now := time.Unix(1000, 0)
	b := budget{at: now}
	sum := 0.0
	for range 8000 { // ticks
		now = now.Add(leanPeriod)
		b.earn(now)
		if b.all <= 0 {
			continue
		}
		for _, n := range []int{100, 90_000} {
			if purse := b.half(n); *purse > 0 {
				*purse -= float64(n)
				b.pay(n)
				sum += float64(n)
			}
		}
	}
	if rate := sum / 1000; rate > 1.02*LeanRate || rate < LeanRate/2 {
		t.Errorf("%g bytes a second are spent", rate)
	}
}

// A run at rest whose followers hide, or read nothing, has nothing to do for them; and one that
// looks again sees how it stands.
func TestNobodyLooks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lab := wideLab()
		r := open(t, Config{}, setupOf(t, lab), lab)
		p := newPage(t, r, "p1", "state")
		p.v.Lean(true)
		p.readFor(time.Second)
		do(t, r, Play{})
		p.readFor(time.Second)
		p.v.Hide(true)
		time.Sleep(2 * time.Second)
		do(t, r, Pause{})
		time.Sleep(2 * time.Second)
		idle := make(chan bool)
		r.inbox <- func() { idle <- !r.out.lean.pending() }
		if !<-idle {
			t.Error("at rest something is to be sent, and nobody looks")
		}
		p.v.Hide(false)
		p.readFor(2 * time.Second)
		if got := merged(p.frames); got.unit != float64(unitOf(r)) || got.part || got.get(0, 3) == nil {
			t.Errorf("who looks again sees unit %g of %d", got.unit, unitOf(r))
		}
	})
}
