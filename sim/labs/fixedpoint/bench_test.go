package fixedpoint

import (
	"fmt"
	"testing"

	"hebb/sim"
)

// What a whole landscape costs that a page asks for.
func BenchmarkTile(b *testing.B) {
	ask := func(b *testing.B, s sim.Sim, set map[string]string, n int) {
		startAt(b, s, 2023, set)
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
	b.Run("slices/n=200/64x64", func(b *testing.B) { ask(b, newCuts(), paper, 64) })
	b.Run("slices/n=200/202x202", func(b *testing.B) { ask(b, newCuts(), paper, 202) })
	b.Run("two/linear/64x64", func(b *testing.B) { ask(b, newTwo(), nil, 64) })
	b.Run("two/tanh/64x64", func(b *testing.B) { ask(b, newTwo(), map[string]string{"model": "tanh"}, 64) })
}

func BenchmarkLinear(b *testing.B) {
	for _, rule := range linearRules {
		b.Run(rule, func(b *testing.B) {
			s := newLinear()
			startAt(b, s, 2023, map[string]string{"n": "200", "m": "100", "rule": rule, "eta": "0.1"})
			b.ResetTimer()
			for range b.N {
				s.Step()
			}
		})
	}
}
