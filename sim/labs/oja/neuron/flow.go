package neuron

import (
	"math"

	"hebb/sim/num"
	"hebb/sim/num/elem"
)

// flow moves the averaged weights: what the rule does on average over the cloud,
// in continuous time, of which one sample is η. With M = E[x xᵀ]:
//
//	Hebb    dw_i/dt = M w_i
//	Oja     dw_i/dt = M w_i - Σ_j (w_iᵀ M w_j) w_j       all j
//	Sanger  dw_i/dt = M w_i - Σ_{j≤i} (w_iᵀ M w_j) w_j
//
// One neuron under Oja's rule, and the first under Sanger's, has a closed form. In
// v = exp(Mt) w0 the equation loses its second term; the second term only changes
// the length, w = v/ρ with dρ/dt = ρ wᵀMw, and since d|v|²/dt = 2 vᵀMv this
// gives dρ²/dt = 2 vᵀMv = d|v|²/dt, so ρ² = 1 + |v|² - |w0|²:
//
//	w(t) = exp(Mt) w0 / √(1 + w0ᵀ (exp(2Mt) - I) w0)
//
// The others are integrated.
type flow struct {
	a      []float64           // d: coordinates of one vector along the components
	mw, c  num.Mat[float64]    // m × d, m × m: W M and W M Wᵀ
	k      [4]num.Mat[float64] // m × d: slopes of Runge and Kutta's method
	w0, w1 num.Mat[float64]    // m × d: scratch: the weights of a step, and on its way
}

func newFlow(m, d int) flow {
	f := flow{a: make([]float64, d), mw: num.NewMat[float64](m, d), c: num.NewMat[float64](m, m),
		w0: num.NewMat[float64](m, d), w1: num.NewMat[float64](m, d)}
	for i := range f.k {
		f.k[i] = num.NewMat[float64](m, d)
	}
	return f
}

// advance moves s.bar by one sample. Where it has left all bounds (weights that
// Hebb's rule has blown up, handed to another rule) it starts again from s.w.
func (f *flow) advance(s *neuron) {
	switch {
	case s.rule == "hebb":
		for i := range s.bar.Rows {
			f.exact(s.bar.Row(i), &s.cloud, s.eta, true)
		}
	case s.bar.Rows == 1:
		f.exact(s.bar.Row(0), &s.cloud, s.eta, false)
	default:
		f.integrate(s.bar, s.cloud.m, s.cloud.val[0], s.eta, s.rule == "sanger")
	}
	if size := num.Norm(s.bar.Data); !(size < 10*farAway) {
		copy(s.bar.Data, s.w.Data)
	}
}

// exact moves w by time t along the closed form; free leaves out the denominator,
// which is Hebb's rule.
func (f *flow) exact(w []float64, c *cloud, t float64, free bool) {
	k := num.Use[float64]()
	k.Gemv(f.a, c.vec, w)
	den := 1.0
	for i, a := range f.a {
		den += float64(a * a * elem.Expm1(2*c.val[i]*t))
		f.a[i] = a * elem.Exp(c.val[i]*t)
	}
	k.GemvT(w, c.vec, f.a)
	if !free {
		k.Scale(1/math.Sqrt(den), w)
	}
}

// integrate moves all weights by time t with Runge and Kutta's method of fourth
// order, in steps short beside the fastest decay, λ1 (1 + |w|²).
func (f *flow) integrate(w, m num.Mat[float64], top, t float64, ordered bool) {
	size := num.Norm(w.Data)
	n := math.Ceil(min(50, max(1, t*top*(1+float64(size*size))/0.2)))
	h := t / n
	for range int(n) {
		copy(f.w0.Data, w.Data)
		f.slope(f.k[0], w, m, ordered)
		for i, part := range [3]float64{0.5, 0.5, 1} {
			for l, v := range f.w0.Data {
				f.w1.Data[l] = v + float64(part*h*f.k[i].Data[l])
			}
			f.slope(f.k[i+1], f.w1, m, ordered)
		}
		for l := range w.Data {
			w.Data[l] += float64(h / 6 * (f.k[0].Data[l] + float64(2*f.k[1].Data[l]) + float64(2*f.k[2].Data[l]) + f.k[3].Data[l]))
		}
	}
}

// slope writes dW/dt of Oja's rule, or of Sanger's when ordered.
func (f *flow) slope(dw, w, m num.Mat[float64], ordered bool) {
	k := num.Use[float64]()
	for i := range w.Rows {
		k.Gemv(f.mw.Row(i), m, w.Row(i))
		k.Gemv(f.c.Row(i), w, f.mw.Row(i))
	}
	copy(dw.Data, f.mw.Data)
	for i := range w.Rows {
		last := w.Rows
		if ordered {
			last = i + 1
		}
		for j := range last {
			k.Axpy(-f.c.At(i, j), w.Row(j), dw.Row(i))
		}
	}
}
