package meta

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"hebb/sim/net"
	"hebb/sim/num"
	"hebb/sim/optim"
	"hebb/sim/rule"
	"hebb/sim/rule/formula"
	"hebb/sim/simtest"
)

// typed is a pool as one types it, with c0, c1, ... as coefficients.
func typed(t testing.TB, rules rule.List) *formula.Program {
	t.Helper()
	text, want := "", ""
	for r := range rules {
		name := fmt.Sprintf("c%d", r)
		text += strings.Replace(rules[r].Text, "%", name, 1)
		want += " " + name
	}
	p, err := formula.Compile(text, len(rules))
	if err != nil {
		t.Fatal(err)
	}
	if got := " " + strings.Join(p.Coefficients, " "); got != want {
		t.Fatalf("coefficients %s", got)
	}
	return p
}

// The pool as a text has rank three, as it has built in.
func TestRankOfThePool(t *testing.T) {
	if rank := typed(t, rule.Pool).Rank(); rank != 3 {
		t.Errorf("the pool has rank %d, not three", rank)
	}
}

// file is a file of reference numbers.
type file struct {
	name                    string
	rules                   rule.List // nil: the pool
	What, Layout, Tolerance string    // words; the tolerances are TestGolden's
	Sizes                   []int
	Beta                    float64
	W, B, D                 [][][]float64
	X                       [][]float64
	Labels                  []int
	Xq                      [][]float64
	LabelsQ                 []int `json:"labels_q"`
	Runs                    []struct {
		Mode       string
		Derivative string `json:"feedback_derivative"`
		Theta      []float64
		Lam        float64
		T          int
		MetaLoss   float64       `json:"meta_loss"`
		CE         float64       `json:"query_cross_entropy"`
		Grad       []float64     `json:"grad"`
		W          [][][]float64 `json:"W_after_T"`
		Difference float64       `json:"finite_difference_relative_error"` // of the reference itself
	}
	Adam *struct {
		Lr, Lam, Beta1, Beta2, Eps float64
		T                          int
		Mode                       string
		Trace                      [][]float64 `json:"theta_trace"`
	}
}

// goldens are all files of this kind.
func goldens(t testing.TB) []*file {
	t.Helper()
	var list []*file
	for _, g := range simtest.PlasticityKinds.Of(t, "plasticity", "meta") {
		f := &file{name: g.Name}
		g.Decode(t, f)
		list = append(list, f)
	}
	return list
}

// feedback reads a mode. The derivative is "detached" or, where the feedback weights
// are the weights themselves, "total".
func feedback(t testing.TB, mode, derivative string) (m net.Feedback, total bool) {
	t.Helper()
	m = net.Feedback(mode)
	switch m {
	case net.Sym, net.Fix, net.DFA, net.Sign:
	default:
		t.Fatalf("mode %q is none of ours", mode)
	}
	switch derivative {
	case "", "detached":
	case "total":
		total = true
	default:
		t.Fatalf("feedback_derivative %q is none of ours", derivative)
	}
	return m, total
}

func (f *file) pool() rule.List {
	if f.rules != nil {
		return f.rules
	}
	return rule.Pool
}

func (f *file) net() *net.Net[float64] {
	n := net.NewOf[float64](f.pool(), f.Sizes, f.Beta)
	for l := range n.W {
		turn(n.W[l], f.W[l])
		turn(n.B[l], f.B[l])
		turn(n.D[l], f.D[l])
	}
	return n
}

func turn(m num.Mat[float64], rows [][]float64) {
	for i, row := range rows {
		for j, v := range row {
			m.Data[j*m.Cols+i] = v
		}
	}
}

// course is a run of learning and what came of it.
type course struct {
	ce     float64
	grad   rule.Theta
	after  [][]float64 // W(T), as stored
	rewind float64     // largest error of a rewound weight
}

func (f *file) query(n *net.Net[float64], rev *Reverse[float64]) (ce float64) {
	for i, label := range f.LabelsQ {
		copy(n.Y[0], f.Xq[i])
		n.Forward()
		ce += n.Loss(label) / float64(len(f.LabelsQ))
		n.Signals(label, net.Sym)
		rev.Add(n, 1/float64(len(f.LabelsQ)))
	}
	return ce
}

func (f *file) reverse(t testing.TB, th rule.Theta, mode net.Feedback, total bool, T int, acts rule.Terms) course {
	n := f.net()
	start := f.net()
	L := n.Depth()
	each := make([]rule.Terms, L)
	for l := range L {
		n.Theta[l], each[l] = th, acts
	}
	tape, rev := NewTape[float64](f.Sizes, T), NewReverseOf[float64](f.pool(), f.Sizes)
	rev.Total = total
	for i := range T {
		copy(n.Y[0], f.X[i])
		if layer, size := tape.Learn(n, f.Labels[i], mode, each); layer > 0 {
			t.Fatalf("pre-activation of layer %d is %g", layer, size)
		}
	}
	var c course
	for l := range L {
		c.after = append(c.after, append([]float64(nil), n.W[l].Data...))
	}
	c.ce = f.query(n, rev)
	var sum rule.Theta
	for i := T - 1; i >= 0; i-- {
		for r, v := range rev.Step(n, &tape.Steps[i]) {
			sum[r] += v
		}
	}
	c.grad = rev.Grad
	for r := range sum {
		if math.Abs(sum[r]-c.grad[r]) > 1e-12*(1+math.Abs(sum[r])) {
			t.Errorf("the steps' shares of term %d make %g, not %g", r, sum[r], c.grad[r])
		}
	}
	for l := range L {
		for i, w := range n.W[l].Data {
			c.rewind = max(c.rewind, math.Abs(w-start.W[l].Data[i]))
		}
	}
	return c
}

