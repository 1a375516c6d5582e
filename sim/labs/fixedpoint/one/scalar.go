package one

import (
	"math"

	"hebb/sim/labs/fixedpoint/rules"
)

// scalar is the problem with one neuron: r = x/u with u = 1/g - w, and the loss
// J = S/u² - 2C/u + T over pairs of stimulus x and target y.
type scalar struct {
	s, c, t float64 // means of x², x y and y²
	pole    float64 // 1/g, where J is infinite
	least   float64 // J at its minimum
}

func newScalar(x, y []float64, g float64) scalar {
	p := scalar{pole: 1 / g}
	n := float64(len(x))
	for i := range x {
		p.s += x[i] * x[i] / n
		p.c += x[i] * y[i] / n
		p.t += y[i] * y[i] / n
	}
	p.least = p.t - p.c*p.c/p.s
	return p
}

func (p *scalar) best() float64           { return p.pole - p.s/p.c }       // where J is least
func (p *scalar) rho(eta float64) float64 { return 1 + float64(2*eta*p.s) } // of the logistic map

func (p *scalar) loss(w float64) float64 {
	u := p.pole - w
	return p.s/(u*u) - 2*p.c/u + p.t
}

// step is the next w under a rule.
func (p *scalar) step(rule string, w, eta float64) float64 {
	u := p.pole - w
	switch rule {
	case rules.DW1:
		return w - eta*2*(p.s-float64(p.c*u))/(u*u*u)
	case rules.DW3, rules.DW4:
		return w - float64(eta*2*u*(p.s-float64(p.c*u)))
	}
	a := 1 / u
	ahead := a - float64(eta*2*(float64(p.s*a)-p.c))
	switch rule {
	case rules.DW2la:
		return p.pole - 1/(a-float64(eta*2*(float64(p.s*ahead)-p.c)))
	case rules.DW3Notebook:
		return w - float64(2*eta*u*u*u*(float64(p.s*ahead*ahead)-float64(p.c*ahead)))
	}
	return p.pole - 1/ahead // dW2
}

// escaped says whether w has gone where nothing comes back from.
func escaped(w float64) bool { return !(math.Abs(w) < 1e9) }
