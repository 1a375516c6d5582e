package reservoir

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/num"
	"hebb/sim/simtest"
)

// goldenRun is a file of reference numbers for a run.
type goldenRun struct {
	Schema, Name, Note string
	Config             goldenConfig
	N, M, Steps        int
	TrainSteps         int `json:"train_steps"`
	J                  struct {
		Format          string
		Indptr, Indices []int32
		Data            []float64
	}
	Q           [][]float64
	X0          []float64
	Target      [][]float64
	EtaR        [][]float64 `json:"eta_r"`
	EtaZ        [][]float64 `json:"eta_z"`
	EtaD        []float64   `json:"eta_d"`
	WExp0       [][]float64 `json:"W_exp0"`
	WMst0       [][]float64 `json:"W_mst0"`
	S           [][]float64
	Events      []goldenEvent
	TraceStride int `json:"trace_stride"`
	Expected    map[string]json.RawMessage
	Check       struct {
		Tolerance     struct{ Rel, Abs float64 } `json:"suggested_tolerance"`
		Amplification float64                    // of the reference, as the next two
		Ehat          *float64                   `json:"min_abs_ehat"`
		Margin        *float64                   `json:"gate_margin"`
	}
}

// goldenConfig is what a reference run is told. The sim has no field for some of it;
// refuse sees to those.
type goldenConfig struct {
	Rule, Profile, Teacher string
	Task, M, Every         int
	Lens, Base, Cost       []float64
	Dt, Tau, Alpha, Gamma  float64
	Eta, Comp              float64
	PsiCoef                float64 `json:"psi_coef"`
	PsiPow                 float64 `json:"psi_pow"`
	PhiGain                float64 `json:"phi_gain"`
	PhiPow                 float64 `json:"phi_pow"`
	PhiGated               bool    `json:"phi_gated"`
	LamE                   float64 `json:"lam_e"`
	LamZ                   float64 `json:"lam_z"`
	LamZTest               float64 `json:"lam_z_test"`
	Kappa, Thr             float64
	ThrSlope               float64 `json:"thr_slope"`
	CostRef                string  `json:"cost_ref"`
	TestCostRef            string  `json:"test_cost_ref"`
	NumT                   int     `json:"numT"`
	NTrain                 int     `json:"n_train"`
	NTest                  int     `json:"n_test"`
	PsiScale               float64 `json:"psi_scale"`
	PsiFirst               float64 `json:"psi_first"`
	PsiFirstSteps          int     `json:"psi_first_steps"`
	Distance               float64 `json:"tau_e_disp"`
}

type goldenEvent struct {
	Step      int
	Set       map[string]float64
	Target    [][]float64
	ZeroUnits []int       `json:"zero_units"`
	AddWExp   [][]float64 `json:"add_W_exp"`
	ResetP    bool        `json:"reset_P"`
}

// kinds are the files of this lab.
var kinds = simtest.Kinds{"run": {"config", "J"}, "units": {"butterfly"}}

// refuse fails the test where the sim cannot follow a configuration: a comparison would
// be with something else.
func (c *goldenConfig) refuse(t *testing.T, s *motor) {
	t.Helper()
	if err := c.unlike(s); err != nil {
		t.Fatal(err)
	}
}

// unlike names a key of the configuration that the sim, set up as far as fields allow,
// does not follow.
func (c *goldenConfig) unlike(s *motor) error {
	l := &s.law
	type pair struct {
		key       string
		sim, file float64
	}
	list := []pair{{"psi_first_steps", float64(l.firstSteps), float64(c.PsiFirstSteps)}, {"tau_e_disp", distanceTau, c.Distance},
		{"thr", l.theta, c.Thr}, {"thr_slope", l.slope, c.ThrSlope}, {"kappa", l.kappa, c.Kappa}, {"lam_e", l.lamE, c.LamE}, {"lam_z", l.lamZ, c.LamZ},
		{"comp", s.compensation(), c.Comp}, {"phi_gain", l.phiGain, c.PhiGain}, {"phi_pow", l.phiPow, c.PhiPow}, {"psi_pow", l.psiPow, c.PsiPow},
		// The published scale of 10 stands in the amplitude ψ₀ (scale·|e|)^p.
		{"psi_scale and psi_coef", l.psiCoef, c.PsiCoef * math.Pow(c.PsiScale/10, c.PsiPow)}}
	if c.Task > 1 {
		if len(c.Base) != 2 {
			return fmt.Errorf("base has %d numbers, not 2", len(c.Base))
		}
		list = append(list, pair{"base[0]", baseX, c.Base[0]}, pair{"base[1]", baseY, c.Base[1]})
	}
	if c.PsiFirstSteps > 0 {
		list = append(list, pair{"psi_first", firstAmplitude, c.PsiFirst})
	}
	if c.TestCostRef != "frozen" {
		list = append(list, pair{"lam_z_test", l.lamZTest, c.LamZTest})
	}
	for _, p := range list {
		if !(math.Abs(p.sim-p.file) <= 1e-12*max(math.Abs(p.sim), math.Abs(p.file))) {
			return fmt.Errorf("%s is %g, and %g in the sim, which cannot follow it", p.key, p.file, p.sim)
		}
	}
	for key, pair := range map[string][2]any{"teacher": {l.teacherRaw, c.Teacher == "raw"}, "cost_ref": {l.costTotal, c.CostRef == "total"},
		"test_cost_ref": {string(l.testRef), c.TestCostRef}, "phi_gated": {l.oneSided, c.PhiGated}} {
		if pair[0] != pair[1] {
			return fmt.Errorf("%s is %v, and %v in the sim", key, pair[1], pair[0])
		}
	}
	return nil
}

