package fixedpoint

import (
	"math"

	"hebb/sim/num"
)

// depth is how many differences Anderson acceleration remembers.
const depth = 5

// accelerated is the memory of Anderson acceleration (type II; Walker & Ni, SIAM J.
// Numer. Anal. 49, 2011) for a batch: every sample has its own. Rows of samples that
// are still at work stand packed at the front.
type accelerated[T num.Float] struct {
	in, x, f, xp, fp, best num.Mat[T]
	z, fz                  num.Mat[T]
	df, sum                [depth]num.Mat[T] // ring: ΔF, and ΔX + ΔF
	gram                   []float64         // depth × depth a row
	least                  []float64         // smallest error so far
	moves                  []int             // differences taken in since the last restart
	fresh                  []bool            // no previous iterate to compare with
	blow                   []bool            // went astray: starts again from its best
}

func newAccelerated[T num.Float](n, most int) *accelerated[T] {
	a := &accelerated[T]{gram: make([]float64, most*depth*depth), least: make([]float64, most), moves: make([]int, most), fresh: make([]bool, most), blow: make([]bool, most)}
	for _, m := range []*num.Mat[T]{&a.in, &a.x, &a.f, &a.xp, &a.fp, &a.best, &a.z, &a.fz} {
		*m = num.NewMat[T](most, n)
	}
	for i := range depth {
		a.df[i], a.sum[i] = num.NewMat[T](most, n), num.NewMat[T](most, n)
	}
	return a
}

// drop takes row k out by moving row last into its place.
func (a *accelerated[T]) drop(k, last int) {
	if k == last {
		return
	}
	for _, m := range [...]*num.Mat[T]{&a.in, &a.x, &a.f, &a.xp, &a.fp, &a.best, &a.z, &a.fz} {
		copy(m.Row(k), m.Row(last))
	}
	for i := range min(a.moves[last], depth) {
		copy(a.df[i].Row(k), a.df[i].Row(last))
		copy(a.sum[i].Row(k), a.sum[i].Row(last))
	}
	const size = depth * depth
	copy(a.gram[k*size:(k+1)*size], a.gram[last*size:(last+1)*size])
	a.least[k], a.moves[k], a.fresh[k] = a.least[last], a.moves[last], a.fresh[last]
}

// anderson looks for fixed points from where r stands. P, when it has rows, is an
// approximate inverse of I - G W that the residuals are multiplied with. It finds
// unstable fixed points as well as stable ones.
func (n *network[T]) anderson(b *batch[T], p num.Mat[T], tol float64, most int) {
	if b.acc == nil {
		b.acc = newAccelerated[T](b.n, b.most)
	}
	a := b.acc
	live := b.live[:b.rows]
	copy(a.x.Data, b.r.Data)
	copy(a.in.Data, b.in.Data)
	for i := range live {
		live[i] = i
		a.least[i], a.moves[i], a.fresh[i] = math.Inf(1), 0, true
		clear(a.gram[i*depth*depth : (i+1)*depth*depth])
	}
	left := false
	for it := 0; ; it++ {
		m := len(live)
		n.drive(rows(a.z, 0, m), rows(a.x, 0, m), rows(a.in, 0, m))
		b.sweeps += m
		applyTo(n.f, a.fz.Data[:m*b.n], a.z.Data[:m*b.n])
		for k := 0; k < m; k++ {
			i := live[k]
			f, x, fz := a.f.Row(k), a.x.Row(k), a.fz.Row(k)
			e := residual(f, fz, x)
			if e < a.least[k] {
				a.least[k] = e
				copy(a.best.Row(k), x)
			}
			if e < tol || it == most {
				b.err[i], b.state[i] = a.least[k], ok
				if e < tol {
					copy(b.r.Row(i), x)
					copy(b.z.Row(i), a.z.Row(k))
					copy(b.fz.Row(i), fz)
				} else {
					left = true
					b.state[i] = slow
					if copy(b.r.Row(i), a.best.Row(k)); math.IsInf(a.least[k], 1) {
						b.state[i] = blewUp
						clear(b.r.Row(i))
					}
				}
				m--
				a.drop(k, m)
				live[k] = live[m]
				live = live[:m]
				k--
				continue
			}
			a.blow[k] = !(e <= 1e3*a.least[k])
			if a.blow[k] {
				a.restart(n, k)
			}
		}
		if m == 0 {
			break
		}
		f := rows(a.f, 0, m)
		if p.Rows > 0 {
			copy(a.fz.Data, f.Data)
			n.k.GemmNT(f, 1, rows(a.fz, 0, m), p, 0)
			b.sweeps += m
		}
		for k := range m {
			a.move(n.k, k)
		}
	}
	if left {
		n.evaluate(b)
		for i := range b.rows {
			if b.state[i] == slow {
				b.state[i] = verdict(b.err[i], math.Inf(1), tol)
			}
		}
	}
}

// residual writes f = fz - x and returns its largest element, infinite when something
// is not finite.
func residual[T num.Float](f, fz, x []T) float64 {
	copy(f, fz)
	num.Use[T]().Axpy(-1, x, f)
	if e := largest(f); e == e {
		return e
	}
	return math.Inf(1)
}

// restart puts row k back to its best iterate and forgets its past.
func (a *accelerated[T]) restart(n *network[T], k int) {
	x := a.x.Row(k)
	if math.IsInf(a.least[k], 1) {
		clear(x)
	} else {
		copy(x, a.best.Row(k))
	}
	z, fz, f := a.z.Row(k), a.fz.Row(k), a.f.Row(k)
	n.k.Gemv(z, n.w, x)
	for j, v := range a.in.Row(k) {
		z[j] += v
	}
	applyTo(n.f, fz, z)
	residual(f, fz, x)
	a.moves[k] = 0
	clear(a.gram[k*depth*depth : (k+1)*depth*depth])
}

// move takes row k to its next iterate.
func (a *accelerated[T]) move(kern num.Kernels[T], k int) {
	x, f, xp, fp := a.x.Row(k), a.f.Row(k), a.xp.Row(k), a.fp.Row(k)
	if a.blow[k] {
		a.blow[k], a.fresh[k] = false, false
		copy(xp, x)
		copy(fp, f)
		kern.Axpy(0.3, f, x)
		return
	}
	var gamma [depth]float64
	used := 0
	if !a.fresh[k] {
		slot := a.moves[k] % depth
		a.moves[k]++
		used = min(a.moves[k], depth)
		df, sum := a.df[slot].Row(k), a.sum[slot].Row(k)
		for j := range f {
			d := f[j] - fp[j]
			df[j] = d
			sum[j] = d + x[j] - xp[j]
		}
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
	copy(xp, x)
	copy(fp, f)
	kern.Axpy(1, f, x)
	for i := range used {
		if gamma[i] != 0 {
			kern.Axpy(T(-gamma[i]), a.sum[i].Row(k), x)
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
