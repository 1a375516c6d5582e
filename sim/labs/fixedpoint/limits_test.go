package fixedpoint

import (
	"math"
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/num"
)

// The sensitive spots of these networks, one by one: what is singular, unstable or
// unsettled is said to be so, and no number is ever silently not a number.

// finiteRecord checks everything that a sim has recorded.
func finiteRecord(t *testing.T, s sim.Sim) {
	t.Helper()
	for _, o := range s.Outputs() {
		if o.From == sim.Recorded {
			if v := output(t, s, o.Name); math.IsNaN(v) || math.IsInf(v, 0) {
				t.Errorf("%s is %v", o.Name, v)
			}
		}
	}
}

func twoByTwo(a, b, c, d float64) num.Mat[float64] { return toMat([][]float64{{a, b}, {c, d}}) }

func TestSingularStopsWithoutAStep(t *testing.T) {
	for _, rule := range linearRules {
		s := newLinear()
		s.rule = rule
		s.given = &givenLinear{[]float64{1, 1}, twoByTwo(1, 0.2, 0.1, 1), twoByTwo(1, 0, 0, 1), twoByTwo(1, 0, 0.5, 0.3)} // first row of I - W is 0
		start(t, s)
		finiteRecord(t, s)
		st := s.Step()
		if st.Status != sim.Diverged || st.Unit || !strings.Contains(st.Trouble.What, "singular") {
			t.Errorf("%s: %v %+v", rule, st.Status, st.Trouble)
		}
		if s.w.At(0, 0) != 1 || s.w.At(1, 0) != 0.5 {
			t.Errorf("%s moved the weights", rule)
		}
		finiteRecord(t, s)
	}
}

func TestPlacesOfInfiniteLossAreRefused(t *testing.T) {
	s := newTwo()
	start(t, s)
	was := [4]float64(s.w.Data)
	place := s.Actions()[0]
	// w12 w21 = (1 - w11)(1 - w22) = 0.8 · 1.1 = 0.88
	if err := sim.Set(place.Args, map[string]string{"x": "1", "y": "0.88"}); err != nil {
		t.Fatal(err)
	}
	if err := place.Do(); err == nil {
		t.Error("two neurons: a start on the hyperbola is accepted")
	}
	if was != [4]float64(s.w.Data) {
		t.Error("the refused start has moved the weights")
	}
	finiteRecord(t, s)
	o := newOne()
	o.start = 1
	if err := o.Init(sim.Env{Seed: 1}); err == nil {
		t.Error("one neuron: a start on the pole is accepted")
	}
	o.start = 0.5
	start(t, o)
	o.putAt = 1
	if err := o.Actions()[0].Do(); err == nil {
		t.Error("one neuron: the pole is accepted as a place")
	}
}

func TestJumpsAndFlingsAreCounted(t *testing.T) {
	s := newTwo()
	s.rule = dW1 // from (1.6, 0.5), where the loss is 294
	start(t, s)
	if math.Abs(s.loss-294) > 0.5 {
		t.Errorf("the start has the loss %v, not 294", s.loss)
	}
	steps(t, s, 1)
	// To about (-79, -245).
	if math.Abs(output(t, s, "w12")+79) > 1 || math.Abs(output(t, s, "w21")+245) > 1 || output(t, s, "move") < 100 {
		t.Errorf("after the fling: w12 %v, w21 %v, move %v", output(t, s, "w12"), output(t, s, "w21"), output(t, s, "move"))
	}
	s = newTwo() // from beyond the hyperbola dW2 comes back through infinity
	startAt(t, s, 1, map[string]string{"rule": dW2, "eta": "0.1", "w12": "1.5", "w21": "1.2"})
	if output(t, s, "det_sign") != -1 {
		t.Errorf("the start beyond the hyperbola has the sign %v", output(t, s, "det_sign"))
	}
	steps(t, s, 200)
	if output(t, s, "flips") < 1 || output(t, s, "det_sign") != 1 || !(s.loss < 1e-12) {
		t.Errorf("back through infinity: flips %v, sign %v, loss %v", output(t, s, "flips"), output(t, s, "det_sign"), s.loss)
	}
	l := newLinear()
	startAt(t, l, 11, map[string]string{"rule": dW1, "eta": "10"})
	steps(t, l, 20)
	if output(t, l, "flung") < 1 {
		t.Error("a rate of 10 flings nobody")
	}
	free, held := newLinear(), newLinear()
	set := map[string]string{"rule": dW3, "eta": "60"} // far beyond the limit of the rule
	startAt(t, free, 2023, set)
	set["guard"] = "true"
	startAt(t, held, 2023, set)
	if st := steps(t, free, 60); st.Status != sim.Diverged {
		t.Errorf("without a guard a rate of 60 ends with %v", st.Status)
	}
	for range 5 {
		before := held.p.loss
		steps(t, held, 1)
		if held.p.loss > 10*before {
			t.Errorf("a guarded step took the loss from %v to %v", before, held.p.loss)
		}
	}
	if held.refused == 0 {
		t.Error("no step was halved")
	}
}

