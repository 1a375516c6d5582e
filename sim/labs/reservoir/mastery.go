package reservoir

import (
	"hebb/sim"
	"hebb/sim/num"
)

// mastery is the estimate P of the inverse correlations of the rates, by recursive
// least squares. An update P -= c k kᵀ is kept back and done in the same sweep over
// the upper triangle that computes the next P r, so that half the matrix is read
// and written once where it would be three times.
type mastery struct {
	kernels num.Kernels[float64]
	p       inverse
	n       int // 0: there is no P
	gamma   float64
	pending float64 // c of the update that is kept back; 0: none
	trace   float64
	count   uint64 // updates so far
}

func newMastery(k num.Kernels[float64], n int, gamma float64, storage string) mastery {
	m := mastery{kernels: k, p: newInverse(n, storage), n: n, gamma: gamma}
	m.reset()
	return m
}

// reset makes P the identity over gamma again: a young cortex.
func (m *mastery) reset() {
	m.p.set(1 / m.gamma)
	m.pending, m.trace = 0, float64(m.n)/m.gamma
}

// update does k = P r and P -= g c k kᵀ with c = 1/(1 + r·k), and returns c and k.
func (m *mastery) update(r []float64, g float64) (c float64, k []float64) {
	k = m.p.sweep(m.pending, r)
	c = 1 / (1 + m.kernels.Dot(r, k))
	m.pending = g * c
	m.trace -= float64(m.pending * m.kernels.Dot(k, k))
	m.count++
	return c, k
}

// smallest is the smallest diagonal element of P.
func (m *mastery) smallest() float64 {
	if m.n == 0 {
		return 0
	}
	best := 1 / m.gamma
	for i := range m.n {
		k := m.p.last(i)
		best = min(best, m.p.at(i, i)-float64(m.pending*k*k))
	}
	return best
}

// state saves the upper triangle, and what is kept back as it is: to do it now would
// round otherwise than to do it on the next sweep.
func (m *mastery) state(sec *sim.Sections) {
	m.p.state(sec)
	sec.Numbers("pending", &m.pending, &m.trace)
	sec.U64("count", &m.count)
}
