package problem

import (
	"math"
	"testing"

	"hebb/sim/labs/fixedpoint/golden"
	"hebb/sim/labs/fixedpoint/network"
	"hebb/sim/labs/fixedpoint/rules"
	"hebb/sim/num"
)

func goldenProblem(t *testing.T, g *golden.File) *Linear {
	return New(golden.Read[[]float64](t, &g.Inputs, "g"), golden.Matrix(t, &g.Inputs, "X"), golden.Matrix(t, &g.Inputs, "Rhat"))
}

func TestGoldenLinear(t *testing.T) {
	golden.Each(t, "linear", func(t *testing.T, g *golden.File) {
		p, w0 := goldenProblem(t, g), golden.Matrix(t, &g.Inputs, "W0")
		g.Sizes(t, map[string][2]int{"n": {g.N, p.N}, "m": {g.M, p.M}})
		golden.Matrix(t, &g.Inputs, "What") // the targets come of it, with noise: no number does
		dw := num.NewMat[float64](p.N, p.N)
		if !p.State(w0) {
			t.Fatal("singular")
		}
		g.One(t, "loss", p.Loss, golden.Read[float64](t, &g.Expected, "loss"), 1e-9)
		g.Same(t, "R", p.r.Data, golden.Matrix(t, &g.Expected, "R").Data, 1e-9)
		a := inverse(p.f, p.N) // (I - G W)⁻¹ = A G⁻¹
		for i := range a.Data {
			a.Data[i] *= p.G[i%p.N]
		}
		g.Same(t, "A", a.Data, golden.Matrix(t, &g.Expected, "A").Data, 1e-9)
		one := num.NewMat[float64](p.N, p.N)
		p.Step(rules.DW1, one, 0)
		g.Same(t, "dW1", one.Data, golden.Matrix(t, &g.Expected, "dW1").Data, 1e-9)
		three := num.NewMat[float64](p.N, p.N)
		p.Step(rules.DW3, three, 0)
		g.Same(t, "dW3", three.Data, golden.Matrix(t, &g.Expected, "dW3").Data, 1e-9)
		for _, e := range golden.Read[[]struct {
			Eta   float64
			DW2   [][]float64 `json:"dW2"`
			Ahead [][]float64 `json:"dW2_lookahead"`
		}](t, &g.Expected, "dW2") {
			p.Step(rules.DW2, dw, e.Eta)
			g.Same(t, "dW2", dw.Data, golden.Mat(e.DW2).Data, 1e-9)
			p.Step(rules.DW2la, dw, e.Eta)
			g.Same(t, "dW2 look-ahead", dw.Data, golden.Mat(e.Ahead).Data, 1e-9)
		}
		angles := golden.Read[struct {
			Eta, Theta12, Theta23, Theta13 float64
			Ahead                          float64 `json:"theta12_lookahead"`
		}](t, &g.Expected, "angles")
		p.Step(rules.DW2, dw, angles.Eta)
		g.One(t, "theta12", network.Angle(one.Data, dw.Data), angles.Theta12, 1e-9)
		g.One(t, "theta23", network.Angle(dw.Data, three.Data), angles.Theta23, 1e-9)
		g.One(t, "theta13", network.Angle(one.Data, three.Data), angles.Theta13, 1e-9)
		p.Step(rules.DW2la, dw, angles.Eta)
		g.One(t, "theta12 look-ahead", network.Angle(one.Data, dw.Data), angles.Ahead, 1e-9)
		found, _ := network.SpectrumOf(p.G, w0, true)
		g.Spectrum(t, "spectrum", golden.Found(found), golden.Read[golden.SpectrumEntry](t, &g.Expected, "spectrum_W0"), 1e-9)
		v := make([]float64, p.N)
		for i := range v {
			v[i] = 1 + 0.1*float64(i)
		}
		s, _ := network.SpectrumOf(p.G, w0, true)
		if got := p.Sigma(v, 200); math.Abs(got-s.SigmaMin) > 1e-9 {
			t.Errorf("inverse iteration finds %v for the singular value %v", got, s.SigmaMin)
		}
		for _, e := range golden.Read[[]struct {
			Eta              float64
			Exact, Lookahead []float64
		}](t, &g.Expected, "predicted_loss_dW2") {
			f := NewForecast(p.M)
			f.Begin(p, p.Axes(f.S))
			for k, want := range e.Exact {
				g.One(t, "forecast", f.At(rules.DW2, e.Eta, uint64(k)), want, 1e-9)
				g.One(t, "forecast of the look-ahead", f.At(rules.DW2la, e.Eta, uint64(k)), e.Lookahead[k], 1e-9)
			}
		}
		goldenLandscape(t, g, p)
	}, "train") // TestGoldenTraining reads it
}

func goldenLandscape(t *testing.T, g *golden.File, p *Linear) {
	e := golden.Read[struct {
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
	base, w1, w2 := golden.Mat(e.Base), golden.Matrix(t, &g.Inputs, "W1"), golden.Matrix(t, &g.Inputs, "W2")
	if p.M <= p.N {
		g.Same(t, "base", p.Solution().Data, base.Data, 1e-9)
	}
	p.State(base)
	g.One(t, "loss at the base", p.Loss, e.LossAtBase, max(1e-9, 1e-24/max(e.LossAtBase, 1e-300)))
	w := num.NewMat[float64](p.N, p.N)
	place := func(a, b float64) {
		for i, v := range base.Data {
			w.Data[i] = v + a*w1.Data[i] + b*w2.Data[i]
		}
	}
	for i, a := range e.T1 {
		for j, b := range e.T2 {
			place(a, b)
			p.State(w)
			g.One(t, "landscape", p.Loss, e.J[i][j], max(1e-9, 1e-24/max(e.J[i][j], 1e-300)))
			if p.Sign() != e.DetSign[i][j] {
				t.Errorf("sign of det at (%g, %g)", a, b)
			}
			s, _ := network.SpectrumOf(p.G, w, true)
			g.One(t, "landscape: abscissa", s.Abscissa, e.Abscissa[i][j], 1e-7)
			g.One(t, "landscape: sigma", s.SigmaMin, e.SigmaMin[i][j], 1e-9)
		}
	}
	var near []float64
	for _, v := range SingularAlong(p.G, base, w1) {
		if math.Abs(v) < 20 {
			near = append(near, v)
		}
	}
	g.Same(t, "singular points of the line", near, e.LineSingular, 1e-9)
	var direct []float64
	for _, x := range e.LineT {
		place(x, 0)
		p.State(w)
		direct = append(direct, p.Loss)
	}
	g.Same(t, "line", direct, e.LineJ, 1e-9)
}

// inverse of the matrix that f is the decomposition of.
func inverse(f *network.LU[float64], n int) num.Mat[float64] {
	m := num.NewMat[float64](n, n)
	for i := range n {
		m.Data[i*n+i] = 1
	}
	f.Solve(m)
	return m
}
