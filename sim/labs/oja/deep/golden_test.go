package deep

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/net"
	"hebb/sim/num"
	"hebb/sim/rule"
	"hebb/sim/simtest"
)

// The golden files come from an independent implementation in NumPy. Every number
// of the kinds handled here is computed by the sim that the page runs, with the
// file's weights, inputs and rule put in place of its own.

// goldenDeep is a file about the layered network.
type goldenDeep struct {
	file         string
	What, Layout string // words
	Tolerance    string
	Sizes        []int
	Beta         float64
	W, B, D      []rows
	X, Xq        rows
	Labels       []int
	LabelsQ      []int       `json:"labels_q"`
	Terms        [][]rows    `json:"term_matrices_fix_sample0"`
	Runs         []goldenRun `json:"runs"`
	PerLayer     *goldenRun  `json:"per_layer"`
	Frozen       *goldenRun  `json:"frozen"`

	Cases []struct { // of the file of functions
		Beta  float64
		Z, Y  []float64
		Slope []float64 `json:"slope_from_y"`
	}
	Logits, Softmax rows
	CrossEntropy    float64 `json:"mean_cross_entropy"`
}

type rows [][]float64

// goldenRun is a run of online steps, with everything of the first step.
type goldenRun struct {
	Mode    string
	Theta   json.RawMessage // one rule, or one for each matrix
	Plastic []bool
	First   *struct{ Y, Z, E, Q, U rows }
	Before  map[string]json.RawMessage

	weights  map[int][]rows                     // "W_after_20": after as many steps
	measures map[int]map[string]json.RawMessage // "after_20"
}

var reAfter = regexp.MustCompile(`^(W_)?after_([0-9]+)$`)

func (r *goldenRun) UnmarshalJSON(data []byte) error {
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(data, &keys); err != nil {
		return err
	}
	r.weights, r.measures = map[int][]rows{}, map[int]map[string]json.RawMessage{}
	for key, raw := range keys {
		part := reAfter.FindStringSubmatch(key)
		if part == nil {
			continue
		}
		delete(keys, key)
		n, err := strconv.Atoi(part[2])
		if err != nil {
			return err
		}
		if part[1] == "W_" {
			var w []rows
			err, r.weights[n] = json.Unmarshal(raw, &w), w
		} else {
			var m map[string]json.RawMessage
			err, r.measures[n] = json.Unmarshal(raw, &m), m
		}
		if err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
	}
	rest, err := json.Marshal(keys)
	if err != nil {
		return err
	}
	type plain goldenRun
	return experiment.Strict(rest, (*plain)(r))
}

func (r *goldenRun) thetas(t *testing.T, L int) []rule.Theta {
	var each [][]float64
	var one []float64
	if json.Unmarshal(r.Theta, &one) == nil {
		for range L {
			each = append(each, one)
		}
	} else if err := json.Unmarshal(r.Theta, &each); err != nil || len(each) != L {
		t.Fatalf("theta: %v, %d rules for %d matrices", err, len(each), L)
	}
	list := make([]rule.Theta, L)
	for l, th := range each {
		if len(th) != len(rule.Pool) {
			t.Fatalf("theta has %d coefficients, not %d", len(th), len(rule.Pool))
		}
		copy(list[l][:], th)
	}
	return list
}

// reaches refuses a file that promises something after more steps than it has inputs for.
func (r *goldenRun) reaches(t *testing.T, inputs int) {
	t.Helper()
	for _, n := range slices.Concat(slices.Collect(maps.Keys(r.weights)), slices.Collect(maps.Keys(r.measures))) {
		if n < 1 || n > inputs {
			t.Fatalf("a run has numbers after %d steps, the file %d inputs", n, inputs)
		}
	}
}

// goldenDeepFiles reads the files of one kind.
func goldenDeepFiles(t *testing.T, kind string) []*goldenDeep {
	t.Helper()
	var list []*goldenDeep
	for _, file := range simtest.PlasticityKinds.Of(t, "plasticity", kind) {
		g := &goldenDeep{file: strings.TrimSuffix(file.Name, ".json")}
		file.Decode(t, g)
		list = append(list, g)
	}
	return list
}

