package predictive

import (
	"context"
	"math"

	"hebb/sim"
	"hebb/sim/num"
)

func (s *shown) make(t *training) {
	s.image = make([]float32, t.lay.Blocks[0].From.Size())
	first := t.lay.Blocks[t.lay.Mapped()-1].To
	for q := range quantities {
		for _, b := range t.lay.Blocks {
			size := b.To.Size()
			if b.To.Image() {
				size = b.To.H * b.To.W
			}
			s.layers[q] = append(s.layers[q], make([]float32, size))
		}
	}
	for _, q := range mapped {
		s.maps[q] = make([]float32, first.Size())
	}
}

// show keeps what is drawn: the first image of the chunk, at the end of its inference.
func (c *learn[T]) show(t *training) {
	ch, s, m := c.ch, &c.shown, &c.m
	s.label, s.guess = ch.labels[0], ch.guess(ch.vhat[ch.depth()], 0)
	pick(s.image, ch.vhat[0], ch.lanes, 0)
	for q := range quantities {
		for l := 1; l <= ch.depth(); l++ {
			ch.draw(s.layers[q][l-1], q, l, m, 0)
		}
	}
	for _, q := range mapped {
		ch.drawMaps(s.maps[q], q, m, 0)
	}
}

func (c *learn[T]) outputs(t *training) []sim.Output {
	n, s := &c.noted, &c.shown
	d := drawn{label: sim.At(&s.label), guess: sim.At(&s.guess), image: sim.Copy(&s.image),
		layer: func(q quantity, l int) sim.Read { return sim.Copy(&s.layers[q][l-1]) }, maps: func(q quantity) sim.Read { return sim.Copy(&s.maps[q]) }}
	out := t.describe(n, d, false, []sim.Output{
		recorded("accuracy", "", "training accuracy", "", "Part of the batch that was classified correctly, before the network learned from it.", sim.At(&n.accuracy)).Within(0, 1),
		recorded("sweeps", "n", "sweeps", "sweeps", "How many sweeps the last inference took.", sim.At(&n.sweeps)),
		recorded("cost", "", "work of a step", "Gflop", "Additions and multiplications of the last step's inference and update, comparisons with backprop left out.", sim.At(&n.cost)).OnLog(),
		recorded("spent", "", "work so far", "Gflop", "Additions and multiplications of all steps so far.", sim.At(&n.spent)),
	}, nil, []sim.Output{prepared(func() float64 { return 1 })})
	return append(out,
		sim.ProbedScalar(probeTest, "test_accuracy", "", "test accuracy", "Part of held-out images that are classified correctly. No inference runs: without a label the feed-forward values already have the lowest energy.", sim.Of(func(m *tested[T]) float64 { return m.accuracy })).Within(0, 1),
		sim.ProbedScalar(probeTest, "test_loss", "", "test loss", "Loss on held-out images.", sim.Of(func(m *tested[T]) float64 { return m.loss })).OnLog(),
		sim.Output{Name: "reference", Label: "published", Kind: sim.Points, Shape: []int{publishedPoints, 2}, Read: sim.Rows(t.published), Doc: "Losses that the authors' notebook printed for this run, if it is one of theirs: step and loss."})
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
	s.Numbers("few", &c.tol, &c.most, &c.flops, &c.spent)
	s.F64("steps of sweeps", c.dv2)
	s.F64("energies", c.f)
	c.total.state(s)
	c.first.state(s)
	s.F64("gains", c.g.cur)
	s.F64("gains used", c.g.used)
	comparedState(s, c.weights)
	c.noted.state(s)
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
	for _, q := range mapped {
		s.F32("maps", v.maps[q])
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
	images source
	n      int
	m      method
	buf    []float64 // [pixel] or [class]: an image, or a target

	loss, accuracy float64 // what has been measured
}

func (c *learn[T]) capture(t *training, probe int, old sim.Measurement) sim.Measurement {
	if probe == 1 {
		return c.stability(t, old)
	}
	s, ok := old.(*tested[T])
	if !ok || s.ch.net.lay != t.lay {
		s = &tested[T]{ch: newChunk(newNetwork[T](t.lay), t.lanes(), true, nil), buf: make([]float64, len(c.buf))}
	}
	copy(s.ch.net.theta, c.net.theta)
	s.images, s.n = t.images, min(t.test, t.images.count(true))
	s.m = method{alg: algBackprop, loss: t.loss, batch: s.n}
	return s
}

func (s *tested[T]) Measure(ctx context.Context) error {
	loss, right := 0.0, 0
	for at := 0; at < s.n; at += s.ch.width {
		if err := ctx.Err(); err != nil {
			return err
		}
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
	s.loss, s.accuracy = loss, float64(right)/float64(s.n)
	return nil
}

// stableImages is over how many images of a batch the curvature is measured.
const stableImages = 64

func (c *learn[T]) stability(t *training, old sim.Measurement) sim.Measurement {
	most := min(stableImages, t.size)
	s, ok := old.(*stable)
	if !ok || s.k.c.net.lay != t.lay || len(s.labels) != most {
		s = newStable(t.lay, t.lanes(), most)
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
