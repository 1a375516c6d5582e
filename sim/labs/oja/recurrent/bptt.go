package recurrent

import "hebb/sim/num"

// trial is one sequence through a recurrent network that answers at its end:
// what came in, the states on the way, the answer, and the gradient of its error.
type trial struct {
	x      num.Mat[float64] // steps × m: inputs x_t
	h      num.Mat[float64] // (steps + 1) × n: states h_t; row 0 is the one it began with
	steps  int
	label  int
	logits []float64        // classes: C h at the end
	p, e   []float64        // classes: softmax of the logits; p minus the one-hot label
	d, pre []float64        // n: error of the state in hand, and before its slope
	gu, gv num.Mat[float64] // n × m, n × n: ∂L/∂U and ∂L/∂V
	gc     num.Mat[float64] // classes × n: ∂L/∂C
	rest   num.Mat[float64] // steps × max(n, m): h_{t-1} - Vᵀ h_t of every step, or the same of U
}

func newTrial(steps, n, m, classes int) trial {
	return trial{x: num.NewMat[float64](steps, m), h: num.NewMat[float64](steps+1, n),
		logits: make([]float64, classes), p: make([]float64, classes), e: make([]float64, classes),
		d: make([]float64, n), pre: make([]float64, n),
		gu: num.NewMat[float64](n, m), gv: num.NewMat[float64](n, n), gc: num.NewMat[float64](classes, n),
		rest: num.NewMat[float64](steps, max(n, m))}
}

// forward runs the states through the steps and asks for the class at the end. It
// returns the cross-entropy of the answer.
func (q *trial) forward(r *recurrent, c num.Mat[float64]) float64 {
	for t := range q.steps {
		r.advance(q.h.Row(t+1), q.x.Row(t), q.h.Row(t))
	}
	r.k.Gemv(q.logits, c, q.h.Row(q.steps))
	num.Softmax(q.p, q.logits)
	copy(q.e, q.p)
	q.e[q.label]--
	return num.CrossEntropy(q.logits, q.label)
}

// backward computes the gradients by backpropagation through time. The error goes
// back through the transposes of fv and fc: V and C themselves, or fixed random
// matrices in their place. It stops after trunc steps, if trunc is not 0.
func (q *trial) backward(r *recurrent, fv, fc num.Mat[float64], trunc int) {
	clear(q.gu.Data)
	clear(q.gv.Data)
	clear(q.gc.Data)
	r.k.Ger(q.gc, q.e, q.h.Row(q.steps))
	r.k.GemvT(q.pre, fc, q.e)
	for t := q.steps; t > 0; t-- {
		for i, h := range q.h.Row(t) {
			q.d[i] = q.pre[i] * r.slope(h)
		}
		r.k.Ger(q.gu, q.d, q.x.Row(t-1))
		r.k.Ger(q.gv, q.d, q.h.Row(t-1))
		if q.steps-t+1 == trunc {
			break
		}
		r.k.GemvT(q.pre, fv, q.d)
	}
}

// oja adds Oja's rule over all steps to w, whose input before step t is row t of
// pre: one step after the other, each with the weights that the one before has
// left, or (summed) all with the weights at the start.
func (q *trial) oja(r *recurrent, w, pre num.Mat[float64], theta float64, summed bool) {
	if !summed {
		for t := range q.steps {
			r.oja(w, theta, q.h.Row(t+1), pre.Row(t))
		}
		return
	}
	for t := range q.steps {
		rest := q.rest.Row(t)[:w.Cols]
		r.k.GemvT(rest, w, q.h.Row(t+1))
		for i, v := range pre.Row(t) {
			rest[i] = theta * (v - rest[i])
		}
	}
	for t := range q.steps {
		r.k.Ger(w, q.h.Row(t+1), q.rest.Row(t)[:w.Cols])
	}
}