// tolerance is the number at the head of the file's words on it.
func (g *goldenDeep) tolerance(t *testing.T, otherwise float64) float64 {
	if g.Tolerance == "" {
		return otherwise
	}
	tol, err := strconv.ParseFloat(strings.Fields(g.Tolerance)[0], 64)
	if err != nil {
		t.Fatalf("%s: tolerance %q", g.file, g.Tolerance)
	}
	return tol
}

// goldenSource shows the file's inputs in their order; its query batch is held out.
type goldenSource struct{ g *goldenDeep }

func (s goldenSource) shape() shape {
	n := s.g.Sizes
	return shape{1, n[0], n[len(n)-1]}
}

func (s goldenSource) count(test bool) int {
	if test {
		return len(s.g.Xq)
	}
	return len(s.g.X)
}

func (s goldenSource) load(test bool, i int, x []float64) int {
	if test {
		copy(x, s.g.Xq[i])
		return s.g.LabelsQ[i]
	}
	copy(x, s.g.X[i])
	return s.g.Labels[i]
}

func (s goldenSource) order(uint64, int) order { return inOrder(len(s.g.X)) }

type inOrder uint64

func (n inOrder) At(index uint64) int { return int(index % uint64(n)) }

// sim returns a sim initialised in the ordinary way, then given the file's weights.
func (g *goldenDeep) sim(t *testing.T, mode string, thetas []rule.Theta) (*deep, *state[float64]) {
	t.Helper()
	d := newDeep()
	set := map[string]string{"precision": "float64", "feedback": mode, "layers": strconv.Itoa(len(g.Sizes) - 1), "theta0": "0", "theta9": "0"}
	if err := sim.Set(d.Fields(), set); err != nil {
		t.Fatal(err)
	}
	for _, n := range g.Sizes[1 : len(g.Sizes)-1] {
		d.widths = append(d.widths, float64(n))
	}
	d.beta, d.test, d.train, d.extra, d.source = g.Beta, len(g.Xq), max(10, len(g.X)), thetas, goldenSource{g}
	if err := d.Init(sim.Env{Seed: 1}); err != nil {
		t.Fatal(err)
	}
	c := d.core.(*state[float64])
	c.n.Full = true
	for l := range c.n.W {
		put(c.n.W[l], g.W[l])
		put(c.n.B[l], g.B[l])
		put(c.n.D[l], g.D[l])
	}
	return d, c
}

// put writes a matrix with a row for each postsynaptic unit to one with a row for each
// presynaptic unit.
func put(m num.Mat[float64], r rows) {
	for i, row := range r {
		for j, v := range row {
			m.Data[j*m.Cols+i] = v
		}
	}
}

// transposed turns a matrix of the network to the file's way round.
func transposed(m num.Mat[float64]) []float64 {
	v := make([]float64, len(m.Data))
	num.TransposeTo(v, m)
	return v
}

func flat(r rows) []float64 {
	var v []float64
	for _, row := range r {
		v = append(v, row...)
	}
	return v
}

// tally compares and counts.
type tally struct{ simtest.Compared }

func newTally(t *testing.T) *tally { return &tally{simtest.Compared{T: t}} }

// each allows every number a difference of tol times its size, most one of tol times the
// largest.
func each(tol float64) simtest.Allowed { return simtest.Allowed{Rel: tol} }
func most(tol float64) simtest.Allowed { return simtest.Allowed{Largest: tol} }

func TestGoldenFunctions(t *testing.T) {
	y := newTally(t)
	for _, g := range goldenDeepFiles(t, "functions") {
		tol := g.tolerance(t, 1e-13)
		y.Files++
		for _, c := range g.Cases {
			y.Cases++
			got, slope := make([]float64, len(c.Z)), make([]float64, len(c.Z))
			num.Softplus(got, slope, c.Z, c.Beta)
			y.Same("softplus", got, c.Y, each(tol))
			y.Same("slope", slope, c.Slope, each(tol))
		}
		loss := 0.0
		for i, z := range g.Logits {
			y.Cases++
			p := make([]float64, len(z))
			num.Softmax(p, z)
			y.Same("softmax", p, g.Softmax[i], each(tol))
			loss += num.CrossEntropy(z, g.Labels[i]) / float64(len(g.Logits))
		}
		y.Same("cross entropy", []float64{loss}, []float64{g.CrossEntropy}, each(tol))
	}
	y.Log()
}

