package live

import (
	"hebb/sim/experiment"
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
func checkTable(t *testing.T, h *table, units []uint64) {
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
	h := newTable([]string{"x", "u"})
	var units []uint64
	for u := uint64(0); u < 50_000; u += 3 {
		units = append(units, u)
		h.put(u, 0, row(u))
		if len(h.First) > maxBuckets {
			t.Fatalf("%d buckets", len(h.First))
		}
	}
	checkTable(t, h, units)
	if len(h.First) < maxBuckets/2 {
		t.Errorf("only %d buckets", len(h.First))
	}
	// Going back and cutting anywhere, on and off the bounds of buckets.
	rng := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		to := uint64(3 * rng.IntN(len(units)))
		from := to
		if first, split := h.split(to); split {
			from = first
		}
		for u := from; u <= to; u += 3 {
			h.put(u, 0, row(u)) // replayed
		}
		h.truncate(to)
		units = units[:to/3+1]
		checkTable(t, h, units)
		for range rng.IntN(3000) {
			u := units[len(units)-1] + 3
			units = append(units, u)
			h.put(u, 0, row(u))
		}
		checkTable(t, h, units)
	}
	h.put(math.MaxUint64>>12, 0, []float64{1e300, math.Inf(-1)})
	if n := len(h.Max); math.IsInf(float64(h.Max[n-2]), 0) || math.IsInf(float64(h.Min[n-1]), 0) {
		t.Error("what is too large for a float32 has become infinite")
	}
}

func TestTableWithoutColumns(t *testing.T) {
	h := newTable(nil)
	for u := range uint64(3 * maxBuckets) {
		h.put(u, 0, nil)
	}
	h.truncate(17)
	if len(h.First) > 17 || !h.has(14) || h.has(18) {
		t.Errorf("%v", h.Last)
	}
}

// Near the present there are many checkpoints, and everything fits.
func TestThinningOfCheckpoints(t *testing.T) {
	cs := checkpoints{most: 100}
	for u := range uint64(10_000) {
		cs.insert(&checkpoint{At: experiment.Position{Unit: u}, size: 5})
		if cs.bytes > 100 || cs.bytes != int64(5*len(cs.list)) {
			t.Fatalf("%d bytes in %d checkpoints", cs.bytes, len(cs.list))
		}
	}
	for _, c := range []struct{ back, most uint64 }{{1, 3}, {10, 15}, {100, 120}, {1000, 1200}} {
		to := experiment.Position{Unit: 10_000 - c.back}
		if got := to.Unit - cs.find(to, math.MaxInt64).At.Unit; got > c.most {
			t.Errorf("%d back: a replay of %d units", c.back, got)
		}
	}
	big := checkpoints{most: 10}
	for u := range uint64(10) {
		big.insert(&checkpoint{At: experiment.Position{Unit: u}, size: 50})
	}
	if len(big.list) != 1 || big.list[0].At.Unit != 9 {
		t.Errorf("of large checkpoints there are %d", len(big.list))
	}
}

// Where units are missing no bucket reaches across, however often that has happened
// and however much is merged; and going back anywhere gives the same.
func TestTableWithGaps(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	h := newTable([]string{"x", "u"})
	var units, since []uint64
	newest := uint64(0)
	for u := uint64(1); u < 60_000; u++ {
		if rng.IntN(150) == 0 {
			u += 1 + rng.Uint64N(40)
			newest = u
		}
		units, since = append(units, u), append(since, newest)
		h.put(u, newest, row(u))
		if len(h.First) > maxBuckets || len(h.Since) > maxGaps {
			t.Fatalf("%d buckets, %d gaps", len(h.First), len(h.Since))
		}
	}
	checkTable(t, h, units)
	for i := range 100 {
		n := len(units) - 1
		for _, gap := range h.Since {
			if b := h.find(gap); h.First[b] < gap {
				t.Fatalf("a bucket from %d to %d reaches across the gap before %d", h.First[b], h.Last[b], gap)
			}
		}
		if i%2 == 1 {
			n -= rng.IntN(200)
		}
		to, from := units[n], 0
		if first, split := h.split(to); split {
			for units[from] < first {
				from++
			}
			for ; from <= n; from++ {
				h.put(units[from], since[from], row(units[from]))
			}
		}
		h.truncate(to)
		units, since = units[:n+1], since[:n+1]
		checkTable(t, h, units)
		for range rng.IntN(300) {
			u := units[len(units)-1] + 1
			if newest = since[len(since)-1]; rng.IntN(50) == 0 {
				u += 3
				newest = u
			}
			units, since = append(units, u), append(since, newest)
			h.put(u, newest, row(u))
		}
	}
	if len(h.Since) < 20 {
		t.Errorf("only %d gaps are known", len(h.Since))
	}
}
