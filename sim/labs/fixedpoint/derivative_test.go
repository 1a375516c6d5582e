package fixedpoint

import (
	"math"
	"testing"

	"hebb/sim/num"
)

// dW1 is the gradient of the loss at the fixed point: it meets central differences, for
// every rate function and every way to solve its equation.
func TestGradientMeetsDifferences(t *testing.T) {
	for _, f := range []rate{tanhRate, reluRate, linearRate} {
		n, b := randomNet(7, 4, 0.6, 1)
		n.f = f
		head := newReadout[float64](5, 7, 4)
		draw(head.c, num.NewKey(3, "test", 2), 1)
		labels := []int{0, 3, 4, 1}
		room := newNewton[float64](7)
		loss := func() float64 {
			n.attractor(b, room, 0.1, 20000)
			n.measure(b, false)
			sum, _, _ := head.score(b, labels, true)
			return sum / 4
		}
		want := make([]float64, 49)
		for i := range want {
			const h = 1e-6
			was := n.w.Data[i]
			n.w.Data[i] = was + h
			up := loss()
			n.w.Data[i] = was - h
			want[i] = (up - loss()) / (2 * h)
			n.w.Data[i] = was
		}
		loss()
		teach := &teacher[float64]{tol: 1e-12, room: room, bad: make([]bool, 4), sweeps: 400, loop: newClosed[float64](7)}
		averageGain(teach.loop.gain, b)
		if !teach.loop.close(n, room) {
			t.Fatal("singular")
		}
		for _, way := range []string{"lu", "chord", "sweeps"} {
			teach.adjoint = way
			teach.factors(dW1, n, b)
			dw := num.NewMat[float64](7, 7)
			n.gather(b, dw)
			worst := 0.0
			for i, v := range dw.Data {
				worst = max(worst, math.Abs(v/4-want[i]))
			}
			if !(worst < 1e-7) {
				t.Errorf("rate function %d, solved by %s: differs from differences by %g", f, way, worst)
			}
		}
	}
}

func TestLinearGradientMeetsDifferences(t *testing.T) {
	s := newLinear()
	startAt(t, s, 5, map[string]string{"n": "6", "m": "4", "spread": "0.5"})
	s.p.step(dW1, s.dw, 0)
	for i := range s.w.Data {
		const h = 1e-6
		w := num.NewMat[float64](6, 6)
		copy(w.Data, s.w.Data)
		w.Data[i] += h
		s.p.state(w)
		up := s.p.loss
		w.Data[i] -= 2 * h
		s.p.state(w)
		if d := (up - s.p.loss) / (2 * h); math.Abs(d-s.dw.Data[i]) > 1e-6*(1+math.Abs(d)) {
			t.Errorf("weight %d: %v, by differences %v", i, s.dw.Data[i], d)
		}
	}
}

// The longer the network runs, the closer backpropagation through time comes to dW1.
func TestThroughTimeTendsToTheGradient(t *testing.T) {
	n, b := randomNet(8, 5, 0.6, 1)
	head := newReadout[float64](5, 8, 5)
	draw(head.c, num.NewKey(3, "test", 2), 1)
	labels := []int{0, 3, 4, 1, 2}
	room := newNewton[float64](8)
	teach := &teacher[float64]{adjoint: "lu", room: room, bad: make([]bool, 5)}
	n.attractor(b, room, 0.1, 20000)
	n.measure(b, false)
	head.score(b, labels, true)
	teach.factors(dW1, n, b)
	gradient := num.NewMat[float64](8, 8)
	n.gather(b, gradient)
	last := 90.0
	for _, steps := range []int{10, 30, 100, 300} {
		dw := num.NewMat[float64](8, 8)
		teach.through(n, b, 0.1, steps, dw, func() { head.score(b, labels, true) })
		a := angle(dw.Data, gradient.Data)
		if !(a < last) {
			t.Errorf("after %d steps %g degrees, after fewer %g", steps, a, last)
		}
		last = a
	}
	if last > 1e-4 {
		t.Errorf("over 30 τ the two differ by %g degrees", last)
	}
}

// With gains of 1, dW3 = M Mᵀ dW1 MᵀM: steepest descent in another metric.
func TestReparameterisedRuleIsAMetric(t *testing.T) {
	s := newLinear()
	startAt(t, s, 5, map[string]string{"n": "6", "m": "4"})
	k, n := s.p.k, 6
	one, three := num.NewMat[float64](n, n), num.NewMat[float64](n, n)
	s.p.step(dW1, one, 0)
	s.p.step(dW3, three, 0)
	m, a, b := s.p.mm, num.NewMat[float64](n, n), num.NewMat[float64](n, n)
	k.GemmTN(a, 1, m, one, 0) // Mᵀ dW1
	k.Gemm(b, 1, m, a, 0)
	k.GemmNT(a, 1, b, m, 0)
	k.Gemm(b, 1, a, m, 0)
	for i, v := range b.Data {
		if math.Abs(v-three.Data[i]) > 1e-12 {
			t.Fatalf("element %d: %v and %v", i, v, three.Data[i])
		}
	}
}

// The generator gives the numbers of the published notebook: its loss of the teacher
// to all printed digits.
func TestPublishedDraws(t *testing.T) {
	p, teacher, rng, err := drawTask(2023, 200, 100, 0.1, 0.5, 0.01, gainsOf(0, 200, 0))
	if err != nil {
		t.Fatal(err)
	}
	p.state(teacher)
	if math.Abs(p.loss-0.0199163815053748) > 1e-15 {
		t.Errorf("the teacher's loss is %.16g", p.loss)
	}
	w := num.NewMat[float64](200, 200)
	rng.fill(w.Data, 0.75/math.Sqrt(200))
	p.state(w)
	if math.Abs(p.loss-3.19494) > 5e-6 {
		t.Errorf("the first loss is %v", p.loss)
	}
}

func TestVisitTakesEveryPointOnce(t *testing.T) {
	seen := map[int]bool{}
	for i := range linePoints {
		seen[visit(i)] = true
	}
	if len(seen) != linePoints || visit(0) != 0 || visit(1) != 64 {
		t.Errorf("%d of %d points are visited", len(seen), linePoints)
	}
}

func TestLU(t *testing.T) {
	for _, n := range []int{1, 5, 32, 33, 70} {
		a, x := num.NewMat[float64](n, n), num.NewMat[float64](n, 3)
		draw(a, num.NewKey(1, "lu", n), 1)
		draw(x, num.NewKey(2, "lu", n), 1)
		k := num.Use[float64]()
		b, bt := num.NewMat[float64](n, 3), num.NewMat[float64](n, 3)
		k.Gemm(b, 1, a, x, 0)
		k.GemmTN(bt, 1, a, x, 0)
		f := newLU[float64](n)
		if !f.factor(a) {
			t.Fatal("singular")
		}
		f.solve(b)
		f.solveT(bt)
		for i := range x.Data {
			if math.Abs(b.Data[i]-x.Data[i]) > 1e-9 || math.Abs(bt.Data[i]-x.Data[i]) > 1e-9 {
				t.Fatalf("size %d: %v and %v, not %v", n, b.Data[i], bt.Data[i], x.Data[i])
			}
		}
		clear(a.Row(n / 2))
		if f.factor(a) && f.ratio() > 1e-12 {
			t.Errorf("size %d: a matrix with a row of zeros passes for sound", n)
		}
	}
}
