package digits

import (
	"fmt"
	"math"
	"slices"

	"hebb/sim"
	"hebb/sim/data"
	"hebb/sim/labs/fixedpoint/network"
	"hebb/sim/labs/fixedpoint/plot"
	"hebb/sim/labs/fixedpoint/rules"
	"hebb/sim/num"
	"hebb/sim/optim"
)

const (
	mostRows = 128 // samples of a quantum at most
	lately   = 20  // steps over which loss and accuracy run
	most2    = 0.1 // largest rate of ΔW2
)

// digitsState is the network, with what it has gathered of the batch in hand.
type digitsState[T num.Float] struct {
	net    network.Network[T]
	wx     num.Mat[T] // n × pixels: input weights, fixed
	b      *network.Batch[T]
	head   *network.Readout[T]
	teach  network.Teacher[T]
	newton *network.Room[T]
	x      num.Mat[T] // rows × pixels: grey levels of the samples in hand, 0 to 1
	labels []int      // rows: their classes
	parts  []*part[T]
	doPart func(i int) // onePart, made once
	fields *digits     // of the quantum in hand
	score  func()      // fills in δ in the midst of backpropagation through time
	order  [2]data.Permutation
	rule   string // in force for the batch in hand
	sum    float64
	right  int
	count  int

	mem  rules.Memory[T]
	swap rules.Switched
	dw   num.Mat[T] // n × n: ΔW of the batch in hand, summed over samples
	mean []T        // n: mean gains ḡ of the last batch
	gsum []T        // n: sum of the gains of the batch in hand
	errs []float64  // batch: largest |f(z) - r| of each sample [rate], of the batch in hand or of the last
	sort []float64  // batch: scratch
	unit uint64
	done int // samples of the batch in hand that have been seen

	part struct { // of the batch in hand
		loss                            float64
		right, counted, failed, clamped int
		sweeps, ruleNow                 int
	}
	last struct { // of the last batch
		loss, accuracy, failed, clamped, residual, size, move, effort float64
		flung, counted                                                int
	}
	losses, rights []float64 // lately: J [nats] and share classified correctly of the last steps, a ring
	shown          struct {  // the first image of the last quantum
		pixels, p, r []T
		label, guess int
	}
}

func newDigitsCore[T num.Float](s *digits) digitsCore {
	n, most := s.n, min(mostRows, s.batch)
	mk := num.NewMat[T]
	c := &digitsState[T]{b: network.NewBatch[T](n, most), head: network.NewReadout[T](s.classes, n, most), newton: network.NewRoom[T](n), wx: mk(n, s.pixels), x: mk(most, s.pixels),
		labels: make([]int, most), mem: rules.NewMemory[T](n * n), swap: rules.NewSwitched(digitsRules...), dw: mk(n, n), mean: make([]T, n), gsum: make([]T, n),
		errs: make([]float64, s.batch), sort: make([]float64, s.batch), losses: make([]float64, lately), rights: make([]float64, lately)}
	c.net = *network.New(mk(n, n), network.RateOf(s.act), s.pool)
	c.net.Model = network.ModelOf(s.model)
	c.teach = network.Teacher[T]{Room: c.newton, Loop: network.NewClosed[T](n)}
	for range (most + partRows - 1) / partRows {
		c.parts = append(c.parts, newPart[T](n))
	}
	c.doPart = c.onePart
	c.score = func() { c.sum, c.right, c.count = c.head.Score(c.b, c.labels, true) }
	c.shown.pixels, c.shown.p, c.shown.r = make([]T, s.pixels), make([]T, s.classes), make([]T, n)
	if g := s.given; g != nil {
		num.Convert(c.net.W.Data, g.w.Data)
		num.Convert(c.wx.Data, g.wx.Data)
		num.Convert(c.head.C.Data, g.c.Data)
	} else {
		network.Draw(c.net.W, num.NewKey(s.seed, "recurrent", 0), s.rho/math.Sqrt(float64(n)))
		network.Draw(c.wx, num.NewKey(s.seed, "input", 0), 1/math.Sqrt(float64(s.pixels)))
		network.Draw(c.head.C, num.NewKey(s.seed, "readout", 0), 1/math.Sqrt(float64(n)))
		c.order[0] = data.Order(uint64(num.NewKey(s.seed, "order", 0)), s.images.Train.N)
		c.order[1] = data.Order(uint64(num.NewKey(s.seed, "order", 1)), s.images.Test.N)
	}
	// A first look at some images, for the mean gains and for something to see.
	c.loadNext(s, min(most, s.batch))
	c.net.Euler(c.b, 0.2, 10, 1e-2)
	c.net.Measure(c.b, false)
	network.MeanGains(c.mean, c.b)
	loss, right, count := c.head.Score(c.b, c.labels, true)
	c.last.loss, c.last.accuracy = plot.Bounded(loss/float64(count)), float64(right)/float64(count)
	c.last.effort = firstEffort(s)
	c.remember()
	c.labels = c.labels[:most]
	return c
}

