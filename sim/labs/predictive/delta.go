package predictive

import (
	"hebb/sim/labs/predictive/layout"
	"hebb/sim/num"
	"hebb/sim/num/elem"
)

// predict works out the predictions that the beliefs now make, for the layers whose
// belief below has moved: those above low.
//
// In the safe form the beliefs are displacements d from the feed-forward values, and
// what travels through a block is the displacement of its output. Beliefs are near
// one and errors near a millionth, so that their difference would lose what float32
// can hold; a displacement loses nothing.
func (c *chunk[T]) predict(low int) {
	for b := max(low, 1); b < c.depth(); b++ {
		if c.naive {
			c.through(b, &c.now[b])
		} else {
			c.displace(b)
		}
	}
}

// displace sends a displacement through block b: t.y = f(x + dx) - f(x).
func (c *chunk[T]) displace(b int) {
	ops := c.net.lay.Blocks[b].Ops
	t, at := &c.now[b], &c.base[b]
	for i := range ops {
		o := &ops[i]
		dx, dy := c.in(o.From, t.x[i]), c.in(o.To, t.y[i])
		switch o.Kind {
		case layout.Dense:
			product(c.net.k, dy, layout.Part(c.net.theta, o.W), nil, dx, o.Out, o.From.Size(), c.lanes)
		case layout.Conv:
			num.Conv(dy, dx, layout.Part(c.net.theta, o.W), nil, o.Shape(c.lanes))
		case layout.ReLU:
			reluDelta(dy, c.in(o.To, t.slope[i]), c.in(o.From, at.x[i]), dx)
		case layout.Tanh:
			tanhDelta(dy, c.in(o.To, t.slope[i]), c.in(o.To, at.y[i]), dx)
		case layout.Softplus:
			softplusDelta(dy, c.in(o.To, t.slope[i]), c.in(o.From, at.x[i]), dx)
		case layout.Pool:
			poolDelta(o, dy, t.win[i], at.win[i], c.in(o.From, at.x[i]), dx, c.lanes)
		}
	}
}

// reluDelta: what was on and stays on moves by dx; what goes off loses x; what comes
// on gains x + dx.
func reluDelta[T num.Float](dy, slope, x, dx []T) {
	dy, slope, x = dy[:len(dx)], slope[:len(dx)], x[:len(dx)]
	for i, d := range dx {
		z := x[i] + d
		if z > 0 {
			slope[i] = 1
			if x[i] > 0 {
				dy[i] = d
			} else {
				dy[i] = z
			}
			continue
		}
		slope[i] = 0
		switch {
		case x[i] > 0:
			dy[i] = -x[i]
		case z == z:
			dy[i] = 0
		default:
			dy[i] = z // not a number: say so
		}
	}
}

func tanhDelta[T num.Float](dy, slope, y, dx []T) {
	num.Tanh(dy, dx)
	for i, t := range dy {
		u := y[i]
		d := (1 - T(u*u)) * t / (1 + T(u*t))
		u += d
		dy[i], slope[i] = d, 1-T(u*u)
	}
}

func softplusDelta[T num.Float](dy, slope, x, dx []T) {
	for i, d := range dx {
		z := x[i] + d
		switch {
		case x[i] > 20 && z > 20:
			dy[i], slope[i] = d, 1
		case z > 20:
			dy[i], slope[i] = z-T(elem.Log1p(elem.Exp(float64(x[i])))), 1
		case x[i] > 20:
			dy[i], slope[i] = T(elem.Log1p(elem.Exp(float64(z))))-x[i], logistic(z)
		default:
			e := elem.Expm1(float64(d)) / (1 + elem.Exp(-float64(x[i])))
			dy[i], slope[i] = T(elem.Log1p(e)), logistic(z)
		}
	}
}

// poolDelta: the winner among x + dx, and how far it lies from the old one.
func poolDelta[T num.Float](o *layout.Op, dy []T, win, old []uint8, x, dx []T, lanes int) {
	windows(o, lanes, func(at, from int) {
		best, who, was := dy[at:at+lanes], win[at:at+lanes], old[at:at+lanes]
		for j, d := range dx[from : from+lanes] {
			best[j] = x[from+j] + d
		}
		clear(who)
		for p := 1; p < o.K*o.K; p++ {
			s := from + (p/o.K*o.From.W+p%o.K)*lanes
			for j, d := range dx[s : s+lanes] {
				if v := x[s+j] + d; v > best[j] {
					best[j], who[j] = v, uint8(p)
				}
			}
		}
		place := func(p uint8) int { return from + (int(p)/o.K*o.From.W+int(p)%o.K)*lanes }
		for j := range best {
			p, q := place(who[j])+j, place(was[j])+j
			best[j] = (x[p] - x[q]) + dx[p]
		}
	})
}
