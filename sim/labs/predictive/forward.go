package predictive

import (
	"math"

	"hebb/sim/num"
)

// forward sends the images up: vhat, and what the way back needs.
func (c *chunk[T]) forward() {
	c.top.known = false
	for b := range c.net.lay.blocks {
		c.through(b, &c.base[b])
	}
}

// through runs block b on the input that its tape names, value by value.
func (c *chunk[T]) through(b int, t *tape[T]) {
	ops := c.net.lay.blocks[b].ops
	for i := range ops {
		o := &ops[i]
		x, y := c.in(o.from, t.x[i]), c.in(o.to, t.y[i])
		switch o.kind {
		case dense:
			product(c.net.k, y, part(c.net.theta, o.w), part(c.net.theta, o.b), x, o.out, o.from.size(), c.lanes)
		case conv:
			num.Conv(y, x, part(c.net.theta, o.w), part(c.net.theta, o.b), o.shape(c.lanes))
		case relu:
			reluTo(y, c.in(o.to, t.slope[i]), x)
		case tanh:
			tanhTo(y, c.in(o.to, t.slope[i]), x)
		case softplus:
			softplusTo(y, c.in(o.to, t.slope[i]), x)
		case pool:
			poolTo(o, y, t.win[i], x, c.lanes)
		}
	}
}

// reluTo: the slope at 0 is 0, as in torch.
func reluTo[T num.Float](y, slope, x []T) {
	y, slope = y[:len(x)], slope[:len(x)]
	for i, v := range x {
		s := T(0)
		if v > 0 {
			s = 1
		} else if v == v {
			v = 0
		}
		y[i], slope[i] = v, s
	}
}

func tanhTo[T num.Float](y, slope, x []T) {
	num.Tanh(y, x)
	for i, u := range y {
		slope[i] = 1 - u*u
	}
}

// softplusTo: log(1 + e^x), and x itself beyond 20, as in torch.
func softplusTo[T num.Float](y, slope, x []T) {
	for i, v := range x {
		if v > 20 {
			y[i], slope[i] = v, 1
			continue
		}
		e := math.Exp(float64(v))
		y[i], slope[i] = T(math.Log1p(e)), logistic(v)
	}
}

func logistic[T num.Float](x T) T { return T(1 / (1 + math.Exp(-float64(x)))) }
