package predictive

import "hebb/sim"

// state lists what Step reads and changes. What follows from weights and batch is
// worked out again on loading.
func (c *relax[T]) state(e *explorer, s *sim.Sections) {
	sim.Floats(s, "theta", c.net.theta)
	sim.Floats(s, "grads", c.grads)
	if e.train > 0 {
		c.opt.State(s)
		c.lesson.state(s)
	}
	c.m.state(s)
	s.Int("swap", &c.swap)
	s.Int("number", &c.number)
	s.Int("trained", &c.trained)
	what := int(c.intake)
	s.Int("intake", &what)
	c.intake = intake(min(max(what, 0), int(images)))
	s.Int("taken", &c.taken)
	c.taken = min(max(c.taken, 0), len(c.chunks)-1)
	s.Int("told", &c.told)
	s.Int("part", &c.part)
	s.Int("sweep", &c.k)
	s.Bool("rested", &c.rested)
	s.F64("gains", c.g.cur)
	s.F64("gains used", c.g.used)
	s.F64("steps", c.w.dv[:])
	s.Numbers("first and most", &c.w.f0, &c.w.most)
	c.total.state(s)
	comparedState(s, c.weights)
	c.noted.state(s)
	if s.Loading() && s.Err() == nil {
		c.reload(e)
	}
	for _, ch := range c.chunks {
		ch.state(s, &c.m)
	}
}

// reload puts the batch in place as it was, and leaves the sweeps' numbers alone.
func (c *relax[T]) reload(e *explorer) {
	c.version++
	clear(c.truth)
	for i, ch := range c.chunks {
		taken := i < c.taken
		switch {
		case c.intake == images && !taken:
			continue // nobody looks at what it holds
		case c.intake == labels && !taken:
			c.load(e, i, c.told)
			ch.forward()
			ch.errors(&c.m)
			ch.again(&c.m)
		default:
			c.load(e, i, c.swap)
			c.send(ch, images)
		}
	}
	if c.peek != nil {
		c.showLesson(e)
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
	right := float64(t.right)
	s.Numbers("loss", &t.loss, &right)
	t.right = int(right)
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
	s.Numbers("eta, lambda", &m.eta, &m.lambda)
	s.F64("precisions", m.pi)
}

func (l *lesson) state(s *sim.Sections) {
	s.Numbers("losses before", &l.loss, &l.last)
	s.Int("looked at", &l.image)
	s.Int("looked at, told", &l.swap)
}

func comparedState(s *sim.Sections, list []compared) {
	for i := range list {
		s.Numbers("compared", &list[i].rel, &list[i].angle)
	}
}
