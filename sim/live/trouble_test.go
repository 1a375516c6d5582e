package live

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hebb/sim"
	"hebb/sim/engine"
	"hebb/sim/experiment"
	"hebb/sim/simtest/kinds"
	"hebb/sim/simtest/toy"
)

func TestDivergence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := setupOf(t, toy.Lab, map[string]string{"quanta": "5"})
		r := open(t, Config{}, s, toy.Lab)
		p := newPage(t, r, "w", "ww", "path", "spread")
		stepTo(t, r, 70)
		good := state(t, r)
		do(t, r, Set{Fields: map[string]string{"rule": "hebb", "eta": "1"}, Variant: "a"})
		do(t, r, Speed{Speed: 1000})
		do(t, r, Play{})
		p.readFor(5 * time.Second)
		i := infoOf(r)
		if i.Status != "diverged" || i.Playing || i.Unit >= 1000 || i.Variants[0].Status != "diverged" {
			t.Fatalf("%s, playing %v, at %v", i.Status, i.Playing, i.Position())
		}
		if len(p.status) != 1 {
			t.Fatalf("%d statuses: %+v", len(p.status), p.status)
		}
		st := p.status[0]
		if st.Status != "diverged" || st.Variant != "a" || st.Unit != i.Unit+1 || st.What != "norm of the weights" || !strings.Contains(st.Size, "e+") ||
			!strings.Contains(st.Text, "diverged at sample ") || !strings.Contains(st.Text, "norm of the weights of variant a") {
			t.Errorf("status: %+v", st)
		}
		f := p.last()
		if f.status != 2 || f.playing || f.unit != float64(i.Unit) || f.get(0, 2) == nil {
			t.Errorf("the last frame: %+v", f)
		}
		p.whole(r, "a", i.Unit)
		if fs := p.fields[len(p.fields)-1]; fs.Playing {
			t.Error("fields say that it still plays")
		}
		// One who comes later is told as well.
		q := newPage(t, r, "w")
		q.readFor(time.Second)
		if len(q.status) != 1 || q.status[0] != st || q.last().get(0, 2) == nil {
			t.Errorf("the late viewer has %+v", q.status)
		}

		at := state(t, r)
		do(t, r, Play{}) // it diverges again, at the same place
		p.readFor(time.Second)
		same(t, "after the second divergence", state(t, r), at)
		if n := len(p.status); n < 2 || p.status[n-1] != st {
			t.Errorf("%+v", p.status)
		}

		do(t, r, Undo{})
		p.readFor(time.Second)
		same(t, "after undo", state(t, r), good)
		if n := len(p.status); p.status[n-1].Status != "running" || p.last().status != 0 {
			t.Errorf("status after undo: %+v", p.status[n-1])
		}
		do(t, r, Step{Units: 1000})
		p.readFor(time.Second)
		if i := infoOf(r); i.Unit != 1070 || i.Status != "running" {
			t.Errorf("after undo it reaches %v, %s", i.Position(), i.Status)
		}
		p.whole(r, "a", 1070)
	})
}

// A change mends a diverged run where it stands: before the round that diverged.
func TestMendingDivergence(t *testing.T) {
	r := open(t, Config{CheckpointBytes: 1}, setupOf(t, kinds.BatchLab), kinds.BatchLab)
	stepTo(t, r, 10)
	do(t, r, Set{Fields: map[string]string{"gain": "-9.7"}, Variant: "a"})
	do(t, r, Step{Units: 1000})
	settle(t, r)
	i := infoOf(r)
	if i.Status != "diverged" || i.Round == 0 {
		t.Fatalf("%+v", i)
	}
	do(t, r, Set{Fields: map[string]string{"gain": "1"}})
	if i := infoOf(r); i.Status != "running" {
		t.Errorf("after the change: %s", i.Status)
	}
	stepTo(t, r, 200)
	want := digits(t, r)
	stepTo(t, r, 0)
	stepTo(t, r, 200)
	same(t, "replayed through the mended place", digits(t, r), want)
	do(t, r, Set{Fields: map[string]string{"gain": "-9.7"}, Variant: "a"})
	do(t, r, Step{Units: 1000})
	settle(t, r)
	do(t, r, Reset{})
	if i := infoOf(r); i.Status != "running" || i.Unit != 0 {
		t.Errorf("after reset: %+v", i)
	}
}

