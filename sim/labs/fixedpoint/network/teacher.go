package network

import (
	"hebb/sim/labs/fixedpoint/rules"
	"hebb/sim/num"
)

// LeastDenominator is the least denominator of ΔW2 in networks that are not linear.
const LeastDenominator = 0.2

// Adjoint is a way to solve the gradient's linear equation, as the field names it.
type Adjoint string

const (
	Chord    Adjoint = "chord"  // iterates with one inverse for the whole batch
	OneByOne Adjoint = "lu"     // a decomposition for every sample
	Broken   Adjoint = "sweeps" // recurrent backpropagation, broken off after some sweeps
)

// Teacher works out the factors p and q of a rule for a batch.
type Teacher[T num.Float] struct {
	Eta     float64 // of dW2's finite step
	Floor   float64 // least denominator of dW2; 0: none
	Adjoint Adjoint // how dW1 solves
	Sweeps  int
	Tol     float64 // of chord, relative
	Loop    *Closed[T]
	Room    *Room[T]
	Clamped int     // samples whose denominator met the floor
	least   float64 // smallest denominator
	direct  int     // rows that were solved one by one
	past    []T     // (steps + 1) × rows × n: states of backpropagation through time
}

// With is the same teacher with another room to work in.
func (t Teacher[T]) With(room *Room[T]) Teacher[T] {
	t.Room, t.past = room, nil
	return t
}

// Factors writes p and q. Row i of Δ is b.d, RWᵀ is z - I: nothing of size N × N is
// made for a sample, except for rows of dW1 on which the iteration fails.
func (t *Teacher[T]) Factors(rule string, n *Network[T], b *Batch[T]) {
	g, d, r, p, q := b.G.Data, b.D.Data, b.R.Data, b.P.Data, b.Q.Data
	t.Clamped, t.direct, t.least = 0, 0, 1
	switch rule {
	case rules.DW0:
		num.Times(p, g, d)
		copy(q, r)
	case rules.DW1:
		t.solve(n, b)
		copy(q, r)
	case rules.DW3, rules.DW2:
		num.Times(p, g, d)                // a = G δ
		num.Times(b.T1.Data, g, p)        // G a
		n.P.GemmNT(b.P, -1, b.T1, n.W, 1) // p = a - W G a
		num.Minus(b.t2.Data, b.z.Data, b.In.Data)
		copy(q, r)
		num.LessTimes(q, g, b.t2.Data) // u = (I - G W) r
		num.Times(b.T1.Data, g, q)
		if rule == rules.DW2 {
			t.finite(b)
		}
		n.P.Gemm(b.Q, -1, b.T1, n.W, 1) // q = u - Wᵀ G u
		b.Sweeps += 2 * b.Rows
	case rules.DW4:
		copy(p, d)
		num.Times(b.T1.Data, g, d)
		n.P.GemmNT(b.P, -1, b.T1, n.W, 1)
		copy(q, r)
		num.Times(b.T1.Data, g, r)
		n.P.GemmNT(b.Q, -1, b.T1, n.W, 1) // v = (I - W G) r
		n.P.Gemm(b.t2, 1, b.Q, n.W, 0)
		num.LessTimes(q, g, b.t2.Data)
		b.Sweeps += 3 * b.Rows
	case rules.DW3A:
		for i := range p {
			p[i] = d[i] / g[i]
			b.T1.Data[i] = r[i]/g[i] - (b.z.Data[i] - b.In.Data[i]) // x = A⁻¹ r
			q[i] = b.T1.Data[i] / g[i]
		}
		n.P.GemmNT(b.P, -1, b.D, n.W, 1)
		n.P.Gemm(b.Q, -1, b.T1, n.W, 1)
		b.Sweeps += 2 * b.Rows
	}
}

// finite divides each p by 1 - ηκ, κ = Σ u g p: the finite step of the
// reparameterised rule by Sherman and Morrison's formula. u g stands in t1.
func (t *Teacher[T]) finite(b *Batch[T]) {
	k := num.Use[T]()
	for i := range b.Rows {
		den := 1 - float64(t.Eta*float64(k.Dot(b.T1.Row(i), b.P.Row(i))))
		t.least = min(t.least, den)
		if t.Floor > 0 && !(den >= t.Floor) {
			den = t.Floor
			t.Clamped++
		}
		k.Scale(T(1/den), b.P.Row(i))
	}
}
