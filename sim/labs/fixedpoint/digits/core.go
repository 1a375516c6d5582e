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
)

const (
	mostRows = 128 // samples of a quantum at most
	lately   = 20  // steps over which loss and accuracy run
	most2    = 0.1 // largest rate of ΔW2
)

// digitsState is the network, with what it has gathered of the batch in hand.
type digitsState[T num.Float] struct {
	net    network.Network[T]
	wx     num.Mat[T]
	b      *network.Batch[T]
	head   *network.Readout[T]
	teach  network.Teacher[T]
	newton *network.Room[T]
	x      num.Mat[T] // pixels of the samples in hand
	labels []int
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
	dw   num.Mat[T]
	mean []T       // mean gains of the last batch
	gsum []T       // sum of the gains of the batch in hand
	errs []float64 // of the batch in hand, or of the last
	sort []float64
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
	losses, rights []float64 // of the last steps
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

// firstEffort guesses how many products with W an image takes.
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

// chunk is how many samples the next quantum takes: as many as cost some milliseconds,
// going by what the last batch did.
func (c *digitsState[T]) chunk(s *digits) int {
	work := 4e8
	if s.precision == "float64" {
		work = 2e8
	}
	n := int(work/(2*float64(s.n*s.n)*max(c.last.effort, 1))) &^ 7
	if c.rule == rules.BPTT { // memory for every state of every sample
		n = min(n, max(8, (4<<20)/(s.n*(s.steps+1))))
	}
	return min(max(n, 8), c.b.Most, s.batch-c.done)
}

// loadNext loads the next samples: pixels, labels and input currents.
func (c *digitsState[T]) loadNext(s *digits, rows int) {
	c.use(rows)
	c.load(s, 0, rows)
}

// use sets how many samples there are in hand.
func (c *digitsState[T]) use(rows int) {
	c.b.SetRows(rows)
	c.x.Rows = rows
	c.labels = c.labels[:cap(c.labels)][:rows]
}

// load fills in samples from..to of those in hand.
func (c *digitsState[T]) load(s *digits, from, to int) {
	for i := from; i < to; i++ {
		at := c.unit*uint64(s.batch) + uint64(c.done+i)
		row := c.x.Data[i*s.pixels : (i+1)*s.pixels]
		switch {
		case s.given != nil:
			j := int(at) % s.given.x.Rows
			num.Convert(row, s.given.x.Row(j))
			c.labels[i] = s.given.labels[j]
		case s.protocol == "authors":
			c.labels[i] = data.Load(&s.images.Test, c.order[1].At(at), row)
		default:
			c.labels[i] = data.Load(&s.images.Train, c.order[0].At(at), row)
		}
	}
	x := num.Mat[T]{Rows: to - from, Cols: s.pixels, Data: c.x.Data[from*s.pixels : to*s.pixels]}
	c.net.K.GemmNT(network.Rows(c.b.In, from, to), 1, x, c.wx, 0)
}

// begin sets up a batch: the rule in force, and the closed loop that solvers share.
func (c *digitsState[T]) begin(s *digits) {
	c.rule = c.swap.Rule(s.rule)
	t := &c.teach
	t.Eta, t.Floor, t.Adjoint, t.Sweeps, t.Tol = c.rate(s), network.LeastDenominator, s.adjoint, s.sweeps, max(s.tol, 1e-6)
	if s.precision == "float64" {
		t.Tol = s.tol
	}
	c.net.Model = network.ModelOf(s.model)
	t.Loop.Good = false
	if c.rule == rules.BPTT || s.way() != "exact" && (c.rule != rules.DW1 || s.adjoint != "chord") {
		return
	}
	copy(t.Loop.Gain, c.mean)
	t.Loop.Close(&c.net, c.newton)
}

// rate is the learning rate; that of ΔW2 is held where it is known to work.
func (c *digitsState[T]) rate(s *digits) float64 {
	if c.rule == rules.DW2 && s.given == nil {
		return min(s.eta, most2)
	}
	return s.eta
}

// settle finds the state of every sample of a batch. It says whether samples that have
// not settled are left out.
func settle[T num.Float](n *network.Network[T], s *digits, b *network.Batch[T], loop *network.Closed[T], room *network.Room[T]) (strict bool) {
	tol := s.tol
	if s.precision == "float32" {
		tol = max(tol, 2e-7)
	}
	switch s.way() {
	case "euler":
		n.Euler(b, s.h, s.steps, 1e-2)
		return false
	case "relax":
		n.Relax(b, 0.1, tol, network.RelaxFor, false)
		return true
	}
	n.Solve(b, loop, room, s.way(), tol)
	return true
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
		c.net.K.Axpy(T(-c.rate(s)), c.dw.Data, c.net.W.Data)
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

// remember keeps the first sample in hand for the page.
func (c *digitsState[T]) remember() {
	copy(c.shown.pixels, c.x.Data)
	copy(c.shown.r, c.b.R.Row(0))
	c.shown.label, c.shown.guess = c.labels[0], c.head.Guess[0]
	for j, v := range c.head.Logits.Row(0) { // softmax - onehot
		if j == c.labels[0] {
			v++
		}
		c.shown.p[j] = v
	}
	for _, v := range [][]T{c.shown.p, c.shown.r} {
		for j, x := range v {
			v[j] = T(plot.Bounded(float64(x)))
		}
	}
}

func (c *digitsState[T]) rescue(s *digits) error {
	steps := c.mem.Back(c.net.W.Data)
	if steps == 0 {
		return &sim.FieldError{Field: "rule", Reason: "nothing has been learned yet: there is nothing to take back"}
	}
	c.done = 0
	c.swap.Put(s.rescueTo, s.rule)
	return nil
}

func (c *digitsState[T]) state(s *digits, sec *sim.Sections) {
	sim.Floats(sec, "w", c.net.W.Data)
	sim.Floats(sec, "dw", c.dw.Data)
	sim.Floats(sec, "mean", c.mean)
	sim.Floats(sec, "gsum", c.gsum)
	c.mem.State(sec)
	c.swap.State(sec)
	sec.F64("errs", c.errs)
	sec.F64("losses", c.losses)
	sec.F64("rights", c.rights)
	sim.Floats(sec, "pixels", c.shown.pixels)
	sim.Floats(sec, "p", c.shown.p)
	sim.Floats(sec, "r", c.shown.r)
	p, l := &c.part, &c.last
	n := [...]*float64{&p.loss, &l.loss, &l.accuracy, &l.failed, &l.clamped, &l.residual, &l.size, &l.move, &l.effort}
	var v [len(n)]float64
	for i, x := range n {
		v[i] = *x
	}
	sec.F64("numbers", v[:])
	for i, x := range n {
		*x = v[i]
	}
	for _, x := range []struct {
		name string
		p    *int
	}{{"right", &p.right}, {"counted", &p.counted}, {"failed", &p.failed}, {"clamped", &p.clamped}, {"sweeps", &p.sweeps}, {"flung", &l.flung}, {"learned", &l.counted},
		{"done", &c.done}, {"label", &c.shown.label}, {"guess", &c.shown.guess}} {
		sec.Int(x.name, x.p)
	}
	sec.U64("unit", &c.unit)
	if sec.Loading() && sec.Err() == nil && c.done > 0 { // what the batch in hand has set up
		c.begin(s)
	}
}
