package digits

import (
	"hebb/sim"
	"hebb/sim/labs/fixedpoint/plot"
)

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
	sec.Numbers("numbers", &p.loss, &l.loss, &l.accuracy, &l.failed, &l.clamped, &l.residual, &l.size, &l.move, &l.effort)
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
