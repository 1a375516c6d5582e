package net

import "hebb/sim/num"

// Feedback names how the error of a layer reaches the layer below it.
type Feedback string

const (
	Sym  Feedback = "sym"  // backprop: q_l = W_lᵀ e_{l+1}, with the weights of the moment
	Fix  Feedback = "fix"  // feedback alignment: q_l = B_lᵀ e_{l+1}, B drawn once
	DFA  Feedback = "dfa"  // direct: q_l = D_lᵀ e_L
	Sign Feedback = "sign" // q_l = (sign(W_l) |B_l|)ᵀ e_{l+1}
)

// feedback writes q_l. The input layer's is computed at lit pixels only, unless
// everything is asked for.
func (n *Net[T]) feedback(l int, f Feedback) {
	e, m := n.E[l+1], n.W[l]
	switch f {
	case Sym:
	case Fix:
		m = n.B[l]
	case DFA:
		e, m = n.E[len(n.W)], n.D[l]
	case Sign:
		n.signed(l, e)
		return
	default:
		panic("net: there is no feedback " + string(f))
	}
	if l > 0 || n.Full {
		n.k.Gemv(n.Q[l], m, e)
		return
	}
	n.k.GemvWhere(n.Q[0], m, e, n.Y[0])
}

// signed does q_l = (sign(W) |B|)ᵀ e, row by row.
func (n *Net[T]) signed(l int, e []T) {
	w, b := n.W[l], n.B[l]
	f := n.scratch[:w.Cols]
	for j, x := range n.Y[l] {
		n.Q[l][j] = 0
		if l == 0 && x == 0 && !n.Full {
			continue
		}
		num.SignTo(f, w.Row(j), b.Row(j))
		n.Q[l][j] = n.k.Dot(f, e)
	}
}
