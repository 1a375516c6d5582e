package meta

import (
	"math"
	"slices"
)

// Guard keeps single wild gradients from freezing Adam, which would remember their
// squares for a thousand steps: each element is cut at a few times the median of its
// size in the last steps.
type Guard struct {
	Past []float64 // coefficients × kept: the last sizes of each
	N    uint64    // steps seen

	sorted []float64 // kept: scratch
}

const (
	kept  = 50  // steps over which the median runs
	times = 5.0 // medians that pass
	early = 5   // steps before there is a median
	first = 300 // what passes in them
)

// NewGuard returns a guard for n coefficients.
func NewGuard(n int) *Guard {
	return &Guard{Past: make([]float64, n*kept), sorted: make([]float64, 0, kept)}
}

// Cut cuts g in place and returns how many elements it cut. Zeros of coefficients that
// do not take part are not looked at.
func (gu *Guard) Cut(g []float64, part func(i int) bool) (cut int) {
	seen := int(min(gu.N, kept))
	for i, v := range g {
		if !part(i) {
			continue
		}
		limit := float64(first)
		past := gu.Past[i*kept : (i+1)*kept]
		if gu.N >= early {
			gu.sorted = append(gu.sorted[:0], past[:seen]...)
			slices.Sort(gu.sorted)
			limit = times * (gu.sorted[(seen-1)/2] + gu.sorted[seen/2]) / 2
		}
		past[gu.N%kept] = math.Abs(v)
		if math.Abs(v) > limit {
			g[i] = math.Copysign(limit, v)
			cut++
		}
	}
	gu.N++
	return cut
}
