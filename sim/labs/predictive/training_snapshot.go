package predictive

import (
	"math"

	"hebb/sim"
	"hebb/sim/num"
)

func (s *shown) make(t *training) {
	s.image = make([]float32, t.lay.Blocks[0].From.Size())
	size := func(i int) int { return t.outputs[i].Len() }
	for n, at := range [][]int{t.out.v, t.out.p, t.out.eps, t.out.bp} {
		for _, i := range at {
			s.layers[n] = append(s.layers[n], make([]float32, size(i)))
		}
	}
	for n, i := range []int{t.out.mapV, t.out.mapEps, t.out.mapBP} {
		s.maps[n] = make([]float32, size(i))
	}
}

// show keeps what is drawn: the first image of the chunk, at the end of its inference.
func (c *learn[T]) show(t *training) {
	ch, s, m := c.ch, &c.shown, &c.m
	s.label, s.guess = ch.labels[0], ch.guess(ch.vhat[ch.depth()], 0)
	pick(s.image, ch.vhat[0], ch.lanes, 0)
	for l := 1; l <= ch.depth(); l++ {
		ch.drawn(s.layers[0][l-1], l, func(j int) T { return ch.beliefAt(m, l, j*ch.lanes) })
		ch.drawn(s.layers[1][l-1], l, func(j int) T { return ch.predictionAt(m, l, j*ch.lanes) })
		ch.drawn(s.layers[2][l-1], l, func(j int) T { return ch.used[l][j*ch.lanes] })
		ch.drawn(s.layers[3][l-1], l, func(j int) T { return ch.bp[l][j*ch.lanes] })
	}
	l := t.lay.Mapped()
	for j := range s.maps[0] {
		s.maps[0][j] = float32(ch.beliefAt(m, l, j*ch.lanes))
	}
	pick(s.maps[1], ch.used[l], ch.lanes, 0)
	pick(s.maps[2], ch.bp[l], ch.lanes, 0)
}

func (c *learn[T]) snapshot(t *training, f *sim.Frame) {
	for i, v := range c.rec {
		f.Set(i, v)
	}
	at, s := &t.out, &c.shown
	f.Set(at.label, float64(s.label))
	f.Set(at.guess, float64(s.guess))
	f.Set(at.prepared, 1)
	give := func(i int, v []float32) {
		if dst := f.Slot(i); dst != nil {
			copy(dst, v)
		}
	}
	give(at.image, s.image)
	for n, list := range [4][]int{at.v, at.p, at.eps, at.bp} {
		for l, i := range list {
			give(i, s.layers[n][l])
		}
	}
	for n, i := range [3]int{at.mapV, at.mapEps, at.mapBP} {
		give(i, s.maps[n])
	}
	if dst := f.Slot(at.reference); dst != nil {
		f.SetRows(at.reference, t.published(dst))
	}
}

func (c *learn[T]) state(t *training, s *sim.Sections) {
	sim.Floats(s, "theta", c.net.theta)
	sim.Floats(s, "grads", c.grads)
	sim.Floats(s, "truth", c.truth)
	c.opt.State(s)
	c.m.state(s)
	s.Int("n", &c.n)
	s.Int("steps", &c.done)
	s.Int("part", &c.part)
	s.Int("sweep", &c.k)
	s.Int("longest", &c.longest)
	s.Bool("comparing", &c.comparing)
	few := []float64{c.tol, c.most, c.flops, c.spent}
	s.F64("few", few)
	c.tol, c.most, c.flops, c.spent = few[0], few[1], few[2], few[3]
	s.F64("steps of sweeps", c.dv2)
	s.F64("energies", c.f)
	c.total.state(s)
	c.first.state(s)
	s.F64("gains", c.g.cur)
	s.F64("gains used", c.g.used)
	comparedState(s, c.weights)
	s.F64("recorded", c.rec)
	c.shown.state(s)
	if c.k < 0 || s.Err() != nil {
		return
	}
	// In the middle of a chunk: its images follow from the step, all else is carried.
	if s.Loading() {
		c.load(t)
		c.ch.forward()
		c.ch.errors(&c.m)
		c.ch.again(&c.m)
	}
	c.ch.state(s, &c.m)
	c.ch.sums.state(s)
}

