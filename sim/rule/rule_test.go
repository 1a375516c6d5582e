package rule_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"hebb/sim/num"
	"hebb/sim/rule"
	"hebb/sim/rule/formula"
	"hebb/sim/simtest/terms"
)

// pools are the lists that every test here is about.
var pools = map[string]rule.List{"the pool": rule.Pool, "eleven": terms.Eleven}

func local[T num.Float](pre, post int) *rule.Local[T] {
	l := &rule.Local[T]{W: num.NewMat[T](pre, post)}
	draw := func(purpose string, n int) []T {
		v, k := make([]T, n), num.NewKey(3, purpose, 0)
		for i := range v {
			v[i] = T(k.Uniform(0, i))
		}
		return v
	}
	l.X, l.Y, l.F, l.E = draw("x", pre), draw("y", post), draw("f", pre), draw("e", post)
	copy(l.W.Data, draw("w", pre*post))
	l.X[1], l.X[2] = 0, 0
	l.U, l.Z = make([]T, pre), make([]T, post)
	k := num.Use[T]()
	k.Gemv(l.U, l.W, l.Y)
	k.GemvT(l.Z, l.W, l.X)
	return l
}

// typed is what term r makes of a matrix with coefficient 1, by its formula as one types
// it into the box of rules: n_pre × n_post, and without any of this package's code.
func typed[T num.Float](t testing.TB, term *rule.Term, l *rule.Local[T]) num.Mat[T] {
	t.Helper()
	p, err := formula.Compile(strings.Replace(term.Text, "%", "theta", 1), 1)
	if err != nil {
		t.Fatalf("%s: %v", term.Name, err)
	}
	in := *l
	in.W = num.NewMat[T](l.W.Rows, l.W.Cols)
	copy(in.W.Data, l.W.Data)
	m := formula.NewMachine[T](p, l.W.Rows, l.W.Cols, false)
	m.Eval(formula.Inputs[T]{Local: in, Coefficients: []float64{1}})
	m.Apply()
	for i, v := range l.W.Data {
		in.W.Data[i] -= v
	}
	return in.W
}

// coefficients are those of some rules: nothing, each term alone, all, and many a subset.
func coefficients(list rule.List) (thetas []rule.Theta) {
	all := rule.Theta{.05, .011, -.03, .004, .006, .0007, .009, -.012, .008, .02, .015}
	clear(all[len(list):])
	thetas = append(thetas, rule.Theta{}, all)
	for r := range list {
		var th rule.Theta
		th[r] = all[r]
		thetas = append(thetas, th)
	}
	for i := range 100 {
		th, k := all, num.NewKey(11, "subset", i)
		for r := range list {
			if k.Unit(0, r) < .6 {
				th[r] = 0
			}
		}
		thetas = append(thetas, th)
	}
	return thetas
}

// The update, in as few passes as its rule allows, is the sum of its terms as one types
// them, one after the other; and so is that which reads the feedback on its way.
func TestApplyIsTheSumOfTermsTyped(t *testing.T) {
	t.Run("float64", func(t *testing.T) { applied[float64](t, 1e-15) })
	t.Run("float32", func(t *testing.T) { applied[float32](t, 6e-7) })
}

func applied[T num.Float](t *testing.T, most float64) {
	const pre, post = 7, 5
	for name, list := range pools {
		together := 0
		for _, th := range coefficients(list) {
			l := local[T](pre, post)
			want := append([]T(nil), l.W.Data...)
			for r := range list {
				num.Use[T]().Axpy(T(th[r]), typed(t, &list[r], l).Data, want)
			}
			read := local[T](pre, post)
			for j := range read.U {
				read.U[j] = T(math.NaN())
			}
			u := append([]T(nil), l.U...)
			up := rule.NewUpdater[T](list, pre+2, post+3)
			up.Apply(&th, l)
			if list.Sees(th.Active())&rule.Feedback != 0 {
				up.ApplyReading(&th, read)
				together++
			} else {
				read = l
			}
			for i, w := range want {
				for way, got := range map[string]T{"": l.W.Data[i], " reading u": read.W.Data[i]} {
					if d := math.Abs(float64(got) - float64(w)); !(d <= most) {
						t.Fatalf("%s, theta %v%s: weight %d is off by %g", name, th, way, i, d)
					}
				}
			}
			for j, v := range u {
				if d := math.Abs(float64(read.U[j]) - float64(v)); !(d <= most) {
					t.Fatalf("%s, theta %v: u[%d] is off by %g", name, th, j, d)
				}
			}
		}
		if together < 40 {
			t.Errorf("%s: %d rules read the feedback", name, together)
		}
	}
}

