package live

import (
	"fmt"
	"math"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"hebb/sim"
	"hebb/sim/simtest/kinds"
	"hebb/sim/simtest/toy"
)

func TestHello(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := setupOf(t, toy.Lab, nil, map[string]string{"eta": "0.5"})
		r := open(t, Config{Build: "b", Kernel: "k"}, s, toy.Lab)
		p := newPage(t, r)
		synctest.Wait()
		p.read()
		h := p.hello
		if h.Run != r.ID() || h.Lab != "toy" || h.View != "neuron" || h.Epoch != 1 || h.Seed != 7 || h.Build != "b" || h.Kernel != "k" || h.Unit.Many != "samples" {
			t.Errorf("hello: %+v", h)
		}
		if h.Link != "?b.eta=0.5" || len(h.Variants) != 2 || h.Variants[1].Fields["eta"] != "0.5" || h.Variants[0].Key != "a" {
			t.Errorf("variants: %s %+v", h.Link, h.Variants)
		}
		o := h.Variants[0].Outputs[6]
		if o.Name != "angle" || o.From != "probed" || o.Probe != "angle" || o.Range != [2]float64{0, 90} || o.Shape == nil {
			t.Errorf("output: %+v", o)
		}
		if got := fmt.Sprint(h.Tables, h.Probes); got != "[[[norm y] [angle]] [[norm y] [angle]]] [{angle Angle to the first axis 50}]" {
			t.Errorf("tables and probes: %s", got)
		}
		do(t, r, Set{Fields: map[string]string{"eta": "0.02"}, Gesture: 5})
		do(t, r, Set{Fields: map[string]string{"eta": "0.03"}, Gesture: 5})
		do(t, r, Act{Name: "lesion", Args: map[string]string{"which": "2"}, Variant: "b"})
		do(t, r, Probe{Name: "angle", Every: 20})
		do(t, r, Set{Fields: map[string]string{"eta": "0.04"}, Gesture: 6}) // what a hand sets to act is one with the act
		do(t, r, Act{Name: "lesion", Args: map[string]string{"which": "1"}, Gesture: 6})
		do(t, r, Label{Variant: "b", Label: "bold"})
		synctest.Wait()
		p.read()
		var texts []string
		for _, m := range p.hello.Markers {
			texts = append(texts, m.Variant+":"+m.Text)
		}
		if got := fmt.Sprint(texts); got != "[:rate 0.01 → 0.03 b:Cut a weight which 2 :probe angle every 20 :Cut a weight which 1]" {
			t.Errorf("markers: %s", got)
		}
		if last := p.hello.Markers[len(p.hello.Markers)-1]; last.Set["eta"] != "0.04" {
			t.Errorf("the act's marker has lost what was set: %v", last.Set)
		}
		if p.hello.Variants[1].Label != "bold" || p.hello.Probes[0].Every != 20 {
			t.Errorf("hello after the label: %+v", p.hello)
		}
	})
}

// A command shows at once, whatever the beat of frames, and with its number.
func TestCommandShowsAtOnce(t *testing.T) {
	for name, start := range map[string]Command{"paused": Pause{}, "slow": Speed{Speed: 0.5}, "paced": Speed{Speed: 100}, "full": Speed{}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				lab := kinds.SlowLab(time.Millisecond)
				r := open(t, Config{}, setupOf(t, lab), lab)
				p := newPage(t, r, "state")
				do(t, r, start)
				if _, speeds := start.(Speed); speeds {
					do(t, r, Play{})
				}
				p.readFor(time.Second)
				for i := range 20 {
					p.readFor(time.Duration(7*i) * time.Millisecond) // anywhere within the beat
					sent := time.Now()
					n := do(t, r, Set{Fields: map[string]string{"leak": fmt.Sprint(0.1 + float64(i)/50)}})
					for p.last().command < n {
						p.readFor(time.Millisecond)
						if time.Since(sent) > 3*time.Millisecond {
							t.Fatalf("command %d shows only after %v", n, time.Since(sent))
						}
					}
				}
				if f := p.fields[len(p.fields)-1]; f.Variants[0].Fields["leak"] != "0.48" || f.Command != p.last().command {
					t.Errorf("fields: %+v", f)
				}
			})
		})
	}
}

