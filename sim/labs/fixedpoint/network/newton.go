package network

import (
	"math"

	"hebb/sim/num"
)

// Room is the room for one sample: its matrix I - G W, and the step.
type Room[T num.Float] struct {
	m           num.Mat[T] // n × n: the matrix of the equation, I - G W
	f           *LU[T]
	s, x, z, fz []T // n: scratch: step, state, current, f(z)
}

// NewRoom returns the room for a network of n neurons.
func NewRoom[T num.Float](n int) *Room[T] {
	return &Room[T]{num.NewMat[T](n, n), NewLU[T](n), make([]T, n), make([]T, n), make([]T, n), make([]T, n)}
}

// Jacobian writes I - G W.
func Jacobian[T num.Float](m, w num.Mat[T], g []T) {
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
func (n *Network[T]) newton(b *Batch[T], room *Room[T], tol float64, most int, only bool) {
	for i := range b.Rows {
		if !only || b.State[i] != OK {
			b.State[i] = n.newtonRow(b, room, i, tol, most)
		}
	}
	n.evaluate(b)
	for i := range b.Rows {
		if b.State[i] == Slow {
			b.State[i] = Verdict(b.Err[i], math.Inf(1), tol)
		}
	}
}

// at evaluates f(W r + I) - r into room.fz and returns its squared norm and its
// largest element.
func (n *Network[T]) at(room *Room[T], r, in []T) (square, top float64) {
	n.K.Gemv(room.z, n.W, r)
	for j, v := range in {
		room.z[j] += v
	}
	applyTo(n.F, room.fz, room.z)
	for j, v := range r {
		d := float64(room.fz[j] - v)
		square += float64(d * d)
		top = math.Max(top, math.Abs(d))
	}
	return square, top
}

func (n *Network[T]) newtonRow(b *Batch[T], room *Room[T], i int, tol float64, most int) Status {
	r, in, g := b.R.Row(i), b.In.Row(i), b.G.Row(i)
	for range most {
		if n.ended() {
			return Slow
		}
		square, top := n.at(room, r, in)
		if top < tol {
			return OK
		}
		if !(square < math.Inf(1)) {
			return BlewUp
		}
		gains(n.F, g, room.z, room.fz)
		Jacobian(room.m, n.W, g)
		if !room.f.Decompose(room.m) || room.f.Ratio() < n.tiny() {
			return Singular
		}
		b.Sweeps += b.n / 3
		for j := range room.s {
			room.s[j] = room.fz[j] - r[j]
		}
		room.f.Solve(column(room.s))
		a := 1.0
		for ; a > 1e-6; a /= 2 {
			for j, v := range r {
				room.x[j] = v + T(T(a)*room.s[j])
			}
			next, far := n.at(room, room.x, in)
			if next <= (1-float64(1e-4*a))*(1-float64(1e-4*a))*square || far < tol {
				break
			}
		}
		if a <= 1e-6 {
			if top < 100*tol {
				return OK // rounding is all that is left
			}
			return Slow
		}
		copy(r, room.x)
	}
	return Slow
}

// tiny is the ratio of pivots below which a matrix counts as singular.
func (n *Network[T]) tiny() float64 {
	var one T = 1
	if one+T(1e-9) == one { // float32
		return 1e-7
	}
	return 1e-12
}
