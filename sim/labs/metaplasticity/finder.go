package metaplasticity

import (
	"fmt"

	"hebb/sim"
	"hebb/sim/meta"
	"hebb/sim/num"
	"hebb/sim/optim"
	"hebb/sim/precision"
	"hebb/sim/rule"
	"hebb/sim/rule/formula"
)

// finder is the sim of meta-learning. A unit is an episode: fresh weights learn a task
// online, are asked, and the coefficients of the rule move down the gradient of the
// answer. A quantum is a few images of one of its phases.
type finder struct {
	sim.None
	own   bool      // a rule that somebody has written, instead of the pool
	rules rule.List // the pool

	// Fields.
	start                []float64 // coefficients: where θ starts, of each term of the pool or of the rule
	use                  []bool    // terms: which are in the pool
	text                 string
	feedback, derivative string
	only                 []float64
	lambda, rate         float64
	robust, frozen       bool
	compare              bool
	faRate, bpRate       float64
	m, k, q, parallel    int
	widths               []float64
	gain, beta           float64
	data, precision      string
	classes              int
	frame                // half is a field

	// What Init makes of them.
	pool    sim.Pool
	sizes   []int
	n       int // coefficients
	program *formula.Program
	steps   int // images of a course: M K
	chunk   int // images of a quantum
	runs    []episode
	job     func(int)
	part    struct {
		phase    phase
		from, to int
	}
	sizing []float64 // matrices × coefficients: scratch: sizes of terms
	now    float64   // scratch: accuracy at this moment

	// State.
	episode uint64
	phase   phase // what the next step does, from step on
	step    int
	number  uint64 // the episode that the networks are in, and how far they are in it
	reached phase
	mark    int
	plan    plan
	theta   []float64 // coefficients: θ
	seen    []float64 // coefficients: what the fields start were when they were last looked at
	trace   []float64 // steps × coefficients: θ with which each image was learned from
	adam    optim.PaperAdam
	guard   *meta.Guard
	grad    []float64 // coefficients: dL/dθ of the last episode, as it came
	lesson  []float64 // steps × coefficients: of the last episode, as in result
	last    summary
	rings   [roles][averaged]float64 // roles × averaged: accuracies of the last episodes, a ring
	counted [roles]uint64            // roles: how many episodes
	skipped uint64
	clipped uint64
}

var _ sim.Sim = (*finder)(nil)

// averaged is over how many episodes accuracies run.
const averaged = 10

type phase int

const (
	adapting phase = iota
	asking
	rewinding
	over // the unit is completed
)

// summary is what the last episode came to.
type summary struct {
	accuracy, loss, meta float64
	alpha, ew            []float64 // L - 1, L: as in result
}

func newFinder() *finder { return newFinderOf(rule.Pool) }

// newFinderOf returns a finder for a pool whose first term is the error.
func newFinderOf(rules rule.List) *finder {
	f := &finder{rules: rules, start: make([]float64, max(len(rules), mostCoefficients)), use: make([]bool, len(rules)), feedback: "fix", derivative: "detached", lambda: 2.1, rate: 1e-3, robust: true, compare: true,
		faRate: 0.012, bpRate: 0.03, m: 5, k: 50, q: 10, parallel: 1, widths: []float64{80, 60, 50, 40}, gain: 1, beta: 10,
		data: setDrawings, precision: precision.Single, classes: 47, frame: frame{half: true}}
	f.start[rule.Error] = 1e-3
	for r := range f.use {
		f.use[r] = true
	}
	return f
}

// newTuner returns a finder of the coefficients of a rule that somebody has written.
func newTuner() *finder {
	f := newFinder()
	f.own, f.text, f.lambda = true, "-eta*e*x' - beta*e*f' + theta*(y*x' - y*(y'*W))", 0
	return f
}