func TestNotFiniteStopsBeforeTheWeightsMove(t *testing.T) {
	s := newLinear()
	startAt(t, s, 2023, map[string]string{"rule": dW3, "eta": "100"})
	st := steps(t, s, 300)
	if st.Status != sim.Diverged || st.Trouble == nil || !strings.Contains(st.Trouble.What, "iteration") {
		t.Fatalf("a rate far beyond the limit ends with %v %+v", st.Status, st.Trouble)
	}
	if !finite(s.w.Data) {
		t.Error("the last weights are not finite")
	}
	finiteRecord(t, s)
	one := newOne()
	startAt(t, one, 2023, map[string]string{"rule": dW3, "start": "1.4", "eta": "20"})
	st = steps(t, one, 100)
	if st.Status != sim.Diverged || !strings.Contains(st.Trouble.What, "escaped through infinity at iteration 10") {
		t.Errorf("the wrong side ends with %v %+v, not by an escape at iteration 10", st.Status, st.Trouble)
	}
	finiteRecord(t, one)
	two := newTwo()
	startAt(t, two, 1, map[string]string{"rule": dW3, "eta": "0.1", "w12": "1.5", "w21": "1.2"})
	st = steps(t, two, 100)
	if st.Status != sim.Diverged || !strings.Contains(st.Trouble.What, "iteration 22") {
		t.Errorf("two neurons on the other side end with %v %+v, not by an escape at iteration 22", st.Status, st.Trouble)
	}
	finiteRecord(t, two)
}

// oscillator is a network whose only fixed point is an unstable spiral.
func oscillator() (*network[float64], *batch[float64]) {
	n := newNetwork(twoByTwo(1.3, 2, -2, 1.15), tanhRate, nil)
	b := newBatch[float64](2, 2)
	copy(b.in.Data, []float64{0.1, 0.1, 0.1, 0.1})
	return n, b
}

func TestUnstableIsNoAnswer(t *testing.T) {
	n, b := oscillator()
	n.newton(b, newNewton[float64](2), 1e-13, 60, false)
	if b.failed() != 0 {
		t.Fatalf("Newton's method does not find the fixed point: %v", b.state)
	}
	n.measure(b, false)
	growth := make([]float64, 2)
	n.growth(b, growth)
	if !(growth[0] > 0.1) {
		t.Errorf("an unstable spiral is said to grow by %v", growth[0])
	}
	n.relax(b, 0.1, 1e-9, 3000, false)
	for _, s := range b.state {
		if s != oscillating {
			t.Errorf("a network that circles is said to be %v", s)
		}
	}
	// A stable one shrinks.
	n.w = twoByTwo(0.5, 0.2, -0.2, 0.3)
	n.newton(b, newNewton[float64](2), 1e-13, 60, false)
	n.measure(b, false)
	if n.growth(b, growth); !(growth[0] < -0.1) {
		t.Errorf("a stable network is said to grow by %v", growth[0])
	}
	// The same in the view, where no more than fixed points and answers is counted.
	s := newTwo()
	startAt(t, s, 1, map[string]string{"model": "tanh", "eta": "0", "w11": "1.3", "w12": "2", "w21": "-2", "w22": "1.15", "show": "own", "i1": "0.1", "i2": "0.1"})
	if output(t, s, "fixed") != 1 || output(t, s, "answers") != 0 || output(t, s, "failed") == 0 {
		t.Errorf("%v fixed points, %v answers, %v inputs without one", output(t, s, "fixed"), output(t, s, "answers"), output(t, s, "failed"))
	}
}

