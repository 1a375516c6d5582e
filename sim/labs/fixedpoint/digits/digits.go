// Package digits is the view on a recurrent network that classes handwritten digits.
package digits

import (
	"fmt"

	"hebb/sim"
	"hebb/sim/data"
	"hebb/sim/labs/fixedpoint/network"
	"hebb/sim/labs/fixedpoint/rules"
	"hebb/sim/num"
	"hebb/sim/precision"
)

// digits is the view on a recurrent network that classes images: the image is a
// constant input, the answer is read from the rates at rest. Only the recurrent
// weights learn. A unit is one step, that is one batch of images; a quantum is a part
// of a batch.
type digits struct {
	sim.None
	rule, protocol, solver, from string
	adjoint                      string
	eta, h, tol                  float64
	steps, sweeps                int
	n, batch                     int
	rho                          float64
	model, act                   string
	data, precision              string
	test                         int

	rescueTo string
	given    *givenDigits // of a test

	seed    uint64
	pool    sim.Pool
	images  *data.Set
	pixels  int
	rows    int // of an image
	classes int
	core    digitsCore
}

// givenDigits is a network and its only batch, of a test.
type givenDigits struct {
	w, wx, c, x num.Mat[float64] // n × n, n × pixels, classes × n, samples × pixels: as in digitsState
	labels      []int
}

var _ sim.Sim = (*digits)(nil)

// digitsCore is the state in one precision.
type digitsCore interface {
	step(s *digits) sim.Step
	outputs(s *digits) []sim.Output
	state(s *digits, sec *sim.Sections)
	capture(s *digits, probe int, old sim.Measurement) sim.Measurement
	rescue(s *digits) error
}

var digitsRules = []string{rules.DW0, rules.DW1, rules.DW2, rules.DW3, rules.DW4, rules.DW3A, rules.BPTT}

func newDigits() *digits {
	return &digits{rule: rules.DW3, protocol: "correct", solver: "euler", from: "current", adjoint: string(network.Chord), eta: 0.1, h: 0.1, tol: 1e-6, steps: 50, sweeps: 5,
		n: 100, batch: 128, rho: 0.5, model: "rate", act: "tanh", data: "mnist", precision: precision.Single, test: 2000, rescueTo: rules.DW3}
}

