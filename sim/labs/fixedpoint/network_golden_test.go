package fixedpoint

import (
	"math"
	"testing"

	"hebb/sim/num"
)

// goldenNet is a network of a file with its batch loaded.
type goldenNet struct {
	n       *network[float64]
	b       *batch[float64]
	h       *readout[float64]
	t       *teacher[float64]
	labels  []int
	samples int
}

func newGoldenNet(t *testing.T, g *golden) *goldenNet {
	w, x := matrix(t, g.Inputs, "W"), matrix(t, g.Inputs, "X")
	o := &goldenNet{labels: read[[]int](t, g.Inputs, "Y"), samples: x.Rows}
	o.n = newNetwork(w, rateOf(g.F), nil)
	o.b = newBatch[float64](w.Rows, x.Rows)
	o.n.k.GemmNT(o.b.in, 1, x, matrix(t, g.Inputs, "Wx"), 0)
	c := matrix(t, g.Inputs, "readout")
	o.h = newReadout[float64](c.Rows, c.Cols, x.Rows)
	o.h.c = c
	o.t = &teacher[float64]{adjoint: "lu", tol: 1e-13, room: newNewton[float64](w.Rows), bad: make([]bool, x.Rows)}
	return o
}

// settle brings the batch to its attractors and fills in gains and δ.
func (o *goldenNet) settle(t *testing.T) (loss float64) {
	o.n.attractor(o.b, newNewton[float64](o.n.n), 0.1, 20000)
	if f := o.b.failed(); f > 0 {
		t.Fatalf("%d samples do not settle", f)
	}
	o.n.measure(o.b, false)
	loss, _, _ = o.h.score(o.b, o.labels, true)
	return loss / float64(o.samples)
}

// dw is the rule's dW for the batch as it stands.
func (o *goldenNet) dw(rule string) []float64 {
	o.t.factors(rule, o.n, o.b)
	d := num.NewMat[float64](o.n.n, o.n.n)
	o.n.gather(o.b, d)
	num.Use[float64]().Scale(1/float64(o.samples), d.Data)
	return d.Data
}

func TestGoldenNetwork(t *testing.T) {
	for name, g := range goldenFiles(t, "nonlinear") {
		t.Run(name, func(t *testing.T) {
			o := newGoldenNet(t, g)
			loss := o.settle(t)
			at := func(key string) []float64 { return matrix(t, g.Expected, key).Data }
			g.same(t, "fixed point", o.b.r.Data, at("fixed_point"), 1e-9)
			g.same(t, "current", o.b.z.Data, at("current"), 1e-9)
			g.same(t, "gain", o.b.g.Data, at("gain"), 1e-9)
			g.one(t, "loss", loss, read[float64](t, g.Expected, "loss"), 1e-9)
			g.same(t, "dJdr", o.b.d.Data, at("dJdr"), 1e-9)
			_, right, count := o.h.score(o.b, o.labels, true)
			g.one(t, "accuracy", float64(right)/float64(count), read[float64](t, g.Expected, "accuracy"), 1e-12)
			soft := append([]float64(nil), o.h.logits.Data...)
			for i, y := range o.labels {
				soft[i*o.h.c.Rows+y]++
			}
			g.same(t, "softmax", soft, at("softmax"), 1e-9)
			dws := map[string][]float64{}
			for _, rule := range []string{dW0, dW1, dW3, dW4} {
				dws[rule] = o.dw(rule)
				g.same(t, rule, dws[rule], at(rule), 1e-9)
				if rule == dW1 {
					g.same(t, "adjoint", o.b.p.Data, at("adjoint"), 1e-9)
				}
			}
			if g.Expected[dW3A] != nil {
				dws[dW3A] = o.dw(dW3A)
				g.same(t, dW3A, dws[dW3A], at(dW3A), 1e-9)
			}
			for pair, want := range read[map[string]float64](t, g.Expected, "angles") {
				for a := range dws {
					for b := range dws {
						if pair == a+"_"+b {
							g.one(t, "angle "+pair, angle(dws[a], dws[b]), want, 1e-9)
						}
					}
				}
			}
			// The chord iteration, with the loop closed at mean gains, and the broken-off series.
			o.t.adjoint, o.t.tol = "chord", 1e-12
			o.t.loop = newClosed[float64](o.n.n)
			averageGain(o.t.loop.gain, o.b)
			if !o.t.loop.close(o.n, o.t.room) {
				t.Fatal("the mean-gain matrix is singular")
			}
			g.same(t, "dW1 by the chord", o.dw(dW1), at("dW1"), 1e-9)
			o.t.adjoint = "sweeps"
			for _, e := range read[[]struct {
				K  int
				DW [][]float64 `json:"dW"`
			}](t, g.Expected, "rbp_truncated") {
				o.t.sweeps = e.K
				g.same(t, "truncated", o.dw(dW1), toMat(e.DW).Data, 1e-9)
			}
			o.t.adjoint = "lu"
			for _, e := range read[[]struct {
				Eta float64
				DW  [][]float64 `json:"dW"`
				Min float64     `json:"min_denominator"`
			}](t, g.Expected, "dW2") {
				o.t.eta = e.Eta
				g.same(t, "dW2", o.dw(dW2), toMat(e.DW).Data, 1e-9)
				g.one(t, "dW2 denominator", o.t.least, e.Min, 1e-9)
			}
			for i, e := range read[[]spectrumEntry](t, g.Expected, "spectra_GW") {
				g.spectrum(t, "spectrum of G W", o.b.g.Row(i), o.n.w, e, 1e-9)
			}
			g.spectrum(t, "spectrum of W", nil, o.n.w, read[spectrumEntry](t, g.Expected, "spectrum_W"), 1e-9)
			goldenSolvers(t, g, o)
			goldenPast(t, g, o, dws[dW1])
			if key := "at_euler_state_h0.1_Nt50_gain_from_rate"; g.Expected[key] != nil {
				want := read[map[string][][]float64](t, g.Expected, key)
				o.n.euler(o.b, 0.1, 50, 1e-6)
				o.n.measure(o.b, true)
				o.h.score(o.b, o.labels, true)
				for _, rule := range []string{dW1, dW3, dW4} {
					g.same(t, rule+" at the Euler state", o.dw(rule), toMat(want[rule]).Data, 1e-9)
				}
			}
			t.Logf("%d numbers compared", g.compared)
		})
	}
}

