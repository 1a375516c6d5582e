package neuron

import (
	"math"
	"testing"

	"hebb/sim/simtest"

	"hebb/sim/num"
)

// shaped returns a neuron sim whose cloud has its form.
func shaped(t *testing.T, set map[string]string) *neuron {
	s := simtest.Begin(t, newNeuron(), 9, set)
	s.shape()
	return s
}

func TestClosedFormSolvesTheAveragedFlow(t *testing.T) {
	s := shaped(t, map[string]string{"dims": "5", "mean_x": "0.4", "start": "0.5"})
	for _, end := range []float64{0.01, 0.3, 2, 20} {
		exact, stepped, integrated := num.NewMat[float64](1, 5), num.NewMat[float64](1, 5), num.NewMat[float64](1, 5)
		copy(exact.Data, s.w.Data)
		copy(stepped.Data, s.w.Data)
		copy(integrated.Data, s.w.Data)
		s.flow.exact(exact.Data, &s.cloud, end, false)
		for range 1000 { // The flow's steps must add up, or the drawn way would drift.
			s.flow.exact(stepped.Data, &s.cloud, end/1000, false)
		}
		for range 2000 { // The equation itself knows nothing of the closed form.
			s.flow.integrate(integrated, s.cloud.m, s.cloud.val[0], end/2000, false)
		}
		for k := range exact.Data {
			if d := math.Abs(exact.Data[k] - stepped.Data[k]); d > 1e-12 {
				t.Errorf("t = %g: 1000 steps differ from one by %g", end, d)
			}
			if d := math.Abs(exact.Data[k] - integrated.Data[k]); d > 1e-9 {
				t.Errorf("t = %g: the closed form differs from the integrated flow by %g", end, d)
			}
		}
	}
}

func TestClosedFormEndsAtTheFirstComponent(t *testing.T) {
	s := shaped(t, map[string]string{"dims": "4"})
	w := append([]float64(nil), s.w.Data...)
	s.flow.exact(w, &s.cloud, 15, false)
	if n := num.Norm(w); math.Abs(n-1) > 1e-9 {
		t.Errorf("length %g", n)
	}
	if a := s.angleTo(w, 0); a > 1e-6 {
		t.Errorf("%g degrees away", a)
	}
}

// The averaged flow is what the mean of many small steps does: over all points of
// the cloud the mean of the rule's step is its slope.
func TestFlowIsTheMeanOfTheRule(t *testing.T) {
	for _, rule := range []string{"hebb", "oja", "sanger"} {
		s := shaped(t, map[string]string{"rule": rule, "neurons": "3", "dims": "4", "mean_y": "1"})
		start := append([]float64(nil), s.w.Data...)
		mean, want := make([]float64, len(start)), num.NewMat[float64](3, 4)
		for i := range s.points {
			copy(s.w.Data, start)
			s.cloud.point(s.x, i)
			s.learn()
			for l, v := range s.w.Data {
				mean[l] += (v - start[l]) / s.eta / float64(s.points)
			}
		}
		copy(s.w.Data, start)
		s.flow.slope(want, s.w, s.cloud.m, rule == "sanger")
		if rule == "hebb" {
			copy(want.Data, s.flow.mw.Data)
		}
		for l := range mean {
			if math.Abs(mean[l]-want.Data[l]) > 1e-10 {
				t.Errorf("%s, weight %d: the mean step is %g, the flow %g", rule, l, mean[l], want.Data[l])
			}
		}
	}
}

func TestSmallStepsFollowTheAveragedFlow(t *testing.T) {
	for _, set := range []map[string]string{{}, {"rule": "sanger", "neurons": "2", "dims": "3"}, {"neurons": "2", "dims": "3"}} {
		set["eta"] = "0.0003"
		s := shaped(t, set)
		for range 3000 {
			simtest.Advance(t, s, 1)
			for l, v := range s.w.Data {
				if d := math.Abs(v - s.bar.Data[l]); d > 0.12 {
					t.Fatalf("%v: weight %d is %g away from the averaged rule", set, l, d)
				}
			}
		}
	}
}
