package neuron

import (
	"fmt"
	"math"

	"hebb/sim"
	"hebb/sim/num"
	"hebb/sim/num/elem"
)

// Step shows the neurons one point of the cloud and lets them learn.
func (s *neuron) Step() sim.Step {
	s.shape()
	s.cloud.point(s.x, s.cloud.pick(s.samples, s.t))
	s.learn()
	for j := range s.y {
		if size := num.Norm(s.w.Row(j)); !(size < farAway) {
			return sim.Step{Status: sim.Diverged, Trouble: &sim.Trouble{What: fmt.Sprintf("length of weight vector %d", j+1), Size: size}}
		}
	}
	s.flow.advance(s)
	s.t++
	for j := range s.trails {
		s.trails[j].Add(s.w.At(j, 0), s.w.At(j, 1))
		s.averaged[j].Add(s.bar.At(j, 0), s.bar.At(j, 1))
	}
	return sim.Step{Unit: true}
}

// learn applies the rule to the sample in hand:
//
//	Hebb    Δw_i = η y_i x
//	Oja     Δw_i = η y_i (x - Σ_j y_j w_j)          all neurons j
//	Sanger  Δw_i = η y_i (x - Σ_{j≤i} y_j w_j)
//
// The sums run over the weights before the sample.
func (s *neuron) learn() {
	k := num.Use[float64]()
	k.Gemv(s.y, s.w, s.x)
	clear(s.back)
	if s.rule == "oja" {
		k.GemvT(s.back, s.w, s.y)
	}
	for i, y := range s.y {
		w := s.w.Row(i)
		if s.rule == "sanger" {
			k.Axpy(y, w, s.back)
		}
		for l := range w {
			w[l] += float64(s.eta * y * (s.x[l] - s.back[l]))
		}
	}
}

// angleTo returns the angle in degrees, at most 90, between w and principal
// component j.
func (s *neuron) angleTo(w []float64, j int) float64 {
	along, across := 0.0, 0.0
	for i := range s.cloud.val {
		a := num.Use[float64]().Dot(s.cloud.vec.Row(i), w)
		if i == j {
			along = math.Abs(a)
		} else {
			across += float64(a * a)
		}
	}
	// The tangent, not the cosine: it is exact for small angles.
	return elem.Atan2(math.Sqrt(across), along) * 180 / math.Pi
}

// between returns the smallest angle in degrees between the lines of two weight
// vectors.
func (s *neuron) between() float64 {
	least := 90.0
	for j := range s.neurons {
		for i := range j {
			a := num.Angle(s.w.Row(i), s.w.Row(j))
			least = min(least, a, 180-a)
		}
	}
	return least
}
