package metaplasticity

import (
	"context"
	"fmt"
	"math"
	"net/url"
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/labs/oja"
	"hebb/sim/net"
	"hebb/sim/rule"
	"hebb/sim/simtest"
)

// small are fields under which an episode is short.
var small = map[string]string{"data": "turned", "widths": "20,15", "m": "3", "k": "6", "q": "3"}

func startFinder(t testing.TB, f *finder, sets ...map[string]string) *finder {
	t.Helper()
	for _, set := range sets {
		if err := sim.Set(f.Fields(), set); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Init(sim.Env{Seed: 3}); err != nil {
		t.Fatal(err)
	}
	return f
}

// unit steps to the end of an episode.
func (f *finder) unit(t testing.TB) sim.Step {
	t.Helper()
	for range 10_000 {
		if s := f.Step(); s.Unit || s.Status != sim.Running {
			return s
		}
	}
	t.Fatal("an episode does not end")
	return sim.Step{}
}

// With the rule of a comparison, the network that is meta-learned for does exactly what
// the comparison does: same weights, same task, same images.
func TestComparisonsSeeTheSame(t *testing.T) {
	for feedback, output := range map[string]string{"fix": "fa_accuracy", "sym": "bp_accuracy"} {
		f := startFinder(t, newFinder(), small, map[string]string{"k": "30", "frozen": "true", "feedback": feedback, "theta0": "0.03", "fa_rate": "0.03", "bp_rate": "0.03"})
		above := 0.0
		for range 12 {
			f.unit(t)
			r := simtest.Row(f)
			if r["mean_accuracy"] != r[output] {
				t.Errorf("%s: %v against %v", feedback, r["mean_accuracy"], r[output])
			}
			above += r["accuracy"]
		}
		if above == 0 {
			t.Error("nothing was ever right: the test says nothing")
		}
	}
}

// The meta-gradient of an episode is what finite differences of its own query loss say,
// with backprop and a gradient that follows the feedback, in every size.
func TestGradientOfAnEpisode(t *testing.T) {
	for _, set := range []map[string]string{
		{"feedback": "fix"}, {"feedback": "dfa", "m": "1"}, {"feedback": "sym", "derivative": "total", "k": "1"}, {"feedback": "fix", "q": "1", "widths": "12"}, {"feedback": "fix", "only": "1,3"},
	} {
		at := map[string]string{"theta0": "0.05", "theta2": "-0.04", "theta9": "0.01", "theta4": "0.01", "precision": "float64", "lambda": "0", "rate": "1e-05"}
		loss := func(extra map[string]string) (*finder, float64) {
			f := startFinder(t, newFinder(), small, at, set, extra)
			f.unit(t)
			return f, f.last.loss
		}
		f, _ := loss(nil)
		most := 0.0
		for _, g := range f.grad {
			most = max(most, math.Abs(g))
		}
		for _, r := range []int{0, 1, 2, 4, 8, 9} {
			const h = 1e-6
			base := f.seen[r]
			_, up := loss(map[string]string{fmt.Sprintf("theta%d", r): sim.Number(base + h)})
			_, down := loss(map[string]string{fmt.Sprintf("theta%d", r): sim.Number(base - h)})
			if fd := (up - down) / (2 * h); math.Abs(fd-f.grad[r]) > 1e-5*most {
				t.Errorf("%v: gradient of term %d is %g, finite differences say %g", set, r, f.grad[r], fd)
			}
		}
	}
}

// Episodes at once make one step by their mean gradient.
func TestEpisodesAtOnce(t *testing.T) {
	one := startFinder(t, newFinder(), small, map[string]string{"frozen": "false", "rate": "1e-05", "theta0": "0.05"})
	two := startFinder(t, newFinder(), small, map[string]string{"parallel": "2", "theta0": "0.05"})
	two.unit(t)
	sum := make([]float64, len(rule.Pool))
	for range 2 {
		copy(one.theta, one.start) // the same rule in both episodes
		one.unit(t)
		for r, g := range one.grad {
			sum[r] += g / 2
		}
	}
	for r, g := range sum {
		if d := math.Abs(two.grad[r] - g); d > 1e-9*(1+math.Abs(g)) {
			t.Errorf("mean gradient of term %d is %g, not %g", r, two.grad[r], g)
		}
	}
}

// A slider acts in the middle of a course, and the gradient is that of the course as it
// was.
func TestSlidersActInTheMiddle(t *testing.T) {
	f := startFinder(t, newFinder(), small, map[string]string{"k": "20"})
	for range 3 {
		f.Step()
	}
	if f.phase != adapting || f.step != 30 {
		t.Fatalf("phase %d, image %d", f.phase, f.step)
	}
	if err := sim.Set(f.Fields(), map[string]string{"theta2": "-0.15"}); err != nil {
		t.Fatal(err)
	}
	f.Step()
	if a, b := f.trace[29*f.n+2], f.trace[30*f.n+2]; a != 0 || b != -0.15 {
		t.Errorf("image 29 learned with %g, image 30 with %g", a, b)
	}
	f.unit(t)
	if f.theta[2] > -0.14 {
		t.Errorf("θ2 is %g after the episode", f.theta[2])
	}
	// It does not stay where the slider is: learning goes on.
	before := f.theta[2]
	if f.unit(t); f.theta[2] == before {
		t.Error("θ2 does not learn")
	}
}

func TestTermsLeaveAndJoin(t *testing.T) {
	f := startFinder(t, newFinder(), small, map[string]string{"theta9": "0.01"})
	f.unit(t)
	set := func(v map[string]string) {
		if err := sim.Set(f.Fields(), v); err != nil {
			t.Fatal(err)
		}
		f.unit(t)
	}
	set(map[string]string{"use9": "false"})
	if f.theta[9] != 0 || f.grad[9] != 0 || f.adam.M[9] != 0 {
		t.Errorf("a term that has left is %g with gradient %g", f.theta[9], f.grad[9])
	}
	set(map[string]string{"use9": "true"})
	if d := math.Abs(f.theta[9] - 0.01); d > 0.0011 || f.grad[9] == 0 {
		t.Errorf("a term that has joined is %g with gradient %g", f.theta[9], f.grad[9])
	}
	theta := append([]float64(nil), f.theta...)
	set(map[string]string{"frozen": "true"})
	for r := range theta {
		if f.theta[r] != theta[r] {
			t.Errorf("a frozen coefficient moves")
		}
	}
}

// What explodes is left out and counted by the robust protocol, and named by the plain
// one, which can go on when the coefficient is taken back.
func TestExplosions(t *testing.T) {
	wild := map[string]string{"theta5": "0.02", "theta9": "0.1", "k": "30"}
	f := startFinder(t, newFinder(), small, wild)
	before := f.theta[9]
	f.unit(t)
	if f.skipped == 0 || f.theta[9] != 0.9*before {
		t.Errorf("skipped %d, θ9 from %g to %g", f.skipped, before, f.theta[9])
	}
	f = startFinder(t, newFinder(), small, wild, map[string]string{"robust": "false"})
	s := f.unit(t)
	if s.Status != sim.Diverged || !strings.Contains(s.Trouble.What, "layer") {
		t.Fatalf("%+v %+v", s, s.Trouble)
	}
	if err := sim.Set(f.Fields(), map[string]string{"theta5": "0", "theta9": "0"}); err != nil {
		t.Fatal(err)
	}
	if s = f.unit(t); s.Status != sim.Running || !s.Unit {
		t.Errorf("it does not go on: %+v %+v", s, s.Trouble)
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		own   bool
		set   map[string]string
		field string
	}{
		{false, map[string]string{"data": "mnist", "classes": "47"}, "classes"},
		{false, map[string]string{"data": "pooled", "classes": "21"}, "classes"},
		{false, map[string]string{"classes": "4", "m": "5"}, "m"},
		{false, map[string]string{"k": "91"}, "k"}, // 100 drawings of each, 10 of them asked about
		{false, map[string]string{"data": "mnist", "classes": "10", "m": "10", "k": "200", "q": "50", "widths": "256,256", "parallel": "8", "precision": "float64"}, ""},
		{false, map[string]string{"data": "mnist", "classes": "20", "m": "20", "k": "200"}, "classes"},
		{true, map[string]string{"rule": "e*x'"}, "rule"},
	} {
		f := newFinder()
		if c.own {
			f = newTuner()
		}
		if err := sim.Set(f.Fields(), c.set); err != nil {
			t.Fatal(err)
		}
		err := f.Init(sim.Env{Seed: 1, Memory: 4 << 30})
		if c.field == "" {
			if err = f.Init(sim.Env{Seed: 1, Memory: 64 << 20}); err == nil || !strings.HasPrefix(err.Error(), "widths: ") {
				t.Errorf("%v in 64 MB: %v", c.set, err)
			}
			continue
		}
		if err == nil || !strings.HasPrefix(err.Error(), c.field+": ") {
			t.Errorf("%v: %v", c.set, err)
		}
	}
	err := sim.Set(newTuner().Fields(), map[string]string{"rule": "-eta*e*W"})
	if err == nil || !strings.Contains(err.Error(), "rule: character") {
		t.Errorf("a rule that does not fit: %v", err)
	}
}

// The links carry the rule to fields that take it.
func TestLinks(t *testing.T) {
	f := startFinder(t, newFinder(), small)
	copy(f.theta, []float64{.013, 0, -.065, 0, .004, 0, 0, 0, 0, .008})
	ask, err := f.Queries()[0].Ask()
	if err != nil {
		t.Fatal(err)
	}
	got, err := ask(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	l := got.(Links)
	want := "-theta0*e*x' +theta2*e*f' -theta4*ones*f' +theta9*(y*x' - y*(y'*W))"
	if l.Rule != want {
		t.Errorf("rule %q", l.Rule)
	}
	if len(l.Left) != 1 || l.Left[0] != "θ4 = 0.004" {
		t.Errorf("left out: %v", l.Left)
	}
	check := func(link, path string, lab *sim.Lab) map[string]string {
		t.Helper()
		u, err := url.Parse(link)
		if err != nil || u.Path != path {
			t.Fatalf("%s: %v", link, err)
		}
		view, ok := lab.View(u.Query().Get("view"))
		if !ok {
			t.Fatalf("%s: there is no such view", link)
		}
		s, refused := experiment.Decode(u.Query(), experiment.NewSetup(lab, view), view)
		if len(refused) > 0 {
			t.Fatalf("%s: %v", link, refused[0])
		}
		return s.Variants[0].Set
	}
	if set := check(l.Oja, "/labs/oja", oja.Lab); set["theta0"] != "0.013" || set["theta2"] != "-0.065" || set["theta9"] != "0.008" || set["feedback"] != "fix" {
		t.Errorf("to the Oja lab: %v", set)
	}
	if set := check(l.Write, "/labs/metaplasticity", Lab); set["rule"] != want || set["c2"] != "0.065" || set["c4"] != "0.008" {
		t.Errorf("to the box: %v", set)
	}
	// A rule that was written keeps its text; where its coefficient has become negative,
	// the sign moves into it.
	own := startFinder(t, newTuner(), small, map[string]string{"rule": "-eta*e*x' - beta*e*f'"})
	copy(own.theta, []float64{.02, -.1})
	if l := own.links(); l.Rule != "-eta*e*x' - (-beta)*e*f'" || strings.Contains(l.Write, "/labs/oja") {
		t.Errorf("%+v", l)
	}
}

// A written rule is tuned by the same gradient as the pool.
func TestTunedIsPool(t *testing.T) {
	set := map[string]string{"precision": "float64", "lambda": "0"}
	pool := startFinder(t, newFinder(), small, set, map[string]string{"theta0": "0.02", "theta2": "0.03", "theta9": "0.01"})
	own := startFinder(t, newTuner(), small, set, map[string]string{"rule": "-eta*e*x' - beta*e*f' + theta*(y*x' - y*(y'*W))", "c1": "0.02", "c2": "0.03", "c3": "0.01"})
	pool.unit(t)
	own.unit(t)
	for i, r := range []int{0, 2, 9} {
		if d := math.Abs(pool.grad[r] - own.grad[i]); d > 1e-9*math.Abs(pool.grad[r]) {
			t.Errorf("term %d: %g in the pool, %g as text", r, pool.grad[r], own.grad[i])
		}
	}
	if pool.last.accuracy != own.last.accuracy || math.Abs(pool.last.loss-own.last.loss) > 1e-12 {
		t.Errorf("loss %g and %g", pool.last.loss, own.last.loss)
	}
}

// Oja's rule typed in, in a network that learns online, is Oja's rule built in.
func TestTypedOnline(t *testing.T) {
	w := newWriter()
	if err := sim.Set(w.Fields(), map[string]string{"precision": "float64", "last": "", "widths": "30,20"}); err != nil {
		t.Fatal(err)
	}
	if err := w.Init(sim.Env{Seed: 2}); err != nil {
		t.Fatal(err)
	}
	c := w.core.(*line[float64])
	n := net.New[float64](w.sizes, w.beta)
	n.DrawAll(net.XavierUniform, 1, 2)
	for range 150 {
		if s := w.Step(); !s.Unit {
			t.Fatalf("%+v", s.Trouble)
		}
		copy(n.Y[0], c.n.Y[0])
		for l := range n.Theta {
			n.Theta[l] = rule.Theta{rule.Error: w.c[0], rule.Oja: w.c[1]}
		}
		n.Forward()
		n.Learn(c.label, net.Fix)
	}
	for l := range n.W {
		for i, v := range n.W[l].Data {
			if d := math.Abs(v - c.n.W[l].Data[i]); d > 1e-12 {
				t.Fatalf("weight %d of matrix %d differs by %.1e", i, l+1, d)
			}
		}
	}
}

// The rule may change while it runs, and two that do not go together are reported.
func TestRuleChangesLive(t *testing.T) {
	w := newWriter()
	if err := w.Init(sim.Env{Seed: 2}); err != nil {
		t.Fatal(err)
	}
	w.Step()
	set := func(v map[string]string) sim.Step {
		if err := sim.Set(w.Fields(), v); err != nil {
			t.Fatal(err)
		}
		return w.Step()
	}
	before := append([]float32(nil), w.core.(*line[float32]).n.W[0].Data...)
	if s := set(map[string]string{"rule": "0*e*x'", "last": ""}); !s.Unit {
		t.Fatalf("%+v", s.Trouble)
	}
	for i, v := range w.core.(*line[float32]).n.W[0].Data {
		if v != before[i] {
			t.Fatal("a rule of nothing changes weights")
		}
	}
	s := set(map[string]string{"rule": "alpha*e*x'+beta*W+gamma*y*x'+delta*y*f'", "last": "eta*e*x'+theta*W+mu*y*x'"})
	if s.Status != sim.Diverged || !strings.Contains(s.Trouble.What, "last") {
		t.Errorf("%+v %+v", s, s.Trouble)
	}
	if s := set(map[string]string{"rule": "e*x'/(r - r)", "last": ""}); s.Status != sim.Diverged || !strings.Contains(s.Trouble.What, "division by zero") {
		t.Errorf("%+v %+v", s, s.Trouble)
	}
	if err := sim.Set(w.Fields(), map[string]string{"rule": strings.Repeat("(", 10_240)}); err == nil {
		t.Error("10 kB of brackets are a rule")
	}
}