func TestBeatAndRates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lab := kinds.SlowLab(time.Millisecond)
		r := open(t, Config{}, setupOf(t, lab), lab)
		p := newPage(t, r)
		for _, c := range []struct{ speed, rate float64 }{{100, 100}, {20, 20}, {2, 2}, {0, 1000}, {5000, 1000}} {
			do(t, r, Speed{Speed: c.speed})
			do(t, r, Play{})
			p.readFor(1500 * time.Millisecond)
			from, n := infoOf(r).Unit, len(p.frames)
			p.readFor(4 * time.Second)
			if rate := float64(infoOf(r).Unit-from) / 4; math.Abs(rate-c.rate) > c.rate/50+0.3 {
				t.Errorf("at speed %g the run makes %g units per second", c.speed, rate)
			}
			if fps := float64(len(p.frames)-n) / 4; fps > 30.5 || fps < min(29, c.rate-1) {
				t.Errorf("at speed %g it shows %g frames per second", c.speed, fps)
			}
			if f := p.last(); c.rate > 10 && (math.Abs(float64(f.rate)-c.rate) > c.rate/10 || math.Abs(float64(f.fps)-min(30, c.rate)) > 3) {
				t.Errorf("at speed %g frames tell of %g units and %g frames per second", c.speed, f.rate, f.fps)
			}
		}
		// Nothing is made up for: a run that was too slow does not race afterwards.
		do(t, r, Speed{Speed: 100})
		p.readFor(time.Second)
		from := infoOf(r).Unit
		p.readFor(time.Second)
		if n := infoOf(r).Unit - from; n > 103 {
			t.Errorf("%d units in the second after being late, at speed 100", n)
		}
		p.whole(r, "a", uint64(p.last().unit))
	})
}

// Within a long unit the rounds are spread over its time.
func TestPaceWithinAUnit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := open(t, Config{}, setupOf(t, kinds.LongLab), kinds.LongLab)
		p := newPage(t, r)
		do(t, r, Speed{Speed: 1})
		do(t, r, Play{})
		p.readFor(3 * time.Second)
		n := len(p.frames)
		p.readFor(2 * time.Second)
		if n := len(p.frames) - n; n < 55 {
			t.Errorf("%d frames in 2 s of kinds.Episodes of 1 s", n)
		}
		if a, b := p.frames[n], p.frames[n+10]; (b.unit-a.unit)*250+float64(b.round)-float64(a.round) < 70 {
			t.Errorf("from %g:%d to %g:%d in a third of a second", a.unit, a.round, b.unit, b.round)
		}
	})
}

// A slow viewer loses frames, never history; it slows nobody.
func TestSlowViewers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lab := kinds.SlowLab(time.Millisecond)
		r := open(t, Config{}, setupOf(t, lab, nil, map[string]string{"leak": "0.4"}), lab)
		good, slow, stalled, mute := newPage(t, r, "state"), newPage(t, r, "state"), newPage(t, r, "*", "state"), newPage(t, r, "state")
		mute.noAck = true
		mute.readFor(time.Millisecond)
		do(t, r, Play{})
		for range 5 {
			good.readFor(2 * time.Second)
			slow.read()
			slow.readFor(50 * time.Millisecond)
			mute.read()
		}
		muted := mute.tables["0 0"].last[mute.tables["0 0"].n-1]
		do(t, r, Pause{})
		synctest.Wait()
		for _, p := range []*page{good, slow, stalled} {
			p.readFor(time.Second)
			unit := infoOf(r).Unit
			p.whole(r, "a", unit)
			p.whole(r, "b", unit)
			if p.last().unit != float64(unit) {
				t.Errorf("the newest frame is of unit %g, not %d", p.last().unit, unit)
			}
		}
		if n := len(good.frames); n < 290 {
			t.Errorf("the good viewer has %d frames of 10 s", n)
		}
		if n := len(slow.frames); n > 60 || n < 10 {
			t.Errorf("the slow viewer has %d frames", n)
		}
		if n := len(stalled.frames); n > 2 {
			t.Errorf("the stalled viewer has %d frames", n)
		}
		// The one that acknowledges nothing goes on where it was once it does.
		if n := len(mute.frames); n != inFlight {
			t.Errorf("%d frames went to a viewer that acknowledges none", n)
		}
		// It got its last frame when it was looked at for the first time; of history it may have
		// what was there just before, and no more.
		if last := mute.last().unit; muted > last || 2*last > float64(infoOf(r).Unit) {
			t.Errorf("history up to %g, and a frame of unit %g, went to a viewer that acknowledges nothing", muted, last)
		}
		mute.noAck = false
		mute.v.Ack(mute.last().seq)
		mute.readFor(time.Second)
		mute.whole(r, "a", infoOf(r).Unit)
	})
}

