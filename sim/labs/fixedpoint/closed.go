package fixedpoint

import "hebb/sim/num"

// closed is a network in which mean gains ḡ stand for those of every sample, with its
// loop closed: M = (I - W Ḡ)⁻¹ W. It splits both equations of a fixed point into a part
// that is solved at once and one that is iterated, a product with M each time. For the
// state, z = W f(z) + I and y = z - I,
//
//	y = M (f(I + y) - Ḡ y)
//
// and for the adjoint, (I - G Wᵀ) p = G δ and μ = Wᵀ p,
//
//	μ = Mᵀ (G δ + (G - Ḡ) μ)
//
// Both hold whatever ḡ is. The iterations are the chord method: Newton's with the matrix
// held (Ortega & Rheinboldt, Iterative solution of nonlinear equations, 1970, 7.1).
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

// remainder does u -= Ḡ y, row by row.
func (c *closed[T]) remainder(u, y num.Mat[T]) {
	for k := range u.Rows {
		num.LessTimes(u.Row(k), c.gain, y.Row(k))
	}
}
