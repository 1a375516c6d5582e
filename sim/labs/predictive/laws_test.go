package predictive

import (
	"math"
	"math/rand/v2"
	"testing"

	"hebb/sim"
	"hebb/sim/labs/predictive/layout"
	"hebb/sim/optim"
	"hebb/sim/precision"
	"hebb/sim/simtest"
)

// nets are small networks of every kind of operation, on made-up images.
var nets = map[string]string{
	"dense":    "dense 7 tanh | dense 6 softplus | dense 5 relu | dense 3",
	"conv":     "conv 3x3 relu pool2 | conv 4x2p1 tanh | dense 6 softplus | dense 3",
	"pieces":   "conv 2x3 | relu | pool2 | flatten | dense 3",
	"odd pool": "conv 2x2 softplus | pool2 tanh | dense 3",
}

// madeUp are random images with classes.
func madeUp(n int) *given {
	r := rand.New(rand.NewPCG(1, 2))
	g := &given{from: layout.Dims{C: 1, H: 8, W: 9}, out: 3, label: make([]int, n)}
	for i := range n {
		x := make([]float64, 72)
		for j := range x {
			x[j] = r.NormFloat64()
		}
		g.x = append(g.x, x)
		g.label[i] = r.IntN(3)
	}
	return g
}

func explore(t *testing.T, layers string, n int, set map[string]string) (*explorer, *relax[float64]) {
	t.Helper()
	e := newExplorer()
	e.given = madeUp(n)
	set["layers"], set["batch"] = layers, sim.Number(float64(n))
	if err := sim.Set(e.Fields(), set); err != nil {
		t.Fatal(err)
	}
	if err := e.Init(sim.Env{Seed: 3}); err != nil {
		t.Fatal(err)
	}
	return e, e.core.(*relax[float64])
}

// relaxed makes all sweeps.
func relaxed(t *testing.T, e *explorer) {
	t.Helper()
	for {
		s := e.Step()
		if s.Status == sim.Diverged {
			t.Fatal(s.Trouble)
		}
		if s.Status == sim.Converged {
			return
		}
	}
}

func update(c *relax[float64], lay *layout.Layout) []float64 {
	g := make([]float64, lay.Params)
	for _, ch := range c.chunks {
		ch.update(&c.m, g)
	}
	for i := range g {
		g[i] /= c.m.lambda
	}
	return g
}

func near(t *testing.T, what string, got, want []float64, tol float64) {
	t.Helper()
	d, s := 0.0, 0.0
	for i := range want {
		d += (got[i] - want[i]) * (got[i] - want[i])
		s += want[i] * want[i]
	}
	if off := math.Sqrt(d / s); !(off <= tol) {
		t.Errorf("%s: off by %.3g", what, off)
	}
}

// TestGradientIsTheSlopeOfTheLoss holds the reverse pass against finite differences.
func TestGradientIsTheSlopeOfTheLoss(t *testing.T) {
	for name, layers := range nets {
		for _, loss := range []string{mse, ce} {
			e, c := explore(t, layers, 5, map[string]string{"loss": loss})
			truth := append([]float64{}, c.truth...)
			at := func(i int, v float64) float64 {
				was := c.net.theta[i]
				c.net.theta[i] = v
				defer func() { c.net.theta[i] = was }()
				total := 0.0
				for _, ch := range c.chunks {
					ch.begin(&c.m)
					total += ch.sums.loss
				}
				return total
			}
			for i := 0; i < e.lay.Params; i += 1 + e.lay.Params/60 {
				const h = 1e-6
				v := c.net.theta[i]
				slope := (at(i, v+h) - at(i, v-h)) / (2 * h)
				if math.Abs(slope-truth[i]) > 1e-7+1e-5*math.Abs(slope) {
					t.Errorf("%s %s: parameter %d has gradient %v, and the loss the slope %v", name, loss, i, truth[i], slope)
				}
			}
		}
	}
}

func TestExactIsBackprop(t *testing.T) {
	for name, layers := range nets {
		e, c := explore(t, layers, 11, map[string]string{"alg": algExact})
		relaxed(t, e)
		near(t, name, update(c, e.lay), c.truth, 1e-14)
	}
}

