package recurrent

import (
	"fmt"
	"math"
	"testing"

	"hebb/sim/simtest"

	"hebb/sim/num"
)

// Backpropagation through time is the derivative of the loss: moved one by one,
// weights change it as the gradient says.
func TestGradientAgainstFiniteDifferences(t *testing.T) {
	for _, act := range []string{"tanh", "softplus"} {
		s := simtest.Begin(t, newRecall(), 3, map[string]string{"act": act, "n": "7", "symbols": "3", "delay": "5", "noise": "0.5", "beta": "4"})
		simtest.Advance(t, s, 3) // so that the trial begins with a state that is not 0
		q := &s.q
		q.steps, q.label = s.task.draw(s.trials, q.x)
		copy(q.h.Row(0), s.h)
		q.forward(&s.net, s.c)
		q.backward(&s.net, s.net.v, s.c, 0)
		for name, m := range map[string][2]num.Mat[float64]{"U": {s.net.u, q.gu}, "V": {s.net.v, q.gv}, "C": {s.c, q.gc}} {
			for i := range m[0].Data {
				const d = 1e-5
				old := m[0].Data[i]
				m[0].Data[i] = old + d
				up := q.forward(&s.net, s.c)
				m[0].Data[i] = old - d
				down := q.forward(&s.net, s.c)
				m[0].Data[i] = old
				if want := (up - down) / (2 * d); math.Abs(want-m[1].Data[i]) > 1e-8 {
					t.Errorf("%s: dL/d%s[%d] is %g, not %g", act, name, i, m[1].Data[i], want)
				}
			}
		}
	}
}

func TestTruncation(t *testing.T) {
	grad := func(trunc int) []float64 {
		s := simtest.Begin(t, newRecall(), 3, map[string]string{"n": "6", "delay": "4", "trunc": fmt.Sprint(trunc)})
		simtest.Advance(t, s, 2)
		return append([]float64(nil), s.q.gv.Data...)
	}
	all, five, three := grad(0), grad(5), grad(3)
	for i, v := range all {
		if v != five[i] {
			t.Fatal("a truncation as long as the trial changes the gradient")
		}
	}
	if d := num.Angle(all, three); d == 0 || d > 60 {
		t.Errorf("a truncated gradient is %g degrees from the full one", d)
	}
}

func TestStateIsCarriedOver(t *testing.T) {
	for _, carry := range []bool{true, false} {
		s := simtest.Begin(t, newRecall(), 3, map[string]string{"carry": fmt.Sprint(carry)})
		simtest.Advance(t, s, 1)
		end := append([]float64(nil), s.h...)
		simtest.Advance(t, s, 1)
		for i, v := range s.q.h.Row(0) {
			if carry && v != end[i] || !carry && v != 0 {
				t.Fatalf("carry %v: a trial begins with %g where the last ended with %g", carry, v, end[i])
			}
		}
	}
}

// The symbols and the noise of a trial depend on its number only, so that two
// networks see the same ones whatever else differs.
func TestTrialsAreKeyed(t *testing.T) {
	a := simtest.Begin(t, newRecall(), 3, nil)
	b := simtest.Begin(t, newRecall(), 3, map[string]string{"n": "20", "gain": "1.2", "delay": "12"})
	simtest.Advance(t, a, 4)
	simtest.Advance(t, b, 9)
	x, y := num.NewMat[float64](maxDelay+1, 8), num.NewMat[float64](maxDelay+1, 8)
	stepsA, labelA := a.task.draw(20, x)
	stepsB, labelB := b.task.draw(20, y)
	if stepsA != 11 || stepsB != 13 || labelA != labelB {
		t.Errorf("%d and %d steps, symbols %d and %d", stepsA, stepsB, labelA, labelB)
	}
	for i, v := range x.Data[:11*8] {
		if v != y.Data[i] {
			t.Fatalf("input %d differs", i)
		}
	}
	counts := make([]int, 8)
	for trial := range uint64(4000) {
		_, label := a.task.draw(trial, x)
		counts[label]++
	}
	for label, n := range counts {
		if n < 400 || n > 600 {
			t.Errorf("symbol %d came %d times in 4000 trials", label, n)
		}
	}
}

// Whatever the gain it starts from, Oja's rule brings the singular values near 1
// and keeps the weights bounded.
func TestOjaBringsSingularValuesToOne(t *testing.T) {
	for _, gain := range []string{"0.3", "1.5"} {
		s := simtest.Begin(t, newListener(), 5, map[string]string{"gain": gain})
		for range 20 {
			simtest.Advance(t, s, 250)
			if n := num.Norm(s.net.v.Data); n > 2*math.Sqrt(float64(s.n)) {
				t.Fatalf("gain %s: |V| = %g", gain, n)
			}
		}
		sv, _ := num.SingularValues(s.net.v)
		if sv[0] < 1 || sv[0] > 1.4 || sv[20] < 0.9 {
			t.Errorf("gain %s: singular values %.2f ... %.2f", gain, sv[0], sv[20])
		}
		if lost := simtest.Recorded(t, s, "lost"); lost > 0.1 {
			t.Errorf("gain %s: %g of the state is lost in a step", gain, lost)
		}
	}
}

func TestOjaRaisesMemory(t *testing.T) {
	capacity := func(s *listener) float64 {
		look := simtest.Everything(t, s, "memory")
		sum := 0.0
		for _, v := range look.Values(t, "r2") {
			if v < 0 || v > 1 {
				t.Fatalf("r² is %g", v)
			}
			sum += float64(v)
		}
		if mc := look.Scalar(t, "mc"); math.Abs(mc-sum) > 1e-4 {
			t.Fatalf("MC is %g, the sum of the curve %g", mc, sum)
		}
		return sum
	}
	s := simtest.Begin(t, newListener(), 7, nil)
	before := capacity(s)
	simtest.Advance(t, s, 3000)
	if after := capacity(s); before > 9 || after < 34 || after > float64(s.n) {
		t.Errorf("memory capacity %.1f before and %.1f after", before, after)
	}
}

func TestSummedOjaIsTheSameToFirstOrder(t *testing.T) {
	change := func(order string, theta float64) []float64 {
		s := simtest.Begin(t, newRecall(), 3, map[string]string{"order": order, "eta": "0", "oja_u": "true"})
		s.theta9 = theta
		before := append([]float64(nil), s.net.v.Data...)
		simtest.Advance(t, s, 1)
		num.Use[float64]().Axpy(-1, s.net.v.Data, before)
		num.Use[float64]().Scale(-1/theta, before)
		return before
	}
	for theta, bound := range map[float64]float64{1e-6: 1e-4, 1e-3: 0.1} {
		one, sum := change("sequential", theta), change("summed", theta)
		num.Use[float64]().Axpy(-1, one, sum)
		if d := num.Norm(sum) / num.Norm(one); d > bound || d == 0 {
			t.Errorf("θ = %g: the two orders differ by %g", theta, d)
		}
	}
}

func TestEigenvalues(t *testing.T) {
	m := num.Mat[float64]{Rows: 3, Cols: 3, Data: []float64{0, -2, 0, 2, 0, 0, 0, 0, 0.5}}
	im, re := 0.0, 0.0
	for _, z := range eigenvalues(m) {
		im += math.Abs(imag(z))
		re += real(z)
	}
	if math.Abs(im-4) > 1e-12 || math.Abs(re-0.5) > 1e-12 {
		t.Errorf("eigenvalues %v", eigenvalues(m))
	}
}
