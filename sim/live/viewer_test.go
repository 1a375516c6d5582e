package live

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"hebb/sim"
	"hebb/sim/simtest/toy"
)

// page is a viewer that does what a page does: it asks for history at a hello,
// keeps it as the contract says and acknowledges frames, unless it is told not to.
type page struct {
	t      testing.TB
	v      *Viewer
	noAck  bool
	hello  helloText
	epoch  uint32
	frames []readState
	times  []time.Time
	status []statusText
	fields []fieldsText
	tables map[string]*readTable
	bye    bool
	flying int
}

func newPage(t testing.TB, r *Run, see ...string) *page {
	p := &page{t: t, v: r.Watch(), tables: map[string]*readTable{}}
	p.v.See(see)
	return p
}

// read takes messages until nothing more comes at this instant.
func (p *page) read() {
	p.t.Helper()
	ctx, stop := context.WithTimeout(p.t.Context(), time.Nanosecond)
	defer stop()
	for p.next(ctx) {
	}
}

// readFor takes messages for some time.
func (p *page) readFor(d time.Duration) {
	p.t.Helper()
	ctx, stop := context.WithTimeout(p.t.Context(), d)
	defer stop()
	for p.next(ctx) {
	}
}

func (p *page) next(ctx context.Context) bool {
	m, err := p.v.Next(ctx)
	if err != nil {
		return false
	}
	if f, ok := readFrame(m); ok {
		p.frames, p.times = append(p.frames, f), append(p.times, time.Now())
		p.finite(f)
		if !p.noAck {
			p.v.Ack(f.seq)
		} else if p.flying++; p.flying > inFlight {
			p.t.Errorf("%d frames are under way to a viewer that acknowledges none", p.flying)
		}
	} else if h, ok := readHello(m); ok {
		p.hello = h
		if h.Epoch != p.epoch {
			p.epoch, p.tables = h.Epoch, map[string]*readTable{}
			p.v.From(h.Epoch, 0)
		}
	} else if h, ok := readHistory(m); ok {
		p.enter(h)
	} else if s, ok := readStatus(m); ok {
		p.status = append(p.status, s)
	} else if f, ok := readFields(m); ok {
		p.fields = append(p.fields, f)
	} else {
		p.bye = true
	}
	return true
}

// enter keeps history: own buckets from the first new one on go.
func (p *page) enter(h readTable) {
	if h.epoch != p.epoch {
		p.t.Errorf("history of epoch %d in epoch %d", h.epoch, p.epoch)
		return
	}
	key := fmt.Sprint(h.variant, " ", h.table)
	t := p.tables[key]
	if t == nil {
		t = &readTable{m: h.m}
		p.tables[key] = t
	}
	keep := 0
	for keep < t.n && t.first[keep] < h.first[0] {
		keep++
	}
	t.first, t.last = append(t.first[:keep], h.first...), append(t.last[:keep], h.last...)
	t.min, t.max = append(t.min[:keep*t.m], h.min...), append(t.max[:keep*t.m], h.max...)
	t.n = len(t.first)
	for _, x := range append(h.min, h.max...) {
		if y := float64(x); math.IsNaN(y) || math.IsInf(y, 0) {
			p.t.Errorf("history holds %g", y)
		}
	}
}

func (p *page) finite(f readState) {
	for _, s := range f.sections {
		for _, x := range s.values {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				p.t.Errorf("a frame holds %g", x)
			}
		}
	}
}

// whole checks that table 0 of a variant has no gap up to a unit and agrees with
// what the run has.
func (p *page) whole(r *Run, variant string, upTo uint64) {
	p.t.Helper()
	i := int(variant[0] - 'a')
	t := p.tables[fmt.Sprint(i, " 0")]
	if t == nil || t.n == 0 {
		p.t.Errorf("variant %s has no history", variant)
		return
	}
	next := 1.0
	for b := range t.n {
		if t.first[b] != next {
			p.t.Fatalf("a gap before unit %g: bucket %d begins at %g", next, b, t.first[b])
		}
		next = t.last[b] + 1
	}
	if next != float64(upTo+1) {
		p.t.Errorf("the history ends at %g, not at %d", next-1, upTo)
	}
	h, err := r.History(variant, 0, 0)
	if err != nil {
		p.t.Fatal(err)
	}
	lo, hi := slices.Min(h.Min), slices.Max(h.Max)
	if l, m := slices.Min(t.min), slices.Max(t.max); l != lo || m != hi {
		p.t.Errorf("the page's extremes are %g and %g, the run's %g and %g", l, m, lo, hi)
	}
}

