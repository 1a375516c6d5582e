// Package linear is the view on many linear neurons, each rule beside its closed form.
package linear

import (
	"fmt"
	"math"

	"hebb/sim"
	"hebb/sim/labs/fixedpoint/network"
	"hebb/sim/labs/fixedpoint/plot"
	"hebb/sim/labs/fixedpoint/problem"
	"hebb/sim/labs/fixedpoint/rules"
	"hebb/sim/num"
	"hebb/sim/optim"
)

// linear is the view on many linear neurons: find W so that each of m stimuli has its
// target as fixed point. A unit, and a quantum, is one iteration over all pairs.
type linear struct {
	sim.None
	rule                    string
	eta                     float64
	guarded                 bool
	n, m                    int
	stim, aim, noise, scale float64
	start                   string
	far, spread             float64

	rescueTo string
	given    *givenLinear // of a test

	p        *problem.Linear
	axes     num.Mat[float64] // m × m: eigenvectors of c XᵀX, as columns
	fc       problem.Forecast
	w, dw    num.Mat[float64] // n × n: W [rate/rate], row i what neuron i hears; ΔW before the rate η
	last     num.Mat[float64] // n × n: W before the step
	mem      rules.Memory[float64]
	swap     rules.Switched
	v        []float64 // n: right singular vector of σ_min of I - G W
	k        uint64    // iterations
	begun    uint64    // iteration at which the forecast began
	begunEta float64
	begunOn  int
	at0      float64 // J at the start [rate²]
	sigma    float64 // σ_min
	move     float64 // |η dW| / |W| of the last step
	size     float64 // |dW|
	flips    int     // how often det(I - G W) has changed its sign
	flung    int     // steps that were longer than W itself
	refused  int     // steps that the guard has halved
	sign     int
}

// givenLinear is a problem of a test.
type givenLinear struct {
	g           []float64        // n: gains
	x, rhat, w0 num.Mat[float64] // n × m, n × m, n × n: X and R̂, a column a stimulus; W
}

var _ sim.Sim = (*linear)(nil)

var linearRules = []string{rules.DW1, rules.DW2, rules.DW2la, rules.DW3}

func newLinear() *linear {
	return &linear{rule: rules.DW3, eta: 1, n: 60, m: 30, stim: 0.1, aim: 0.5, noise: 0.01, scale: 0.75, start: "random", far: 0.51,
		rescueTo: rules.DW3, swap: rules.NewSwitched(linearRules...)}
}

func (s *linear) Fields() []sim.Field {
	const rule, network, task = "Rule", "Network", "Task"
	return []sim.Field{
		{Name: "rule", Label: "rule", Group: rule, Acts: sim.NextQuantum, Value: sim.Choice(&s.rule, rules.Options(linearRules...)...),
			Doc: "Which rule learns. All start from the same weights."},
		{Name: "eta", Symbol: `\eta`, Label: "learning rate", Group: rule, Acts: sim.NextQuantum, Value: sim.FloatOff(&s.eta, 1e-3, 100, sim.Log),
			Doc: "How far one iteration moves the weights; 0 stops learning. The reparameterised rules are stable up to 2 over the largest eigenvalue of the stimuli’s correlation."},
		{Name: "guard", Label: "guarded steps", Group: rule, Acts: sim.NextQuantum, Value: sim.Bool(&s.guarded),
			Doc: "Halves a step, up to ten times, when it would make the loss ten times larger or jump across the singular surface."},
		{Name: "n", Symbol: `n`, Label: "neurons", Group: network, Acts: sim.Restart, Value: sim.Int(&s.n, 2, 200),
			Doc: "How many neurons there are. The paper has 200."},
		{Name: "start", Label: "first weights", Group: network, Acts: sim.Restart, Value: sim.Choice(&s.start,
			sim.Option{Name: "random", Label: "random", Doc: "Normally distributed."},
			sim.Option{Name: "line", Label: "off the solution", Doc: "A solution plus a random direction, so that one can start on the unstable side."}),
			Doc: "Where learning begins."},
		{Name: "scale", Symbol: `\sigma_W`, Label: "first size", Group: network, Acts: sim.Restart, Value: sim.Float(&s.scale, 0, 3, sim.Linear),
			Doc: "Radius of the disc in which the eigenvalues of random first weights lie. Beyond 1 the start is unstable."},
		{Name: "far", Symbol: `t`, Label: "distance", Group: network, Acts: sim.Restart, Value: sim.Float(&s.far, -2, 2, sim.Linear),
			Doc: "How far off the solution to start, in units of a direction whose eigenvalues fill a disc of radius 2.5."},
		{Name: "spread", Label: "unequal gains", Group: network, Acts: sim.Restart, Value: sim.Float(&s.spread, 0, 0.9, sim.Linear),
			Doc: "Gains are drawn evenly from 1 minus to 1 plus this. The paper has gains of 1."},
		{Name: "m", Symbol: `m`, Label: "stimuli", Group: task, Acts: sim.Restart, Value: sim.Int(&s.m, 1, 300),
			Doc: "How many pairs of stimulus and target there are. Up to as many as neurons, all targets can be met exactly."},
		{Name: "stim", Symbol: `\sigma_x`, Label: "stimulus size", Group: task, Acts: sim.Restart, Value: sim.Float(&s.stim, 0.01, 1, sim.Log),
			Doc: "Standard deviation of every stimulus."},
		{Name: "aim", Symbol: `\hat\sigma`, Label: "teacher’s size", Group: task, Acts: sim.Restart, Value: sim.Float(&s.aim, 0, 0.95, sim.Linear),
			Doc: "Radius of the eigenvalues of the teacher, a network whose answers, with noise, are the targets."},
		{Name: "noise", Label: "target noise", Group: task, Acts: sim.Restart, Value: sim.Float(&s.noise, 0, 0.2, sim.Linear),
			Doc: "Standard deviation of the noise on the targets."},
	}
}

