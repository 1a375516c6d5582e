package live

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"hebb/sim"
	"hebb/sim/engine/history"
	"hebb/sim/simtest/kinds"
	"hebb/sim/simtest/toy"
)

// A page that comes back says what it has, and gets the rest without a gap.
func TestReconnect(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lab := kinds.SlowLab(time.Millisecond)
		r := open(t, Config{}, setupOf(t, lab), lab)
		p := newPage(t, r)
		do(t, r, Play{})
		p.readFor(time.Second)
		p.v.Close()
		have := p.tables["0 0"]
		unit := uint64(have.last[have.n-1])
		time.Sleep(time.Second)
		p.v = r.Watch()
		p.v.From(p.epoch, unit)
		p.noAck = false
		p.readFor(time.Second)
		do(t, r, Pause{})
		p.readFor(time.Second)
		p.whole(r, "a", infoOf(r).Unit)
		if u := infoOf(r).Unit; u < 2900 || u > history.MaxBuckets {
			t.Errorf("%d units", u)
		}
		// Only what was missing has come.
		q := r.Watch()
		end := infoOf(r).Unit
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
		for _, c := range []Command{Seek{Unit: 120}, Set{Fields: map[string]string{"eta": "0.02"}}, Step{Units: 100}, Undo{}, Add{}, Step{Units: 30},
			Remove{Variant: "a"}, Set{Fields: map[string]string{"n": "9"}}, Step{Units: 20}, Reseed{}, Step{Units: 10}} {
			do(t, r, c)
			p.readFor(time.Second)
			i := infoOf(r)
			if p.hello.Epoch != i.Epoch || p.last().epoch != i.Epoch || p.last().unit != float64(i.Unit) {
				t.Errorf("%+v: hello %d, frame %d, run %d", c, p.hello.Epoch, p.last().epoch, i.Epoch)
			}
			if _, seeks := c.(Seek); i.Unit > 0 && !seeks {
				p.whole(r, "a", i.Unit)
			}
			if link := infoOf(r).Link; p.hello.Link != link && p.fields[len(p.fields)-1].Link != link {
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
		lab := kinds.SlowLab(100 * time.Microsecond)
		r := open(t, Config{}, setupOf(t, lab), lab)
		p := newPage(t, r)
		do(t, r, Play{})
		p.readFor(2 * time.Second)
		do(t, r, Pause{})
		p.readFor(time.Second)
		late := newPage(t, r)
		late.readFor(time.Second)
		unit := infoOf(r).Unit
		if unit < 3*history.MaxBuckets {
			t.Fatalf("only %d units", unit)
		}
		p.whole(r, "a", unit)
		late.whole(r, "a", unit)
		if n := late.tables["0 0"].n; n > history.MaxBuckets {
			t.Errorf("%d buckets", n)
		}
		want := digits(t, r)
		for _, u := range []uint64{unit - 1, unit / 2, 3, unit} {
			stepTo(t, r, u)
		}
		same(t, "after going back through thinned history", digits(t, r), want)
		for _, at := range []uint64{9001, 9000, 8990, 8989} {
			stepTo(t, r, at)
			do(t, r, Set{Fields: map[string]string{"leak": fmt.Sprint(1 / float64(at%7+2))}})
			p.readFor(time.Second)
			p.whole(r, "a", at)
			stepTo(t, r, at+499)
			p.readFor(time.Second)
			p.whole(r, "a", at+499)
			bucketsHold(t, r, kinds.SlowLab(0))
		}
	})
}

// bucketsHold compares every bucket of what variant A has recorded and measured
// with what a headless run of the same journal gives.
func bucketsHold(t *testing.T, r *Run, lab *sim.Lab) {
	t.Helper()
	m := experimentOf(r)
	var tables [2]*history.Table
	r.ask(t.Context(), func() {
		for i := range min(2, len(r.engine.History()[0])) {
			tables[i] = r.engine.History()[0][i].Clone()
		}
	})
	b := [2]int{}
	var lo, hi [2]float32
	m.Setup.Lab = lab.Name
	_, err := headless(t, lab, m, m.Position, func(l look) bool {
		for n, h := range tables {
			if h == nil {
				continue
			}
			var x float64
			if n == 0 {
				x = l.Scalars(0)[0]
			} else {
				v := l.engine.Variants()[0]
				o := slices.IndexFunc(v.Outputs(), func(o sim.Output) bool { return o.Name == h.Names[0] })
				if at, ok := v.Measured(o); !ok || at != l.Unit() {
					continue
				}
				x, _ = v.Scalar(o)
			}
			i, w := b[n], len(h.Names)
			if n == 1 && h.First[i] == 0 && l.Unit() == 1 { // unit 0 has passed unseen
				lo[1], hi[1] = h.Min[0], h.Max[0]
				if h.Last[0] == 0 {
					b[1]++
					i++
				}
			}
			if l.Unit() < h.First[i] {
				t.Fatalf("table %d: unit %d is missing before %d", n, l.Unit(), h.First[i])
			}
			y := float32(x)
			if l.Unit() == h.First[i] {
				lo[n], hi[n] = y, y
			}
			lo[n], hi[n] = min(lo[n], y), max(hi[n], y)
			if l.Unit() == h.Last[i] {
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
	stepTo(t, r, 2*history.MaxBuckets+100)
	for i, at := range []uint64{5001, 5000, 3003} {
		stepTo(t, r, at)
		do(t, r, Set{Fields: map[string]string{"eta": fmt.Sprint(0.02 + float64(i)/100)}})
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
		do(t, r, Set{Fields: map[string]string{"eta": "0.02"}})
		time.Sleep(time.Second)
		stepTo(t, r, 200)
		do(t, r, Set{Fields: map[string]string{"eta": "0.03"}})
		time.Sleep(time.Second)
		do(t, r, Seek{Unit: 150})
		n := do(t, r, Set{Fields: map[string]string{"eta": "0.04"}})
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
		if got := fmt.Sprint(texts); got != "[100 rate 0.01 → 0.02 150 rate 0.02 → 0.04]" {
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
		if err := r.ask(t.Context(), func() { r.engine.Round(t.Context()) }); err != nil {
			t.Fatal(err)
		}
		do(t, r, Set{Fields: map[string]string{"noise": "0.5", "eta": "0.02"}})
		p.readFor(time.Second)
		if f := p.fields[len(p.fields)-1].Variants[0].Fields; f["noise"] != "0" || f["eta"] != "0.02" {
			t.Errorf("within the unit: noise %s, eta %s", f["noise"], f["eta"])
		}
		n := len(p.fields)
		do(t, r, Speed{Speed: 10})
		do(t, r, Play{})
		p.readFor(time.Second)
		last := p.fields[len(p.fields)-1]
		if f := last.Variants[0].Fields; f["noise"] != "0.5" || len(p.fields) < n+2 || !last.Playing || last.Speed != 10 {
			t.Errorf("after the unit: %+v", last)
		}
	})
}
