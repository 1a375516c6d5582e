package network

import (
	"math"

	"hebb/sim/num"
)

// Euler takes steps of size h from r = 0 whatever comes of it, as the published
// scripts do, and says afterwards how far from a fixed point it ended: a sample is ok
// when its error is below tol. Steps are in units of τ.
func (n *Network[T]) Euler(b *Batch[T], h float64, steps int, tol float64) {
	clear(b.R.Data)
	n.advance(b, h, steps)
	n.evaluate(b)
	for i := range b.Rows {
		b.State[i] = Verdict(b.Err[i], math.Inf(1), tol)
		if !finiteState(b.R.Row(i)) {
			b.State[i] = BlewUp
		}
	}
}

// advance takes Euler steps from where r stands. In the current-based model t1 holds
// the currents; they begin where r does, at 0.
func (n *Network[T]) advance(b *Batch[T], h float64, steps int) {
	if n.Model == CurrentModel {
		clear(b.T1.Data)
	}
	n.Resume(b, h, steps)
}

// Resume goes on from where r, and in the current-based model t1, stand.
func (n *Network[T]) Resume(b *Batch[T], h float64, steps int) {
	if n.Model == DiscreteModel {
		h = 1
	}
	step := T(h)
	v := b.T1
	for range steps {
		if n.ended() {
			return
		}
		n.drive(b.z, b.R, b.In)
		if n.Model == CurrentModel {
			num.Towards(v.Data, b.z.Data, step)
			applyTo(n.F, b.R.Data, v.Data)
			continue
		}
		applyTo(n.F, b.fz.Data, b.z.Data)
		num.Towards(b.R.Data, b.fz.Data, step)
	}
	b.Sweeps += steps * b.Rows
}

// Relax takes steps of size h until the error of a sample is below tol, and leaves
// that sample alone from then on: where the network's own dynamics end up. It starts
// from 0, and works on those samples whose status is not ok when only is set, and on
// all otherwise. Slow, but what it says is so.
func (n *Network[T]) Relax(b *Batch[T], h, tol float64, most int, only bool) {
	if n.Model == DiscreteModel {
		h = 1
	}
	live := b.live[:0]
	for i := range b.Rows {
		if !only || b.State[i] != OK {
			live = append(live, i)
			b.State[i] = Slow
		}
	}
	// What is still at work stands packed in the first rows of scratch matrices.
	s, in := b.P, b.Q // the state that moves (r, or v), and its input
	for k, i := range live {
		copy(in.Row(k), b.In.Row(i))
		clear(s.Row(k))
	}
	step := T(h)
	back := most - int(10/h) // when the error of ten τ before the end is noted
	early := b.t2            // only its memory: one number a row
	for it := 0; len(live) > 0 && !n.ended(); it++ {
		m := len(live)
		x, z, f := s, Rows(b.G, 0, m), Rows(b.D, 0, m)
		if n.Model == CurrentModel {
			x = b.T1
			applyTo(n.F, x.Data[:m*b.n], s.Data[:m*b.n])
		}
		n.drive(z, Rows(x, 0, m), Rows(in, 0, m))
		b.Sweeps += m
		applyTo(n.F, f.Data, z.Data)
		for k := 0; k < m; k++ {
			i := live[k]
			e := distance(f.Row(k), x.Row(k))
			b.Err[i] = e
			if it == max(back, 0) {
				early.Data[i] = T(e)
			}
			end := it >= most
			grown := !(e < math.Inf(1)) || !finiteState(x.Row(k))
			if e < tol || end || grown {
				copy(b.R.Row(i), x.Row(k))
				switch {
				case grown:
					b.State[i] = BlewUp
				case e < tol:
					b.State[i] = OK
				default:
					b.State[i] = Verdict(e, float64(early.Data[i]), tol)
				}
				m--
				live[k] = live[m]
				for _, a := range []num.Mat[T]{s, in, z, f} {
					copy(a.Row(k), a.Row(m))
				}
				if n.Model == CurrentModel {
					copy(x.Row(k), x.Row(m))
				}
				live = live[:m]
				k--
				continue
			}
			to := f.Row(k)
			if n.Model == CurrentModel {
				to = z.Row(k)
			}
			num.Towards(s.Row(k), to, step)
		}
	}
	n.evaluate(b)
}

// Verdict names an error that is left at the end: a large one that has not fallen to a
// tenth in ten τ means that the network does not settle.
func Verdict(e, before, tol float64) Status {
	switch {
	case !(e < math.Inf(1)):
		return BlewUp
	case e < tol:
		return OK
	case e > 1e-2 && e > before/10:
		return Oscillating
	}
	return Slow
}

func finiteState[T num.Float](x []T) bool {
	for _, v := range x {
		if !(v < tooLarge && v > -tooLarge) {
			return false
		}
	}
	return true
}
