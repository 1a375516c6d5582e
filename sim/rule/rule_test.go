package rule

import (
	"math"
	"testing"

	"hebb/sim/num"
)

func local(pre, post int) *Local[float64] {
	l := &Local[float64]{W: num.NewMat[float64](pre, post)}
	draw := func(purpose string, n int) []float64 {
		v, k := make([]float64, n), num.NewKey(3, purpose, 0)
		for i := range v {
			v[i] = k.Uniform(0, i)
		}
		return v
	}
	l.X, l.Y, l.F, l.E = draw("x", pre), draw("y", post), draw("f", pre), draw("e", post)
	copy(l.W.Data, draw("w", pre*post))
	l.X[1], l.X[2] = 0, 0
	l.U, l.Z = make([]float64, pre), make([]float64, post)
	k := num.Use[float64]()
	k.Gemv(l.U, l.W, l.Y)
	k.GemvT(l.Z, l.W, l.X)
	return l
}

// The fused update is the sum of the terms written out, for each term alone and
// for all together.
func TestApplyIsTheSumOfTerms(t *testing.T) {
	const pre, post = 7, 5
	all := Theta{.05, .011, -.03, .004, .006, .0007, .009, -.012, .008, .02}
	thetas := []Theta{{}, all}
	for r := range Size {
		var th Theta
		th[r] = all[r]
		thetas = append(thetas, th)
	}
	for _, th := range thetas {
		l := local(pre, post)
		want := num.NewMat[float64](post, pre)
		num.Transpose(want, l.W)
		for r := range Size {
			num.Use[float64]().Axpy(th[r], matrix(r, l).Data, want.Data)
		}
		NewUpdater[float64](pre+2, post+3).Apply(&th, l)
		for i := range post {
			for j := range pre {
				if d := math.Abs(l.W.At(j, i) - want.At(i, j)); d > 1e-15 {
					t.Fatalf("theta %v: W[%d,%d] is off by %g", th, i, j, d)
				}
			}
		}
	}
}

// A term says what it sees: nothing else may change its matrix.
func TestTermsSeeWhatTheySay(t *testing.T) {
	for r, term := range Pool {
		if term.Name == "" || term.Symbol == "" || term.Doc == "" {
			t.Errorf("term %d is not described: %+v", r, term)
		}
		before := matrix(r, local(6, 4))
		for _, c := range []struct {
			sees Sees
			move func(l *Local[float64])
		}{
			{PreActivity, func(l *Local[float64]) { l.X[0]++ }},
			{PreError, func(l *Local[float64]) { l.F[0]++ }},
			{PostError, func(l *Local[float64]) { l.E[0]++ }},
			{PostActivity, func(l *Local[float64]) { l.Y[0]++ }},
			{Feedback, func(l *Local[float64]) { l.U[0]++ }},
		} {
			l := local(6, 4)
			c.move(l)
			after, changed := matrix(r, l), false
			for i := range after.Data {
				changed = changed || after.Data[i] != before.Data[i]
			}
			if changed != (term.Sees&c.sees != 0) {
				t.Errorf("term %d (%s) sees %b; change of %b seen: %v", r, term.Name, term.Sees, c.sees, changed)
			}
		}
	}
}

func TestNeeds(t *testing.T) {
	for r, term := range Pool {
		var th Theta
		th[r] = 1
		if got, want := th.NeedsPreError(), term.Sees&PreError != 0; got != want {
			t.Errorf("term %d: NeedsPreError %v", r, got)
		}
		if got, want := th.NeedsFeedback(), term.Sees&Feedback != 0; got != want {
			t.Errorf("term %d: NeedsFeedback %v", r, got)
		}
	}
	if (&Theta{}).Silent() != true || (&Theta{3: 1}).Silent() {
		t.Error("Silent is wrong")
	}
}
