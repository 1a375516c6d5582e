package elem

import "math"

// Pow returns x^y, NaN where x is negative and y not whole. The sign of an x that is 0 or
// infinite counts for nothing.
func Pow(x, y float64) float64 {
	a, sign := math.Abs(x), 1.0
	switch {
	case y == 0 || x == 1:
		return 1
	case x != x || y != y:
		return x + y
	case a == 0 || a > math.MaxFloat64 || math.Abs(y) > math.MaxFloat64:
		switch {
		case a == 1:
			return 1
		case a > 1 == (y > 0):
			return math.Inf(1)
		}
		return 0
	case x < 0:
		if y != math.Trunc(y) {
			return math.NaN()
		}
		if math.Abs(y) < 1<<53 && int64(y)&1 == 1 {
			sign = -1
		}
	}
	log := longLog(a)
	if !(math.Abs(float64(y*log.hi)) < 750) {
		return sign * exp(float64(y*log.hi), 0)
	}
	p := product(y, log.hi)
	return sign * exp(p.hi, p.lo+float64(y*log.lo))
}
