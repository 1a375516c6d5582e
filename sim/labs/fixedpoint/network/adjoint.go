package network

import "hebb/sim/num"

// solve writes p = y with (I - G Wᵀ) y = G δ.
func (t *Teacher[T]) solve(n *Network[T], b *Batch[T]) {
	y, rhs := b.P, b.T1
	num.Times(rhs.Data, b.G.Data, b.D.Data)
	copy(y.Data, rhs.Data)
	switch t.Adjoint {
	case Broken: // recurrent backpropagation, broken off: a Neumann series
		for range t.Sweeps {
			n.P.Gemm(b.t2, 1, y, n.W, 0)
			copy(y.Data, rhs.Data)
			num.AddTimes(y.Data, b.G.Data, b.t2.Data)
		}
		b.Sweeps += t.Sweeps * b.Rows
		return
	case OneByOne:
		for i := range b.Rows {
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
func (t *Teacher[T]) chord(n *Network[T], b *Batch[T]) {
	const tries = 3
	if b.acc == nil {
		b.acc = newAccelerated[T](b.n, b.Most)
	}
	clear(b.P.Data)
	clear(b.t2.Data) // Wᵀ p
	live := b.live[:b.Rows]
	for i := range live {
		live[i] = i
	}
	for try := 0; try < tries && t.Loop.Good && len(live) > 0; try++ {
		t.iterate(n, b, live)
		n.P.Gemm(b.t2, 1, b.P, n.W, 0)
		b.Sweeps += b.Rows
		live = b.live[:0]
		for i := range b.Rows {
			res := b.Q.Row(i)
			remains(res, b.T1.Row(i), b.P.Row(i), b.G.Row(i), b.t2.Row(i))
			if !(ratio(largest(res), largest(b.T1.Row(i))) < t.Tol) {
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
func (t *Teacher[T]) iterate(n *Network[T], b *Batch[T], live []int) {
	const most, look = 25, 12
	// Rows at work stand packed: G δ, gains, p and w = Wᵀ p.
	a := b.acc
	rhs, gain, p, w := a.in, a.best, a.x, a.y
	for k, i := range live {
		copy(rhs.Row(k), b.T1.Row(i))
		copy(gain.Row(k), b.G.Row(i))
		copy(p.Row(k), b.P.Row(i))
		copy(w.Row(k), b.t2.Row(i))
		a.least[k] = largest(rhs.Row(k))
	}
	for it := 0; ; it++ {
		now, worst := len(live), 0.0
		remains(a.u.Data[:now*b.n], rhs.Data[:now*b.n], p.Data[:now*b.n], gain.Data[:now*b.n], w.Data[:now*b.n])
		for k := now - 1; k >= 0; k-- {
			e := ratio(largest(a.u.Row(k)), a.least[k])
			if !(e < t.Tol) && it < most {
				if !(e <= worst) {
					worst = e
				}
				continue
			}
			copy(b.P.Row(live[k]), p.Row(k))
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
		res, v := Rows(a.u, 0, now), Rows(a.v, 0, now)
		n.P.Gemm(v, 1, res, t.Loop.m, 0)
		b.Sweeps += now
		for k := range now {
			num.Plus(p.Row(k), p.Row(k), res.Row(k))
			num.AddTimes(p.Row(k), t.Loop.Gain, v.Row(k))
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
func (t *Teacher[T]) row(n *Network[T], b *Batch[T], i int) {
	if n.ended() {
		return
	}
	t.direct++
	g, y, rhs := b.G.Row(i), b.P.Row(i), b.T1.Row(i)
	for j := range t.Room.m.Rows { // I - G Wᵀ
		row := t.Room.m.Row(j)
		for c := range row {
			row[c] = -g[j] * n.W.Data[c*b.n+j]
		}
		row[j]++
	}
	b.Sweeps += b.n / 3
	if !t.Room.f.Decompose(t.Room.m) || t.Room.f.Ratio() < n.tiny() {
		b.State[i] = Singular
		clear(y)
		return
	}
	copy(y, rhs)
	t.Room.f.Solve(column(y))
}