func TestFixedPredWithStepOneIsBackprop(t *testing.T) {
	for name, layers := range nets {
		for _, n := range []int{0, 3} { // and stays there
			e, c := explore(t, layers, 11, map[string]string{"alg": algFixed, "eta": "1"})
			e.n = e.lay.Depth() + n
			relaxed(t, e)
			near(t, name, update(c, e.lay), c.truth, 1e-14)
		}
	}
}

func TestFixedPredKeepsItsClosedForm(t *testing.T) {
	for name, layers := range nets {
		e, c := explore(t, layers, 6, map[string]string{"alg": algFixed, "eta": "0.3", "n": "9"})
		for {
			s := e.Step()
			for l := range e.lay.Depth() {
				if got, want := c.noted.errors[l+1], c.noted.closed[l+1]; math.Abs(got-want) > 1e-13 {
					t.Errorf("%s: sweep %d: the errors of layer %d are off by %v, not %v", name, c.k, l+1, got, want)
				}
			}
			if s.Status == sim.Converged {
				break
			}
		}
		// P[at least 1 of 8] = 1 - 0.7^8
		if got, want := c.g.used[e.lay.Depth()-1], 1-math.Pow(0.7, 8); math.Abs(got-want) > 1e-15 {
			t.Errorf("the gain of the layer below the top is %v, not %v", got, want)
		}
	}
}

// TestTopDownWithStepOneIsBackprop: one sweep is enough.
func TestTopDownWithStepOneIsBackprop(t *testing.T) {
	e, c := explore(t, nets["conv"], 11, map[string]string{"alg": algFixed, "eta": "1", "n": "1", "schedule": "sequential"})
	relaxed(t, e)
	near(t, "FixedPred", update(c, e.lay), c.truth, 1e-14)
	e, c = explore(t, nets["conv"], 11, map[string]string{"alg": algStrict, "eta": "1", "n": "1", "schedule": "sequential", "update_at": "vhat", "lambda": "0.1"})
	relaxed(t, e)
	near(t, "Strict", update(c, e.lay), c.truth, 1e-9)
}

// TestStrictTendsToBackprop: at rest, the smaller the errors the nearer.
func TestStrictTendsToBackprop(t *testing.T) {
	last := math.Inf(1)
	for _, lambda := range []string{"100", "10", "1", "0.1"} {
		e, c := explore(t, nets["dense"], 11, map[string]string{"alg": algStrict, "eta": "0.05", "n": "1000", "lambda": lambda, "tol": "1e-8"})
		relaxed(t, e)
		off := c.noted.rel[1]
		if off >= last {
			t.Errorf("lambda %s: distance %v, not below %v", lambda, off, last)
		}
		last = off
	}
	if last > 0.01 {
		t.Errorf("with small errors the distance is still %v", last)
	}
}

// TestEnergyNeverRises: a small step down is a step down. A net whose beliefs settle on
// the kink of a pool is left out: there they go to and fro however small the step.
func TestEnergyNeverRises(t *testing.T) {
	for name, layers := range nets {
		if name == "odd pool" {
			continue
		}
		for _, schedule := range []string{"sync", "sequential"} {
			e, c := explore(t, layers, 11, map[string]string{"alg": algStrict, "eta": "0.02", "n": "150", "lambda": "20", "schedule": schedule})
			f := c.noted.energy
			for {
				s := e.Step()
				if now := c.noted.energy; now > f*(1+1e-13) {
					t.Fatalf("%s, %s: at sweep %d the energy rises from %v to %v", name, schedule, c.k, f, now)
				} else {
					f = now
				}
				if s.Status != sim.Running {
					break
				}
			}
		}
	}
}

// TestPrecisionsDoNotMoveFixedPred: at rest the weights of the errors change nothing
// under FixedPred, and something under Strict.
func TestPrecisionsDoNotMoveFixedPred(t *testing.T) {
	for _, alg := range []string{algFixed, algStrict} {
		var got [2][]float64
		for i, pi := range []string{"1", "2,0.5,3"} {
			e, c := explore(t, nets["conv"], 6, map[string]string{"alg": alg, "eta": "0.1", "n": "1000", "precisions": pi, "lambda": "5"})
			relaxed(t, e)
			got[i] = update(c, e.lay)
		}
		off := 0.0
		for i, v := range got[0] {
			off = math.Max(off, math.Abs(v-got[1][i]))
		}
		if (off < 1e-9) != (alg == algFixed) {
			t.Errorf("%s: other precisions change the update by %v", alg, off)
		}
	}
}

