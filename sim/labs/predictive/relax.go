package predictive

import (
	"fmt"
	"math"

	"hebb/sim"
	"hebb/sim/num"
)

// trainBatch is how many images a step of training before the batch has.
const trainBatch = 300

// budget is about how many operations a quantum may take.
const budget = 24_000_000

// relax is the frozen batch and its beliefs in one precision.
type relax[T num.Float] struct {
	net    *network[T]
	chunks []*chunk[T]
	school *chunk[T] // of the training before
	opt    optimiser[T]
	grads  []T // of the sums under way
	truth  []T // backprop's gradient of the frozen batch
	order  order
	cost   flops
	buf    []float64

	m       method // as held during a sweep
	swap    int
	number  int
	trained int
	frozen  bool
	part    int // pieces of the work in hand that are done
	k       int // sweeps done
	rested  bool
	g       gains
	w       watch
	total   sums
	weights []compared
	rec     []float64
	version uint64 // of weights and batch, for the probe
}

func newRelax[T num.Float](e *explorer) explorerCore {
	c := &relax[T]{net: newNetwork[T](e.lay), cost: countFlops(e.lay)}
	L := e.lay.depth()
	if e.init == torchInit {
		drawTorch(c.net.theta, e.lay, newTwister(uint32(e.seedling)))
	} else {
		draw(c.net.theta, e.lay, e.seed, "weights")
	}
	c.net.back = make([]T, e.lay.params)
	draw(c.net.back, e.lay, e.seed, "feedback")
	width := e.lanes()
	for left := e.size; left > 0; left -= width {
		var other *chunk[T]
		if len(c.chunks) > 0 {
			other = c.chunks[0]
		}
		ch := newChunk(c.net, min(width, lanesFor(left)), e.naive(), other)
		ch.size(min(left, width))
		c.chunks = append(c.chunks, ch)
	}
	if e.train > 0 {
		c.school = newChunk(c.net, width, e.naive(), nil)
	}
	c.opt = newOptimiser[T](e.lay.params)
	c.grads, c.truth = make([]T, e.lay.params), make([]T, e.lay.params)
	c.order = e.order(trainBatch)
	c.buf = make([]float64, max(e.lay.blocks[0].from.size(), e.images.classes()))
	c.g, c.total = newGains(L), newSums(L)
	c.weights = make([]compared, L+1)
	c.rec = make([]float64, e.out.recorded)
	c.m, c.swap, c.number = e.method(e.size), e.swap, e.number
	c.freeze(e)
	c.frozen = e.train == 0
	return c
}

// lessons makes steps of plain backprop, chunk by chunk.
func (c *relax[T]) lessons(e *explorer) {
	m := method{alg: algBackprop, loss: e.loss, lambda: 1, batch: trainBatch}
	width := c.school.width
	parts := (trainBatch + width - 1) / width
	for spent := int64(0); spent < budget && c.trained < e.train; {
		n := min(width, trainBatch-c.part*width)
		c.school.size(n)
		for i := range n {
			c.fill(e, c.school, i, c.order.at(uint64(c.trained*trainBatch+c.part*width+i)), false, 0)
		}
		c.school.rest()
		c.school.forward()
		c.school.reverse(&m, c.grads)
		spent += int64(n) * (c.cost.forward + c.cost.down + c.cost.learn)
		if c.part++; c.part < parts {
			continue
		}
		c.opt.step(c.net.k, c.net.theta, c.grads, adam, e.rate, 0)
		clear(c.grads)
		c.part = 0
		c.trained++
	}
	if c.trained == e.train {
		c.freeze(e)
		c.frozen = true
	}
}

// fill puts an image into a lane, with its target.
func (c *relax[T]) fill(e *explorer, ch *chunk[T], lane, image int, test bool, swap int) {
	x := c.buf[:ch.layer(0).size()]
	label := e.images.load(test, image, x)
	ch.put(lane, x, (label+swap)%e.images.classes())
	if y := c.buf[:e.images.classes()]; swap == 0 && e.images.target(image, y) {
		for j, v := range y {
			ch.target[j*ch.lanes+lane] = T(v)
		}
		return
	}
	ch.aim(lane)
}

// image is which image lane i of the batch holds.
func (c *relax[T]) image(e *explorer, i int) (image int, test bool) {
	at := c.number*e.size + i
	if e.from == "test" {
		return at % e.images.count(true), true
	}
	return c.order.at(uint64(at)), false
}

