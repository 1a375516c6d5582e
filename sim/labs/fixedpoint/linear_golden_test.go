package fixedpoint

import (
	"math"
	"testing"

	"hebb/sim/num"
)

func goldenProblem(t *testing.T, g *golden) *problem {
	return newProblem(read[[]float64](t, &g.Inputs, "g"), matrix(t, &g.Inputs, "X"), matrix(t, &g.Inputs, "Rhat"))
}

func TestGoldenLinear(t *testing.T) {
	eachGolden(t, "linear", func(t *testing.T, g *golden) {
		p, w0 := goldenProblem(t, g), matrix(t, &g.Inputs, "W0")
		g.sizes(t, map[string][2]int{"n": {g.N, p.n}, "m": {g.M, p.m}})
		matrix(t, &g.Inputs, "What") // the targets come of it, with noise: no number does
		dw := num.NewMat[float64](p.n, p.n)
		if !p.state(w0) {
			t.Fatal("singular")
		}
		g.one(t, "loss", p.loss, read[float64](t, &g.Expected, "loss"), 1e-9)
		g.same(t, "R", p.r.Data, matrix(t, &g.Expected, "R").Data, 1e-9)
		a := num.NewMat[float64](p.n, p.n)
		p.f.inverse(a) // (I - G W)⁻¹ = A G⁻¹
		for i := range a.Data {
			a.Data[i] *= p.g[i%p.n]
		}
		g.same(t, "A", a.Data, matrix(t, &g.Expected, "A").Data, 1e-9)
		one := num.NewMat[float64](p.n, p.n)
		p.step(dW1, one, 0)
		g.same(t, "dW1", one.Data, matrix(t, &g.Expected, "dW1").Data, 1e-9)
		three := num.NewMat[float64](p.n, p.n)
		p.step(dW3, three, 0)
		g.same(t, "dW3", three.Data, matrix(t, &g.Expected, "dW3").Data, 1e-9)
		for _, e := range read[[]struct {
			Eta   float64
			DW2   [][]float64 `json:"dW2"`
			Ahead [][]float64 `json:"dW2_lookahead"`
		}](t, &g.Expected, "dW2") {
			p.step(dW2, dw, e.Eta)
			g.same(t, "dW2", dw.Data, toMat(e.DW2).Data, 1e-9)
			p.step(dW2la, dw, e.Eta)
			g.same(t, "dW2 look-ahead", dw.Data, toMat(e.Ahead).Data, 1e-9)
		}
		angles := read[struct {
			Eta, Theta12, Theta23, Theta13 float64
			Ahead                          float64 `json:"theta12_lookahead"`
		}](t, &g.Expected, "angles")
		p.step(dW2, dw, angles.Eta)
		g.one(t, "theta12", angle(one.Data, dw.Data), angles.Theta12, 1e-9)
		g.one(t, "theta23", angle(dw.Data, three.Data), angles.Theta23, 1e-9)
		g.one(t, "theta13", angle(one.Data, three.Data), angles.Theta13, 1e-9)
		p.step(dW2la, dw, angles.Eta)
		g.one(t, "theta12 look-ahead", angle(one.Data, dw.Data), angles.Ahead, 1e-9)
		g.spectrum(t, "spectrum", p.g, w0, read[spectrumEntry](t, &g.Expected, "spectrum_W0"), 1e-9)
		v := make([]float64, p.n)
		for i := range v {
			v[i] = 1 + 0.1*float64(i)
		}
		s, _ := spectrumOf(p.g, w0, true)
		if got := p.sigma(v, 200); math.Abs(got-s.SigmaMin) > 1e-9 {
			t.Errorf("inverse iteration finds %v for the singular value %v", got, s.SigmaMin)
		}
		for _, e := range read[[]struct {
			Eta              float64
			Exact, Lookahead []float64
		}](t, &g.Expected, "predicted_loss_dW2") {
			f := &forecast{make([]float64, p.m), make([]float64, p.m)}
			f.begin(p, p.axes(f.s))
			for k, want := range e.Exact {
				g.one(t, "forecast", f.at(dW2, e.Eta, uint64(k)), want, 1e-9)
				g.one(t, "forecast of the look-ahead", f.at(dW2la, e.Eta, uint64(k)), e.Lookahead[k], 1e-9)
			}
		}
		goldenTraining(t, g)
		goldenLandscape(t, g, p)
	})
}

