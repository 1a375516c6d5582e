package predictive

import (
	"hebb/sim/labs/predictive/layout"
	"hebb/sim/num"
)

// windows calls do for every window of every map: at begins its output, and from its
// first input, as elements of whole lanes.
func windows(o *layout.Op, lanes int, do func(at, from int)) {
	for c := range o.From.C {
		for y := range o.To.H {
			for x := range o.To.W {
				do(((c*o.To.H+y)*o.To.W+x)*lanes, ((c*o.From.H+y*o.K)*o.From.W+x*o.K)*lanes)
			}
		}
	}
}

// poolTo takes the largest of each window, and the first of equals. What is left of
// an odd row or column takes no part.
func poolTo[T num.Float](o *layout.Op, y []T, win []uint8, x []T, lanes int) {
	if o.K == 2 {
		num.MaxPool(y, win[:len(y)], x, o.Pooling(lanes))
		return
	}
	windows(o, lanes, func(at, from int) {
		best, who := y[at:at+lanes], win[at:at+lanes]
		copy(best, x[from:from+lanes])
		clear(who)
		for p := 1; p < o.K*o.K; p++ {
			s := from + (p/o.K*o.From.W+p%o.K)*lanes
			for j, v := range x[s : s+lanes] {
				if v > best[j] {
					best[j], who[j] = v, uint8(p)
				}
			}
		}
	})
}

// poolBack gives the whole error to the place that has won.
func poolBack[T num.Float](o *layout.Op, dst []T, win []uint8, g []T, lanes int) {
	if o.K == 2 {
		num.MaxPoolBack(dst, g, win[:len(g)], o.Pooling(lanes))
		return
	}
	clear(dst)
	windows(o, lanes, func(at, from int) {
		for j, v := range g[at : at+lanes] {
			p := int(win[at+j])
			dst[from+(p/o.K*o.From.W+p%o.K)*lanes+j] = v
		}
	})
}
