package net

import (
	"math"

	"hebb/sim/num"
	"hebb/sim/rule"
)

// Net is a network with its activities and signals. The vectors are overwritten by
// every pass; index l of Y, Z, E, S is layer l, index l of W, B, D, Theta, Q, U
// belongs to the connection from layer l to l+1.
type Net[T num.Float] struct {
	Sizes []int
	Beta  float64

	W []num.Mat[T] // n_l × n_{l+1}: see the package comment
	B []num.Mat[T] // n_l × n_{l+1}: fixed random feedback
	D []num.Mat[T] // n_l × n_L: direct feedback

	Rules rule.List    // the pool that Theta are the coefficients of
	Theta []rule.Theta // the rule of each matrix

	Y, Z, E [][]T // [layer][n_l]: activities, pre-activations, errors; Z[0] is nil
	S       [][]T // [layer][n_l]: slope 1 - exp(-β y); S[L] is nil
	Q, U    [][]T // [layer][n_l]: q_l: feedback to layer l; u_l = W_lᵀ y_{l+1}

	// Full computes every signal, needed or not: e_0 and all u.
	Full bool
	// Watch asks for signals that no rule needs: e_0 at lit pixels (rule.PreError), and
	// all u (rule.Feedback).
	Watch rule.Sees

	k       num.Kernels[T]
	up      *rule.Updater[T]
	levels  levels[T]
	scratch []T // n_{l+1}: a row of the effective feedback of mode sign
}

// New returns a network of zeros with layers of the given sizes, at least two, that
// learns by terms of rule.Pool.
func New[T num.Float](sizes []int, beta float64) *Net[T] { return NewOf[T](rule.Pool, sizes, beta) }

// NewOf is New for another pool.
func NewOf[T num.Float](rules rule.List, sizes []int, beta float64) *Net[T] {
	n := newState[T](rules, sizes, beta)
	L := len(sizes) - 1
	n.B, n.D = make([]num.Mat[T], L), make([]num.Mat[T], L)
	for l := range L {
		n.B[l] = num.NewMat[T](sizes[l], sizes[l+1])
		n.D[l] = num.NewMat[T](sizes[l], sizes[L])
	}
	return n
}

// newState returns a network without feedback matrices.
func newState[T num.Float](rules rule.List, sizes []int, beta float64) *Net[T] {
	if len(sizes) < 2 {
		panic("net: a network needs at least two layers")
	}
	L := len(sizes) - 1
	n := &Net[T]{Sizes: append([]int(nil), sizes...), Beta: beta, Rules: rules, k: num.Use[T]()}
	n.W = make([]num.Mat[T], L)
	n.Theta = make([]rule.Theta, L)
	n.Y, n.Z, n.E, n.S = make([][]T, L+1), make([][]T, L+1), make([][]T, L+1), make([][]T, L+1)
	n.Q, n.U = make([][]T, L), make([][]T, L)
	pre, post := 0, 0
	for l, size := range sizes {
		n.Y[l], n.E[l] = make([]T, size), make([]T, size)
		if l > 0 {
			n.Z[l] = make([]T, size)
			post = max(post, size)
		}
		if l < L {
			n.S[l], n.Q[l], n.U[l] = make([]T, size), make([]T, size), make([]T, size)
			n.W[l] = num.NewMat[T](size, sizes[l+1])
			pre = max(pre, size)
		}
	}
	n.scratch = make([]T, post)
	n.up = rule.NewUpdater[T](rules, pre, post)
	return n
}

// Depth is the number of matrices.
func (n *Net[T]) Depth() int { return len(n.W) }

// Forward carries Y[0] through the network.
func (n *Net[T]) Forward() {
	L := len(n.W)
	for l, w := range n.W {
		n.k.GemvT(n.Z[l+1], w, n.Y[l])
		if l+1 < L {
			num.Softplus(n.Y[l+1], n.S[l+1], n.Z[l+1], n.Beta)
		}
	}
	num.Softmax(n.Y[L], n.Z[L])
}

