package predictive

import (
	"fmt"
	"math"

	"hebb/sim"
	"hebb/sim/num"
	"hebb/sim/optim"
)

// learn is a network that learns, in one precision. A batch goes through one
// workspace chunk by chunk: forward, all sweeps, update; the parameters change when
// the last chunk is through.
type learn[T num.Float] struct {
	net   *network[T] // θ, all parameters in one vector
	ch    *chunk[T]
	opt   *optim.Torch[T]
	grads []T       // [parameter]: laid out like θ: the update under way, ∂/∂θ
	truth []T       // [parameter]: laid out like θ: backprop's, when it is compared
	order order     // of the images
	cost  flops     // of a sweep and what is beside it
	buf   []float64 // [pixel] or [class]: an image, or a target

	m         method  // as held during a step
	n         int     // sweeps of inference at most
	tol       float64 // at rest when a sweep moves beliefs by less than this share of the most; 0: all sweeps are done
	comparing bool
	done      int // steps
	part      int // chunks done
	k         int // sweeps of the chunk in hand; -1: not begun
	longest   int
	most      float64   // largest |dv| of the chunk in hand
	dv2       []float64 // [sweep]: |Δv|², over chunks and layers
	f         []float64 // [sweep]: F, energy after it, over chunks
	total     sums      // at the end of inference
	first     sums      // before it
	g         gains
	weights   []compared // [layer]: 0 for all: the update beside backprop's
	noted     noted      // of the last step
	flops     float64    // of the step under way
	spent     float64    // of all steps
	shown     shown
}

// shown is what is drawn: one image of the last batch that was compared.
type shown struct {
	image        []float32
	layers       [quantities][][]float32 // [quantity][layer]
	maps         [quantities][]float32
	label, guess int
}

func newLearn[T num.Float](t *training) trainingCore {
	c := &learn[T]{net: firstNetwork[T](&t.setting), cost: countFlops(t.lay), order: t.shuffled(), k: -1}
	L := t.lay.Depth()
	c.ch = newChunk(c.net, min(t.lanes(), lanesFor(t.size)), t.naive(), nil)
	c.opt = optim.NewTorch[T](t.lay.Params)
	c.grads, c.truth = make([]T, t.lay.Params), make([]T, t.lay.Params)
	c.buf = make([]float64, max(t.lay.Blocks[0].From.Size(), t.images.classes()))
	c.dv2, c.f = make([]float64, maxSweeps+1), make([]float64, maxSweeps+1)
	c.total, c.first, c.g = newSums(L), newSums(L), newGains(L)
	c.weights = make([]compared, L+1)
	for l := range c.weights {
		c.weights[l] = compared{1, 90}
	}
	c.noted = newNoted(L)
	c.m = t.method(t.size)
	c.shown.make(t)
	c.load(t)
	c.ch.begin(&c.m)
	c.show(t)
	c.first, c.total = c.ch.sums.copy(), c.ch.sums.copy()
	c.first.loss *= float64(t.size) / float64(c.ch.n)
	c.note(t)
	c.first.clear()
	c.total.clear()
	return c
}

// parts is how many chunks a batch has.
func (c *learn[T]) parts(t *training) int { return (t.size + c.ch.width - 1) / c.ch.width }

// load puts the images of the chunk in hand in place.
func (c *learn[T]) load(t *training) {
	at := c.part * c.ch.width
	c.ch.size(min(c.ch.width, t.size-at))
	for i := range c.ch.n {
		c.ch.loadImage(t.images, i, c.order.At(uint64(c.done*t.size+at+i)), false, 0, c.buf)
	}
	c.ch.rest()
}

// adopt takes the fields over, between two steps.
func (c *learn[T]) adopt(t *training) {
	m := &c.m
	m.follow(&t.setting)
	t.weigh(m.pi)
	c.n, c.tol = t.n, t.tol
	m.quiet = c.tol == 0 && m.eta < 2 && len(t.pi) == 0
	c.comparing = t.every > 0 && c.done%t.every == 0
	c.longest, c.flops = 0, 0
	clear(c.dv2[:c.n+1])
	clear(c.f[:c.n+1])
	c.total.clear()
	c.first.clear()
	clear(c.grads)
	if c.comparing {
		clear(c.truth)
	}
	c.g.reset()
	for range c.n {
		c.g.sweep(m)
	}
}

// step works until the quantum is full or the step is done.
func (c *learn[T]) step(t *training) sim.Step {
	if c.part == 0 && c.k < 0 {
		c.adopt(t)
	}
	for spent := 0.0; spent < budget; {
		was := c.flops
		if c.k < 0 {
			c.open(t)
		} else {
			c.sweep(t)
		}
		spent += max(c.flops-was, 1)
		if c.part == c.parts(t) {
			return c.finish(t)
		}
	}
	return sim.Step{}
}

func (c *learn[T]) work(n int64) { c.flops += float64(int64(c.ch.n) * n) }

