package live

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/live/disk"
	"hebb/sim/simtest/kinds"
	"hebb/sim/simtest/toy"
)

// A run that nobody watches pauses, goes on when somebody comes, and ends later;
// what it has done stays.
func TestNobodyWatches(t *testing.T) {
	for _, dir := range []bool{false, true} {
		t.Run(fmt.Sprint("on disk ", dir), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := Config{}
				if dir {
					c.Store = disk.New(t.TempDir())
				}
				lab := kinds.SlowLab(time.Millisecond)
				r := open(t, c, setupOf(t, lab), lab)
				p := newPage(t, r)
				do(t, r, Play{})
				p.readFor(10 * time.Second)
				do(t, r, Set{Fields: map[string]string{"leak": "0.4"}})
				p.v.Close()
				time.Sleep(20 * time.Second)
				at := unitOf(r)
				if at < 14900 || at > 15100 {
					t.Errorf("5 s after the last look it stands at %d", at)
				}
				p.v = r.Watch()
				p.v.From(p.epoch, 0)
				p.readFor(time.Second)
				if i := infoOf(r); i.Unit < at+900 || !i.Playing {
					t.Errorf("somebody has come: %+v", i)
				}
				p.whole(r, "a", uint64(p.tables["0 0"].last[p.tables["0 0"].n-1]))
				p.v.Close()
				time.Sleep(11 * time.Minute)
				synctest.Wait()
				want := infoOf(r) // of its end
				if n := len(r.runs.List()); n != 0 {
					t.Fatalf("%d runs are open", n)
				}
				if _, err := r.Do(t.Context(), Play{}); err != ErrEnded {
					t.Errorf("a command after the end: %v", err)
				}
				if m := experimentOf(r); len(m.Journal) != 1 || m.Unit != want.Unit {
					t.Errorf("the moment of the end: %+v", m)
				}
				again, err := r.runs.Get(context.Background(), r.ID())
				if err != nil {
					t.Fatal(err)
				}
				settle(t, again)
				if i := infoOf(again); i.Unit != want.Unit || i.Journal != 1 || i.Epoch != want.Epoch+1 || i.Variants[0].Scalars["energy"] != want.Variants[0].Scalars["energy"] {
					t.Errorf("revived: %+v, not %+v", i, want)
				}
			})
		})
	}
}

// unitOf looks at where a run stands without counting as interest in it.
func unitOf(r *Run) uint64 {
	got := make(chan uint64, 1)
	r.inbox <- func() { got <- r.engine.Unit() }
	return <-got
}

// A new run takes the place of one that nobody watches any more, the longest first.
func TestPlaceOfTheIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rs := registry(t, Config{MaxRuns: 3}, kinds.ForeverLab)
		start := func() *Run {
			r, err := rs.Start(context.Background(), experiment.Experiment{Setup: setupOf(t, kinds.ForeverLab)})
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		watched := newPage(t, start())
		first := start()
		stepTo(t, first, 12)
		time.Sleep(time.Second)
		second := start()
		if _, err := rs.Start(context.Background(), experiment.Experiment{Setup: setupOf(t, kinds.ForeverLab)}); !errors.Is(err, ErrFull) {
			t.Errorf("while all are fresh: %v", err)
		}
		time.Sleep(10 * time.Second)
		third := start()
		if open := rs.List(); len(open) != 3 || !first.hasEnded() || second.hasEnded() || watched.v.run.hasEnded() || third.hasEnded() {
			t.Errorf("%d runs are open", len(open))
		}
		again, err := rs.Get(context.Background(), first.ID()) // takes the second's place
		if err != nil {
			t.Fatal(err)
		}
		settle(t, again)
		if i := infoOf(again); i.Unit != 12 || !second.hasEnded() {
			t.Errorf("the first again: %+v", i)
		}
	})
}

// Checkpoints go to the disk while the run plays, so that a crash costs little.
func TestCheckpointsWhilePlaying(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		lab := kinds.SlowLab(time.Millisecond)
		r := open(t, Config{Store: disk.New(dir)}, setupOf(t, lab), lab)
		p := newPage(t, r)
		do(t, r, Play{})
		p.readFor(25 * time.Second)
		c, err := checkpointOnDisk(dir, r)
		if err != nil || c.State.At.Unit < 19000 || c.State.At.Unit > 25000 {
			t.Errorf("after 25 s: %v, at %v", err, c.State.At)
		}
		r.inbox <- func() {
			if n := r.engine.Saves(); n < 50 {
				t.Errorf("%d checkpoints are in memory", n)
			}
		}
		if i := infoOf(r); i.Rate < 990 {
			t.Errorf("checkpoints cost too much: %g units per second", i.Rate)
		}
	})
}

