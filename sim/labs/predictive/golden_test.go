package predictive

import (
	"math"
	"strconv"
	"testing"

	"hebb/sim"
	"hebb/sim/labs/predictive/layout"
	"hebb/sim/simtest"
)

// array is a block of numbers as the reference writes it.
type array struct {
	Shape []int
	Data  []float64
}

// golden is a file of reference numbers.
type golden struct {
	name                       string
	Paper, Description, Format string // words
	Cases                      []struct {
		ID, Note, Loss string
		Blocks         [][]struct {
			Op  string
			K   int
			Pad int
		}
		Params  []array
		X, Y    array
		Forward struct {
			Vhat map[string]array
			Loss float64
			DLdy array `json:"dLdy"`
		}
		Runs     []goldenRun
		Trace    []float64 `json:"strict_eta3_F_trace"`
		Training []struct {
			Alg, Optimizer string
			Lr, Eta        float64
			Steps, N       int
			Losses         []float64 `json:"losses_before_each_step_and_after"`
			Params         []array
		}
	}
}

type goldenRun struct {
	Alg, Variant string
	Eta          float64
	N            int
	GradAt       string `json:"grad_at"`
	V, Eps       map[string]array
	Grads        []array
	Rel          []float64 `json:"weight_rel_err_vs_exact"`
	Cos          []float64 `json:"weight_cos_vs_exact"`
	Energy       []float64 `json:"energy_after_iteration"`
	Dv           []float64 `json:"dv_norm"`
	Gains        []float64 `json:"gain_c_k"`
	F            *float64
	Terms        []float64 `json:"F_terms_1_to_L"`
}

// kinds are the files of this lab.
var kinds = simtest.Kinds{"cases": {"cases"}, "seed": {"mt19937_seed0_first_u32"}}

// goldenCases are the files of cases.
func goldenCases(t *testing.T) []*golden {
	t.Helper()
	var list []*golden
	for _, file := range kinds.Of(t, "predictive", "cases") {
		g := &golden{name: file.Name}
		file.Decode(t, g)
		list = append(list, g)
	}
	return list
}

// checker counts and compares numbers: absolutely below one, relatively above.
type checker struct{ simtest.Compared }

func newChecker(t *testing.T) *checker { return &checker{simtest.Compared{T: t}} }

func (c *checker) one(what string, got, want, tol float64) {
	c.T.Helper()
	c.One(what, got, want, simtest.Allowed{Unit: tol})
}

func (c *checker) all(what string, got, want []float64, tol float64) {
	c.T.Helper()
	c.Same(what, got, want, simtest.Allowed{Unit: tol})
}

// given are the images and targets of a case.
type given struct {
	from    layout.Dims
	out     int
	x, y    [][]float64
	label   []int
	targets bool
}

func (g *given) shape() layout.Dims { return g.from }
func (g *given) classes() int       { return g.out }
func (g *given) count(bool) int     { return len(g.x) }
func (g *given) load(_ bool, i int, x []float64) int {
	copy(x, g.x[i])
	return g.label[i]
}
func (g *given) target(i int, y []float64) bool {
	if g.targets {
		copy(y, g.y[i])
	}
	return g.targets
}

type straight struct{ n int }

func (s straight) At(i uint64) int { return int(i) % s.n }

func rows(a array) [][]float64 {
	var list [][]float64
	n := a.Shape[0]
	for i := range n {
		list = append(list, a.Data[i*len(a.Data)/n:(i+1)*len(a.Data)/n])
	}
	return list
}

// text writes the blocks of a case in the words of the field.
func (g *golden) text(t *testing.T, i int) string {
	c := &g.Cases[i]
	p := 0
	var blocks []layout.Block
	for _, ops := range c.Blocks {
		var b layout.Block
		for _, o := range ops {
			word := o.Op
			made := layout.Op{K: o.K, Pad: o.Pad}
			switch word {
			case "maxpool":
				word = "pool"
			case "identity":
				word = "linear"
			}
			known := false
			if made.Kind, known = layout.Words[word]; !known {
				t.Fatalf("%s: operation %q is none of ours", c.ID, o.Op)
			}
			if made.Learns() {
				made.Out = c.Params[p].Shape[0]
				if made.Kind == layout.Conv {
					made.K = c.Params[p].Shape[2]
				}
				p += 2
			}
			b.Ops = append(b.Ops, made)
		}
		blocks = append(blocks, b)
	}
	return layout.Write(blocks)
}

