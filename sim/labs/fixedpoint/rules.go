package fixedpoint

import (
	"math"

	"hebb/sim/num"
)

// The rules, by name. Each is a mean of rank-one terms, dW = (1/B) Σ p qᵀ, and W
// moves by -η dW.
const (
	dW0  = "dW0"  // p = G δ                       q = r
	dW1  = "dW1"  // p = (I - G Wᵀ)⁻¹ G δ          q = r
	dW2  = "dW2"  // p of dW3 / (1 - ηκ)           q of dW3
	dW3  = "dW3"  // p = (I - W G) G δ             q = (I - G W)ᵀ(I - G W) r
	dW4  = "dW4"  // p = (I - W G) δ               q = (I - W G)ᵀ(I - W G) r
	dW3A = "dW3A" // p = (G⁻¹ - W) δ               q = (G⁻¹ - W)ᵀ(G⁻¹ - W) r
	bptt = "bptt" // the gradient of the steps taken, backwards in time
)

// teacher works out the factors p and q of a rule for a batch.
type teacher[T num.Float] struct {
	eta     float64 // of dW2's finite step
	floor   float64 // least denominator of dW2; 0: none
	adjoint string  // how dW1 solves: chord, lu or sweeps
	sweeps  int
	tol     float64 // of chord, relative
	loop    *closed[T]
	room    *newton[T]
	bad     []bool
	clamped int     // samples whose denominator met the floor
	least   float64 // smallest denominator
	direct  int     // rows that were solved one by one
	past    []T     // states of backpropagation through time
}

// factors writes p and q. Row i of Δ is b.d, RWᵀ is z - I: nothing of size N × N is
// made for a sample, except for rows of dW1 on which the iteration fails.
func (t *teacher[T]) factors(rule string, n *network[T], b *batch[T]) {
	g, d, r, p, q := b.g.Data, b.d.Data, b.r.Data, b.p.Data, b.q.Data
	t.clamped, t.direct, t.least = 0, 0, 1
	switch rule {
	case dW0:
		num.Times(p, g, d)
		copy(q, r)
	case dW1:
		t.solve(n, b)
		copy(q, r)
	case dW3, dW2:
		num.Times(p, g, d)                // a = G δ
		num.Times(b.t1.Data, g, p)        // G a
		n.p.GemmNT(b.p, -1, b.t1, n.w, 1) // p = a - W G a
		num.Minus(b.t2.Data, b.z.Data, b.in.Data)
		copy(q, r)
		num.LessTimes(q, g, b.t2.Data) // u = (I - G W) r
		num.Times(b.t1.Data, g, q)
		if rule == dW2 {
			t.finite(b)
		}
		n.p.Gemm(b.q, -1, b.t1, n.w, 1) // q = u - Wᵀ G u
		b.sweeps += 2 * b.rows
	case dW4:
		copy(p, d)
		num.Times(b.t1.Data, g, d)
		n.p.GemmNT(b.p, -1, b.t1, n.w, 1)
		copy(q, r)
		num.Times(b.t1.Data, g, r)
		n.p.GemmNT(b.q, -1, b.t1, n.w, 1) // v = (I - W G) r
		n.p.Gemm(b.t2, 1, b.q, n.w, 0)
		num.LessTimes(q, g, b.t2.Data)
		b.sweeps += 3 * b.rows
	case dW3A:
		for i := range p {
			p[i] = d[i] / g[i]
			b.t1.Data[i] = r[i]/g[i] - (b.z.Data[i] - b.in.Data[i]) // x = A⁻¹ r
			q[i] = b.t1.Data[i] / g[i]
		}
		n.p.GemmNT(b.p, -1, b.d, n.w, 1)
		n.p.Gemm(b.q, -1, b.t1, n.w, 1)
		b.sweeps += 2 * b.rows
	}
}

// finite divides each p by 1 - ηκ, κ = Σ u g p: the finite step of the
// reparameterised rule by Sherman and Morrison's formula. u g stands in t1.
func (t *teacher[T]) finite(b *batch[T]) {
	k := num.Use[T]()
	for i := range b.rows {
		den := 1 - t.eta*float64(k.Dot(b.t1.Row(i), b.p.Row(i)))
		t.least = min(t.least, den)
		if t.floor > 0 && !(den >= t.floor) {
			den = t.floor
			t.clamped++
		}
		k.Scale(T(1/den), b.p.Row(i))
	}
}

