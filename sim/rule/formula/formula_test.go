package formula

import (
	"errors"
	"math"
	"strings"
	"testing"

	"hebb/sim/num"
	"hebb/sim/rule"
)

// inputs are random numbers of the right lengths; z and u fit x, y and W.
func inputs(seed uint64, pre, post int) Inputs[float64] {
	in := Inputs[float64]{Coefficients: []float64{.3, -.7, .11, .05, .9, 1.3}, Reward: 1, MeanReward: .25}
	in.W = num.NewMat[float64](pre, post)
	draw := func(purpose string, n int) []float64 {
		v, k := make([]float64, n), num.NewKey(seed, purpose, 0)
		for i := range v {
			v[i] = k.Uniform(0, i)
		}
		return v
	}
	in.X, in.F, in.Y, in.E = draw("x", pre), draw("f", pre), draw("y", post), draw("e", post)
	copy(in.W.Data, draw("w", pre*post))
	in.U, in.Z = make([]float64, pre), make([]float64, post)
	k := num.Use[float64]()
	k.Gemv(in.U, in.W, in.Y)
	k.GemvT(in.Z, in.W, in.X)
	return in
}

// change is ΔW[i][j] for the postsynaptic unit i and the presynaptic unit j.
func change(t *testing.T, text string, in Inputs[float64]) func(i, j int) float64 {
	t.Helper()
	p, err := Compile(text, 6)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	pre, post := in.W.Rows, in.W.Cols
	old := append([]float64(nil), in.W.Data...)
	m := NewMachine[float64](p, pre, post, false)
	m.Eval(in)
	if f := m.Fault(); f != "" {
		t.Fatalf("%s: %s", text, f)
	}
	m.Apply()
	now := append([]float64(nil), in.W.Data...)
	copy(in.W.Data, old)
	return func(i, j int) float64 { return now[j*post+i] - old[j*post+i] }
}

