package predictive

import (
	"hebb/sim/labs/predictive/layout"
	"hebb/sim/num"
	"hebb/sim/num/elem"
)

// forward sends the images up: vhat, and what the way back needs.
func (c *chunk[T]) forward() {
	c.top.known = false
	for b := range c.net.lay.Blocks {
		c.through(b, &c.base[b])
	}
}

// through runs block b on the input that its tape names, value by value.
func (c *chunk[T]) through(b int, t *tape[T]) {
	ops := c.net.lay.Blocks[b].Ops
	for i := range ops {
		o := &ops[i]
		x, y := c.in(o.From, t.x[i]), c.in(o.To, t.y[i])
		switch o.Kind {
		case layout.Dense:
			product(c.net.k, y, layout.Part(c.net.theta, o.W), layout.Part(c.net.theta, o.B), x, o.Out, o.From.Size(), c.lanes)
		case layout.Conv:
			num.Conv(y, x, layout.Part(c.net.theta, o.W), layout.Part(c.net.theta, o.B), o.Shape(c.lanes))
		case layout.ReLU:
			reluTo(y, c.in(o.To, t.slope[i]), x)
		case layout.Tanh:
			tanhTo(y, c.in(o.To, t.slope[i]), x)
		case layout.Softplus:
			softplusTo(y, c.in(o.To, t.slope[i]), x)
		case layout.Pool:
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
		slope[i] = 1 - T(u*u)
	}
}

// softplusTo: log(1 + e^x), and x itself beyond 20, as in torch.
func softplusTo[T num.Float](y, slope, x []T) {
	for i, v := range x {
		if v > 20 {
			y[i], slope[i] = v, 1
			continue
		}
		e := elem.Exp(float64(v))
		y[i], slope[i] = T(elem.Log1p(e)), logistic(v)
	}
}

func logistic[T num.Float](x T) T { return T(1 / (1 + elem.Exp(-float64(x)))) }
