// Package history keeps what a variant's scalars have been: tables of so many buckets at
// most, that are thinned as they fill and can be cut off anywhere and made again by a
// replay. It knows no run and no clock.
package history

import (
	"math"
	"slices"
	"sort"
)

// MaxBuckets is how many buckets a table holds; then pairs are merged.
const MaxBuckets = 4096

// Table is the history of some scalars: what is recorded every unit, or what one
// probe measures. A bucket keeps the least and the greatest of a stretch of units,
// so that thinning loses detail but no extreme and leaves no gap; nor does it close
// one that is there because the variant had halted.
type Table struct {
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

// New returns an empty table with a column for each name.
func New(names []string) *Table { return &Table{Names: names, Stride: 1} }

// Has says whether the unit's row is there already.
func (t *Table) Has(unit uint64) bool { return len(t.Last) > 0 && t.Last[len(t.Last)-1] >= unit }

// maxGaps is how many gaps, the newest, no bucket reaches across.
const maxGaps = 256

// Put enters the row of a unit; since is the first after the newest gap. Rows of
// units that are there already only serve a later cut.
func (t *Table) Put(unit, since uint64, row []float64) {
	if t.Has(unit) {
		t.replay(unit, row)
		return
	}
	if len(t.First) == MaxBuckets && t.Count >= t.Stride {
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
func (t *Table) replay(unit uint64, row []float64) {
	i := t.Find(unit)
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

// Find returns the first bucket that ends at the unit or later.
func (t *Table) Find(unit uint64) int {
	return sort.Search(len(t.Last), func(i int) bool { return t.Last[i] >= unit })
}

// Split returns the first unit of the bucket that holds the unit and units after
// it: to cut there, a replay must come from before that first unit.
func (t *Table) Split(unit uint64) (first uint64, ok bool) {
	i := t.Find(unit)
	if i == len(t.Last) || t.First[i] > unit || t.Last[i] == unit {
		return 0, false
	}
	return t.First[i], true
}

// Truncate drops what comes after the unit.
func (t *Table) Truncate(unit uint64) {
	m, n := len(t.Names), len(t.First)
	if n == 0 || t.Last[n-1] <= unit {
		return
	}
	first, split := t.Split(unit)
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
func (t *Table) halve() {
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

// Thin returns the buckets from index from on, before index to, as a table of its own: no
// more than so many, as far as there are no gaps.
func (t *Table) Thin(from, to, most int) *Table {
	m, thin := len(t.Names), New(t.Names)
	each := (to - from + most - 1) / most
	for i := from; i < to; {
		end := i + 1
		for end < to && end < i+each && !t.gap(end-1) {
			end++
		}
		thin.First, thin.Last = append(thin.First, t.First[i]), append(thin.Last, t.Last[end-1])
		thin.Min, thin.Max = append(thin.Min, t.Min[i*m:(i+1)*m]...), append(thin.Max, t.Max[i*m:(i+1)*m]...)
		low, high := thin.Min[len(thin.Min)-m:], thin.Max[len(thin.Max)-m:]
		for k := (i + 1) * m; k < end*m; k++ {
			low[k%m], high[k%m] = min(low[k%m], t.Min[k]), max(high[k%m], t.Max[k])
		}
		i = end
	}
	return thin
}

// Open says whether the last bucket is not yet full.
func (t *Table) Open() bool { return t.Count < t.Stride }

// gap says whether there is a gap behind bucket i.
func (t *Table) gap(i int) bool {
	at, _ := slices.BinarySearch(t.Since, t.Last[i]+1)
	return at < len(t.Since) && t.Since[at] <= t.First[i+1]
}

// Mean bounds the mean of a column in the so many units up to the first row at the unit
// or after it. A dense table has a row for every unit, and must have all of these.
func (t *Table) Mean(column int, unit, over uint64, dense bool) (low, high float64, ok bool) {
	last := t.Find(unit)
	if last == len(t.Last) || dense && t.First[last] > unit {
		return 0, 0, false
	}
	unit, over = max(unit, t.First[last]), max(1, over)
	from := unit - min(unit, over) + 1
	m, sum := len(t.Names), 0.0
	for i := last; i >= 0 && t.Last[i] >= from; i-- {
		weight := 1.0
		if dense || t.First[i] < t.Last[i] {
			weight = float64(min(unit, t.Last[i]) - max(from, t.First[i]) + 1)
		}
		low += float64(weight * float64(t.Min[i*m+column]))
		high += float64(weight * float64(t.Max[i*m+column]))
		sum += weight
	}
	return low / sum, high / sum, !dense || sum == float64(over)
}

// Clone returns a copy that shares nothing.
func (t *Table) Clone() *Table {
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
