package network

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"hebb/sim/labs/fixedpoint/golden"
	"hebb/sim/labs/fixedpoint/rules"
	"hebb/sim/num"
)

// goldenNet is a network of a file with its batch loaded.
type goldenNet struct {
	n       *Network[float64]
	b       *Batch[float64]
	h       *Readout[float64]
	t       *Teacher[float64]
	labels  []int
	samples int
}

func newGoldenNet(t *testing.T, g *golden.File) *goldenNet {
	w, x := golden.Matrix(t, &g.Inputs, "W"), golden.Matrix(t, &g.Inputs, "X")
	in, c := golden.Matrix(t, &g.Inputs, "Wx"), golden.Matrix(t, &g.Inputs, "readout")
	if g.F != "tanh" && RateOf(g.F) == Tanh {
		t.Fatalf("f is %q, which is none of our rate functions", g.F)
	}
	g.Sizes(t, map[string][2]int{"N": {g.N, w.Rows}, "B": {g.B, x.Rows}, "Nx": {g.Nx, in.Cols}, "K": {g.K, c.Rows}})
	o := &goldenNet{labels: golden.Read[[]int](t, &g.Inputs, "Y"), samples: x.Rows}
	o.n = New(w, RateOf(g.F), nil)
	o.b = NewBatch[float64](w.Rows, x.Rows)
	o.n.K.GemmNT(o.b.In, 1, x, in, 0)
	o.h = NewReadout[float64](c.Rows, c.Cols, x.Rows)
	o.h.C = c
	o.t = &Teacher[float64]{Adjoint: "lu", Tol: 1e-13, Room: NewRoom[float64](w.Rows)}
	return o
}

// settle brings the batch to its attractors and fills in gains and δ.
func (o *goldenNet) settle(t *testing.T) (loss float64) {
	attractor(o.n, o.b, NewRoom[float64](o.n.n), 0.1, 20000)
	if f := o.b.Failed(); f > 0 {
		t.Fatalf("%d samples do not settle", f)
	}
	o.n.Measure(o.b, false)
	loss, _, _ = o.h.Score(o.b, o.labels, true)
	return loss / float64(o.samples)
}

// dw is the rule's dW for the batch as it stands.
func (o *goldenNet) dw(rule string) []float64 {
	o.t.Factors(rule, o.n, o.b)
	d := num.NewMat[float64](o.n.n, o.n.n)
	o.n.Gather(o.b, d)
	num.Use[float64]().Scale(1/float64(o.samples), d.Data)
	return d.Data
}

