package network

import (
	"math"

	"hebb/sim/num"
)

// Depth is how many differences Anderson acceleration remembers.
const Depth = 5

// accelerated is the memory of Anderson acceleration (type II; Walker & Ni, SIAM J.
// Numer. Anal. 49, 2011) for a batch: every sample has its own. Rows of samples that
// are still at work stand packed at the front. Beside the rates x, y = W x is carried
// along, so that a residual costs no product.
type accelerated[T num.Float] struct {
	in, x, y, u, v num.Mat[T]        // rows × n, packed: I, r, W r, and scratch
	best           num.Mat[T]        // rows × n: the iterate of the smallest error
	df, sx, sy     [Depth]num.Mat[T] // rows × n, a ring: ΔF, ΔX + ΔF and W (ΔX + ΔF)
	z, f, nx, ny   []T               // n: of the row in hand
	gram           []float64         // rows × Depth × Depth: ΔFᵀΔF
	least          []float64         // rows: smallest error so far [rate]
	moves          []int             // rows: differences taken in since the last restart
	fresh          []bool            // rows: no previous iterate to compare with
	blow           []bool            // rows: went astray: starts again from its best
}

func newAccelerated[T num.Float](n, most int) *accelerated[T] {
	a := &accelerated[T]{z: make([]T, n), f: make([]T, n), nx: make([]T, n), ny: make([]T, n), gram: make([]float64, most*Depth*Depth),
		least: make([]float64, most), moves: make([]int, most), fresh: make([]bool, most), blow: make([]bool, most)}
	for _, m := range []*num.Mat[T]{&a.in, &a.x, &a.y, &a.u, &a.v, &a.best} {
		*m = num.NewMat[T](most, n)
	}
	for i := range Depth {
		a.df[i], a.sx[i], a.sy[i] = num.NewMat[T](most, n), num.NewMat[T](most, n), num.NewMat[T](most, n)
	}
	return a
}

// load puts sample i of the batch, as it stands, into row k.
func (a *accelerated[T]) load(b *Batch[T], k, i int) {
	copy(a.in.Row(k), b.In.Row(i))
	copy(a.x.Row(k), b.R.Row(i))
	num.Minus(a.y.Row(k), b.z.Row(i), b.In.Row(i))
	a.least[i], a.moves[i], a.fresh[i] = math.Inf(1), 0, true
}

// drop takes row k out by moving row last into its place.
func (a *accelerated[T]) drop(k, last int) {
	if k == last {
		return
	}
	for _, m := range [...]*num.Mat[T]{&a.in, &a.x, &a.y, &a.u} {
		copy(m.Row(k), m.Row(last))
	}
}

// anderson looks for fixed points from where r and z = W r + I stand. It finds unstable
// ones as well as stable ones. That a sample is at rest is confirmed with a new product
// with W; one that is not goes on from there.
func (n *Network[T]) anderson(b *Batch[T], loop *Closed[T], tol float64, most int) {
	const tries = 5
	if b.acc == nil {
		b.acc = newAccelerated[T](b.n, b.Most)
	}
	live := b.live[:b.Rows]
	for i := range live {
		live[i] = i
	}
	for try := 0; try < tries && len(live) > 0 && !n.ended(); try++ {
		for k, i := range live {
			b.acc.load(b, k, i)
		}
		n.iterate(b, live, loop, tol, most)
		if try == 0 {
			n.evaluate(b)
		} else {
			for i, e := range b.Err[:b.Rows] {
				if !(e < tol) {
					n.evaluateRow(b, i)
				}
			}
		}
		live = b.live[:0]
		for i, e := range b.Err[:b.Rows] {
			if b.State[i] == OK && !(e < tol) {
				live = append(live, i)
			}
		}
	}
	for i, e := range b.Err[:b.Rows] {
		if b.State[i] != BlewUp {
			b.State[i] = Verdict(e, math.Inf(1), tol)
		}
	}
}

// iterate moves samples until their errors are below tol or there have been most
// iterations, and leaves the rates in r: the best that it met of those that do not get
// there, whose status is slow.
func (n *Network[T]) iterate(b *Batch[T], live []int, loop *Closed[T], tol float64, most int) {
	const renew = 10 // iterations after which rounding has spoilt y
	a := b.acc
	for it := 0; len(live) > 0 && !n.ended(); it++ {
		now := len(live)
		if it%renew == renew-1 {
			n.P.GemmNT(Rows(a.y, 0, now), 1, Rows(a.x, 0, now), n.W, 0)
			b.Sweeps += now
		}
		for k := now - 1; k >= 0; k-- {
			i, e := live[k], a.error(n, k)
			switch {
			case e < tol:
				b.State[i] = OK
				copy(b.R.Row(i), a.x.Row(k))
			case it < most:
				if e < a.least[i] {
					a.least[i] = e
					copy(a.best.Row(i), a.x.Row(k))
				}
				if a.blow[i] = !(e <= 1e3*a.least[i]); a.blow[i] {
					a.restart(n, k, i)
				}
				continue
			case math.IsInf(a.least[i], 1):
				b.State[i] = BlewUp
				clear(b.R.Row(i))
			default:
				b.State[i] = Slow
				copy(b.R.Row(i), a.best.Row(i))
			}
			now--
			a.drop(k, now)
			live[k] = live[now]
			live = live[:now]
		}
		if now == 0 {
			return
		}
		m := n.W
		if loop.Good {
			m = loop.m
		}
		n.P.GemmNT(Rows(a.v, 0, now), 1, Rows(a.u, 0, now), m, 0)
		b.Sweeps += now
		for k, i := range live {
			a.move(n.K, loop, k, i)
		}
	}
}

