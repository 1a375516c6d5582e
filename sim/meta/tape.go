package meta

import (
	"hebb/sim/net"
	"hebb/sim/num"
	"hebb/sim/rule"
)

// Tape keeps what every step of a course saw.
type Tape[T num.Float] struct {
	Steps []Moment[T] // as many as there may be
	N     int         // how many there are
}

// Moment is what one step saw, and by which rule it learned. The indices are those of
// net.Net; S is what the slopes were.
type Moment[T num.Float] struct {
	Y, E       [][]T // [layer][n_l]: layers 0..L
	Z          [][]T // [layer][n_l]: layers 1..L; Z[0] is nil
	S, Q, U    [][]T // [layer][n_l]: layers 0..L-1
	Theta      []rule.Theta
	Acts       []rule.Terms // of each matrix, the terms that are part of the pool
	Feedback   net.Feedback
	Beta       float64
	Label      int
	PreError   bool // e_0 was computed
	PostSignal bool // all u were
}

// local is what the synapses of the matrix from layer l to l+1 saw, but for its weights.
func (m *Moment[T]) local(l int) rule.Local[T] {
	return rule.Local[T]{X: m.Y[l], Y: m.Y[l+1], F: m.E[l], E: m.E[l+1], Z: m.Z[l+1], U: m.U[l]}
}

// NewTape returns a tape for courses of at most so many steps.
func NewTape[T num.Float](sizes []int, steps int) *Tape[T] {
	t := &Tape[T]{Steps: make([]Moment[T], steps)}
	L := len(sizes) - 1
	all := make([]T, steps*PerStep(sizes))
	take := func(n int) []T {
		v := all[:n:n]
		all = all[n:]
		return v
	}
	for i := range t.Steps {
		m := &t.Steps[i]
		m.Theta, m.Acts = make([]rule.Theta, L), make([]rule.Terms, L)
		rows := make([][]T, 6*(L+1))
		for _, p := range []*[][]T{&m.Y, &m.E, &m.Z, &m.S, &m.Q, &m.U} {
			*p, rows = rows[:L+1], rows[L+1:]
		}
		for l, n := range sizes {
			m.Y[l], m.E[l] = take(n), take(n)
			if l > 0 {
				m.Z[l] = take(n)
			}
			if l < L {
				m.S[l], m.Q[l], m.U[l] = take(n), take(n), take(n)
			}
		}
	}
	return t
}

// PerStep is how many numbers a tape keeps of a step.
func PerStep(sizes []int) (n int) {
	L := len(sizes) - 1
	for l, size := range sizes {
		n += 2 * size
		if l > 0 {
			n += size
		}
		if l < L {
			n += 3 * size
		}
	}
	return n
}

// Learn lets n learn from the image in Y[0] and keeps what it saw: one step. acts are
// the terms of each matrix that are part of the pool, whatever their coefficients.
// It reports the layer whose pre-activation is beyond use, if there is one; then nothing was
// learned.
func (t *Tape[T]) Learn(n *net.Net[T], label int, f net.Feedback, acts []rule.Terms) (layer int, size float64) {
	n.Forward()
	if layer, size = n.Diverged(); layer > 0 {
		return layer, size
	}
	n.Watch = 0
	for _, a := range acts {
		n.Watch |= n.Rules.Sees(a)
	}
	n.Learn(label, f)
	m := &t.Steps[t.N]
	t.N++
	m.Feedback, m.Beta, m.Label = f, n.Beta, label
	m.PreError, m.PostSignal = n.Watch&rule.PreError != 0, n.Watch&rule.Feedback != 0
	copy(m.Theta, n.Theta)
	copy(m.Acts, acts)
	L := n.Depth()
	for l := range m.Y {
		copy(m.Y[l], n.Y[l])
		if l > 0 {
			copy(m.Z[l], n.Z[l])
		}
		if l > 0 || m.PreError {
			copy(m.E[l], n.E[l])
		} else {
			clear(m.E[0])
		}
		if l < L && (l > 0 || m.PreError) {
			copy(m.S[l], n.S[l])
			copy(m.Q[l], n.Q[l])
		}
		if l < L && m.PostSignal {
			copy(m.U[l], n.U[l])
		}
	}
	return 0, 0
}
