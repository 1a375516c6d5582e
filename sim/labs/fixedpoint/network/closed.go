package network

import "hebb/sim/num"

// Closed is a network in which mean gains ḡ stand for those of every sample, with its
// loop closed: M = (I - W Ḡ)⁻¹ W. It gives the chord method (Newton's with the matrix
// held; Ortega & Rheinboldt, Iterative solution of nonlinear equations, 1970, 7.1) for the
// price of one product an iteration, if what W makes of the iterate is carried along. A
// step from an error e is
//
//	(I - Ḡ W)⁻¹ e = e + Ḡ M e,      W (I - Ḡ W)⁻¹ e = M e
//
// and in the adjoint equation, with the same M,
//
//	(I - Ḡ Wᵀ)⁻¹ e = e + Ḡ Mᵀ e,    Wᵀ (I - Ḡ Wᵀ)⁻¹ e = Mᵀ e
type Closed[T num.Float] struct {
	Gain []T        // n: ḡ, the mean gains
	m    num.Mat[T] // n × n: M
	Good bool       // m is to be used
}

// NewClosed returns the room for a network of n neurons; its loop is not closed yet.
func NewClosed[T num.Float](n int) *Closed[T] {
	return &Closed[T]{Gain: make([]T, n), m: num.NewMat[T](n, n)}
}

// Close makes M for the gains, which it keeps away from 0 as an approximation may. It
// says false when the matrix is close to singular.
func (c *Closed[T]) Close(n *Network[T], room *Room[T]) bool {
	c.Good = false
	for j, v := range c.Gain {
		if !(v > 0.01) {
			c.Gain[j] = 0.01
		}
	}
	for i := range n.n { // I - W Ḡ
		row := room.m.Row(i)
		for j, v := range n.W.Row(i) {
			row[j] = -v * c.Gain[j]
		}
		row[i]++
	}
	if !room.f.Decompose(room.m) || room.f.Ratio() < n.tiny() {
		return false
	}
	copy(c.m.Data, n.W.Data)
	room.f.Solve(c.m)
	c.Good = Finite(c.m.Data)
	return c.Good
}
