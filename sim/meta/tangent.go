package meta

import (
	"hebb/sim/net"
	"hebb/sim/num"
	"hebb/sim/rule"
	"hebb/sim/rule/formula"
)

// Tangent learns by a rule that somebody has written and carries the derivatives of the
// weights by its coefficients along.
type Tangent[T num.Float] struct {
	*Own[T]
	Total bool           // as in Reverse
	DW    [][]num.Mat[T] // [coefficient] n_l × n_{l+1}: dW

	k          num.Kernels[T]
	dy, dz, de [][]T // [layer][n_l]: of activities, pre-activations and errors
	dq, du     [][]T // [layer][n_l]: of what comes down as error, and of feedback
	post, pre  []T   // n_{l+1}, n_l: scratch
	signed     []T   // n_{l+1}: a row of the effective feedback of mode sign
}

// NewTangent returns a Tangent for o, whose machines must be able to derive.
func NewTangent[T num.Float](o *Own[T], coefficients int) *Tangent[T] {
	t := &Tangent[T]{Own: o, k: num.Use[T]()}
	sizes, widest := o.N.Sizes, 0
	for l, n := range sizes {
		widest = max(widest, n)
		t.dy, t.dz, t.de = append(t.dy, make([]T, n)), append(t.dz, make([]T, n)), append(t.de, make([]T, n))
		if l+1 < len(sizes) {
			t.dq, t.du = append(t.dq, make([]T, n)), append(t.du, make([]T, n))
		}
	}
	t.post, t.pre, t.signed = make([]T, widest), make([]T, widest), make([]T, widest)
	for range coefficients {
		var set []num.Mat[T]
		for l := range o.N.W {
			set = append(set, num.NewMat[T](sizes[l], sizes[l+1]))
		}
		t.DW = append(t.DW, set)
	}
	return t
}

// Clear forgets all derivatives: the weights are new.
func (t *Tangent[T]) Clear() {
	for _, set := range t.DW {
		for _, m := range set {
			clear(m.Data)
		}
	}
}

// Learn lets the network learn from the image in Y[0].
func (t *Tangent[T]) Learn(label int) (layer int, size float64, fault string) {
	if layer, size, fault = t.Look(label); layer > 0 || fault != "" {
		return layer, size, fault
	}
	for r := range t.DW {
		t.derive(r)
	}
	t.Change()
	return 0, 0, ""
}

// Gradient returns the derivative by coefficient r of a loss whose derivative by the
// weights is M.
func (t *Tangent[T]) Gradient(r int, M []num.Mat[T]) (g float64) {
	for l, m := range M {
		g += float64(t.k.Dot(m.Data, t.DW[r][l].Data))
	}
	return g
}

// derive carries the derivatives by coefficient r through one step: forward pass,
// errors, rule.
func (t *Tangent[T]) derive(r int) {
	n, k, dw := t.N, t.k, t.DW[r]
	L := n.Depth()
	for l := range L {
		dz := t.dz[l+1]
		k.GemvT(dz, dw[l], n.Y[l])
		if l > 0 {
			p := t.post[:len(dz)]
			k.GemvT(p, n.W[l], t.dy[l])
			k.Axpy(1, p, dz)
		}
		dy := t.dy[l+1]
		if l+1 < L {
			for i, s := range n.S[l+1] {
				dy[i] = dz[i] * s
			}
			continue
		}
		mean := k.Dot(n.Y[L], dz)
		for i, y := range n.Y[L] {
			dy[i] = y * (dz[i] - mean)
		}
	}
	copy(t.de[L], t.dy[L])
	for l := L - 1; l >= 0; l-- {
		if l == 0 && n.Watch&rule.PreError == 0 {
			continue
		}
		t.feedback(l, dw)
		s, q, beta := n.S[l], n.Q[l], T(n.Beta)
		for j := range t.de[l] {
			t.de[l][j] = T(t.dq[l][j]*s[j]) + T(q[j]*beta*(1-s[j])*t.dy[l][j])
		}
	}
	for l, m := range t.Machines {
		if m == nil {
			continue
		}
		if m.P.Needs(rule.Feedback) {
			p := t.pre[:n.Sizes[l]]
			k.Gemv(t.du[l], dw[l], n.Y[l+1])
			k.Gemv(p, n.W[l], t.dy[l+1])
			k.Axpy(1, p, t.du[l])
		}
		m.Derive(r, formula.Inputs[T]{Local: rule.Local[T]{W: dw[l], X: t.dy[l], Y: t.dy[l+1], F: t.de[l], E: t.de[l+1], Z: t.dz[l+1], U: t.du[l]}})
	}
}

// feedback writes dq_l. Signs count as given.
func (t *Tangent[T]) feedback(l int, dw []num.Mat[T]) {
	n, k, from, dq := t.N, t.k, t.de[l+1], t.dq[l]
	switch t.Feedback {
	case net.Fix:
		k.Gemv(dq, n.B[l], from)
	case net.DFA:
		k.Gemv(dq, n.D[l], t.de[n.Depth()])
	case net.Sign:
		row := t.signed[:n.W[l].Cols]
		for j := range dq {
			num.SignTo(row, n.W[l].Row(j), n.B[l].Row(j))
			dq[j] = k.Dot(row, from)
		}
	case net.Sym:
		k.Gemv(dq, n.W[l], from)
		if t.Total {
			p := t.pre[:len(dq)]
			k.Gemv(p, dw[l], n.E[l+1])
			k.Axpy(1, p, dq)
		}
	}
}