// freeze takes the batch in and sends it up.
func (c *relax[T]) freeze(e *explorer) {
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
		ch.top.known = false
	}
	c.restart()
	for _, ch := range c.chunks {
		ch.again(&c.m)
		c.add(&ch.sums)
	}
	c.note()
}

// compare works out what backprop would do.
func (c *relax[T]) compare() {
	clear(c.truth)
	for _, ch := range c.chunks {
		ch.forward()
		ch.reverse(&c.m, c.truth)
	}
}

// restart forgets all sweeps.
func (c *relax[T]) restart() {
	c.part, c.k, c.rested = 0, 0, false
	c.g.reset()
	c.total.clear()
	clear(c.grads)
	for l := range c.weights {
		c.weights[l] = compared{1, 90}
	}
	c.w = watch{f0: math.Inf(-1)}
}

func (c *relax[T]) again(e *explorer) {
	if !c.frozen {
		return
	}
	c.restart()
	for _, ch := range c.chunks {
		ch.again(&c.m)
		c.add(&ch.sums)
	}
	c.note()
}

func (c *relax[T]) next(e *explorer) {
	c.number++
	if c.frozen {
		c.freeze(e)
	}
}

// adopt takes the fields over, between two sweeps. What makes another algorithm of it
// starts over; a new rate or a new weight of the loss goes on from where it is.
func (c *relax[T]) adopt(e *explorer) {
	m := &c.m
	other := m.alg != e.alg || m.old != (e.sign == "2021") || m.atVhat != (e.at == "vhat") ||
		m.sequential != (e.schedule == "sequential") || m.random != e.random
	told := c.swap != e.swap || m.lambda != e.lambda
	m.alg, m.old, m.atVhat, m.sequential, m.random = e.alg, e.sign == "2021", e.at == "vhat", e.schedule == "sequential", e.random
	m.eta, m.lambda = e.eta, e.lambda
	for l := range m.pi {
		was := m.pi[l]
		if m.pi[l] = e.weight(l); m.pi[l] != was {
			other = true
		}
	}
	if c.swap != e.swap {
		c.swap = e.swap
		at := 0
		for _, ch := range c.chunks {
			for i := range ch.n {
				image, test := c.image(e, at)
				c.fill(e, ch, i, image, test, c.swap)
				at++
			}
		}
		c.version++
		c.compare()
	}
	switch {
	case other:
		c.again(e)
	case told:
		c.rested = false
		c.total.clear()
		for _, ch := range c.chunks {
			ch.sums.clear()
			ch.energy(m)
			c.add(&ch.sums)
		}
		c.w.reset(c.energy())
	}
}

// due says whether the weight update is compared after sweep k: often at first.
func due(k, n int) bool { return k <= 20 || k <= 100 && k%5 == 0 || k%20 == 0 || k == n }

// step does some chunks of a sweep. After the sweep come, now and then, the chunks of
// the weight update that would follow.
func (c *relax[T]) step(e *explorer) sim.Step {
	if c.trained < e.train {
		c.lessons(e)
		return sim.Step{}
	}
	if c.part == 0 {
		c.adopt(e)
		if c.k >= e.n || c.rested {
			return sim.Step{Status: sim.Converged, Unit: true}
		}
		c.total.clear()
	}
	N := len(c.chunks)
	ends := N
	if due(c.k+1, e.n) || c.m.alg == algExact {
		ends = 2 * N
	}
	for spent := int64(0); spent < budget && c.part < ends; c.part++ {
		if c.part < N {
			ch := c.chunks[c.part]
			if c.m.alg == algExact {
				ch.exact(&c.m)
			} else {
				ch.sweep(&c.m, c.k+1)
			}
			c.add(&ch.sums)
			spent += int64(ch.n) * c.cost.sweep(c.m.alg)
			continue
		}
		ch := c.chunks[c.part-N]
		ch.update(&c.m, c.grads)
		spent += int64(ch.n) * c.cost.learn
	}
	if c.part < ends {
		return sim.Step{}
	}
	if ends > N {
		layers(e.lay, c.weights, c.grads, c.truth, 1/c.m.lambda)
		clear(c.grads)
	}
	return c.finish(e)
}

// add takes a chunk's sums in.
func (c *relax[T]) add(s *sums) {
	c.total.loss += s.loss
	c.total.right += s.right
	for l := range s.terms {
		c.total.terms[l] += s.terms[l]
		c.total.dv2[l] += s.dv2[l]
		c.total.stalled[l] += s.stalled[l]
		c.total.moved[l] += s.moved[l]
	}
}

