package num

import "math"

// AdamStep holds the constants of one step of Adam.
type AdamStep struct {
	Rate, Beta1, Beta2, Eps float64
	T                       int // steps so far, this one included: from 1
}

// Adam changes the weights w by the gradient g, as torch.optim.Adam defines it,
// without decay: m = β1 m + (1-β1) g, v = β2 v + (1-β2) g²,
// w -= Rate/(1-β1^T) m / (√v/√(1-β2^T) + ε). m and v start as zeros.
func Adam[T Float](w, g, m, v []T, s AdamStep) {
	check(len(g) == len(w) && len(m) == len(w) && len(v) == len(w))
	t := float64(s.T)
	c := [7]T{T(s.Beta1), T(1 - s.Beta1), T(s.Beta2), T(1 - s.Beta2),
		T(s.Rate / (1 - math.Pow(s.Beta1, t))), T(1 / math.Sqrt(1-math.Pow(s.Beta2, t))), T(s.Eps)}
	done := 0
	if vectors {
		if done = len(w) &^ 7; done > 0 {
			adamEights(&w[0], &g[0], &m[0], &v[0], done, &c)
		}
	}
	plainAdam(w[done:], g[done:], m[done:], v[done:], &c)
}

// plainAdam takes the roundings of the assembly.
func plainAdam[T Float](w, g, m, v []T, c *[7]T) {
	for i, d := range g {
		mi := fma(m[i], c[0], d*c[1])
		vi := fma(v[i], c[2], d*d*c[3])
		m[i], v[i] = mi, vi
		w[i] -= mi * c[4] / fma(T(math.Sqrt(float64(vi))), c[5], c[6])
	}
}

// The constants that Adam's paper takes.
const (
	Beta1   = 0.9
	Beta2   = 0.999
	Epsilon = 1e-8
)

// AdamRates is Adam with those constants and a rate for each weight, in the order of the
// paper (Kingma & Ba 2015): w -= rate (m/(1-β1^t)) / (√(v/(1-β2^t)) + ε). It differs from
// Adam in the last digits. Where the rate is 0 the weight stays and its means go on.
func AdamRates(w, g, m, v, rates []float64, t uint64) {
	check(len(g) == len(w) && len(m) == len(w) && len(v) == len(w) && len(rates) == len(w))
	c1, c2 := 1-math.Pow(Beta1, float64(t)), 1-math.Pow(Beta2, float64(t))
	for i := range w {
		m[i] = float64(Beta1*m[i]) + float64((1-Beta1)*g[i])
		v[i] = float64(Beta2*v[i]) + float64((1-Beta2)*g[i]*g[i])
		w[i] -= rates[i] * (m[i] / c1) / (math.Sqrt(v[i]/c2) + Epsilon)
	}
}
