package elem

import "math"

// Atan2 returns the angle of the point x, y, from -π to π, in radians.
func Atan2(y, x float64) float64 {
	ax, ay := math.Abs(x), math.Abs(y)
	low, high := min(ax, ay), max(ax, ay)
	t := low / high
	switch {
	case t == t:
	case x != x || y != y:
		return math.NaN()
	case low == 0:
		t = 0
	default: // both infinite
		t = 1
	}
	angle := atan(t)
	if ay > ax {
		angle = parts{quarterA - angle.hi, quarterB - angle.lo}
	}
	if math.Signbit(x) {
		angle = parts{2*quarterA - angle.hi, 2*quarterB - angle.lo}
	}
	return math.Copysign(angle.hi+angle.lo, y)
}

// atan is the arc tangent of t, from 0 to 1: that of c by a table, where t is not small,
// and that of (t-c)/(1+tc) by a polynomial.
func atan(t float64) parts {
	i := 0
	q := t
	if t > 0.125 {
		i = int(float64(t*16) + 0.5)
		c := float64(float64(i) / 16)
		q = (t - c) / (1 + float64(t*c))
	}
	z := float64(q * q)
	square := float64(z * z)
	p := atan0 + float64(atan1*z) + float64(square*(atan2+float64(atan3*z)+float64(square*(atan4+float64(atan5*z)))))
	a := atans[i]
	return parts{a.hi, q - (float64(float64(q*z)*p) - a.lo)}
}
