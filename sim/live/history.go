package live

import (
	"math"
	"slices"
	"sort"
)

// maxBuckets is how many buckets a table holds; then pairs are merged.
const maxBuckets = 4096

// table is the history of some scalars: what is recorded every unit, or what one
// probe measures. A bucket keeps the least and the greatest of a stretch of units,
// so that thinning loses detail but no extreme and leaves no gap; nor does it close
// one that is there because the variant had halted.
type table struct {
	Names       []string
	First, Last []uint64
	Min, Max    []float32 // bucket by bucket, len(Names) each
	Stride      int       // rows that fill a bucket
	Count       int       // rows in the last bucket
	Since       []uint64  // the first units after the newest gaps

	// Again is the bucket that holds the unit at hand, as far as a replay of what is
	// already there has come. It stands in for that bucket when the rest is cut off.
	Again bucket
}

type bucket struct {
	First, Last uint64
	Count       int // 0: none
	Min, Max    []float32
}

func newTable(names []string) *table { return &table{Names: names, Stride: 1} }

// has says whether the unit's row is there already.
func (t *table) has(unit uint64) bool { return len(t.Last) > 0 && t.Last[len(t.Last)-1] >= unit }

// maxGaps is how many gaps, the newest, no bucket reaches across.
const maxGaps = 256

// put enters the row of a unit; since is the first after the newest gap. Rows of
// units that are there already only serve a later cut.
func (t *table) put(unit, since uint64, row []float64) {
	if t.has(unit) {
		t.replay(unit, row)
		return
	}
	if len(t.First) == maxBuckets && t.Count >= t.Stride {
		t.halve()
	}
	m, n := len(t.Names), len(t.First)
	gap := n > 0 && t.Last[n-1] < since
	if gap {
		if len(t.Since) == maxGaps {
			t.Since = slices.Delete(t.Since, 0, 1)
		}
		t.Since = append(t.Since, since)
	}
	if n > 0 && t.Count < t.Stride && !gap {
		merge(t.Min[(n-1)*m:n*m], t.Max[(n-1)*m:n*m], row)
		t.Last[n-1] = unit
		t.Count++
		return
	}
	t.First, t.Last = append(t.First, unit), append(t.Last, unit)
	for _, x := range row {
		y := single(x)
		t.Min, t.Max = append(t.Min, y), append(t.Max, y)
	}
	t.Count = 1
}

// replay follows a replay of what is there.
func (t *table) replay(unit uint64, row []float64) {
	i := t.find(unit)
	if t.First[i] == t.Last[i] {
		t.Again.Count = 0
		return
	}
	b := &t.Again
	if unit == t.First[i] {
		b.First, b.Last, b.Count = unit, unit, 1
		b.Min, b.Max = b.Min[:0], b.Max[:0]
		for _, x := range row {
			y := single(x)
			b.Min, b.Max = append(b.Min, y), append(b.Max, y)
		}
	} else if b.Count > 0 && b.First == t.First[i] && unit > b.Last {
		merge(b.Min, b.Max, row)
		b.Last = unit
		b.Count++
	}
}

// find returns the first bucket that ends at the unit or later.
func (t *table) find(unit uint64) int {
	return sort.Search(len(t.Last), func(i int) bool { return t.Last[i] >= unit })
}

// split returns the first unit of the bucket that holds the unit and units after
// it: to cut there, a replay must come from before that first unit.
func (t *table) split(unit uint64) (first uint64, ok bool) {
	i := t.find(unit)
	if i == len(t.Last) || t.First[i] > unit || t.Last[i] == unit {
		return 0, false
	}
	return t.First[i], true
}

// truncate drops what comes after the unit.
func (t *table) truncate(unit uint64) {
	m, n := len(t.Names), len(t.First)
	if n == 0 || t.Last[n-1] <= unit {
		return
	}
	first, split := t.split(unit)
	t.Since = slices.DeleteFunc(t.Since, func(since uint64) bool { return since > unit })
	n = sort.Search(n, func(i int) bool { return t.Last[i] > unit })
	t.First, t.Last, t.Min, t.Max = t.First[:n], t.Last[:n], t.Min[:n*m], t.Max[:n*m]
	t.Count = t.Stride // whatever it was: the bucket is closed
	if b := &t.Again; split && b.Count > 0 && b.First == first {
		t.First, t.Last = append(t.First, b.First), append(t.Last, b.Last)
		t.Min, t.Max = append(t.Min, b.Min...), append(t.Max, b.Max...)
		t.Count = b.Count
	}
	t.Again.Count = 0
}

// halve merges pairs of buckets between which there is no gap.
func (t *table) halve() {
	m, n := len(t.Names), len(t.First)
	h, pair := 0, false
	for i := 0; i < n; h++ {
		k := i
		if pair = i+1 < n && !t.gap(i); pair {
			k++
		}
		t.First[h], t.Last[h] = t.First[i], t.Last[k]
		for c := range m {
			t.Min[h*m+c] = min(t.Min[i*m+c], t.Min[k*m+c])
			t.Max[h*m+c] = max(t.Max[i*m+c], t.Max[k*m+c])
		}
		i = k + 1
	}
	t.First, t.Last, t.Min, t.Max = t.First[:h], t.Last[:h], t.Min[:h*m], t.Max[:h*m]
	if pair {
		t.Count += t.Stride
	}
	t.Stride *= 2
}

// gap says whether there is a gap behind bucket i.
func (t *table) gap(i int) bool {
	at, _ := slices.BinarySearch(t.Since, t.Last[i]+1)
	return at < len(t.Since) && t.Since[at] <= t.First[i+1]
}

// clone returns a copy that shares nothing.
func (t *table) clone() *table {
	c := *t
	c.First, c.Last, c.Since = slices.Clone(t.First), slices.Clone(t.Last), slices.Clone(t.Since)
	c.Min, c.Max = slices.Clone(t.Min), slices.Clone(t.Max)
	c.Again.Min, c.Again.Max = slices.Clone(t.Again.Min), slices.Clone(t.Again.Max)
	return &c
}

func merge(lo, hi []float32, row []float64) {
	for c, x := range row {
		y := single(x)
		lo[c], hi[c] = min(lo[c], y), max(hi[c], y)
	}
}

// single rounds to float32; what is finite stays finite.
func single(x float64) float32 {
	return float32(min(max(x, -math.MaxFloat32), math.MaxFloat32))
}
