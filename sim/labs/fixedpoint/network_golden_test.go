package fixedpoint

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
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
	w, x := matrix(t, &g.Inputs, "W"), matrix(t, &g.Inputs, "X")
	in, c := matrix(t, &g.Inputs, "Wx"), matrix(t, &g.Inputs, "readout")
	if g.F != "tanh" && rateOf(g.F) == tanhRate {
		t.Fatalf("f is %q, which is none of our rate functions", g.F)
	}
	g.sizes(t, map[string][2]int{"N": {g.N, w.Rows}, "B": {g.B, x.Rows}, "Nx": {g.Nx, in.Cols}, "K": {g.K, c.Rows}})
	o := &goldenNet{labels: read[[]int](t, &g.Inputs, "Y"), samples: x.Rows}
	o.n = newNetwork(w, rateOf(g.F), nil)
	o.b = newBatch[float64](w.Rows, x.Rows)
	o.n.k.GemmNT(o.b.in, 1, x, in, 0)
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
	eachGolden(t, "nonlinear", func(t *testing.T, g *golden) {
		o := newGoldenNet(t, g)
		loss := o.settle(t)
		at := func(key string) []float64 { return matrix(t, &g.Expected, key).Data }
		g.same(t, "fixed point", o.b.r.Data, at("fixed_point"), 1e-9)
		g.same(t, "current", o.b.z.Data, at("current"), 1e-9)
		g.same(t, "gain", o.b.g.Data, at("gain"), 1e-9)
		g.one(t, "loss", loss, read[float64](t, &g.Expected, "loss"), 1e-9)
		g.same(t, "dJdr", o.b.d.Data, at("dJdr"), 1e-9)
		_, right, count := o.h.score(o.b, o.labels, true)
		g.one(t, "accuracy", float64(right)/float64(count), read[float64](t, &g.Expected, "accuracy"), 1e-12)
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
		if g.Expected.Has(dW3A) {
			dws[dW3A] = o.dw(dW3A)
			g.same(t, dW3A, dws[dW3A], at(dW3A), 1e-9)
		}
		for pair, want := range read[map[string]float64](t, &g.Expected, "angles") {
			a, b, _ := strings.Cut(pair, "_")
			if dws[a] == nil || dws[b] == nil {
				t.Errorf("an angle %q, which is not compared", pair)
				continue
			}
			g.one(t, "angle "+pair, angle(dws[a], dws[b]), want, 1e-9)
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
		}](t, &g.Expected, "rbp_truncated") {
			o.t.sweeps = e.K
			g.same(t, "truncated", o.dw(dW1), toMat(e.DW).Data, 1e-9)
		}
		o.t.adjoint = "lu"
		for _, e := range read[[]struct {
			Eta float64
			DW  [][]float64 `json:"dW"`
			Min float64     `json:"min_denominator"`
		}](t, &g.Expected, "dW2") {
			o.t.eta = e.Eta
			g.same(t, "dW2", o.dw(dW2), toMat(e.DW).Data, 1e-9)
			g.one(t, "dW2 denominator", o.t.least, e.Min, 1e-9)
		}
		spectra := read[[]spectrumEntry](t, &g.Expected, "spectra_GW")
		for i, e := range spectra {
			g.spectrum(t, "spectrum of G W", o.b.g.Row(i), o.n.w, e, 1e-9)
		}
		g.spectrum(t, "spectrum of W", nil, o.n.w, read[spectrumEntry](t, &g.Expected, "spectrum_W"), 1e-9)
		goldenSolvers(t, g, o, spectra)
		goldenPast(t, g, o, dws[dW1], spectra)
		for _, key := range g.Expected.Keys() {
			if !strings.HasPrefix(key, "at_euler") {
				continue
			}
			want := read[map[string][][]float64](t, &g.Expected, key)
			h, steps := eulerOf(t, key)
			o.n.euler(o.b, h, steps, 1e-6)
			o.n.measure(o.b, true)
			o.h.score(o.b, o.labels, true)
			for rule, dw := range want {
				switch rule {
				case dW0, dW1, dW3, dW4:
					g.same(t, rule+" at the Euler state", o.dw(rule), toMat(dw).Data, 1e-9)
				default:
					t.Errorf("%s has %q, which is not compared", key, rule)
				}
			}
		}
	}, "train") // TestGoldenDigits reads it
}

var reEuler = regexp.MustCompile(`^(?:at_)?euler_(?:state_)?h([0-9.]+)_Nt([0-9]+)_gain_from_rate$`)

// eulerOf reads what a file calls a state after so many Euler steps of h.
func eulerOf(t *testing.T, name string) (h float64, steps int) {
	t.Helper()
	part := reEuler.FindStringSubmatch(name)
	if part == nil {
		t.Fatalf("%q is no way to a state that we know", name)
	}
	h, err := strconv.ParseFloat(part[1], 64)
	if err != nil {
		t.Fatal(err)
	}
	if steps, err = strconv.Atoi(part[2]); err != nil {
		t.Fatal(err)
	}
	return h, steps
}

// goldenSolvers: every way to a fixed point arrives at the same one.
func goldenSolvers(t *testing.T, g *golden, o *goldenNet, spectra []spectrumEntry) {
	want := matrix(t, &g.Expected, "fixed_point").Data
	check := func(what string, tol float64) {
		t.Helper()
		if f := o.b.failed(); f > 0 {
			t.Errorf("%s: %d samples fail: %v", what, f, o.b.state)
		}
		g.same(t, what, o.b.r.Data, want, tol)
	}
	models := []model{rateModel, currentModel, discreteModel}
	for _, e := range spectra {
		if e.Radius >= 1 { // the map r ← f(W r + I) leaves this fixed point, which the others keep to
			models = models[:2]
			break
		}
	}
	for _, m := range models {
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
func goldenPast(t *testing.T, g *golden, o *goldenNet, gradient []float64, spectra []spectrumEntry) {
	n := o.n.n
	for _, e := range read[[]struct {
		H        float64
		Nt       int
		State    [][]float64
		Loss     float64
		DW       [][]float64 `json:"dW"`
		Residual float64     `json:"max_residual"`
		Angle    float64     `json:"angle_to_dW1"`
	}](t, &g.Expected, "bptt") {
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
		for _, m := range []model{rateModel, currentModel} {
			o.n.model = m
			dw := num.NewMat[float64](n, n)
			o.t.through(o.n, o.b, h, steps, dw, func() { o.h.score(o.b, o.labels, true) })
			num.Use[float64]().Scale(1/float64(o.samples), dw.Data)
			g.same(t, fmt.Sprintf("BPTT over %d τ beside dW1", steps/10), dw.Data, gradient, tol)
		}
	}
	way(600, max(1e-9, left(600)))
	if enough := 600; left(enough) > 1e-9 {
		for left(enough) > 1e-11 && enough < 1_000_000 {
			enough *= 2
		}
		way(enough, 1e-9)
	}
	o.n.model = rateModel
}
