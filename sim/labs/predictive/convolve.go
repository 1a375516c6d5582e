package predictive

import "hebb/sim/num"

// taps calls do for every row of every output map, input map and kernel element
// that meet: at in the output and at from in the input begin stretches of n numbers
// that belong to kernel element w.
func taps(o *op, lanes int, do func(w, at, from, n int)) {
	C, H, W := o.from.c, o.from.h, o.from.w
	OH, OW := o.to.h, o.to.w
	for out := range o.out {
		for c := range C {
			for i := range o.k {
				for j := range o.k {
					x0, x1 := max(0, o.pad-j), min(OW, W+o.pad-j)
					if x1 <= x0 {
						continue
					}
					w := ((out*C+c)*o.k+i)*o.k + j
					for y := max(0, o.pad-i); y < min(OH, H+o.pad-i); y++ {
						do(w, ((out*OH+y)*OW+x0)*lanes, ((c*H+y+i-o.pad)*W+x0+j-o.pad)*lanes, (x1-x0)*lanes)
					}
				}
			}
		}
	}
}

// convolve does y = W * x + b: every output map is the sum of shifted input maps.
func convolve[T num.Float](k num.Kernels[T], o *op, y, w, b, x []T, lanes int) {
	if b != nil {
		spread(y, b, o.to.h*o.to.w*lanes)
	} else {
		clear(y)
	}
	taps(o, lanes, func(e, at, from, n int) { k.Axpy(w[e], x[from:from+n], y[at:at+n]) })
}

// convolveBack does gx = Wᵀ * g.
func convolveBack[T num.Float](k num.Kernels[T], o *op, gx, w, g []T, lanes int) {
	clear(gx)
	taps(o, lanes, func(e, at, from, n int) { k.Axpy(w[e], g[at:at+n], gx[from:from+n]) })
}

// convolveOuter does dW += g * x and db += Σ g.
func convolveOuter[T num.Float](k num.Kernels[T], o *op, dw, db, g, x []T, lanes int) {
	taps(o, lanes, func(e, at, from, n int) { dw[e] += k.Dot(g[at:at+n], x[from:from+n]) })
	map_ := o.to.h * o.to.w * lanes
	for i := range db {
		db[i] += k.Sum(g[i*map_ : (i+1)*map_])
	}
}
