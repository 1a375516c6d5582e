package live

import (
	"fmt"
	"testing"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/live/frame"
	"hebb/sim/live/history"
	"hebb/sim/simtest/toy"
)

// Stepping allocates nothing, headless or with a history.
func TestStepsAllocateNothing(t *testing.T) {
	for name, remember := range map[string]bool{"headless": false, "run": true} {
		s := setupOf(t, batchLab, nil, map[string]string{"quanta": "3"})
		tl, err := newTimeline(&batchLab.Views[0], sim.Env{}, s, func(b *batch) {})
		if err != nil {
			t.Fatal(err)
		}
		if remember {
			tl.recordHistory()
		}
		tl.begin()
		for tl.Unit < 3*history.MaxBuckets { // until the tables are as large as they get
			tl.advance()
		}
		if n := testing.AllocsPerRun(2000, func() {
			for unit := tl.Unit; tl.Unit == unit; {
				tl.advance()
			}
		}); n != 0 {
			t.Errorf("%s: %g allocations per unit", name, n)
		}
	}
}

func TestHeadlessAllocatesNothingPerUnit(t *testing.T) {
	s := setupOf(t, foreverLab)
	count := func(units uint64) float64 {
		return testing.AllocsPerRun(5, func() {
			if _, err := Headless(foreverLab, experiment.Experiment{Setup: s}, units, func(*Look) bool { return true }); err != nil {
				t.Fatal(err)
			}
		})
	}
	if a, b := count(100), count(10_000); b > a+5 {
		t.Errorf("%g allocations for 100 units, %g for 10,000", a, b)
	}
}

func TestHeadless(t *testing.T) {
	s := setupOf(t, toy.Lab, nil, map[string]string{"quanta": "8"})
	changes := []experiment.Entry{{Position: experiment.Position{Unit: 30}, Set: map[string]string{"eta": "0.02"}}, {Position: experiment.Position{Unit: 120}, Variant: "b", Set: map[string]string{"eta": "0.5"}}}
	units := 0
	look, err := Headless(toy.Lab, experiment.Experiment{Setup: s, Journal: changes}, 200, func(l *Look) bool {
		units++
		if l.Unit != uint64(units) {
			t.Errorf("unit %d after %d", l.Unit, units)
		}
		if x, ok := l.Value("b", "angle"); !ok || x == 0 {
			t.Errorf("unit %d: angle %g, %v", l.Unit, x, ok)
		}
		return l.Unit < 150
	})
	if err != nil || units != 150 {
		t.Fatalf("%d units, %v", units, err)
	}
	r := open(t, Config{}, s, toy.Lab)
	stepTo(t, r, 30)
	do(t, r, Command{Set: map[string]string{"eta": "0.02"}})
	stepTo(t, r, 120)
	do(t, r, Command{Set: map[string]string{"eta": "0.5"}, Variant: "b"})
	stepTo(t, r, 150)
	i := r.Info()
	for n, v := range i.Variants {
		for _, o := range []string{"norm", "y", "angle"} {
			if x, ok := look.Value(v.Key, o); !ok || x != v.Scalars[o] {
				t.Errorf("variant %s: %s is %g headless, %g in a run", v.Key, o, x, v.Scalars[o])
			}
		}
		if look.Scalars(n)[0] != v.Scalars["norm"] || look.Status(n) != sim.Running || look.Sim(n) == nil {
			t.Errorf("variant %s looks different", v.Key)
		}
	}
	for _, c := range [][2]string{{"a", "w"}, {"a", "nothing"}, {"c", "norm"}} {
		if _, ok := look.Value(c[0], c[1]); ok {
			t.Errorf("%v has a value", c)
		}
	}
	for _, bad := range []experiment.Entry{{Set: map[string]string{"etta": "1"}}, {Set: map[string]string{"n": "9"}}, {Variant: "c", Set: map[string]string{"eta": "1"}}, {}} {
		if _, err := Headless(toy.Lab, experiment.Experiment{Setup: s, Journal: []experiment.Entry{bad}}, 10, nil); err == nil {
			t.Errorf("%+v was accepted", bad)
		}
	}
	look, err = Headless(restLab, experiment.Experiment{Setup: setupOf(t, restLab)}, 1_000_000, nil)
	if err != nil || look.Status(0) != sim.Converged || look.Unit > 10_000 {
		t.Errorf("at rest: %v at %d, %v", look.Status(0), look.Unit, err)
	}
}

func benchVariants(b *testing.B, n int) experiment.Setup {
	s := experiment.NewSetup(foreverLab, &foreverLab.Views[0])
	for len(s.Variants) < n {
		s.Variants = append(s.Variants, experiment.Variant{Set: map[string]string{}})
	}
	return s
}

// BenchmarkUnit compares a unit of one quantum: the sim alone, in a timeline with
// history, headless, and in a run that plays at full speed with a viewer.
func BenchmarkUnit(b *testing.B) {
	b.Run("bare", func(b *testing.B) {
		s := foreverLab.Views[0].New()
		s.Init(sim.Env{Seed: 7})
		rec, dst := sim.NewRecorder(s.Outputs()), make([]float64, 1)
		for b.Loop() {
			s.Step()
			rec.Record(dst)
		}
	})
	for _, n := range []int{1, 4} {
		b.Run(fmt.Sprint("timeline/", n), func(b *testing.B) {
			tl, _ := newTimeline(&foreverLab.Views[0], sim.Env{Seed: 7}, benchVariants(b, n), nil)
			tl.recordHistory()
			tl.begin()
			for b.Loop() {
				tl.advance()
			}
		})
		b.Run(fmt.Sprint("headless/", n), func(b *testing.B) {
			b.ReportAllocs()
			Headless(foreverLab, experiment.Experiment{Setup: benchVariants(b, n)}, uint64(b.N), nil)
		})
		b.Run(fmt.Sprint("run/", n), func(b *testing.B) {
			b.ReportAllocs()
			r := open(b, Config{}, benchVariants(b, n), foreverLab)
			r.runs.dense = 0
			v := r.Watch()
			v.See([]string{"state"})
			go watchAll(b.Context(), v)
			b.ResetTimer()
			do(b, r, Command{Do: Seek, Unit: uint64(b.N)})
			settle(b, r)
			b.StopTimer()
		})
	}
}

// BenchmarkFrame encodes a frame with a matrix of 784 x 30.
func BenchmarkFrame(b *testing.B) {
	for name, pack := range map[string]sim.Pack{"f32": sim.F32, "i8": sim.I8} {
		b.Run(name, func(b *testing.B) {
			outputs := []sim.Output{{Name: "w", Kind: sim.Matrix, Shape: []int{784, 30}, Pack: pack}}
			v := &variant{outputs: outputs, frame: sim.NewFrame(outputs)}
			v.frame.Want(0, true)
			w, _ := v.frame.Values(0)
			for i := range w {
				w[i] = float32(i%200) - 100
			}
			var e frame.Encoder
			b.ReportAllocs()
			for b.Loop() {
				frame.Encode(&e, frame.Head{}, []*variant{v}, [][]bool{{true}})
			}
		})
	}
}