// TestSafeFloat32 keeps what naive float32 loses.
func TestSafeFloat32(t *testing.T) {
	off := func(precision string) (worst, stalled float64) {
		e := newExplorer()
		if err := sim.Set(e.Fields(), map[string]string{"alg": algFixed, "eta": "0.1", "n": "100", "batch": "60", "precision": precision}); err != nil {
			t.Fatal(err)
		}
		if err := e.Init(sim.Env{Seed: 3}); err != nil {
			t.Fatal(err)
		}
		relaxed(t, e)
		c := e.core.(*relax[float32])
		for l := range e.lay.Depth() {
			worst = max(worst, math.Abs(c.noted.rel[l+1]-c.noted.closed[l+1]))
		}
		return worst, c.noted.stalled[1]
	}
	if safe, stalled := off(precision.Single); safe > 2e-5 || stalled != 0 {
		t.Errorf("safe float32 is off the closed form by %v, %v lost", safe, stalled)
	}
	if naive, stalled := off(naive32); naive < 2e-4 || stalled == 0 {
		t.Errorf("naive float32 is off the closed form by only %v, %v lost", naive, stalled)
	}
}

// TestStabilityLimit: just below the estimate Strict rests, just above it diverges.
func TestStabilityLimit(t *testing.T) {
	e, _ := explore(t, nets["dense"], 20, map[string]string{"alg": algStrict})
	limit := simtest.Everything(t, e, probeStability).Scalar(t, "eta_max")
	for _, part := range []float64{0.9, 1.2} {
		e, _ := explore(t, nets["dense"], 20, map[string]string{"alg": algStrict, "n": "300"})
		e.eta = part * limit
		diverged := false
		for range 2000 {
			s := e.Step()
			diverged = diverged || s.Status == sim.Diverged
			if s.Status != sim.Running {
				break
			}
		}
		if diverged != (part > 1) {
			t.Errorf("at %v of the limit %v: diverged is %v", part, limit, diverged)
		}
	}
}

// TestADivergedInferenceTeachesNothing: the weights stay, and the trouble is named.
func TestADivergedInferenceTeachesNothing(t *testing.T) {
	s := startTraining(t, map[string]string{"alg": algStrict, "eta": "3", "n": "30", "precision": precision.Double})
	c := s.core.(*learn[float64])
	before := append([]float64{}, c.net.theta...)
	for range 1000 {
		if st := s.Step(); st.Status == sim.Diverged {
			for i, v := range before {
				if c.net.theta[i] != v {
					t.Fatal("the weights have changed")
				}
			}
			t.Log(st.Trouble.What)
			return
		}
	}
	t.Error("it does not diverge")
}

// TestAlgorithmsAgreeWhenTheyMust: backprop, Exact and FixedPred with step one train
// to the same weights.
func TestAlgorithmsAgreeWhenTheyMust(t *testing.T) {
	var first []float64
	for _, alg := range []string{algBackprop, algExact, algFixed, algClosed} {
		s := startTraining(t, map[string]string{"alg": alg, "eta": "1", "n": "3", "precision": precision.Double, "optimiser": optim.SGD, "rate": "0.1", "momentum": "0.9", "batch": "50"})
		for range 5 {
			step(t, s)
		}
		theta := s.core.(*learn[float64]).net.theta
		if first == nil {
			first = theta
		}
		near(t, alg, theta, first, 1e-13)
	}
}

// TestTheOrderOfImagesMakesWholeBatches: a pass leaves out what makes no whole batch.
func TestTheOrderOfImagesMakesWholeBatches(t *testing.T) {
	o := wholeBatches{straight{7}, 7, 6}
	for i, want := range []int{0, 1, 2, 3, 4, 5, 0, 1} {
		if got := o.At(uint64(i)); got != want {
			t.Errorf("image %d is %d, not %d", i, got, want)
		}
	}
}
