package network

import (
	"math"

	"hebb/sim/num"
	"hebb/sim/num/elem"
)

// Readout turns rates into classes: logits = C r, with a fixed random C. The loss is
// the mean cross entropy.
type Readout[T num.Float] struct {
	C      num.Mat[T] // classes × n: C, fixed
	Logits num.Mat[T] // rows × classes: C r; afterwards softmax - onehot
	Guess  []int      // rows: the likeliest class
	loss   []float64  // rows: cross entropy [nats]
}

// NewReadout returns a readout of n rates for batches of at most so many samples.
func NewReadout[T num.Float](classes, n, most int) *Readout[T] {
	return &Readout[T]{num.NewMat[T](classes, n), num.NewMat[T](most, classes), make([]int, most), make([]float64, most)}
}

// Part is the readout of samples from..to, whose memory it shares.
func (h *Readout[T]) Part(from, to int) Readout[T] {
	return Readout[T]{h.C, Rows(h.Logits, from, to), h.Guess[from:to], h.loss[from:to]}
}

// Score fills in loss and guess of every sample, and δ = Cᵀ(softmax - onehot) without
// the 1/B. It returns the sum of the losses and the number of right guesses among all
// samples, or among those that have come to a fixed point.
func (h *Readout[T]) Score(b *Batch[T], labels []int, all bool) (loss float64, right, count int) {
	k := num.Use[T]()
	l := Rows(h.Logits, 0, b.Rows)
	k.GemmNT(l, 1, b.R, h.C, 0)
	for i := range b.Rows {
		row, y := l.Row(i), labels[i]
		h.Guess[i] = num.Argmax(row)
		h.loss[i] = num.CrossEntropy(row, y)
		num.Softmax(row, row)
		row[y]--
		if !all && b.State[i] != OK {
			continue
		}
		count++
		loss += h.loss[i]
		if h.Guess[i] == y {
			right++
		}
	}
	k.Gemm(b.D, 1, l, h.C, 0)
	return loss, right, count
}

// Angle returns the angle of a and b in degrees by the half-angle form, which is right
// near 0 and near 180 where the arc cosine loses half of its digits. It is 0 when one
// of them is 0.
func Angle[T num.Float](a, b []T) float64 {
	na, nb := num.Norm(a), num.Norm(b)
	if !(na > 0 && nb > 0) || math.IsInf(na, 0) || math.IsInf(nb, 0) {
		return 0
	}
	minus, plus := 0.0, 0.0
	for i := range a {
		x, y := float64(a[i])/na, float64(b[i])/nb
		minus += float64((x - y) * (x - y))
		plus += float64((x + y) * (x + y))
	}
	return 2 * elem.Atan2(math.Sqrt(minus), math.Sqrt(plus)) * 180 / math.Pi
}
