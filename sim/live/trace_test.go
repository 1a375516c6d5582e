package live

import (
	"testing"

	"hebb/sim/simtest/toy"
)

// The mean over the units up to one is what was recorded, within the bounds of what the
// table still knows.
func TestTableMean(t *testing.T) {
	h := newTable([]string{"up", "down"})
	for u := uint64(1); u <= 9; u++ {
		h.put(u, 0, []float64{float64(u), -float64(u)})
	}
	for _, c := range []struct {
		column     int
		unit, over uint64
		want       float64
		ok         bool
	}{{0, 8, 0, 8, true}, {1, 8, 1, -8, true}, {0, 8, 4, 6.5, true}, {0, 10, 0, 0, false}, {0, 8, 20, 0, false}, {0, 9, 9, 5, true}} {
		if low, high, ok := h.mean(c.column, c.unit, c.over, true); ok != c.ok || ok && (low != c.want || high != c.want) {
			t.Errorf("%+v: %v to %v, %t", c, low, high, ok)
		}
	}
	h.put(20, 15, []float64{20, -20}) // it had halted
	if _, _, ok := h.mean(0, 12, 0, true); ok {
		t.Error("a unit that was missed has a value")
	}
	if low, _, ok := h.mean(0, 12, 0, false); !ok || low != 20 {
		t.Errorf("the next measurement is %v, %t", low, ok)
	}

	probe := newTable([]string{"x"})
	for u := uint64(100); u <= 300; u += 100 {
		probe.put(u, 0, []float64{float64(u / 100 * u / 100)})
	}
	for _, c := range []struct {
		unit, over uint64
		want       float64
		ok         bool
	}{{200, 0, 4, true}, {150, 0, 4, true}, {300, 200, 6.5, true}, {301, 0, 0, false}} {
		if low, high, ok := probe.mean(0, c.unit, c.over, false); ok != c.ok || ok && (low != c.want || high != c.want) {
			t.Errorf("of a probe, %+v: %v to %v, %t", c, low, high, ok)
		}
	}

	thin := newTable([]string{"up"})
	for u := uint64(1); u <= 3*maxBuckets; u++ {
		thin.put(u, 0, []float64{float64(u)})
	}
	if low, high, ok := thin.mean(0, 4001, 0, true); !ok || low > 4001 || high < 4001 || high-low < 1 || high-low > 3 {
		t.Errorf("of a table that has been thinned: %v to %v, %t", low, high, ok)
	}
	if low, high, ok := thin.mean(0, 4001, 100, true); !ok || low > 3951.5 || high < 3951.5 || high-low > 4 {
		t.Errorf("the mean of a table that has been thinned: %v to %v, %t", low, high, ok)
	}
}

func TestTraceSaysHowFar(t *testing.T) {
	r := open(t, Config{}, setupOf(t, toy.Lab), toy.Lab)
	stepTo(t, r, 300)
	trace, err := r.Trace(t.Context())
	if err != nil || len(trace.Ends) != 1 || trace.Ends[0] != 300 || trace.Unit != 300 || trace.Diverged[0] != 0 {
		t.Fatalf("%+v %v", trace, err)
	}
	info := r.Info()
	low, high, ok, err := r.Recorded(t.Context(), "a", "norm", 300, 0)
	if want := single(info.Variants[0].Scalars["norm"]); err != nil || !ok || low != float64(want) || high != low {
		t.Errorf("norm was %v to %v, %t, %v; it is %v", low, high, ok, err, want)
	}
	do(t, r, Command{Set: map[string]string{"eta": "0.5"}})
	stepTo(t, r, 100)
	if trace, err = r.Trace(t.Context()); err != nil || trace.Ends[0] != 300 || trace.Unit != 100 || len(trace.Journal) != 1 || trace.Journal[0].Unit != 300 {
		t.Errorf("gone back: %+v %v", trace, err)
	}
	if _, _, ok, _ := r.Recorded(t.Context(), "a", "nothing", 1, 0); ok {
		t.Error("an output that there is not has a value")
	}
	if _, _, ok, _ := r.Recorded(t.Context(), "d", "norm", 1, 0); ok {
		t.Error("a variant that there is not has a value")
	}
}
