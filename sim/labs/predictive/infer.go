package predictive

// begin sends the images up and puts every belief where the prediction is: all
// hidden errors are then zero.
func (c *chunk[T]) begin(m *method) {
	c.forward()
	c.again(m)
}

// again puts the beliefs back to the feed-forward values.
func (c *chunk[T]) again(m *method) {
	L := c.depth()
	for l := 1; l < L; l++ {
		d := c.in(c.layer(l), c.d[l])
		clear(c.in(c.layer(l), c.cur[l]))
		clear(c.in(c.layer(l), c.used[l]))
		if c.naive {
			copy(d, c.vhat[l])
		} else {
			clear(d)
		}
	}
	c.reached = L
	for l := 2; l <= L; l++ {
		dp := c.in(c.layer(l), c.dp[l])
		if c.naive {
			copy(dp, c.vhat[l])
		} else {
			clear(dp)
		}
	}
	c.sums.clear()
	c.energy(m)
	copy(c.in(c.layer(L), c.used[L]), c.cur[L])
}

// place is the tape of block b at the beliefs, and what its operations see there. A
// belief that has not moved yet is the feed-forward value.
func (c *chunk[T]) place(b int) (*tape[T], [][]T) {
	if b < c.reached {
		return &c.base[b], c.base[b].x
	}
	return &c.now[b], c.now[b].full
}

// energy works out the errors as they stand, and the energy: the loss times lambda
// plus half the squared errors. Under FixedPred the loss stays that of the
// feed-forward pass, and half the squared errors is no energy that it descends.
func (c *chunk[T]) energy(m *method) {
	L := c.depth()
	out := c.in(c.layer(L), c.y)
	copy(out, c.vhat[L])
	if m.alg == algStrict {
		dp := c.in(c.layer(L), c.dp[L])
		if c.naive {
			copy(out, dp)
		} else {
			c.net.k.Axpy(1, dp, out)
		}
		for l := 1; l < L; l++ {
			c.miss(m, l)
		}
	}
	loss, right := c.top.loss, c.top.right
	if m.alg != algFixed || !c.top.known || c.top.lambda != m.lambda {
		loss, right = c.lossOf(m.loss, m.batch, m.lambda, out, c.in(c.layer(L), c.cur[L]))
		c.top.known, c.top.lambda, c.top.loss, c.top.right = m.alg == algFixed, m.lambda, loss, right
	}
	c.sums.loss += loss
	c.sums.right += right
	c.sums.terms[L] += float64(m.lambda * loss)
	for l := 1; l < L; l++ {
		c.sums.terms[l] += squares(c.net.k, c.in(c.layer(l), c.cur[l])) / (2 * m.pi[l])
	}
}

// miss writes the error of layer l as it stands: its weight times prediction minus
// belief.
func (c *chunk[T]) miss(m *method, l int) {
	p, v, e := c.in(c.layer(l), c.dp[l]), c.in(c.layer(l), c.d[l]), c.in(c.layer(l), c.cur[l])
	if m.alg == algFixed {
		p = c.in(c.layer(l), c.vhat[l]) // only of the naive form
	}
	copy(e, p)
	c.net.k.Axpy(-1, v, e)
	if s := T(m.sign() * m.pi[l]); s != 1 {
		c.net.k.Scale(s, e)
	}
}

// sweep moves every belief once; k counts sweeps from 1. Errors travel one layer a
// sweep, so that layers below L-k have nothing to do yet. An error that a sweep goes
// by, used, is the one before its step.
func (c *chunk[T]) sweep(m *method, k int) {
	low := max(1, c.depth()-k)
	if m.sequential {
		low = 1
	}
	c.sums.clear()
	if !m.sequential {
		for l := low; l < c.depth(); l++ {
			c.cur[l], c.used[l] = c.used[l], c.cur[l]
		}
	}
	L := c.depth()
	copy(c.in(c.layer(L), c.used[L]), c.cur[L])
	if m.alg == algFixed {
		c.sweepFixed(m, low)
	} else {
		c.sweepStrict(m, low)
	}
}

// sweepFixed: in the safe form the errors themselves are iterated,
//
//	ε_l <- (1-η) ε_l + η J_{l+1}ᵀ ε_{l+1}
//
// which needs no belief at all.
func (c *chunk[T]) sweepFixed(m *method, low int) {
	L := c.depth()
	for n := range L - low {
		// One after the other upwards reads only errors from before the sweep; the
		// sequential schedule goes down and reads those that it has just written.
		l, above := low+n, c.used[low+n+1:]
		if m.sequential {
			l = L - 1 - n
			above = c.cur[l+1:]
		}
		down := c.in(c.layer(l), c.flow[2])
		c.down(m, l, &c.base[l], above[0], down)
		cur, old := c.in(c.layer(l), c.cur[l]), c.in(c.layer(l), c.used[l])
		if m.sequential {
			old = cur
		}
		if c.naive {
			c.gap(l, old, down)
			c.move(m, l, down)
			c.miss(m, l)
		} else {
			if !m.quiet {
				copy(c.in(c.layer(l), c.flow[0]), down)
				c.gap(l, old, c.in(c.layer(l), c.flow[0]))
			}
			r := T(m.eta * m.pi[l])
			if !m.sequential {
				copy(cur, old)
			}
			c.net.k.Scale(1-r, cur)
			c.net.k.Axpy(r, down, cur)
		}
		if m.sequential {
			copy(c.in(c.layer(l), c.used[l]), cur)
		}
	}
	c.energy(m)
}

