// Package one is the view on a single linear neuron.
package one

import (
	"fmt"
	"math"

	"hebb/sim"
	"hebb/sim/labs/fixedpoint/plot"
	"hebb/sim/labs/fixedpoint/problem"
	"hebb/sim/labs/fixedpoint/rules"
)

// one is the view on a single linear neuron, where everything is explicit. A unit, and
// a quantum, is one iteration.
type one struct {
	sim.None
	rule              string
	eta, start, g     float64
	stim, teach, nois float64
	pairs             int

	rescueTo string
	putAt    float64 // argument of the action place
	putV     float64 // and of place_v

	given *scalar // of a test

	p       scalar
	w, prev float64
	loss, a float64  // of w: J, and the response
	seen    struct { // what else is recorded of w and of the step that led to it
		gap, length, beyond, v, rho float64
	}
	k       uint64
	crossed int // how often the weight has jumped over the pole
	way     sim.Trail
	wayA    sim.Trail
	web     [webPoints]float64 // webPoints: the last weights, the oldest first
	webN    int
	past    [rules.RewindSteps]float64 // RewindSteps: w of the last steps, a ring
	pastAt  int
	pastN   int
	swap    rules.Switched
}

var _ sim.Sim = (*one)(nil)

var oneRules = []string{rules.DW1, rules.DW2, rules.DW2la, rules.DW3, rules.DW3Notebook}

const webPoints = 40

func newOne() *one {
	return &one{rule: rules.DW1, eta: 2, start: -2, g: 1, stim: 0.1, teach: -1, nois: 0.02, pairs: 500, rescueTo: rules.DW3, swap: rules.NewSwitched(oneRules...), way: sim.NewTrail(), wayA: sim.NewTrail()}
}

func (s *one) Fields() []sim.Field {
	const rule, neuron, task = "Rule", "Neuron", "Task"
	return []sim.Field{
		{Name: "rule", Label: "rule", Group: rule, Acts: sim.NextQuantum, Value: sim.Choice(&s.rule, rules.Options(oneRules...)...),
			Doc: "Which rule moves the weight."},
		{Name: "eta", Symbol: `\eta`, Label: "learning rate", Group: rule, Acts: sim.NextQuantum, Value: sim.FloatOff(&s.eta, 1e-3, 1000, sim.Log),
			Doc: "How far one iteration moves the weight; 0 stops learning. ΔW2 and ΔW3 converge while this times the mean square stimulus is below 1."},
		{Name: "start", Symbol: `w_0`, Label: "first weight", Group: neuron, Acts: sim.Restart, Value: sim.Float(&s.start, -10, 10, sim.Linear),
			Doc: "Where the weight begins. It cannot begin at the pole."},
		{Name: "g", Symbol: `g`, Label: "gain", Group: neuron, Acts: sim.Restart, Value: sim.Float(&s.g, 0.1, 5, sim.Log),
			Doc: "Slope of the neuron’s rate. The pole lies at 1 over it: from there on the neuron excites itself without end."},
		{Name: "teacher", Symbol: `\hat w`, Label: "teacher’s weight", Group: task, Acts: sim.Restart, Value: sim.Float(&s.teach, -5, 0.8, sim.Linear),
			Doc: "The weight of the neuron whose answers, with noise, are the targets."},
		{Name: "stim", Symbol: `\sigma_x`, Label: "stimulus size", Group: task, Acts: sim.Restart, Value: sim.Float(&s.stim, 0.01, 2, sim.Log),
			Doc: "Standard deviation of the stimuli."},
		{Name: "noise", Label: "target noise", Group: task, Acts: sim.Restart, Value: sim.Float(&s.nois, 0, 1, sim.Linear),
			Doc: "Standard deviation of the noise on the targets: it sets how low the loss can get."},
		{Name: "pairs", Symbol: `m`, Label: "pairs", Group: task, Acts: sim.Restart, Value: sim.Int(&s.pairs, 2, 2000),
			Doc: "How many pairs of stimulus and target there are."},
	}
}

func (s *one) Init(env sim.Env) error {
	if need := int64(16 * s.pairs); !env.Fits(need) {
		return &sim.FieldError{Field: "pairs", Reason: fmt.Sprintf("%d pairs need %d bytes, more than the %d allowed", s.pairs, need, env.Memory)}
	}
	if s.given != nil {
		s.p = *s.given
	} else {
		rng := problem.NewLegacy(problem.Seed(env.Seed))
		x, y := make([]float64, s.pairs), make([]float64, s.pairs)
		rng.Normals(x, s.stim)
		rng.Normals(y, s.nois)
		for i, v := range x {
			y[i] += v / (1 - s.teach)
		}
		s.p = newScalar(x, y, s.g)
	}
	if s.start == s.p.pole {
		return &sim.FieldError{Field: "start", Reason: fmt.Sprintf("the loss is infinite at %s: choose another place", sim.Number(s.start))}
	}
	s.k, s.crossed, s.webN, s.pastAt, s.pastN = 0, 0, 0, 0, 0
	s.web, s.past = [webPoints]float64{}, [rules.RewindSteps]float64{}
	s.swap = rules.NewSwitched(oneRules...)
	s.set(s.start)
	return env.Ended()
}

