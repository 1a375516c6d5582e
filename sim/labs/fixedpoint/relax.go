package fixedpoint

import (
	"math"

	"hebb/sim/num"
)

// euler takes steps of size h from r = 0 whatever comes of it, as the published
// scripts do, and says afterwards how far from a fixed point it ended: a sample is ok
// when its error is below tol. Steps are in units of τ.
func (n *network[T]) euler(b *batch[T], h float64, steps int, tol float64) {
	clear(b.r.Data)
	n.advance(b, h, steps)
	n.evaluate(b)
	for i := range b.rows {
		b.state[i] = verdict(b.err[i], math.Inf(1), tol)
		if !finiteState(b.r.Row(i)) {
			b.state[i] = blewUp
		}
	}
}

// advance takes Euler steps from where r stands. In the current-based model t1 holds
// the currents; they begin where r does, at 0.
func (n *network[T]) advance(b *batch[T], h float64, steps int) {
	if n.model == currentModel {
		clear(b.t1.Data)
	}
	n.resume(b, h, steps)
}

// resume goes on from where r, and in the current-based model t1, stand.
func (n *network[T]) resume(b *batch[T], h float64, steps int) {
	if n.model == discreteModel {
		h = 1
	}
	step := T(h)
	v := b.t1
	for range steps {
		n.drive(b.z, b.r, b.in)
		if n.model == currentModel {
			num.Towards(v.Data, b.z.Data, step)
			applyTo(n.f, b.r.Data, v.Data)
			continue
		}
		applyTo(n.f, b.fz.Data, b.z.Data)
		num.Towards(b.r.Data, b.fz.Data, step)
	}
	b.sweeps += steps * b.rows
}

// relax takes steps of size h until the error of a sample is below tol, and leaves
// that sample alone from then on: where the network's own dynamics end up. It starts
// from 0, and works on those samples whose status is not ok when only is set, and on
// all otherwise. Slow, but what it says is so.
func (n *network[T]) relax(b *batch[T], h, tol float64, most int, only bool) {
	if n.model == discreteModel {
		h = 1
	}
	live := b.live[:0]
	for i := range b.rows {
		if !only || b.state[i] != ok {
			live = append(live, i)
			b.state[i] = slow
		}
	}
	// What is still at work stands packed in the first rows of scratch matrices.
	s, in := b.p, b.q // the state that moves (r, or v), and its input
	for k, i := range live {
		copy(in.Row(k), b.in.Row(i))
		clear(s.Row(k))
	}
	step := T(h)
	back := most - int(10/h) // when the error of ten τ before the end is noted
	early := b.t2            // only its memory: one number a row
	for it := 0; len(live) > 0; it++ {
		m := len(live)
		x, z, f := s, rows(b.g, 0, m), rows(b.d, 0, m)
		if n.model == currentModel {
			x = b.t1
			applyTo(n.f, x.Data[:m*b.n], s.Data[:m*b.n])
		}
		n.drive(z, rows(x, 0, m), rows(in, 0, m))
		b.sweeps += m
		applyTo(n.f, f.Data, z.Data)
		for k := 0; k < m; k++ {
			i := live[k]
			e := distance(f.Row(k), x.Row(k))
			b.err[i] = e
			if it == max(back, 0) {
				early.Data[i] = T(e)
			}
			end := it >= most
			grown := !(e < math.Inf(1)) || !finiteState(x.Row(k))
			if e < tol || end || grown {
				copy(b.r.Row(i), x.Row(k))
				switch {
				case grown:
					b.state[i] = blewUp
				case e < tol:
					b.state[i] = ok
				default:
					b.state[i] = verdict(e, float64(early.Data[i]), tol)
				}
				m--
				live[k] = live[m]
				for _, a := range []num.Mat[T]{s, in, z, f} {
					copy(a.Row(k), a.Row(m))
				}
				if n.model == currentModel {
					copy(x.Row(k), x.Row(m))
				}
				live = live[:m]
				k--
				continue
			}
			to := f.Row(k)
			if n.model == currentModel {
				to = z.Row(k)
			}
			num.Towards(s.Row(k), to, step)
		}
	}
	n.evaluate(b)
}

// verdict names an error that is left at the end: a large one that has not fallen to a
// tenth in ten τ means that the network does not settle.
func verdict(e, before, tol float64) status {
	switch {
	case !(e < math.Inf(1)):
		return blewUp
	case e < tol:
		return ok
	case e > 1e-2 && e > before/10:
		return oscillating
	}
	return slow
}

func finiteState[T num.Float](x []T) bool {
	for _, v := range x {
		if !(v < tooLarge && v > -tooLarge) {
			return false
		}
	}
	return true
}
