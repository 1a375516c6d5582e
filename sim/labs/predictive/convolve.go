package predictive

import "hebb/sim/num"

// shape is what the kernels ask of a convolution.
func (o *op) shape(lanes int) num.ConvShape {
	return num.ConvShape{In: o.from.c, Height: o.from.h, Width: o.from.w, Out: o.out, Kernel: o.k, Pad: o.pad, Batch: lanes}
}

// pooling is what the kernels ask of a pool of side 2.
func (o *op) pooling(lanes int) num.PoolShape {
	return num.PoolShape{Channels: o.from.c, Height: o.from.h, Width: o.from.w, Batch: lanes}
}

// windows calls do for every window of every map: at begins its output, and from its
// first input, as elements of whole lanes.
func windows(o *op, lanes int, do func(at, from int)) {
	for c := range o.from.c {
		for y := range o.to.h {
			for x := range o.to.w {
				do(((c*o.to.h+y)*o.to.w+x)*lanes, ((c*o.from.h+y*o.k)*o.from.w+x*o.k)*lanes)
			}
		}
	}
}

// poolTo takes the largest of each window, and the first of equals. What is left of
// an odd row or column takes no part.
func poolTo[T num.Float](o *op, y []T, win []uint8, x []T, lanes int) {
	if o.k == 2 {
		num.MaxPool(y, win[:len(y)], x, o.pooling(lanes))
		return
	}
	windows(o, lanes, func(at, from int) {
		best, who := y[at:at+lanes], win[at:at+lanes]
		copy(best, x[from:from+lanes])
		clear(who)
		for p := 1; p < o.k*o.k; p++ {
			s := from + (p/o.k*o.from.w+p%o.k)*lanes
			for j, v := range x[s : s+lanes] {
				if v > best[j] {
					best[j], who[j] = v, uint8(p)
				}
			}
		}
	})
}

// poolBack gives the whole error to the place that has won.
func poolBack[T num.Float](o *op, dst []T, win []uint8, g []T, lanes int) {
	if o.k == 2 {
		num.MaxPoolBack(dst, g, win[:len(g)], o.pooling(lanes))
		return
	}
	clear(dst)
	windows(o, lanes, func(at, from int) {
		for j, v := range g[at : at+lanes] {
			p := int(win[at+j])
			dst[from+(p/o.k*o.from.w+p%o.k)*lanes+j] = v
		}
	})
}