// down sends the error of layer l+1 to layer l.
func (c *chunk[T]) down(m *method, l int, t *tape[T], above, dst []T) {
	via := c.net.theta
	if m.random {
		via = c.net.back
	}
	c.back(l, t, nil, c.in(c.layer(l+1), above), dst, nil, via)
}

// gap turns what comes down into the step upside down: -dv = down - error.
func (c *chunk[T]) gap(l int, e, down []T) {
	c.net.k.Axpy(-1, e, down)
	c.sums.dv2[l] += squares(c.net.k, down)
}

// move does v += η dv, with what gap has left. Of the naive form it counts the units whose step is lost in
// rounding.
func (c *chunk[T]) move(m *method, l int, dv []T) {
	v, r := c.in(c.layer(l), c.d[l]), T(-m.eta*m.sign())
	if !c.naive {
		c.net.k.Axpy(r, dv, v)
		return
	}
	stalled, moved := 0, 0
	for i, x := range dv {
		if x == 0 {
			continue
		}
		moved++
		next := v[i] + T(r*x)
		if next == v[i] {
			stalled++
		}
		v[i] = next
	}
	c.sums.stalled[l] += float64(stalled)
	c.sums.moved[l] += float64(moved)
}

// sweepStrict is one explicit step down the energy: every error and every slope is
// that from before the sweep. The sequential schedule goes top down instead, and
// looks at the error above after its belief has moved.
func (c *chunk[T]) sweepStrict(m *method, low int) {
	L := c.depth()
	for l := L - 1; l >= low; l-- {
		down := c.in(c.layer(l), c.flow[2])
		t, _ := c.place(l)
		c.down(m, l, t, c.used[l+1], down)
		if m.sequential {
			c.gap(l, c.in(c.layer(l), c.cur[l]), down)
			c.move(m, l, down)
			c.miss(m, l)
			copy(c.in(c.layer(l), c.used[l]), c.cur[l])
			continue
		}
		c.gap(l, c.in(c.layer(l), c.used[l]), down)
		c.move(m, l, down)
	}
	c.reached = min(c.reached, low)
	c.predict(low)
	c.energy(m)
}

// errors is backprop: the derivative of the loss by every layer's activity.
func (c *chunk[T]) errors(m *method) {
	L := c.depth()
	c.lossOf(m.loss, m.batch, 1, c.in(c.layer(L), c.vhat[L]), c.in(c.layer(L), c.bp[L]))
	for l := L - 1; l >= 1; l-- {
		c.back(l, &c.base[l], nil, c.in(c.layer(l+1), c.bp[l+1]), c.in(c.layer(l), c.bp[l]), nil, c.net.theta)
	}
}

// learn adds the update of every parameter: the error of its block's output times
// what the block saw. at is where that is looked at.
func (c *chunk[T]) learn(errors [][]T, atV bool, grads []T) {
	for b := range c.net.lay.Blocks {
		t, x := &c.base[b], c.base[b].x
		if atV && b > 0 {
			c.values(b)
			t, x = c.place(b)
		}
		c.back(b, t, x, c.in(c.layer(b+1), errors[b+1]), nil, grads, c.net.theta)
	}
}

// values adds displacements up to what the operations of block b see at the beliefs.
func (c *chunk[T]) values(b int) {
	t := &c.now[b]
	if !c.naive && b >= c.reached {
		ops := c.net.lay.Blocks[b].Ops
		for i := range ops {
			if ops[i].Learns() {
				x := c.in(ops[i].From, t.full[i])
				copy(x, c.base[b].x[i])
				c.net.k.Axpy(1, c.in(ops[i].From, t.x[i]), x)
			}
		}
	}
}

// update adds the update of a method to grads.
func (c *chunk[T]) update(m *method, grads []T) {
	c.learn(c.used, m.alg == algStrict && !m.atVhat, grads)
}

// reverse is plain backprop in one pass: errors and gradients together, with no
// notion of layers that hold beliefs. It leaves its errors in bp.
func (c *chunk[T]) reverse(m *method, grads []T) {
	L := c.depth()
	loss, right := c.lossOf(m.loss, m.batch, 1, c.in(c.layer(L), c.vhat[L]), c.in(c.layer(L), c.bp[L]))
	c.sums.clear()
	c.sums.loss, c.sums.right, c.sums.terms[L] = loss, right, m.lambda*loss
	for b := L - 1; b >= 0; b-- {
		var dst []T
		if b > 0 {
			dst = c.in(c.layer(b), c.bp[b])
		}
		c.back(b, &c.base[b], c.base[b].x, c.in(c.layer(b+1), c.bp[b+1]), dst, grads, c.net.theta)
	}
}

// exact sets the errors to backprop's, as the algorithm Exact defines them.
func (c *chunk[T]) exact(m *method) {
	c.errors(m)
	for l := 1; l <= c.depth(); l++ {
		e := c.in(c.layer(l), c.bp[l])
		copy(c.cur[l], e)
		if m.lambda != 1 {
			c.net.k.Scale(T(m.lambda), c.in(c.layer(l), c.cur[l]))
		}
		copy(c.in(c.layer(l), c.used[l]), c.cur[l])
	}
	c.sums.clear()
	c.energy(m)
}