// Loss is the cross entropy of the last Forward for a label.
func (n *Net[T]) Loss(label int) float64 { return num.CrossEntropy(n.Z[len(n.W)], label) }

// Class is the class that the last Forward found likeliest.
func (n *Net[T]) Class() int { return num.Argmax(n.Z[len(n.W)]) }

// Limit is how large a pre-activation |z| may become before a network counts as diverged.
const Limit = 1e4

// Diverged looks for a pre-activation of the last Forward that is not finite or beyond
// Limit. It returns its layer, or 0 when all is well.
func (n *Net[T]) Diverged() (layer int, size float64) {
	for l := 1; l <= len(n.W); l++ {
		for _, z := range n.Z[l] {
			if !(z < Limit && z > -Limit) {
				return l, math.Abs(float64(z))
			}
		}
	}
	return 0, 0
}

// Learn sends the error of label back and changes every matrix by its rule, all
// from the activities of the last Forward and the matrices as they were then.
func (n *Net[T]) Learn(label int, f Feedback) {
	n.back(label, f, true)
}

// Signals sends the error of label back and changes nothing. e_0 and u are computed
// only when Full is set or a rule needs them.
func (n *Net[T]) Signals(label int, f Feedback) { n.back(label, f, false) }

// Local is what the synapses of the matrix from layer l to l+1 see.
func (n *Net[T]) Local(l int) rule.Local[T] {
	return rule.Local[T]{W: n.W[l], X: n.Y[l], Y: n.Y[l+1], F: n.E[l], E: n.E[l+1], Z: n.Z[l+1], U: n.U[l]}
}

// back goes from the output down. A matrix may change as soon as its own signals
// have been read: those further down do not depend on it.
func (n *Net[T]) back(label int, f Feedback, learn bool) {
	L := len(n.W)
	copy(n.E[L], n.Y[L])
	n.E[L][label]--
	for l := L - 1; l >= 0; l-- {
		th := &n.Theta[l]
		acts := th.Active()
		sees := n.Rules.Sees(acts)
		wantsE := l > 0 || n.Full || (n.Watch|sees)&rule.PreError != 0
		wantsU := n.Full || n.Watch&rule.Feedback != 0 || learn && sees&rule.Feedback != 0
		reading := false // u comes with the update
		if f == Sym && wantsE && wantsU && l > 0 {
			n.k.Gemv2(n.Q[l], n.U[l], n.W[l], n.E[l+1], n.Y[l+1])
			n.slope(l)
		} else {
			if wantsE {
				n.feedback(l, f)
				n.slope(l)
			}
			if reading = wantsU && learn && acts != 0; wantsU && !reading {
				n.k.Gemv(n.U[l], n.W[l], n.Y[l+1])
			}
		}
		if learn && acts != 0 {
			local := n.Local(l)
			if reading {
				n.up.ApplyReading(th, &local)
			} else {
				n.up.Apply(th, &local)
			}
		}
	}
}

// slope does e_l = q_l s_l. For the input, s_0 is a definition: nothing was
// nonlinear there. It is 0 at black pixels.
func (n *Net[T]) slope(l int) {
	if l == 0 {
		n.levels.slopes(n.S[0], n.Y[0], n.Beta)
	}
	e, q, s := n.E[l], n.Q[l], n.S[l]
	for j := range e {
		e[j] = q[j] * s[j]
	}
}

// levels remembers the slopes of the last inputs: those of images have few levels.
type levels[T num.Float] struct {
	beta float64
	y, s [256]T // 256: the levels of an image, and their slopes
}

func (m *levels[T]) slopes(s, y []T, beta float64) {
	if beta != m.beta {
		*m = levels[T]{beta: beta} // 0 has slope 0
	}
	s = s[:len(y)]
	for j, v := range y {
		i := uint8(int(v * 255.5))
		if m.y[i] != v {
			m.y[i], m.s[i] = v, T(num.SlopeAt(float64(v), beta))
		}
		s[j] = m.s[i]
	}
}
