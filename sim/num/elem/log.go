package elem

import "math"

const (
	firstLog = 0x3fe6a << 44 // the bits of 181/256: mantissas are from there up to twice that
	mantissa = 1<<52 - 1
	lowest   = 0x3fee << 48 // those of 1 - 1/16
	highest  = 0x3ff1 << 48 // and of 1 + 1/16
)

// Log returns the natural logarithm of x.
func Log(x float64) float64 {
	bits := math.Float64bits(x)
	if bits-lowest < highest-lowest {
		return nearOne(x - 1)
	}
	k := 0
	if bits-1<<52 >= 0x7fe<<52 { // 0, subnormal, negative, infinite or not a number
		switch {
		case x == 0:
			return math.Inf(-1)
		case x < 0:
			return math.NaN()
		case !(x <= math.MaxFloat64):
			return x
		}
		bits, k = math.Float64bits(x*0x1p54), -54
	}
	return logOf(bits, k, 0, 1)
}

// Log1p returns the logarithm of 1+x, without loss where x is small.
func Log1p(x float64) float64 {
	switch {
	case math.Abs(x) < 0x1p-54:
		return x
	case math.Abs(x) < 1.0/16:
		return nearOne(x)
	case x == -1:
		return math.Inf(-1)
	case x < -1:
		return math.NaN()
	case !(x <= math.MaxFloat64):
		return x
	}
	s := sum(1, x)
	if x > 1 {
		s = sum(x, 1)
	}
	return logOf(math.Float64bits(s.hi), 0, s.lo, s.hi)
}

// nearOne is log(1+f) for small f. With s = f/(2+f) it is 2 artanh s, and 2s is f - sf.
func nearOne(f float64) float64 {
	s := f / (2 + f)
	z := float64(s * s)
	square := float64(z * z)
	p := near0 + float64(near1*z) + float64(square*(near2+float64(near3*z)))
	return f - float64(s*(f-float64(z*p)))
}

// apart takes 2^-k of a number apart: m near c, the middle of an interval, whose
// logarithm with that of the power of two is the parts' sum. bits are the number's.
func apart(bits uint64, k int) (m, c float64, log parts) {
	above := bits - firstLog
	n := int64(above) >> 52
	bits -= uint64(n) << 52
	log = logs[above>>45&127]
	e := float64(int(n) + k)
	log.hi += float64(e * ln2A)
	log.lo += float64(e * ln2B)
	return math.Float64frombits(bits), math.Float64frombits(bits&^(1<<45-1) | 1<<44), log
}

// logOf is the logarithm of 2^k (x + more/x), x by its bits and not near 1: of c by the
// table, and that of m/c is 2 artanh((m-c)/(m+c)).
func logOf(bits uint64, k int, more, x float64) float64 {
	m, c, log := apart(bits, k)
	s := (m - c) / (m + c)
	z := float64(s * s)
	tail := log.lo + float64(float64(s*z)*(artanh0+float64(artanh1*z)))
	if more != 0 {
		tail += more / x
	}
	top := sum(log.hi, float64(2*s))
	return top.hi + (top.lo + tail)
}

// longLog is the logarithm of a positive number in two parts, exact to 2^-66 of it.
func longLog(x float64) parts {
	k := 0
	if x < 0x1p-1022 {
		x, k = x*0x1p54, -54
	}
	m, c, log := apart(math.Float64bits(x), k)
	if math.Abs(x-1) < 1.0/64 && k == 0 {
		m, c, log = x, 1, parts{}
	}
	d, t := m-c, sum(c, m)
	if m > c {
		t = sum(m, c)
	}
	s := d / t.hi
	p := product(s, t.hi)
	left := (d - p.hi - p.lo - float64(s*t.lo)) / t.hi // s + left is the quotient
	z := float64(s * s)
	square := float64(z * z)
	q := near0 + float64(near1*z) + float64(square*(near2+float64(near3*z)))
	tail := log.lo + float64(2*left) + float64(float64(s*z)*q)
	top := float64(2 * s)
	if log.hi != 0 {
		r := sum(log.hi, top)
		top, tail = r.hi, r.lo+tail
	}
	return sum(top, tail)
}
