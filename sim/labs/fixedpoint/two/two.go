// Package two is the view on two neurons: their loss over two weights, and the plane of
// their rates.
package two

import (
	"fmt"

	"hebb/sim"
	"hebb/sim/labs/fixedpoint/network"
	"hebb/sim/labs/fixedpoint/problem"
	"hebb/sim/labs/fixedpoint/rules"
	"hebb/sim/num"
	"hebb/sim/num/elem"
	"hebb/sim/optim"
)

// two is the view on two neurons: the loss over the two weights between them, and the
// plane of their rates. A unit, and a quantum, is one iteration over three inputs;
// meanwhile the shown state moves on by 0.2 τ.
type two struct {
	sim.None
	rule, model, show string
	eta               float64
	w0                [4]float64 // 4: the first weights w11 w12 w21 w22, fields
	freeze            bool
	i1, i2            float64

	rescueTo   string
	placeX     float64 // arguments of actions
	placeY     float64
	stateX     float64
	stateY     float64
	q          struct{ x0, x1, y0, y1, x, y float64 } // and of queries
	tiles      int
	given      *givenTwo // of a test
	fixedCache struct {
		p    pair
		list [][2]float64
		ok   bool
	}

	x, t        [][2]float64    // samples × 2: inputs and targets
	p           *problem.Linear // the linear network
	net         network.Network[float64]
	b           *network.Batch[float64]
	teach       network.Teacher[float64]
	w, dw       num.Mat[float64] // 2 × 2: W [rate/rate] and ΔW before the rate η
	loss        float64
	failed      int
	move        float64
	k           uint64
	flips       int
	sign        int
	r           [2]float64 // 2: the shown state
	way         sim.Trail  // of w12 and w21
	wayR        sim.Trail  // of the shown state
	mem         rules.Memory[float64]
	swap        rules.Switched
	singularNow bool
}

// givenTwo are inputs and targets of a test.
type givenTwo struct{ x, t [][2]float64 }

var _ sim.Sim = (*two)(nil)

var twoRules = []string{rules.DW1, rules.DW2, rules.DW2la, rules.DW3, rules.DW4}

// The task: three inputs, and the teacher whose answers are the targets.
var (
	twoInputs  = [][2]float64{{1, 0.1}, {0.2, 1}, {-0.6, 0.5}}
	twoTeacher = [4]float64{0.2, 0.6, -0.5, -0.1}
)

func newTwo() *two {
	return &two{rule: rules.DW3, model: "linear", show: "1", eta: 0.02, w0: [4]float64{0.2, 1.6, 0.5, -0.1}, rescueTo: rules.DW3, placeX: 1, placeY: 1, swap: rules.NewSwitched(twoRules...),
		way: sim.NewTrail(), wayR: sim.NewTrail(), tiles: 32, mem: rules.NewMemory[float64](4)}
}

