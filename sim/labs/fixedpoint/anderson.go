package fixedpoint

import (
	"math"

	"hebb/sim/num"
)

// depth is how many differences Anderson acceleration remembers.
const depth = 5

// accelerated is the memory of Anderson acceleration (type II; Walker & Ni, SIAM J.
// Numer. Anal. 49, 2011) for a batch: every sample has its own. Rows of samples that
// are still at work stand packed at the front. What is iterated is y = W r.
type accelerated[T num.Float] struct {
	in, y, z, u, best num.Mat[T]
	f, next           [2]num.Mat[T]     // residuals, and y + f: of this iteration and of the last
	now               int               // which of the two is this iteration's
	df, sum           [depth]num.Mat[T] // ring: ΔF, and ΔY + ΔF
	gram              []float64         // depth × depth a row
	least, was        []float64         // smallest residual so far, and the last one
	moves             []int             // differences taken in since the last restart
	fresh             []bool            // no previous iterate to compare with
	blow              []bool            // went astray: starts again from its best
}

func newAccelerated[T num.Float](n, most int) *accelerated[T] {
	a := &accelerated[T]{gram: make([]float64, most*depth*depth), least: make([]float64, most), was: make([]float64, most),
		moves: make([]int, most), fresh: make([]bool, most), blow: make([]bool, most)}
	for _, m := range []*num.Mat[T]{&a.in, &a.y, &a.z, &a.u, &a.best, &a.f[0], &a.f[1], &a.next[0], &a.next[1]} {
		*m = num.NewMat[T](most, n)
	}
	for i := range depth {
		a.df[i], a.sum[i] = num.NewMat[T](most, n), num.NewMat[T](most, n)
	}
	return a
}

// load puts sample i of the batch into row k, to start from where its z stands.
func (a *accelerated[T]) load(b *batch[T], k, i int) {
	copy(a.in.Row(k), b.in.Row(i))
	num.Minus(a.y.Row(k), b.z.Row(i), b.in.Row(i))
	a.least[k], a.was[k], a.moves[k], a.fresh[k] = math.Inf(1), math.Inf(1), 0, true
	clear(a.gram[k*depth*depth : (k+1)*depth*depth])
}

// drop takes row k out by moving row last into its place.
func (a *accelerated[T]) drop(k, last int) {
	if k == last {
		return
	}
	for _, m := range [...]*num.Mat[T]{&a.in, &a.y, &a.best, &a.f[0], &a.f[1], &a.next[0], &a.next[1]} {
		copy(m.Row(k), m.Row(last))
	}
	for i := range min(a.moves[last], depth) {
		copy(a.df[i].Row(k), a.df[i].Row(last))
		copy(a.sum[i].Row(k), a.sum[i].Row(last))
	}
	const size = depth * depth
	copy(a.gram[k*size:(k+1)*size], a.gram[last*size:(last+1)*size])
	a.least[k], a.was[k], a.moves[k], a.fresh[k] = a.least[last], a.was[last], a.moves[last], a.fresh[last]
}

// anderson looks for fixed points from where z stands. It finds unstable ones as well
// as stable ones. A sample is done when its residual will be small enough after one
// more move, going by the last one; whether it is, the rates themselves then say, and
// those that promised too much go on.
func (n *network[T]) anderson(b *batch[T], loop *closed[T], tol float64, most int) {
	const tries = 3
	if b.acc == nil {
		b.acc = newAccelerated[T](b.n, b.most)
	}
	live := b.live[:0]
	for i := range b.rows {
		b.state[i] = slow
		live = append(live, i)
	}
	aim, it := tol/2, 0
	for range tries {
		for k, i := range live {
			b.acc.load(b, k, i)
		}
		it = n.iterate(b, live, loop, aim, it, most)
		n.evaluate(b)
		live = b.live[:0]
		for i := range b.rows {
			switch {
			case b.state[i] != slow:
			case b.err[i] < tol:
				b.state[i] = ok
			case it < most:
				live = append(live, i)
			}
		}
		if len(live) == 0 {
			break
		}
		aim /= 8
	}
	for i := range b.rows {
		if b.state[i] == slow {
			b.state[i] = verdict(b.err[i], math.Inf(1), tol)
		}
	}
}

