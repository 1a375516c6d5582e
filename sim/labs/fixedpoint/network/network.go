// Package network is recurrent networks that come to rest: the solvers that find their
// fixed points, the readout, and the factors of every rule.
package network

import (
	"context"
	"math"

	"hebb/sim/num"
)

// Network is a recurrent network with a fixed input for every sample:
//
//	τ dr/dt = -r + f(W r + I)        rate
//	τ dv/dt = -v + W f(v) + I        current, r = f(v)
//	r ← f(W r + I)                   discrete
//
// All three have the same fixed points. W[i][j] is the weight from j to i. Batches
// are rows: r = f(r Wᵀ + I).
type Network[T num.Float] struct {
	n     int
	F     Rate
	Model Model
	W     num.Mat[T] // n × n: W, row i what neuron i hears [rate/rate]
	K     num.Kernels[T]
	P     num.Products[T] // of batches, shared out on the run's pool where there is one

	// Context breaks iterations off when it ends, so that what they leave is of no use;
	// nil: nothing does. Steps are never broken off.
	Context context.Context
}

// ended says that nobody waits for what is being iterated.
func (n *Network[T]) ended() bool { return n.Context != nil && n.Context.Err() != nil }

// New returns a network with these weights. pool may be nil.
func New[T num.Float](w num.Mat[T], f Rate, pool num.Pool) *Network[T] {
	return &Network[T]{n: w.Rows, F: f, W: w, K: num.Use[T](), P: num.Share[T](pool)}
}

// Model says which of the three equations moves a network.
type Model uint8

const (
	RateModel Model = iota
	CurrentModel
	DiscreteModel
)

// ModelOf is the model of a name: rate, current or discrete.
func ModelOf(name string) Model {
	switch name {
	case "current":
		return CurrentModel
	case "discrete":
		return DiscreteModel
	}
	return RateModel
}

// Status says how a search for a fixed point ended for one sample.
type Status uint8

const (
	OK          Status = iota
	Slow               // not settled yet
	Oscillating        // does not settle
	BlewUp             // beyond 1e8, or not a number
	Singular           // the linear equation to be solved is singular
)

// String is the name of a status, as files of reference numbers have it.
func (s Status) String() string {
	return [...]string{"ok", "slow", "oscillating", "blew_up", "singular"}[s]
}

// tooLarge is beyond what a rate may be.
const tooLarge = 1e8

// Batch is what some samples need on their way through network, loss and rule. Only
// the first rows of each matrix are in use.
type Batch[T num.Float] struct {
	n, Most, Rows int
	In            num.Mat[T] // rows × n: input currents I
	R, z, fz      num.Mat[T] // rows × n: rates r; currents z = W r + I; f(z)
	G, D          num.Mat[T] // rows × n: gains f'; δ = ∂J/∂r of each sample
	P, Q          num.Mat[T] // rows × n: the two factors of the rule, ΔW = Σ p qᵀ
	T1, t2        num.Mat[T] // rows × n: scratch
	State         []Status   // rows: how the search ended
	Err           []float64  // rows: largest |f(z) - r| of each sample [rate]
	live          []int      // rows at most: samples that a solver still works on
	Sweeps        int        // products with W of whole rows, since the batch was loaded, times rows
	acc           *accelerated[T]
}

// NewBatch returns the room for at most so many samples of a network of n neurons; all
// are in use.
func NewBatch[T num.Float](n, most int) *Batch[T] {
	b := &Batch[T]{n: n, Most: most, Rows: most, State: make([]Status, most), Err: make([]float64, most), live: make([]int, most)}
	for _, m := range b.matrices() {
		*m = num.NewMat[T](most, n)
	}
	return b
}

func (b *Batch[T]) matrices() [10]*num.Mat[T] {
	return [...]*num.Mat[T]{&b.In, &b.R, &b.z, &b.fz, &b.G, &b.D, &b.P, &b.Q, &b.T1, &b.t2}
}

// NewWindow returns a batch that has only a solver's memory of its own: its samples are
// those of another batch, to which See moves it.
func NewWindow[T num.Float](n, most int) Batch[T] {
	return Batch[T]{n: n, Most: most, live: make([]int, most), acc: newAccelerated[T](n, most)}
}

// See moves a window to samples from..to of a batch, whose memory it then shares.
func (b *Batch[T]) See(whole *Batch[T], from, to int) {
	b.Rows, b.Sweeps = to-from, 0
	all := whole.matrices()
	for i, m := range b.matrices() {
		*m = Rows(*all[i], from, to)
	}
	b.State, b.Err = whole.State[from:to], whole.Err[from:to]
}

// SetRows sets how many rows there are.
func (b *Batch[T]) SetRows(rows int) {
	b.Rows, b.Sweeps = rows, 0
	for _, m := range b.matrices() {
		m.Rows, m.Data = rows, m.Data[:rows*b.n]
	}
}

// drive does z = r Wᵀ + I, row by row.
func (n *Network[T]) drive(z, r, in num.Mat[T]) {
	copy(z.Data, in.Data)
	n.P.GemmNT(z, 1, r, n.W, 1)
}

// evaluate brings z, f(z) and the errors up to date with r.
func (n *Network[T]) evaluate(b *Batch[T]) {
	n.drive(b.z, b.R, b.In)
	b.Sweeps += b.Rows
	applyTo(n.F, b.fz.Data, b.z.Data)
	for i := range b.Rows {
		b.Err[i] = distance(b.fz.Row(i), b.R.Row(i))
	}
}

// evaluateRow does that for one sample.
func (n *Network[T]) evaluateRow(b *Batch[T], i int) {
	z, fz := b.z.Row(i), b.fz.Row(i)
	n.K.Gemv(z, n.W, b.R.Row(i))
	num.Plus(z, z, b.In.Row(i))
	b.Sweeps++
	applyTo(n.F, fz, z)
	b.Err[i] = distance(fz, b.R.Row(i))
}

// distance is the largest |x - y|; infinite when something is not a number.
func distance[T num.Float](x, y []T) float64 {
	if d := float64(num.Distance(x, y)); d == d {
		return d
	}
	return math.Inf(1)
}

// Measure fills in the gains: from the current, or, as the published scripts do, from
// the rate.
func (n *Network[T]) Measure(b *Batch[T], fromRate bool) {
	if !fromRate {
		gains(n.F, b.G.Data, b.z.Data, b.fz.Data)
		return
	}
	gains(n.F, b.G.Data, b.R.Data, b.R.Data)
}

// count returns how many samples have a status other than ok.
func (b *Batch[T]) Failed() int {
	n := 0
	for _, s := range b.State[:b.Rows] {
		if s != OK {
			n++
		}
	}
	return n
}

// Finite says whether no number is infinite or not a number.
func Finite[T num.Float](x []T) bool {
	bad := T(0)
	for _, v := range x {
		bad += T(v * 0)
	}
	return bad == 0
}

// Gather adds Σ p qᵀ to dw.
func (n *Network[T]) Gather(b *Batch[T], dw num.Mat[T]) { n.P.GemmTN(dw, 1, b.P, b.Q, 1) }

// Draw fills a matrix with normally distributed numbers of standard deviation scale.
func Draw[T num.Float](m num.Mat[T], key num.Key, scale float64) {
	for i := range m.Rows {
		row := m.Row(i)
		for j := range row {
			row[j] = T(scale * key.Norm(i, j))
		}
	}
}