// leaky sends numbers that are not finite where it pleases.
type leaky struct {
	kinds.Forever
	record, snapshot, measure int // from this unit on
}

func (l *leaky) Outputs() []sim.Output {
	list := l.Forever.Outputs()
	list[0].Read = sim.By(func() float64 {
		if l.Unit >= uint64(l.record) {
			return math.Inf(1)
		}
		return l.Rates[0]
	})
	list[1].Read = sim.Fill(func(dst []float32) {
		for i, x := range l.Rates {
			dst[i] = float32(x)
		}
		if l.Unit >= uint64(l.snapshot) {
			dst[3] = float32(math.NaN())
		}
	})
	return append(list, sim.Output{Name: "m", Label: "m", Kind: sim.Scalar, From: sim.Probed, Probe: "p", Read: sim.Of(func(m nan) float64 { return m.x })},
		sim.Output{Name: "snap", Label: "snap", Kind: sim.Scalar, Read: sim.By(func() float64 {
			if l.Unit >= uint64(l.snapshot) {
				return math.NaN()
			}
			return 0
		})})
}

func (l *leaky) Probes() []sim.Probe {
	return []sim.Probe{{Name: "p", Title: "p", Every: 10, On: true}}
}

type nan struct{ x float64 }

func (nan) Measure(context.Context) error { return nil }

func (l *leaky) Capture(int, sim.Measurement) sim.Measurement {
	if l.Unit >= uint64(l.measure) {
		return nan{math.NaN()}
	}
	return nan{1}
}

func TestNothingButNumbers(t *testing.T) {
	const never = 1 << 30
	leakyLab := func(record, snapshot, measure int) *sim.Lab {
		return kinds.Lab("leaky", func() sim.Sim { return &leaky{kinds.Forever{Leak: 0.2}, record, snapshot, measure} })
	}
	t.Run("record", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			lab := leakyLab(50, never, never)
			r := open(t, Config{}, setupOf(t, lab), lab)
			p := newPage(t, r, "state")
			do(t, r, Step{Units: 100})
			p.readFor(time.Second)
			if i := infoOf(r); i.Status != "diverged" || i.Unit != 49 || !strings.Contains(i.Text, "energy of variant a reached +Inf") {
				t.Errorf("%+v", i)
			}
			p.whole(r, "a", 49)
			_, err := headless(t, lab, experiment.Experiment{Setup: setupOf(t, lab)}, experiment.Position{Unit: 100}, nil)
			if d, ok := errors.AsType[*engine.Diverged](err); !ok || d.Unit != 50 || d.Variant != "a" {
				t.Errorf("headless: %v", err)
			}
		})
	})
	t.Run("snapshot", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			lab := leakyLab(never, 50, never)
			r := open(t, Config{}, setupOf(t, lab), lab)
			p := newPage(t, r, "state", "snap")
			do(t, r, Step{Units: 40})
			p.readFor(time.Second)
			if p.last().get(0, 1) == nil {
				t.Error("the state is missing")
			}
			do(t, r, Step{Units: 40})
			p.readFor(time.Second)
			if infoOf(r).Unit != 80 || p.last().get(0, 1) != nil {
				t.Error("an output that is not finite was sent, or has stopped the run")
			}
		})
	})
	t.Run("measure", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			lab := leakyLab(never, never, 50)
			reports := 0
			r := open(t, Config{Report: func(_ string, err error) { reports++ }}, setupOf(t, lab), lab)
			p := newPage(t, r)
			do(t, r, Step{Units: 100})
			p.readFor(time.Second)
			h := p.tables["0 1"]
			if h == nil || h.n != 5 || h.last[4] != 40 || infoOf(r).Unit != 100 {
				t.Errorf("measured: %+v", h)
			}
			if reports == 0 {
				t.Error("nothing was reported")
			}
		})
	})
}