// error writes u = f(I + y) - x and returns its largest element, infinite when something
// is not a number.
func (a *accelerated[T]) error(n *Network[T], k int) float64 {
	u := a.u.Row(k)
	num.Plus(a.z, a.in.Row(k), a.y.Row(k))
	applyTo(n.F, u, a.z)
	num.Minus(u, u, a.x.Row(k))
	if e := largest(u); e == e {
		return e
	}
	return math.Inf(1)
}

// restart puts sample i in row k back to its best iterate and forgets its past.
func (a *accelerated[T]) restart(n *Network[T], k, i int) {
	x := a.x.Row(k)
	if math.IsInf(a.least[i], 1) {
		clear(x)
	} else {
		copy(x, a.best.Row(i))
	}
	n.K.Gemv(a.y.Row(k), n.W, x)
	a.error(n, k)
	a.moves[i] = 0
}

// move takes sample i in row k to its next iterate. Its error stands in u, what M makes
// of that in v: a step of the chord method is f = u + Ḡ v, and W f = v. Without M, f = u.
func (a *accelerated[T]) move(kern num.Kernels[T], loop *Closed[T], k, i int) {
	x, y, v := a.x.Row(k), a.y.Row(k), a.v.Row(k)
	f, nx, ny := a.f, a.nx, a.ny
	copy(f, a.u.Row(k))
	if loop.Good {
		num.AddTimes(f, loop.Gain, v)
	}
	num.Plus(nx, x, f)
	num.Plus(ny, y, v)
	// The slot that is filled next holds what its difference is taken from.
	slot := a.moves[i] % Depth
	switch {
	case a.blow[i]:
		a.blow[i] = false
		num.Towards(x, nx, 0.3)
		num.Towards(y, ny, 0.3)
	case a.fresh[i]:
		copy(x, nx)
		copy(y, ny)
	default:
		a.moves[i]++
		used := min(a.moves[i], Depth)
		df, sx, sy := a.df[slot].Row(i), a.sx[slot].Row(i), a.sy[slot].Row(i)
		num.Minus(df, f, df)
		num.Minus(sx, nx, sx)
		num.Minus(sy, ny, sy)
		g := a.gram[i*Depth*Depth : (i+1)*Depth*Depth]
		var gamma, rhs [Depth]float64
		for j := range used {
			d := float64(kern.Dot(a.df[j].Row(i), df))
			g[j*Depth+slot], g[slot*Depth+j] = d, d
			rhs[j] = float64(kern.Dot(a.df[j].Row(i), f))
		}
		small(&gamma, g, rhs, used)
		copy(x, nx)
		copy(y, ny)
		for j := range used {
			if gamma[j] != 0 {
				kern.Axpy(T(-gamma[j]), a.sx[j].Row(i), x)
				kern.Axpy(T(-gamma[j]), a.sy[j].Row(i), y)
			}
		}
		slot = a.moves[i] % Depth
	}
	a.fresh[i] = false
	copy(a.df[slot].Row(i), f)
	copy(a.sx[slot].Row(i), nx)
	copy(a.sy[slot].Row(i), ny)
}

// small solves the n × n normal equations g γ = rhs by Cholesky, with a little of the
// trace on the diagonal. What no longer adds a direction gets γ = 0.
func small(gamma *[Depth]float64, g []float64, rhs [Depth]float64, n int) {
	var l [Depth][Depth]float64
	trace := 0.0
	for i := range n {
		trace += g[i*Depth+i]
	}
	ridge := float64(1e-12*trace) + 1e-300
	var dead [Depth]bool
	for i := range n {
		for j := 0; j <= i; j++ {
			s := g[i*Depth+j]
			for c := range j {
				s -= float64(l[i][c] * l[j][c])
			}
			if i == j {
				s += ridge
				if !(s > 1e-14*g[i*Depth+i]) || g[i*Depth+i] == 0 {
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
	var y [Depth]float64
	for i := range n {
		s := rhs[i]
		if dead[i] {
			s = 0
		}
		for c := range i {
			s -= float64(l[i][c] * y[c])
		}
		y[i] = s / l[i][i]
	}
	for i := n - 1; i >= 0; i-- {
		s := y[i]
		for c := i + 1; c < n; c++ {
			s -= float64(l[c][i] * gamma[c])
		}
		gamma[i] = s / l[i][i]
	}
}