func (f *finder) Init(env sim.Env) error {
	f.seed, f.pool = env.Seed, env.Pool
	var err error
	if f.lib, err = openLibrary(f.data); err != nil {
		return err
	}
	if f.chosen, err = choose(f.lib, f.classes, f.seed); err != nil {
		return err
	}
	if f.m > f.classes {
		return &sim.FieldError{Field: "m", Reason: fmt.Sprintf("%d classes a task, but the network knows %d", f.m, f.classes)}
	}
	if have := f.lib.least(f.chosen); f.k+f.q > have {
		return &sim.FieldError{Field: "k", Reason: fmt.Sprintf("%d images to learn from and %d to be asked about, but a class has %d", f.k, f.q, have)}
	}
	if f.steps = f.m * f.k; f.steps > mostSteps {
		return &sim.FieldError{Field: "k", Reason: fmt.Sprintf("%d classes of %d images are %d: a course has at most %d", f.m, f.k, f.steps, mostSteps)}
	}
	rows, cols := f.lib.size(f.half)
	f.sizes = []int{rows * cols}
	for _, w := range f.widths {
		f.sizes = append(f.sizes, int(w))
	}
	f.sizes = append(f.sizes, f.classes)
	f.n = len(f.rules)
	if f.own {
		if f.program, err = formula.Compile(f.text, mostCoefficients); err != nil {
			return &sim.FieldError{Field: "rule", Reason: err.Error()}
		}
		if f.n = len(f.program.Coefficients); f.n == 0 {
			return &sim.FieldError{Field: "rule", Reason: "there is no coefficient to be found in it: write a Greek letter, like eta, before a term"}
		}
	}
	if need := f.need(); !env.Fits(need) {
		return &sim.FieldError{Field: "widths", Reason: fmt.Sprintf("this network and %d images an episode need %d MB, more than the %d MB allowed", f.steps, need>>20+1, env.Memory>>20)}
	}
	if err := env.Ended(); err != nil {
		return err
	}
	f.build()
	if err := env.Ended(); err != nil {
		return err
	}
	f.latch()
	f.prepare()
	f.phase, f.step = adapting, 0
	return nil
}

const (
	mostSteps        = 2000
	mostCoefficients = 6
)

// build makes everything that depends on sizes.
func (f *finder) build() {
	f.runs = precision.Of(f.precision, courses[float32], courses[float64], f)
	weights := f.runs[0].weights()
	if f.own {
		weights *= 1 + 3*f.n
	}
	f.chunk = min(max(2_000_000/weights, 1), 10)
	f.job = func(i int) { f.work(i) }
	L := len(f.sizes) - 1
	f.episode, f.counted, f.rings, f.skipped, f.clipped = 0, [roles]uint64{}, [roles][averaged]float64{}, 0, 0
	f.theta, f.seen, f.grad = make([]float64, f.n), make([]float64, f.n), make([]float64, f.n)
	f.trace = make([]float64, f.steps*f.n)
	f.lesson = make([]float64, f.steps*f.n)
	f.adam = optim.NewPaperAdam(f.n)
	f.guard = meta.NewGuard(f.n)
	f.last = summary{alpha: make([]float64, L-1), ew: make([]float64, L)}
	f.sizing = make([]float64, L*f.n)
	copy(f.seen, f.start[:f.n])
	f.plan = plan{terms: ^rule.Terms(0)}
	copy(f.theta, f.start[:f.n])
}

// courses are the episodes that go on at once, and two for comparison.
func courses[T num.Float](f *finder) (list []episode) {
	var first *course[T]
	for i := range f.parallel {
		c := newCourse[T](f, found, nil)
		if i == 0 {
			first = c
		}
		list = append(list, c)
	}
	return append(list, newCourse(f, aligned, first), newCourse(f, backprop, first))
}

// need is about how many bytes the sim holds.
func (f *finder) need() int64 {
	weights, most := int64(0), int64(0)
	for l := range len(f.sizes) - 1 {
		w := int64(f.sizes[l]) * int64(f.sizes[l+1])
		weights += w
		most = max(most, w)
	}
	last := int64(f.sizes[len(f.sizes)-1])
	direct := int64(0)
	for _, n := range f.sizes[:len(f.sizes)-1] {
		direct += int64(n) * last
	}
	each := 4*weights + direct // W, B, M, the copy to look at
	if f.own {
		each += int64(f.n)*weights + most
	} else {
		each += int64(f.steps) * int64(meta.PerStep(f.sizes))
	}
	return precision.Bytes(f.precision)*(int64(f.parallel)*each+2*weights) + int64(f.steps*f.n)*24
}
