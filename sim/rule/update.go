package rule

import "hebb/sim/num"

// Local is what the synapses of one matrix may see. A rule that needs more must
// say so here. W has a row for every presynaptic unit (n_pre x n_post:
// the transpose of the matrix in the formulas), so that rows of silent inputs can
// be skipped.
type Local[T num.Float] struct {
	W num.Mat[T]
	X []T // presynaptic activity
	Y []T // postsynaptic activity
	F []T // presynaptic error; may be stale when the rule does not need it
	E []T // postsynaptic error
	Z []T // W x, the pre-activation
	U []T // Wᵀ y of the formulas; may be stale likewise
}

// Updater applies rules to matrices of at most the size it was made for.
type Updater[T num.Float] struct {
	k       num.Kernels[T]
	a, b, g []T
	ones    []T
	second  bool // b is not all zeros
}

// NewUpdater returns an updater for matrices of at most pre x post.
func NewUpdater[T num.Float](pre, post int) *Updater[T] {
	u := &Updater[T]{k: num.Use[T](), a: make([]T, pre), b: make([]T, pre), g: make([]T, pre), ones: make([]T, post)}
	for i := range u.ones {
		u.ones[i] = 1
	}
	return u
}

// Apply does W += Σ θ_r F_r. The sum of all ten terms has rank three beside the
// decay: with S = Σy, c = u.f, d = e.z,
//
//	α = θ0 + θ5 S + θ7 c          γ = θ1 + θ6 c + θ8 d
//	a = -α x - θ2 f               b = -γ f + θ9 (x - u)        g = -θ4 f
//	W <- (1 - θ3) W + e aᵀ + y bᵀ + 1 gᵀ
func (up *Updater[T]) Apply(th *Theta, l *Local[T]) {
	a, b := up.sides(th, l)
	if th[3] != 0 {
		up.k.Scale(1-T(th[3]), l.W.Data)
	}
	if t9 := T(th[9]); t9 != 0 {
		for j, u := range l.U[:len(b)] {
			b[j] -= T(t9 * u)
		}
	}
	g := up.alone(th, l)
	switch {
	case g != nil:
		up.k.Ger3(l.W, a, l.E, b, l.Y, g, nil)
	case up.second:
		up.k.Ger2(l.W, a, l.E, b, l.Y)
	default:
		up.k.Ger(l.W, a, l.E)
	}
}

// ApplyReading is Apply where U is not known yet. It writes U, and where the rule lets
// it, it does both in one pass over W: b needs no more of u than the row's own.
func (up *Updater[T]) ApplyReading(th *Theta, l *Local[T]) {
	if th[9] == 0 || th[3] != 0 || th[4] != 0 || th[6] != 0 || th[7] != 0 {
		up.k.Gemv(l.U, l.W, l.Y)
		up.Apply(th, l)
		return
	}
	a, b := up.sides(th, l)
	up.k.GemvGer(l.U, l.W, l.E, l.Y, a, b, -T(th[9]))
}

// sides returns a, and b without u.
func (up *Updater[T]) sides(th *Theta, l *Local[T]) (a, b []T) {
	pre := l.W.Rows
	var S, c, d T
	if th[5] != 0 {
		S = up.k.Dot(up.ones[:len(l.Y)], l.Y)
	}
	if th[6] != 0 || th[7] != 0 {
		c = up.k.Dot(l.U, l.F)
	}
	if th[8] != 0 {
		d = up.k.Dot(l.E, l.Z)
	}
	alpha := T(th[0]) + T(T(th[5])*S) + T(T(th[7])*c)
	gamma := T(th[1]) + T(T(th[6])*c) + T(T(th[8])*d)
	t9 := T(th[9])
	a, b = up.a[:pre], up.b[:pre]
	copy(a, l.X)
	copy(b, l.X)
	up.k.Scale(-alpha, a)
	up.k.Scale(t9, b)
	if th[2] != 0 {
		up.k.Axpy(-T(th[2]), l.F, a)
	}
	if gamma != 0 {
		up.k.Axpy(-gamma, l.F, b)
	}
	up.second = t9 != 0 || gamma != 0
	return a, b
}

// alone returns g, or nil when the rule has none.
func (up *Updater[T]) alone(th *Theta, l *Local[T]) []T {
	if th[4] == 0 {
		return nil
	}
	g := up.g[:l.W.Rows]
	clear(g)
	up.k.Axpy(-T(th[4]), l.F, g)
	return g
}
