package predictive

import (
	"math"

	"hebb/sim/labs/predictive/layout"
	"hebb/sim/labs/predictive/torch"
	"hebb/sim/num"
)

// network is a layout with numbers. All parameters stand in one vector, so that an
// optimiser passes over them once.
type network[T num.Float] struct {
	lay   *layout.Layout
	theta []T // [parameter]: θ, weights and biases, operation by operation
	back  []T // [parameter]: fixed random feedback weights, laid out like θ; nil: none
	k     num.Kernels[T]
}

func newNetwork[T num.Float](lay *layout.Layout) *network[T] {
	return &network[T]{lay: lay, theta: make([]T, lay.Params), k: num.Use[T]()}
}

// draw gives every parameter a uniform number within 1/√fan, torch's default. The
// numbers are keyed: networks that differ in size share those that both have.
func draw[T num.Float](theta []T, lay *layout.Layout, seed uint64, purpose string) {
	layer := 0
	for _, b := range lay.Blocks {
		for i := range b.Ops {
			o := &b.Ops[i]
			if !o.Learns() {
				continue
			}
			bound := 1 / math.Sqrt(float64(o.Fan()))
			key, bias := num.NewKey(seed, purpose, layer), num.NewKey(seed, purpose+" bias", layer)
			w := layout.Part(theta, o.W)
			for r := range o.Out {
				for c := range o.Fan() {
					w[r*o.Fan()+c] = T(bound * key.Uniform(r, c))
				}
			}
			for r, at := range layout.Part(theta, o.B) {
				_ = at
				theta[o.B.At+r] = T(bound * bias.Uniform(r, 0))
			}
			layer++
		}
	}
}

// drawTorch gives every parameter the number that torch's default initialisation
// draws from the generator: weights before bias, operation by operation.
func drawTorch[T num.Float](theta []T, lay *layout.Layout, rng *torch.Twister) {
	for _, b := range lay.Blocks {
		for i := range b.Ops {
			o := &b.Ops[i]
			if !o.Learns() {
				continue
			}
			fan := float64(o.Fan())
			// torch's way to the same bound, with its rounding.
			bound := math.Sqrt(3) * (math.Sqrt(2/(1+float64(math.Sqrt(5)*math.Sqrt(5)))) / math.Sqrt(fan))
			for i := range o.W.N {
				theta[o.W.At+i] = T(rng.Uniform32(bound))
			}
			for i := range o.B.N {
				theta[o.B.At+i] = T(rng.Uniform32(1 / math.Sqrt(fan)))
			}
		}
	}
}

// firstNetwork returns a network with the weights that it has at first.
func firstNetwork[T num.Float](s *setting) *network[T] {
	n := newNetwork[T](s.lay)
	if s.init == torchInit {
		drawTorch(n.theta, s.lay, torch.NewTwister(uint32(s.seedling)))
	} else {
		draw(n.theta, s.lay, s.seed, "weights")
	}
	n.back = make([]T, s.lay.Params)
	draw(n.back, s.lay, s.seed, "feedback")
	return n
}
