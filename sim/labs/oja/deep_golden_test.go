package oja

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/net"
	"hebb/sim/num"
	"hebb/sim/rule"
)

// The golden files come from an independent implementation in NumPy. Every number
// of the kinds handled here is computed by the sim that the page runs, with the
// file's weights, inputs and rule put in place of its own.

// goldenDeep is a file about the layered network.
type goldenDeep struct {
	file      string
	Tolerance string
	Sizes     []int
	Beta      float64
	W, B, D   []rows
	X, Xq     rows
	Labels    []int
	LabelsQ   []int             `json:"labels_q"`
	Terms     [][]rows          `json:"term_matrices_fix_sample0"`
	Runs      []json.RawMessage `json:"runs"`
	PerLayer  *goldenRun        `json:"per_layer"`
	Frozen    *goldenRun        `json:"frozen"`

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
	W1      []rows `json:"W_after_1"`
	W20     []rows `json:"W_after_20"`
	Before  map[string]json.RawMessage
	After20 map[string]json.RawMessage `json:"after_20"`
}

func (r *goldenRun) thetas(t *testing.T, L int) []rule.Theta {
	list := make([]rule.Theta, L)
	var one rule.Theta
	if json.Unmarshal(r.Theta, &one) == nil {
		for l := range list {
			list[l] = one
		}
	} else if err := json.Unmarshal(r.Theta, &list); err != nil || len(list) != L {
		t.Fatalf("theta: %v, %d rules for %d matrices", err, len(list), L)
	}
	return list
}

// goldenDeepFiles reads the lab's files. One without any is a failure: then nothing
// would be tested.
func goldenDeepFiles(t *testing.T, kind string) []*goldenDeep {
	t.Helper()
	dir := os.Getenv("HEBB_GOLDEN")
	if dir == "" {
		dir = filepath.Join("testdata", "golden")
	}
	names, _ := filepath.Glob(filepath.Join(dir, "plasticity_*.json"))
	if len(names) == 0 {
		t.Fatalf("no golden file plasticity_*.json in %s", dir)
	}
	var list []*goldenDeep
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var keys map[string]json.RawMessage
		if err := json.Unmarshal(data, &keys); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		switch got := goldenKind(keys); got {
		case kind:
			g := &goldenDeep{file: strings.TrimSuffix(filepath.Base(name), ".json")}
			if err := json.Unmarshal(data, g); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			list = append(list, g)
		case "":
			t.Logf("%s: not for this view", filepath.Base(name))
		}
	}
	if len(list) == 0 && os.Getenv("HEBB_GOLDEN") == "" {
		t.Fatalf("no golden file of kind %s in %s", kind, dir)
	}
	return list
}