func (g *golden) source(i int) *given {
	c := &g.Cases[i]
	s := &given{x: rows(c.X)}
	switch d := c.X.Shape; len(d) {
	case 4:
		s.from = layout.Dims{C: d[1], H: d[2], W: d[3]}
	default:
		s.from = layout.Dims{C: d[1]}
	}
	s.out = c.Forward.DLdy.Shape[1]
	s.label = make([]int, len(s.x))
	if c.Loss == ce {
		for i, v := range c.Y.Data {
			s.label[i] = int(v)
		}
	} else {
		s.y, s.targets = rows(c.Y), true
	}
	return s
}

func flat(list []array) []float64 {
	var all []float64
	for _, a := range list {
		all = append(all, a.Data...)
	}
	return all
}

// startGolden starts an explorer with the numbers of a case.
func (g *golden) start(t *testing.T, i int, set map[string]string) (*explorer, *relax[float64]) {
	e := newExplorer()
	e.given = g.source(i)
	set["layers"], set["loss"], set["batch"] = g.text(t, i), g.Cases[i].Loss, strconv.Itoa(len(g.Cases[i].X.Data)/e.given.shape().Size())
	if err := sim.Set(e.Fields(), set); err != nil {
		t.Fatal(err)
	}
	if err := e.Init(sim.Env{Seed: 1}); err != nil {
		t.Fatal(err)
	}
	c := e.core.(*relax[float64])
	copy(c.net.theta, flat(g.Cases[i].Params))
	c.order = straight{e.given.count(false)}
	c.freeze(e, sim.Env{})
	return e, c
}

// batch reads a layer's buffers image by image, as the reference writes them.
func (c *relax[T]) batch(l int, of func(ch *chunk[T]) func(i int) T) []float64 {
	var all []float64
	for _, ch := range c.chunks {
		value := of(ch)
		for b := range ch.n {
			for j := range ch.layer(l).Size() {
				all = append(all, float64(value(j*ch.lanes+b)))
			}
		}
	}
	return all
}

func (c *relax[T]) beliefs(l int) []float64 {
	return c.batch(l, func(ch *chunk[T]) func(int) T {
		return func(i int) T {
			if l == ch.depth() && c.m.alg == algExact {
				return ch.vhat[l][i] - ch.cur[l][i]
			}
			return ch.beliefAt(&c.m, l, i)
		}
	})
}

func (c *relax[T]) errors(l int) []float64 {
	return c.batch(l, func(ch *chunk[T]) func(int) T { return func(i int) T { return ch.used[l][i] } })
}

var algNames = map[string]string{"Exact": algExact, "Strict": algStrict, "FixedPred": algFixed}

// TestGoldenInference goes through every run of every case, in the safe form and in
// the form as published, both in float64, by the steps that the page makes.
func TestGoldenInference(t *testing.T) {
	check := newChecker(t)
	for _, g := range goldenCases(t) {
		check.Files++
		for i := range g.Cases {
			for r := range g.Cases[i].Runs {
				for _, naive := range []bool{false, true} {
					g.run(t, check, i, &g.Cases[i].Runs[r], naive)
				}
			}
			g.trace(t, check, i)
			check.Cases++
		}
	}
	check.Log()
}

