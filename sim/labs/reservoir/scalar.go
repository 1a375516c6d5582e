package reservoir

import (
	"math"

	"hebb/sim/num/elem"
)

// firstAmplitude is that of the published versions' first two steps.
const firstAmplitude = 0.01

// psi is the amplitude of exploration after a mean error of e.
func (l *law) psi(e float64) float64 {
	v := l.psiCoef * root(10*math.Abs(e), l.psiPow)
	if e < 0 {
		return -v
	}
	if e == 0 {
		return 0
	}
	return v
}

// phi is the third factor: positive when the error has just fallen below its
// running mean. Where it is one-sided, a rise is not punished.
func (l *law) phi(ehat float64) float64 {
	switch v := l.phiGain * root(math.Abs(ehat), l.phiPow); {
	case ehat < 0:
		return v
	case ehat > 0 && !l.oneSided:
		return -v
	case ehat != ehat:
		return ehat
	}
	return 0
}

// root is x^p. Square roots are quicker than Pow, and exact where Pow is not; the two
// agree to one unit in the last place.
func root(x, p float64) float64 {
	if p == 0.25 {
		return math.Sqrt(math.Sqrt(x))
	}
	return elem.Pow(x, p)
}

// faint is where a number that decays becomes 0. Below about 1e-308 numbers are
// subnormal, which many processors compute slowly, and a decay would not leave them: at
// the very end it rounds to what it was. From here on even products are normal.
const faint = 1e-150

// settled is v, and 0 in place of what is fainter.
func settled(v float64) float64 {
	if math.Abs(v) < faint {
		return 0
	}
	return v
}

// gate says how much of the explorer's output is handed on to mastery.
func (l *law) gate(ebar float64) float64 {
	return 0.5 - float64(0.5*elem.Tanh(l.slope*(math.Abs(ebar)-l.theta)))
}
