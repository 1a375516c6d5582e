package digits

import (
	"hebb/sim/data"
	"hebb/sim/labs/fixedpoint/network"
	"hebb/sim/labs/fixedpoint/rules"
	"hebb/sim/num"
	"hebb/sim/precision"
)

// chunk is how many samples the next quantum takes: as many as cost some milliseconds,
// going by what the last batch did.
func (c *digitsState[T]) chunk(s *digits) int {
	work := 4e8
	if s.precision == precision.Double {
		work = 2e8
	}
	rows := func(effort float64) int { return int(work / (2 * float64(s.n*s.n) * max(effort, 1))) }
	n := rows(c.last.effort) &^ 7
	if c.rule == rules.BPTT { // memory for every state of every sample
		n = min(n, max(8, (4<<20)/(s.n*(s.steps+1))))
	}
	known := firstEffort(s) // eight at least, but not where each is known to cost that much
	if c.rule == rules.BPTT {
		known = 4 * float64(s.steps)
	}
	return min(max(n, min(8, max(rows(known), 1))), c.b.Most, s.batch-c.done)
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
	t.Eta, t.Floor, t.Adjoint, t.Sweeps, t.Tol = c.rate(s), network.LeastDenominator, network.Adjoint(s.adjoint), s.sweeps, max(s.tol, 1e-6)
	if s.precision == precision.Double {
		t.Tol = s.tol
	}
	c.net.Model = network.ModelOf(s.model)
	t.Loop.Good = false
	if c.rule == rules.BPTT || s.way() != "exact" && (c.rule != rules.DW1 || t.Adjoint != network.Chord) {
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
	if s.precision == precision.Single {
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
