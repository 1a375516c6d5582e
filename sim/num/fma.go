package num

import "math"

// fma returns x y + z, rounded once. Where the processor has no such instruction, float64
// takes a tenfold of the time; see slowFMA.
func fma[T Float](x, y, z T) T {
	if is32[T]() {
		return T(fma32(float32(x), float32(y), float32(z)))
	}
	return T(fma64(float64(x), float64(y), float64(z)))
}

func fma64(x, y, z float64) float64 {
	if slowFMA {
		return float64(x*y) + z
	}
	return math.FMA(x, y, z)
}

// fma32 computes in float64: the product is exact there. The sum is not, and rounding
// it once more, to float32, goes wrong where it lies halfway between two numbers and
// did not lie there before it was rounded the first time. Halfway means for numbers
// of any size that the low bits are 0.
func fma32(x, y, z float32) float32 {
	sum := float64(x)*float64(y) + float64(z) // fused or not: the product is exact
	if math.Float64bits(sum)<<36 != 0 {
		return float32(sum)
	}
	return halfway32(x, y, z)
}

// halfway32 is fma32 where the sum may lie halfway. If it was rounded it is moved by one
// bit to where the exact one is (S. Boldo and G. Melquiond: Emulation of a FMA and
// correctly rounded sums. IEEE Transactions on Computers 57 (2008).
// https://doi.org/10.1109/TC.2007.70819).
func halfway32(x, y, z float32) float32 {
	product, more := float64(float64(x)*float64(y)), float64(z)
	sum := product + more
	part := sum - product
	lost := (product - (sum - part)) + (more - part) // exact (Knuth)
	switch {
	case lost > 0 && sum > 0, lost < 0 && sum < 0:
		sum = math.Float64frombits(math.Float64bits(sum) + 1)
	case lost > 0 && sum < 0, lost < 0 && sum > 0:
		sum = math.Float64frombits(math.Float64bits(sum) - 1)
	}
	return float32(sum)
}

// The loops that take most time, in one precision each, so that nothing is called.

// axpy does y += a x.
func axpy[T Float](a T, x, y []T) {
	if is32[T]() {
		axpy32(float32(a), slice32(x), slice32(y))
	} else {
		axpy64(float64(a), slice64(x), slice64(y))
	}
}

func axpy64(a float64, x, y []float64) {
	y = y[:len(x)]
	for i, v := range x {
		y[i] = fma64(a, v, y[i])
	}
}

// addVectors does p += x y for whole vectors, element by element.
func addVectors[T Float](p *partials[T], x, y []T) {
	if is32[T]() {
		addVectors32((*[8]float32)(slice32(p[:])), slice32(x), slice32(y))
	} else {
		addVectors64((*[4]float64)(slice64(p[:4])), slice64(x), slice64(y))
	}
}

func addVectors64(p *[4]float64, x, y []float64) {
	a, b, c, d := p[0], p[1], p[2], p[3]
	for len(x) >= 4 && len(y) >= 4 {
		a, b, c, d = fma64(x[0], y[0], a), fma64(x[1], y[1], b), fma64(x[2], y[2], c), fma64(x[3], y[3], d)
		x, y = x[4:], y[4:]
	}
	p[0], p[1], p[2], p[3] = a, b, c, d
}

// sumColumns writes sums of products along the inner index: of x with the elements of y
// that lie row apart. Four go together, and do not wait for one another.
func sumColumns[T Float](sum []T, x, y place2[T], depth int) {
	if is32[T]() {
		sumColumns32(slice32(sum), slice32(x.data[x.at:]), slice32(y.data[y.at:]), x.col, y.row, y.col, depth)
	} else {
		sumColumns64(slice64(sum), slice64(x.data[x.at:]), slice64(y.data[y.at:]), x.col, y.row, y.col, depth)
	}
}

func sumColumns64(sum, x, y []float64, step, row, col, depth int) {
	for ; len(sum) >= 4; sum = sum[4:] {
		var a, b, c, d float64
		for k, at, to := 0, 0, 0; k < depth; k, at, to = k+1, at+step, to+col {
			v := x[at]
			a, b, c, d = fma64(v, y[to], a), fma64(v, y[to+row], b), fma64(v, y[to+2*row], c), fma64(v, y[to+3*row], d)
		}
		sum[0], sum[1], sum[2], sum[3] = a, b, c, d
		y = y[min(4*row, len(y)):]
	}
	for j := range sum {
		sum[j] = 0
		for k := range depth {
			sum[j] = fma64(x[k*step], y[j*row+k*col], sum[j])
		}
	}
}
