package predictive

import (
	"math"

	"hebb/sim/num"
)

// network is a layout with numbers. All parameters stand in one vector, so that an
// optimiser passes over them once.
type network[T num.Float] struct {
	lay   *layout
	theta []T
	back  []T // fixed random feedback weights, laid out like theta; nil: none
	k     num.Kernels[T]
}

func newNetwork[T num.Float](lay *layout) *network[T] {
	return &network[T]{lay: lay, theta: make([]T, lay.params), k: num.Use[T]()}
}

// fan is how many numbers one unit of an operation hears.
func (o *op) fan() int { return o.w.n / o.out }

// draw gives every parameter a uniform number within 1/√fan, torch's default. The
// numbers are keyed: networks that differ in size share those that both have.
func draw[T num.Float](theta []T, lay *layout, seed uint64, purpose string) {
	layer := 0
	for _, b := range lay.blocks {
		for i := range b.ops {
			o := &b.ops[i]
			if !o.learns() {
				continue
			}
			bound := 1 / math.Sqrt(float64(o.fan()))
			key, bias := num.NewKey(seed, purpose, layer), num.NewKey(seed, purpose+" bias", layer)
			w := part(theta, o.w)
			for r := range o.out {
				for c := range o.fan() {
					w[r*o.fan()+c] = T(bound * key.Uniform(r, c))
				}
			}
			for r, at := range part(theta, o.b) {
				_ = at
				theta[o.b.at+r] = T(bound * bias.Uniform(r, 0))
			}
			layer++
		}
	}
}

// drawTorch gives every parameter the number that torch's default initialisation
// draws from the generator: weights before bias, operation by operation.
func drawTorch[T num.Float](theta []T, lay *layout, rng *twister) {
	for _, b := range lay.blocks {
		for i := range b.ops {
			o := &b.ops[i]
			if !o.learns() {
				continue
			}
			fan := float64(o.fan())
			// torch's way to the same bound, with its rounding.
			bound := math.Sqrt(3) * (math.Sqrt(2/(1+math.Sqrt(5)*math.Sqrt(5))) / math.Sqrt(fan))
			for i := range o.w.n {
				theta[o.w.at+i] = T(rng.uniform32(bound))
			}
			for i := range o.b.n {
				theta[o.b.at+i] = T(rng.uniform32(1 / math.Sqrt(fan)))
			}
		}
	}
}

// firstNetwork returns a network with the weights that it has at first.
func firstNetwork[T num.Float](s *setting) *network[T] {
	n := newNetwork[T](s.lay)
	if s.init == torchInit {
		drawTorch(n.theta, s.lay, newTwister(uint32(s.seedling)))
	} else {
		draw(n.theta, s.lay, s.seed, "weights")
	}
	n.back = make([]T, s.lay.params)
	draw(n.back, s.lay, s.seed, "feedback")
	return n
}