// energy is what the sweep is meant to lower; under FixedPred, which lowers none, the
// size of the errors alone.
func (c *relax[T]) energy() float64 {
	L := len(c.total.terms) - 1
	f := 0.0
	for l := 1; l < L; l++ {
		f += c.total.terms[l]
	}
	if c.m.alg != algFixed {
		f += c.total.terms[L]
	}
	return f
}

func (c *relax[T]) dv() float64 {
	s := 0.0
	for _, v := range c.total.dv2 {
		s += v
	}
	return math.Sqrt(s)
}

// finish ends a sweep.
func (c *relax[T]) finish(e *explorer) sim.Step {
	c.part = 0
	c.k++
	if c.m.alg == algExact {
		c.rested = true
		c.g.used[0] = 0
		c.note()
		return sim.Step{Status: sim.Converged, Unit: true}
	}
	c.g.sweep(&c.m)
	dv, f := c.dv(), c.energy()
	if math.IsInf(c.w.f0, -1) {
		c.w.f0 = c.rec[e.out.energy] // that before the first sweep
	}
	if c.w.sees(&c.m, e.lay.depth(), c.k, dv, f) {
		return sim.Step{Status: sim.Diverged, Trouble: c.trouble(e, f)}
	}
	c.note()
	c.rested = e.tol > 0 && c.k > e.lay.depth() && dv <= e.tol*c.w.most
	if c.rested || c.k >= e.n {
		return sim.Step{Status: sim.Converged, Unit: true}
	}
	return sim.Step{Unit: true}
}

// trouble names the layer that moves most.
func (c *relax[T]) trouble(e *explorer, f float64) *sim.Trouble {
	worst := 1
	for l := 1; l < e.lay.depth(); l++ {
		if v := c.total.dv2[l]; !(v <= c.total.dv2[worst]) {
			worst = l
		}
	}
	what := fmt.Sprintf("the relaxation at sweep %d, most of all the beliefs of layer %d, with η = %s (energy", c.k, worst, sim.Number(c.m.eta))
	if c.m.alg == algFixed {
		what = fmt.Sprintf("the relaxation at sweep %d, most of all the errors of layer %d, with η = %s (size", c.k, worst, sim.Number(c.m.eta))
	}
	return &sim.Trouble{What: what + ")", Size: f}
}

// note writes the recorded numbers.
func (c *relax[T]) note() {
	r := recorder{dst: c.rec}
	L := len(c.total.terms) - 1
	r.put(c.energy(), c.total.loss, c.dv())
	r.put(c.total.terms[1:]...)
	for l := 1; l <= L; l++ {
		r.put(c.weights[l].rel)
	}
	for l := 1; l <= L; l++ {
		r.put(c.weights[l].angle)
	}
	for l := 1; l <= L; l++ {
		s := against[T]{scale: 1 / c.m.lambda}
		for _, ch := range c.chunks {
			s.sizes(ch.in(ch.layer(l), ch.used[l]), ch.bp[l])
		}
		r.put(s.relative())
	}
	for l := 1; l <= L; l++ {
		r.put(math.Abs(1 - c.g.used[l]))
	}
	for l := 1; l < L; l++ {
		part := 0.0
		if c.total.moved[l] > 0 {
			part = c.total.stalled[l] / c.total.moved[l]
		}
		r.put(part)
	}
	ch := c.chunks[0]
	r.put(ch.norms(ch.used), c.m.lambda*ch.norms(ch.bp))
}

func (c *relax[T]) record(dst []float64) { copy(dst, c.rec) }

// recorder writes numbers one after the other.
type recorder struct {
	dst []float64
	at  int
}

func (r *recorder) put(v ...float64) { r.at += copy(r.dst[r.at:], v) }

// mapped is the first layer that is an image, or layer 1.
func (l *layout) mapped() int {
	for i := range l.blocks[:len(l.blocks)-1] {
		if l.blocks[i].to.image() {
			return i + 1
		}
	}
	return 1
}

// norms is the mean over the places of the mapped layer of the length of the errors
// there, over the channels, for the first image of the chunk.
func (c *chunk[T]) norms(errors [][]T) float64 {
	l := c.net.lay.mapped()
	d := c.layer(l)
	places := max(1, d.h*d.w)
	sum := 0.0
	for p := range places {
		s := 0.0
		for ch := range d.c {
			v := float64(errors[l][(ch*places+p)*c.lanes])
			s += v * v
		}
		sum += math.Sqrt(s)
	}
	return sum / float64(places)
}
