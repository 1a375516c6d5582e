package meta

import (
	"math"
	"testing"

	"hebb/sim/net"
	"hebb/sim/num"
	"hebb/sim/rule"
	"hebb/sim/simtest/terms"
)

// made is a case like the golden ones, of any size, with mostly dark images.
func made(seed uint64, sizes []int, T, Q int) *file {
	f := &file{Sizes: sizes, Beta: 10}
	for l := range len(sizes) - 1 {
		draw := func(purpose string, pre, post int) (rows [][]float64) {
			k := num.NewKey(seed, purpose, l)
			for i := range post {
				row := make([]float64, pre)
				for j := range row {
					row[j] = math.Sqrt(6/float64(pre+post)) * k.Uniform(i, j)
				}
				rows = append(rows, row)
			}
			return rows
		}
		f.W = append(f.W, draw("w", sizes[l], sizes[l+1]))
		f.B = append(f.B, draw("b", sizes[l], sizes[l+1]))
		f.D = append(f.D, draw("d", sizes[l], sizes[len(sizes)-1]))
	}
	image := func(purpose string, i int) ([]float64, int) {
		k := num.NewKey(seed, purpose, i)
		x := make([]float64, sizes[0])
		for j := range x {
			x[j] = max(0, 1.6*k.Unit(0, j)-0.9)
		}
		return x, int(k.Bits(1, 0) % uint64(sizes[len(sizes)-1]))
	}
	for i := range T {
		x, label := image("train", i)
		f.X, f.Labels = append(f.X, x), append(f.Labels, label)
	}
	for i := range Q {
		x, label := image("query", i)
		f.Xq, f.LabelsQ = append(f.Xq, x), append(f.LabelsQ, label)
	}
	return f
}

// Any subset of terms, any depth, any number of images: reverse, forward and finite
// differences agree, also where a coefficient is 0 and its term still in the pool.
func TestReverseIsForward(t *testing.T) {
	t.Run("the pool", func(t *testing.T) { reverseIsForward(t, rule.Pool, 24) })
	t.Run("eleven", func(t *testing.T) { reverseIsForward(t, terms.Eleven, 16) })
}

func reverseIsForward(t *testing.T, rules rule.List, cases int) {
	scale := rule.Theta{.05, .02, -.04, .004, .01, .002, .02, -.02, .02, .02, .03}
	modes := []net.Feedback{net.Fix, net.DFA, net.Sym, net.Sign}
	key := num.NewKey(7, "cases", 0)
	if testing.Short() {
		cases = 6
	}
	checked := rule.Terms(0)
	for i := range cases {
		depth := 1 + int(key.Bits(i, 0)%5)
		sizes := []int{20 + int(key.Bits(i, 1)%15)}
		for l := range depth {
			sizes = append(sizes, 5+int(key.Bits(i, 2+l)%7))
		}
		T, Q := 1+int(key.Bits(i, 20)%14), 1+int(key.Bits(i, 21)%5)
		acts := rule.Terms(key.Bits(i, 22)) & rules.All()
		if i == 0 {
			acts = rules.All()
		}
		var th rule.Theta
		for r := range th {
			if acts.Has(r) && key.Unit(i, 30+r) > .3 {
				th[r] = scale[r]
			}
		}
		mode, total := modes[i%4], i%8 < 4
		f := made(uint64(i), sizes, T, Q)
		f.rules = rules
		rev, fwd := f.reverse(t, th, mode, total, T, acts), f.forward(t, th, mode, total, T)
		if d := math.Abs(rev.ce - fwd.ce); d > 1e-12 {
			t.Errorf("case %d: losses differ by %.1e", i, d)
		}
		if rev.rewind > 1e-11 {
			t.Errorf("case %d: weights come back off by %.1e", i, rev.rewind)
		}
		most := 0.0
		for _, g := range fwd.grad {
			most = max(most, math.Abs(g))
		}
		for r := range rules {
			if !acts.Has(r) {
				if rev.grad[r] != 0 {
					t.Errorf("case %d: term %d is not in the pool and has a gradient", i, r)
				}
				continue
			}
			checked |= 1 << r
			if d := math.Abs(rev.grad[r] - fwd.grad[r]); d > 1e-10*most {
				t.Errorf("case %d (%s, sizes %v, T %d, terms %010b): gradient of term %d: in reverse %g, forward %g", i, mode, sizes, T, acts, r, rev.grad[r], fwd.grad[r])
			}
			// Finite differences know nothing of what counts as given.
			if mode == net.Sym && !total || mode == net.Sign {
				continue
			}
			const h = 1e-6
			up, down := th, th
			up[r] += h
			down[r] -= h
			fd := (f.reverse(t, up, mode, total, T, acts).ce - f.reverse(t, down, mode, total, T, acts).ce) / (2 * h)
			if d := math.Abs(fd - rev.grad[r]); d > 2e-5*most+1e-8 {
				t.Errorf("case %d (%s): gradient of term %d is %g, finite differences say %g", i, mode, r, rev.grad[r], fd)
			}
		}
	}
	if checked != rules.All() {
		t.Errorf("terms %010b only were checked", checked)
	}
}

