package meta

import (
	"hebb/sim/net"
	"hebb/sim/num"
	"hebb/sim/rule"
)

// Reverse carries the derivative of a loss back through a course of learning. In the
// comments a bar marks the derivative of the loss by a quantity; M is that by W.
type Reverse[T num.Float] struct {
	M    []num.Mat[T] // by the weights, shaped like them
	Grad rule.Theta   // by the coefficients

	// Total also follows the weights on their way into symmetric feedback; otherwise
	// the feedback weights count as given.
	Total bool

	k          num.Kernels[T]
	yb, eb, zb [][]T // layers 0..L
	ub         [][]T // layers 0..L-1
	a, b, g    []T
	ab, bb, gb []T
	post, more []T
	signed     []T
	lit        []int
}

// NewReverse returns a Reverse for networks of these sizes.
func NewReverse[T num.Float](sizes []int) *Reverse[T] {
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
	for _, p := range []*[]T{&r.a, &r.b, &r.g, &r.ab, &r.bb, &r.gb, &r.post, &r.more, &r.signed} {
		*p = make([]T, widest)
	}
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
		a := r.a[:m.Rows]
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

// update is the step back through W_l <- W_l + ΔW_l. It rewinds the weights, and leaves
// M_l as that by the old weights, but for the parts that come through the signals: ub
// and zb hold them.
func (r *Reverse[T]) update(n *net.Net[T], m *Moment[T], l int, share *rule.Theta) {
	W, M, k := n.W[l], r.M[l], r.k
	th, acts := &m.Theta[l], m.Acts[l]|m.Theta[l].Active()
	X, Y, f, E, u, Z := m.Y[l], m.Y[l+1], m.E[l], m.E[l+1], m.U[l], m.Z[l+1]
	pre := len(X)
	a, b, g, ab, bb, gb := r.a[:pre], r.b[:pre], r.g[:pre], r.ab[:pre], r.bb[:pre], r.gb[:pre]
	ub, t1, t2 := r.ub[l], r.post[:len(Y)], r.more[:len(Y)]
	fed := acts.Any(6, 7, 9)       // u is part of it
	second := acts.Any(1, 6, 8, 9) // b is
	early := acts.Any(1, 2, 4, 6, 7, 8)

	// What the update was.
	var S, c, d float64
	if acts.Has(5) {
		S = float64(k.Sum(Y))
	}
	if acts.Any(6, 7) {
		c = float64(k.Dot(u, f))
	}
	if acts.Has(8) {
		d = float64(k.Dot(E, Z))
	}
	alpha := th[0] + float64(th[5]*S) + float64(th[7]*c)
	gamma := th[1] + float64(th[6]*c) + float64(th[8]*d)
	al, ga, t9 := T(alpha), T(gamma), T(th[9])
	for j, x := range X {
		a[j] = -al * x
	}
	k.Axpy(-T(th[2]), f, a)
	if second {
		for j, x := range X {
			b[j] = 0
			if t9 != 0 {
				b[j] = t9 * (x - u[j])
			}
		}
		k.Axpy(-ga, f, b)
	}

	// 1. Rewind. M is read first, and W's share in θ3 after.
	if second {
		k.GemvT2(t1, t2, M, a, b)
		k.Axpy(1, t2, r.yb[l+1])
	} else {
		k.GemvT(t1, M, a)
	}
	k.Axpy(1, t1, r.eb[l+1])
	k.Scale(-1, a)
	if second {
		k.Scale(-1, b)
	}
	switch {
	case th[4] != 0:
		for j := range g {
			g[j] = T(th[4]) * f[j]
		}
		if !second {
			clear(b)
		}
		k.Ger3(W, a, E, b, Y, g, nil)
	case second && (t9 != 0 || ga != 0):
		k.Ger2(W, a, E, b, Y)
	default:
		k.Ger(W, a, E)
	}
	if th[3] != 0 {
		k.Scale(1/(1-T(th[3])), W.Data)
	}
	if acts.Has(3) {
		share[3] -= float64(k.Dot(M.Data, W.Data))
	}

	// 2. and 3. The vectors that made it.
	dark := l == 0 && 2*len(r.lit) < pre // rows of dark pixels can be left out
	switch {
	case dark:
		r.atLit(ab, M, E)
		if second && acts.Has(9) {
			k.Gemv(bb, M, Y)
		} else if second {
			r.atLit(bb, M, Y)
		}
	case second:
		k.Gemv2(ab, bb, M, E, Y)
	default:
		k.Gemv(ab, M, E)
	}
	alb := -float64(k.Dot(ab, X))
	gab := 0.0
	if second && acts.Any(1, 6, 8) {
		gab = -float64(k.Dot(bb, f))
	}
	share[0] += ifActs(acts, 0, alb)
	share[5] += ifActs(acts, 5, S*alb)
	share[7] += ifActs(acts, 7, c*alb)
	share[1] += ifActs(acts, 1, gab)
	share[6] += ifActs(acts, 6, c*gab)
	share[8] += ifActs(acts, 8, d*gab)
	if acts.Has(2) {
		share[2] -= float64(k.Dot(ab, f))
	}
	if acts.Has(9) {
		share[9] += float64(k.Dot(bb, X)) - float64(k.Dot(bb, u))
	}
	yb, eb := r.yb[l], r.eb[l]
	if l > 0 {
		k.Axpy(-al, ab, yb)
		if t9 != 0 {
			k.Axpy(t9, bb, yb)
		}
	}
	if early {
		k.Axpy(-T(th[2]), ab, eb)
		if ga != 0 {
			k.Axpy(-ga, bb, eb)
		}
		if acts.Has(4) {
			for j := range gb {
				gb[j] = k.Sum(M.Row(j))
			}
			share[4] -= float64(k.Dot(gb, f))
			k.Axpy(-T(th[4]), gb, eb)
		}
	}

	// 4. The scalars, and u.
	cb := float64(th[7]*alb) + float64(th[6]*gab)
	db := th[8] * gab
	if fed {
		for j := range ub {
			ub[j] = 0
			if t9 != 0 {
				ub[j] = -t9 * bb[j]
			}
		}
		if cb != 0 {
			k.Axpy(T(cb), f, ub)
			k.Axpy(T(cb), u, eb)
		}
		k.GemvT(t1, W, ub)
		k.Axpy(1, t1, r.yb[l+1])
	}
	if db != 0 {
		k.Axpy(T(db), Z, r.eb[l+1])
		k.Axpy(T(db), E, r.zb[l+1])
	}
	if s := T(th[5] * alb); s != 0 {
		for i := range r.yb[l+1] {
			r.yb[l+1][i] += s
		}
	}
	if th[3] != 0 {
		k.Scale(1-T(th[3]), M.Data)
	}
}

// ifActs is v where term r acts, and 0 elsewhere.
func ifActs(acts rule.Terms, r int, v float64) float64 {
	if acts.Has(r) {
		return v
	}
	return 0
}

// atLit does v = M x at lit pixels, and 0 elsewhere.
func (r *Reverse[T]) atLit(v []T, m num.Mat[T], x []T) {
	clear(v)
	for _, j := range r.lit {
		v[j] = r.k.Dot(m.Row(j), x)
	}
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
		qb := r.a[:len(eb)]
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
		if acts := m.Acts[l] | m.Theta[l].Active(); acts.Any(6, 7, 9) {
			k.Ger2(r.M[l], r.ub[l], m.Y[l+1], m.Y[l], zb)
		} else {
			k.Ger(r.M[l], m.Y[l], zb)
		}
		if l > 0 {
			t := r.a[:n.W[l].Rows]
			k.Gemv(t, n.W[l], zb)
			k.Axpy(1, t, r.yb[l])
		}
	}
}