func (s *linear) Init(env sim.Env) error {
	n, m := s.n, s.m
	if s.given != nil {
		n, m = s.given.x.Rows, s.given.x.Cols
	}
	if need := int64(8 * ((rules.RewindSteps+8)*n*n + 8*n*m + 3*m*m)); !env.Fits(need) {
		return &sim.FieldError{Field: "n", Reason: fmt.Sprintf("%d neurons and %d stimuli need %d MB, more than the %d MB allowed", n, m, need>>20, env.Memory>>20)}
	}
	s.w, s.dw, s.last = num.NewMat[float64](n, n), num.NewMat[float64](n, n), num.NewMat[float64](n, n)
	if s.given != nil {
		s.p = problem.New(s.given.g, s.given.x, s.given.rhat)
		copy(s.w.Data, s.given.w0.Data)
	} else if err := s.draw(env.Seed); err != nil {
		return err
	}
	if err := env.Ended(); err != nil {
		return err
	}
	s.mem = rules.NewMemory[float64](n * n)
	s.swap = rules.NewSwitched(linearRules...)
	s.v = make([]float64, n)
	for i := range s.v {
		s.v[i] = 1 + float64(i%7)/10
	}
	if err := env.Ended(); err != nil {
		return err
	}
	s.fc = problem.NewForecast(m)
	s.axes = s.p.Axes(s.fc.S)
	s.k, s.begun, s.move, s.size, s.flips, s.flung, s.refused = 0, 0, 0, 0, 0, 0, 0
	s.p.State(s.w)
	s.at0, s.sign = plot.Bounded(s.p.Loss), s.p.Sign()
	s.sigma = s.p.Sigma(s.v, 20)
	if err := env.Ended(); err != nil {
		return err
	}
	s.predict()
	return nil
}

// draw makes the task and the first weights in the order of the published notebook:
// stimuli, teacher, noise, weights.
func (s *linear) draw(seed uint64) error {
	p, _, rng, err := problem.Draw(problem.Seed(seed), s.n, s.m, s.stim, s.aim, s.noise, problem.Gains(seed, s.n, s.spread))
	if err != nil {
		return err
	}
	s.p = p
	rng.Normals(s.w.Data, s.scale/math.Sqrt(float64(s.n)))
	if s.start == "line" {
		copy(s.w.Data, p.Solution().Data)
		rng.Normals(s.last.Data, 2.5/math.Sqrt(float64(s.n)))
		p.K.Axpy(s.far, s.last.Data, s.w.Data)
	}
	return nil
}

// predict begins the closed-form forecast afresh at the present weights.
func (s *linear) predict() {
	s.begun, s.begunEta, s.begunOn = s.k, s.eta, s.swap.Number(s.rule)
	if s.p.Sign() != 0 && network.Finite(s.p.E.Data) {
		s.fc.Begin(s.p, s.axes)
	}
}