// Rules mean what they say, element by element.
func TestMeaning(t *testing.T) {
	const pre, post = 7, 5
	in := inputs(4, pre, post)
	w := func(i, j int) float64 { return in.W.At(j, i) }
	x, f, y, e, u, z := in.X, in.F, in.Y, in.E, in.U, in.Z
	sum := func(v []float64) (s float64) {
		for _, a := range v {
			s += a
		}
		return s
	}
	dot := func(a, b []float64) (s float64) {
		for i := range a {
			s += a[i] * b[i]
		}
		return s
	}
	for text, want := range map[string]func(i, j int) float64{
		"y*x'":                        func(i, j int) float64 { return y[i] * x[j] },
		"-eta*e*x'":                   func(i, j int) float64 { return -.3 * e[i] * x[j] },
		"-(eta*e)*x'*2":               func(i, j int) float64 { return -.6 * e[i] * x[j] },
		"y*x' - y*(y'*W)":             func(i, j int) float64 { return y[i] * (x[j] - u[j]) },
		"y*x' - y*y'*W":               func(i, j int) float64 { return y[i] * (x[j] - u[j]) },
		"(y*y')*W":                    func(i, j int) float64 { return y[i] * u[j] },
		"y*(x - W'*y)'":               func(i, j int) float64 { return y[i] * (x[j] - u[j]) },
		"-W":                          func(i, j int) float64 { return -w(i, j) },
		"W":                           func(i, j int) float64 { return w(i, j) },
		"2*W/4 - eta*W":               func(i, j int) float64 { return (.5 - .3) * w(i, j) },
		"e*y'*W*f*x'":                 func(i, j int) float64 { return e[i] * dot(u, f) * x[j] },
		"y*x'*W'*e*f'":                func(i, j int) float64 { return y[i] * dot(z, e) * f[j] },
		"ones*f'":                     func(i, j int) float64 { return f[j] },
		"e*ones'":                     func(i, j int) float64 { return e[i] },
		"y.^2.*W":                     func(i, j int) float64 { return y[i] * y[i] * w(i, j) },
		"W.*x'":                       func(i, j int) float64 { return w(i, j) * x[j] },
		"y.*W.*x'":                    func(i, j int) float64 { return y[i] * w(i, j) * x[j] },
		"W.*(y*x')":                   func(i, j int) float64 { return w(i, j) * y[i] * x[j] },
		"(y*x').*(e*f')":              func(i, j int) float64 { return y[i] * x[j] * e[i] * f[j] },
		"(y.*(y - theta))*x'":         func(i, j int) float64 { return y[i] * (y[i] - .3) * x[j] },
		"eta*(r - rbar)*y*x'":         func(i, j int) float64 { return .3 * .75 * y[i] * x[j] },
		"sum(y)*e*x'/mean(x)":         func(i, j int) float64 { return sum(y) * e[i] * x[j] / (sum(x) / pre) },
		"tanh(e)*relu(x)'":            func(i, j int) float64 { return math.Tanh(e[i]) * max(x[j], 0) },
		"abs(e)*sign(f)'":             func(i, j int) float64 { return math.Abs(e[i]) * sgn(f[j]) },
		"eta*e*x' + theta*e*f'":       func(i, j int) float64 { return e[i] * (.3*x[j] - .7*f[j]) },
		"eta*e*x' + theta*y*x'":       func(i, j int) float64 { return x[j] * (.3*e[i] - .7*y[i]) },
		"z*x' - (x'*x)*e*x'":          func(i, j int) float64 { return (z[i] - dot(x, x)*e[i]) * x[j] },
		"1e-1*e*x'+.5*y*f' - - W":     func(i, j int) float64 { return .1*e[i]*x[j] + .5*y[i]*f[j] + w(i, j) },
		"1e−1*e*x'+5e–1×y*f'":         func(i, j int) float64 { return .1*e[i]*x[j] + .5*y[i]*f[j] }, // e is also a name
		"0.5\u00a0*\u2009y\u200b*x'":  func(i, j int) float64 { return .5 * y[i] * x[j] },
		"η·e·x′ − θ*y·f'":             func(i, j int) float64 { return .3*e[i]*x[j] + .7*y[i]*f[j] },
		"eta*(theta*(y*x' - W)-e*f')": func(i, j int) float64 { return .3 * (-.7*(y[i]*x[j]-w(i, j)) - e[i]*f[j]) },
	} {
		got := change(t, text, in)
		for i := range post {
			for j := range pre {
				if d := math.Abs(got(i, j) - want(i, j)); d > 1e-14 {
					t.Fatalf("%s: element %d,%d is %g, not %g", text, i, j, got(i, j), want(i, j))
				}
			}
		}
	}
}

func sgn(x float64) float64 {
	if x < 0 {
		return -1
	}
	return 1
}

// Oja's rule typed in is the pool's term 9 to 1e-12, and error beside it term 0.
func TestOjaTypedIsOjaBuiltIn(t *testing.T) {
	in := inputs(8, 30, 20)
	th := rule.Theta{rule.Error: .3, rule.Oja: .11}
	in.Coefficients = []float64{.3, .11}
	got := change(t, "-eta*e*x' + theta*(y*x' - y*(y'*W))", in)
	old := append([]float64(nil), in.W.Data...)
	rule.NewUpdater[float64](rule.Pool, 30, 20).Apply(&th, &in.Local)
	for j := range 30 {
		for i := range 20 {
			if d := math.Abs(got(i, j) - (in.W.At(j, i) - old[j*20+i])); d > 1e-12 {
				t.Fatalf("weight %d,%d differs by %.1e", i, j, d)
			}
		}
	}
}