// iterate moves samples until their residuals are below aim or there have been most
// iterations, and leaves the rates in r. It returns how many there have been. Samples
// that have no finite residual blow up.
func (n *network[T]) iterate(b *batch[T], live []int, loop *closed[T], aim float64, it, most int) int {
	a, m := b.acc, n.w
	if loop.good {
		m = loop.m
	}
	for ; len(live) > 0; it++ {
		now := len(live)
		size := now * b.n
		a.now = 1 - a.now
		f, next := rows(a.f[a.now], 0, now), rows(a.next[a.now], 0, now)
		y, u := rows(a.y, 0, now), rows(a.u, 0, now)
		num.Plus(a.z.Data[:size], a.in.Data[:size], y.Data)
		applyTo(n.f, u.Data, a.z.Data[:size])
		if loop.good {
			loop.remainder(u, y)
		}
		n.k.GemmNT(next, 1, u, m, 0)
		b.sweeps += now
		num.Minus(f.Data, next.Data, y.Data)
		for k := 0; k < now; k++ {
			e := largest(f.Row(k))
			if e != e {
				e = math.Inf(1)
			}
			if e < a.least[k] {
				a.least[k] = e
				copy(a.best.Row(k), y.Row(k))
			}
			a.blow[k] = !(e <= 1e3*a.least[k])
			done := e*min(1, e/min(a.was[k], 1)) < aim
			a.was[k] = e
			switch {
			case it == most:
				copy(y.Row(k), a.best.Row(k))
			case a.blow[k]:
				a.restart(n, loop, k)
				fallthrough
			default:
				a.move(n.k, k)
				if !done {
					continue
				}
			}
			i := live[k]
			num.Plus(a.z.Row(k), a.in.Row(k), y.Row(k))
			applyTo(n.f, b.r.Row(i), a.z.Row(k))
			if math.IsInf(a.least[k], 1) {
				b.state[i] = blewUp
				clear(b.r.Row(i))
			}
			now--
			a.drop(k, now)
			live[k] = live[now]
			live = live[:now]
			k--
		}
	}
	return it
}

// restart puts row k back to its best iterate and forgets its past.
func (a *accelerated[T]) restart(n *network[T], loop *closed[T], k int) {
	y, z, u, f, next := a.y.Row(k), a.z.Row(k), a.u.Row(k), a.f[a.now].Row(k), a.next[a.now].Row(k)
	if math.IsInf(a.least[k], 1) {
		clear(y)
	} else {
		copy(y, a.best.Row(k))
	}
	num.Plus(z, a.in.Row(k), y)
	applyTo(n.f, u, z)
	if loop.good {
		num.LessTimes(u, loop.gain, y)
		n.k.Gemv(next, loop.m, u)
	} else {
		n.k.Gemv(next, n.w, u)
	}
	num.Minus(f, next, y)
	a.moves[k] = 0
	clear(a.gram[k*depth*depth : (k+1)*depth*depth])
}

// move takes row k to its next iterate.
func (a *accelerated[T]) move(kern num.Kernels[T], k int) {
	y, f, next := a.y.Row(k), a.f[a.now].Row(k), a.next[a.now].Row(k)
	if a.blow[k] {
		a.blow[k], a.fresh[k] = false, false
		kern.Axpy(0.3, f, y)
		return
	}
	var gamma [depth]float64
	used := 0
	if !a.fresh[k] {
		slot := a.moves[k] % depth
		a.moves[k]++
		used = min(a.moves[k], depth)
		df := a.df[slot].Row(k)
		num.Minus(df, f, a.f[1-a.now].Row(k))
		num.Minus(a.sum[slot].Row(k), next, a.next[1-a.now].Row(k))
		g := a.gram[k*depth*depth : (k+1)*depth*depth]
		var rhs [depth]float64
		for i := range used {
			v := float64(kern.Dot(a.df[i].Row(k), df))
			g[i*depth+slot], g[slot*depth+i] = v, v
			rhs[i] = float64(kern.Dot(a.df[i].Row(k), f))
		}
		small(&gamma, g, rhs, used)
	}
	a.fresh[k] = false
	copy(y, next)
	for i := range used {
		if gamma[i] != 0 {
			kern.Axpy(T(-gamma[i]), a.sum[i].Row(k), y)
		}
	}
}

// small solves the n × n normal equations g γ = rhs by Cholesky, with a little of the
// trace on the diagonal. What no longer adds a direction gets γ = 0.
func small(gamma *[depth]float64, g []float64, rhs [depth]float64, n int) {
	var l [depth][depth]float64
	trace := 0.0
	for i := range n {
		trace += g[i*depth+i]
	}
	ridge := 1e-12*trace + 1e-300
	var dead [depth]bool
	for i := range n {
		for j := 0; j <= i; j++ {
			s := g[i*depth+j]
			for c := range j {
				s -= l[i][c] * l[j][c]
			}
			if i == j {
				s += ridge
				if !(s > 1e-14*g[i*depth+i]) || g[i*depth+i] == 0 {
					dead[i], l[i][i] = true, 1
					continue
				}
				l[i][i] = math.Sqrt(s)
			} else if dead[j] {
				l[i][j] = 0
			} else {
				l[i][j] = s / l[j][j]
			}
		}
		if dead[i] {
			for c := range i {
				l[i][c] = 0
			}
		}
	}
	var y [depth]float64
	for i := range n {
		s := rhs[i]
		if dead[i] {
			s = 0
		}
		for c := range i {
			s -= l[i][c] * y[c]
		}
		y[i] = s / l[i][i]
	}
	for i := n - 1; i >= 0; i-- {
		s := y[i]
		for c := i + 1; c < n; c++ {
			s -= l[c][i] * gamma[c]
		}
		gamma[i] = s / l[i][i]
	}
}
