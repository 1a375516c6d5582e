package fixedpoint

import "hebb/sim/num"

// closed is a network in which mean gains ḡ stand for those of every sample, with its
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
type closed[T num.Float] struct {
	gain []T // ḡ
	m    num.Mat[T]
	good bool // m is to be used
}

func newClosed[T num.Float](n int) *closed[T] {
	return &closed[T]{gain: make([]T, n), m: num.NewMat[T](n, n)}
}

// close makes M for the gains, which it keeps away from 0 as an approximation may. It
// says false when the matrix is close to singular.
func (c *closed[T]) close(n *network[T], room *newton[T]) bool {
	c.good = false
	for j, v := range c.gain {
		if !(v > 0.01) {
			c.gain[j] = 0.01
		}
	}
	for i := range n.n { // I - W Ḡ
		row := room.m.Row(i)
		for j, v := range n.w.Row(i) {
			row[j] = -v * c.gain[j]
		}
		row[i]++
	}
	if !room.f.factor(room.m) || room.f.ratio() < n.tiny() {
		return false
	}
	copy(c.m.Data, n.w.Data)
	room.f.solve(c.m)
	c.good = finite(c.m.Data)
	return c.good
}