func TestGoldenSteps(t *testing.T) {
	y := newTally(t)
	for _, g := range goldenDeepFiles(t, "steps") {
		tol := g.tolerance(t, 1e-12)
		y.Files++
		for i := range g.Runs {
			y.run(t, g, &g.Runs[i], tol)
		}
		for _, r := range []*goldenRun{g.PerLayer, g.Frozen} {
			if r != nil {
				y.run(t, g, r, tol)
			}
		}
		if g.Terms != nil {
			y.terms(t, g, tol)
		}
	}
	y.Log()
}

// run steps through one run of a file.
func (y *tally) run(t *testing.T, g *goldenDeep, r *goldenRun, tol float64) {
	r.reaches(t, len(g.X))
	y.Cases++
	name := g.file + " " + r.Mode + " " + string(r.Theta) + " "
	d, c := g.sim(t, r.Mode, r.thetas(t, len(g.W)))
	for l, plastic := range r.Plastic {
		if !plastic {
			d.frozen = append(d.frozen, float64(l+1))
		}
	}
	weights := func(after int) {
		what, want := fmt.Sprintf("W after %d", after), r.weights[after]
		for l := range want {
			y.Same(name+what, transposed(c.n.W[l]), flat(want[l]), most(tol))
		}
	}
	for s := range g.X {
		if step := d.Step(); step.Status != sim.Running || !step.Unit {
			t.Fatalf("%s: step %d: %+v %+v", name, s, step, step.Trouble)
		}
		weights(s + 1)
		if f := r.First; f != nil && s == 0 {
			for l := range c.n.Y {
				y.Same(name+"y", c.n.Y[l], f.Y[l], most(tol))
				y.Same(name+"e", c.n.E[l], f.E[l], most(tol))
			}
			off := len(f.Z) - len(g.W) // the file may or may not count layer 0
			for l := range c.n.W {
				y.Same(name+"z", c.n.Z[l+1], f.Z[l+off], most(tol))
				y.Same(name+"q", c.n.Q[l], f.Q[l], most(tol))
				y.Same(name+"u", c.n.U[l], f.U[l], most(tol))
			}
		}
	}
}

// term is the matrix of one term, from the update that the page's network makes: a rule
// so large that the weights themselves are lost beside it.
func term(r int, local *rule.Local[float64]) []float64 {
	const large = 1 << 60
	l := *local
	l.W = num.NewMat[float64](local.W.Rows, local.W.Cols)
	copy(l.W.Data, local.W.Data)
	var th rule.Theta
	th[r] = large
	rule.NewUpdater[float64](rule.Pool, l.W.Rows, l.W.Cols).Apply(&th, &l)
	num.Use[float64]().Scale(1.0/large, l.W.Data)
	return transposed(l.W)
}

// terms looks at the ten terms of every matrix, for the first input.
func (y *tally) terms(t *testing.T, g *goldenDeep, tol float64) {
	d, c := g.sim(t, string(net.Fix), nil)
	d.Step() // a rule of zeros: nothing is learned
	for l, list := range g.Terms {
		local := c.n.Local(l)
		for r, want := range list {
			y.Cases++
			y.Same(g.file+" term "+rule.Pool[r].Name, term(r, &local), flat(want), most(tol))
		}
	}
}

func TestGoldenMeasures(t *testing.T) {
	y := newTally(t)
	for _, g := range goldenDeepFiles(t, "measures") {
		y.Files++
		for i := range g.Runs {
			r := &g.Runs[i]
			r.reaches(t, len(g.X))
			d, _ := g.sim(t, r.Mode, r.thetas(t, len(g.W)))
			name := g.file + " " + r.Mode + " "
			y.measures(t, name+"before ", d, r.Before, g.tolerance(t, 1e-9))
			for s := range g.X {
				d.Step()
				if want := r.measures[s+1]; want != nil {
					y.measures(t, fmt.Sprintf("%safter %d ", name, s+1), d, want, g.tolerance(t, 1e-9))
				}
			}
		}
	}
	y.Log()
}