// theory is the forecast for the present iteration.
func (s *linear) theory() float64 {
	rule := rules.DW2
	if s.begunOn >= 0 && linearRules[s.begunOn] == rules.DW2la {
		rule = rules.DW2la
	}
	return plot.Bounded(s.fc.At(rule, s.begunEta, s.k-s.begun))
}

// Step is one iteration.
func (s *linear) Step() sim.Step {
	if s.p.Sign() == 0 || math.IsInf(s.p.Loss, 0) {
		return sim.Step{Status: sim.Diverged, Trouble: &sim.Trouble{What: "I - G W is singular: ratio of its pivots", Size: s.p.Ratio()}}
	}
	if s.eta != s.begunEta || s.swap.Number(s.rule) != s.begunOn {
		s.predict()
	}
	s.p.Step(s.swap.Rule(s.rule), s.dw, s.eta)
	s.size = num.Norm(s.dw.Data)
	if !(s.size < 1e150) {
		return sim.Step{Status: sim.Diverged, Trouble: &sim.Trouble{What: fmt.Sprintf("size of dW at iteration %d", s.k+1), Size: s.size}}
	}
	copy(s.last.Data, s.w.Data)
	before, sign := s.p.Loss, s.sign
	whole := num.Norm(s.w.Data)
	for a, halved := s.eta, 0; ; a, halved = a/2, halved+1 {
		copy(s.w.Data, s.last.Data)
		optim.Descend(s.p.K, s.w.Data, s.dw.Data, a)
		s.move = a * s.size / max(whole, 1e-300)
		good := s.p.State(s.w) && s.p.Loss < 1e150
		if good && (!s.guarded || halved == 10 || s.p.Loss <= 10*before && s.p.Sign() == sign) {
			break
		}
		if !good && (!s.guarded || halved == 10) {
			loss, ratio := s.p.Loss, s.p.Ratio()
			copy(s.w.Data, s.last.Data)
			s.p.State(s.w)
			if far := whole + float64(s.move*whole); far > 1e10 {
				return sim.Step{Status: sim.Diverged, Trouble: &sim.Trouble{What: fmt.Sprintf("size of the weights at iteration %d", s.k+1), Size: far}}
			}
			if math.IsInf(loss, 0) && ratio < 1e-12 {
				return sim.Step{Status: sim.Diverged, Trouble: &sim.Trouble{What: fmt.Sprintf("iteration %d lands where I - G W is singular: ratio of its pivots", s.k+1), Size: ratio}}
			}
			return sim.Step{Status: sim.Diverged, Trouble: &sim.Trouble{What: fmt.Sprintf("loss at iteration %d", s.k+1), Size: loss}}
		}
		s.refused++
	}
	s.mem.Push(s.last.Data)
	if s.p.Sign() != s.sign {
		s.flips++
		s.sign = s.p.Sign()
	}
	if s.move > 1 {
		s.flung++
	}
	s.sigma = s.p.Sigma(s.v, 2)
	s.k++
	return sim.Step{Unit: true}
}

func (s *linear) Actions() []sim.Action {
	return []sim.Action{rules.RescueAction(&s.rescueTo, rules.Options(linearRules...), func() error {
		if s.mem.Back(s.w.Data) == 0 {
			return &sim.FieldError{Field: "rule", Reason: "nothing has been learned yet: there is nothing to take back"}
		}
		s.swap.Put(s.rescueTo, s.rule)
		s.p.State(s.w)
		s.sign = s.p.Sign()
		s.sigma = s.p.Sigma(s.v, 20)
		s.predict()
		return nil
	})}
}

func (s *linear) State(sec *sim.Sections) {
	sec.F64("w", s.w.Data)
	s.mem.State(sec)
	s.swap.State(sec)
	sec.F64("v", s.v)
	sec.U64("k", &s.k)
	sec.U64("begun", &s.begun)
	sec.F64("share", s.fc.Share)
	sec.Numbers("numbers", &s.begunEta, &s.move, &s.size, &s.sigma, &s.at0)
	sec.Int("begun_on", &s.begunOn)
	sec.Int("flips", &s.flips)
	sec.Int("flung", &s.flung)
	sec.Int("refused", &s.refused)
	sec.Int("sign", &s.sign)
	if sec.Loading() && sec.Err() == nil {
		s.begunOn = min(s.begunOn, len(linearRules)-1)
		s.p.State(s.w)
	}
}