// A checkpoint on disk lacks no measurement of the units that it covers.
func TestCheckpointsWaitForMeasurements(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		most, now := 0, 0
		lab := kinds.Lab("slowprobe", func() sim.Sim { return &slowProbe{kinds.Forever{Leak: 0.2, Cost: time.Millisecond}, &most, &mu, &now} })
		dir := t.TempDir()
		r := open(t, Config{Store: disk.New(dir)}, setupOf(t, lab), lab)
		p := newPage(t, r)
		do(t, r, Play{})
		p.readFor(25 * time.Second)
		c, err := checkpointOnDisk(dir, r)
		if err != nil {
			t.Fatal(err)
		}
		if at, last := c.State.At.Unit, c.History[0][1].Last; at < 500 || last[len(last)-1] != at/100*100 {
			t.Errorf("at unit %d the newest measurement is of %d", at, last[len(last)-1])
		}
		if i := infoOf(r); i.Unit < 2000 {
			t.Errorf("after 25 s: unit %d", i.Unit)
		}
	})
}

// hiccup is slow while its test says so.
type hiccup struct {
	kinds.Forever
	slow *atomic.Bool
}

func (h *hiccup) Step() sim.Step {
	if h.slow.Load() {
		time.Sleep(100 * time.Millisecond)
	}
	return h.Forever.Step()
}

// A run that has been held up goes on at its pace: nothing is made up for.
func TestLateMeansSlower(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var slow atomic.Bool
		lab := kinds.Lab("hiccup", func() sim.Sim { return &hiccup{kinds.Forever{Leak: 0.2}, &slow} })
		r := open(t, Config{}, setupOf(t, lab), lab)
		p := newPage(t, r)
		do(t, r, Speed{Speed: 100})
		do(t, r, Play{})
		p.readFor(time.Second)
		slow.Store(true)
		p.readFor(3 * time.Second)
		slow.Store(false)
		from := infoOf(r).Unit
		p.readFor(time.Second)
		if n := infoOf(r).Unit - from; n < 90 || n > 120 {
			t.Errorf("%d units in the second after a delay, at speed 100", n)
		}
	})
}

// Two runs that want all they can get share one place.
func TestFairness(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		quick, long := kinds.SlowLab(time.Millisecond), kinds.SlowBatchLab
		rs := registry(t, Config{Slots: 1}, quick, long)
		var runs []*Run
		for _, lab := range []*sim.Lab{quick, long, quick} {
			r, err := rs.Start(context.Background(), experiment.Experiment{Setup: setupOf(t, lab)})
			if err != nil {
				t.Fatal(err)
			}
			p := newPage(t, r)
			go watchAll(t.Context(), p.v)
			do(t, r, Play{})
			runs = append(runs, r)
		}
		time.Sleep(9 * time.Second)
		for i, want := range []float64{3000, 60, 3000} {
			if got := float64(infoOf(runs[i]).Unit); got < want*0.85 || got > want*1.15 {
				t.Errorf("run %d has made %g units, not about %g", i, got, want)
			}
		}
		// Commands need no place.
		sent := time.Now()
		do(t, runs[0], Pause{})
		if d := time.Since(sent); d > 6*time.Millisecond {
			t.Errorf("a command took %v", d)
		}
	})
}

// slowProbe takes a second to measure.
type slowProbe struct {
	kinds.Forever
	most *int
	mu   *sync.Mutex
	now  *int
}

func (s *slowProbe) Outputs() []sim.Output {
	return append(s.Forever.Outputs(), sim.Output{Name: "m", Label: "m", Kind: sim.Scalar, From: sim.Probed, Probe: "p", Read: sim.Of(func(m *slowMeasure) float64 { return m.unit })})
}

func (s *slowProbe) Probes() []sim.Probe { return []sim.Probe{{Name: "p", Every: 100, On: true}} }

func (s *slowProbe) Capture(int, sim.Measurement) sim.Measurement {
	s.mu.Lock()
	*s.now++
	*s.most = max(*s.most, *s.now)
	s.mu.Unlock()
	return &slowMeasure{s, float64(s.Unit)}
}

type slowMeasure struct {
	s    *slowProbe
	unit float64
}

func (m *slowMeasure) Measure(ctx context.Context) error {
	select {
	case <-time.After(time.Second):
	case <-ctx.Done():
	}
	m.s.mu.Lock()
	*m.s.now--
	m.s.mu.Unlock()
	return ctx.Err()
}

