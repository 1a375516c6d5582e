package network

import (
	"hebb/sim/num"
	"hebb/sim/num/elem"
)

// MeanGains writes the mean gains of a batch.
func MeanGains[T num.Float](mean []T, b *Batch[T]) {
	clear(mean)
	for i := range b.Rows {
		num.Plus(mean, mean, b.G.Row(i))
	}
	for j := range mean {
		mean[j] /= T(b.Rows)
	}
}

// Growth estimates, for each sample, how fast the slowest mode of the rate dynamics
// grows, in 1/τ, by power iteration on I + h(-I + G W): above 0 the fixed point is
// unstable. Complex pairs push it up by about h Im²/2, so between -0.1 and 0.1 it says
// nothing. The start is fixed, so that the answer is a function of the state.
func (n *Network[T]) Growth(b *Batch[T], out []float64) {
	const turns, h = 40, 0.2
	v, next := b.T1, b.t2
	key := num.NewKey(1, "growth", 0)
	for i := range b.Rows {
		for j := range b.n {
			v.Data[i*b.n+j] = T(key.Norm(i, j))
		}
		out[i] = 0
	}
	for t := range turns {
		if n.ended() {
			return
		}
		n.P.GemmNT(next, 1, v, n.W, 0)
		for i := range b.Rows {
			x, y, g := v.Row(i), next.Row(i), b.G.Row(i)
			for j := range x {
				x[j] += T(h * (T(g[j]*y[j]) - x[j]))
			}
			size := num.Norm(x)
			if t >= turns/2 && size > 0 {
				out[i] += elem.Log(size)
			}
			if size > 0 {
				n.K.Scale(T(1/size), x)
			}
		}
	}
	for i := range b.Rows {
		out[i] /= turns / 2 * h
	}
}
