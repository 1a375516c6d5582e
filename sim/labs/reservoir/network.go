package reservoir

import (
	"math"
	"math/bits"
	"slices"

	"hebb/sim/num"
	"hebb/sim/num/elem"
)

// buildNetwork draws what never learns: recurrent weights, feedback weights, the
// clock's weights and the state to begin with. Every draw is keyed, so that two
// variants of one seed have the same reservoir.
func (s *motor) buildNetwork() {
	n := s.n
	s.j = newRecurrent(drawRecurrent(s.seed, n, s.density, s.lambda), s.storage)
	s.q = num.NewMat[float64](s.rows(), n)
	feedback := num.NewKey(s.seed, "reservoir Q", 0)
	s.s = num.NewMat[float64](2*s.waves, n)
	clock := num.NewKey(s.seed, "reservoir S", 0)
	start := num.NewKey(s.seed, "reservoir x", 0)
	s.x, s.r = make([]float64, n), make([]float64, n)
	for i := range n {
		for j := range s.q.Rows {
			s.q.Row(j)[i] = feedback.Uniform(i, j)
		}
		for w := range s.s.Rows {
			s.s.Row(w)[i] = clock.Uniform(i, w)
		}
		s.x[i] = 0.5 * start.Uniform(i, 0)
		s.r[i] = elem.Tanh(s.x[i])
	}
	s.order = make([]int32, n)
	for i := range s.order {
		s.order[i] = int32(i)
	}
	lot := num.NewKey(s.seed, "reservoir lesion", 0)
	slices.SortFunc(s.order, func(a, b int32) int {
		if lot.Bits(int(a), 0) < lot.Bits(int(b), 0) {
			return -1
		}
		return 1
	})
}

// drawRecurrent draws round(p n²) cells with replacement and gives every cell that
// was hit a normally distributed weight. Collisions leave 1 - exp(-p) of the cells
// filled, as in the authors' code.
func drawRecurrent(seed uint64, n int, p, lambda float64) num.CSR[float64] {
	hit := make([]uint64, (n*n+63)/64)
	cells := num.NewKey(seed, "reservoir J cells", 0)
	for m := range int(math.Floor(float64(p*float64(n)*float64(n)) + 0.5)) {
		cell := cells.Bits(m, 0) % uint64(n*n)
		hit[cell/64] |= 1 << (cell % 64)
	}
	count := 0
	for _, w := range hit {
		count += bits.OnesCount64(w)
	}
	j := num.CSR[float64]{Rows: n, Cols: n, Start: make([]int32, 1, n+1), Col: make([]int32, 0, count), Val: make([]float64, 0, count)}
	weights := num.NewKey(seed, "reservoir J", 0)
	scale := lambda / math.Sqrt(p*float64(n))
	for row := range n {
		for col := range n {
			cell := row*n + col
			if hit[cell/64]>>(cell%64)&1 == 1 {
				j.Col = append(j.Col, int32(col))
				j.Val = append(j.Val, scale*weights.Norm(row, col))
			}
		}
		j.Start = append(j.Start, int32(len(j.Val)))
	}
	return j
}