// A term says what it sees: nothing else may change what it does.
func TestTermsSeeWhatTheySay(t *testing.T) {
	for name, list := range pools {
		for r := range list {
			term := &list[r]
			if term.Name == "" || term.Symbol == "" || term.TeX == "" || term.Doc == "" || term.Reach <= 0 || term.Pace <= 0 || math.Abs(term.Sign) != 1 {
				t.Errorf("%s: term %d is not described: %+v", name, r, term)
			}
			if sign := map[byte]float64{'-': -1, '+': 1}[term.Text[0]]; sign != term.Sign || strings.Count(term.Text, "%") != 1 {
				t.Errorf("%s: term %d has the sign %g, and is written %s", name, r, term.Sign, term.Text)
			}
			before := typed(t, term, local[float64](6, 4))
			for _, c := range []struct {
				sees rule.Sees
				move func(l *rule.Local[float64])
			}{
				{rule.PreActivity, func(l *rule.Local[float64]) { l.X[0]++ }},
				{rule.PreError, func(l *rule.Local[float64]) { l.F[0]++ }},
				{rule.PostError, func(l *rule.Local[float64]) { l.E[0]++ }},
				{rule.PostActivity, func(l *rule.Local[float64]) { l.Y[0]++ }},
				{rule.Feedback, func(l *rule.Local[float64]) { l.U[0]++ }},
			} {
				l := local[float64](6, 4)
				c.move(l)
				after, changed := typed(t, term, l), false
				for i := range after.Data {
					changed = changed || math.Abs(after.Data[i]-before.Data[i]) > 1e-12
				}
				if changed != (term.Sees()&c.sees != 0) {
					t.Errorf("%s: term %d (%s) sees %b; change of %b seen: %v", name, r, term.Name, term.Sees(), c.sees, changed)
				}
			}
		}
	}
}

// What the compiler of rules says that a synapse must see for a term is what the term
// says; but for the weight itself and the pre-activation, which terms leave unmentioned.
func TestTermsSeeWhatTheirTextsSee(t *testing.T) {
	for r := range terms.Eleven {
		term := &terms.Eleven[r]
		p, err := formula.Compile(strings.Replace(term.Text, "%", "theta", 1), 1)
		if err != nil {
			t.Fatal(err)
		}
		want := p.Sees &^ (rule.OwnWeight | rule.PreActivation)
		if got := term.Sees() &^ rule.Pooled; got != want&^rule.Pooled {
			t.Errorf("term %d (%s) sees %v, and its text %v", r, term.Name, formula.Words(got), formula.Words(want))
		}
	}
}

// A shape takes derivatives back as finite differences do.
func TestShapesDerive(t *testing.T) {
	for r := range terms.Eleven {
		s := terms.Eleven[r].Shape
		if s == nil {
			continue
		}
		y, pbar := []float64{.7, 0, 1.9, -.4}, []float64{.3, -1.2, .5, .8}
		value := func() (sum float64) {
			p := make([]float64, len(y))
			s.Value(p, y)
			for i, v := range p {
				sum += v * pbar[i]
			}
			return sum
		}
		got := []float64{1, 1, 1, 1} // it adds
		s.Back(got, pbar, y)
		for i, v := range y {
			const h = 1e-6
			y[i] = v + h
			up := value()
			y[i] = v - h
			down := value()
			y[i] = v
			if fd := (up - down) / (2 * h); math.Abs(got[i]-1-fd) > 1e-8 {
				t.Errorf("term %d: derivative by y[%d] is %g, finite differences say %g", r, i, got[i]-1, fd)
			}
		}
	}
}

// The step back through a mix is that of finite differences, by coefficients and sums.
func TestMixBack(t *testing.T) {
	list := terms.Eleven
	th := coefficients(list)[1]
	sums := rule.Sums[float64]{1, .8, -.6, 1.1}
	bar := rule.Mix[float64]{Share: .7}
	for at := range bar.Rows {
		for row := range bar.Rows[at] {
			bar.Rows[at][row] = math.Sin(float64(3*at + row + 1))
		}
	}
	value := func() (v float64) {
		m := rule.MixOf(list, &th, &sums)
		v = m.Share * bar.Share
		for at := range m.Rows {
			for row, w := range m.Rows[at] {
				v += w * bar.Rows[at][row]
			}
		}
		return v
	}
	slope := func(p *float64) float64 {
		const h = 1e-3 // it is linear in each
		old := *p
		*p = old + h
		up := value()
		*p = old - h
		down := value()
		*p = old
		return (up - down) / (2 * h)
	}
	var share rule.Theta
	by := bar.Back(list, list.All(), &th, &sums, &share)
	for r := range list {
		if want := slope(&th[r]); math.Abs(share[r]-want) > 1e-9 {
			t.Errorf("by coefficient %d: %g, not %g", r, share[r], want)
		}
	}
	for i := rule.SumY; int(i) < len(sums); i++ {
		if want := slope(&sums[i]); math.Abs(by[i]-want) > 1e-9 {
			t.Errorf("by sum %d: %g, not %g", i, by[i], want)
		}
	}
}

// A pool has room for so many terms, and says so.
func TestMost(t *testing.T) {
	defer func() {
		if text := fmt.Sprint(recover()); !strings.Contains(text, "too many terms") {
			t.Errorf("%d terms: %s", rule.Most+1, text)
		}
	}()
	rule.NewUpdater[float64](make(rule.List, rule.Most+1), 1, 1)
}