func (g *golden) run(t *testing.T, check *checker, i int, run *goldenRun, naive bool) {
	const tol = 1e-12
	set := map[string]string{"alg": algNames[run.Alg], "n": strconv.Itoa(max(1, run.N))}
	if run.N > 0 {
		set["eta"] = sim.Number(run.Eta)
	}
	if algNames[run.Alg] == "" {
		t.Fatalf("%s: algorithm %q is none of ours", g.Cases[i].ID, run.Alg)
	}
	if run.Variant != "" {
		set["sign"] = run.Variant
	}
	if run.GradAt != "" {
		set["update_at"] = run.GradAt
	}
	e, c := g.start(t, i, set)
	if naive {
		for n := range c.chunks {
			ch := newChunk(c.net, c.chunks[n].width, true, nil)
			ch.size(c.chunks[n].n)
			c.chunks[n] = ch
		}
		c.freeze(e, sim.Env{})
	}
	id := g.Cases[i].ID + " " + run.Alg + " eta " + sim.Number(run.Eta) + " n " + strconv.Itoa(run.N) + " " + run.Variant
	check.one(id+": loss", c.total.loss, g.Cases[i].Forward.Loss, tol)
	for l := 1; l <= e.lay.Depth(); l++ {
		check.all(id+": vhat", c.batch(l, func(ch *chunk[float64]) func(int) float64 {
			return func(i int) float64 { return ch.vhat[l][i] }
		}), g.Cases[i].Forward.Vhat[strconv.Itoa(l)].Data, tol)
	}
	for k := 0; k < max(1, run.N); {
		step := e.Step()
		if step.Status == sim.Diverged {
			t.Fatalf("%s: %v", id, step.Trouble)
		}
		if !step.Unit {
			continue
		}
		if k < len(run.Energy) {
			check.one(id+": energy", c.noted.energy, run.Energy[k], tol)
			check.one(id+": |dv|", c.noted.dv, run.Dv[k], tol)
		}
		k++
	}
	// Layer 0 is the reference's scratch: FixedPred believes the input.
	for _, m := range []map[string]array{run.V, run.Eps} {
		for key := range m {
			if l, err := strconv.Atoi(key); err != nil || l < 0 || l > e.lay.Depth() {
				t.Errorf("%s: there is no layer %q", id, key)
			}
		}
	}
	if run.Alg != "Strict" {
		check.all(id+": dL/dy", c.errors(e.lay.Depth()), g.Cases[i].Forward.DLdy.Data, tol)
	}
	for l := 1; l <= e.lay.Depth(); l++ {
		key := strconv.Itoa(l)
		if v, ok := run.V[key]; ok {
			check.all(id+": v"+key, c.beliefs(l), v.Data, tol)
		}
		check.all(id+": eps"+key, c.errors(l), run.Eps[key].Data, tol)
	}
	grads := make([]float64, e.lay.Params)
	for _, ch := range c.chunks {
		ch.update(&c.m, grads)
	}
	check.all(id+": gradients", grads, flat(run.Grads), tol)
	at := 0
	for b := range e.lay.Blocks {
		learns := false
		for _, o := range e.lay.Blocks[b].Ops {
			learns = learns || o.Learns()
		}
		if !learns {
			continue
		}
		check.one(id+": distance", c.noted.rel[b+1], run.Rel[at], tol)
		if run.Cos[at] != 0 { // no update at all is 90 degrees here and cosine 0 there
			check.one(id+": cosine", math.Cos(c.noted.angle[b+1]*math.Pi/180), run.Cos[at], 1e-9)
		} else {
			check.one(id+": angle", c.noted.angle[b+1], 90, tol)
		}
		at++
	}
	for k, gain := range run.Gains {
		check.one(id+": gain", c.g.used[e.lay.Depth()-k], gain, tol)
	}
	if run.F != nil {
		check.one(id+": F", c.noted.energy, *run.F, tol)
		for l, v := range run.Terms {
			check.one(id+": F term", c.noted.terms[l+1], v, tol)
		}
	}
}

// trace follows a divergence through its first ten sweeps, and asks that it is seen.
func (g *golden) trace(t *testing.T, check *checker, i int) {
	if len(g.Cases[i].Trace) == 0 {
		return
	}
	e, c := g.start(t, i, map[string]string{"alg": algStrict, "eta": "3", "n": "30"})
	seen := false
	for k := 0; k < min(10, len(g.Cases[i].Trace)); {
		step := e.Step()
		seen = seen || step.Status == sim.Diverged
		if step.Unit || step.Status == sim.Diverged {
			check.one(g.Cases[i].ID+": F of the divergence", c.energy(), g.Cases[i].Trace[k], 1e-6)
			k++
		}
	}
	if !seen {
		t.Errorf("%s: the divergence at eta 3 is not seen", g.Cases[i].ID)
	}
}
