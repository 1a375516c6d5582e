package two

import (
	"math"
	"math/cmplx"

	"hebb/sim/labs/fixedpoint/network"
	"hebb/sim/num/elem"
)

// pair is a network of two neurons with a fixed input, small enough for closed forms.
type pair struct {
	f  network.Rate
	w  [4]float64 // w11 w12 w21 w22
	in [2]float64
}

// rhs is dr/dt at r, in 1/τ.
func (p *pair) rhs(r [2]float64) [2]float64 {
	return [2]float64{p.rate(float64(p.w[0]*r[0])+float64(p.w[1]*r[1])+p.in[0]) - r[0], p.rate(float64(p.w[2]*r[0])+float64(p.w[3]*r[1])+p.in[1]) - r[1]}
}

func (p *pair) rate(z float64) float64 {
	if p.f == network.Tanh {
		return elem.Tanh(z)
	}
	return z
}

// jacobian is that of the rate dynamics, -I + G W, at r.
func (p *pair) jacobian(r [2]float64) (a, b, c, d float64) {
	g := [2]float64{1, 1}
	if p.f == network.Tanh {
		for i := range g {
			t := elem.Tanh(float64(p.w[2*i]*r[0]) + float64(p.w[2*i+1]*r[1]) + p.in[i])
			g[i] = 1 - float64(t*t)
		}
	}
	return float64(g[0]*p.w[0]) - 1, g[0] * p.w[1], g[1] * p.w[2], float64(g[1]*p.w[3]) - 1
}

// kind says what a fixed point is: by trace and determinant of the Jacobian.
func (p *pair) kind(r [2]float64) (name string, eig [2]complex128) {
	a, b, c, d := p.jacobian(r)
	trace, det := a+d, float64(a*d)-float64(b*c)
	root := cmplx.Sqrt(complex(float64(trace*trace/4)-det, 0))
	eig = [2]complex128{complex(float64(trace/2), 0) + root, complex(float64(trace/2), 0) - root}
	switch {
	case det < 0:
		return "saddle", eig
	case trace < 0 && trace*trace < 4*det:
		return "stable spiral", eig
	case trace < 0:
		return "stable node", eig
	case trace == 0:
		return "centre", eig
	case trace*trace < 4*det:
		return "unstable spiral", eig
	}
	return "unstable node", eig
}

// settle is Newton's method with a step that is halved until the residual falls.
func (p *pair) settle(r [2]float64) ([2]float64, bool) {
	for range 60 {
		f := p.rhs(r)
		top := math.Max(math.Abs(f[0]), math.Abs(f[1]))
		if top < 1e-13 {
			return r, true
		}
		a, b, c, d := p.jacobian(r)
		det := float64(a*d) - float64(b*c)
		if det == 0 {
			return r, false
		}
		s := [2]float64{-(float64(d*f[0]) - float64(b*f[1])) / det, -(float64(a*f[1]) - float64(c*f[0])) / det}
		size := float64(f[0]*f[0]) + float64(f[1]*f[1])
		step := 1.0
		for ; step > 1e-6; step /= 2 {
			x := [2]float64{r[0] + float64(step*s[0]), r[1] + float64(step*s[1])}
			n := p.rhs(x)
			if float64(n[0]*n[0])+float64(n[1]*n[1]) <= (1-float64(1e-4*step))*(1-float64(1e-4*step))*size || math.Max(math.Abs(n[0]), math.Abs(n[1])) < 1e-13 {
				r = x
				break
			}
		}
		if step <= 1e-6 {
			return r, top < 1e-12
		}
	}
	return r, false
}

// mostFixed is how many fixed points are kept.
const mostFixed = 9

// fixed finds the fixed points: Newton's method from a grid of 25 × 25 starts over
// [-3, 3]², what is closer than 1e-7 taken for one. They come sorted by r1, then r2.
func (p *pair) fixed(list [][2]float64) [][2]float64 {
	list = list[:0]
	const n = 25
	for i := range n {
		for j := range n {
			r, good := p.settle([2]float64{-3 + 6*float64(i)/(n-1), -3 + 6*float64(j)/(n-1)})
			if !good || !network.Finite(r[:]) {
				continue
			}
			known := false
			for _, o := range list {
				if math.Max(math.Abs(r[0]-o[0]), math.Abs(r[1]-o[1])) < 1e-7 {
					known = true
				}
			}
			if !known && len(list) < mostFixed {
				list = append(list, r)
			}
			if p.f == network.Linear && len(list) == 1 {
				return list // a linear network has one
			}
		}
	}
	for i := 1; i < len(list); i++ {
		for j := i; j > 0 && before(list[j], list[j-1]); j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
	}
	return list
}

