package live

import (
	"fmt"
	"testing"

	"hebb/sim"
	"hebb/sim/engine"
	"hebb/sim/experiment"
	"hebb/sim/live/frame"
	"hebb/sim/simtest/kinds"
)

func benchVariants(b *testing.B, n int) experiment.Setup {
	s := experiment.NewSetup(kinds.ForeverLab, &kinds.ForeverLab.Views[0])
	for len(s.Variants) < n {
		s.Variants = append(s.Variants, experiment.Variant{Set: map[string]string{}})
	}
	return s
}

// BenchmarkUnit compares a unit of one quantum: the sim alone, in a timeline with
// history, headless, and in a run that plays at full speed with a viewer.
func BenchmarkUnit(b *testing.B) {
	b.Run("bare", func(b *testing.B) {
		s := kinds.ForeverLab.Views[0].New()
		s.Init(sim.Env{Seed: 7})
		rec, dst := sim.NewRecorder(s.Outputs()), make([]float64, 1)
		for b.Loop() {
			s.Step()
			rec.Record(dst)
		}
	})
	for _, n := range []int{1, 4} {
		b.Run(fmt.Sprint("timeline/", n), func(b *testing.B) {
			e, _ := engine.New(b.Context(), &kinds.ForeverLab.Views[0], experiment.Experiment{Setup: benchVariants(b, n)}, engine.Options{History: true})
			for b.Loop() {
				e.Round(b.Context())
			}
		})
		b.Run(fmt.Sprint("headless/", n), func(b *testing.B) {
			b.ReportAllocs()
			e, _ := engine.New(b.Context(), &kinds.ForeverLab.Views[0], experiment.Experiment{Setup: benchVariants(b, n)}, engine.Options{})
			e.Advance(b.Context(), experiment.Position{Unit: uint64(b.N)}, nil)
		})
		b.Run(fmt.Sprint("run/", n), func(b *testing.B) {
			b.ReportAllocs()
			r := open(b, Config{}, benchVariants(b, n), kinds.ForeverLab)
			r.runs.dense = 0
			v := r.Watch()
			v.See([]string{"state"})
			go watchAll(b.Context(), v)
			b.ResetTimer()
			do(b, r, Seek{Unit: uint64(b.N)})
			settle(b, r)
			b.StopTimer()
		})
	}
}

// shownMatrix is a variant with one output.
type shownMatrix struct {
	outputs []sim.Output
	frame   *sim.Frame
}

func (v shownMatrix) Outputs() []sim.Output      { return v.outputs }
func (v shownMatrix) Cost() float64              { return 0 }
func (v shownMatrix) Scalar(int) (float64, bool) { return 0, false }
func (v shownMatrix) Shown(int) *sim.Frame       { return v.frame }

// BenchmarkFrame encodes a frame with a matrix of 784 x 30.
func BenchmarkFrame(b *testing.B) {
	for name, pack := range map[string]sim.Pack{"f32": sim.F32, "i8": sim.I8} {
		b.Run(name, func(b *testing.B) {
			outputs := []sim.Output{{Name: "w", Kind: sim.Matrix, Shape: []int{784, 30}, Pack: pack}}
			v := shownMatrix{outputs, sim.NewFrame(outputs)}
			v.frame.Want(0, true)
			w, _ := v.frame.Values(0)
			for i := range w {
				w[i] = float32(i%200) - 100
			}
			var e frame.Encoder
			b.ReportAllocs()
			for b.Loop() {
				frame.Encode(&e, frame.Head{}, []shownMatrix{v}, [][]bool{{true}})
			}
		})
	}
}
