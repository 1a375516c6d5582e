package history

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// row is what a test records at a unit.
func row(unit uint64) []float64 {
	rng := rand.New(rand.NewPCG(unit, 9))
	return []float64{rng.NormFloat64(), float64(unit)}
}

// check compares a table with all that has been put in.
func checkTable(t *testing.T, h *Table, units []uint64) {
	t.Helper()
	i := 0
	for b := range h.First {
		lo, hi := slices.Clone(h.Max[2*b:2*b+2]), slices.Clone(h.Min[2*b:2*b+2])
		from := i
		for ; i < len(units) && units[i] <= h.Last[b]; i++ {
			for c, x := range row(units[i]) {
				lo[c], hi[c] = min(lo[c], float32(x)), max(hi[c], float32(x))
			}
		}
		if i == from || h.First[b] != units[from] || h.Last[b] != units[i-1] {
			t.Fatalf("bucket %d is of %d to %d", b, h.First[b], h.Last[b])
		}
		if !slices.Equal(lo, h.Min[2*b:2*b+2]) || !slices.Equal(hi, h.Max[2*b:2*b+2]) {
			t.Fatalf("bucket %d: %v to %v, not %v to %v", b, h.Min[2*b:2*b+2], h.Max[2*b:2*b+2], lo, hi)
		}
	}
	if i != len(units) {
		t.Fatalf("%d of %d units are there", i, len(units))
	}
}

func TestTable(t *testing.T) {
	h := New([]string{"x", "u"})
	var units []uint64
	for u := uint64(0); u < 50_000; u += 3 {
		units = append(units, u)
		h.Put(u, 0, row(u))
		if len(h.First) > MaxBuckets {
			t.Fatalf("%d buckets", len(h.First))
		}
	}
	checkTable(t, h, units)
	if len(h.First) < MaxBuckets/2 {
		t.Errorf("only %d buckets", len(h.First))
	}
	// Going back and cutting anywhere, on and off the bounds of buckets.
	rng := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		to := uint64(3 * rng.IntN(len(units)))
		from := to
		if first, split := h.Split(to); split {
			from = first
		}
		for u := from; u <= to; u += 3 {
			h.Put(u, 0, row(u)) // replayed
		}
		h.Truncate(to)
		units = units[:to/3+1]
		checkTable(t, h, units)
		for range rng.IntN(3000) {
			u := units[len(units)-1] + 3
			units = append(units, u)
			h.Put(u, 0, row(u))
		}
		checkTable(t, h, units)
	}
	h.Put(math.MaxUint64>>12, 0, []float64{1e300, math.Inf(-1)})
	if n := len(h.Max); math.IsInf(float64(h.Max[n-2]), 0) || math.IsInf(float64(h.Min[n-1]), 0) {
		t.Error("what is too large for a float32 has become infinite")
	}
}

func TestTableWithoutColumns(t *testing.T) {
	h := New(nil)
	for u := range uint64(3 * MaxBuckets) {
		h.Put(u, 0, nil)
	}
	h.Truncate(17)
	if len(h.First) > 17 || !h.Has(14) || h.Has(18) {
		t.Errorf("%v", h.Last)
	}
}

// Where units are missing no bucket reaches across, however often that has happened
// and however much is merged; and going back anywhere gives the same.
func TestTableWithGaps(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	h := New([]string{"x", "u"})
	var units, since []uint64
	newest := uint64(0)
	for u := uint64(1); u < 60_000; u++ {
		if rng.IntN(150) == 0 {
			u += 1 + rng.Uint64N(40)
			newest = u
		}
		units, since = append(units, u), append(since, newest)
		h.Put(u, newest, row(u))
		if len(h.First) > MaxBuckets || len(h.Since) > maxGaps {
			t.Fatalf("%d buckets, %d gaps", len(h.First), len(h.Since))
		}
	}
	checkTable(t, h, units)
	for i := range 100 {
		n := len(units) - 1
		for _, gap := range h.Since {
			if b := h.Find(gap); h.First[b] < gap {
				t.Fatalf("a bucket from %d to %d reaches across the gap before %d", h.First[b], h.Last[b], gap)
			}
		}
		if i%2 == 1 {
			n -= rng.IntN(200)
		}
		to, from := units[n], 0
		if first, split := h.Split(to); split {
			for units[from] < first {
				from++
			}
			for ; from <= n; from++ {
				h.Put(units[from], since[from], row(units[from]))
			}
		}
		h.Truncate(to)
		units, since = units[:n+1], since[:n+1]
		checkTable(t, h, units)
		for range rng.IntN(300) {
			u := units[len(units)-1] + 1
			if newest = since[len(since)-1]; rng.IntN(50) == 0 {
				u += 3
				newest = u
			}
			units, since = append(units, u), append(since, newest)
			h.Put(u, newest, row(u))
		}
	}
	if len(h.Since) < 20 {
		t.Errorf("only %d gaps are known", len(h.Since))
	}
}

// What is thinned keeps every unit, every extreme and every gap.
func TestThin(t *testing.T) {
	x := New([]string{"a", "b"})
	since := uint64(0)
	for u := uint64(1); u <= 20_000; u++ {
		if u > 7000 && u < 7100 {
			since = 7100 // a gap
			continue
		}
		x.Put(u, since, []float64{math.Sin(float64(u)), float64(u)})
	}
	for _, c := range [][3]int{{0, len(x.Last), 1}, {0, len(x.Last), 10}, {17, len(x.Last) - 1, 50}, {5, 6, 3}, {0, len(x.Last), 1 << 20}} {
		from, to, most := c[0], c[1], c[2]
		y := x.Thin(from, to, most)
		n := len(y.First)
		if n > most+2 || y.First[0] != x.First[from] || y.Last[n-1] != x.Last[to-1] || len(y.Min) != 2*n {
			t.Fatalf("%v: %d rows from %d to %d", c, n, y.First[0], y.Last[n-1])
		}
		k := from
		for i := range n {
			low, high := [2]float32{2, 1e9}, [2]float32{-2, -1}
			for ; k < to && x.Last[k] <= y.Last[i]; k++ {
				for c := range 2 {
					low[c], high[c] = min(low[c], x.Min[2*k+c]), max(high[c], x.Max[2*k+c])
				}
			}
			if y.Min[2*i] != low[0] || y.Max[2*i] != high[0] || y.Min[2*i+1] != low[1] || y.Max[2*i+1] != high[1] {
				t.Fatalf("%v: the extremes of row %d", c, i)
			}
			if y.First[i] <= 7000 && y.Last[i] >= 7100 {
				t.Fatalf("%v: row %d goes over the gap", c, i)
			}
		}
	}
}