// goldenKind tells what a file is about from what is in it.
func goldenKind(keys map[string]json.RawMessage) string {
	var runs []map[string]json.RawMessage
	json.Unmarshal(keys["runs"], &runs)
	has := func(name string) bool { return len(runs) > 0 && runs[0][name] != nil }
	switch {
	case keys["cases"] != nil && keys["softmax"] != nil:
		return "functions"
	case keys["sizes"] == nil:
		return ""
	case has("first"), has("W_after_1"), has("W_after_20"):
		return "steps"
	case has("before"), has("after_20"):
		return "measures"
	}
	return ""
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

// put writes a matrix with a row for each unit behind to one with a row for each
// unit before.
func put(m num.Mat[float64], r rows) {
	for i, row := range r {
		for j, v := range row {
			m.Data[j*m.Cols+i] = v
		}
	}
}

// behind turns a matrix of the network to the file's way round.
func behind(m num.Mat[float64]) []float64 {
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
type tally struct {
	t              *testing.T
	cases, numbers int
	worst          float64
}

// near compares within tol times scale; scale 0 stands for the number itself.
func (y *tally) near(what string, got, want []float64, tol, scale float64) {
	y.t.Helper()
	if len(got) != len(want) {
		y.t.Errorf("%s: %d numbers, want %d", what, len(got), len(want))
		return
	}
	y.numbers += len(got)
	for i := range want {
		s := scale
		if s == 0 {
			s = math.Abs(want[i])
		}
		off := math.Abs(got[i] - want[i])
		if off > 0 && s > 0 {
			y.worst = max(y.worst, off/s/tol)
		}
		if !(off <= tol*s) {
			y.t.Errorf("%s[%d]: %.17g, want %.17g", what, i, got[i], want[i])
			return
		}
	}
}

func (y *tally) log() {
	y.t.Logf("%d cases, %d numbers; the worst used %.2g of its tolerance", y.cases, y.numbers, y.worst)
	if y.numbers == 0 && os.Getenv("HEBB_GOLDEN") == "" {
		y.t.Error("nothing was compared")
	}
}

func TestGoldenFunctions(t *testing.T) {
	y := &tally{t: t}
	for _, g := range goldenDeepFiles(t, "functions") {
		tol := g.tolerance(t, 1e-13)
		for _, c := range g.Cases {
			y.cases++
			got, slope := make([]float64, len(c.Z)), make([]float64, len(c.Z))
			num.Softplus(got, slope, c.Z, c.Beta)
			y.near("softplus", got, c.Y, tol, 0)
			y.near("slope", slope, c.Slope, tol, 0)
		}
		loss := 0.0
		for i, z := range g.Logits {
			y.cases++
			p := make([]float64, len(z))
			num.Softmax(p, z)
			y.near("softmax", p, g.Softmax[i], tol, 0)
			loss += num.CrossEntropy(z, g.Labels[i]) / float64(len(g.Logits))
		}
		y.near("cross entropy", []float64{loss}, []float64{g.CrossEntropy}, tol, 0)
	}
	y.log()
}

func TestGoldenSteps(t *testing.T) {
	y := &tally{t: t}
	for _, g := range goldenDeepFiles(t, "steps") {
		tol := g.tolerance(t, 1e-12)
		for _, raw := range g.Runs {
			var r goldenRun
			if err := json.Unmarshal(raw, &r); err != nil {
				t.Fatal(err)
			}
			y.run(g, &r, tol)
		}
		for _, r := range []*goldenRun{g.PerLayer, g.Frozen} {
			if r != nil {
				y.run(g, r, tol)
			}
		}
		if g.Terms != nil {
			y.terms(g, tol)
		}
	}
	y.log()
}

// run steps through one run of a file.
func (y *tally) run(g *goldenDeep, r *goldenRun, tol float64) {
	t := y.t
	y.cases++
	name := g.file + " " + r.Mode + " " + string(r.Theta) + " "
	d, c := g.sim(t, r.Mode, r.thetas(t, len(g.W)))
	for l, plastic := range r.Plastic {
		if !plastic {
			d.frozen = append(d.frozen, float64(l+1))
		}
	}
	weights := func(what string, want []rows) {
		for l := range want {
			y.near(name+what, behind(c.n.W[l]), flat(want[l]), tol, largest(flat(want[l])))
		}
	}
	for s := range g.X {
		if step := d.Step(); step.Status != sim.Running || !step.Unit {
			t.Fatalf("%s: step %d: %+v %+v", name, s, step, step.Trouble)
		}
		if s > 0 {
			continue
		}
		if f := r.First; f != nil {
			for l := range c.n.Y {
				y.near(name+"y", c.n.Y[l], f.Y[l], tol, largest(f.Y[l]))
				y.near(name+"e", c.n.E[l], f.E[l], tol, largest(f.E[l]))
			}
			off := len(f.Z) - len(g.W) // the file may or may not count layer 0
			for l := range c.n.W {
				y.near(name+"z", c.n.Z[l+1], f.Z[l+off], tol, largest(f.Z[l+off]))
				y.near(name+"q", c.n.Q[l], f.Q[l], tol, largest(f.Q[l]))
				y.near(name+"u", c.n.U[l], f.U[l], tol, largest(f.U[l]))
			}
		}
		if r.W1 != nil {
			weights("W after 1", r.W1)
		}
	}
	weights("W after all", r.W20)
}

// terms looks at the ten terms of every matrix, for the first input.
func (y *tally) terms(g *goldenDeep, tol float64) {
	d, c := g.sim(y.t, string(net.Fix), nil)
	d.Step() // a rule of zeros: nothing is learned
	for l, list := range g.Terms {
		local := &rule.Local[float64]{W: c.n.W[l], X: c.n.Y[l], Y: c.n.Y[l+1],
			F: c.n.E[l], E: c.n.E[l+1], Z: c.n.Z[l+1], U: c.n.U[l]}
		for r, want := range list {
			y.cases++
			y.near(g.file+" term "+rule.Pool[r].Name, rule.Matrix(r, local).Data, flat(want), tol, largest(flat(want)))
		}
	}
}

func largest(v []float64) float64 {
	top := 0.0
	for _, x := range v {
		top = max(top, math.Abs(x))
	}
	return top
}

func TestGoldenMeasures(t *testing.T) {
	y := &tally{t: t}
	for _, g := range goldenDeepFiles(t, "measures") {
		for _, raw := range g.Runs {
			var r goldenRun
			if err := json.Unmarshal(raw, &r); err != nil {
				t.Fatal(err)
			}
			d, _ := g.sim(t, r.Mode, r.thetas(t, len(g.W)))
			name := g.file + " " + r.Mode + " "
			y.measures(name+"before ", d, r.Before, g.tolerance(t, 1e-9))
			for range g.X {
				d.Step()
			}
			y.measures(name+"after ", d, r.After20, g.tolerance(t, 1e-9))
		}
	}
	y.log()
}

// measures compares all three probes with a record of the file.
func (y *tally) measures(name string, d *deep, want map[string]json.RawMessage, tol float64) {
	t := y.t
	y.cases++
	f := sim.NewFrame(d.Outputs())
	var m *measurement[float64]
	for p := range d.Probes() {
		m = d.Capture(p, nil).(*measurement[float64])
		m.Measure(f)
	}
	m.n.Full = true
	m.images = len(d.source.(goldenSource).g.Xq)
	s := m.measures()
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
			y.near(name+key, v, list, 1e-5, 1)
		} else {
			y.near(name+key, v, list, tol, 0)
		}
	}
	// What the page gets is what has just been compared.
	y.shown(name, d, f, got)
}

func (y *tally) shown(name string, d *deep, f *sim.Frame, got map[string][]float64) {
	L := d.depth()
	for _, c := range []struct {
		key    string
		at     []int
		offset int
	}{
		{"loss", []int{d.at.testLoss}, 0}, {"accuracy", []int{d.at.testAccuracy}, 0},
		{"angle_of_means", d.at.angle, 1}, {"mean_of_angles", d.at.each, 1}, {"pr_centered", d.at.dim, 1},
		{"EW_mean", d.at.ew, 0}, {"ortho", d.at.ortho, 0}, {"w_fro", d.at.fro, 0}, {"w_spec", d.at.spec, 0},
	} {
		for l, i := range c.at {
			if v, want := f.Scalar(i), got[c.key][l+c.offset]; v != want {
				y.t.Errorf("%s%s: output %s of %d layers shows %g, measured %g", name, c.key, d.outputs[i].Name, L, v, want)
			}
		}
	}
}