// solve writes p = y with (I - G Wᵀ) y = G δ.
func (t *teacher[T]) solve(n *network[T], b *batch[T]) {
	y, rhs := b.p, b.t1
	num.Times(rhs.Data, b.g.Data, b.d.Data)
	copy(y.Data, rhs.Data)
	switch t.adjoint {
	case "sweeps": // recurrent backpropagation, broken off: a Neumann series
		for range t.sweeps {
			n.p.Gemm(b.t2, 1, y, n.w, 0)
			copy(y.Data, rhs.Data)
			num.AddTimes(y.Data, b.g.Data, b.t2.Data)
		}
		b.sweeps += t.sweeps * b.rows
		return
	case "lu":
		for i := range b.rows {
			t.row(n, b, i)
		}
		return
	}
	t.chord(n, b)
}

// chord does p ← p + (I - Ḡ Wᵀ)⁻¹ (G δ - p + G Wᵀ p) from 0, see closed. It works at
// unstable fixed points too. Errors are relative to the largest element of G δ; that one
// is small enough is confirmed with a new product with W. Rows that do not come down get a
// decomposition each.
func (t *teacher[T]) chord(n *network[T], b *batch[T]) {
	const tries = 3
	if b.acc == nil {
		b.acc = newAccelerated[T](b.n, b.most)
	}
	clear(b.p.Data)
	clear(b.t2.Data) // Wᵀ p
	live := b.live[:b.rows]
	for i := range live {
		live[i] = i
	}
	for try := 0; try < tries && t.loop.good && len(live) > 0; try++ {
		t.iterate(n, b, live)
		n.p.Gemm(b.t2, 1, b.p, n.w, 0)
		b.sweeps += b.rows
		live = b.live[:0]
		for i := range b.rows {
			res := b.q.Row(i)
			remains(res, b.t1.Row(i), b.p.Row(i), b.g.Row(i), b.t2.Row(i))
			if !(ratio(largest(res), largest(b.t1.Row(i))) < t.tol) {
				live = append(live, i)
			}
		}
	}
	for _, i := range live {
		t.row(n, b, i)
	}
}

// remains writes the residual rhs - p + G w of the adjoint equation, w = Wᵀ p.
func remains[T num.Float](res, rhs, p, g, w []T) {
	num.Minus(res, rhs, p)
	num.AddTimes(res, g, w)
}

// iterate improves p and Wᵀ p of the samples that are live, until none is or there is no
// hope.
func (t *teacher[T]) iterate(n *network[T], b *batch[T], live []int) {
	const most, look = 25, 12
	// Rows at work stand packed: G δ, gains, p and w = Wᵀ p.
	a := b.acc
	rhs, gain, p, w := a.in, a.best, a.x, a.y
	for k, i := range live {
		copy(rhs.Row(k), b.t1.Row(i))
		copy(gain.Row(k), b.g.Row(i))
		copy(p.Row(k), b.p.Row(i))
		copy(w.Row(k), b.t2.Row(i))
		a.least[k] = largest(rhs.Row(k))
	}
	for it := 0; ; it++ {
		now, worst := len(live), 0.0
		remains(a.u.Data[:now*b.n], rhs.Data[:now*b.n], p.Data[:now*b.n], gain.Data[:now*b.n], w.Data[:now*b.n])
		for k := now - 1; k >= 0; k-- {
			e := ratio(largest(a.u.Row(k)), a.least[k])
			if !(e < t.tol) && it < most {
				if !(e <= worst) {
					worst = e
				}
				continue
			}
			copy(b.p.Row(live[k]), p.Row(k))
			now--
			for _, m := range [...]num.Mat[T]{rhs, gain, p, w, a.u} {
				copy(m.Row(k), m.Row(now))
			}
			a.least[k], live[k] = a.least[now], live[now]
			live = live[:now]
		}
		if now == 0 || it == look && !(worst < 0.05) {
			return
		}
		res, v := rows(a.u, 0, now), rows(a.v, 0, now)
		n.p.Gemm(v, 1, res, t.loop.m, 0)
		b.sweeps += now
		for k := range now {
			num.Plus(p.Row(k), p.Row(k), res.Row(k))
			num.AddTimes(p.Row(k), t.loop.gain, v.Row(k))
			num.Plus(w.Row(k), w.Row(k), v.Row(k))
		}
	}
}

func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

func largest[T num.Float](x []T) float64 { return float64(num.MaxAbs(x)) }

// row solves for one sample. A singular matrix leaves nothing to learn from it.
func (t *teacher[T]) row(n *network[T], b *batch[T], i int) {
	t.direct++
	g, y, rhs := b.g.Row(i), b.p.Row(i), b.t1.Row(i)
	for j := range t.room.m.Rows { // I - G Wᵀ
		row := t.room.m.Row(j)
		for c := range row {
			row[c] = -g[j] * n.w.Data[c*b.n+j]
		}
		row[j]++
	}
	b.sweeps += b.n / 3
	if !t.room.f.factor(t.room.m) || t.room.f.ratio() < n.tiny() {
		b.state[i] = singular
		clear(y)
		return
	}
	copy(y, rhs)
	t.room.f.solve(column(y))
}

