package metaplasticity

import (
	"fmt"
	"math"

	"hebb/sim"
	"hebb/sim/data"
	"hebb/sim/meta"
	"hebb/sim/net"
	"hebb/sim/num"
	"hebb/sim/precision"
	"hebb/sim/rule/formula"
)

// writer is the sim of a network that learns online by a rule that somebody has
// written. A unit, and a quantum, is one image.
type writer struct {
	sim.None

	text, last      string // the rule; that of the last matrix, if it is another
	c               [mostCoefficients]float64
	feedback        string
	widths          []float64
	gain, beta      float64
	data, precision string
	classes, test   int
	frame           // half is a field

	sizes []int
	core  writeCore
}

var _ sim.Sim = (*writer)(nil)

func newWriter() *writer {
	return &writer{text: "-eta*e*x' + theta*(y*x' - y*(y'*W))", last: "-eta*e*x'", c: [mostCoefficients]float64{0.01, 0.004, 1e-3, 1e-3, 1e-3, 1e-3},
		feedback: string(net.Fix), widths: []float64{100, 60}, gain: 1, beta: 10, data: "mnist", precision: precision.Single, classes: 10, test: 500}
}

// writeCore is the network in one precision.
type writeCore interface {
	step(w *writer) sim.Step
	outputs(w *writer) []sim.Output
	state(w *writer, s *sim.Sections)
	capture(w *writer, probe int, old sim.Measurement) sim.Measurement
}

func (w *writer) Init(env sim.Env) error {
	w.seed = env.Seed
	var err error
	if w.lib, err = openLibrary(w.data); err != nil {
		return err
	}
	if w.chosen, err = choose(w.lib, w.classes, w.seed); err != nil {
		return err
	}
	if least := w.lib.least(w.chosen); least < 2 {
		return &sim.FieldError{Field: "data", Reason: "a class has fewer than two images"}
	}
	if _, err = w.compile(); err != nil {
		return err
	}
	rows, cols := w.lib.size(w.half)
	w.sizes = []int{rows * cols}
	for _, n := range w.widths {
		w.sizes = append(w.sizes, int(n))
	}
	w.sizes = append(w.sizes, w.classes)
	need := int64(0)
	for l := range len(w.sizes) - 1 {
		need += int64(w.sizes[l]) * int64(w.sizes[l+1]+w.classes) * 6 * 8
	}
	if !env.Fits(need) {
		return &sim.FieldError{Field: "widths", Reason: fmt.Sprintf("this network needs %d MB, more than the %d MB allowed", need>>20+1, env.Memory>>20)}
	}
	if err := env.Ended(); err != nil {
		return err
	}
	w.core = precision.Of(w.precision, newLine[float32], newLine[float64], w)
	return env.Ended()
}

// compile returns the rules of all matrices and of the last. The same letter is the
// same coefficient in both.
func (w *writer) compile() (rules [2]*formula.Program, err error) {
	if rules[0], err = formula.Compile(w.text, mostCoefficients); err != nil {
		return rules, &sim.FieldError{Field: "rule", Reason: err.Error()}
	}
	rules[1] = rules[0]
	if w.last != "" {
		if rules[1], err = formula.CompileWith(w.last, rules[0].Coefficients, mostCoefficients); err != nil {
			return rules, &sim.FieldError{Field: "last", Reason: err.Error()}
		}
	}
	return rules, nil
}

func (w *writer) Outputs() []sim.Output { return w.core.outputs(w) }
func (w *writer) Step() sim.Step        { return w.core.step(w) }
func (w *writer) State(s *sim.Sections) { w.core.state(w, s) }
func (w *writer) Capture(p int, old sim.Measurement) sim.Measurement {
	return w.core.capture(w, p, old)
}
func (w *writer) Queries() []sim.Query { return []sim.Query{explainQuery()} }

const (
	lately  = 200 // images over which loss and accuracy run
	heldOut = 5   // of so many images of a class the last is held out
)

// line is the network and its images, one after the other, in one precision.
type line[T num.Float] struct {
	n     *net.Net[T]
	own   *meta.Own[T]
	built [2]string // the rules that own learns by
	x     []float64 // pixels: the image in hand, 0 to 1
	train []int     // classes: images of each to learn from; the others are held out
	order data.Permutation
	start []int // classes + 1: of each class in the order

	unit       uint64
	label      int
	reward     []float64 // 2: its running mean r̄, and r of the last image
	loss, hits []float64 // lately: L [nats] and whether it was right, of the last images, a ring
	scratch    []T       // n_l × n_{l+1}: of shares
	sizing     []float64 // matrices × coefficients: scratch, |part of ΔW|
}

