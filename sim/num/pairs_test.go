package num

import (
	"math"
	"testing"
)

func TestPairs(t *testing.T) {
	testPairs[float32](t, 2e-7)
	testPairs[float64](t, 4e-16)
}

func testPairs[T Float](t *testing.T, within float64) {
	for n := range 90 {
		g := &maker[T]{seed: uint64(n), fill: 1}
		x, y, old := g.vec(n), g.vec(n), g.vec(n)
		for name, c := range map[string]struct {
			do   func(z, x, y []T)
			want func(x, y, z float64) float64
		}{
			"Plus":      {Plus[T], func(x, y, _ float64) float64 { return x + y }},
			"Minus":     {Minus[T], func(x, y, _ float64) float64 { return x - y }},
			"Times":     {Times[T], func(x, y, _ float64) float64 { return x * y }},
			"AddTimes":  {AddTimes[T], func(x, y, z float64) float64 { return z + x*y }},
			"LessTimes": {LessTimes[T], func(x, y, z float64) float64 { return z - x*y }},
		} {
			z := append([]T(nil), old...)
			c.do(z, x, y)
			for i, v := range z {
				want := c.want(float64(x[i]), float64(y[i]), float64(old[i]))
				if d := math.Abs(float64(v) - want); !(d <= within*(1+math.Abs(want))) {
					t.Fatalf("%s, element %d of %d: %v, want %v", name, i, n, v, want)
				}
			}
			// An element is the same wherever it stands.
			for i := range z {
				one := append([]T(nil), old[i])
				c.do(one, x[i:i+1], y[i:i+1])
				if one[0] != z[i] {
					t.Fatalf("%s, element %d of %d: %v, alone %v", name, i, n, z[i], one[0])
				}
			}
			same := append([]T(nil), x...)
			z = append([]T(nil), x...)
			c.do(z, append([]T(nil), x...), y)
			c.do(same, same, y)
			for i, v := range same {
				if v != z[i] {
					t.Fatalf("%s onto its own operand, element %d of %d: %v, want %v", name, i, n, v, z[i])
				}
			}
		}
	}
}
