package num

import (
	"math"

	"hebb/sim/num/elem"
)

// Softplus writes y = log(1 + exp(βz))/β and the slope s = dy/dz = 1 - exp(-βy).
// It never overflows, and what would be below 2^-60 (2^-500 in float64) is 0.
func Softplus[T Float](y, s, z []T, beta float64) {
	check(len(y) == len(z) && len(s) == len(z))
	if assembly {
		n := len(z) &^ 7
		if n > 0 {
			softplusEights(&y[0], &s[0], &z[0], n, beta)
		}
		if n < len(z) {
			var b, slope [8]T
			copy(b[:], z[n:])
			softplusEights(&b[0], &slope[0], &b[0], 8, beta)
			copy(y[n:], b[:])
			copy(s[n:], slope[:])
		}
		return
	}
	c := softplusConstantsOf[T](beta)
	for i, v := range z {
		y[i], s[i] = plainSoftplus(v, &c)
	}
}

// SoftplusAt returns log(1 + exp(βz))/β.
func SoftplusAt(z, beta float64) float64 {
	return max(z, 0) + elem.Log1p(elem.Exp(-beta*math.Abs(z)))/beta
}

// SlopeAt returns 1 - exp(-βy): the slope of the softplus where it takes the value
// y. Expm1 keeps it right for tiny y.
func SlopeAt(y, beta float64) float64 { return -elem.Expm1(-beta * y) }

// Softmax writes y = exp(z)/Σ exp(z).
func Softmax[T Float](y, z []T) {
	check(len(y) == len(z))
	top := z[0]
	for _, v := range z {
		top = max(top, v)
	}
	sum := 0.0
	for i, v := range z {
		e := elem.Exp(float64(v - top))
		y[i] = T(e)
		sum += e
	}
	for i := range y {
		y[i] = T(float64(y[i]) / sum)
	}
}

// CrossEntropy returns -log softmax(z)[label].
func CrossEntropy[T Float](z []T, label int) float64 {
	top := z[0]
	for _, v := range z {
		top = max(top, v)
	}
	sum := 0.0
	for _, v := range z {
		sum += elem.Exp(float64(v) - float64(top))
	}
	return elem.Log(sum) + float64(top) - float64(z[label])
}

// Argmax returns the index of the first largest element.
func Argmax[T Float](x []T) int {
	best := 0
	for i, v := range x {
		if v > x[best] {
			best = i
		}
	}
	return best
}
