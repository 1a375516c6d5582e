package predictive

import (
	"fmt"
	"math"

	"hebb/sim"
	"hebb/sim/num"
	"hebb/sim/optim"
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
	peek   *chunk[T] // one image, to look at meanwhile
	opt    *optim.Torch[T]
	grads  []T // [parameter]: of the sums under way
	truth  []T // [parameter]: backprop's gradient of the frozen batch
	order  order
	cost   flops
	buf    []float64 // [pixel] or [class]: an image, or a target

	m       method // as held during a sweep
	swap    int
	number  int
	trained int
	lesson  lesson
	intake  intake
	taken   int // chunks that the intake is through with
	told    int // what stands for swap in the others
	part    int // pieces of the work in hand that are done
	k       int // sweeps done
	rested  bool
	g       gains
	w       watch
	total   sums
	weights []compared // [layer]: 0 for all: the update beside backprop's
	noted   noted
	version uint64 // of weights and batch, for the probe
}

func newRelax[T num.Float](e *explorer) explorerCore {
	c := &relax[T]{net: firstNetwork[T](&e.setting), cost: countFlops(e.lay)}
	L := e.lay.Depth()
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
		c.peek = newChunk(c.net, 1, e.naive(), nil)
	}
	c.opt = optim.NewTorch[T](e.lay.Params)
	c.grads, c.truth = make([]T, e.lay.Params), make([]T, e.lay.Params)
	c.order = e.order(trainBatch)
	c.buf = make([]float64, max(e.lay.Blocks[0].From.Size(), e.images.classes()))
	c.g, c.total = newGains(L), newSums(L)
	c.weights = make([]compared, L+1)
	c.noted = newNoted(L)
	c.m, c.swap, c.number = e.method(e.size), e.swap, e.number
	c.recall(e)
	return c
}

// image is which image lane i of the batch holds.
func (c *relax[T]) image(e *explorer, i int) (image int, test bool) {
	at := c.number*e.size + i
	if e.from == "test" {
		return at % e.images.count(true), true
	}
	return c.order.At(uint64(at)), false
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
	if c.trained == e.train {
		c.begin(beliefs)
		c.settle(e)
	}
}

func (c *relax[T]) next(e *explorer) {
	c.number++
	if c.trained < e.train {
		c.glance(e)
		return
	}
	c.begin(images)
	c.settle(e)
}

// adopt takes the fields over, between two sweeps. What makes another algorithm of it
// starts over; a new rate or a new weight of the loss goes on from where it is.
func (c *relax[T]) adopt(e *explorer) {
	m := &c.m
	other := m.alg != e.alg || m.old != (e.sign == "2021") || m.atVhat != (e.at == "vhat") ||
		m.sequential != (e.schedule == "sequential") || m.random != e.random
	weighed := m.lambda != e.lambda
	m.follow(&e.setting)
	for l := range m.pi {
		was := m.pi[l]
		if m.pi[l] = e.weight(l); m.pi[l] != was {
			other = true
		}
	}
	told := c.swap != e.swap
	c.swap = e.swap
	switch {
	case told && other:
		c.begin(images)
	case told:
		c.begin(labels)
	case other:
		c.begin(beliefs)
	case weighed:
		c.begin(lambdas)
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
	spent := int64(0)
	if c.part == 0 {
		if c.intake == settled {
			c.adopt(e)
		}
		if c.intake != settled {
			if spent = c.settle(e); c.intake != settled {
				return sim.Step{}
			}
		}
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
	for ; spent < budget && c.part < ends; c.part++ {
		if c.part < N {
			ch := c.chunks[c.part]
			if c.m.alg == algExact {
				ch.exact(&c.m)
			} else {
				ch.sweep(&c.m, c.k+1)
			}
			c.total.plus(&ch.sums)
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
		c.w.f0 = c.noted.energy // that before the first sweep
	}
	if c.w.sees(&c.m, e.lay.Depth(), c.k, dv, f) {
		return sim.Step{Status: sim.Diverged, Trouble: c.trouble(e, f)}
	}
	c.note()
	c.rested = e.tol > 0 && c.k > e.lay.Depth() && dv <= e.tol*c.w.most
	if c.rested || c.k >= e.n {
		return sim.Step{Status: sim.Converged, Unit: true}
	}
	return sim.Step{Unit: true}
}

// trouble names the layer that moves most.
func (c *relax[T]) trouble(e *explorer, f float64) *sim.Trouble {
	worst := 1
	for l := 1; l < e.lay.Depth(); l++ {
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
