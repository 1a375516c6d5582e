package digits

import (
	"hebb/sim/labs/fixedpoint/network"
	"hebb/sim/num"
)

// partRows is how many samples of a quantum go through solver and rule together. Samples
// do not meet before their terms are added up, so that a run that is alone has its parts
// worked on by all processors.
const partRows = 32

// part is a window on some rows of the batch in hand, with a solver's room of its own.
type part[T num.Float] struct {
	net          network.Network[T]
	b            network.Batch[T]
	head         network.Readout[T]
	teach        network.Teacher[T]
	newton       *network.Room[T]
	loss         float64
	right, count int
}

func newPart[T num.Float](n int) *part[T] {
	p := &part[T]{newton: network.NewRoom[T](n)}
	p.b = network.NewWindow[T](n, partRows)
	p.teach.Room = p.newton
	return p
}

// see moves the window to rows from..to, and takes over what the batch's network and
// teacher are set to.
func (p *part[T]) see(c *digitsState[T], from, to int) {
	p.net = c.net
	p.net.P = p.net.K // the part has one processor
	p.teach = c.teach.With(p.newton)
	p.b.See(c.b, from, to)
	p.head = c.head.Part(from, to)
}

// eachPart takes rows samples through solver and rule, and adds up what the parts have
// counted in their order.
func (c *digitsState[T]) eachPart(s *digits, rows int) (loss float64, right, count int) {
	c.use(rows)
	c.fields = s
	n := (rows + partRows - 1) / partRows
	if s.pool != nil && n > 1 {
		s.pool.Each(n, c.doPart)
	} else {
		for i := range n {
			c.doPart(i)
		}
	}
	c.teach.Clamped = 0
	for _, p := range c.parts[:n] {
		loss, right, count = loss+p.loss, right+p.right, count+p.count
		c.b.Sweeps += p.b.Sweeps
		c.teach.Clamped += p.teach.Clamped
	}
	return loss, right, count
}

// onePart does part i: what depends on its samples alone.
func (c *digitsState[T]) onePart(i int) {
	s, p := c.fields, c.parts[i]
	from, to := i*partRows, min((i+1)*partRows, c.b.Rows)
	c.load(s, from, to)
	p.see(c, from, to)
	b := &p.b
	strict := settle(&p.net, s, b, p.teach.Loop, p.newton)
	p.net.Measure(b, s.gainsFromRate())
	p.loss, p.right, p.count = p.head.Score(b, c.labels[from:to], !strict)
	p.teach.Factors(c.rule, &p.net, b)
	for i := range b.Rows {
		if b.State[i] == network.BlewUp || b.State[i] == network.Singular || strict && b.State[i] != network.OK {
			clear(b.P.Row(i))
			clear(b.Q.Row(i))
		}
	}
}