func (f *file) forward(t testing.TB, th rule.Theta, mode net.Feedback, total bool, T int) course {
	n := f.net()
	p := typed(t, f.pool())
	rules := []*formula.Program{}
	for range n.W {
		rules = append(rules, p)
	}
	tan := NewTangent(NewOwn(n, rules, true), len(f.pool()))
	tan.Feedback, tan.Coefficients, tan.Total = mode, th[:len(f.pool())], total
	for i := range T {
		copy(n.Y[0], f.X[i])
		if layer, size, fault := tan.Learn(f.Labels[i]); layer > 0 || fault != "" {
			t.Fatalf("pre-activation of layer %d is %g; %s", layer, size, fault)
		}
	}
	var c course
	rev := NewReverseOf[float64](f.pool(), f.Sizes)
	for l := range n.W {
		c.after = append(c.after, append([]float64(nil), n.W[l].Data...))
	}
	c.ce = f.query(n, rev)
	for r := range f.pool() {
		c.grad[r] = tan.Gradient(r, rev.M)
	}
	return c
}

// Every golden run of every file, in reverse and forward: loss to 1e-12, gradient to 1e-9
// of its largest element, as the files say.
func TestGolden(t *testing.T) {
	all := &simtest.Compared{T: t}
	for _, f := range goldens(t) {
		all.Files++
		t.Run(f.name, func(t *testing.T) {
			c := &simtest.Compared{T: t, Cases: len(f.Runs)}
			for i := range f.Runs {
				f.run(t, c, i)
			}
			all.Add(c)
		})
	}
	all.Log()
}

func (f *file) run(t *testing.T, compared *simtest.Compared, i int) {
	run := &f.Runs[i]
	if len(run.Theta) != len(rule.Pool) || len(run.Grad) != len(rule.Pool) {
		t.Fatalf("run %d has %d coefficients and %d derivatives, not %d", i, len(run.Theta), len(run.Grad), len(rule.Pool))
	}
	var th rule.Theta
	copy(th[:], run.Theta)
	mode, total := feedback(t, run.Mode, run.Derivative)
	l1 := 0.0
	for _, v := range th {
		l1 += math.Abs(v)
	}
	check := func(way string, c course) {
		t.Helper()
		name := fmt.Sprintf("run %d (%s, %s, T %d) %s: ", i, run.Mode, run.Derivative, run.T, way)
		compared.One(name+"loss", c.ce, run.CE, simtest.Allowed{Abs: 1e-12})
		compared.One(name+"meta-loss", c.ce+run.Lam*l1, run.MetaLoss, simtest.Allowed{Abs: 1e-12})
		got := make([]float64, len(rule.Pool))
		for r := range got {
			got[r] = c.grad[r] + run.Lam*num.Sign(th[r])
		}
		compared.Same(name+"gradient", got, run.Grad, simtest.Allowed{Largest: 1e-9})
		for l, w := range run.W {
			var got, want []float64
			for a, row := range w {
				for b, v := range row {
					got, want = append(got, c.after[l][b*len(w)+a]), append(want, v)
				}
			}
			compared.Same(fmt.Sprintf("%sW%d", name, l), got, want, simtest.Allowed{Abs: 1e-12})
		}
	}
	c := f.reverse(t, th, mode, total, run.T, rule.Pool.All())
	check("in reverse", c)
	if c.rewind > 1e-12 {
		t.Errorf("run %d: weights come back off by %.1e", i, c.rewind)
	}
	check("forward", f.forward(t, th, mode, total, run.T))
}

// The steps of Adam on the meta-loss, of every file that has some.
func TestAdamGolden(t *testing.T) {
	all := &simtest.Compared{T: t}
	for _, f := range goldens(t) {
		if f.Adam == nil {
			continue
		}
		all.Files++
		t.Run(f.name, func(t *testing.T) {
			c := &simtest.Compared{T: t, Cases: 1}
			f.adam(t, c)
			all.Add(c)
		})
	}
	all.Log()
}

func (f *file) adam(t *testing.T, compared *simtest.Compared) {
	mode, _ := feedback(t, f.Adam.Mode, "")
	theta := append([]float64(nil), f.Adam.Trace[0]...)
	ours := optim.NewPaperAdam(len(rule.Pool))
	for key, pair := range map[string][2]float64{"beta1": {f.Adam.Beta1, num.Beta1}, "beta2": {f.Adam.Beta2, num.Beta2}, "eps": {f.Adam.Eps, num.Epsilon}} {
		if pair[0] != pair[1] {
			t.Fatalf("adam.%s is %g, and ours %g", key, pair[0], pair[1])
		}
	}
	rate := make([]float64, len(rule.Pool))
	for i := range rate {
		rate[i] = f.Adam.Lr
	}
	for step, want := range f.Adam.Trace[1:] {
		var th rule.Theta
		copy(th[:], theta)
		c := f.reverse(t, th, mode, false, f.Adam.T, rule.Pool.All())
		for r := range rule.Pool {
			c.grad[r] += f.Adam.Lam * num.Sign(th[r])
		}
		ours.Step(theta, c.grad[:len(theta)], rate)
		compared.Same(fmt.Sprintf("θ after step %d", step+1), theta, want, simtest.Allowed{Abs: 1e-10})
	}
}