// What is wrong is refused, and the place is named.
func TestRefusals(t *testing.T) {
	for _, c := range []struct{ text, at, word string }{
		{"", "", "no rule"},
		{"   ", "", "no rule"},
		{"e*x", "e*x", "turn one of them"},
		{"e'*x", "e'*x", "lengths"},
		{"x*y'", "x*y'", "wrong way round"},
		{"y*y'", "y*y'", "one layer"},
		{"W*W'*y*x'", "", "not local"},
		{"y*(e'*W)", "e'*W", "backprop"},
		{"y*x' + e*(W'*e)'", "W'*e", "backprop"},
		{"(W*f)*x'", "W*f", "forward"},
		{"W*W", "W*W", "not local"},
		{"W.*W", "W.*W", "once"},
		{"W'", "W'", "turned"},
		{"tanh(W)", "tanh(W)", "own weight"},
		{"eta", "eta", "one number"},
		{"y", "y", "each postsynaptic unit"},
		{"x'", "x'", "each presynaptic unit"},
		{"y*x' + y", "y", "each postsynaptic unit"},
		{"y*(x' + y')", "(x' + y')", "cannot be added"},
		{"e*x'/0", "0", "zero"},
		{"e*x'/(1-1)", "(1-1)", "zero"},
		{"e*x'/y", "y", "single number"},
		{"-eta*q*x'", "q", "no symbol"},
		{"-eta*B*e*x'", "B", "feedback weights"},
		{"e*x' )", ")", "closes nothing"},
		{"(e*x'", "(", "never closed"},
		{"e x'", "x", "missing"},
		{"e*", "", "must follow"},
		{"e*x' + *", "*", "missing"},
		{"e*x'; drop", ";", "no meaning"},
		{"y^5*x'", "5", "powers"},
		{"sum e*x'", "e", "function"},
		{"alpha*e*x'+beta*W+gamma*y*x'+delta*y*f'+eta*e*f'+nu*ones*f'+mu*W", "mu", "too many"},
		{strings.Repeat("(", 10_000), "", "at most"},
		{strings.Repeat("(", 500) + "e", "", "deeply"},
		{"e" + strings.Repeat("'", 900) + "*x'", "", "deeply"},
		{"1e999*e*x'", "1e999", "no number"},
		{"0,05*e*x'", "0,05", "write 0.05"},
		{"e*x'+,5*W", ",5", "write 0.5"},
		{"1 000*e*x'", "000", "missing"},
		{"(" + strings.Repeat("y*x'+e*f'+", 20) + "W).*(" + strings.Repeat("y*x'+", 20) + "e*f')", "", "too many"},
	} {
		_, err := Compile(c.text, 6)
		var at *Error
		if !errors.As(err, &at) {
			t.Errorf("%.40q: error %v", c.text, err)
			continue
		}
		if !strings.Contains(at.Text, c.word) {
			t.Errorf("%.40q: %q does not say %q", c.text, at.Text, c.word)
		}
		runes := []rune(c.text)
		if at.From < 0 || at.To < at.From || at.To > len(runes) {
			t.Errorf("%.40q: the place is %d to %d", c.text, at.From, at.To)
		} else if got := string(runes[at.From:at.To]); c.at != "" && got != c.at {
			t.Errorf("%.40q: marks %q, not %q: %s", c.text, got, c.at, at.Text)
		}
	}
}

func TestDivisionByZeroWhileRunning(t *testing.T) {
	p, err := Compile("e*x'/sum(x)", 6)
	if err != nil {
		t.Fatal(err)
	}
	in := inputs(1, 4, 3)
	clear(in.X)
	m := NewMachine[float64](p, 4, 3, false)
	m.Eval(in)
	if f := m.Fault(); !strings.Contains(f, "characters 1 to 11") {
		t.Errorf("fault %q", f)
	}
}

