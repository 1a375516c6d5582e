package num

import (
	"math"
	"testing"
)

func TestMaxAbsAndDistance(t *testing.T) {
	testCompare[float32](t)
	testCompare[float64](t)
}

func testCompare[T Float](t *testing.T) {
	for n := range 90 {
		for _, special := range []float64{0, 0.02} {
			g := &maker[T]{seed: uint64(n), fill: 0.9, special: special, alloc: func(n int) []T { return make([]T, n+n%3)[n%3:] }}
			x, y := g.vec(n), g.vec(n)
			top, apart := 0.0, 0.0
			for i := range x {
				top, apart = math.Max(top, math.Abs(float64(x[i]))), math.Max(apart, math.Abs(float64(x[i]-y[i])))
			}
			for name, c := range map[string][2]float64{"MaxAbs": {float64(MaxAbs(x)), top}, "Distance": {float64(Distance(x, y)), apart}} {
				// math.Max puts infinity above NaN: either may have been meant
				if got, want := c[0], c[1]; got != want && !(got != got && (want != want || math.IsInf(want, 1))) {
					t.Fatalf("%s of %d: %v, want %v", name, n, got, want)
				}
			}
		}
	}
	nan := T(math.NaN())
	for at := range 20 {
		x := make([]T, 20)
		x[at] = nan
		if v := MaxAbs(x); v == v {
			t.Errorf("NaN at %d is not seen", at)
		}
		x[at], x[19-at] = -7, 3
		if v := MaxAbs(x); v != 7 {
			t.Errorf("-7 at %d: %v", at, v)
		}
	}
}

func TestTowards(t *testing.T) {
	testTowards[float32](t, 2e-7)
	testTowards[float64](t, 4e-16)
}

func testTowards[T Float](t *testing.T, within float64) {
	for n := range 50 {
		g := &maker[T]{seed: uint64(n), fill: 1}
		x, y := g.vec(n), g.vec(n)
		old := append([]T(nil), x...)
		Towards(x, y, 0.3)
		for i, v := range old {
			want := float64(v) + float64(T(0.3))*(float64(y[i])-float64(v))
			if d := math.Abs(float64(x[i]) - want); !(d <= within) {
				t.Fatalf("element %d of %d: %v, want %v", i, n, x[i], want)
			}
		}
	}
}