// What the sim has no field for is refused, by name, when a file has it otherwise.
func TestConfigurationsThatCannotBeFollowedAreRefused(t *testing.T) {
	off := map[string]func(c *goldenConfig){
		"base": func(c *goldenConfig) { c.Base = []float64{0, -1} }, "base has": func(c *goldenConfig) { c.Base = nil },
		"lam_z_test": func(c *goldenConfig) { c.LamZTest *= 2 }, "psi_first ": func(c *goldenConfig) { c.PsiFirst *= 2 },
		"psi_first_steps": func(c *goldenConfig) { c.PsiFirstSteps += 7 }, "psi_scale": func(c *goldenConfig) { c.PsiScale *= 2 },
		"tau_e_disp": func(c *goldenConfig) { c.Distance *= 2 }, "teacher": func(c *goldenConfig) { c.Teacher = "none" },
	}
	tried := map[string]int{}
	for _, file := range kinds.Of(t, "reservoir", "run") {
		g := &goldenRun{}
		file.Decode(t, g)
		s := g.build(t, true)
		if err := g.Config.unlike(s); err != nil {
			t.Errorf("%s as it is: %v", file.Name, err)
		}
		for key, change := range off {
			c := g.Config
			switch key {
			case "base", "base has":
				if c.Task == 1 {
					continue
				}
			case "psi_first ":
				if c.PsiFirstSteps == 0 {
					continue
				}
			case "lam_z_test":
				if c.TestCostRef == "frozen" {
					continue
				}
			case "teacher":
				if c.Teacher != "raw" {
					continue
				}
			}
			tried[key]++
			if change(&c); c.unlike(s) == nil || !strings.HasPrefix(c.unlike(s).Error(), key) {
				t.Errorf("%s with another %s: %v", file.Name, key, c.unlike(s))
			}
		}
	}
	for key := range off {
		if tried[key] == 0 {
			t.Errorf("no file has a %s that could be otherwise", key)
		}
	}
}

// build puts a file's numbers into the sim that the page runs, with one step a quantum.
func (g *goldenRun) build(t *testing.T, exact bool) *motor {
	t.Helper()
	c := &g.Config
	switch {
	case g.Schema != "reservoir-golden/1":
		t.Fatalf("schema %q", g.Schema)
	case g.J.Format != "csr":
		t.Fatalf("J.format %q", g.J.Format)
	case c.Task < 1 || c.Task > 3:
		t.Fatalf("task %d", c.Task)
	case g.M != c.M || c.Task > 1 && len(c.Lens) != c.M || g.N != len(g.X0):
		t.Fatalf("N %d, M %d, config.M %d, %d lens, %d x0", g.N, g.M, c.M, len(c.Lens), len(g.X0))
	case g.TrainSteps != min(g.Steps, c.NumT*c.NTrain):
		t.Fatalf("train_steps is %d, of %d trials of %d steps", g.TrainSteps, c.NTrain, c.NumT)
	}
	s := newMotor(task(c.Task))
	s.rule, s.profile, s.n, s.segments, s.lengths = c.Rule, c.Profile, g.N, c.M, c.Lens
	if c.Task == 3 {
		s.costs = c.Cost
	}
	amplitude := c.PsiCoef * math.Pow(c.PsiScale/10, c.PsiPow) // the sim has the published scale of 10
	s.dt, s.tau, s.alpha, s.gamma, s.every = c.Dt, c.Tau, c.Alpha, c.Gamma, c.Every
	s.eta, s.scaleEta, s.comp, s.psiCoef, s.psiPow = c.Eta, false, c.Comp, amplitude, c.PsiPow
	s.phi, s.phiGain, s.phiPow = "two", c.PhiGain, c.PhiPow
	if c.PhiGated {
		s.phi = "one"
	}
	s.tauE, s.tauZ, s.kappa, s.theta, s.slope = c.Dt/c.LamE, c.Dt/c.LamZ, c.Kappa, c.Thr, c.ThrSlope
	s.teacher, s.costRef, s.testRef = c.Teacher, c.CostRef, c.TestCostRef
	s.period, s.train, s.test, s.after = c.Dt*float64(c.NumT), c.NTrain, c.NTest, "stop"
	if len(g.S) > 0 {
		s.waves = len(g.S[0]) / 2
	}
	if err := s.Init(sim.Env{Seed: 1}); err != nil {
		t.Fatal(err)
	}
	c.refuse(t, s)
	s.exact, s.chunk, s.perUnit = exact, 1, 1
	s.j = newRecurrent(num.CSR[float64]{Rows: g.N, Cols: g.N, Start: g.J.Indptr, Col: g.J.Indices, Val: g.J.Data}, s.storage)
	for i := range g.N {
		for j := range c.M {
			s.q.Row(j)[i] = g.Q[i][j]
		}
		for w := range len(g.S) * s.s.Rows / max(1, g.N) {
			s.s.Row(w)[i] = g.S[i][w]
		}
		s.x[i], s.r[i] = g.X0[i], math.Tanh(g.X0[i])
	}
	for _, w := range []struct {
		to   num.Mat[float64]
		from [][]float64
	}{{s.wx, g.WExp0}, {s.wm, g.WMst0}} {
		for j, row := range w.from {
			copy(w.to.Row(j), row)
		}
	}
	s.noise.given = &givenNoise{g.EtaR, g.EtaZ, g.EtaD}
	s.table = flat(g.Target)
	return s
}