func (v *shown) state(s *sim.Sections) {
	s.Int("label", &v.label)
	s.Int("guess", &v.guess)
	s.F32("image", v.image)
	for n := range v.layers {
		for _, x := range v.layers[n] {
			s.F32("shown", x)
		}
	}
	for _, x := range v.maps {
		s.F32("maps", x)
	}
}

func (t *training) Probes() []sim.Probe {
	return []sim.Probe{
		{Name: probeTest, Title: "Test accuracy", Every: 20, On: true,
			Doc: "Classes held-out images with a copy of the weights, feed-forward."},
		{Name: probeStability, Title: "Largest stable step", Every: 50, On: true,
			Doc: "Estimates the steepest curvature of the energy over up to 64 images of the last batch, by 40 steps of power iteration. It grows while the network learns."},
	}
}

func (t *training) Capture(probe int, old sim.Measurement) sim.Measurement {
	return t.core.capture(t, probe, old)
}

// tested is a copy of the weights and what tests them.
type tested[T num.Float] struct {
	ch     *chunk[T]
	out    *places
	images source
	n      int
	m      method
	buf    []float64 // [pixel] or [class]: an image, or a target
}

func (c *learn[T]) capture(t *training, probe int, old sim.Measurement) sim.Measurement {
	if probe == 1 {
		return c.stability(t, old)
	}
	s, ok := old.(*tested[T])
	if !ok || s.out != &t.out || s.ch.net.lay != t.lay {
		s = &tested[T]{ch: newChunk(newNetwork[T](t.lay), t.lanes(), true, nil), buf: make([]float64, len(c.buf))}
	}
	copy(s.ch.net.theta, c.net.theta)
	s.out, s.images, s.n = &t.out, t.images, min(t.test, t.images.count(true))
	s.m = method{alg: algBackprop, loss: t.loss, batch: s.n}
	return s
}

func (s *tested[T]) Measure(f *sim.Frame) {
	loss, right := 0.0, 0
	for at := 0; at < s.n; at += s.ch.width {
		c := s.ch
		c.size(min(c.width, s.n-at))
		for i := range c.n {
			x := s.buf[:c.layer(0).Size()]
			c.put(i, x, s.images.load(true, at+i, x))
			c.aim(i)
		}
		c.rest()
		c.forward()
		L := c.depth()
		part, hits := c.lossOf(s.m.loss, s.n, 1, c.in(c.layer(L), c.vhat[L]), c.in(c.layer(L), c.bp[L]))
		loss, right = loss+part, right+hits
	}
	// A network of numbers too large to tell has learned nothing that could be shown.
	if math.IsNaN(loss) || math.IsInf(loss, 0) {
		loss = math.MaxFloat32
	}
	f.Set(s.out.testLoss, loss)
	f.Set(s.out.testAccuracy, float64(right)/float64(s.n))
}

// stableImages is over how many images of a batch the curvature is measured.
const stableImages = 64

func (c *learn[T]) stability(t *training, old sim.Measurement) sim.Measurement {
	most := min(stableImages, t.size)
	s, ok := old.(*stable)
	if !ok || s.out != &t.out || s.k.c.net.lay != t.lay || len(s.labels) != most {
		s = newStable(t.lay, &t.out, t.lanes(), most)
	}
	s.known = false
	num.Convert(s.k.c.net.theta, c.net.theta)
	m := t.method(t.size)
	which := make([]int, most)
	for i := range which {
		which[i] = c.order.At(uint64(max(0, c.done-1)*t.size + i))
	}
	s.copyBatch(t.images, &m, t.size, 0, which, false)
	return s
}