func TestGoldenNetwork(t *testing.T) {
	golden.Each(t, "nonlinear", func(t *testing.T, g *golden.File) {
		o := newGoldenNet(t, g)
		loss := o.settle(t)
		at := func(key string) []float64 { return golden.Matrix(t, &g.Expected, key).Data }
		g.Same(t, "fixed point", o.b.R.Data, at("fixed_point"), 1e-9)
		g.Same(t, "current", o.b.z.Data, at("current"), 1e-9)
		g.Same(t, "gain", o.b.G.Data, at("gain"), 1e-9)
		g.One(t, "loss", loss, golden.Read[float64](t, &g.Expected, "loss"), 1e-9)
		g.Same(t, "dJdr", o.b.D.Data, at("dJdr"), 1e-9)
		_, right, count := o.h.Score(o.b, o.labels, true)
		g.One(t, "accuracy", float64(right)/float64(count), golden.Read[float64](t, &g.Expected, "accuracy"), 1e-12)
		soft := append([]float64(nil), o.h.Logits.Data...)
		for i, y := range o.labels {
			soft[i*o.h.C.Rows+y]++
		}
		g.Same(t, "softmax", soft, at("softmax"), 1e-9)
		dws := map[string][]float64{}
		for _, rule := range []string{rules.DW0, rules.DW1, rules.DW3, rules.DW4} {
			dws[rule] = o.dw(rule)
			g.Same(t, rule, dws[rule], at(rule), 1e-9)
			if rule == rules.DW1 {
				g.Same(t, "adjoint", o.b.P.Data, at("adjoint"), 1e-9)
			}
		}
		if g.Expected.Has(rules.DW3A) {
			dws[rules.DW3A] = o.dw(rules.DW3A)
			g.Same(t, rules.DW3A, dws[rules.DW3A], at(rules.DW3A), 1e-9)
		}
		for pair, want := range golden.Read[map[string]float64](t, &g.Expected, "angles") {
			a, b, _ := strings.Cut(pair, "_")
			if dws[a] == nil || dws[b] == nil {
				t.Errorf("an angle %q, which is not compared", pair)
				continue
			}
			g.One(t, "angle "+pair, Angle(dws[a], dws[b]), want, 1e-9)
		}
		// The chord iteration, with the loop closed at mean gains, and the broken-off series.
		o.t.Adjoint, o.t.Tol = "chord", 1e-12
		o.t.Loop = NewClosed[float64](o.n.n)
		MeanGains(o.t.Loop.Gain, o.b)
		if !o.t.Loop.Close(o.n, o.t.Room) {
			t.Fatal("the mean-gain matrix is singular")
		}
		g.Same(t, "dW1 by the chord", o.dw(rules.DW1), at("dW1"), 1e-9)
		o.t.Adjoint = "sweeps"
		for _, e := range golden.Read[[]struct {
			K  int
			DW [][]float64 `json:"dW"`
		}](t, &g.Expected, "rbp_truncated") {
			o.t.Sweeps = e.K
			g.Same(t, "truncated", o.dw(rules.DW1), golden.Mat(e.DW).Data, 1e-9)
		}
		o.t.Adjoint = "lu"
		for _, e := range golden.Read[[]struct {
			Eta float64
			DW  [][]float64 `json:"dW"`
			Min float64     `json:"min_denominator"`
		}](t, &g.Expected, "dW2") {
			o.t.Eta = e.Eta
			g.Same(t, "dW2", o.dw(rules.DW2), golden.Mat(e.DW).Data, 1e-9)
			g.One(t, "dW2 denominator", o.t.least, e.Min, 1e-9)
		}
		spectra := golden.Read[[]golden.SpectrumEntry](t, &g.Expected, "spectra_GW")
		for i, e := range spectra {
			found, _ := SpectrumOf(o.b.G.Row(i), o.n.W, true)
			g.Spectrum(t, "spectrum of G W", golden.Found(found), e, 1e-9)
		}
		whole, _ := SpectrumOf(nil, o.n.W, true)
		g.Spectrum(t, "spectrum of W", golden.Found(whole), golden.Read[golden.SpectrumEntry](t, &g.Expected, "spectrum_W"), 1e-9)
		goldenSolvers(t, g, o, spectra)
		goldenPast(t, g, o, dws[rules.DW1], spectra)
		for _, key := range g.Expected.Keys() {
			if !strings.HasPrefix(key, "at_euler") {
				continue
			}
			want := golden.Read[map[string][][]float64](t, &g.Expected, key)
			h, steps := golden.EulerOf(t, key)
			o.n.Euler(o.b, h, steps, 1e-6)
			o.n.Measure(o.b, true)
			o.h.Score(o.b, o.labels, true)
			for rule, dw := range want {
				switch rule {
				case rules.DW0, rules.DW1, rules.DW3, rules.DW4:
					g.Same(t, rule+" at the Euler state", o.dw(rule), golden.Mat(dw).Data, 1e-9)
				default:
					t.Errorf("%s has %q, which is not compared", key, rule)
				}
			}
		}
	}, "train") // TestGoldenDigits reads it
}