// Measurements go on beside the run, which waits when two are under way; each
// enters the history at its unit.
func TestSlowProbe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		most, now := 0, 0
		lab := kinds.Lab("slowprobe", func() sim.Sim { return &slowProbe{kinds.Forever{Leak: 0.2, Cost: time.Millisecond}, &most, &mu, &now} })
		r := open(t, Config{}, setupOf(t, lab), lab)
		p := newPage(t, r)
		do(t, r, Play{})
		p.readFor(10 * time.Second)
		if i := infoOf(r); i.Unit < 900 || i.Unit > 1200 {
			t.Errorf("in 10 s: unit %d", i.Unit)
		}
		sent := time.Now()
		do(t, r, Pause{}) // while the run waits
		if d := time.Since(sent); d > 2*time.Millisecond {
			t.Errorf("a command took %v", d)
		}
		settle(t, r)
		p.readFor(time.Second)
		h := p.tables["0 1"]
		for i := range h.n {
			if h.first[i] != float64(100*i) || float64(h.min[i]) != h.first[i] {
				t.Fatalf("measurement %d: %+v", i, h)
			}
		}
		if unit := infoOf(r).Unit; uint64(h.n) != unit/100+1 {
			t.Errorf("%d measurements at unit %d", h.n, unit)
		}
		mu.Lock()
		if most > 2 {
			t.Errorf("%d measurements at a time", most)
		}
		mu.Unlock()
		// What is shown is the newest at or before the position, after a seek too.
		for _, u := range []uint64{450, 449, 400, 399, 250} {
			do(t, r, Seek{Unit: u})
			settle(t, r)
			if m := infoOf(r).Variants[0].Scalars["m"]; m != float64(u/100*100) {
				t.Errorf("at unit %d the measurement of %g is shown", u, m)
			}
		}
		// A restart does not wait for what is of no use any more.
		do(t, r, Seek{Unit: 1500})
		p.readFor(700 * time.Millisecond) // two are under way
		sent = time.Now()
		do(t, r, Reset{})
		for len(infoOf(r).Variants[0].Scalars) == 0 && time.Since(sent) < time.Minute {
			p.readFor(10 * time.Millisecond)
		}
		if d := time.Since(sent); d > 2100*time.Millisecond {
			t.Errorf("the first measurement after a restart came after %v", d)
		}
		do(t, r, Step{Units: 350})
		settle(t, r)
		p.readFor(time.Second)
		if h := p.tables["0 1"]; h.n != 4 || h.max[3] != 300 {
			t.Errorf("after a restart: %+v", h)
		}
		// What is cut off while it is measured does not come back; what is not, does.
		do(t, r, Step{Units: 200}) // to 550
		p.readFor(300 * time.Millisecond)
		do(t, r, Seek{Unit: 450})
		sent = time.Now()
		do(t, r, Set{Fields: map[string]string{"leak": "0.5"}})
		if d := time.Since(sent); d > 20*time.Millisecond {
			t.Errorf("a command after going back took %v", d)
		}
		settle(t, r)
		p.readFor(time.Second)
		if h := p.tables["0 1"]; h.n != 5 || h.last[4] != 400 {
			t.Errorf("after a cut: %+v", h)
		}
		// A copy has all of A's measurements.
		do(t, r, Step{Units: 60})
		p.readFor(100 * time.Millisecond)
		do(t, r, Add{})
		settle(t, r)
		p.readFor(time.Second)
		if h := p.tables["1 1"]; h == nil || h.n != 6 || h.last[5] != 500 {
			t.Errorf("the copy: %+v", h)
		}
	})
}

func TestClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rs := registry(t, Config{Store: disk.New(t.TempDir())}, toy.Lab)
		r, err := rs.Start(context.Background(), experiment.Experiment{Setup: setupOf(t, toy.Lab)})
		if err != nil {
			t.Fatal(err)
		}
		p := newPage(t, r)
		hidden := newPage(t, r)
		hidden.v.Hide(true)
		p.readFor(time.Second)
		if err := rs.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		p.read()
		hidden.read()
		if !p.bye || !hidden.bye {
			t.Error("a viewer has had no goodbye")
		}
		if _, err := p.v.Next(t.Context()); err != ErrEnded {
			t.Errorf("after the goodbye: %v", err)
		}
		if _, err := rs.Start(context.Background(), experiment.Experiment{Setup: setupOf(t, toy.Lab)}); err != ErrClosed {
			t.Errorf("start: %v", err)
		}
		if _, err := rs.Get(context.Background(), r.ID()); err != ErrClosed {
			t.Errorf("get: %v", err)
		}
		if err := rs.Close(t.Context()); err != nil {
			t.Errorf("close again: %v", err)
		}
	})
}

