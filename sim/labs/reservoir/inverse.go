package reservoir

import (
	"hebb/sim"
	"hebb/sim/num"
	"hebb/sim/precision"
)

// inverse is the matrix P of mastery in the precision that it is kept in. Numbers go
// in and out in float64.
type inverse interface {
	// set makes P a diagonal matrix.
	set(v float64)
	// sweep does P -= c k kᵀ with the last k, then k = P r, and returns that k.
	sweep(c float64, r []float64) (k []float64)
	// at returns element (i, j) of P, and last element i of k.
	at(i, j int) float64
	last(i int) float64
	state(sec *sim.Sections)
}

// triangle is the upper triangle of P, and the last k, in one precision.
type triangle[T num.Float] struct {
	kernels num.Kernels[T]
	p       num.Sym[T] // n × n: P, its upper triangle
	k, next []T        // n: k = P r of the last update, and of the one in hand
	r       []T        // n: rates r, in this precision
	wide    []float64  // n: k in float64
}

func newInverse(n int, storage string) inverse {
	return precision.Of(storage, newTriangle[float32], newTriangle[float64], n)
}

func newTriangle[T num.Float](n int) inverse {
	return &triangle[T]{kernels: num.Use[T](), p: num.NewSym[T](n), k: make([]T, n), next: make([]T, n), r: make([]T, n), wide: make([]float64, n)}
}

func (t *triangle[T]) set(v float64) {
	clear(t.p.Data)
	for i := range t.p.N {
		t.p.Data[i*t.p.N+i] = T(v)
	}
}

func (t *triangle[T]) sweep(c float64, r []float64) []float64 {
	t.kernels.SymUpdateMul(t.next, t.p, T(c), t.k, as(t.r, r))
	t.k, t.next = t.next, t.k
	return as(t.wide, t.k)
}

func (t *triangle[T]) at(i, j int) float64 { return float64(t.p.At(i, j)) }

func (t *triangle[T]) last(i int) float64 { return float64(t.k[i]) }

func (t *triangle[T]) state(sec *sim.Sections) {
	for i := range t.p.N {
		sim.Floats(sec, "P", t.p.Data[i*t.p.N+i:(i+1)*t.p.N])
	}
	sim.Floats(sec, "k", t.k)
}