func (p *page) last() readState {
	p.t.Helper()
	if len(p.frames) == 0 {
		p.t.Fatal("no frame has come")
	}
	return p.frames[len(p.frames)-1]
}

func TestHello(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := setupOf(t, toy.Lab, nil, map[string]string{"eta": "0.5"})
		r := open(t, Config{Build: "b", Kernel: "k", Data: func(sim.Setup) string { return "d" }}, s, toy.Lab)
		p := newPage(t, r)
		synctest.Wait()
		p.read()
		h := p.hello
		if h.Run != r.ID() || h.Lab != "toy" || h.View != "neuron" || h.Epoch != 1 || h.Seed != 7 || h.Build != "b" || h.Kernel != "k" || h.Data != "d" || h.Unit.Many != "samples" {
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
		do(t, r, Command{Set: map[string]string{"eta": "0.02"}, Gesture: 5})
		do(t, r, Command{Set: map[string]string{"eta": "0.03"}, Gesture: 5})
		do(t, r, Command{Do: Act, Name: "lesion", Args: map[string]string{"which": "2"}, Variant: "b"})
		do(t, r, Command{Do: Probe, Name: "angle", Every: 20})
		do(t, r, Command{Do: Label, Variant: "b", Name: "bold"})
		synctest.Wait()
		p.read()
		var texts []string
		for _, m := range p.hello.Markers {
			texts = append(texts, m.Variant+":"+m.Text)
		}
		if got := fmt.Sprint(texts); got != "[:eta 0.01 → 0.03 b:lesion which 2 :probe angle every 20]" {
			t.Errorf("markers: %s", got)
		}
		if p.hello.Variants[1].Label != "bold" || p.hello.Probes[0].Every != 20 {
			t.Errorf("hello after the label: %+v", p.hello)
		}
	})
}

// A command shows at once, whatever the beat of frames, and with its number.
func TestCommandShowsAtOnce(t *testing.T) {
	for name, start := range map[string]Command{"paused": {Do: Pause}, "slow": {Do: Speed, Speed: 0.5}, "paced": {Do: Speed, Speed: 100}, "full": {Do: Speed}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				lab := slowLab(time.Millisecond)
				r := open(t, Config{}, setupOf(t, lab), lab)
				p := newPage(t, r, "state")
				do(t, r, start)
				if start.Do == Speed {
					do(t, r, Command{Do: Play})
				}
				p.readFor(time.Second)
				for i := range 20 {
					p.readFor(time.Duration(7*i) * time.Millisecond) // anywhere within the beat
					sent := time.Now()
					n := do(t, r, Command{Set: map[string]string{"leak": fmt.Sprint(0.1 + float64(i)/50)}})
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
		lab := slowLab(time.Millisecond)
		r := open(t, Config{}, setupOf(t, lab), lab)
		p := newPage(t, r)
		for _, c := range []struct{ speed, rate float64 }{{100, 100}, {20, 20}, {2, 2}, {0, 1000}, {5000, 1000}} {
			do(t, r, Command{Do: Speed, Speed: c.speed})
			do(t, r, Command{Do: Play})
			p.readFor(1500 * time.Millisecond)
			from, n := r.Info().Unit, len(p.frames)
			p.readFor(4 * time.Second)
			if rate := float64(r.Info().Unit-from) / 4; math.Abs(rate-c.rate) > c.rate/50+0.3 {
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
		do(t, r, Command{Do: Speed, Speed: 100})
		p.readFor(time.Second)
		from := r.Info().Unit
		p.readFor(time.Second)
		if n := r.Info().Unit - from; n > 103 {
			t.Errorf("%d units in the second after being late, at speed 100", n)
		}
		p.whole(r, "a", uint64(p.last().unit))
	})
}

// Within a long unit the rounds are spread over its time.
func TestPaceWithinAUnit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := open(t, Config{}, setupOf(t, longLab), longLab)
		p := newPage(t, r)
		do(t, r, Command{Do: Speed, Speed: 1})
		do(t, r, Command{Do: Play})
		p.readFor(3 * time.Second)
		n := len(p.frames)
		p.readFor(2 * time.Second)
		if n := len(p.frames) - n; n < 55 {
			t.Errorf("%d frames in 2 s of episodes of 1 s", n)
		}
		if a, b := p.frames[n], p.frames[n+10]; (b.unit-a.unit)*250+float64(b.round)-float64(a.round) < 70 {
			t.Errorf("from %g:%d to %g:%d in a third of a second", a.unit, a.round, b.unit, b.round)
		}
	})
}