// open sends the next chunk up. What needs no sweeps is done with it at once.
func (c *learn[T]) open(t *training) {
	c.load(t)
	ch, m := c.ch, &c.m
	ch.forward()
	c.work(c.cost.forward)
	switch m.alg {
	case algBackprop:
		ch.again(m)
		c.first.plus(&ch.sums)
		ch.reverse(m, c.grads)
		c.work(c.cost.down + c.cost.learn)
		if c.comparing {
			for l := 1; l <= ch.depth(); l++ {
				copy(ch.used[l], ch.in(ch.layer(l), ch.bp[l]))
			}
		}
	case algExact, algClosed:
		ch.again(m)
		c.first.plus(&ch.sums)
		ch.exact(m)
		if m.alg == algClosed {
			for l := 1; l < ch.depth(); l++ {
				c.net.k.Scale(T(c.g.used[l]), ch.in(ch.layer(l), ch.used[l]))
			}
		}
		ch.update(m, c.grads)
		c.work(c.cost.down + c.cost.learn)
	default:
		ch.again(m)
		c.first.plus(&ch.sums)
		c.f[0] += c.energy(&ch.sums)
		c.k, c.most = 0, 0
	}
	if c.comparing {
		// Of plain backprop this is the same work twice, so that what is compared is
		// really another calculation.
		ch.reverseInto(m, c.truth)
	}
	if c.k < 0 {
		c.close(t)
	}
}

// reverseInto is backprop beside an inference whose sums stay as they are.
func (c *chunk[T]) reverseInto(m *method, grads []T) {
	c.errors(m)
	c.learn(c.bp, false, grads)
}

// sweep moves the beliefs of the chunk in hand once. FixedPred's last sweep would only
// move beliefs that nothing looks at any more.
func (c *learn[T]) sweep(t *training) {
	ch, m := c.ch, &c.m
	c.k++
	if m.alg == algFixed && !m.sequential && c.k == c.n {
		for l := 1; l < ch.depth(); l++ {
			copy(ch.used[l], ch.in(ch.layer(l), ch.cur[l]))
		}
		c.dv2[c.k] += c.dv2[c.k-1]
		c.f[c.k] += c.energy(&ch.sums)
	} else {
		ch.sweep(m, c.k)
		for _, v := range ch.sums.dv2 {
			c.dv2[c.k] += v
		}
		c.f[c.k] += c.energy(&ch.sums)
		c.work(c.cost.sweep(m.alg))
	}
	dv := 0.0
	for _, v := range ch.sums.dv2 {
		dv += v
	}
	dv = math.Sqrt(dv)
	c.most = max(c.most, dv)
	if c.k < c.n && (c.tol == 0 || c.k <= ch.depth() || dv > c.tol*c.most) {
		return
	}
	for k := c.k + 1; k <= c.n; k++ {
		c.f[k] += c.energy(&ch.sums)
	}
	ch.update(m, c.grads)
	c.work(c.cost.learn)
	c.close(t)
}

// close ends a chunk.
func (c *learn[T]) close(t *training) {
	if c.comparing && c.part == 0 {
		c.show(t)
	}
	c.total.plus(&c.ch.sums)
	c.longest = max(c.longest, c.k)
	c.part++
	c.k = -1
}

// energy of a chunk: of FixedPred the size of its errors.
func (c *learn[T]) energy(s *sums) float64 {
	f := 0.0
	for l, v := range s.terms {
		if l < len(s.terms)-1 || c.m.alg != algFixed {
			f += v
		}
	}
	return f
}

// finish changes the parameters, unless the inference has diverged.
func (c *learn[T]) finish(t *training) sim.Step {
	c.part = 0
	if c.m.relaxes() {
		w := watch{f0: c.f[0]}
		for k := 1; k <= c.longest; k++ {
			if w.sees(&c.m, c.ch.depth(), k, math.Sqrt(c.dv2[k]), c.f[k]) {
				return sim.Step{Status: sim.Diverged, Trouble: &sim.Trouble{
					What: fmt.Sprintf("the relaxation of step %d, at sweep %d, with η = %s (energy", c.done+1, k, sim.Number(c.m.eta)) + ")", Size: c.f[k]}}
			}
		}
	}
	if !finite(c.first.loss) {
		return sim.Step{Status: sim.Diverged, Trouble: &sim.Trouble{What: fmt.Sprintf("the loss at step %d", c.done+1), Size: c.first.loss}}
	}
	scale := 1 / c.m.lambda
	if c.m.alg == algBackprop {
		scale = 1
	}
	if c.comparing {
		layers(t.lay, c.weights, c.grads, c.truth, scale)
	}
	if scale != 1 {
		c.net.k.Scale(T(scale), c.grads)
	}
	if t.rate > 0 {
		c.opt.Step(c.net.theta, c.grads, t.optimiser, t.rate, t.momentum)
	}
	c.done++
	c.spent += c.flops
	c.note(t)
	return sim.Step{Unit: true}
}

// note writes the recorded numbers.
func (c *learn[T]) note(t *training) {
	n := &c.noted
	n.energy, n.loss, n.accuracy = c.energy(&c.total), c.first.loss, float64(c.first.right)/float64(t.size)
	if n.sweeps = 0; c.m.relaxes() {
		n.sweeps = float64(c.longest)
	}
	n.cost, n.spent = c.flops/1e9, c.spent/1e9
	n.weights(c.weights)
	n.gains(&c.g, &c.total)
}
