package predictive

import (
	"context"

	"hebb/sim"
	"hebb/sim/labs/predictive/layout"
	"hebb/sim/num"
)

const (
	probeStability = "stability"
	probeTest      = "test"
)

func (e *explorer) Probes() []sim.Probe {
	return []sim.Probe{{Name: probeStability, Title: "Largest stable step", Every: 10, On: true,
		Doc: "Estimates the steepest curvature of the energy over the frozen batch, by 40 steps of power iteration. It is worked out once for each batch."}}
}

func (e *explorer) Capture(_ int, old sim.Measurement) sim.Measurement { return e.core.capture(e, old) }

// stable measures the largest stable step of a copy of weights and images.
type stable struct {
	k      *curvature
	width  int
	size   int
	images []float64 // images × pixels: one after the other
	labels []int
	given  []float64 // images × classes: targets of a case's own
	own    bool      // targets are given
	about  [2]uint64
	lambda float64
	known  bool
	top    float64
}

func newStable(lay *layout.Layout, width, most int) *stable {
	classes := lay.Blocks[lay.Depth()-1].To.Size()
	return &stable{k: newCurvature(lay, min(width, lanesFor(most))), width: width,
		images: make([]float64, most*lay.Blocks[0].From.Size()), labels: make([]int, most), given: make([]float64, most*classes)}
}

// copyBatch copies images and their targets; batch is what the loss is a mean over.
func (s *stable) copyBatch(images source, m *method, batch, swap int, which []int, test bool) {
	s.size = len(which)
	size := s.k.c.layer(0).Size()
	classes := images.classes()
	s.own = false
	for i, image := range which {
		label := images.load(test, image, s.images[i*size:(i+1)*size])
		s.labels[i] = (label + swap) % classes
		if swap == 0 && images.target(image, s.given[i*classes:(i+1)*classes]) {
			s.own = true
		}
	}
	pi := s.k.m.pi
	s.k.m = method{alg: algStrict, loss: m.loss, lambda: m.lambda, eta: 1, batch: batch, pi: append(pi[:0], m.pi...)}
}

// Measure works the curvature out, once for each batch and network.
func (s *stable) Measure(ctx context.Context) error {
	if s.known {
		return nil
	}
	c := s.k.c
	size, classes := c.layer(0).Size(), c.layer(c.depth()).Size()
	top, err := s.k.largest(ctx, (s.size+s.width-1)/s.width, func(part int) {
		at := part * s.width
		c.size(min(s.width, s.size-at))
		for i := range c.n {
			c.put(i, s.images[(at+i)*size:(at+i+1)*size], s.labels[at+i])
			c.aim(i)
			if s.own {
				for j := range classes {
					c.target[j*c.lanes+i] = s.given[(at+i)*classes+j]
				}
			}
		}
		c.rest()
	})
	if err == nil {
		s.top, s.known = top, true
	}
	return err
}

// limit is the largest stable step, 0 where there is no curvature.
func (s *stable) limit() float64 {
	if s.top > 0 {
		return 2 / s.top
	}
	return 0
}

func (c *relax[T]) capture(e *explorer, old sim.Measurement) sim.Measurement {
	s, ok := old.(*stable)
	if !ok || s.k.c.net.lay != e.lay || len(s.labels) != e.size {
		s = newStable(e.lay, e.lanes(), e.size)
	}
	about := [2]uint64{c.version, uint64(c.trained)}
	if s.known && s.about == about && s.lambda == e.lambda && len(e.pi) == 0 {
		return s
	}
	s.known, s.about, s.lambda = false, about, e.lambda
	num.Convert(s.k.c.net.theta, c.net.theta)
	m := e.method(e.size)
	which := make([]int, e.size)
	test := false
	for i := range which {
		which[i], test = c.image(e, i)
	}
	s.copyBatch(e.images, &m, e.size, c.swap, which, test)
	return s
}
