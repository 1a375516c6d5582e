package elem

import "math"

// Exp returns e^x.
func Exp(x float64) float64 {
	if !(math.Abs(x) < 708) {
		return exp(x, 0)
	}
	t, k := power(x, 0)
	return float64(t.hi+t.lo) * math.Float64frombits(uint64(k+1023)<<52)
}

// exp is e^(x+more), for all x.
func exp(x, more float64) float64 {
	switch {
	case x != x:
		return x
	case x > 710:
		return math.Inf(1)
	case x < -746:
		return 0
	}
	t, k := power(x, more)
	half := k >> 1
	return float64(float64(t.hi+t.lo)*math.Float64frombits(uint64(half+1023)<<52)) * math.Float64frombits(uint64(k-half+1023)<<52)
}

// power is e^(x+more) as t times 2^k: of 2^(n/64) by a table, and the rest, which is less
// than ln 2/128, by a polynomial.
func power(x, more float64) (t parts, k int) {
	shifted := float64(x*perStep) + shift
	n := shifted - shift
	i := int(int64(math.Float64bits(shifted)<<13) >> 13)
	r := x - float64(n*stepA) - float64(n*stepB) + more
	square := float64(r * r)
	p := r + float64(square*(exp0+float64(exp1*r)+float64(square*(exp2+float64(exp3*r)))))
	t = powersOf2[i&63]
	t.lo += float64(t.hi * p)
	return t, i >> 6
}

// Expm1 returns e^x - 1, without loss where x is small.
func Expm1(x float64) float64 {
	switch a := math.Abs(x); {
	case a < 0x1p-54:
		return x
	case a < 0.125:
		return x + little(x)
	case x > 40:
		return Exp(x)
	case x < -40:
		return -1
	}
	e := twoParts(x)
	var s parts
	if e.hi > 1 {
		s = sum(e.hi, -1)
	} else {
		s = sum(-1, e.hi)
	}
	return s.hi + (s.lo + e.lo)
}

// twoParts is e^x, for |x| below 708.
func twoParts(x float64) parts {
	t, k := power(x, 0)
	scale := math.Float64frombits(uint64(k+1023) << 52)
	return parts{float64(t.hi * scale), float64(t.lo * scale)}
}

// little is e^x - 1 - x, for |x| below 1/8.
func little(x float64) float64 {
	square := float64(x * x)
	fourth := float64(square * square)
	p := little0 + float64(little1*x) + float64(square*(little2+float64(little3*x)))
	p += float64(fourth * (little4 + float64(little5*x) + float64(square*(little6+float64(little7*x)))))
	return float64(square*0.5) + float64(float64(square*x)*p)
}
