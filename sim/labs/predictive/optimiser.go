package predictive

import (
	"math"

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

func (o *optimiser[T]) reset() {
	clear(o.m)
	clear(o.s)
	o.t = 0
}

// step changes theta by scale times the gradient g.
func (o *optimiser[T]) step(k num.Kernels[T], theta, g []T, kind string, rate, momentum float64) {
	o.t++
	if kind == sgd {
		if momentum == 0 {
			k.Axpy(T(-rate), g, theta)
			return
		}
		// torch: the first step's buffer is the gradient itself.
		if o.t > 1 {
			k.Scale(T(momentum), o.m)
		} else {
			clear(o.m)
		}
		k.Axpy(1, g, o.m)
		k.Axpy(T(-rate), o.m, theta)
		return
	}
	// Adam, without decay: m = β1 m + (1-β1) g, s = β2 s + (1-β2) g²,
	// θ -= rate/(1-β1^t) m / (√s/√(1-β2^t) + ε); ε stands outside the corrected root.
	const b1, b2, eps = 0.9, 0.999, 1e-8
	rate /= 1 - math.Pow(b1, float64(o.t))
	root := T(1 / math.Sqrt(1-math.Pow(b2, float64(o.t))))
	r := T(rate)
	m, s := o.m[:len(g)], o.s[:len(g)]
	theta = theta[:len(g)]
	for i, d := range g {
		mi := T(b1)*m[i] + T(1-b1)*d
		si := T(b2)*s[i] + T(1-b2)*d*d
		m[i], s[i] = mi, si
		theta[i] -= r * mi / (sqrt(si)*root + T(eps))
	}
}

func (o *optimiser[T]) state(s *sim.Sections) {
	section(s, "moment1", o.m)
	section(s, "moment2", o.s)
	s.Int("updates", &o.t)
}

func section[T num.Float](s *sim.Sections, name string, v []T) {
	switch v := any(v).(type) {
	case []float32:
		s.F32(name, v)
	case []float64:
		s.F64(name, v)
	}
}
