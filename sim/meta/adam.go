package meta

import "math"

// Adam is Kingma & Ba's optimiser (2015) in its textbook form. Its zero values want a
// Rate and slices as long as what it moves.
type Adam struct {
	M, V []float64 // running means of the gradient and of its square
	T    uint64    // steps taken
}

// The constants that the paper takes.
const (
	beta1 = 0.9
	beta2 = 0.999
	eps   = 1e-8
)

// Step moves theta down g. rate[i] is that of theta[i]; where it is 0 nothing moves.
func (a *Adam) Step(theta, g, rate []float64) {
	a.T++
	c1, c2 := 1-math.Pow(beta1, float64(a.T)), 1-math.Pow(beta2, float64(a.T))
	for i := range theta {
		a.M[i] = beta1*a.M[i] + (1-beta1)*g[i]
		a.V[i] = beta2*a.V[i] + (1-beta2)*g[i]*g[i]
		theta[i] -= rate[i] * (a.M[i] / c1) / (math.Sqrt(a.V[i]/c2) + eps)
	}
}
