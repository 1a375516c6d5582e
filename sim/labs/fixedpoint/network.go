package fixedpoint

import (
	"math"

	"hebb/sim/num"
)

// network is a recurrent network with a fixed input for every sample:
//
//	τ dr/dt = -r + f(W r + I)        rate
//	τ dv/dt = -v + W f(v) + I        current, r = f(v)
//	r ← f(W r + I)                   discrete
//
// All three have the same fixed points. W[i][j] is the weight from j to i. Batches
// are rows: r = f(r Wᵀ + I).
type network[T num.Float] struct {
	n     int
	f     rate
	model model
	w     num.Mat[T]
	k     num.Kernels[T]
	p     num.Products[T] // of batches, shared out on the run's pool where there is one
}

// newNetwork returns a network with these weights. pool may be nil.
func newNetwork[T num.Float](w num.Mat[T], f rate, pool num.Pool) *network[T] {
	return &network[T]{n: w.Rows, f: f, w: w, k: num.Use[T](), p: num.Share[T](pool)}
}

type model uint8

const (
	rateModel model = iota
	currentModel
	discreteModel
)

func modelOf(name string) model {
	switch name {
	case "current":
		return currentModel
	case "discrete":
		return discreteModel
	}
	return rateModel
}

// status says how a search for a fixed point ended for one sample.
type status uint8

const (
	ok          status = iota
	slow               // not settled yet
	oscillating        // does not settle
	blewUp             // beyond 1e8, or not a number
	singular           // the linear equation to be solved is singular
)

func (s status) String() string {
	return [...]string{"ok", "slow", "oscillating", "blew_up", "singular"}[s]
}

// tooLarge is beyond what a rate may be.
const tooLarge = 1e8

// batch is what some samples need on their way through network, loss and rule. Only
// the first rows of each matrix are in use.
type batch[T num.Float] struct {
	n, most, rows int
	in            num.Mat[T] // input currents I
	r, z, fz      num.Mat[T] // rates; currents z = W r + I; f(z)
	g, d          num.Mat[T] // gains; δ = ∂J/∂r of each sample
	p, q          num.Mat[T] // the two factors of the rule
	t1, t2        num.Mat[T] // scratch
	state         []status
	err           []float64 // largest |f(z) - r| of each sample
	live          []int     // samples that a solver still works on
	sweeps        int       // products with W of whole rows, since the batch was loaded, times rows
	acc           *accelerated[T]
}

func newBatch[T num.Float](n, most int) *batch[T] {
	b := &batch[T]{n: n, most: most, rows: most, state: make([]status, most), err: make([]float64, most), live: make([]int, most)}
	for _, m := range b.matrices() {
		*m = num.NewMat[T](most, n)
	}
	return b
}

func (b *batch[T]) matrices() [10]*num.Mat[T] {
	return [...]*num.Mat[T]{&b.in, &b.r, &b.z, &b.fz, &b.g, &b.d, &b.p, &b.q, &b.t1, &b.t2}
}

// use sets how many rows there are.
func (b *batch[T]) use(rows int) {
	b.rows, b.sweeps = rows, 0
	for _, m := range b.matrices() {
		m.Rows, m.Data = rows, m.Data[:rows*b.n]
	}
}

// drive does z = r Wᵀ + I, row by row.
func (n *network[T]) drive(z, r, in num.Mat[T]) {
	copy(z.Data, in.Data)
	n.p.GemmNT(z, 1, r, n.w, 1)
}

// evaluate brings z, f(z) and the errors up to date with r.
func (n *network[T]) evaluate(b *batch[T]) {
	n.drive(b.z, b.r, b.in)
	b.sweeps += b.rows
	applyTo(n.f, b.fz.Data, b.z.Data)
	for i := range b.rows {
		b.err[i] = distance(b.fz.Row(i), b.r.Row(i))
	}
}

// evaluateRow does that for one sample.
func (n *network[T]) evaluateRow(b *batch[T], i int) {
	z, fz := b.z.Row(i), b.fz.Row(i)
	n.k.Gemv(z, n.w, b.r.Row(i))
	num.Plus(z, z, b.in.Row(i))
	b.sweeps++
	applyTo(n.f, fz, z)
	b.err[i] = distance(fz, b.r.Row(i))
}

// distance is the largest |x - y|; infinite when something is not a number.
func distance[T num.Float](x, y []T) float64 {
	if d := float64(num.Distance(x, y)); d == d {
		return d
	}
	return math.Inf(1)
}

// measure fills in the gains: from the current, or, as the published scripts do, from
// the rate.
func (n *network[T]) measure(b *batch[T], fromRate bool) {
	if !fromRate {
		gains(n.f, b.g.Data, b.z.Data, b.fz.Data)
		return
	}
	gains(n.f, b.g.Data, b.r.Data, b.r.Data)
}

// count returns how many samples have a status other than ok.
func (b *batch[T]) failed() int {
	n := 0
	for _, s := range b.state[:b.rows] {
		if s != ok {
			n++
		}
	}
	return n
}

func finite[T num.Float](x []T) bool {
	bad := T(0)
	for _, v := range x {
		bad += v * 0
	}
	return bad == 0
}
