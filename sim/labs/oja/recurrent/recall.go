package recurrent

import (
	"fmt"
	"math"

	"hebb/sim"
	"hebb/sim/num"
	"hebb/sim/optim"
)

// recall is a recurrent network that is shown a symbol, then noise, and is asked
// for the symbol at the end. It learns by backpropagation through time, or with
// fixed random feedback, and by Oja's rule beside it.
type recall struct {
	sim.None

	// Fields.
	eta, theta9       float64
	feedback, order   string
	ojaU, ojaV, ojaC  bool
	trunc             int
	symbols, delay    int
	noise             float64
	carry             bool
	gain, drive, beta float64
	act               string
	n                 int

	task          task
	given         bool // the task was put in by a test
	net           recurrent
	c, bv, bc     num.Mat[float64] // classes × n, n × n, classes × n: C; the random feedback in place of V and of C
	q             trial
	h             []float64 // n: the state that the next trial begins with
	trials        uint64
	loss          float64   // of the last trial
	gradient      float64   // |dL/dV| of the last trial
	hits, losses  []float64 // recallWindow: whether the answer was right, and L [nats], of the last trials, a ring
	states, shown raster
}

var _ sim.Sim = (*recall)(nil)

func newRecall() *recall {
	return &recall{eta: 0.01, theta9: 0.01, feedback: "sym", order: "sequential", ojaV: true, symbols: 8, delay: 10, noise: 0.1,
		carry: true, gain: 0.5, drive: 0.5, beta: 10, act: string(tanh), n: 50}
}

// recallWindow is over how many trials accuracy and loss are averaged.
const recallWindow = 300

func (s *recall) Init(env sim.Env) error {
	if !s.given {
		s.task = newDelayed(env.Seed, s)
	}
	n, m, k := s.n, s.task.inputs(), s.task.classes()
	longest := s.task.longest()
	if need := int64(8 * (3*n*n + 3*n*m + 3*n*k + longest*(2*n+2*m) + n*rasterSteps)); !env.Fits(need) {
		return &sim.FieldError{Field: "n", Reason: fmt.Sprintf("%d units need %d bytes, more than the %d allowed", n, need, env.Memory)}
	}
	s.net = newRecurrent(n, m, activation(s.act), s.beta)
	s.c, s.bv, s.bc = num.NewMat[float64](k, n), num.NewMat[float64](n, n), num.NewMat[float64](k, n)
	small := 1 / math.Sqrt(float64(n))
	drawInto(s.net.u, s.drive, num.NewKey(env.Seed, "recall U", 0).Norm)
	drawInto(s.net.v, s.gain*small, num.NewKey(env.Seed, "recall V", 0).Norm)
	drawInto(s.c, small, num.NewKey(env.Seed, "recall C", 0).Norm)
	drawInto(s.bv, small, num.NewKey(env.Seed, "recall Bv", 0).Norm)
	drawInto(s.bc, small, num.NewKey(env.Seed, "recall Bc", 0).Norm)
	s.q = newTrial(longest, n, m, k)
	s.h, s.trials, s.loss, s.gradient = make([]float64, n), 0, 0, 0
	s.hits, s.losses = make([]float64, recallWindow), make([]float64, recallWindow)
	s.states, s.shown = newRaster(n), newRaster(m)
	return nil
}

// Step is one trial. The error is that of the weights at its start; Oja's rule
// goes first, the gradient is subtracted at the end.
func (s *recall) Step() sim.Step {
	q := &s.q
	q.steps, q.label = s.task.draw(s.trials, q.x)
	if !s.carry {
		clear(s.h)
	}
	copy(q.h.Row(0), s.h)
	s.loss = q.forward(&s.net, s.c)
	last := q.h.Row(q.steps)
	if size := num.Norm(last); !(size < 1e4) || math.IsNaN(s.loss) || math.IsInf(s.loss, 0) {
		return sim.Step{Status: sim.Diverged, Trouble: &sim.Trouble{What: "the state h", Size: size}}
	}
	fv, fc := s.net.v, s.c
	if s.feedback == "fix" {
		fv, fc = s.bv, s.bc
	}
	q.backward(&s.net, fv, fc, s.trunc)
	s.learn()
	if size := num.Norm(s.net.v.Data); !(size < 1e4) {
		return sim.Step{Status: sim.Diverged, Trouble: &sim.Trouble{What: "the recurrent weights V", Size: size}}
	}
	copy(s.h, last)
	s.gradient = num.Norm(q.gv.Data)
	at := s.trials % recallWindow
	s.hits[at], s.losses[at] = 0, s.loss
	if num.Argmax(q.logits) == q.label {
		s.hits[at] = 1
	}
	for t := range q.steps {
		s.states.add(q.h.Row(t + 1))
		s.shown.add(q.x.Row(t))
	}
	s.trials++
	return sim.Step{Unit: true}
}

func (s *recall) learn() {
	q, k := &s.q, s.net.k
	if s.theta9 != 0 {
		summed := s.order == "summed"
		if s.ojaV {
			q.oja(&s.net, s.net.v, q.h, s.theta9, summed)
		}
		if s.ojaU {
			q.oja(&s.net, s.net.u, q.x, s.theta9, summed)
		}
		if s.ojaC {
			s.net.oja(s.c, s.theta9, q.p, q.h.Row(q.steps))
		}
	}
	optim.Descend(k, s.net.u.Data, q.gu.Data, s.eta)
	optim.Descend(k, s.net.v.Data, q.gv.Data, s.eta)
	optim.Descend(k, s.c.Data, q.gc.Data, s.eta)
}

func (s *recall) State(sec *sim.Sections) {
	sec.F64("u", s.net.u.Data)
	sec.F64("v", s.net.v.Data)
	sec.F64("c", s.c.Data)
	sec.F64("h", s.h)
	sec.F64("p", s.q.p)
	sec.Int("label", &s.q.label)
	sec.U64("trials", &s.trials)
	sec.Numbers("last", &s.loss, &s.gradient)
	sec.F64("hits", s.hits)
	sec.F64("losses", s.losses)
	s.states.state(sec)
	s.shown.state(sec)
}

func (s *recall) Probes() []sim.Probe { return []sim.Probe{spectrumProbe} }

func (s *recall) Capture(_ int, old sim.Measurement) sim.Measurement {
	return captureSpectrum(s.net.v, old)
}
