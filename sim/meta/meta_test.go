package meta

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"hebb/sim/net"
	"hebb/sim/num"
	"hebb/sim/rule"
	"hebb/sim/rule/formula"
)

// poolText is the pool in the language of rules, with c0 to c9 as coefficients.
const poolText = `-c0*e*x' - c1*y*f' - c2*e*f' - c3*W - c4*ones*f' - c5*e*sum(y)*x'
	- c6*y*y'*W*f*f' - c7*e*y'*W*f*x' - c8*y*x'*W'*e*f' + c9*(y*x' - y*y'*W)`

// ordered is poolText with the coefficients in the order of their numbers.
func pool(t testing.TB) *formula.Program {
	t.Helper()
	p, err := formula.Compile(poolText, rule.Size)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Join(p.Coefficients, " ") != "c0 c1 c2 c3 c4 c5 c6 c7 c8 c9" {
		t.Fatalf("coefficients %v", p.Coefficients)
	}
	if p.Rank() != 3 {
		t.Errorf("the pool has rank %d, not three", p.Rank())
	}
	return p
}

type file struct {
	Sizes   []int
	Beta    float64
	W, B, D [][][]float64
	X       [][]float64
	Labels  []int
	Xq      [][]float64
	LabelsQ []int `json:"labels_q"`
	Runs    []struct {
		Mode       string
		Derivative string `json:"feedback_derivative"`
		Theta      []float64
		Lam        float64
		T          int
		MetaLoss   float64       `json:"meta_loss"`
		CE         float64       `json:"query_cross_entropy"`
		Grad       []float64     `json:"grad"`
		W          [][][]float64 `json:"W_after_T"`
	}
	Adam struct {
		Lr, Lam float64
		T       int
		Mode    string
		Trace   [][]float64 `json:"theta_trace"`
	}
}

func golden(t testing.TB) *file {
	t.Helper()
	text, err := os.ReadFile("testdata/golden/plasticity_dev_net1_meta.json")
	if err != nil {
		t.Fatal(err)
	}
	f := &file{}
	if err := json.Unmarshal(text, f); err != nil {
		t.Fatal(err)
	}
	return f
}

func (f *file) net() *net.Net[float64] {
	n := net.New[float64](f.Sizes, f.Beta)
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
	tape, rev := NewTape[float64](f.Sizes, T), NewReverse[float64](f.Sizes)
	rev.Total = total
	for i := range T {
		copy(n.Y[0], f.X[i])
		if layer, size := tape.Learn(n, f.Labels[i], mode, each); layer > 0 {
			t.Fatalf("drive of layer %d is %g", layer, size)
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
	p := pool(t)
	rules := []*formula.Program{}
	for range n.W {
		rules = append(rules, p)
	}
	tan := NewTangent(NewOwn(n, rules, true), rule.Size)
	tan.Feedback, tan.Coefficients, tan.Total = mode, th[:], total
	for i := range T {
		copy(n.Y[0], f.X[i])
		if layer, size, fault := tan.Learn(f.Labels[i]); layer > 0 || fault != "" {
			t.Fatalf("drive of layer %d is %g; %s", layer, size, fault)
		}
	}
	var c course
	rev := NewReverse[float64](f.Sizes)
	for l := range n.W {
		c.after = append(c.after, append([]float64(nil), n.W[l].Data...))
	}
	c.ce = f.query(n, rev)
	for r := range c.grad {
		c.grad[r] = tan.Gradient(r, rev.M)
	}
	return c
}

// Every golden run, in reverse and forward: loss to 1e-12, gradient to 1e-9 of its
// largest element, as the file says.
func TestGolden(t *testing.T) {
	f := golden(t)
	for i, run := range f.Runs {
		var th rule.Theta
		copy(th[:], run.Theta)
		total := run.Derivative == "total"
		l1 := 0.0
		for _, v := range th {
			l1 += math.Abs(v)
		}
		check := func(way string, c course, tolerance float64) {
			t.Helper()
			name := fmt.Sprintf("run %d (%s, %s, T %d) %s", i, run.Mode, run.Derivative, run.T, way)
			if d := math.Abs(c.ce - run.CE); d > 1e-12 {
				t.Errorf("%s: loss is off by %.1e", name, d)
			}
			if d := math.Abs(c.ce + run.Lam*l1 - run.MetaLoss); d > 1e-12 {
				t.Errorf("%s: meta-loss is off by %.1e", name, d)
			}
			most, worst := 0.0, 0.0
			for r, g := range run.Grad {
				most = max(most, math.Abs(g))
				got := c.grad[r] + run.Lam*sign(th[r])
				worst = max(worst, math.Abs(got-g))
			}
			if worst > tolerance*most {
				t.Errorf("%s: gradient is off by %.1e of %g: %v, want %v", name, worst/most, most, c.grad, run.Grad)
			}
			for l, w := range run.W {
				for a, row := range w {
					for b, v := range row {
						if d := math.Abs(c.after[l][b*len(w)+a] - v); d > 1e-12 {
							t.Fatalf("%s: W%d[%d,%d] is off by %.1e", name, l, a, b, d)
						}
					}
				}
			}
		}
		c := f.reverse(t, th, net.Feedback(run.Mode), total, run.T, rule.All)
		check("in reverse", c, 1e-9)
		if c.rewind > 1e-12 {
			t.Errorf("run %d: weights come back off by %.1e", i, c.rewind)
		}
		check("forward", f.forward(t, th, net.Feedback(run.Mode), total, run.T), 1e-9)
	}
}

func sign(x float64) float64 {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}

// Five steps of Adam on the meta-loss.
func TestAdamGolden(t *testing.T) {
	f := golden(t)
	theta := append([]float64(nil), f.Adam.Trace[0]...)
	a := Adam{M: make([]float64, rule.Size), V: make([]float64, rule.Size)}
	rate := make([]float64, rule.Size)
	for i := range rate {
		rate[i] = f.Adam.Lr
	}
	for step, want := range f.Adam.Trace[1:] {
		var th rule.Theta
		copy(th[:], theta)
		c := f.reverse(t, th, net.Feedback(f.Adam.Mode), false, f.Adam.T, rule.All)
		for r := range c.grad {
			c.grad[r] += f.Adam.Lam * sign(th[r])
		}
		a.Step(theta, c.grad[:], rate)
		for r, v := range want {
			if d := math.Abs(theta[r] - v); d > 1e-10 {
				t.Errorf("step %d: θ%d is off by %.1e", step+1, r, d)
			}
		}
	}
}
