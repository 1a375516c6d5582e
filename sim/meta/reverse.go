package meta

import (
	"hebb/sim/net"
	"hebb/sim/num"
	"hebb/sim/rule"
)

// Reverse carries the derivative of a loss back through a course of learning. In the
// comments a bar marks the derivative of the loss by a quantity; M is that by W.
type Reverse[T num.Float] struct {
	M    []num.Mat[T] // n_l × n_{l+1}: by the weights
	Grad rule.Theta   // by the coefficients

	// Total also follows the weights on their way into symmetric feedback; otherwise
	// the feedback weights count as given.
	Total bool

	k          num.Kernels[T]
	yb, eb, zb [][]T // [layer][n_l]: by activities, errors and pre-activations
	ub         [][]T // [layer][n_l]: by feedback, layers 0..L-1
	cols       *[rule.Slots]column[T]
	pre        []T       // n_l: scratch
	post, more []T       // n_{l+1}: scratch
	wide       []float64 // 3 × n_{l+1}: scratch of shapes
	signed     []T       // n_{l+1}: a row of the effective feedback of mode sign
	lit        []int     // pixels that are not 0
}

// NewReverse returns a Reverse for networks of these sizes that learn by terms of rule.Pool.
func NewReverse[T num.Float](sizes []int) *Reverse[T] { return NewReverseOf[T](rule.Pool, sizes) }

// NewReverseOf is NewReverse for another pool.
func NewReverseOf[T num.Float](rules rule.List, sizes []int) *Reverse[T] {
	r := &Reverse[T]{k: num.Use[T]()}
	widest := 0
	for l, n := range sizes {
		widest = max(widest, n)
		r.yb, r.eb, r.zb = append(r.yb, make([]T, n)), append(r.eb, make([]T, n)), append(r.zb, make([]T, n))
		if l+1 < len(sizes) {
			r.M = append(r.M, num.NewMat[T](n, sizes[l+1]))
			r.ub = append(r.ub, make([]T, n))
		}
	}
	for _, p := range []*[]T{&r.pre, &r.post, &r.more, &r.signed} {
		*p = make([]T, widest)
	}
	r.cols, r.wide = newColumns[T](rules, widest), make([]float64, 3*widest)
	r.lit = make([]int, 0, sizes[0])
	return r
}

// Clear forgets everything.
func (r *Reverse[T]) Clear() {
	for _, m := range r.M {
		clear(m.Data)
	}
	r.Grad = rule.Theta{}
}

// Add adds the gradient of weight times the loss that n has just shown for a label: n
// must have sent the true error back (Signals with net.Sym).
func (r *Reverse[T]) Add(n *net.Net[T], weight float64) {
	for l, m := range r.M {
		a := r.pre[:m.Rows]
		for j, y := range n.Y[l] {
			a[j] = T(weight) * y
		}
		r.k.Ger(m, a, n.E[l+1])
	}
}

// Step takes the weights of n back to what they were before a moment, and M and Grad
// with them. It returns what the step adds to Grad. n's signals stay as they are.
func (r *Reverse[T]) Step(n *net.Net[T], m *Moment[T]) (share rule.Theta) {
	L := len(r.M)
	for l := range r.yb {
		clear(r.yb[l])
		clear(r.eb[l])
		clear(r.zb[l])
	}
	r.lit = r.lit[:0]
	for j, x := range m.Y[0] {
		if x != 0 {
			r.lit = append(r.lit, j)
		}
	}
	for l := range L {
		r.update(n, m, l, &share)
	}
	r.errors(n, m)
	// The output is seen twice: as activity and in the error.
	t, p, z := r.eb[L], m.Y[L], r.zb[L]
	r.k.Axpy(1, r.yb[L], t)
	mean := r.k.Dot(p, t)
	for i := range z {
		z[i] += T(p[i] * (t[i] - mean))
	}
	r.activities(n, m)
	for i, v := range share {
		r.Grad[i] += v
	}
	return share
}

// errors is the step back through the teaching signals: these came down, so it goes up.
func (r *Reverse[T]) errors(n *net.Net[T], m *Moment[T]) {
	L, k := len(r.M), r.k
	for l := range L {
		if l == 0 && !m.PreError {
			continue
		}
		eb, q, s, yb := r.eb[l], m.Q[l], m.S[l], r.yb[l]
		beta := T(m.Beta)
		qb := r.pre[:len(eb)]
		for j, v := range eb {
			qb[j] = v * s[j]
			yb[j] += T(v * q[j] * beta * (1 - s[j])) // that of the pixels is not looked at
		}
		to := l + 1
		F := n.W[l]
		switch m.Feedback {
		case net.Fix:
			F = n.B[l]
		case net.DFA:
			F, to = n.D[l], L
		case net.Sign:
			r.throughSigned(n, l, qb)
			continue
		}
		t := r.post[:F.Cols]
		k.GemvT(t, F, qb)
		k.Axpy(1, t, r.eb[to])
		if m.Feedback == net.Sym && r.Total {
			k.Ger(r.M[l], qb, m.E[l+1])
		}
	}
}

// throughSigned adds (sign(W) |B|) qb to the error above.
func (r *Reverse[T]) throughSigned(n *net.Net[T], l int, qb []T) {
	row := r.signed[:n.W[l].Cols]
	for j, v := range qb {
		if v != 0 {
			num.SignTo(row, n.W[l].Row(j), n.B[l].Row(j))
			r.k.Axpy(v, row, r.eb[l+1])
		}
	}
}

// activities is the step back through the forward pass, from the output down.
func (r *Reverse[T]) activities(n *net.Net[T], m *Moment[T]) {
	k := r.k
	for l := len(r.M) - 1; l >= 0; l-- {
		zb := r.zb[l+1]
		if l+1 < len(r.M) {
			for i, v := range r.yb[l+1] {
				zb[i] += T(v * m.S[l+1][i])
			}
		}
		if acts := m.Acts[l] | m.Theta[l].Active(); n.Rules.Sees(acts)&rule.Feedback != 0 {
			k.Ger2(r.M[l], r.ub[l], m.Y[l+1], m.Y[l], zb)
		} else {
			k.Ger(r.M[l], m.Y[l], zb)
		}
		if l > 0 {
			t := r.pre[:n.W[l].Rows]
			k.Gemv(t, n.W[l], zb)
			k.Axpy(1, t, r.yb[l])
		}
	}
}