func (s *two) Fields() []sim.Field {
	const rule, network, state = "Rule", "Weights", "State"
	w := func(i int, name, symbol, doc string) sim.Field {
		return sim.Field{Name: name, Symbol: symbol, Label: name, Group: network, Acts: sim.Restart, Value: sim.Float(&s.w0[i], -10, 10, sim.Linear), Doc: doc}
	}
	return []sim.Field{
		{Name: "rule", Label: "rule", Group: rule, Acts: sim.NextQuantum, Value: sim.Choice(&s.rule, rules.Options(twoRules...)...),
			Doc: "Which rule changes the weights. With the linear network ΔW4 is ΔW3; with the tanh network the look-ahead is ΔW2."},
		{Name: "eta", Symbol: `\eta`, Label: "learning rate", Group: rule, Acts: sim.NextQuantum, Value: sim.FloatOff(&s.eta, 1e-4, 10, sim.Log),
			Doc: "How far one iteration moves the weights; 0 stops learning."},
		{Name: "freeze", Label: "learn w12, w21 only", Group: rule, Acts: sim.NextQuantum, Value: sim.Bool(&s.freeze),
			Doc: "Lets only the weights between the neurons learn. The reparameterised rules then lose their guarantee never to cross the singular surface."},
		{Name: "model", Label: "network", Group: network, Acts: sim.Restart, Value: sim.Choice(&s.model,
			sim.Option{Name: "linear", Label: "linear", Doc: "Rates are currents. The loss is that of the algebraic solution, stable or not."},
			sim.Option{Name: "tanh", Label: "tanh", Doc: "Rates are between -1 and 1. The loss is that of the states reached from 0."}),
			Doc: "What the two neurons are."},
		w(0, "w11", `w_{11}`, "First weight from neuron 1 to itself."),
		w(1, "w12", `w_{12}`, "First weight from neuron 2 to neuron 1."),
		w(2, "w21", `w_{21}`, "First weight from neuron 1 to neuron 2."),
		w(3, "w22", `w_{22}`, "First weight from neuron 2 to itself."),
		{Name: "show", Label: "input shown", Group: state, Acts: sim.NextQuantum, Value: sim.Choice(&s.show,
			sim.Option{Name: "1", Label: "first", Doc: "The first input of the task."}, sim.Option{Name: "2", Label: "second", Doc: "The second input of the task."},
			sim.Option{Name: "3", Label: "third", Doc: "The third input of the task."}, sim.Option{Name: "own", Label: "your own", Doc: "The input of the two sliders."}),
			Doc: "Under which input the plane of rates is drawn."},
		{Name: "i1", Symbol: `i_1`, Label: "input 1", Group: state, Acts: sim.NextQuantum, Value: sim.Float(&s.i1, -3, 3, sim.Linear),
			Doc: "Your own input to neuron 1; the loss does not depend on it."},
		{Name: "i2", Symbol: `i_2`, Label: "input 2", Group: state, Acts: sim.NextQuantum, Value: sim.Float(&s.i2, -3, 3, sim.Linear),
			Doc: "Your own input to neuron 2."},
	}
}

func (s *two) tanh() bool { return s.model == "tanh" }

func (s *two) Init(env sim.Env) error {
	const need = 64 << 10
	if !env.Fits(need) {
		return &sim.FieldError{Field: "model", Reason: fmt.Sprintf("two neurons need %d bytes, more than the %d allowed", need, env.Memory)}
	}
	s.x = twoInputs
	s.t = make([][2]float64, len(s.x))
	for i, x := range s.x {
		p := pair{f: network.RateOf(s.model), w: twoTeacher, in: x}
		s.t[i], _ = p.settle([2]float64{})
	}
	if s.given != nil {
		s.x, s.t = s.given.x, s.given.t
	}
	m := len(s.x)
	x, t := num.NewMat[float64](2, m), num.NewMat[float64](2, m)
	s.b = network.NewBatch[float64](2, m)
	for j := range m {
		for i := range 2 {
			x.Data[i*m+j], t.Data[i*m+j] = s.x[j][i], s.t[j][i]
			s.b.In.Data[2*j+i] = s.x[j][i]
		}
	}
	s.p = problem.New([]float64{1, 1}, x, t)
	s.w, s.dw = num.NewMat[float64](2, 2), num.NewMat[float64](2, 2)
	copy(s.w.Data, s.w0[:])
	s.net = *network.New(s.w, network.RateOf(s.model), nil)
	s.teach = network.Teacher[float64]{Adjoint: network.OneByOne, Tol: 1e-12, Floor: network.LeastDenominator, Room: network.NewRoom[float64](2)}
	s.mem = rules.NewMemory[float64](4)
	s.swap = rules.NewSwitched(twoRules...)
	s.k, s.flips, s.move = 0, 0, 0
	s.fixedCache.ok = false
	s.fixedCache.list = make([][2]float64, 0, mostFixed)
	s.evaluate()
	if s.singularNow {
		return &sim.FieldError{Field: "w12", Reason: "the loss is infinite there: choose another start"}
	}
	s.sign = s.p.Sign()
	s.r = [2]float64{}
	s.way.Begin(s.w.Data[1], s.w.Data[2])
	s.wayR.Begin(0, 0)
	return nil
}

