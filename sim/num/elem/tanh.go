package elem

import "math"

// Tanh returns the hyperbolic tangent of x. From 1/8 on it is that of a+b, a from a table:
// tanh a + b less what is of second order; from 1 on, 1 - 2/(1 + e^2x).
func Tanh(x float64) float64 {
	v := math.Abs(x)
	switch {
	case v < 0.125:
		if x == 0 {
			return x
		}
		return x - tanhRest(x)
	case v < 1:
		i := int(float64(v*32) + 0.5)
		a, b := tanhs[i], v-float64(float64(i)/32)
		rest := tanhRest(b)
		t := b - rest
		rest += float64(float64(t*a.hi)*(a.hi+t)) / (1 + float64(a.hi*t))
		v = a.hi + (b - (rest - a.lo))
	case v < 22:
		e := twoParts(2 * v)
		s := sum(e.hi, 1)
		v = 1 - 2/(s.hi+(s.lo+e.lo))
	case v >= 22:
		v = 1
	}
	return math.Copysign(v, x)
}

// tanhRest is x - tanh x, for |x| up to 1/8.
func tanhRest(x float64) float64 {
	z := float64(x * x)
	square := float64(z * z)
	p := tanh0 + float64(tanh1*z) + float64(square*(tanh2+float64(tanh3*z)+float64(square*(tanh4+float64(tanh5*z)))))
	return float64(float64(x*z) * p)
}
