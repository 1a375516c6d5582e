package fixedpoint

import (
	"math"

	"hebb/sim/num"
)

// readout turns rates into classes: logits = C r, with a fixed random C. The loss is
// the mean cross entropy.
type readout[T num.Float] struct {
	c      num.Mat[T] // K × N
	logits num.Mat[T] // a row a sample; afterwards softmax - onehot
	guess  []int
	loss   []float64
}

func newReadout[T num.Float](classes, n, most int) *readout[T] {
	return &readout[T]{num.NewMat[T](classes, n), num.NewMat[T](most, classes), make([]int, most), make([]float64, most)}
}

// score fills in loss and guess of every sample, and δ = Cᵀ(softmax - onehot) without
// the 1/B. It returns the sum of the losses and the number of right guesses among all
// samples, or among those that have come to a fixed point.
func (h *readout[T]) score(b *batch[T], labels []int, all bool) (loss float64, right, count int) {
	k := num.Use[T]()
	l := rows(h.logits, 0, b.rows)
	k.GemmNT(l, 1, b.r, h.c, 0)
	for i := range b.rows {
		row, y := l.Row(i), labels[i]
		h.guess[i] = num.Argmax(row)
		h.loss[i] = num.CrossEntropy(row, y)
		num.Softmax(row, row)
		row[y]--
		if !all && b.state[i] != ok {
			continue
		}
		count++
		loss += h.loss[i]
		if h.guess[i] == y {
			right++
		}
	}
	k.Gemm(b.d, 1, l, h.c, 0)
	return loss, right, count
}

// angle returns the angle of a and b in degrees by the half-angle form, which is right
// near 0 and near 180 where the arc cosine loses half of its digits. It is 0 when one
// of them is 0.
func angle[T num.Float](a, b []T) float64 {
	na, nb := num.Norm(a), num.Norm(b)
	if !(na > 0 && nb > 0) || math.IsInf(na, 0) || math.IsInf(nb, 0) {
		return 0
	}
	minus, plus := 0.0, 0.0
	for i := range a {
		x, y := float64(a[i])/na, float64(b[i])/nb
		minus += (x - y) * (x - y)
		plus += (x + y) * (x + y)
	}
	return 2 * math.Atan2(math.Sqrt(minus), math.Sqrt(plus)) * 180 / math.Pi
}
