package fixedpoint

import "hebb/sim/num"

// partRows is how many samples of a quantum go through solver and rule together. Samples
// do not meet before their terms are added up, so that a run that is alone has its parts
// worked on by all processors.
const partRows = 32

// part is a window on some rows of the batch in hand, with a solver's room of its own.
type part[T num.Float] struct {
	net          network[T]
	b            batch[T]
	head         readout[T]
	teach        teacher[T]
	newton       *newton[T]
	loss         float64
	right, count int
}

func newPart[T num.Float](n int, head *readout[T]) *part[T] {
	p := &part[T]{newton: newNewton[T](n), head: readout[T]{c: head.c}}
	p.b = batch[T]{n: n, most: partRows, live: make([]int, partRows), acc: newAccelerated[T](n, partRows)}
	p.teach.room, p.teach.bad = p.newton, make([]bool, partRows)
	return p
}

// see moves the window to rows from..to, and takes over what the batch's network and
// teacher are set to.
func (p *part[T]) see(c *digitsState[T], from, to int) {
	p.net = c.net
	p.net.p = p.net.k // the part has one processor
	room, bad := p.teach.room, p.teach.bad
	p.teach = c.teach
	p.teach.room, p.teach.bad, p.teach.past = room, bad, nil
	p.b.rows, p.b.sweeps = to-from, 0
	whole := c.b.matrices()
	for i, m := range p.b.matrices() {
		*m = rows(*whole[i], from, to)
	}
	p.b.state, p.b.err = c.b.state[from:to], c.b.err[from:to]
	p.head.logits, p.head.guess, p.head.loss = rows(c.head.logits, from, to), c.head.guess[from:to], c.head.loss[from:to]
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
	c.teach.clamped = 0
	for _, p := range c.parts[:n] {
		loss, right, count = loss+p.loss, right+p.right, count+p.count
		c.b.sweeps += p.b.sweeps
		c.teach.clamped += p.teach.clamped
	}
	return loss, right, count
}

// onePart does part i: what depends on its samples alone.
func (c *digitsState[T]) onePart(i int) {
	s, p := c.fields, c.parts[i]
	from, to := i*partRows, min((i+1)*partRows, c.b.rows)
	c.load(s, from, to)
	p.see(c, from, to)
	b := &p.b
	strict := p.net.settle(s, b, p.teach.loop, p.newton)
	p.net.measure(b, s.gainsFromRate())
	p.loss, p.right, p.count = p.head.score(b, c.labels[from:to], !strict)
	p.teach.factors(c.rule, &p.net, b)
	for i := range b.rows {
		if b.state[i] == blewUp || b.state[i] == singular || strict && b.state[i] != ok {
			clear(b.p.Row(i))
			clear(b.q.Row(i))
		}
	}
}