// A slow viewer loses frames, never history; it slows nobody.
func TestSlowViewers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lab := slowLab(time.Millisecond)
		r := open(t, Config{}, setupOf(t, lab, nil, map[string]string{"leak": "0.4"}), lab)
		good, slow, stalled, mute := newPage(t, r, "state"), newPage(t, r, "state"), newPage(t, r, "*", "state"), newPage(t, r, "state")
		mute.noAck = true
		mute.readFor(time.Millisecond)
		do(t, r, Command{Do: Play})
		for range 5 {
			good.readFor(2 * time.Second)
			slow.read()
			slow.readFor(50 * time.Millisecond)
			mute.read()
		}
		muted := mute.tables["0 0"].last[mute.tables["0 0"].n-1]
		do(t, r, Command{Do: Pause})
		synctest.Wait()
		for _, p := range []*page{good, slow, stalled} {
			p.readFor(time.Second)
			unit := r.Info().Unit
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
		if muted > 1000 {
			t.Errorf("history up to %g went to a viewer that acknowledges nothing", muted)
		}
		mute.noAck = false
		mute.v.Ack(mute.last().seq)
		mute.readFor(time.Second)
		mute.whole(r, "a", r.Info().Unit)
	})
}

func TestHiddenViewer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lab := slowLab(time.Millisecond)
		snaps := 0
		old := lab.Views[0].New
		lab.Views[0].New = func() sim.Sim { return &countSnaps{old(), &snaps} }
		r := open(t, Config{}, setupOf(t, lab), lab)
		p := newPage(t, r, "state")
		p.readFor(time.Second)
		do(t, r, Command{Do: Play})
		p.readFor(time.Second)
		n, s := len(p.frames), snaps
		if s == 0 {
			t.Error("nothing was copied for a viewer that looks")
		}
		p.v.Hide(true)
		do(t, r, Command{Set: map[string]string{"leak": "0.5"}})
		p.readFor(3 * time.Second)
		if len(p.frames) != n || len(p.fields) > 1 || snaps != s {
			t.Errorf("a hidden viewer got %d frames, and the sim was copied %d times", len(p.frames)-n, snaps-s)
		}
		p.v.Hide(false)
		p.readFor(time.Second)
		do(t, r, Command{Do: Pause})
		p.readFor(time.Second)
		p.whole(r, "a", r.Info().Unit)
		if f := p.fields[len(p.fields)-1]; f.Variants[0].Fields["leak"] != "0.5" || f.Playing {
			t.Errorf("fields after hiding: %+v", f)
		}
	})
}

type countSnaps struct {
	sim.Sim
	n *int
}

func (c *countSnaps) Snapshot(f *sim.Frame) { *c.n++; c.Sim.Snapshot(f) }

// Frames hold what their viewers see, and one encoding serves all.
func TestSee(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := open(t, Config{}, setupOf(t, toy.Lab, nil, nil), toy.Lab)
		stepTo(t, r, 60)
		p := newPage(t, r, "w", "spread", "nothing")
		p.readFor(time.Second)
		f := p.last()
		if f.get(1, 2) == nil || f.get(0, 7) == nil || f.get(0, 3) != nil || f.get(0, 0xFFFF).cols != 8 || len(f.sections) != 6 {
			t.Errorf("sections: %+v", f.sections)
		}
		i := r.Info()
		if got := f.get(0, 0xFFFF).values; got[0] != i.Variants[0].Scalars["norm"] || got[6] != i.Variants[0].Scalars["angle"] || got[6] == 0 {
			t.Errorf("scalars %v, not %v", got, i.Variants[0].Scalars)
		}
		q := newPage(t, r, "ww", "path")
		p.readFor(time.Second)
		q.readFor(time.Second)
		if f := q.last(); f.get(0, 3) == nil || f.get(0, 2) == nil || f.get(0, 5).rows != 8 {
			t.Errorf("the union is missing: %+v", f.sections)
		}
		do(t, r, Command{Set: map[string]string{"eta": "0.02"}})
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

// A page that comes back says what it has, and gets the rest without a gap.
func TestReconnect(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lab := slowLab(time.Millisecond)
		r := open(t, Config{}, setupOf(t, lab), lab)
		p := newPage(t, r)
		do(t, r, Command{Do: Play})
		p.readFor(time.Second)
		p.v.Close()
		have := p.tables["0 0"]
		unit := uint64(have.last[have.n-1])
		time.Sleep(time.Second)
		p.v = r.Watch()
		p.v.From(p.epoch, unit)
		p.noAck = false
		p.readFor(time.Second)
		do(t, r, Command{Do: Pause})
		p.readFor(time.Second)
		p.whole(r, "a", r.Info().Unit)
		if u := r.Info().Unit; u < 2900 || u > maxBuckets {
			t.Errorf("%d units", u)
		}
		// Only what was missing has come.
		q := r.Watch()
		end := r.Info().Unit
		q.From(p.epoch, end-10)
		var got readTable
		for range 3 {
			m, err := q.Next(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if h, ok := readHistory(m); ok {
				got = h
			}
		}
		if got.n == 0 || got.n > 12 || got.last[got.n-1] != float64(end) {
			t.Errorf("%d buckets came for the last ten units", got.n)
		}
		// Of an epoch that is over it gets nothing until it has asked anew.
		old := r.Watch()
		old.From(p.epoch-1, 10)
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		for {
			m, err := old.Next(ctx)
			if err != nil {
				break
			}
			if _, ok := readHistory(m); ok {
				t.Error("history came for another epoch")
			}
		}
	})
}

