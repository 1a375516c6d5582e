package predictive

import "math"

// recorder writes numbers one after the other.
type recorder struct {
	dst []float64
	at  int
}

func (r *recorder) put(v ...float64) { r.at += copy(r.dst[r.at:], v) }

// weights writes how far the updates of all layers are from backprop's.
func (r *recorder) weights(list []compared) {
	for _, c := range list[1:] {
		r.put(c.rel)
	}
	for _, c := range list[1:] {
		r.put(c.angle)
	}
}

// gains writes how far off FixedPred must be, and which part of the steps was lost.
func (r *recorder) gains(g *gains, total *sums) {
	L := len(total.terms) - 1
	for l := 1; l <= L; l++ {
		r.put(math.Abs(1 - g.used[l]))
	}
	for l := 1; l < L; l++ {
		part := 0.0
		if total.moved[l] > 0 {
			part = total.stalled[l] / total.moved[l]
		}
		r.put(part)
	}
}
