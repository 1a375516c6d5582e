// Package optim turns gradients into changes of weights. Every lab that follows a
// gradient does it through here; guards, cuts and projections are the labs' own. The inner
// loops are kernels of package num.
//
// There are two Adams, of one formula (D. P. Kingma, J. Ba: Adam, ICLR 2015). Torch
// corrects two numbers and then passes over the weights once; the paper corrects the
// means of each weight. They round in another order and differ in the last digits, which
// a long run makes visible. Each lab has that of the code that it is compared with:
// predictive coding torch's, meta-plasticity the paper's.
package optim

import (
	"hebb/sim"
	"hebb/sim/num"
)

// Descend is a step down the gradient g: w -= rate g.
func Descend[T num.Float](k num.Kernels[T], w, g []T, rate float64) { k.Axpy(T(-rate), g, w) }

// The optimisers that Torch knows, by name.
const (
	Adam = "adam"
	SGD  = "sgd"
)

// Torch changes weights as torch.optim does. Its state persists over batches.
type Torch[T num.Float] struct {
	k num.Kernels[T]
	m []T // a weight: the buffer of momentum, or Adam's running mean of the gradient
	v []T // a weight: Adam's running mean of its square
	t int // steps
}

// NewTorch returns an optimiser of n weights.
func NewTorch[T num.Float](n int) *Torch[T] {
	return &Torch[T]{k: num.Use[T](), m: make([]T, n), v: make([]T, n)}
}

// Step changes w by the gradient g: as SGD, or as Adam without decay, which knows no
// momentum.
func (o *Torch[T]) Step(w, g []T, kind string, rate, momentum float64) {
	o.t++
	switch {
	case kind == Adam:
		num.Adam(w, g, o.m, o.v, num.AdamStep{Rate: rate, Beta1: num.Beta1, Beta2: num.Beta2, Eps: num.Epsilon, T: o.t})
	case momentum == 0:
		Descend(o.k, w, g, rate)
	default:
		if o.t == 1 {
			clear(o.m) // the first step's buffer is the gradient itself
		}
		num.Momentum(w, g, o.m, momentum, rate)
	}
}

// State lists what a step reads and changes.
func (o *Torch[T]) State(s *sim.Sections) {
	sim.Floats(s, "moment1", o.m)
	sim.Floats(s, "moment2", o.v)
	s.Int("updates", &o.t)
}

// PaperAdam is Adam as its paper has it, with a rate for each weight; see num.AdamRates.
type PaperAdam struct {
	M, V []float64 // a weight: running means of the gradient and of its square
	T    uint64    // steps
}

// NewPaperAdam returns an optimiser of n weights.
func NewPaperAdam(n int) PaperAdam { return PaperAdam{M: make([]float64, n), V: make([]float64, n)} }

// Step changes w by the gradient g. Where the rate is 0 the weight stays and its means
// go on.
func (a *PaperAdam) Step(w, g, rates []float64) {
	a.T++
	num.AdamRates(w, g, a.M, a.V, rates, a.T)
}

// Forget starts weight i afresh.
func (a *PaperAdam) Forget(i int) { a.M[i], a.V[i] = 0, 0 }