func before(a, b [2]float64) bool {
	if math.Abs(a[0]-b[0]) > 1e-9 {
		return a[0] < b[0]
	}
	return a[1] < b[1]
}

// walk takes an Euler step.
func (p *pair) walk(r [2]float64, h float64) [2]float64 {
	f := p.rhs(r)
	return [2]float64{r[0] + float64(h*f[0]), r[1] + float64(h*f[1])}
}

// nullcline returns where dr_which/dt = 0 as r_other over r_which:
// r_other = (f⁻¹(x) - w_own x - i)/w_cross. It says false where there is none.
func (p *pair) nullcline(which int, x float64) (float64, bool) {
	own, cross := p.w[0], p.w[1]
	if which == 1 {
		own, cross = p.w[3], p.w[2]
	}
	z := x
	if p.f == network.Tanh {
		if !(math.Abs(x) < 1) {
			return 0, false
		}
		z = elem.Log1p(2*x/(1-x)) / 2 // the inverse of tanh
	}
	y := (z - float64(own*x) - p.in[which]) / cross
	return y, math.Abs(y) < 1e6
}

// crossings returns the x at which neuron which is at rest when the other does not
// reach it: its nullcline is then straight lines.
func (p *pair) crossings(which int, from, to float64) []float64 {
	own := p.w[0]
	if which == 1 {
		own = p.w[3]
	}
	at := func(x float64) float64 { return p.rate(float64(own*x)+p.in[which]) - x }
	var list []float64
	const n = 400
	for i := range n {
		a, b := from+(to-from)*float64(i)/n, from+(to-from)*float64(i+1)/n
		fa, fb := at(a), at(b)
		if fa == 0 {
			list = append(list, a)
		} else if fa*fb < 0 {
			list = append(list, a+(b-a)*fa/(fa-fb))
		}
	}
	return list
}

// lossTanh is the mean squared distance from the targets of the states that three
// inputs lead to from 0. settled is false when one of them does not come to rest.
func lossTanh(w [4]float64, x, t [][2]float64) (loss float64, settled bool) {
	p := pair{f: network.Tanh, w: w}
	for i := range x {
		p.in = x[i]
		r, rest := [2]float64{}, false
		for k := range 20000 {
			f := p.rhs(r)
			top := math.Max(math.Abs(f[0]), math.Abs(f[1]))
			if top < 1e-10 {
				rest = true
				break
			}
			if k == 4000 && top > 1e-2 { // 400 τ, and still on its way
				break
			}
			r[0] += float64(0.1 * f[0])
			r[1] += float64(0.1 * f[1])
		}
		if !rest {
			return 0, false
		}
		if better, good := p.settle(r); good && elem.Hypot(better[0]-r[0], better[1]-r[1]) < 1e-6 {
			r = better
		}
		loss += (float64((r[0]-t[i][0])*(r[0]-t[i][0])) + float64((r[1]-t[i][1])*(r[1]-t[i][1]))) / float64(len(x))
	}
	return loss, true
}

// lossLinear is the loss of the algebraic solution r = (G⁻¹ - W)⁻¹ x, g = 1, and the
// determinant and abscissa that go with it.
func lossLinear(w [4]float64, x, t [][2]float64) (loss, det, abscissa float64) {
	a, b, c, d := 1-w[0], -w[1], -w[2], 1-w[3]
	det = float64(a*d) - float64(b*c)
	for i := range x {
		r0, r1 := (float64(d*x[i][0])-float64(b*x[i][1]))/det, (float64(a*x[i][1])-float64(c*x[i][0]))/det
		loss += (float64((r0-t[i][0])*(r0-t[i][0])) + float64((r1-t[i][1])*(r1-t[i][1]))) / float64(len(x))
	}
	trace, dw := w[0]+w[3], float64(w[0]*w[3])-float64(w[1]*w[2])
	if disc := float64(trace*trace/4) - dw; disc > 0 {
		return loss, det, float64(trace/2) + math.Sqrt(disc)
	}
	return loss, det, trace / 2
}