// happen does what a file wants before a step: knobs as a page sets them, the rest as
// its actions do.
func (g *goldenRun) happen(t *testing.T, s *motor, e goldenEvent) {
	knobs := map[string]string{"exp_out": "exp_out", "mst_out": "mst_out", "exp_lr": "exp_lr", "da_gain": "da_gain", "da_noise": "da_noise",
		"psi_gain": "psi_gain", "transfer": "transfer", "sfb": "sfb", "clock": "clock", "learn": "learn"}
	for name, v := range e.Set {
		if knobs[name] == "" {
			t.Fatalf("an event sets %q, which is none of our knobs", name)
		}
		text := sim.Number(v)
		if name == "learn" {
			text = map[bool]string{true: "true", false: "false"}[v != 0]
		}
		set(t, s, map[string]string{knobs[name]: text})
	}
	if e.Target != nil {
		s.table = flat(e.Target)
	}
	for _, u := range e.ZeroUnits {
		s.silent[u] = true
		s.quiet++
		s.silenced = float64(s.quiet) / float64(s.n)
	}
	for j, row := range e.AddWExp {
		s.k.Axpy(1, row, s.wx.Row(j))
	}
	if e.ResetP {
		for _, a := range s.Actions() {
			if a.Name == "reset_p" {
				if err := a.Do(); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

func flat(rows [][]float64) []float64 { return slices.Concat(rows...) }

// observe is what a file calls the quantities of a step.
func observe(s *motor) map[string][]float64 {
	one := func(v float64) []float64 { return []float64{v} }
	pos := s.now.hand[:]
	return map[string][]float64{"z": s.z, "z_exp": s.zx, "z_mst": s.zm, "zbar": s.zbar, "pos": pos, "err": one(s.now.err), "cost": one(s.now.cost),
		"ebar": one(s.ebar), "psi": one(s.now.amp), "phi": one(s.now.ph), "gate": one(s.now.gate), "r0": one(s.r[0]), "distance": one(s.tally.distance()),
		"wn_exp": one(authorsNorm(s.wx)), "wn_mst": one(authorsNorm(s.wm)), "wf_exp": one(num.Norm(s.wx.Data)), "wf_mst": one(num.Norm(s.wm.Data))}
}

// check counts and compares numbers.
type check struct {
	simtest.Compared
	allow simtest.Allowed
}

func (c *check) same(what string, got, want []float64) {
	c.T.Helper()
	c.Same(what, got, want, c.allow)
}

// numbers reads numbers of any depth, row after row.
func numbers(t *testing.T, data []byte) []float64 {
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	var list []float64
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case float64:
			list = append(list, v)
		case []any:
			for _, x := range v {
				walk(x)
			}
		}
	}
	walk(v)
	return list
}

func TestGoldenRuns(t *testing.T) {
	all := &simtest.Compared{T: t}
	for _, file := range kinds.Of(t, "reservoir", "run") {
		all.Files++
		for _, exact := range []bool{true, false} {
			label := map[bool]string{true: "/library tanh", false: "/the page’s tanh"}[exact]
			t.Run(file.Name+label, func(t *testing.T) {
				g := &goldenRun{}
				file.Decode(t, g)
				c := &check{simtest.Compared{T: t, Cases: 1}, simtest.Allowed{Rel: g.Check.Tolerance.Rel, Abs: g.Check.Tolerance.Abs}}
				g.run(t, g.build(t, exact), c)
				all.Add(&c.Compared)
			})
		}
	}
	all.Log()
}

func (g *goldenRun) run(t *testing.T, s *motor, c *check) {
	traces, want := map[string][]float64{}, map[string][]float64{}
	for name, raw := range g.Expected {
		if name != "final" && name != "deviation" {
			want[name] = numbers(t, raw)
		}
	}
	var test []float64
	events := g.Events
	for step := range g.Steps {
		for len(events) > 0 && events[0].Step <= step {
			g.happen(t, s, events[0])
			events = events[1:]
		}
		testing := s.sched.testing
		if st := s.Step(); st.Status == sim.Diverged || st.Status == sim.Done && step != g.Steps-1 {
			t.Fatalf("step %d: %v %+v", step, st.Status, st.Trouble)
		}
		if testing {
			test = append(test, s.tally.distance())
		}
		if step%g.TraceStride == 0 {
			for name, v := range observe(s) {
				traces[name] = append(traces[name], v...)
			}
		}
	}
	for name, w := range want {
		if _, ok := traces[name]; !ok {
			t.Errorf("the file has %s, which is not compared", name)
			continue
		}
		c.same(name, traces[name], w)
	}
	var d struct{ Mean, Median, Std float64 }
	if raw := g.Expected["deviation"]; raw != nil && string(raw) != "null" {
		if err := experiment.Strict(raw, &d); err != nil {
			t.Fatal(err)
		}
		c.same("deviation", []float64{s.tally.deviation(), median(test), spread(test)}, []float64{d.Mean, d.Median, d.Std})
	}
	g.final(t, s, c)
}

func (g *goldenRun) final(t *testing.T, s *motor, c *check) {
	var final map[string]json.RawMessage
	if err := json.Unmarshal(g.Expected["final"], &final); err != nil {
		t.Fatal(err)
	}
	s.mastery.flush()
	got := map[string][]float64{"x": s.x, "r": s.r, "W_exp": s.wx.Data, "W_mst": s.wm.Data,
		"W_exp_sum": {s.k.Sum(s.wx.Data)}, "W_mst_sum": {s.k.Sum(s.wm.Data)}, "W_exp_fro": {num.Norm(s.wx.Data)}, "W_mst_fro": {num.Norm(s.wm.Data)}}
	for name, raw := range final {
		if name == "P" {
			finalP(t, s, raw, c)
			continue
		}
		w := numbers(t, raw)
		v, ok := got[name]
		switch {
		case len(w) == 0 && string(raw) == "null":
		case !ok:
			t.Errorf("the file has final %s, which is not compared", name)
		default:
			c.same("final "+name, v, w)
		}
	}
	if trace := traceOf(&s.mastery); math.Abs(s.mastery.trace-trace) > 1e-9 {
		t.Errorf("trace of P is %v, kept as %v", trace, s.mastery.trace)
	}
}

// finalP compares what a file has of P.
func finalP(t *testing.T, s *motor, raw json.RawMessage, c *check) {
	var want *struct {
		Sum, Fro, Trace float64
		Entries         [][3]float64 // row, column, value
	}
	if err := experiment.Strict(raw, &want); err != nil {
		t.Fatalf("final P: %v", err)
	}
	if want == nil {
		return
	}
	p := wholeP(s)
	c.same("sum, size and trace of P", []float64{s.k.Sum(p), num.Norm(p), traceOf(&s.mastery)}, []float64{want.Sum, want.Fro, want.Trace})
	for _, e := range want.Entries {
		c.same("an element of P", []float64{p[int(e[0])*s.mastery.n+int(e[1])]}, e[2:])
	}
}

// wholeP returns P, row after row.
func wholeP(s *motor) []float64 {
	n := s.mastery.n
	p := make([]float64, n*n)
	for i := range p {
		p[i] = s.mastery.p.at(i/n, i%n)
	}
	return p
}

func traceOf(m *mastery) float64 {
	sum := 0.0
	for i := range m.n {
		sum += m.p.at(i, i)
	}
	return sum
}

func median(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	n := len(v)
	return (v[(n-1)/2] + v[n/2]) / 2
}

func spread(v []float64) float64 {
	mean, sum := 0.0, 0.0
	for _, x := range v {
		mean += x / float64(len(v))
	}
	for _, x := range v {
		sum += (x - mean) * (x - mean)
	}
	return math.Sqrt(sum / float64(len(v)))
}