// A sim that panics ends its run, and no other.
func TestPanic(t *testing.T) {
	bad := kinds.Lab("bad", func() sim.Sim { return &panics{kinds.Forever{Leak: 0.2}} })
	reported := make(chan string, 1)
	rs := registry(t, Config{Report: func(id string, err error) { reported <- err.Error() }}, bad, kinds.ForeverLab)
	r, err := rs.Start(context.Background(), experiment.Experiment{Setup: setupOf(t, bad)})
	if err != nil {
		t.Fatal(err)
	}
	other, err := rs.Start(context.Background(), experiment.Experiment{Setup: setupOf(t, kinds.ForeverLab)})
	if err != nil {
		t.Fatal(err)
	}
	v := r.Watch()
	do(t, r, Play{})
	for {
		m, err := v.Next(t.Context())
		if err == ErrEnded {
			t.Fatal("no goodbye")
		}
		if !m.Binary && strings.Contains(string(m.Data), `"bye"`) {
			break
		}
	}
	if text := <-reported; !strings.Contains(text, "a broken sim") {
		t.Errorf("reported: %s", text)
	}
	if _, err := r.Do(t.Context(), Play{}); err != ErrEnded {
		t.Errorf("a command to it: %v", err)
	}
	stepTo(t, other, 10)
}

type panics struct{ kinds.Forever }

func (p *panics) Step() sim.Step {
	if p.Unit == 20 {
		panic("a broken sim")
	}
	return p.Forever.Step()
}

func TestRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := open(t, Config{}, setupOf(t, kinds.RestLab, nil, map[string]string{"quanta": "3", "gain": "0.5"}), kinds.RestLab)
		p := newPage(t, r)
		do(t, r, Play{})
		p.readFor(time.Second)
		i := infoOf(r)
		if i.Status != "converged" || i.Playing || p.last().status != 1 || p.last().playing {
			t.Fatalf("%+v", i)
		}
		if n := len(p.status); n != 2 || p.status[0].Status != "converged" || p.status[0].Variant == p.status[1].Variant || p.status[1].Text == "" {
			t.Errorf("%+v", p.status)
		}
		p.whole(r, "a", i.Unit)
		p.whole(r, "b", i.Unit)
		for _, c := range []Command{Play{}, Step{}} {
			if _, err := r.Do(t.Context(), c); err == nil || !strings.Contains(err.Error(), "come to rest at unit") {
				t.Errorf("%T at rest: %v", c, err)
			}
		}
		do(t, r, Set{Fields: map[string]string{"gain": "-1"}, Variant: "b"}) // which pushes it away
		x := infoOf(r).Variants[1].Scalars["x"]
		do(t, r, Step{})
		p.readFor(time.Second)
		if y := infoOf(r).Variants[1].Scalars["x"]; y == x {
			t.Error("what has been pushed does not move at once")
		}
		do(t, r, Step{Units: 29})
		p.readFor(time.Second)
		if j := infoOf(r); j.Unit != i.Unit+30 || j.Variants[0].Status != "converged" || j.Variants[1].Status != "running" {
			t.Errorf("after a push: %+v", j)
		}
		do(t, r, Back{Units: 10})
		p.readFor(time.Second)
		if j := infoOf(r); j.Unit != i.Unit+20 || j.Variants[0].Status != "converged" {
			t.Errorf("after going back: %+v", j)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		r := open(t, Config{}, setupOf(t, kinds.DoneLab), kinds.DoneLab)
		do(t, r, Step{Units: 100})
		settle(t, r)
		if i := infoOf(r); i.Status != "done" || i.Unit != 40 || !strings.Contains(i.Text, "is done at unit 40") {
			t.Errorf("%+v", i)
		}
	})
}
