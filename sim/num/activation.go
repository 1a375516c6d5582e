package num

import "math"

// Softplus writes y = log(1 + exp(βz))/β and the slope s = dy/dz = 1 - exp(-βy).
// It never overflows. With assembly it is as precise as Exp; without, it uses the
// library's functions in float64, and in float32 a rational series that is right to
// about one unit in the last place.
func Softplus[T Float](y, s, z []T, beta float64) {
	check(len(y) == len(z) && len(s) == len(z))
	if vectors {
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
	if is32[T]() {
		perBeta := 1 / beta
		for i, v := range z {
			a, b := softplus32(float64(v), beta, perBeta)
			y[i], s[i] = T(a), T(b)
		}
		return
	}
	for i, v := range z {
		x := SoftplusAt(float64(v), beta)
		y[i], s[i] = T(x), T(SlopeAt(x, beta))
	}
}

// SoftplusAt returns log(1 + exp(βz))/β.
func SoftplusAt(z, beta float64) float64 {
	return max(z, 0) + math.Log1p(math.Exp(-beta*math.Abs(z)))/beta
}

// SlopeAt returns 1 - exp(-βy): the slope of the softplus where it takes the value
// y. Expm1 keeps it right for tiny y.
func SlopeAt(y, beta float64) float64 { return -math.Expm1(-beta * y) }

// softplus32 returns softplus and slope, right to float32. With E = exp(-β|z|) and
// r = E/(2+E): log(1+E) = 2 artanh r, and r <= 1/3, so that a short series will do.
func softplus32(z, beta, perBeta float64) (y, slope float64) {
	t := beta * z
	if t != t {
		return t, t
	}
	if t > 0 {
		t = -t
	}
	e := expNeg(t)
	inv := 1 / ((2 + e) * (1 + e)) // the only division
	r := e * (1 + e) * inv
	q := r * r
	l := 2 * r * (1 + q*(1.0/3+q*(1.0/5+q*(1.0/7+q*(1.0/9+q*(1.0/11+q*(1.0/13+q*(1.0/15)))))))) * perBeta
	slope = (2 + e) * inv // 1/(1+E)
	if z > 0 {
		return z + l, slope
	}
	return l, e * slope
}

// expNeg returns exp(t) for t <= 0 to nine digits, and 0 below -700.
func expNeg(t float64) float64 {
	if t < -700 {
		return 0
	}
	const shift = 3 << 51 // adding it rounds to a whole number, which its low bits then hold
	const shiftBits = 0x4338_0000_0000_0000
	n := t*math.Log2E + shift
	k := int64(math.Float64bits(n) - shiftBits)
	x := t - (n-shift)*math.Ln2
	p := 1 + x*(1+x*(1.0/2+x*(1.0/6+x*(1.0/24+x*(1.0/120+x*(1.0/720+x*(1.0/5040)))))))
	return p * math.Float64frombits(uint64(k+1023)<<52)
}

// Softmax writes y = exp(z)/Σ exp(z).
func Softmax[T Float](y, z []T) {
	check(len(y) == len(z))
	top := z[0]
	for _, v := range z {
		top = max(top, v)
	}
	sum := 0.0
	for i, v := range z {
		e := math.Exp(float64(v - top))
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
		sum += math.Exp(float64(v) - float64(top))
	}
	return math.Log(sum) + float64(top) - float64(z[label])
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
