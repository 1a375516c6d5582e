package reservoir

import "math"

// The table holds tanh at steps of 1/32 on both sides, up to where it is 1 in float64.
const (
	tanhSteps  = 32
	tanhTop    = 20
	tanhMiddle = tanhTop * tanhSteps
)

var tanhTable = func() (t [2*tanhMiddle + 1]float64) {
	for i := range t {
		t[i] = math.Tanh(float64(i-tanhMiddle) / tanhSteps)
	}
	return t
}()

// tanh writes the hyperbolic tangent, right to 4e-16. With a the nearest number of
// the table and d the rest, |d| <= 1/64,
//
//	tanh(a + d) = (tanh a + tanh d) / (1 + tanh a tanh d)
//
// and four terms of the series for tanh d leave an error of 1e-18.
func tanh(dst, src []float64) {
	dst = dst[:len(src)]
	for i, v := range src {
		cell := int(v*tanhSteps + (tanhMiddle + 0.5))
		if uint(cell) >= uint(len(tanhTable)) || v != v {
			dst[i] = math.Tanh(v)
			continue
		}
		d := v - float64(cell-tanhMiddle)*(1.0/tanhSteps)
		q := d * d
		td := d * (1 + q*(-1.0/3+q*(2.0/15+q*(-17.0/315))))
		ta := tanhTable[cell]
		dst[i] = (ta + td) / (1 + ta*td)
	}
}
