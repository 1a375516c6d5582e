package live

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"
	"testing"

	"hebb/sim"
	"hebb/sim/engine"
	"hebb/sim/experiment"
	"hebb/sim/simtest/kinds"
	"hebb/sim/simtest/toy"
)

// open starts a registry and a run on it, to be closed with the test.
func open(t testing.TB, c Config, s experiment.Setup, lab *sim.Lab) *Run {
	t.Helper()
	rs := registry(t, c, lab)
	r, err := rs.Start(context.Background(), experiment.Experiment{Setup: s})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func registry(t testing.TB, c Config, labs ...*sim.Lab) *Runs {
	c.Labs = labs
	if c.Report == nil {
		c.Report = func(id string, err error) { t.Errorf("run %s: %v", id, err) }
	}
	rs := NewRuns(c)
	rs.dense = 13
	t.Cleanup(func() { rs.Close(context.Background()) })
	return rs
}

func do(t testing.TB, r *Run, c Command) uint32 {
	t.Helper()
	n, err := r.Do(t.Context(), c)
	if err != nil {
		t.Fatalf("%+v: %v", c, err)
	}
	return n
}

func settle(t testing.TB, r *Run) {
	t.Helper()
	if err := r.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func stepTo(t testing.TB, r *Run, unit uint64) {
	t.Helper()
	do(t, r, Seek{Unit: unit})
	settle(t, r)
	if at := infoOf(r).Position(); at != (experiment.Position{Unit: unit}) {
		t.Fatalf("the run stands at %v, not at unit %d", at, unit)
	}
}

// digits is everything that must be the same in two runs that claim to be one: the
// sims' states, their fields, and what was recorded and measured.
func digits(t testing.TB, r *Run) string {
	t.Helper()
	var out bytes.Buffer
	if err := r.ask(t.Context(), func() {
		fmt.Fprintln(&out, r.engine.Position(), r.engine.Journal())
		saved := r.engine.Saved()
		for i := range r.engine.Variants() {
			s, st := saved.State.Variants[i], saved.State.Variants[i].Standing
			fmt.Fprintf(&out, "%s %v %v %x %v %v", experiment.VariantKey(i), s.Values, s.Later, s.State, s.Status, s.Finished)
			fmt.Fprint(&out, " ", st.Unit, st.Begun, st.Last, st.Away, st.Since, r.engine.Diverged(i))
			for _, x := range s.Row {
				fmt.Fprintf(&out, " %x", math.Float64bits(x))
			}
			fmt.Fprintln(&out)
			for _, h := range r.engine.History()[i] {
				n := h.Find(r.engine.Unit() + 1)
				fmt.Fprintln(&out, h.Names, h.First[:n], h.Last[:n], h.Min[:n*len(h.Names)], h.Max[:n*len(h.Names)])
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func same(t testing.TB, what, got, want string) {
	t.Helper()
	if got == want {
		return
	}
	i := 0
	for i < len(got) && i < len(want) && got[i] == want[i] {
		i++
	}
	from := max(0, i-100)
	t.Errorf("%s: other digits from byte %d on:\n got …%.300s\nwant …%.300s", what, i, got[from:], want[from:])
}

// script is a run with changes of fields, an action and a probe on its way.
type script struct {
	lab   *sim.Lab
	setup experiment.Setup
	units uint64
	do    map[uint64]Command // before the unit after this one
	mid   map[uint64]Command // while that unit is in hand
}

// play returns the run, which meddle may replace.
func (s script) play(t testing.TB, r *Run, meddle func(r *Run, unit uint64) *Run) *Run {
	t.Helper()
	var stops []uint64
	for u := range s.do {
		stops = append(stops, u)
	}
	for u := range s.mid {
		stops = append(stops, u)
	}
	slices.Sort(stops)
	for _, u := range append(slices.Compact(stops), s.units) {
		stepTo(t, r, u)
		if meddle != nil {
			r = meddle(r, u)
		}
		if c, ok := s.do[u]; ok {
			do(t, r, c)
		}
		if c, ok := s.mid[u]; ok {
			if err := r.ask(t.Context(), func() { r.engine.Round(t.Context()) }); err != nil {
				t.Fatal(err)
			}
			do(t, r, c)
		}
	}
	return r
}

func scripts(t testing.TB) map[string]script {
	unequal := setupOf(t.(*testing.T), toy.Lab, nil, map[string]string{"quanta": "7", "theta": "0.5"}, map[string]string{"quanta": "1"})
	return map[string]script{
		"toy": {toy.Lab, unequal, 2000,
			map[uint64]Command{500: Set{Fields: map[string]string{"eta": "0.02", "noise": "0.1"}}, 1200: Set{Fields: map[string]string{"quanta": "4"}, Variant: "b"},
				900: Act{Name: "lesion", Args: map[string]string{"which": "2"}}, 700: Probe{Name: "angle", Every: 30}},
			map[uint64]Command{1300: Set{Fields: map[string]string{"theta": "0.8", "noise": "0.3"}, Variant: "a"}}},
		"forever": {kinds.ForeverLab, setupOf(t.(*testing.T), kinds.ForeverLab, nil, map[string]string{"leak": "0.7"}), 2000,
			map[uint64]Command{500: Set{Fields: map[string]string{"leak": "0.3"}}, 1200: Set{Fields: map[string]string{"leak": "0.31"}, Variant: "b"}, 900: Act{Name: "kick", Args: map[string]string{"by": "2"}}}, nil},
		"batch": {kinds.BatchLab, setupOf(t.(*testing.T), kinds.BatchLab, nil, map[string]string{"quanta": "3"}), 2000,
			map[uint64]Command{500: Set{Fields: map[string]string{"gain": "3"}}, 1200: Set{Fields: map[string]string{"quanta": "12"}}},
			map[uint64]Command{900: Set{Fields: map[string]string{"gain": "-0.5", "quanta": "5"}, Variant: "b"}, 910: Set{Fields: map[string]string{"gain": "1"}}}},
		"episode": {kinds.LongLab, setupOf(t.(*testing.T), kinds.LongLab, nil, map[string]string{"quanta": "100"}), 200,
			map[uint64]Command{50: Set{Fields: map[string]string{"gain": "0.2"}}}, map[uint64]Command{90: Set{Fields: map[string]string{"quanta": "40"}}}},
		"rest": {kinds.RestLab, setupOf(t.(*testing.T), kinds.RestLab, nil, map[string]string{"rest": "0"}), 600,
			map[uint64]Command{300: Set{Fields: map[string]string{"gain": "2"}, Variant: "a"}, 400: Set{Fields: map[string]string{"gain": "-0.1"}}}, nil},
		// Variants diverge within a unit, are mended between units and within one, and
		// diverge again.
		"halts": {kinds.BatchLab, setupOf(t.(*testing.T), kinds.BatchLab, nil, map[string]string{"quanta": "4"}, map[string]string{"quanta": "13"}), 700,
			map[uint64]Command{50: Set{Fields: map[string]string{"gain": "-9.7"}, Variant: "b"}, 120: Set{Fields: map[string]string{"gain": "1"}, Variant: "b"},
				200: Set{Fields: map[string]string{"gain": "-9.1", "quanta": "9"}, Variant: "c"}, 300: Set{Fields: map[string]string{"gain": "2"}},
				400: Set{Fields: map[string]string{"gain": "-9.7"}, Variant: "a"}, 600: Set{Fields: map[string]string{"gain": "-8"}, Variant: "b"}},
			map[uint64]Command{250: Set{Fields: map[string]string{"gain": "0.5", "quanta": "3"}, Variant: "c"}, 500: Set{Fields: map[string]string{"gain": "1"}}}},
		"halts of a toy": {toy.Lab, setupOf(t.(*testing.T), toy.Lab, nil, map[string]string{"quanta": "5"}), 1000,
			map[uint64]Command{50: Set{Fields: map[string]string{"rule": "hebb", "eta": "1"}, Variant: "b"}, 300: Probe{Name: "angle", Every: 30},
				310: Act{Name: "lesion", Args: map[string]string{"which": "2"}, Variant: "a"}, 400: Set{Fields: map[string]string{"eta": "0.0001"}, Variant: "b"}},
			map[uint64]Command{500: Act{Name: "lesion", Args: map[string]string{"which": "1"}}, 600: Set{Fields: map[string]string{"eta": "100"}, Variant: "b"}}},
	}
}

func TestSameDigits(t *testing.T) {
	for name, s := range scripts(t) {
		t.Run(name, func(t *testing.T) {
			r := open(t, Config{}, s.setup, s.lab)
			s.play(t, r, nil)
			want := digits(t, r)

			t.Run("watched", func(t *testing.T) {
				r := open(t, Config{Slots: 1}, s.setup, s.lab)
				for range 3 {
					v := r.Watch()
					v.See([]string{"w", "ww", "state", "trail", "spread"})
					go watchAll(t.Context(), v)
				}
				s.play(t, r, func(r *Run, u uint64) *Run {
					infoOf(r)
					r.Query(t.Context(), "", "weight", nil)
					return r
				})
				same(t, "with viewers", digits(t, r), want)
			})
			t.Run("processors", func(t *testing.T) {
				for _, n := range []int{1, 2} {
					was := runtime.GOMAXPROCS(n)
					r := open(t, Config{}, s.setup, s.lab)
					s.play(t, r, nil)
					same(t, fmt.Sprint(n, " processors"), digits(t, r), want)
					runtime.GOMAXPROCS(was)
				}
			})
			t.Run("back and forth", func(t *testing.T) {
				r := open(t, Config{CheckpointBytes: 20 << 10}, s.setup, s.lab)
				s.play(t, r, nil)
				for _, u := range []uint64{s.units / 2, 0, s.units / 3, s.units/3 - 1, s.units - 10, s.units} {
					stepTo(t, r, u)
				}
				same(t, "after seeking", digits(t, r), want)
				do(t, r, Replay{})
				settle(t, r)
				do(t, r, Step{Units: int(s.units)})
				settle(t, r)
				same(t, "after a replay", digits(t, r), want)
			})
			t.Run("moment", func(t *testing.T) {
				m := experimentOf(r)
				z, err := m.EncodeMoment()
				if err != nil {
					t.Fatal(err)
				}
				back, err := experiment.DecodeMoment(z)
				if err != nil {
					t.Fatal(err)
				}
				rs := registry(t, Config{}, s.lab)
				back.Setup = s.setup
				again, err := rs.Start(context.Background(), *back)
				if err != nil {
					t.Fatal(err)
				}
				settle(t, again)
				same(t, "from a link", digits(t, again), want)
				back.Setup = s.setup
				e, err := engine.New(t.Context(), r.view, *back, engine.Options{})
				if err != nil {
					t.Fatal(err)
				}
				if err := e.Advance(t.Context(), back.Position, nil); err != nil {
					t.Fatal(err)
				}
				for i, v := range e.Variants() {
					run := r.engine.Variants()[i]
					if got, want := fmt.Sprint(e.Diverged(i), v.Unit()), fmt.Sprint(r.engine.Diverged(i), run.Unit()); got != want {
						t.Errorf("headless: variant %d: %s, not %s", i, got, want)
					}
					if got, want := v.Recorded(), run.Recorded(); !slices.Equal(got, want) {
						t.Errorf("headless: variant %d records %v, not %v", i, got, want)
					}
				}
			})
		})
	}
}

func watchAll(ctx context.Context, v *Viewer) {
	for {
		m, err := v.Next(ctx)
		if err != nil {
			return
		}
		if f, ok := readFrame(m); ok {
			v.Ack(f.seq)
		} else if h, ok := readHello(m); ok {
			v.From(h.Epoch, 0)
		}
	}
}
