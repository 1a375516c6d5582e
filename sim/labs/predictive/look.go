package predictive

import (
	"math"

	"hebb/sim"
	"hebb/sim/num"
)

// snapshot copies what the frame wants.
func (c *relax[T]) snapshot(e *explorer, f *sim.Frame) {
	for i, v := range c.rec {
		f.Set(i, v)
	}
	at := &e.out
	ch, lane := c.chunks[0], e.shown()
	for i := 0; lane >= ch.n; i++ {
		lane -= ch.n
		ch = c.chunks[i+1]
	}
	f.Set(at.prepared, 1)
	if e.train > 0 {
		f.Set(at.prepared, float64(c.trained)/float64(e.train))
	}
	ch.show(f, at, &c.m, lane)
}

// show copies one lane of a chunk.
func (c *chunk[T]) show(f *sim.Frame, at *places, m *method, lane int) {
	f.Set(at.label, float64(c.labels[lane]))
	f.Set(at.guess, float64(c.guess(c.y, lane)))
	if dst := f.Slot(at.image); dst != nil {
		pick(dst, c.vhat[0], c.lanes, lane)
	}
	for l := 1; l <= c.depth(); l++ {
		if dst := f.Slot(at.v[l-1]); dst != nil {
			c.drawn(dst, l, func(j int) T { return c.beliefAt(m, l, j*c.lanes+lane) })
		}
		if dst := f.Slot(at.p[l-1]); dst != nil {
			c.drawn(dst, l, func(j int) T { return c.predictionAt(m, l, j*c.lanes+lane) })
		}
		if dst := f.Slot(at.eps[l-1]); dst != nil {
			c.drawn(dst, l, func(j int) T { return c.used[l][j*c.lanes+lane] })
		}
		if dst := f.Slot(at.bp[l-1]); dst != nil {
			c.drawn(dst, l, func(j int) T { return c.bp[l][j*c.lanes+lane] })
		}
	}
	l := c.net.lay.mapped()
	if dst := f.Slot(at.mapV); dst != nil {
		for j := range dst {
			dst[j] = float32(c.beliefAt(m, l, j*c.lanes+lane))
		}
	}
	if dst := f.Slot(at.mapEps); dst != nil {
		pick(dst, c.used[l], c.lanes, lane)
	}
	if dst := f.Slot(at.mapBP); dst != nil {
		pick(dst, c.bp[l], c.lanes, lane)
	}
}

// drawn writes the numbers of a layer, or at every place of a map the length over the
// channels.
func (c *chunk[T]) drawn(dst []float32, l int, value func(j int) T) {
	d := c.layer(l)
	if !d.image() {
		for j := range dst {
			dst[j] = float32(value(j))
		}
		return
	}
	places := d.h * d.w
	for p := range places {
		s := 0.0
		for ch := range d.c {
			v := float64(value(ch*places + p))
			s += v * v
		}
		dst[p] = float32(math.Sqrt(s))
	}
}

// beliefAt is element i of the beliefs of layer l; the output says y.
func (c *chunk[T]) beliefAt(m *method, l, i int) T {
	switch {
	case l == c.depth():
		return c.y[i]
	case m.alg == algExact:
		return c.vhat[l][i] - c.cur[l][i]
	case c.naive:
		return c.d[l][i]
	case m.alg == algFixed:
		return c.vhat[l][i] - c.cur[l][i]/T(m.pi[l])
	}
	return c.vhat[l][i] + c.d[l][i]
}

// predictionAt is element i of what the layer below predicts.
func (c *chunk[T]) predictionAt(m *method, l, i int) T {
	switch {
	case m.alg != algStrict || l == 1:
		return c.vhat[l][i]
	case c.naive:
		return c.dp[l][i]
	}
	return c.vhat[l][i] + c.dp[l][i]
}

func pick[T num.Float](dst []float32, x []T, lanes, lane int) {
	for j := range dst {
		dst[j] = float32(x[j*lanes+lane])
	}
}