// through does backpropagation through the Euler steps from 0: the exact gradient of
// the loss of the state that they end in. head fills in δ at that state. The result is
// added to dw, without the 1/B.
func (t *teacher[T]) through(n *network[T], b *batch[T], h float64, steps int, dw num.Mat[T], head func()) {
	if n.model == discreteModel {
		h = 1
	}
	size := b.rows * b.n
	if len(t.past) < (steps+1)*size {
		t.past = make([]T, (steps+1)*size)
	}
	at := func(s int) num.Mat[T] {
		return num.Mat[T]{Rows: b.rows, Cols: b.n, Data: t.past[s*size : (s+1)*size]}
	}
	step := T(h)
	clear(at(0).Data) // r, or v in the current-based model
	for s := range steps {
		x, next := at(s), at(s+1)
		if n.model == currentModel {
			applyTo(n.f, b.r.Data, x.Data)
		} else {
			copy(b.r.Data, x.Data)
		}
		n.drive(b.z, b.r, b.in)
		to := b.z.Data
		if n.model != currentModel {
			applyTo(n.f, b.fz.Data, b.z.Data)
			to = b.fz.Data
		}
		for i, v := range x.Data {
			next.Data[i] = v + step*(to[i]-v)
		}
	}
	if n.model == currentModel {
		applyTo(n.f, b.r.Data, at(steps).Data)
	} else {
		copy(b.r.Data, at(steps).Data)
	}
	n.evaluate(b)
	head()
	lambda := b.p
	copy(lambda.Data, b.d.Data)
	if n.model == currentModel { // δ reaches v through the slope
		gains(n.f, b.g.Data, at(steps).Data, b.r.Data)
		num.Times(lambda.Data, b.g.Data, lambda.Data)
	}
	for s := steps - 1; s >= 0; s-- {
		x := at(s)
		if n.model == currentModel {
			applyTo(n.f, b.t1.Data, x.Data) // r
			gains(n.f, b.g.Data, x.Data, b.t1.Data)
			for i, v := range lambda.Data {
				b.q.Data[i] = step * v
				lambda.Data[i] = (1 - step) * v
			}
			n.p.GemmTN(dw, 1, b.q, b.t1, 1)
			n.p.Gemm(b.t2, 1, b.q, n.w, 0)
			for i, v := range b.t2.Data {
				lambda.Data[i] += b.g.Data[i] * v
			}
			continue
		}
		n.drive(b.t1, x, b.in)
		applyTo(n.f, b.t2.Data, b.t1.Data)
		gains(n.f, b.g.Data, b.t1.Data, b.t2.Data)
		for i, v := range lambda.Data {
			b.q.Data[i] = step * b.g.Data[i] * v
			lambda.Data[i] = (1 - step) * v
		}
		n.p.GemmTN(dw, 1, b.q, x, 1)
		n.p.Gemm(lambda, 1, b.q, n.w, 1)
	}
	b.sweeps += 4 * steps * b.rows
}

// gather adds Σ p qᵀ to dw.
func (n *network[T]) gather(b *batch[T], dw num.Mat[T]) { n.p.GemmTN(dw, 1, b.p, b.q, 1) }

// averageGain writes the mean gains of a batch.
func averageGain[T num.Float](mean []T, b *batch[T]) {
	clear(mean)
	for i := range b.rows {
		num.Plus(mean, mean, b.g.Row(i))
	}
	for j := range mean {
		mean[j] /= T(b.rows)
	}
}

// growth estimates, for each sample, how fast the slowest mode of the rate dynamics
// grows, in 1/τ, by power iteration on I + h(-I + G W): above 0 the fixed point is
// unstable. Complex pairs push it up by about h Im²/2, so between -0.1 and 0.1 it says
// nothing. The start is fixed, so that the answer is a function of the state.
func (n *network[T]) growth(b *batch[T], out []float64) {
	const turns, h = 40, 0.2
	v, next := b.t1, b.t2
	key := num.NewKey(1, "growth", 0)
	for i := range b.rows {
		for j := range b.n {
			v.Data[i*b.n+j] = T(key.Norm(i, j))
		}
		out[i] = 0
	}
	for t := range turns {
		n.p.GemmNT(next, 1, v, n.w, 0)
		for i := range b.rows {
			x, y, g := v.Row(i), next.Row(i), b.g.Row(i)
			for j := range x {
				x[j] += h * (g[j]*y[j] - x[j])
			}
			size := num.Norm(x)
			if t >= turns/2 && size > 0 {
				out[i] += math.Log(size)
			}
			if size > 0 {
				n.k.Scale(T(1/size), x)
			}
		}
	}
	for i := range b.rows {
		out[i] /= turns / 2 * h
	}
}