// evaluate brings loss and states up to date with the weights.
func (s *two) evaluate() {
	s.singularNow = !s.p.State(s.w)
	if !s.tanh() {
		s.loss, s.failed = s.p.Loss, 0
		return
	}
	s.singularNow = false
	s.net.Relax(s.b, 0.1, 1e-10, 4000, false)
	s.failed = s.b.Failed()
	s.loss = 0
	n := 0
	for i := range s.b.Rows {
		r, d := s.b.R.Row(i), s.b.D.Row(i)
		for j := range r {
			e := r[j] - s.t[i][j]
			d[j] = 2 * e
			if s.b.State[i] == network.OK {
				s.loss += float64(e * e)
			}
		}
		if s.b.State[i] == network.OK {
			n++
		}
	}
	if n > 0 {
		s.loss /= float64(n)
	}
}

func (s *two) Step() sim.Step {
	rule := s.swap.Rule(s.rule)
	before := [4]float64(s.w.Data)
	clear(s.dw.Data)
	switch {
	case !s.tanh():
		if rule == rules.DW4 {
			rule = rules.DW3
		}
		s.p.Step(rule, s.dw, s.eta)
	case s.failed < s.b.Rows: // what has not settled teaches nothing
		if rule == rules.DW2la {
			rule = rules.DW2
		}
		s.teach.Eta = s.eta
		s.net.Measure(s.b, false)
		s.teach.Factors(rule, &s.net, s.b)
		n := 0
		for i := range s.b.Rows {
			if s.b.State[i] != network.OK {
				clear(s.b.P.Row(i))
			} else {
				n++
			}
		}
		s.net.Gather(s.b, s.dw)
		s.net.K.Scale(1/float64(max(n, 1)), s.dw.Data)
	}
	if s.freeze {
		s.dw.Data[0], s.dw.Data[3] = 0, 0
	}
	size := num.Norm(s.dw.Data)
	if !(size*s.eta < 1e9) {
		return sim.Step{Status: sim.Diverged, Trouble: &sim.Trouble{What: fmt.Sprintf("size of dW at iteration %d", s.k+1), Size: size}}
	}
	optim.Descend(s.net.K, s.w.Data, s.dw.Data, s.eta)
	s.evaluate()
	if far := num.Norm(s.w.Data); s.singularNow || !(s.loss < 1e100) || !(far < 1e9) {
		t := &sim.Trouble{What: fmt.Sprintf("iteration %d lands where I - W is singular: loss", s.k+1), Size: s.loss}
		if !(far < 1e9) {
			t = &sim.Trouble{What: fmt.Sprintf("the weights escaped through infinity at iteration %d: |W|", s.k+1), Size: far}
		}
		copy(s.w.Data, before[:])
		s.evaluate()
		return sim.Step{Status: sim.Diverged, Trouble: t}
	}
	s.mem.Push(before[:])
	s.move = s.eta * size / max(num.Norm(before[:]), 1e-300)
	if s.p.Sign() != s.sign {
		s.flips++
		s.sign = s.p.Sign()
	}
	s.way.Add(s.w.Data[1], s.w.Data[2])
	s.wander()
	s.k++
	return sim.Step{Unit: true}
}

// wander moves the shown state on by 0.2 τ. One that has run far away stays there.
func (s *two) wander() {
	p := s.pair()
	for range 4 {
		if elem.Hypot(s.r[0], s.r[1]) > 100 {
			break
		}
		s.r = p.walk(s.r, 0.05)
	}
	s.wayR.Add(s.r[0], s.r[1])
}

// pair is the network under the input that is shown.
func (s *two) pair() pair {
	p := pair{f: network.RateOf(s.model), w: [4]float64(s.w.Data), in: [2]float64{s.i1, s.i2}}
	if s.show != "own" {
		p.in = s.x[int(s.show[0]-'1')%len(s.x)]
	}
	return p
}

func (s *two) State(sec *sim.Sections) {
	sec.F64("w", s.w.Data)
	sec.F64("r", s.r[:])
	sec.Numbers("move", &s.move)
	sec.U64("k", &s.k)
	sec.Int("flips", &s.flips)
	sec.Int("sign", &s.sign)
	s.way.State(sec)
	s.wayR.State(sec)
	s.mem.State(sec)
	s.swap.State(sec)
	if sec.Loading() && sec.Err() == nil {
		s.evaluate()
	}
}
