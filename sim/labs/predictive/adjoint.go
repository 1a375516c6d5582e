package predictive

import (
	"hebb/sim/labs/predictive/layout"
	"hebb/sim/num"
)

// back sends an error g of block b's output down. With dst it writes what reaches
// the block's input; with grads it adds the gradient of the block's parameters. Where
// weights carry the error down, those of via do. The tape says where the block is
// looked at; x holds the values that its dense and convolutional operations saw.
func (c *chunk[T]) back(b int, t *tape[T], x [][]T, g, dst, grads, via []T) {
	ops := c.net.lay.Blocks[b].Ops
	first := lowest(ops)
	if first < 0 { // nothing but names
		if dst != nil {
			copy(dst, g)
		}
		return
	}
	flip := 0
	for i := len(ops) - 1; i >= first; i-- {
		o := &ops[i]
		if o.Kind == layout.Flatten || o.Kind == layout.Linear {
			continue
		}
		if grads != nil && o.Learns() {
			seen := c.in(o.From, x[i])
			if o.Kind == layout.Dense {
				outer(c.net.k, layout.Part(grads, o.W), layout.Part(grads, o.B), g, seen, o.Out, o.From.Size(), c.lanes)
			} else {
				num.ConvBackWeights(layout.Part(grads, o.W), layout.Part(grads, o.B), g, seen, o.Shape(c.lanes))
			}
		}
		to := dst
		if i > first {
			to = c.in(o.From, c.flow[flip])
			flip = 1 - flip
		} else if dst == nil {
			return
		}
		switch o.Kind {
		case layout.Dense:
			turned(c.net.k, to, layout.Part(via, o.W), g, o.Out, o.From.Size(), c.lanes)
		case layout.Conv:
			num.ConvBackInput(to, g, layout.Part(via, o.W), o.Shape(c.lanes))
		case layout.Pool:
			poolBack(o, to, t.win[i], g, c.lanes)
		default:
			times(to, c.in(o.To, t.slope[i]), g)
		}
		g = to
	}
}

// lowest is the first operation that is more than a change of name, or -1.
func lowest(ops []layout.Op) int {
	for i := range ops {
		if ops[i].Kind != layout.Flatten && ops[i].Kind != layout.Linear {
			return i
		}
	}
	return -1
}

func times[T num.Float](dst, s, g []T) {
	dst, s = dst[:len(g)], s[:len(g)]
	for i, v := range g {
		dst[i] = s[i] * v
	}
}
