package num

import (
	"math"

	"hebb/sim/num/elem"
)

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
		T(s.Rate / (1 - elem.Pow(s.Beta1, t))), T(1 / math.Sqrt(1-elem.Pow(s.Beta2, t))), T(s.Eps)}
	done := 0
	if assembly {
		if done = len(w) &^ 7; done > 0 {
			adamEights(&w[0], &g[0], &m[0], &v[0], done, &c)
		}
	}
	plainAdam(w[done:], g[done:], m[done:], v[done:], &c)
}

// plainAdam takes the roundings of the assembly.
func plainAdam[T Float](w, g, m, v []T, c *[7]T) {
	least, root := tiny[T]()
	for i, d := range g {
		mi := settle(fma(m[i], c[0], d*c[1]), least)
		d = settle(d, root)
		vi := settle(fma(v[i], c[2], d*d*c[3]), least)
		m[i], v[i] = mi, vi
		w[i] -= mi * c[4] / fma(T(math.Sqrt(float64(vi))), c[5], c[6])
	}
}

// Momentum changes the weights w by the gradient g as torch.optim.SGD does: m = mu m + g,
// w -= rate m.
func Momentum[T Float](w, g, m []T, mu, rate float64) {
	check(len(g) == len(w) && len(m) == len(w))
	c := [2]T{T(mu), T(-rate)}
	done := 0
	if assembly {
		if done = len(w) &^ 7; done > 0 {
			momentumEights(&w[0], &g[0], &m[0], done, &c)
		}
	}
	plainMomentum(w[done:], g[done:], m[done:], &c)
}

func plainMomentum[T Float](w, g, m []T, c *[2]T) {
	least, _ := tiny[T]()
	for i, d := range g {
		m[i] = settle(T(m[i]*c[0])+d, least)
		w[i] = fma(m[i], c[1], w[i])
	}
}

// tiny is what is taken as 0 where numbers only decay, and its root, below which squares
// are. On many processors numbers below the least of full precision (2^-126 in float32,
// 2^-1022 in float64) cost a hundred times the others, and what decays stays there for
// good. Some mode of the processor would not do: WebAssembly has none.
//
// It is above that least number by a factor that leaves room for a rate. What is lost
// changes no weight: Adam's step by it is below 1e-22 of the rate.
func tiny[T Float]() (least, root T) {
	if is32[T]() {
		return 0x1p-100, 0x1p-50
	}
	v, r := 0x1p-960, 0x1p-480
	return T(v), T(r)
}

// settle returns v, or 0 if it is smaller than least.
func settle[T Float](v, least T) T {
	if v < least && v > -least {
		return 0
	}
	return v
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
	least, root := tiny[float64]()
	c1, c2 := 1-elem.Pow(Beta1, float64(t)), 1-elem.Pow(Beta2, float64(t))
	for i := range w {
		m[i] = settle(float64(Beta1*m[i])+float64((1-Beta1)*g[i]), least)
		d := settle(g[i], root)
		v[i] = settle(float64(Beta2*v[i])+float64((1-Beta2)*d*d), least)
		w[i] -= rates[i] * (m[i] / c1) / (math.Sqrt(v[i]/c2) + Epsilon)
	}
}
