package network

import (
	"math"
	"testing"

	"hebb/sim/labs/fixedpoint/rules"
	"hebb/sim/num"
)

// dW1 is the gradient of the loss at the fixed point: it meets central differences, for
// every rate function and every way to solve its equation.
func TestGradientMeetsDifferences(t *testing.T) {
	for _, f := range []Rate{Tanh, ReLU, Linear} {
		n, b := randomNet(7, 4, 0.6, 1)
		n.F = f
		head := NewReadout[float64](5, 7, 4)
		Draw(head.C, num.NewKey(3, "test", 2), 1)
		labels := []int{0, 3, 4, 1}
		room := NewRoom[float64](7)
		loss := func() float64 {
			attractor(n, b, room, 0.1, 20000)
			n.Measure(b, false)
			sum, _, _ := head.Score(b, labels, true)
			return sum / 4
		}
		want := make([]float64, 49)
		for i := range want {
			const h = 1e-6
			was := n.W.Data[i]
			n.W.Data[i] = was + h
			up := loss()
			n.W.Data[i] = was - h
			want[i] = (up - loss()) / (2 * h)
			n.W.Data[i] = was
		}
		loss()
		teach := &Teacher[float64]{Tol: 1e-12, Room: room, Sweeps: 400, Loop: NewClosed[float64](7)}
		MeanGains(teach.Loop.Gain, b)
		if !teach.Loop.Close(n, room) {
			t.Fatal("singular")
		}
		for _, way := range []Adjoint{OneByOne, Chord, Broken} {
			teach.Adjoint = way
			teach.Factors(rules.DW1, n, b)
			dw := num.NewMat[float64](7, 7)
			n.Gather(b, dw)
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

// The longer the network runs, the closer backpropagation through time comes to dW1.
func TestThroughTimeTendsToTheGradient(t *testing.T) {
	n, b := randomNet(8, 5, 0.6, 1)
	head := NewReadout[float64](5, 8, 5)
	Draw(head.C, num.NewKey(3, "test", 2), 1)
	labels := []int{0, 3, 4, 1, 2}
	room := NewRoom[float64](8)
	teach := &Teacher[float64]{Adjoint: "lu", Room: room}
	attractor(n, b, room, 0.1, 20000)
	n.Measure(b, false)
	head.Score(b, labels, true)
	teach.Factors(rules.DW1, n, b)
	gradient := num.NewMat[float64](8, 8)
	n.Gather(b, gradient)
	last := 90.0
	for _, steps := range []int{10, 30, 100, 300} {
		dw := num.NewMat[float64](8, 8)
		teach.Through(n, b, 0.1, steps, dw, func() { head.Score(b, labels, true) })
		a := Angle(dw.Data, gradient.Data)
		if !(a < last) {
			t.Errorf("after %d steps %g degrees, after fewer %g", steps, a, last)
		}
		last = a
	}
	if last > 1e-4 {
		t.Errorf("over 30 τ the two differ by %g degrees", last)
	}
}

func TestLU(t *testing.T) {
	for _, n := range []int{1, 5, 32, 33, 70} {
		a, x := num.NewMat[float64](n, n), num.NewMat[float64](n, 3)
		Draw(a, num.NewKey(1, "lu", n), 1)
		Draw(x, num.NewKey(2, "lu", n), 1)
		k := num.Use[float64]()
		b, bt := num.NewMat[float64](n, 3), num.NewMat[float64](n, 3)
		k.Gemm(b, 1, a, x, 0)
		k.GemmTN(bt, 1, a, x, 0)
		f := NewLU[float64](n)
		if !f.Decompose(a) {
			t.Fatal("singular")
		}
		f.Solve(b)
		f.SolveT(bt)
		for i := range x.Data {
			if math.Abs(b.Data[i]-x.Data[i]) > 1e-9 || math.Abs(bt.Data[i]-x.Data[i]) > 1e-9 {
				t.Fatalf("size %d: %v and %v, not %v", n, b.Data[i], bt.Data[i], x.Data[i])
			}
		}
		clear(a.Row(n / 2))
		if f.Decompose(a) && f.Ratio() > 1e-12 {
			t.Errorf("size %d: a matrix with a row of zeros passes for sound", n)
		}
	}
}

// randomNet is a network with random weights and inputs.
func randomNet(n, samples int, rho, drive float64) (*Network[float64], *Batch[float64]) {
	net := New(num.NewMat[float64](n, n), Tanh, nil)
	Draw(net.W, num.NewKey(3, "test", 0), rho/math.Sqrt(float64(n)))
	b := NewBatch[float64](n, samples)
	Draw(b.In, num.NewKey(3, "test", 1), drive)
	return net, b
}

// attractor finds the fixed point that the dynamics reach from 0, and polishes it.
func attractor(n *Network[float64], b *Batch[float64], room *Room[float64], h float64, most int) {
	n.Relax(b, h, 1e-9, most, false)
	for i := range b.Rows {
		if b.State[i] == OK {
			b.State[i] = n.newtonRow(b, room, i, 2e-15, 60)
			if b.State[i] != OK { // the last digits do not matter
				b.State[i] = OK
			}
		}
	}
	n.evaluate(b)
}