// Derivatives by coefficients are those of finite differences, for every operation.
func TestDerive(t *testing.T) {
	const pre, post = 6, 4
	for _, text := range []string{
		"-eta*e*x' + theta*(y*x' - y*(y'*W)) - lambda*W",
		"eta*tanh(theta*y)*abs(x)'/(1 + mean(y)^2) + eta^2*y.*W.*x' + theta*sum(relu(e - eta))*e*f'",
		"(eta*y + e)*(x - theta*u)' + (theta*W + W.*x').*(y*f')",
		"(theta*ones + e).*W + lambda*(x'*f)*z*ones'",
	} {
		p, err := Compile(text, 6)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		in := inputs(3, pre, post)
		start := append([]float64(nil), in.W.Data...)
		run := func(c []float64) []float64 {
			copy(in.W.Data, start)
			in.Coefficients = c
			m := NewMachine[float64](p, pre, post, false)
			m.Eval(in)
			m.Apply()
			return append([]float64(nil), in.W.Data...)
		}
		c := []float64{.3, .4, .2, 0, 0, 0}
		for r := range p.Coefficients {
			copy(in.W.Data, start)
			in.Coefficients = c
			m := NewMachine[float64](p, pre, post, true)
			m.Eval(in)
			zero := Inputs[float64]{Local: rule.Local[float64]{W: num.NewMat[float64](pre, post), X: make([]float64, pre), F: make([]float64, pre), U: make([]float64, pre),
				Y: make([]float64, post), E: make([]float64, post), Z: make([]float64, post)}}
			m.Derive(r, zero)
			up, down := append([]float64(nil), c...), append([]float64(nil), c...)
			const h = 1e-6
			up[r] += h
			down[r] -= h
			a, b := run(up), run(down)
			for i := range a {
				if d := math.Abs(zero.W.Data[i] - (a[i]-b[i])/(2*h)); d > 1e-8 {
					t.Fatalf("%s: derivative of weight %d by %s is %g, finite differences say %g", text, i, p.Coefficients[r], zero.W.Data[i], (a[i]-b[i])/(2*h))
				}
			}
		}
	}
}

// Locality is visible: a rule changes no weight by what its synapse cannot see.
func TestSees(t *testing.T) {
	for text, want := range map[string]rule.Sees{
		"-eta*e*x'":      rule.PostError | rule.PreActivity,
		"y*x'-y*(y'*W)":  rule.PostActivity | rule.PreActivity | rule.Feedback,
		"-W":             rule.OwnWeight,
		"(r-rbar)*y*f'":  rule.Reward | rule.PostActivity | rule.PreError,
		"sum(y)*z*ones'": rule.Pooled | rule.PostActivity | rule.PreActivation,
		"sum(y)*z*x'":    rule.Pooled | rule.PostActivity | rule.PreActivation | rule.PreActivity,
		"y*y'*W*f*f'":    rule.PostActivity | rule.Feedback | rule.PreError | rule.Pooled,
	} {
		p, err := Compile(text, 6)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if p.Sees != want {
			t.Errorf("%s sees %b, not %b: %v", text, p.Sees, want, Words(p.Sees))
		}
	}
}

func TestExplain(t *testing.T) {
	x := Explain("-eta*e*x' + theta*(y*x' - y*(y'*W))", 6)
	if !x.OK || len(x.Terms) != 2 || x.Terms[0].Text != "-eta*e*x'" || strings.Join(x.Coefficients, " ") != "eta theta" || !strings.Contains(x.Terms[1].Sees, "feedback") {
		t.Errorf("%+v", x)
	}
	if x = Explain("-eta*e*q'", 6); x.OK || x.From != 7 || x.To != 8 {
		t.Errorf("%+v", x)
	}
}

// Floor: 100 executions a second.
func FuzzCompile(f *testing.F) {
	for _, s := range []string{"-eta*e*x' + theta*(y*x' - y*(y'*W))", "(W.*x')'", "y.^2.*W", "tanh(sum(x))*W", "e*x'/(r-rbar)", "((((", "W'*y*x'", "2e3e*x'", "α*β·x′"} {
		f.Add(s)
	}
	in := inputs(2, 5, 3)
	start := append([]float64(nil), in.W.Data...)
	f.Fuzz(func(t *testing.T, text string) {
		p, err := Compile(text, 6)
		if err != nil {
			var at *Error
			if !errors.As(err, &at) {
				t.Fatalf("%q: %v", text, err)
			}
			if n := len([]rune(text)); at.From < 0 || at.To < at.From || at.To > n {
				t.Fatalf("%q: the place is %d to %d of %d", text, at.From, at.To, n)
			}
			return
		}
		if len(p.nodes) > 3*maxNodes || len(p.Coefficients) > 6 {
			t.Fatalf("%q: %d operations", text, len(p.nodes))
		}
		copy(in.W.Data, start)
		m := NewMachine[float64](p, 5, 3, true)
		m.Eval(in)
		d := inputs(9, 5, 3)
		for r := range p.Coefficients {
			m.Derive(r, d)
		}
		m.Shares(num.NewMat[float64](5, 3), make([]float64, 6))
		m.Apply()
	})
}
