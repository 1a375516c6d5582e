package history

import (
	"math"
	"testing"
)

// The mean over the units up to one is what was recorded, within the bounds of what the
// table still knows.
func TestTableMean(t *testing.T) {
	h := New([]string{"up", "down"})
	for u := uint64(1); u <= 9; u++ {
		h.Put(u, 0, []float64{float64(u), -float64(u)})
	}
	for _, c := range []struct {
		column     int
		unit, over uint64
		want       float64
		ok         bool
	}{{0, 8, 0, 8, true}, {1, 8, 1, -8, true}, {0, 8, 4, 6.5, true}, {0, 10, 0, 0, false}, {0, 8, 20, 0, false}, {0, 9, 9, 5, true}} {
		if low, high, ok := h.Mean(c.column, c.unit, c.over, true); ok != c.ok || ok && (low != c.want || high != c.want) {
			t.Errorf("%+v: %v to %v, %t", c, low, high, ok)
		}
	}
	h.Put(20, 15, []float64{20, -20}) // it had halted
	if _, _, ok := h.Mean(0, 12, 0, true); ok {
		t.Error("a unit that was missed has a value")
	}
	if low, _, ok := h.Mean(0, 12, 0, false); !ok || low != 20 {
		t.Errorf("the next measurement is %v, %t", low, ok)
	}

	// Of a unit without a value no mean is known, nor of a bucket with one.
	some := New([]string{"x"})
	for u := uint64(1); u <= 2*MaxBuckets; u++ {
		x := float64(u)
		if u == 6 {
			x = math.NaN()
		}
		some.Put(u, 0, []float64{x})
		if _, _, ok := some.Mean(0, u, 3, true); ok != (u >= 3 && (u < 6 || u > 8)) && u <= MaxBuckets {
			t.Errorf("unit %d: a mean: %t", u, ok)
		}
	}
	if _, _, ok := some.Mean(0, 5, 1, true); ok || some.Max[3] != 8 {
		t.Errorf("a thinned bucket: %t, the next ends at %v", ok, some.Max[3])
	}

	probe := New([]string{"x"})
	for u := uint64(100); u <= 300; u += 100 {
		probe.Put(u, 0, []float64{float64(u / 100 * u / 100)})
	}
	for _, c := range []struct {
		unit, over uint64
		want       float64
		ok         bool
	}{{200, 0, 4, true}, {150, 0, 4, true}, {300, 200, 6.5, true}, {301, 0, 0, false}} {
		if low, high, ok := probe.Mean(0, c.unit, c.over, false); ok != c.ok || ok && (low != c.want || high != c.want) {
			t.Errorf("of a probe, %+v: %v to %v, %t", c, low, high, ok)
		}
	}

	thin := New([]string{"up"})
	for u := uint64(1); u <= 3*MaxBuckets; u++ {
		thin.Put(u, 0, []float64{float64(u)})
	}
	if low, high, ok := thin.Mean(0, 4001, 0, true); !ok || low > 4001 || high < 4001 || high-low < 1 || high-low > 3 {
		t.Errorf("of a table that has been thinned: %v to %v, %t", low, high, ok)
	}
	if low, high, ok := thin.Mean(0, 4001, 100, true); !ok || low > 3951.5 || high < 3951.5 || high-low > 4 {
		t.Errorf("the mean of a table that has been thinned: %v to %v, %t", low, high, ok)
	}
}