// measures compares all three probes with a record of the file.
func (y *tally) measures(t *testing.T, name string, d *deep, want map[string]json.RawMessage, tol float64) {
	y.Cases++
	look := simtest.Everything(t, d, probeTest, probeSignals, probeSpectrum)
	m := d.Capture(numberSignals, nil).(*measurement[float64])
	m.n.Full = true
	m.images = len(d.source.(goldenSource).g.Xq)
	s, err := m.n.Measure(t.Context(), m.feedback, m.images, m.load)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]float64{
		"loss": {s.Loss}, "accuracy": {s.Accuracy},
		"angle_of_means": s.AngleOfMeans, "mean_of_angles": s.MeanOfAngles,
		"EW_mean": s.EW, "y_norm": s.YNorm, "y_mean": s.YMean, "e_norm": s.ENorm,
	}
	for _, ew := range s.EW {
		got["EW_sum"] = append(got["EW_sum"], ew*float64(m.images))
	}
	for l := range s.Y {
		centred, _ := s.Dimension(l)
		raw, _ := num.Participation(s.Y[l], false)
		got["pr_centered"] = append(got["pr_centered"], centred)
		got["pr_raw"] = append(got["pr_raw"], raw)
	}
	got["angle_WB"] = []float64{}
	for l := range m.n.W {
		w := m.n.Structure(l)
		got["ortho"] = append(got["ortho"], w.Ortho)
		got["w_fro"] = append(got["w_fro"], w.Frobenius)
		got["w_spec"] = append(got["w_spec"], w.Spectral)
		if d.feedback == string(net.Fix) || d.feedback == string(net.Sign) {
			got["angle_WB"] = append(got["angle_WB"], w.AngleWB)
		}
	}
	for key, raw := range want {
		var list []float64
		var one float64
		if json.Unmarshal(raw, &one) == nil {
			list = []float64{one}
		} else if err := json.Unmarshal(raw, &list); err != nil {
			t.Fatalf("%s%s: %v", name, key, err)
		}
		v, ok := got[key]
		if !ok {
			t.Errorf("%s%s is not measured", name, key)
			continue
		}
		if strings.HasPrefix(key, "angle") || strings.Contains(key, "angles") {
			y.Same(name+key, v, list, simtest.Allowed{Abs: 1e-5})
		} else {
			y.Same(name+key, v, list, each(tol))
		}
		if key == "loss" { // the page's comes of a pass of its own, in batches
			y.Same(name+"loss of the page", []float64{look.Scalar(t, "test_loss")}, list, each(tol))
		}
	}
	// What the page gets is what has just been compared.
	y.shown(name, d, look, got)
}

func (y *tally) shown(name string, d *deep, look simtest.Look, got map[string][]float64) {
	L := d.depth()
	if v, want := look.Scalar(y.T, "test_accuracy"), got["accuracy"][0]; v != want {
		y.T.Errorf("%stest_accuracy shows %g, measured %g", name, v, want)
	}
	for _, c := range []struct {
		key, output string
		n, offset   int
	}{
		{"angle_of_means", "angle", L - 1, 1}, {"mean_of_angles", "each", L - 1, 1}, {"pr_centered", "dim", L - 1, 1},
		{"EW_mean", "ew", L, 0}, {"ortho", "ortho", L, 0}, {"w_fro", "fro", L, 0}, {"w_spec", "spec", L, 0},
	} {
		for l := range c.n {
			output := fmt.Sprintf("%s%d", c.output, l+1)
			if v, want := look.Scalar(y.T, output), got[c.key][l+c.offset]; v != want {
				y.T.Errorf("%s%s: output %s of %d layers shows %g, measured %g", name, c.key, output, L, v, want)
			}
		}
	}
}
