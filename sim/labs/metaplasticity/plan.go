package metaplasticity

import (
	"hebb/sim"
	"hebb/sim/net"
	"hebb/sim/rule"
)

// plan is what holds for a whole episode, whatever becomes of the fields meanwhile.
type plan struct {
	terms    rule.Terms // of the pool
	only     uint64     // bit l: the terms beside the error act on matrix l; 0: on all
	feedback net.Feedback
	total    bool
	frozen   bool
	compare  bool
	beta     float64
	fa, bp   float64
}

// latch makes the plan of the next episode. A term that joins the pool starts from its
// field; one that has left is forgotten.
func (f *finder) latch() {
	old := f.plan
	f.plan = plan{feedback: net.Feedback(f.feedback), total: f.derivative == "total", frozen: f.frozen,
		compare: f.compare, beta: f.beta, fa: f.faRate, bp: f.bpRate, terms: f.terms()}
	for _, l := range f.only {
		f.plan.only |= 1 << (int(l) - 1)
	}
	for r := range f.theta {
		switch {
		case !f.plan.terms.Has(r):
			f.theta[r] = 0
			f.adam.Forget(r)
		case !old.terms.Has(r):
			f.theta[r] = f.start[r]
		}
	}
}

func (f *finder) terms() (t rule.Terms) {
	for r := range f.n {
		if f.own || f.use[r] {
			t |= 1 << r
		}
	}
	return t
}

// acts are the terms of the pool that act on matrix l.
func (p *plan) acts(l int) rule.Terms {
	if p.only != 0 && p.only>>l&1 == 0 {
		return p.terms & (1 << rule.Error)
	}
	return p.terms
}

// rule is the rule of matrix l.
func (p *plan) rule(l int, theta []float64) (th rule.Theta) {
	acts := p.acts(l)
	for r := range theta {
		if acts.Has(r) {
			th[r] = theta[r]
		}
	}
	return th
}

// listen puts coefficients where their fields have been moved.
func (f *finder) listen() {
	for r := range f.theta {
		if v := f.start[r]; v != f.seen[r] {
			f.seen[r] = v
			if f.plan.terms.Has(r) {
				f.theta[r] = v
			}
		}
	}
}

func (p *plan) state(s *sim.Sections) {
	terms, only, mode := int(p.terms), p.only, modes[p.feedback]
	s.Int("terms", &terms)
	s.U64("only", &only)
	s.Int("feedback", &mode)
	s.Bool("total", &p.total)
	s.Bool("frozen", &p.frozen)
	s.Bool("compare", &p.compare)
	s.Numbers("numbers", &p.beta, &p.fa, &p.bp)
	p.terms, p.only = rule.Terms(terms), only
	for name, i := range modes {
		if i == mode {
			p.feedback = name
		}
	}
}

var modes = map[net.Feedback]int{net.Fix: 0, net.Sym: 1, net.DFA: 2, net.Sign: 3}
