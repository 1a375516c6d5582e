package fixedpoint

import (
	"fmt"
	"math"

	"hebb/sim"
)

// one is the view on a single linear neuron, where everything is explicit. A unit, and
// a quantum, is one iteration.
type one struct {
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
	k       uint64
	crossed int // how often the weight has jumped over the pole
	way     sim.Trail
	wayA    sim.Trail
	web     [webPoints]float64 // the last values of v
	webN    int
	past    [rewindSteps]float64
	pastAt  int
	pastN   int
	swap    switched
}

var _ sim.Sim = (*one)(nil)

var oneRules = []string{dW1, dW2, dW2la, dW3, stepNotebook}

const webPoints = 40

func newOne() *one {
	return &one{rule: dW1, eta: 2, start: -2, g: 1, stim: 0.1, teach: -1, nois: 0.02, pairs: 500, rescueTo: dW3, swap: newSwitched(oneRules...), way: sim.NewTrail(), wayA: sim.NewTrail()}
}

func (s *one) Fields() []sim.Field {
	const rule, neuron, task = "Rule", "Neuron", "Task"
	return []sim.Field{
		{Name: "rule", Label: "rule", Group: rule, Acts: sim.NextQuantum, Value: sim.Choice(&s.rule, ruleOptions(oneRules...)...),
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
	if need := int64(16 * s.pairs); env.Memory > 0 && need > env.Memory {
		return &sim.FieldError{Field: "pairs", Reason: fmt.Sprintf("%d pairs need %d bytes, more than the %d allowed", s.pairs, need, env.Memory)}
	}
	if s.given != nil {
		s.p = *s.given
	} else {
		rng := newLegacy(legacySeed(env.Seed))
		x, y := make([]float64, s.pairs), make([]float64, s.pairs)
		rng.fill(x, s.stim)
		rng.fill(y, s.nois)
		for i, v := range x {
			y[i] += v / (1 - s.teach)
		}
		s.p = newScalar(x, y, s.g)
	}
	if s.start == s.p.pole() {
		return &sim.FieldError{Field: "start", Reason: fmt.Sprintf("the loss is infinite at %s: choose another place", sim.Number(s.start))}
	}
	s.k, s.crossed, s.webN, s.pastAt, s.pastN = 0, 0, 0, 0, 0
	s.web, s.past = [webPoints]float64{}, [rewindSteps]float64{}
	s.swap = newSwitched(oneRules...)
	s.set(s.start)
	return nil
}

// set puts the weight somewhere and begins its ways there.
func (s *one) set(w float64) {
	s.w, s.prev, s.webN = w, w, 0
	s.way.Begin(w, bounded(s.p.loss(w)))
	s.wayA.Begin(s.a(w), bounded(s.p.loss(w)))
	s.note()
}

func (s *one) a(w float64) float64 { return bounded(1 / (s.p.pole() - w)) }

// v is the weight in the coordinate in which ΔW3 is the logistic map.
func (s *one) v(w float64) float64 {
	return 2 * s.eta * s.p.c * (s.p.pole() - w) / s.p.rho(s.eta)
}

// ofV is the weight at v.
func (s *one) ofV(v float64) float64 {
	return s.p.pole() - v*s.p.rho(s.eta)/(2*s.eta*s.p.c)
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
	next := s.p.step(s.swap.rule(s.rule), s.w, s.eta)
	if escaped(next) {
		return sim.Step{Status: sim.Diverged, Trouble: &sim.Trouble{What: fmt.Sprintf("the weight escaped through infinity at iteration %d: w", s.k+1), Size: next}}
	}
	if next == s.p.pole() {
		return sim.Step{Status: sim.Diverged, Trouble: &sim.Trouble{What: fmt.Sprintf("iteration %d lands on the pole: loss", s.k+1), Size: math.Inf(1)}}
	}
	s.past[s.pastAt] = s.w
	s.pastAt = (s.pastAt + 1) % rewindSteps
	s.pastN = min(s.pastN+1, rewindSteps)
	if (next > s.p.pole()) != (s.w > s.p.pole()) {
		s.crossed++
	}
	s.prev, s.w = s.w, next
	s.way.Add(next, bounded(s.p.loss(next)))
	s.wayA.Add(s.a(next), bounded(s.p.loss(next)))
	s.note()
	s.k++
	return sim.Step{Unit: true}
}

func (s *one) Actions() []sim.Action {
	return []sim.Action{
		{Name: "place", Title: "Put the weight here", Doc: "Puts the weight at a place of the curve and goes on from there.",
			Args: []sim.Field{{Name: "x", Label: "weight", Doc: "The weight.", Value: sim.Float(&s.putAt, -1e6, 1e6, sim.Linear)}},
			Do: func() error {
				if s.putAt == s.p.pole() {
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
				if w := s.ofV(s.putV); !escaped(w) && w != s.p.pole() {
					s.set(w)
				}
				return nil
			}},
		rescueAction(&s.rescueTo, ruleOptions(oneRules...), func() error {
			if s.pastN == 0 {
				return &sim.FieldError{Field: "rule", Reason: "nothing has been learned yet: there is nothing to take back"}
			}
			at := (s.pastAt - s.pastN + rewindSteps) % rewindSteps
			s.pastAt, s.pastN = at, 0
			s.swap.put(s.rescueTo, s.rule)
			s.set(s.past[at])
			return nil
		}),
	}
}

func (s *one) Probes() []sim.Probe  { return nil }
func (s *one) Queries() []sim.Query { return nil }
func (s *one) Capture(int, sim.Measurement) sim.Measurement {
	panic("fixedpoint: Capture without Probes")
}

func (s *one) State(sec *sim.Sections) {
	n := [...]float64{s.w, s.prev}
	sec.F64("w", n[:])
	s.w, s.prev = n[0], n[1]
	sec.U64("k", &s.k)
	sec.Int("crossed", &s.crossed)
	s.way.State(sec)
	s.wayA.State(sec)
	sec.F64("web", s.web[:])
	sec.Int("web_n", &s.webN)
	sec.F64("past", s.past[:])
	sec.Int("past_at", &s.pastAt)
	sec.Int("past_n", &s.pastN)
	s.swap.state(sec)
}

// The outputs of the view of one neuron.
const (
	oneW = iota
	oneLoss
	oneGap
	oneA
	oneMove
	oneCrossed
	oneStable
	oneV
	oneRho
	oneRule
	oneRecorded
)

const (
	oneLeft = oneRecorded + iota
	oneRight
	onePole
	oneDot
	oneGoal
	oneLevel
	oneWay
	oneCurveA
	oneDotA
	oneGoalA
	oneWayA
	oneMap
	oneWeb
)

const curvePoints = 240

func (s *one) Outputs() []sim.Output {
	rec := func(name, symbol, label, doc string) sim.Output {
		return sim.Output{Name: name, Symbol: symbol, Label: label, Doc: doc, Kind: sim.Scalar, From: sim.Recorded}
	}
	path := func(name, symbol, label, doc string, n int) sim.Output {
		return sim.Output{Name: name, Symbol: symbol, Label: label, Doc: doc, Kind: sim.Path, Shape: []int{n, 2}}
	}
	point := func(name, symbol, label, doc string) sim.Output {
		return sim.Output{Name: name, Symbol: symbol, Label: label, Doc: doc, Kind: sim.Points, Shape: []int{1, 2}}
	}
	list := []sim.Output{
		oneW:       rec("w", `w`, "weight", "The weight with which the neuron hears itself."),
		oneLoss:    rec("loss", `J`, "loss", "Mean squared distance of the fixed points from the targets."),
		oneGap:     rec("gap", `J/J^{*}-1`, "above the minimum", "How far the loss is above the least possible, relative to it."),
		oneA:       rec("a", `a`, "response", "The answer to a stimulus of 1: a = 1/(1/g - w). ΔW2 moves straight in it."),
		oneMove:    rec("move", `|\Delta w|`, "length of the step", "How far the last iteration moved the weight."),
		oneCrossed: rec("crossed", ``, "crossings", "How often the weight has jumped over the pole."),
		oneStable:  rec("unstable", ``, "unstable", "1 while the weight is beyond the pole: the fixed point exists, but the neuron would run away from it."),
		oneV:       rec("v", `v`, "coordinate", "The weight in the coordinate of the map, 2ηCu/ρ."),
		oneRho:     rec("rho", `\rho`, "height of the map", "ρ = 1 + 2ηS, with S the mean square stimulus. Below 3 the logistic map settles, from 3.57 it is chaotic, above 4 it escapes."),
		oneRule:    rec("rule_now", ``, "rule in force", "Number of the rule in force, from 0 in the order of the choice: a rescue changes it."),
		oneLeft:    path("curve1", `J(w)`, "loss", "The loss over the weight, on the stable side.", curvePoints),
		oneRight:   path("curve2", `J(w)`, "loss, unstable side", "The loss over the weight, beyond the pole, where the fixed point is unstable.", curvePoints),
		onePole:    point("pole", `1/g`, "pole", "Where the loss is infinite."),
		oneDot:     point("dot", `w`, "now", "The weight, and its loss."),
		oneGoal:    point("goal", `w^{*}`, "minimum", "The best weight."),
		oneLevel:   {Name: "level", Symbol: `T`, Label: "plateau", Doc: "The loss far away from the pole, where the neuron no longer answers.", Kind: sim.Scalar},
		oneWay:     path("way", ``, "so far", "Weights and losses so far.", sim.TrailPoints+1),
		oneCurveA:  path("curve_a1", `J(a)`, "loss", "The loss over the response a: a parabola, without any pole.", curvePoints),
		oneDotA:    point("dot_a", `a`, "now", "The response, and its loss."),
		oneGoalA:   point("goal_a", `a^{*}`, "minimum", "The best response."),
		oneWayA:    path("way_a", ``, "so far", "Responses and losses so far.", sim.TrailPoints+1),
		oneMap:     path("map", `v'`, "the rule as a map", "Where the rule takes each v = 2ηCu/ρ, u = 1/g - w. For ΔW3 it is the logistic map ρv(1-v).", curvePoints),
		oneWeb:     path("web", ``, "cobweb", "The last iterations: up to the map, across to the diagonal.", 2*webPoints),
	}
	for _, i := range []int{oneLoss, oneGap, oneMove} {
		list[i].Log = true
	}
	return list
}

func (s *one) scalars() [oneRecorded]float64 {
	loss := bounded(s.p.loss(s.w))
	v := [oneRecorded]float64{oneW: s.w, oneLoss: loss, oneGap: bounded(max(loss/s.p.least()-1, 0)), oneA: s.a(s.w), oneMove: math.Abs(s.w - s.prev),
		oneCrossed: float64(s.crossed), oneV: bounded(s.v(s.w)), oneRho: s.p.rho(s.eta), oneRule: float64(s.swap.number(s.rule))}
	if s.w > s.p.pole() {
		v[oneStable] = 1
	}
	return v
}

func (s *one) Record(dst []float64) {
	v := s.scalars()
	copy(dst, v[:])
}

func (s *one) Snapshot(f *sim.Frame) {
	for i, v := range s.scalars() {
		f.Set(i, v)
	}
	p := s.p
	pole, best := p.pole(), p.best()
	wide := max(3, 1.6*math.Abs(best-pole))
	// Dense near the pole: the distance from it grows as a square.
	drawPath(f, oneLeft, curvePoints, func(t float64) (x, y float64) {
		x = pole - 0.004*wide - 2.2*wide*(1-t)*(1-t)
		return x, p.loss(x)
	})
	drawPath(f, oneRight, curvePoints, func(t float64) (x, y float64) {
		x = pole + 0.004*wide + 1.6*wide*t*t
		return x, p.loss(x)
	})
	drawPoint(f, onePole, pole, p.t)
	drawPoint(f, oneDot, s.w, p.loss(s.w))
	drawPoint(f, oneGoal, best, p.least())
	f.Set(oneLevel, p.t)
	s.way.Draw(f, oneWay, small32)
	// In the response a the loss is S a² - 2C a + T.
	aim := p.c / p.s
	reach := max(1, 2*math.Abs(aim))
	drawPath(f, oneCurveA, curvePoints, func(t float64) (x, y float64) {
		x = aim + reach*(2*t-1)*1.5
		return x, p.s*x*x - 2*p.c*x + p.t
	})
	drawPoint(f, oneDotA, s.a(s.w), p.loss(s.w))
	drawPoint(f, oneGoalA, aim, p.least())
	s.wayA.Draw(f, oneWayA, small32)
	if s.eta == 0 || p.c == 0 { // no coordinate to draw in
		f.SetRows(oneMap, 0)
		f.SetRows(oneWeb, 0)
		return
	}
	rule := s.swap.rule(s.rule)
	drawPath(f, oneMap, curvePoints, func(t float64) (x, y float64) {
		x = 1.5*t - 0.25 + 1e-9
		return x, min(max(s.v(p.step(rule, s.ofV(x), s.eta)), -3), 3)
	})
	f.SetRows(oneMap, curvePoints)
	if dst := f.Slot(oneWeb); dst != nil {
		n := 0
		for i, w := range s.web[:s.webN] {
			v := small32(s.v(w))
			if i > 0 {
				dst[2*n], dst[2*n+1] = small32(s.v(s.web[i-1])), v
				n++
			}
			dst[2*n], dst[2*n+1] = v, v
			n++
		}
		f.SetRows(oneWeb, n)
	}
}

// drawPath fills a path with n points of a curve over t from 0 to 1.
func drawPath(f *sim.Frame, i, n int, at func(t float64) (x, y float64)) {
	if dst := f.Slot(i); dst != nil {
		for j := range n {
			x, y := at(float64(j) / float64(n-1))
			dst[2*j], dst[2*j+1] = small32(x), small32(y)
		}
	}
}

func drawPoint(f *sim.Frame, i int, x, y float64) {
	if dst := f.Slot(i); dst != nil {
		dst[0], dst[1] = small32(x), small32(y)
	}
}
