package predictive

import (
	"math"

	"hebb/sim"
)

// noted is what is recorded, as the last sweep or step has left it. What stands by layer
// has an entry for each from 1.
type noted struct {
	energy, loss                  float64
	dv, surprise, surpriseBP      float64 // of the explorer
	accuracy, sweeps, cost, spent float64 // of training; work in Gflop

	terms      []float64 // part of the energy
	rel, angle []float64 // of the update beside backprop's: distance, and angle in degrees
	errors     []float64 // distance of errors from backprop's
	closed     []float64 // how far off FixedPred must be
	stalled    []float64 // part of the units whose step was lost in rounding
}

func newNoted(L int) noted {
	make := func() []float64 { return make([]float64, L+1) }
	return noted{terms: make(), rel: make(), angle: make(), errors: make(), closed: make(), stalled: make()}
}

// weights takes in how far the updates of all layers are from backprop's.
func (n *noted) weights(list []compared) {
	for l, c := range list {
		n.rel[l], n.angle[l] = c.rel, c.angle
	}
}

// gains takes in the energy of layers, how far off FixedPred must be, and which part of
// the steps was lost.
func (n *noted) gains(g *gains, total *sums) {
	copy(n.terms, total.terms)
	for l := range n.closed {
		n.closed[l], n.stalled[l] = math.Abs(1-g.used[l]), 0
		if total.moved[l] > 0 {
			n.stalled[l] = total.stalled[l] / total.moved[l]
		}
	}
}

func (n *noted) state(s *sim.Sections) {
	s.Numbers("recorded", &n.energy, &n.loss, &n.dv, &n.surprise, &n.surpriseBP, &n.accuracy, &n.sweeps, &n.cost, &n.spent)
	for _, list := range [...][]float64{n.terms, n.rel, n.angle, n.errors, n.closed, n.stalled} {
		s.F64("recorded by layer", list)
	}
}
