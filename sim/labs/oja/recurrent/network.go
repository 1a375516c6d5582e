// Package recurrent is the two views on a recurrent network: one that hears a stream and
// learns by Oja's rule alone, and one that has to recall a symbol.
package recurrent

import (
	"hebb/sim/num"
	"hebb/sim/num/elem"
)

// activation is φ, as the field names it.
type activation string

const (
	tanh     activation = "tanh"
	softplus activation = "softplus"
)

// recurrent is the network of the two memory views:
//
//	h_t = φ(U x_t + V h_{t-1}),   φ = tanh or softplus
type recurrent struct {
	act  activation
	beta float64
	u, v num.Mat[float64] // n × m, n × n: U and V
	pre  []float64        // n: scratch: U x + V h
	in   []float64        // n: scratch: U x
	rest []float64        // max(n, m): scratch: h' - Vᵀ h
	k    num.Kernels[float64]
}

func newRecurrent(n, m int, act activation, beta float64) recurrent {
	return recurrent{act: act, beta: beta, u: num.NewMat[float64](n, m), v: num.NewMat[float64](n, n),
		pre: make([]float64, n), in: make([]float64, n), rest: make([]float64, max(n, m)), k: num.Use[float64]()}
}

// advance writes the state that follows prev under input x to h, which is not prev.
func (r *recurrent) advance(h, x, prev []float64) {
	r.k.Gemv(r.in, r.u, x)
	r.k.Gemv(r.pre, r.v, prev)
	for i, v := range r.in {
		r.pre[i] += v
	}
	if r.act == softplus {
		num.Softplus(h, r.in, r.pre, r.beta)
		return
	}
	for i, z := range r.pre {
		h[i] = elem.Tanh(z)
	}
}

// slope is φ' where φ takes the value h.
func (r *recurrent) slope(h float64) float64 {
	if r.act == softplus {
		return num.SlopeAt(h, r.beta)
	}
	return 1 - float64(h*h)
}

// oja does W += θ post (pre - Wᵀ post)ᵀ and returns |pre - Wᵀ post|².
func (r *recurrent) oja(w num.Mat[float64], theta float64, post, pre []float64) float64 {
	rest := r.rest[:len(pre)]
	r.k.GemvT(rest, w, post)
	sq := 0.0
	for i, v := range pre {
		rest[i] = v - rest[i]
		sq += float64(rest[i] * rest[i])
	}
	if theta != 0 {
		r.k.Scale(theta, rest)
		r.k.Ger(w, post, rest)
	}
	return sq
}

// drawInto draws a matrix: scale times what the key gives for its row and column.
func drawInto(w num.Mat[float64], scale float64, draw func(row, col int) float64) {
	for i := range w.Rows {
		row := w.Row(i)
		for j := range row {
			row[j] = scale * draw(i, j)
		}
	}
}