func (s *digits) Fields() []sim.Field {
	const rule, settle, neurons, run = "Rule", "Settling", "Network", "Run"
	return []sim.Field{
		{Name: "rule", Label: "rule", Group: rule, Acts: sim.NextUnit, Value: sim.Choice(&s.rule, rules.Options(digitsRules...)...),
			Doc: "Which rule changes the recurrent weights. ΔW2 for networks that are not linear is our own and experimental: its rate is held at 0.1."},
		{Name: "eta", Symbol: `\eta`, Label: "learning rate", Group: rule, Acts: sim.NextUnit, Value: sim.FloatOff(&s.eta, 1e-4, 2, sim.Log),
			Doc: "How far one batch moves the weights; 0 stops learning."},
		{Name: "adjoint", Label: "ΔW1 solves by", Group: rule, Acts: sim.NextUnit, Value: sim.Choice(&s.adjoint,
			sim.Option{Name: string(network.Chord), Label: "chord", Doc: "Iterates with one inverse for the whole batch; images on which that fails get their own."},
			sim.Option{Name: string(network.OneByOne), Label: "one by one", Doc: "One decomposition for every image: exact and slow."},
			sim.Option{Name: string(network.Broken), Label: "sweeps", Doc: "Recurrent backpropagation, broken off after a number of sweeps."}),
			Doc: "How the gradient’s linear equation is solved."},
		{Name: "sweeps", Symbol: `K`, Label: "sweeps", Group: rule, Acts: sim.NextUnit, Value: sim.Int(&s.sweeps, 0, 50),
			Doc: "How many sweeps recurrent backpropagation does before it is broken off: with 0 it is ΔW0, with many ΔW1."},

		{Name: "solver", Label: "the state is", Group: settle, Acts: sim.NextUnit, Value: sim.Choice(&s.solver,
			sim.Option{Name: "euler", Label: "where it is at T", Doc: "The state after so many Euler steps from 0, whether settled or not."},
			sim.Option{Name: "exact", Label: "a fixed point", Doc: "A fixed point by accelerated iteration; what fails is relaxed. Images without one are left out."},
			sim.Option{Name: "anderson", Label: "a fixed point (plain)", Doc: "The same without the inverse of the mean network."},
			sim.Option{Name: "newton", Label: "a fixed point (Newton)", Doc: "Newton’s method for each image: exact and slow."},
			sim.Option{Name: "relax", Label: "where it settles", Doc: "The dynamics themselves until they are at rest, at most 60 τ."}),
			Doc: "Which state is read out and learned from."},
		{Name: "steps", Symbol: `N_t`, Label: "steps", Group: settle, Acts: sim.NextUnit, Value: sim.Int(&s.steps, 1, 500),
			Doc: "How many Euler steps are taken when the state is the one at a fixed time T."},
		{Name: "h", Symbol: `h`, Label: "step size", Unit: "τ", Group: settle, Acts: sim.NextUnit, Value: sim.Float(&s.h, 0.01, 1, sim.Log),
			Doc: "Size of an Euler step. T is the number of steps times this."},
		{Name: "tol", Label: "at rest below", Group: settle, Acts: sim.NextUnit, Value: sim.Float(&s.tol, 1e-12, 1e-2, sim.Log),
			Doc: "A state counts as a fixed point when no rate would change by more than this."},
		{Name: "gains", Label: "gains from", Group: settle, Acts: sim.NextUnit, Value: sim.Choice(&s.from,
			sim.Option{Name: "current", Label: "the current", Doc: "The slope of f at the total current."},
			sim.Option{Name: "rate", Label: "the rate", Doc: "1 - r², or whether r > 0: the same only at an exact fixed point."}),
			Doc: "Where the gains of the rule are read."},
		{Name: "protocol", Label: "protocol", Group: settle, Acts: sim.NextUnit, Value: sim.Choice(&s.protocol,
			sim.Option{Name: "correct", Label: "correct", Doc: "Learns from training images only."},
			sim.Option{Name: "authors", Label: "as published", Doc: "Learns from batches of the test images, from the state at T, with gains from the rates, as the published script does."}),
			Doc: "As it should be, or as the published script has it."},
		{Name: "model", Label: "dynamics", Group: neurons, Acts: sim.NextUnit, Value: sim.Choice(&s.model,
			sim.Option{Name: "rate", Label: "rates", Doc: "τ dr/dt = -r + f(Wr + i)."},
			sim.Option{Name: "current", Label: "currents", Doc: "τ dv/dt = -v + W f(v) + i: the same fixed points, another way to them."},
			sim.Option{Name: "discrete", Label: "discrete", Doc: "r ← f(Wr + i): the same fixed points, but stable only where all eigenvalues are within the circle of radius 1."}),
			Doc: "How the network moves towards rest."},

		{Name: "n", Symbol: `N`, Label: "neurons", Group: neurons, Acts: sim.Restart, Value: sim.Int(&s.n, 2, 300),
			Doc: "How many neurons there are. The paper has 300."},
		{Name: "act", Symbol: `f`, Label: "rate function", Group: neurons, Acts: sim.Restart, Value: sim.Choice(&s.act,
			sim.Option{Name: "tanh", Label: "tanh", Doc: "Between -1 and 1."},
			sim.Option{Name: "relu", Label: "rectifier", Doc: "0 below 0: silent neurons have no gain."},
			sim.Option{Name: "linear", Label: "linear", Doc: "The current itself."}),
			Doc: "What a neuron makes of its current."},
		{Name: "rho", Symbol: `\rho`, Label: "first size", Group: neurons, Acts: sim.Restart, Value: sim.Float(&s.rho, 0, 2, sim.Linear),
			Doc: "Radius of the disc that the eigenvalues of the first weights fill."},
		{Name: "batch", Symbol: `B`, Label: "images a step", Group: run, Acts: sim.Restart, Value: sim.Int(&s.batch, 1, 1024),
			Doc: "How many images a step learns from. The paper has 512."},
		{Name: "data", Label: "images", Group: run, Acts: sim.Restart, Value: sim.Choice(&s.data, data.Options(nil)...),
			Doc: "Which images the network sees."},
		{Name: "test", Label: "test images", Group: run, Acts: sim.NextUnit, Value: sim.Int(&s.test, 100, 10000),
			Doc: "On how many held-out images the test accuracy is measured."},
		precision.Field(&s.precision, run, "Fast.", "Twice the digits, half the speed.", "The numbers that the network computes in."),
	}
}

func (s *digits) Init(env sim.Env) error {
	s.seed, s.pool = env.Seed, env.Pool
	if s.given == nil {
		set, err := data.Choose("data", s.data)
		if err != nil {
			return err
		}
		s.images, s.rows, s.pixels, s.classes = set, set.Rows, set.Rows*set.Cols, set.Classes
	} else {
		s.n, s.batch, s.rows, s.pixels, s.classes = s.given.w.Rows, s.given.x.Rows, 1, s.given.x.Cols, s.given.c.Rows
	}
	// Weights and their past, inputs, the rooms of a batch, and copies for probes.
	if need := precision.Bytes(s.precision) * int64(s.n*s.n*(rules.RewindSteps+20)+s.n*s.pixels+mostRows*(s.n*(10+8+2*network.Depth)+s.pixels)*3); !env.Fits(need) {
		return &sim.FieldError{Field: "n", Reason: fmt.Sprintf("%d neurons need %d MB, more than the %d MB allowed", s.n, need>>20, env.Memory>>20)}
	}
	if err := env.Ended(); err != nil {
		return err
	}
	s.core = precision.Of(s.precision, newDigitsCore[float32], newDigitsCore[float64], s)
	return env.Ended()
}

func (s *digits) Outputs() []sim.Output   { return s.core.outputs(s) }
func (s *digits) Step() sim.Step          { return s.core.step(s) }
func (s *digits) State(sec *sim.Sections) { s.core.state(s, sec) }

func (s *digits) Capture(probe int, old sim.Measurement) sim.Measurement {
	return s.core.capture(s, probe, old)
}

func (s *digits) Actions() []sim.Action {
	return []sim.Action{rules.RescueAction(&s.rescueTo, rules.Options(digitsRules...), func() error { return s.core.rescue(s) })}
}

// way is how the state is found: the field's, unless the published protocol says.
func (s *digits) way() string {
	if s.protocol == "authors" {
		return "euler"
	}
	return s.solver
}

func (s *digits) gainsFromRate() bool { return s.protocol == "authors" || s.from == "rate" }
