package predictive

import (
	"hebb/sim"
	"hebb/sim/num"
)

// The optimisers.
const (
	adam = "adam"
	sgd  = "sgd"
)

// optimiser changes parameters by a gradient, as torch.optim defines it. Its state
// persists over batches, and there is one for all layers.
type optimiser[T num.Float] struct {
	m, s []T
	t    int
}

func newOptimiser[T num.Float](n int) optimiser[T] {
	return optimiser[T]{m: make([]T, n), s: make([]T, n)}
}

// step changes theta by the gradient g.
func (o *optimiser[T]) step(k num.Kernels[T], theta, g []T, kind string, rate, momentum float64) {
	o.t++
	if kind == sgd {
		if momentum == 0 {
			k.Axpy(T(-rate), g, theta)
			return
		}
		// torch: the first step's buffer is the gradient itself.
		if o.t == 1 {
			clear(o.m)
		}
		num.Momentum(theta, g, o.m, momentum, rate)
		return
	}
	// Adam without decay; ε stands outside the corrected root.
	num.Adam(theta, g, o.m, o.s, num.AdamStep{Rate: rate, Beta1: num.Beta1, Beta2: num.Beta2, Eps: num.Epsilon, T: o.t})
}

func (o *optimiser[T]) state(s *sim.Sections) {
	sim.Floats(s, "moment1", o.m)
	sim.Floats(s, "moment2", o.s)
	s.Int("updates", &o.t)
}