func TestTheMapAsModelIsLessStable(t *testing.T) {
	n := newNetwork(twoByTwo(-1.5, 0, 0, -1.5), linearRate, nil)
	b := newBatch[float64](2, 1)
	copy(b.in.Data, []float64{0.1, 0.2})
	if n.relax(b, 0.1, 1e-9, 2000, false); b.state[0] != ok {
		t.Errorf("rates with eigenvalues -1.5 do not settle: %v", b.state[0])
	}
	n.model = discreteModel
	if n.relax(b, 0.1, 1e-9, 2000, false); b.state[0] != blewUp {
		t.Errorf("the plain iteration with eigenvalues -1.5 is said to be %v", b.state[0])
	}
}

func TestEveryStatus(t *testing.T) {
	n := newNetwork(twoByTwo(1, 0, 0, 1), linearRate, nil)
	b := newBatch[float64](2, 1)
	copy(b.in.Data, []float64{1, 1})
	if n.newton(b, newNewton[float64](2), 1e-12, 20, false); b.state[0] != singular {
		t.Errorf("I - W = 0 is said to be %v", b.state[0])
	}
	n.w = twoByTwo(3, 0, 0, 3)
	if n.relax(b, 0.1, 1e-9, 2000, false); b.state[0] != blewUp {
		t.Errorf("a network that grows without bounds is said to be %v", b.state[0])
	}
	if n.euler(b, 0.1, 500, 1e-2); b.state[0] != blewUp {
		t.Errorf("the same by Euler steps is said to be %v", b.state[0])
	}
	n.w = twoByTwo(0.99, 0, 0, 0.99)
	if n.relax(b, 0.1, 1e-9, 10, false); b.state[0] == ok {
		t.Error("ten steps of a slow network are said to be enough")
	}
	n.f, n.w = tanhRate, twoByTwo(0.9, 0, 0, 0.9)
	if n.relax(b, 0.1, 1e-4, 60, false); b.state[0] != slow {
		t.Errorf("a network on its way is said to be %v", b.state[0])
	}
	for s, want := range map[status]string{ok: "ok", slow: "slow", oscillating: "oscillating", blewUp: "blew_up", singular: "singular"} {
		if s.String() != want {
			t.Errorf("%d is called %s", s, s)
		}
	}
}

// unsettledNet is a large random network of which most inputs do not settle.
func randomNet(n, samples int, rho, drive float64) (*network[float64], *batch[float64]) {
	net := newNetwork(num.NewMat[float64](n, n), tanhRate, nil)
	draw(net.w, num.NewKey(3, "test", 0), rho/math.Sqrt(float64(n)))
	b := newBatch[float64](n, samples)
	draw(b.in, num.NewKey(3, "test", 1), drive)
	return net, b
}

func TestUnsettledSamplesTeachNothing(t *testing.T) {
	s := newDigits()
	startAt(t, s, 3, map[string]string{"n": "40", "batch": "64", "rho": "2", "solver": "relax", "rule": dW1, "adjoint": "lu", "eta": "0.01"})
	steps(t, s, 1)
	if f := output(t, s, "failed"); !(f > 0) {
		t.Fatalf("with weights twice too large all of a batch settles: failed %v", f)
	} else if c := s.core.(*digitsState[float32]); c.last.counted != 64-int(math.Round(64*f)) {
		t.Errorf("%v of 64 images fail, and %d are learned from", f, c.last.counted)
	}
	finiteRecord(t, s)
	// At 5 τ nothing is at rest, and the page is told.
	s = newDigits()
	startAt(t, s, 3, map[string]string{"n": "40", "batch": "64"})
	steps(t, s, 1)
	if f, r := output(t, s, "failed"), output(t, s, "residual"); !(f > 0.05) || !(r > 1e-3) {
		t.Errorf("at 5 τ: failed %v, residual %v", f, r)
	}
}

