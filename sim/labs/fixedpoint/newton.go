package fixedpoint

import (
	"math"

	"hebb/sim/num"
)

// newton is the room for one sample: its matrix I - G W, and the step.
type newton[T num.Float] struct {
	m           num.Mat[T]
	f           *lu[T]
	s, x, z, fz []T
}

func newNewton[T num.Float](n int) *newton[T] {
	return &newton[T]{num.NewMat[T](n, n), newLU[T](n), make([]T, n), make([]T, n), make([]T, n), make([]T, n)}
}

// jacobian writes I - G W.
func jacobian[T num.Float](m, w num.Mat[T], g []T) {
	for i, gi := range g {
		row, from := m.Row(i), w.Row(i)
		for j, v := range from {
			row[j] = -gi * v
		}
		row[i]++
	}
}

// newton solves for each sample from where r stands, with a step that is halved until
// the residual falls. It goes to unstable fixed points as readily as to stable ones.
// A stall says slow, a singular matrix singular.
func (n *network[T]) newton(b *batch[T], room *newton[T], tol float64, most int, only bool) {
	for i := range b.rows {
		if !only || b.state[i] != ok {
			b.state[i] = n.newtonRow(b, room, i, tol, most)
		}
	}
	n.evaluate(b)
	for i := range b.rows {
		if b.state[i] == slow {
			b.state[i] = verdict(b.err[i], math.Inf(1), tol)
		}
	}
}

// at evaluates f(W r + I) - r into room.fz and returns its squared norm and its
// largest element.
func (n *network[T]) at(room *newton[T], r, in []T) (square, top float64) {
	n.k.Gemv(room.z, n.w, r)
	for j, v := range in {
		room.z[j] += v
	}
	applyTo(n.f, room.fz, room.z)
	for j, v := range r {
		d := float64(room.fz[j] - v)
		square += d * d
		top = math.Max(top, math.Abs(d))
	}
	return square, top
}

func (n *network[T]) newtonRow(b *batch[T], room *newton[T], i int, tol float64, most int) status {
	r, in, g := b.r.Row(i), b.in.Row(i), b.g.Row(i)
	for range most {
		square, top := n.at(room, r, in)
		if top < tol {
			return ok
		}
		if !(square < math.Inf(1)) {
			return blewUp
		}
		gains(n.f, g, room.z, room.fz)
		jacobian(room.m, n.w, g)
		if !room.f.factor(room.m) || room.f.ratio() < n.tiny() {
			return singular
		}
		b.sweeps += b.n / 3
		for j := range room.s {
			room.s[j] = room.fz[j] - r[j]
		}
		room.f.solve(column(room.s))
		a := 1.0
		for ; a > 1e-6; a /= 2 {
			for j, v := range r {
				room.x[j] = v + T(a)*room.s[j]
			}
			next, far := n.at(room, room.x, in)
			if next <= (1-1e-4*a)*(1-1e-4*a)*square || far < tol {
				break
			}
		}
		if a <= 1e-6 {
			if top < 100*tol {
				return ok // rounding is all that is left
			}
			return slow
		}
		copy(r, room.x)
	}
	return slow
}

// tiny is the ratio of pivots below which a matrix counts as singular.
func (n *network[T]) tiny() float64 {
	var one T = 1
	if one+T(1e-9) == one { // float32
		return 1e-7
	}
	return 1e-12
}
