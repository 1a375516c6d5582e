package fixedpoint

import (
	"fmt"
	"testing"

	"hebb/sim"
	"hebb/sim/figure"
	"hebb/sim/simtest"
)

func TestLab(t *testing.T) { simtest.Check(t, Lab) }

// The axes of losses end above what is noise of rounding.
func TestAxesOfLossesEndAboveNoise(t *testing.T) {
	for _, v := range Lab.Views {
		for _, f := range v.Figures {
			// The loss of one neuron and of the digits has a least value far above.
			if v.Name == "digits" || v.Name == "one" || f.Name != "loss" {
				continue
			}
			if trace := f.Draw.(figure.Trace); trace.Log == nil || !*trace.Log || trace.Floor < 1e-20 || trace.Floor > 1e-12 {
				t.Errorf("the axis of %s in %s ends at %g", f.Name, v.Name, trace.Floor)
			}
		}
	}
}

// What a whole landscape costs that a page asks for.
func BenchmarkTile(b *testing.B) {
	ask := func(b *testing.B, s sim.Sim, set map[string]string, n int) {
		simtest.Begin(b, s, 2023, set)
		q := s.Queries()[0]
		for range b.N {
			if err := sim.Set(q.Args, map[string]string{"n": fmt.Sprint(n), "x0": "-1", "x1": "1", "y0": "-1", "y1": "1"}); err != nil {
				b.Fatal(err)
			}
			f, err := q.Ask()
			if err != nil {
				b.Fatal(err)
			}
			if _, err := f(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	}
	paper := map[string]string{"n": "200", "m": "100"}
	b.Run("slices/n=200/64x64", func(b *testing.B) { ask(b, simtest.Fresh(b, Lab, "slices"), paper, 64) })
	b.Run("slices/n=200/202x202", func(b *testing.B) { ask(b, simtest.Fresh(b, Lab, "slices"), paper, 202) })
	b.Run("two/linear/64x64", func(b *testing.B) { ask(b, simtest.Fresh(b, Lab, "two"), nil, 64) })
	b.Run("two/tanh/64x64", func(b *testing.B) { ask(b, simtest.Fresh(b, Lab, "two"), map[string]string{"model": "tanh"}, 64) })
}