// set puts the weight somewhere and begins its ways there.
func (s *one) set(w float64) {
	s.prev, s.webN = w, 0
	s.move(w)
	s.way.Begin(w, s.loss)
	s.wayA.Begin(s.a, s.loss)
	s.note()
}

// move brings what is read of the weight up to date with it.
func (s *one) move(w float64) {
	s.w, s.loss, s.a = w, plot.Bounded(s.p.loss(w)), plot.Bounded(1/(s.p.pole-w))
	n := &s.seen
	n.gap, n.length, n.beyond = plot.Bounded(max(s.loss/s.p.least-1, 0)), math.Abs(w-s.prev), 0
	if w > s.p.pole {
		n.beyond = 1
	}
	n.rho, n.v = s.p.rho(s.eta), plot.Bounded(s.v(w))
}

// v is the weight in the coordinate in which ΔW3 is the logistic map.
func (s *one) v(w float64) float64 {
	return 2 * s.eta * s.p.c * (s.p.pole - w) / s.p.rho(s.eta)
}

// ofV is the weight at v.
func (s *one) ofV(v float64) float64 {
	return s.p.pole - v*s.p.rho(s.eta)/(2*s.eta*s.p.c)
}

// note takes the present weight into the web.
func (s *one) note() {
	if s.webN == webPoints {
		copy(s.web[:], s.web[1:])
		s.webN--
	}
	s.web[s.webN] = s.w
	s.webN++
}

func (s *one) Step() sim.Step {
	next := s.p.step(s.swap.Rule(s.rule), s.w, s.eta)
	if escaped(next) {
		return sim.Step{Status: sim.Diverged, Trouble: &sim.Trouble{What: fmt.Sprintf("the weight escaped through infinity at iteration %d: w", s.k+1), Size: next}}
	}
	if next == s.p.pole {
		return sim.Step{Status: sim.Diverged, Trouble: &sim.Trouble{What: fmt.Sprintf("iteration %d lands on the pole: loss", s.k+1), Size: math.Inf(1)}}
	}
	s.past[s.pastAt] = s.w
	s.pastAt = (s.pastAt + 1) % rules.RewindSteps
	s.pastN = min(s.pastN+1, rules.RewindSteps)
	if (next > s.p.pole) != (s.w > s.p.pole) {
		s.crossed++
	}
	s.prev = s.w
	s.move(next)
	s.way.Add(next, s.loss)
	s.wayA.Add(s.a, s.loss)
	s.note()
	s.k++
	return sim.Step{Unit: true}
}

func (s *one) Actions() []sim.Action {
	return []sim.Action{
		{Name: "place", Title: "Put the weight here", Doc: "Puts the weight at a place of the curve and goes on from there.",
			Args: []sim.Field{{Name: "x", Label: "weight", Doc: "The weight.", Value: sim.Float(&s.putAt, -1e6, 1e6, sim.Linear)}},
			Do: func() error {
				if s.putAt == s.p.pole {
					return &sim.FieldError{Field: "x", Reason: "the loss is infinite there: choose another place"}
				}
				s.set(s.putAt)
				return nil
			}},
		{Name: "place_v", Title: "Start the map here", Doc: "Puts the weight where the map’s coordinate v has this value.",
			Args: []sim.Field{{Name: "x", Label: "v", Doc: "The map’s coordinate.", Value: sim.Float(&s.putV, -10, 10, sim.Linear)}},
			Do: func() error {
				if s.putV == 0 || s.eta == 0 || s.p.c == 0 {
					return &sim.FieldError{Field: "x", Reason: "at 0 the loss is infinite: choose another place"}
				}
				if w := s.ofV(s.putV); !escaped(w) && w != s.p.pole {
					s.set(w)
				}
				return nil
			}},
		rules.RescueAction(&s.rescueTo, rules.Options(oneRules...), func() error {
			if s.pastN == 0 {
				return &sim.FieldError{Field: "rule", Reason: "nothing has been learned yet: there is nothing to take back"}
			}
			at := (s.pastAt - s.pastN + rules.RewindSteps) % rules.RewindSteps
			s.pastAt, s.pastN = at, 0
			s.swap.Put(s.rescueTo, s.rule)
			s.set(s.past[at])
			return nil
		}),
	}
}

func (s *one) State(sec *sim.Sections) {
	sec.Numbers("w", &s.w, &s.prev)
	s.move(s.w)
	sec.U64("k", &s.k)
	sec.Int("crossed", &s.crossed)
	s.way.State(sec)
	s.wayA.State(sec)
	sec.F64("web", s.web[:])
	sec.Int("web_n", &s.webN)
	sec.F64("past", s.past[:])
	sec.Int("past_at", &s.pastAt)
	sec.Int("past_n", &s.pastN)
	s.swap.State(sec)
}
