package predictive

import "hebb/sim/num"

// back sends an error g of block b's output down. With dst it writes what reaches
// the block's input; with grads it adds the gradient of the block's parameters. Where
// weights carry the error down, those of via do. The tape says where the block is
// looked at; x holds the values that its dense and convolutional operations saw.
func (c *chunk[T]) back(b int, t *tape[T], x [][]T, g, dst, grads, via []T) {
	ops := c.net.lay.blocks[b].ops
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
		if o.kind == flatten || o.kind == linear {
			continue
		}
		if grads != nil && o.learns() {
			seen := c.in(o.from, x[i])
			if o.kind == dense {
				outer(c.net.k, part(grads, o.w), part(grads, o.b), g, seen, o.out, o.from.size(), c.lanes)
			} else {
				num.ConvBackWeights(part(grads, o.w), part(grads, o.b), g, seen, o.shape(c.lanes))
			}
		}
		to := dst
		if i > first {
			to = c.in(o.from, c.flow[flip])
			flip = 1 - flip
		} else if dst == nil {
			return
		}
		switch o.kind {
		case dense:
			turned(c.net.k, to, part(via, o.w), g, o.out, o.from.size(), c.lanes)
		case conv:
			num.ConvBackInput(to, g, part(via, o.w), o.shape(c.lanes))
		case pool:
			poolBack(o, to, t.win[i], g, c.lanes)
		default:
			times(to, c.in(o.to, t.slope[i]), g)
		}
		g = to
	}
}

// lowest is the first operation that is more than a change of name, or -1.
func lowest(ops []op) int {
	for i := range ops {
		if ops[i].kind != flatten && ops[i].kind != linear {
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
