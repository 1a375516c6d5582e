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
	p       num.Sym[float64]
	gamma   float64
	k, next []float64
	pending float64 // c of the update that is kept back; 0: none
	trace   float64
	count   uint64 // updates so far
}

func newMastery(k num.Kernels[float64], n int, gamma float64, there bool) mastery {
	m := mastery{kernels: k, gamma: gamma}
	if there {
		m.p, m.k, m.next = num.NewSym[float64](n), make([]float64, n), make([]float64, n)
		m.reset()
	}
	return m
}

// reset makes P the identity over gamma again: a young cortex.
func (m *mastery) reset() {
	clear(m.p.Data)
	for i := range m.p.N {
		m.p.Data[i*m.p.N+i] = 1 / m.gamma
	}
	m.pending, m.trace = 0, float64(m.p.N)/m.gamma
}

// update does k = P r and P -= g c k kᵀ with c = 1/(1 + r·k), and returns c and k.
func (m *mastery) update(r []float64, g float64) (c float64, k []float64) {
	m.kernels.SymUpdateMul(m.next, m.p, m.pending, m.k, r)
	m.k, m.next = m.next, m.k
	c = 1 / (1 + m.kernels.Dot(r, m.k))
	m.pending = g * c
	m.trace -= m.pending * m.kernels.Dot(m.k, m.k)
	m.count++
	return c, m.k
}

// flush does the update that is kept back.
func (m *mastery) flush() {
	if m.pending != 0 {
		m.kernels.SymUpdate(m.p, m.pending, m.k)
		m.pending = 0
	}
}

// smallest is the smallest diagonal element of P.
func (m *mastery) smallest() float64 {
	if m.p.N == 0 {
		return 0
	}
	best := 1 / m.gamma
	for i := range m.p.N {
		best = min(best, m.p.Data[i*m.p.N+i]-m.pending*m.k[i]*m.k[i])
	}
	return best
}

// state saves the upper triangle, and what is kept back as it is: to do it now would
// round otherwise than to do it on the next sweep.
func (m *mastery) state(sec *sim.Sections) {
	n := m.p.N
	for i := range n {
		sec.F64("P", m.p.Data[i*n+i:(i+1)*n])
	}
	sec.F64("k", m.k)
	v := []float64{m.pending, m.trace}
	sec.F64("pending", v)
	m.pending, m.trace = v[0], v[1]
	sec.U64("count", &m.count)
}
