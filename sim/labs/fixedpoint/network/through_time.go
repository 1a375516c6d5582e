package network

import "hebb/sim/num"

// Through does backpropagation through the Euler steps from 0: the exact gradient of
// the loss of the state that they end in. head fills in δ at that state. The result is
// added to dw, without the 1/B.
func (t *Teacher[T]) Through(n *Network[T], b *Batch[T], h float64, steps int, dw num.Mat[T], head func()) {
	if n.Model == DiscreteModel {
		h = 1
	}
	size := b.Rows * b.n
	if len(t.past) < (steps+1)*size {
		t.past = make([]T, (steps+1)*size)
	}
	at := func(s int) num.Mat[T] {
		return num.Mat[T]{Rows: b.Rows, Cols: b.n, Data: t.past[s*size : (s+1)*size]}
	}
	step := T(h)
	clear(at(0).Data) // r, or v in the current-based model
	for s := range steps {
		if n.ended() {
			return
		}
		x, next := at(s), at(s+1)
		if n.Model == CurrentModel {
			applyTo(n.F, b.R.Data, x.Data)
		} else {
			copy(b.R.Data, x.Data)
		}
		n.drive(b.z, b.R, b.In)
		to := b.z.Data
		if n.Model != CurrentModel {
			applyTo(n.F, b.fz.Data, b.z.Data)
			to = b.fz.Data
		}
		for i, v := range x.Data {
			next.Data[i] = v + T(step*(to[i]-v))
		}
	}
	if n.Model == CurrentModel {
		applyTo(n.F, b.R.Data, at(steps).Data)
	} else {
		copy(b.R.Data, at(steps).Data)
	}
	n.evaluate(b)
	head()
	lambda := b.P
	copy(lambda.Data, b.D.Data)
	if n.Model == CurrentModel { // δ reaches v through the slope
		gains(n.F, b.G.Data, at(steps).Data, b.R.Data)
		num.Times(lambda.Data, b.G.Data, lambda.Data)
	}
	for s := steps - 1; s >= 0 && !n.ended(); s-- {
		x := at(s)
		if n.Model == CurrentModel {
			applyTo(n.F, b.T1.Data, x.Data) // r
			gains(n.F, b.G.Data, x.Data, b.T1.Data)
			for i, v := range lambda.Data {
				b.Q.Data[i] = step * v
				lambda.Data[i] = (1 - step) * v
			}
			n.P.GemmTN(dw, 1, b.Q, b.T1, 1)
			n.P.Gemm(b.t2, 1, b.Q, n.W, 0)
			for i, v := range b.t2.Data {
				lambda.Data[i] += T(b.G.Data[i] * v)
			}
			continue
		}
		n.drive(b.T1, x, b.In)
		applyTo(n.F, b.t2.Data, b.T1.Data)
		gains(n.F, b.G.Data, b.T1.Data, b.t2.Data)
		for i, v := range lambda.Data {
			b.Q.Data[i] = step * b.G.Data[i] * v
			lambda.Data[i] = (1 - step) * v
		}
		n.P.GemmTN(dw, 1, b.Q, x, 1)
		n.P.Gemm(lambda, 1, b.Q, n.W, 1)
	}
	b.Sweeps += 4 * steps * b.Rows
}