// goldenSolvers: every way to a fixed point arrives at the same one.
func goldenSolvers(t *testing.T, g *golden.File, o *goldenNet, spectra []golden.SpectrumEntry) {
	want := golden.Matrix(t, &g.Expected, "fixed_point").Data
	check := func(what string, tol float64) {
		t.Helper()
		if f := o.b.Failed(); f > 0 {
			t.Errorf("%s: %d samples fail: %v", what, f, o.b.State)
		}
		g.Same(t, what, o.b.R.Data, want, tol)
	}
	models := []Model{RateModel, CurrentModel, DiscreteModel}
	for _, e := range spectra {
		if e.Radius >= 1 { // the map r ← f(W r + I) leaves this fixed point, which the others keep to
			models = models[:2]
			break
		}
	}
	for _, m := range models {
		o.n.Model = m
		o.n.Relax(o.b, 0.1, 1e-12, 20000, false)
		check("relaxation", 1e-9)
	}
	o.n.Model = RateModel
	clear(o.b.R.Data)
	copy(o.b.z.Data, o.b.In.Data)
	o.n.anderson(o.b, &Closed[float64]{}, 1e-12, 200)
	check("Anderson", 1e-9)
	clear(o.b.R.Data)
	copy(o.b.z.Data, o.b.In.Data)
	o.n.anderson(o.b, o.t.Loop, 1e-12, 200)
	check("Anderson with the loop closed", 1e-9)
	clear(o.b.R.Data)
	o.n.newton(o.b, NewRoom[float64](o.n.n), 1e-13, 60, false)
	check("Newton", 1e-9)
}

// goldenPast: backpropagation through time, and that it tends to dW1.
func goldenPast(t *testing.T, g *golden.File, o *goldenNet, gradient []float64, spectra []golden.SpectrumEntry) {
	n := o.n.n
	for _, e := range golden.Read[[]struct {
		H        float64
		Nt       int
		State    [][]float64
		Loss     float64
		DW       [][]float64 `json:"dW"`
		Residual float64     `json:"max_residual"`
		Angle    float64     `json:"angle_to_dW1"`
	}](t, &g.Expected, "bptt") {
		dw, loss := num.NewMat[float64](n, n), 0.0
		o.t.Through(o.n, o.b, e.H, e.Nt, dw, func() { loss, _, _ = o.h.Score(o.b, o.labels, true) })
		num.Use[float64]().Scale(1/float64(o.samples), dw.Data)
		g.Same(t, "BPTT: state", o.b.R.Data, golden.Mat(e.State).Data, 1e-9)
		g.One(t, "BPTT: loss", loss/float64(o.samples), e.Loss, 1e-9)
		g.Same(t, "BPTT", dw.Data, golden.Mat(e.DW).Data, 1e-9)
		worst := 0.0
		for _, v := range o.b.Err {
			worst = max(worst, v)
		}
		g.One(t, "BPTT: residual", worst, e.Residual, max(1e-9, 1e-15/e.Residual))
		if d := math.Abs(Angle(dw.Data, gradient) - e.Angle); d > 1e-7 {
			t.Errorf("BPTT: angle to dW1 differs by %g", d)
		}
		g.Numbers++
	}
	// Over K steps a mode of the Euler map's Jacobian, (1-h) I + h G W, has come down to
	// |μ|^K, in the state and on the way back alike: the gradient has the shares of K
	// products of the two, and K |μ|^K is what is left of the slowest. Where 60 τ are not
	// enough for the tolerance of the other numbers, as many as are follow.
	const h = 0.1
	slowest := 0.0
	for _, s := range spectra {
		for _, e := range s.Eig {
			slowest = max(slowest, math.Hypot(1-h+h*e[0], h*e[1]))
		}
	}
	left := func(steps int) float64 { return float64(steps) * math.Pow(slowest, float64(steps)) }
	way := func(steps int, tol float64) {
		for _, m := range []Model{RateModel, CurrentModel} {
			o.n.Model = m
			dw := num.NewMat[float64](n, n)
			o.t.Through(o.n, o.b, h, steps, dw, func() { o.h.Score(o.b, o.labels, true) })
			num.Use[float64]().Scale(1/float64(o.samples), dw.Data)
			g.Same(t, fmt.Sprintf("BPTT over %d τ beside dW1", steps/10), dw.Data, gradient, tol)
		}
	}
	way(600, max(1e-9, left(600)))
	if enough := 600; left(enough) > 1e-9 {
		for left(enough) > 1e-11 && enough < 1_000_000 {
			enough *= 2
		}
		way(enough, 1e-9)
	}
	o.n.Model = RateModel
}