// A new epoch begins with a hello, and no history of the old one comes after it.
func TestEpochs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := open(t, Config{}, setupOf(t, toy.Lab), toy.Lab)
		p := newPage(t, r, "w")
		stepTo(t, r, 200)
		p.readFor(time.Second)
		p.whole(r, "a", 200)
		for _, c := range []Command{{Do: Seek, Unit: 120}, {Set: map[string]string{"eta": "0.02"}}, {Do: StepOn, N: 100}, {Do: Undo}, {Do: Add}, {Do: StepOn, N: 30},
			{Do: Remove, Variant: "a"}, {Set: map[string]string{"n": "9"}}, {Do: StepOn, N: 20}, {Do: Reseed}, {Do: StepOn, N: 10}} {
			do(t, r, c)
			p.readFor(time.Second)
			i := r.Info()
			if p.hello.Epoch != i.Epoch || p.last().epoch != i.Epoch || p.last().unit != float64(i.Unit) {
				t.Errorf("%+v: hello %d, frame %d, run %d", c, p.hello.Epoch, p.last().epoch, i.Epoch)
			}
			if i.Unit > 0 && c.Do != Seek {
				p.whole(r, "a", i.Unit)
			}
			if link := r.Info().Link; p.hello.Link != link && p.fields[len(p.fields)-1].Link != link {
				t.Errorf("%+v: the link is %s", c, link)
			}
		}
		if n := p.hello.Variants[0].Outputs[2].Shape[0]; n != 9 {
			t.Errorf("hello tells of %d weights after the restart", n)
		}
	})
}

// A curve may be thinned, but keeps its extremes and has no gap, for a page that
// was there all the time and for one that comes late.
func TestThinning(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lab := slowLab(100 * time.Microsecond)
		r := open(t, Config{}, setupOf(t, lab), lab)
		p := newPage(t, r)
		do(t, r, Command{Do: Play})
		p.readFor(2 * time.Second)
		do(t, r, Command{Do: Pause})
		p.readFor(time.Second)
		late := newPage(t, r)
		late.readFor(time.Second)
		unit := r.Info().Unit
		if unit < 3*maxBuckets {
			t.Fatalf("only %d units", unit)
		}
		p.whole(r, "a", unit)
		late.whole(r, "a", unit)
		if n := late.tables["0 0"].n; n > maxBuckets {
			t.Errorf("%d buckets", n)
		}
		want := digits(t, r)
		for _, u := range []uint64{unit - 1, unit / 2, 3, unit} {
			stepTo(t, r, u)
		}
		same(t, "after going back through thinned history", digits(t, r), want)
		for _, at := range []uint64{9001, 9000, 8990, 8989} {
			stepTo(t, r, at)
			do(t, r, Command{Set: map[string]string{"leak": fmt.Sprint(1 / float64(at%7+2))}})
			p.readFor(time.Second)
			p.whole(r, "a", at)
			stepTo(t, r, at+499)
			p.readFor(time.Second)
			p.whole(r, "a", at+499)
			bucketsHold(t, r, slowLab(0))
		}
	})
}

