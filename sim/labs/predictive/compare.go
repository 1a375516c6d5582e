package predictive

import (
	"math"

	"hebb/sim/labs/predictive/layout"
	"hebb/sim/num"
	"hebb/sim/num/elem"
)

// compared is how an update stands to backprop's.
type compared struct {
	rel   float64 // |a-b|/|b|
	angle float64 // degrees; 90 where a is zero
}

// against adds up what comparing a with b takes, stretch by stretch.
type against[T num.Float] struct {
	scale      float64 // of a
	aa, bb, dd float64
	minus      float64 // |u-w|² of the unit vectors
	plus       float64 // |u+w|²
}

func (s *against[T]) sizes(a, b []T) {
	for i, v := range a {
		x, y := float64(s.scale*float64(v)), float64(b[i])
		s.aa += float64(x * x)
		s.bb += float64(y * y)
		s.dd += float64((x - y) * (x - y))
	}
}

// directions is a second pass, so that the angle is right near 0 too.
func (s *against[T]) directions(a, b []T) {
	p, q := s.scale/math.Sqrt(s.aa), 1/math.Sqrt(s.bb)
	for i, v := range a {
		x, y := float64(p*float64(v)), float64(q*float64(b[i]))
		s.minus += float64((x - y) * (x - y))
		s.plus += float64((x + y) * (x + y))
	}
}

// result: where b is zero there is nothing to compare with.
func (s *against[T]) result() compared {
	switch {
	case s.bb == 0:
		return compared{}
	case s.aa == 0:
		return compared{1, 90}
	}
	return compared{math.Sqrt(s.dd / s.bb), 2 * elem.Atan2(math.Sqrt(s.minus), math.Sqrt(s.plus)) * 180 / math.Pi}
}

// layers compares the weights of every block of two gradients, biases left out.
func layers[T num.Float](lay *layout.Layout, dst []compared, a, b []T, scale float64) {
	for i := range lay.Blocks {
		s := against[T]{scale: scale}
		ops := lay.Blocks[i].Ops
		for pass := range 2 {
			for j := range ops {
				if !ops[j].Learns() {
					continue
				}
				if pass == 0 {
					s.sizes(layout.Part(a, ops[j].W), layout.Part(b, ops[j].W))
				} else if s.aa > 0 && s.bb > 0 {
					s.directions(layout.Part(a, ops[j].W), layout.Part(b, ops[j].W))
				}
			}
		}
		dst[i+1] = s.result()
	}
}

// relative is the relative distance alone.
func (s *against[T]) relative() float64 {
	if s.bb == 0 {
		return 0
	}
	return math.Sqrt(s.dd / s.bb)
}