// goldenSolvers: every way to a fixed point arrives at the same one.
func goldenSolvers(t *testing.T, g *golden, o *goldenNet) {
	want := matrix(t, g.Expected, "fixed_point").Data
	check := func(what string, tol float64) {
		t.Helper()
		if f := o.b.failed(); f > 0 {
			t.Errorf("%s: %d samples fail: %v", what, f, o.b.state)
		}
		g.same(t, what, o.b.r.Data, want, tol)
	}
	for _, m := range []model{rateModel, currentModel, discreteModel} {
		o.n.model = m
		o.n.relax(o.b, 0.1, 1e-12, 20000, false)
		check("relaxation", 1e-9)
	}
	o.n.model = rateModel
	clear(o.b.r.Data)
	copy(o.b.z.Data, o.b.in.Data)
	o.n.anderson(o.b, &closed[float64]{}, 1e-12, 200)
	check("Anderson", 1e-9)
	clear(o.b.r.Data)
	copy(o.b.z.Data, o.b.in.Data)
	o.n.anderson(o.b, o.t.loop, 1e-12, 200)
	check("Anderson with the loop closed", 1e-9)
	clear(o.b.r.Data)
	o.n.newton(o.b, newNewton[float64](o.n.n), 1e-13, 60, false)
	check("Newton", 1e-9)
}

// goldenPast: backpropagation through time, and that it tends to dW1.
func goldenPast(t *testing.T, g *golden, o *goldenNet, gradient []float64) {
	n := o.n.n
	for _, e := range read[[]struct {
		H        float64
		Nt       int
		State    [][]float64
		Loss     float64
		DW       [][]float64 `json:"dW"`
		Residual float64     `json:"max_residual"`
		Angle    float64     `json:"angle_to_dW1"`
	}](t, g.Expected, "bptt") {
		dw, loss := num.NewMat[float64](n, n), 0.0
		o.t.through(o.n, o.b, e.H, e.Nt, dw, func() { loss, _, _ = o.h.score(o.b, o.labels, true) })
		num.Use[float64]().Scale(1/float64(o.samples), dw.Data)
		g.same(t, "BPTT: state", o.b.r.Data, toMat(e.State).Data, 1e-9)
		g.one(t, "BPTT: loss", loss/float64(o.samples), e.Loss, 1e-9)
		g.same(t, "BPTT", dw.Data, toMat(e.DW).Data, 1e-9)
		worst := 0.0
		for _, v := range o.b.err {
			worst = max(worst, v)
		}
		g.one(t, "BPTT: residual", worst, e.Residual, max(1e-9, 1e-15/e.Residual))
		if d := math.Abs(angle(dw.Data, gradient) - e.Angle); d > 1e-7 {
			t.Errorf("BPTT: angle to dW1 differs by %g", d)
		}
		g.compared++
	}
	for _, m := range []model{rateModel, currentModel} {
		o.n.model = m
		dw := num.NewMat[float64](n, n)
		o.t.through(o.n, o.b, 0.1, 600, dw, func() { o.h.score(o.b, o.labels, true) })
		num.Use[float64]().Scale(1/float64(o.samples), dw.Data)
		g.same(t, "BPTT over 60 τ beside dW1", dw.Data, gradient, 1e-9)
	}
	o.n.model = rateModel
}
