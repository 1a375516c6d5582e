package reservoir

import "math"

// The table holds tanh at steps of 1/32 up to where it is 1 in float64.
const (
	tanhSteps = 32
	tanhTop   = 20
)

var tanhTable = func() (t [tanhTop*tanhSteps + 2]float64) {
	for i := range t {
		t[i] = math.Tanh(float64(i) / tanhSteps)
	}
	return t
}()

// tanh writes the hyperbolic tangent, right to two units in the last place. With a
// the nearest number of the table and d the rest, |d| <= 1/64,
//
//	tanh(a + d) = (tanh a + tanh d) / (1 + tanh a tanh d)
//
// and four terms of the series for tanh d leave an error of 1e-18.
func tanh(dst, src []float64) {
	dst = dst[:len(src)]
	for i, v := range src {
		a := math.Abs(v)
		if !(a < tanhTop) { // also when it is not a number
			dst[i] = math.Tanh(v)
			continue
		}
		cell := int(a*tanhSteps + 0.5)
		d := a - float64(cell)*(1.0/tanhSteps)
		q := d * d
		td := d * (1 + q*(-1.0/3+q*(2.0/15+q*(-17.0/315))))
		ta := tanhTable[cell]
		dst[i] = math.Copysign((ta+td)/(1+ta*td), v)
	}
}