// state lists what Step reads and changes. What follows from weights and batch is
// worked out again on loading.
func (c *relax[T]) state(e *explorer, s *sim.Sections) {
	sim.Floats(s, "theta", c.net.theta)
	sim.Floats(s, "grads", c.grads)
	if e.train > 0 {
		c.opt.state(s)
	}
	c.m.state(s)
	s.Int("swap", &c.swap)
	s.Int("number", &c.number)
	s.Int("trained", &c.trained)
	s.Bool("frozen", &c.frozen)
	s.Int("part", &c.part)
	s.Int("sweep", &c.k)
	s.Bool("rested", &c.rested)
	s.F64("gains", c.g.cur)
	s.F64("gains used", c.g.used)
	s.F64("steps", c.w.dv[:])
	rest := []float64{c.w.f0, c.w.most}
	s.F64("first and most", rest)
	c.w.f0, c.w.most = rest[0], rest[1]
	c.total.state(s)
	for l := range c.weights {
		pair := []float64{c.weights[l].rel, c.weights[l].angle}
		s.F64("compared", pair)
		c.weights[l] = compared{pair[0], pair[1]}
	}
	s.F64("recorded", c.rec)
	if s.Loading() && s.Err() == nil {
		c.reload(e)
	}
	for _, ch := range c.chunks {
		ch.state(s, &c.m)
	}
}

// reload takes the batch in and sends it up, and leaves the sweeps' numbers alone.
func (c *relax[T]) reload(e *explorer) {
	at := 0
	for _, ch := range c.chunks {
		for i := range ch.n {
			image, test := c.image(e, at)
			c.fill(e, ch, i, image, test, c.swap)
			at++
		}
		ch.rest()
	}
	c.version++
	c.compare()
	for _, ch := range c.chunks {
		ch.again(&c.m)
	}
}

// state carries a chunk's beliefs and errors. Its images are in place.
func (c *chunk[T]) state(s *sim.Sections, m *method) {
	s.Int("reached", &c.reached)
	for l := 1; l <= c.depth(); l++ {
		if l < c.depth() {
			sim.Floats(s, "beliefs", c.in(c.layer(l), c.d[l]))
		}
		sim.Floats(s, "errors", c.in(c.layer(l), c.cur[l]))
		sim.Floats(s, "errors used", c.in(c.layer(l), c.used[l]))
	}
	if s.Loading() && s.Err() == nil {
		// Predictions follow from the beliefs; the errors just loaded stay as they are
		// where they do not follow from both.
		if m.alg == algStrict {
			c.reached = max(1, min(c.reached, c.depth()))
			c.predict(c.reached)
		}
		c.sums.clear()
		c.energy(m)
	}
}

func (t *sums) state(s *sim.Sections) {
	pair := []float64{t.loss, float64(t.right)}
	s.F64("loss", pair)
	t.loss, t.right = pair[0], int(pair[1])
	s.F64("terms", t.terms)
	s.F64("steps of layers", t.dv2)
	s.F64("stalled", t.stalled)
	s.F64("moved", t.moved)
}

var algs = []string{algStrict, algFixed, algExact, algBackprop, algClosed}

func (m *method) state(s *sim.Sections) {
	alg := 0
	for i, a := range algs {
		if a == m.alg {
			alg = i
		}
	}
	s.Int("algorithm", &alg)
	m.alg = algs[min(max(alg, 0), len(algs)-1)]
	s.Bool("old sign", &m.old)
	s.Bool("at vhat", &m.atVhat)
	s.Bool("sequential", &m.sequential)
	s.Bool("random", &m.random)
	s.Bool("quiet", &m.quiet)
	pair := []float64{m.eta, m.lambda}
	s.F64("eta, lambda", pair)
	m.eta, m.lambda = pair[0], pair[1]
	s.F64("precisions", m.pi)
}