// firstEffort is about how many products with W an image takes.
func firstEffort(s *digits) float64 {
	switch s.way() {
	case "euler":
		return float64(s.steps)
	case "relax":
		return 200
	case "newton":
		return 2 * float64(s.n)
	}
	return 40
}

func (c *digitsState[T]) step(s *digits) sim.Step {
	if c.done == 0 {
		clear(c.dw.Data)
		clear(c.gsum)
		c.part.loss, c.part.right, c.part.counted, c.part.failed, c.part.clamped, c.part.sweeps = 0, 0, 0, 0, 0, 0
		c.begin(s)
	}
	b := c.b
	if c.rule == rules.BPTT {
		c.loadNext(s, c.chunk(s))
		c.teach.Through(&c.net, b, s.h, s.steps, c.dw, c.score)
		for i := range b.Rows {
			b.State[i] = network.Verdict(b.Err[i], math.Inf(1), 1e-2)
		}
		c.net.Measure(b, false)
		c.gather(s, c.sum, c.right, c.count)
	} else {
		loss, right, count := c.eachPart(s, c.chunk(s))
		c.net.Gather(b, c.dw)
		c.gather(s, loss, right, count)
	}
	if !(c.part.loss < 1e100) {
		return c.diverge(fmt.Sprintf("loss of step %d", c.unit+1), c.part.loss)
	}
	c.remember()
	c.done += b.Rows
	if c.done < s.batch {
		return sim.Step{}
	}
	return c.finish(s)
}

// gather adds what the samples in hand came to.
func (c *digitsState[T]) gather(s *digits, loss float64, right, count int) {
	b, p := c.b, &c.part
	p.loss += loss
	p.right += right
	p.counted += count
	p.failed += b.Failed()
	p.clamped += c.teach.Clamped
	p.sweeps += b.Sweeps
	for i := range b.Rows {
		c.errs[c.done+i] = plot.Bounded(b.Err[i])
		num.Plus(c.gsum, c.gsum, b.G.Row(i))
	}
}

// diverge gives up the batch; the weights stay as they were.
func (c *digitsState[T]) diverge(what string, size float64) sim.Step {
	c.done = 0
	return sim.Step{Status: sim.Diverged, Trouble: &sim.Trouble{What: what, Size: size}}
}

// finish learns from the batch.
func (c *digitsState[T]) finish(s *digits) sim.Step {
	p, l, batch := &c.part, &c.last, float64(s.batch)
	c.done = 0
	if p.counted > 0 {
		num.Use[T]().Scale(T(1/float64(p.counted)), c.dw.Data)
		size, whole := num.Norm(c.dw.Data), num.Norm(c.net.W.Data)
		if !(size < 1e12) { // weights beyond use
			return c.diverge(fmt.Sprintf("size of dW at step %d", c.unit+1), size)
		}
		c.mem.Push(c.net.W.Data)
		optim.Descend(c.net.K, c.net.W.Data, c.dw.Data, c.rate(s))
		l.size, l.move = size, c.rate(s)*size/max(whole, 1e-30)
		l.loss, l.accuracy = p.loss/float64(p.counted), float64(p.right)/float64(p.counted)
		if l.move > 1 {
			l.flung++
		}
	}
	l.failed, l.clamped, l.counted = float64(p.failed)/batch, float64(p.clamped)/batch, p.counted
	l.effort = float64(p.sweeps) / batch
	for j, v := range c.gsum {
		if m := v / T(s.batch); m-m == 0 {
			c.mean[j] = m
		}
	}
	copy(c.sort, c.errs)
	slices.Sort(c.sort)
	l.residual = c.sort[len(c.sort)/2]
	c.losses[c.unit%lately], c.rights[c.unit%lately] = l.loss, l.accuracy
	c.unit++
	return sim.Step{Unit: true}
}

// recent is the mean over the last steps; before the first, what is measured now.
func (c *digitsState[T]) recent(ring []float64, now float64) float64 {
	if c.unit == 0 {
		return now
	}
	return num.Recent(ring, c.unit)
}