// bucketsHold compares every bucket of what variant A has recorded and measured
// with what a headless run of the same journal gives.
func bucketsHold(t *testing.T, r *Run, lab *sim.Lab) {
	t.Helper()
	m := r.Moment()
	var tables [2]*table
	r.ask(t.Context(), func() {
		for i := range min(2, len(r.history[0])) {
			tables[i] = r.history[0][i].clone()
		}
	})
	b := [2]int{}
	var lo, hi [2]float32
	m.Setup.Lab = lab.Name
	_, err := Relive(lab, m, nil, func(l *Look) bool {
		for n, h := range tables {
			if h == nil {
				continue
			}
			var x float64
			if n == 0 {
				x = l.Scalars(0)[0]
			} else if s := l.t.variants[0].shown[0]; s != nil && s.unit == l.Unit {
				x, _ = l.Value("a", h.Names[0])
			} else {
				continue
			}
			i, w := b[n], len(h.Names)
			if n == 1 && h.First[i] == 0 && l.Unit == 1 { // unit 0 has passed unseen
				lo[1], hi[1] = h.Min[0], h.Max[0]
				if h.Last[0] == 0 {
					b[1]++
					i++
				}
			}
			if l.Unit < h.First[i] {
				t.Fatalf("table %d: unit %d is missing before %d", n, l.Unit, h.First[i])
			}
			y := float32(x)
			if l.Unit == h.First[i] {
				lo[n], hi[n] = y, y
			}
			lo[n], hi[n] = min(lo[n], y), max(hi[n], y)
			if l.Unit == h.Last[i] {
				if h.Min[i*w] != lo[n] || h.Max[i*w] != hi[n] {
					t.Fatalf("table %d, bucket of %d to %d: %g to %g, not %g to %g", n, h.First[i], h.Last[i], h.Min[i*w], h.Max[i*w], lo[n], hi[n])
				}
				b[n]++
			}
		}
		return true
	})
	for n, h := range tables {
		if h != nil && b[n] != len(h.First) {
			t.Errorf("table %d: %d of %d buckets were compared", n, b[n], len(h.First))
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}

// The same for what a probe measures every unit.
func TestThinningOfMeasurements(t *testing.T) {
	s := setupOf(t, toy.Lab, map[string]string{"quanta": "1"})
	s.Probes["angle"] = 1
	r := open(t, Config{}, s, toy.Lab)
	stepTo(t, r, 2*maxBuckets+100)
	for i, at := range []uint64{5001, 5000, 3003} {
		stepTo(t, r, at)
		do(t, r, Command{Set: map[string]string{"eta": fmt.Sprint(0.02 + float64(i)/100)}})
		stepTo(t, r, at+77)
		bucketsHold(t, r, toy.Lab)
	}
}

// What a viewer has not fetched when a new epoch begins is of no use any more.
func TestEpochsPassUnread(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := open(t, Config{}, setupOf(t, toy.Lab), toy.Lab)
		p := newPage(t, r, "w")
		p.readFor(time.Second)
		stepTo(t, r, 100)
		do(t, r, Command{Set: map[string]string{"eta": "0.02"}})
		time.Sleep(time.Second)
		stepTo(t, r, 200)
		do(t, r, Command{Set: map[string]string{"eta": "0.03"}})
		time.Sleep(time.Second)
		do(t, r, Command{Do: Seek, Unit: 150})
		n := do(t, r, Command{Set: map[string]string{"eta": "0.04"}})
		time.Sleep(time.Second)
		p.readFor(time.Second) // complains of history of the old epoch
		for _, f := range p.fields {
			if f.Command < n {
				t.Errorf("fields of command %d came after the hello of command %d", f.Command, n)
			}
		}
		for _, f := range p.frames {
			if f.epoch != p.epoch && f.command >= n {
				t.Errorf("a frame of epoch %d", f.epoch)
			}
		}
		p.whole(r, "a", 150)
		var texts []string
		for _, m := range p.hello.Markers {
			texts = append(texts, fmt.Sprint(m.Unit, " ", m.Text))
		}
		if got := fmt.Sprint(texts); got != "[100 eta 0.01 → 0.02 150 eta 0.02 → 0.04]" {
			t.Errorf("markers: %s", got)
		}
	})
}

// Fields that wait for the end of the unit are told of when they act.
func TestFieldsTellWhatIsInForce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := open(t, Config{}, setupOf(t, toy.Lab), toy.Lab)
		p := newPage(t, r)
		p.readFor(time.Second)
		if err := r.ask(t.Context(), func() { r.advance() }); err != nil {
			t.Fatal(err)
		}
		do(t, r, Command{Set: map[string]string{"noise": "0.5", "eta": "0.02"}})
		p.readFor(time.Second)
		if f := p.fields[len(p.fields)-1].Variants[0].Fields; f["noise"] != "0" || f["eta"] != "0.02" {
			t.Errorf("within the unit: noise %s, eta %s", f["noise"], f["eta"])
		}
		n := len(p.fields)
		do(t, r, Command{Do: Speed, Speed: 10})
		do(t, r, Command{Do: Play})
		p.readFor(time.Second)
		last := p.fields[len(p.fields)-1]
		if f := last.Variants[0].Fields; f["noise"] != "0.5" || len(p.fields) < n+2 || !last.Playing || last.Speed != 10 {
			t.Errorf("after the unit: %+v", last)
		}
	})
}