// goldenTraining learns with the sim that the page runs.
func goldenTraining(t *testing.T, g *golden) {
	for _, e := range read[[]struct {
		Rule          string
		Eta           float64
		Loss          []float64
		Final         [][]float64   `json:"W_final"`
		Spec          spectrumEntry `json:"spec_final"`
		Amplification float64
	}](t, &g.Expected, "train") {
		tol := loose(e.Amplification)
		s := newLinear()
		s.rule, s.eta = e.Rule, e.Eta
		s.given = &givenLinear{read[[]float64](t, &g.Inputs, "g"), matrix(t, &g.Inputs, "X"), matrix(t, &g.Inputs, "Rhat"), matrix(t, &g.Inputs, "W0")}
		start(t, s)
		loss := []float64{s.p.loss}
		for range len(e.Loss) - 1 {
			s.Step()
			loss = append(loss, s.p.loss)
		}
		what := "training with " + e.Rule
		for k := range loss { // each beside its own size: the curve spans decades
			g.one(t, what, loss[k], e.Loss[k], max(tol, 1e-15*e.Loss[0]/max(e.Loss[k], 1e-300)))
		}
		want := toMat(e.Final)
		g.same(t, what+": weights", s.w.Data, want.Data, tol)
		g.spectrum(t, what+": spectrum", s.p.g, want, e.Spec, 1e-9)
	}
}

func goldenLandscape(t *testing.T, g *golden, p *problem) {
	e := read[struct {
		Base         [][]float64 `json:"W_base"`
		LossAtBase   float64     `json:"loss_at_base"`
		T1, T2       []float64
		J, Abscissa  [][]float64
		DetSign      [][]int     `json:"det_sign"`
		SigmaMin     [][]float64 `json:"sigma_min"`
		LineT        []float64   `json:"line_t"`
		LineJ        []float64   `json:"line_J"`
		LineSingular []float64   `json:"line_singular_t"`
	}](t, &g.Expected, "landscape")
	base, w1, w2 := toMat(e.Base), matrix(t, &g.Inputs, "W1"), matrix(t, &g.Inputs, "W2")
	if p.m <= p.n {
		g.same(t, "base", p.solution().Data, base.Data, 1e-9)
	}
	p.state(base)
	g.one(t, "loss at the base", p.loss, e.LossAtBase, max(1e-9, 1e-24/max(e.LossAtBase, 1e-300)))
	w := num.NewMat[float64](p.n, p.n)
	place := func(a, b float64) {
		for i, v := range base.Data {
			w.Data[i] = v + a*w1.Data[i] + b*w2.Data[i]
		}
	}
	for i, a := range e.T1 {
		for j, b := range e.T2 {
			place(a, b)
			p.state(w)
			g.one(t, "landscape", p.loss, e.J[i][j], max(1e-9, 1e-24/max(e.J[i][j], 1e-300)))
			if p.f.sign != e.DetSign[i][j] {
				t.Errorf("sign of det at (%g, %g)", a, b)
			}
			s, _ := spectrumOf(p.g, w, true)
			g.one(t, "landscape: abscissa", s.Abscissa, e.Abscissa[i][j], 1e-7)
			g.one(t, "landscape: sigma", s.SigmaMin, e.SigmaMin[i][j], 1e-9)
		}
	}
	var near []float64
	for _, v := range singularAlong(p.g, base, w1) {
		if math.Abs(v) < 20 {
			near = append(near, v)
		}
	}
	g.same(t, "singular points of the line", near, e.LineSingular, 1e-9)
	var direct []float64
	for _, x := range e.LineT {
		place(x, 0)
		p.state(w)
		direct = append(direct, p.loss)
	}
	g.same(t, "line", direct, e.LineJ, 1e-9)
}