func TestSaturationHurtsOnlyTheLiteralRule(t *testing.T) {
	net, b := randomNet(6, 3, 0.5, 30) // |z| > 19: the gains are 0 in floating point
	net.relax(b, 0.1, 1e-12, 2000, false)
	net.measure(b, false)
	copy(b.d.Data, b.in.Data)
	teach := &teacher[float64]{adjoint: "lu", tol: 1e-12, floor: floor2, eta: 0.1, room: newNewton[float64](6), bad: make([]bool, 3)}
	for _, rule := range []string{dW0, dW1, dW2, dW3, dW4} {
		if teach.factors(rule, net, b); !finite(b.p.Data) || !finite(b.q.Data) {
			t.Errorf("%s is not finite with saturated units", rule)
		}
	}
	if teach.factors(dW3A, net, b); finite(b.p.Data) && finite(b.q.Data) {
		t.Error("ΔW3A divides by gains of 0 and stays finite?")
	}
	s := newDigits() // and then the run stops with a word
	s.given = &givenDigits{twoByTwo(0.1, 0, 0, 0.1), twoByTwo(60, 0, 0, 60), twoByTwo(1, 0, 0, 1), twoByTwo(1, 1, -1, 1), []int{0, 1}}
	s.rule, s.solver = dW3A, "exact"
	start(t, s)
	st := steps(t, s, 1)
	if st.Status != sim.Diverged || st.Trouble == nil || !finite(s.core.(*digitsState[float32]).net.w.Data) {
		t.Errorf("ΔW3A with saturated units: %v %+v", st.Status, st.Trouble)
	}
	finiteRecord(t, s)
}

func TestRectifierThatBlowsUpIsSaidSo(t *testing.T) {
	s := newDigits()
	s.given = &givenDigits{twoByTwo(3, 0, 0, 3), twoByTwo(1, 0, 0, 1), twoByTwo(1, 0, 0, 1), twoByTwo(1, 1, 2, 1), []int{0, 1}}
	s.act, s.rule, s.solver = "relu", dW3, "relax"
	start(t, s)
	steps(t, s, 1)
	if output(t, s, "failed") != 1 {
		t.Errorf("rates without bounds count as settled: failed %v", output(t, s, "failed"))
	}
	finiteRecord(t, s)
	s = newDigits()
	s.given = &givenDigits{twoByTwo(3, 0, 0, 3), twoByTwo(1, 0, 0, 1), twoByTwo(1, 0, 0, 1), twoByTwo(1, 1, 2, 1), []int{0, 1}}
	s.act, s.rule, s.solver, s.steps, s.h = "relu", dW3, "euler", 500, 0.5
	start(t, s)
	if st := steps(t, s, 3); st.Status != sim.Diverged {
		t.Errorf("500 steps of a network that grows end with %v", st.Status)
	}
	finiteRecord(t, s)
}

// Gains from the rate are wrong for a silent unit that was active: it still decays.
func TestGainsFromRatesOfARectifier(t *testing.T) {
	n := newNetwork(twoByTwo(0, -3, 0, 0), reluRate, nil)
	b := newBatch[float64](2, 1)
	copy(b.in.Data, []float64{0.5, 1}) // unit 1 is active until unit 2 silences it
	n.euler(b, 0.1, 50, 1e-2)
	n.measure(b, false)
	current := b.g.At(0, 0)
	n.measure(b, true)
	if current != 0 || b.g.At(0, 0) != 1 {
		t.Errorf("gain from the current %v, from the rate %v", current, b.g.At(0, 0))
	}
}