func newLine[T num.Float](w *writer) writeCore {
	c := &line[T]{n: net.New[T](w.sizes, w.beta), x: make([]float64, w.sizes[0]), reward: make([]float64, 2),
		loss: make([]float64, lately), hits: make([]float64, lately)}
	c.n.DrawAll(net.XavierUniform, w.gain, w.seed)
	all, most := 0, 0
	for _, i := range w.chosen {
		n := len(w.lib.classes[i].list)
		c.start = append(c.start, all)
		c.train = append(c.train, n-max(n/heldOut, 1))
		all += c.train[len(c.train)-1]
	}
	c.start = append(c.start, all)
	c.order = data.Order(uint64(num.NewKey(w.seed, "order", 0)), all)
	for l := range c.n.W {
		most = max(most, len(c.n.W[l].Data))
	}
	c.scratch, c.sizing = make([]T, most), make([]float64, mostCoefficients*len(c.n.W))
	c.listen(w)
	c.present(w)
	c.own.Look(c.label)
	return c
}

// listen compiles the rules again when their fields have changed. Each has been checked;
// an error says that they do not go together.
func (c *line[T]) listen(w *writer) error {
	if now := [2]string{w.text, w.last}; c.own == nil || now != c.built {
		rules, err := w.compile()
		if err != nil {
			return err
		}
		each := make([]*formula.Program, len(c.n.W))
		for l := range each {
			each[l] = rules[0]
		}
		each[len(each)-1] = rules[1]
		c.own, c.built = meta.NewOwn(c.n, each, false), now
	}
	c.own.Feedback, c.own.Coefficients, c.own.Mean = net.Feedback(w.feedback), w.c[:], c.reward[0]
	c.own.Reward = c.reward[1]
	c.n.Beta = w.beta
	return nil
}

// present loads the image whose turn it is.
func (c *line[T]) present(w *writer) {
	i := c.order.At(c.unit)
	k := 0
	for c.start[k+1] <= i {
		k++
	}
	c.label = k
	w.lib.load(w.chosen[k], i-c.start[k], w.half, c.x)
	num.Convert(c.n.Y[0], c.x)
}

func (c *line[T]) step(w *writer) sim.Step {
	if err := c.listen(w); err != nil {
		return sim.Step{Status: sim.Diverged, Trouble: &sim.Trouble{What: err.Error()}}
	}
	c.present(w)
	layer, size, fault := c.own.Look(c.label)
	if fault != "" {
		return sim.Step{Status: sim.Diverged, Trouble: &sim.Trouble{What: fault, Size: math.Inf(1)}}
	}
	if layer > 0 {
		return sim.Step{Status: sim.Diverged, Trouble: &sim.Trouble{What: fmt.Sprintf("pre-activation z of layer %d", layer), Size: size}}
	}
	slot := c.unit % lately
	c.loss[slot], c.hits[slot] = c.n.Loss(c.label), c.own.Reward
	c.own.Change()
	c.reward[0], c.reward[1] = c.own.Mean, c.own.Reward
	c.unit++
	return sim.Step{Unit: true}
}

// state lists what Step reads and changes, and what is shown. What the rules have
// made of the last image is made again.
func (c *line[T]) state(w *writer, s *sim.Sections) {
	for l := range c.n.W {
		sim.Floats(s, fmt.Sprintf("w%d", l+1), c.n.W[l].Data)
	}
	for l := range c.n.Y {
		sim.Floats(s, fmt.Sprintf("y%d", l), c.n.Y[l])
		sim.Floats(s, fmt.Sprintf("e%d", l), c.n.E[l])
		if l > 0 {
			sim.Floats(s, fmt.Sprintf("z%d", l), c.n.Z[l])
		}
		if l+1 < len(c.n.Y) {
			sim.Floats(s, fmt.Sprintf("u%d", l), c.n.U[l])
		}
	}
	s.F64("loss", c.loss)
	s.F64("hits", c.hits)
	s.F64("reward", c.reward)
	s.U64("unit", &c.unit)
	s.Int("label", &c.label)
}

// sizes writes the part of each coefficient in the change of each matrix by the last
// image, with the coefficients as they are now.
func (c *line[T]) sizes(w *writer) []float64 {
	clear(c.sizing)
	if c.listen(w) != nil {
		return c.sizing
	}
	for l, m := range c.own.Machines {
		m.Eval(formula.Inputs[T]{Local: c.n.Local(l), Coefficients: w.c[:], Reward: c.own.Reward, MeanReward: c.reward[0]})
		m.Shares(num.Mat[T]{Rows: c.n.W[l].Rows, Cols: c.n.W[l].Cols, Data: c.scratch[:len(c.n.W[l].Data)]}, c.sizing[l*mostCoefficients:(l+1)*mostCoefficients])
	}
	return c.sizing
}