// Everything at once, for the race detector: nothing may block, crash or be left
// behind, and the run is the one that its journal tells of.
func TestStorm(t *testing.T) {
	rs := registry(t, Config{Store: disk.New(t.TempDir()), CheckpointBytes: 50 << 10, Slots: 1}, toy.Lab, kinds.BatchLab)
	setup := setupOf(t, toy.Lab, nil, map[string]string{"quanta": "5"})
	r, err := rs.Start(context.Background(), experiment.Experiment{Setup: setup})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 700*time.Millisecond)
	defer stop()
	var all sync.WaitGroup
	busy := func(n int, f func(rng *rand.Rand)) {
		for i := range n {
			all.Go(func() {
				for rng := rand.New(rand.NewPCG(uint64(i), 1)); ctx.Err() == nil; {
					f(rng)
				}
			})
		}
	}
	commands := []Command{Play{}, Pause{}, Step{Units: 5}, Back{}, Back{Units: 30}, Seek{Unit: 200}, Replay{}, Reset{}, Reseed{}, Defaults{},
		Undo{}, Act{Name: "lesion", Args: map[string]string{"which": "1"}}, Probe{Name: "angle", Every: 7}, Speed{}, Speed{Speed: 2000}, Add{}, Remove{Variant: "b"},
		Label{Variant: "a", Label: "x"}, Set{Fields: map[string]string{"eta": "0.02"}}, Set{Fields: map[string]string{"eta": "0.01", "quanta": "4"}, Variant: "b"}, Set{Fields: map[string]string{"n": "9"}},
		Set{Fields: map[string]string{"rule": "hebb", "eta": "2"}}, Set{Fields: map[string]string{"eta": "-1"}}}
	busy(3, func(rng *rand.Rand) {
		c := commands[rng.IntN(len(commands))]
		switch s := c.(type) { // as several people's drags
		case Set:
			s.Gesture = rng.Uint64N(3)
			c = s
		case Act:
			s.Gesture = rng.Uint64N(3)
			c = s
		}
		if _, err := r.Do(ctx, c); errors.Is(err, ErrEnded) {
			t.Error("the run has ended")
		}
	})
	busy(4, func(rng *rand.Rand) {
		v := r.Watch()
		defer v.Close()
		v.See([]string{"w", "ww", "angle", "spread"}[rng.IntN(4):])
		for range rng.IntN(50) {
			m, err := v.Next(ctx)
			if err != nil {
				return
			}
			if f, ok := readFrame(m); ok && rng.IntN(3) > 0 {
				v.Ack(f.seq)
			} else if h, ok := readHello(m); ok {
				v.From(h.Epoch, rng.Uint64N(100))
			}
			if rng.IntN(10) == 0 {
				v.Hide(rng.IntN(2) == 0)
			}
		}
	})
	busy(1, func(rng *rand.Rand) {
		infoOf(r)
		experimentOf(r)
		r.Link(context.Background())
		r.History(context.Background(), "a", rng.IntN(2), rng.Uint64N(100))
		r.Query(ctx, "a", "weight", map[string]string{"which": "1"})
	})
	busy(1, func(rng *rand.Rand) { // other runs come and go
		other, err := rs.Start(context.Background(), experiment.Experiment{Setup: setupOf(t, kinds.BatchLab)})
		if err != nil {
			t.Error(err)
			return
		}
		other.Do(ctx, Play{})
		other.Close(context.Background(), "", false)
		if rng.IntN(2) == 0 {
			if again, err := rs.Get(context.Background(), other.ID()); err != nil {
				t.Error(err)
			} else {
				again.Close(context.Background(), "", false)
			}
		}
		rs.List()
	})
	all.Wait()
	do(t, r, Pause{})
	settle(t, r)
	// A variant may just have halted here, which only who tries the step knows.
	if _, err := r.Do(t.Context(), Step{Units: 1}); err == nil {
		settle(t, r)
	}
	m, want := experimentOf(r), digits(t, r)
	again, err := registry(t, Config{}, toy.Lab).Start(context.Background(), m)
	if err != nil {
		t.Fatal(err)
	}
	settle(t, again)
	if infoOf(r).Status == "diverged" {
		// No variant got beyond this position, and nothing has tried to in the other run.
		do(t, again, Step{Units: 1})
		settle(t, again)
	}
	if i := infoOf(again); i.Position() == m.Position {
		same(t, "relived after the storm", state(t, again), want[len(want)-len(state(t, r)):])
	} else {
		t.Errorf("relived to %v, not %v", i.Position(), m.Position)
	}
}