func TestHiddenViewer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lab := kinds.SlowLab(time.Millisecond)
		var snaps atomic.Int64
		old := lab.Views[0].New
		lab.Views[0].New = func() sim.Sim { return &countSnaps{old(), &snaps} }
		r := open(t, Config{}, setupOf(t, lab), lab)
		p := newPage(t, r, "state")
		p.readFor(time.Second)
		do(t, r, Play{})
		p.readFor(time.Second)
		n, s := len(p.frames), snaps.Load()
		if s == 0 {
			t.Error("nothing was copied for a viewer that looks")
		}
		p.v.Hide(true)
		do(t, r, Set{Fields: map[string]string{"leak": "0.5"}})
		p.readFor(3 * time.Second)
		if len(p.frames) != n || len(p.fields) > 1 || snaps.Load() != s {
			t.Errorf("a hidden viewer got %d frames, and the sim was copied %d times", len(p.frames)-n, snaps.Load()-s)
		}
		p.v.Hide(false)
		p.readFor(time.Second)
		do(t, r, Pause{})
		p.readFor(time.Second)
		p.whole(r, "a", infoOf(r).Unit)
		if f := p.fields[len(p.fields)-1]; f.Variants[0].Fields["leak"] != "0.5" || f.Playing {
			t.Errorf("fields after hiding: %+v", f)
		}
	})
}

type countSnaps struct {
	sim.Sim
	n *atomic.Int64
}

func (c *countSnaps) Outputs() []sim.Output {
	list := c.Sim.Outputs()
	count := sim.Once(func() { c.n.Add(1) })
	for i := range list {
		if list[i].From == sim.Snapped {
			list[i].After = count
		}
	}
	return list
}

// Frames hold what their viewers see, and one encoding serves all.
func TestSee(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := open(t, Config{}, setupOf(t, toy.Lab, nil, nil), toy.Lab)
		stepTo(t, r, 60)
		p := newPage(t, r, "w", "spread", "nothing")
		p.readFor(time.Second)
		f := p.last()
		if f.get(1, 2) == nil || f.get(0, 7) == nil || f.get(0, 3) != nil || f.get(0, 0xFFFF).cols != 8 || len(f.sections) != 7 { // costs, and three of each variant
			t.Errorf("sections: %+v", f.sections)
		}
		i := infoOf(r)
		if got := f.get(0, 0xFFFF).values; got[0] != i.Variants[0].Scalars["norm"] || got[6] != i.Variants[0].Scalars["angle"] || got[6] == 0 {
			t.Errorf("scalars %v, not %v", got, i.Variants[0].Scalars)
		}
		q := newPage(t, r, "ww", "path")
		p.readFor(time.Second)
		q.readFor(time.Second)
		if f := q.last(); f.get(0, 3) == nil || f.get(0, 2) == nil || f.get(0, 5).rows != 8 {
			t.Errorf("the union is missing: %+v", f.sections)
		}
		do(t, r, Set{Fields: map[string]string{"eta": "0.02"}})
		synctest.Wait()
		a, b := frameOf(t, p.v), frameOf(t, q.v)
		if a != b {
			t.Error("two viewers got two encodings")
		}
		q.v.Close()
		p.readFor(time.Second)
		if f := p.last(); f.get(0, 3) != nil {
			t.Error("what nobody sees any more still comes")
		}
		if _, err := q.v.Next(t.Context()); err != ErrEnded {
			t.Errorf("a closed viewer: %v", err)
		}
	})
}

func frameOf(t *testing.T, v *Viewer) *Message {
	for {
		m, err := v.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := readFrame(m); ok {
			return m
		}
	}
}

func TestSeries(t *testing.T) {
	for _, c := range []struct {
		see, output string
		want        bool
	}{{"y", "y", true}, {"y", "y1", false}, {"y*", "y1", true}, {"y*", "y12", true}, {"y*", "y", false}, {"y*", "yes", false}, {"y*", "y1b", false}, {"*", "7", true}, {"*", "loss", false}} {
		if got := sees([]string{"other", c.see}, c.output); got != c.want {
			t.Errorf("%s sees %s: %v", c.see, c.output, got)
		}
	}
}