// Eleven terms as a text are those built in, step by step.
func TestTextIsPool(t *testing.T) {
	f := made(3, []int{30, 11, 9, 6}, 12, 2)
	f.rules = terms.Eleven
	th := rule.Theta{.05, .011, -.03, .004, .006, .0007, .009, -.012, .008, .02, .03}
	a, b := f.reverse(t, th, net.Fix, false, 12, f.rules.All()), f.forward(t, th, net.Fix, false, 12)
	for l := range a.after {
		for i, w := range a.after[l] {
			if d := math.Abs(w - b.after[l][i]); d > 1e-12 {
				t.Fatalf("weight %d of matrix %d differs by %.1e", i, l, d)
			}
		}
	}
}

// In float32 the gradient keeps about five digits: that of three terms, of all eleven,
// and of each of them beside the error.
func TestSinglePrecision(t *testing.T) {
	all := rule.Theta{.05, .011, -.03, .0004, .006, .0007, .009, -.012, .008, .01, .005}
	sets := []rule.Terms{1 | 1<<2 | 1<<9, terms.Eleven.All()}
	for r := range terms.Eleven {
		sets = append(sets, 1|1<<r)
	}
	for _, acts := range sets {
		singlePrecision(t, all, acts)
	}
}

func singlePrecision(t *testing.T, th rule.Theta, acts rule.Terms) {
	for r := range th {
		if !acts.Has(r) {
			th[r] = 0
		}
	}
	f := made(5, []int{60, 30, 20, 10}, 40, 8)
	f.rules = terms.Eleven
	want := f.reverse(t, th, net.Fix, false, 40, acts)
	n64 := f.net()
	n := net.NewOf[float32](f.rules, f.Sizes, f.Beta)
	var each []rule.Terms
	for l := range n.W {
		num.Convert(n.W[l].Data, n64.W[l].Data)
		num.Convert(n.B[l].Data, n64.B[l].Data)
		n.Theta[l], each = th, append(each, acts)
	}
	tape, rev := NewTape[float32](f.Sizes, 40), NewReverseOf[float32](f.rules, f.Sizes)
	for i := range 40 {
		num.Convert(n.Y[0], f.X[i])
		tape.Learn(n, f.Labels[i], net.Fix, each)
	}
	for i, label := range f.LabelsQ {
		num.Convert(n.Y[0], f.Xq[i])
		n.Forward()
		n.Signals(label, net.Sym)
		rev.Add(n, 1/float64(len(f.LabelsQ)))
	}
	for i := 39; i >= 0; i-- {
		rev.Step(n, &tape.Steps[i])
	}
	most := 0.0
	for _, g := range want.grad {
		most = max(most, math.Abs(g))
	}
	for r := range th {
		if d := math.Abs(rev.Grad[r] - want.grad[r]); acts.Has(r) && !(d <= 1e-4*most) {
			t.Errorf("terms %011b: gradient of term %d is %g, not %g", acts, r, rev.Grad[r], want.grad[r])
		}
	}
}

func TestGuard(t *testing.T) {
	g := NewGuard(2)
	all := func(int) bool { return true }
	v := []float64{1e6, -2}
	if cut := g.Cut(v, all); cut != 1 || v[0] != 300 || v[1] != -2 {
		t.Errorf("first: %d cut, %v", cut, v)
	}
	for range 60 {
		if cut := g.Cut([]float64{1, -2}, all); cut != 0 {
			t.Error("a usual gradient is cut")
		}
	}
	v = []float64{-1e9, 9}
	if cut := g.Cut(v, all); cut != 1 || v[0] != -5 || v[1] != 9 { // 5 medians of 1; 9 is below 5 medians of 2
		t.Errorf("later: %d cut, %v", cut, v)
	}
}
