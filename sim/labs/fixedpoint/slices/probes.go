package slices

import (
	"context"
	"math"

	"hebb/sim"
	"hebb/sim/labs/fixedpoint/network"
	"hebb/sim/labs/fixedpoint/plot"
	"hebb/sim/labs/fixedpoint/problem"
	"hebb/sim/num"
	"hebb/sim/num/elem"
)

func (s *cuts) Probes() []sim.Probe {
	return []sim.Probe{
		{Name: "poles", Title: "Singular points of the line", Doc: "Exact places on the line in hand where the loss is infinite.", Every: 50, On: true},
		{Name: "edge", Title: "Edge of stability", Doc: "Where the largest real part of an eigenvalue reaches 1, on 24 rays, and singular points on 48 lines.", Every: linePoints, On: true},
	}
}

// slicesLook measures a plane. What does not depend on the line in hand is worked out
// once and kept.
type slicesLook struct {
	probe, line     int
	g               []float64        // n: gains
	w0, w1, w2      num.Mat[float64] // n × n: W = W0 + x W1 + y W2
	c, d            float64
	poles           []float64 // poles: t at which I - G W is singular, of the line that they were worked out for
	polesOf         int
	marks, boundary [][2]float64 // points × 2: (x, y) of singular weights, and of the edge of stability
	mean            float64
}

func (s *cuts) Capture(probe int, old sim.Measurement) sim.Measurement {
	l, known := old.(*slicesLook)
	if !known || len(l.w1.Data) == 0 || &l.w1.Data[0] != &s.w1.Data[0] {
		l = &slicesLook{g: s.p.G, w0: s.w0, w1: s.w1, w2: s.w2, polesOf: -1}
	}
	l.probe, l.line = probe, s.drawn()
	l.c, l.d = s.direction(l.line)
	return l
}

func (l *slicesLook) Measure(ctx context.Context) error {
	n := l.w0.Rows
	w, zero := num.NewMat[float64](n, n), num.NewMat[float64](n, n)
	switch {
	case l.probe == 0 && l.polesOf != l.line:
		place(w, zero, l.w1, l.w2, l.c, l.d)
		l.poles, l.polesOf = problem.SingularAlong(l.g, l.w0, w), l.line
	case l.probe == 1 && l.boundary == nil:
		return l.survey(ctx, w, zero)
	}
	return nil
}

// nearest is how far the nearest singular point of the line is from the middle.
func (l *slicesLook) nearest() float64 {
	near := math.Inf(1)
	for _, t := range l.poles {
		near = min(near, math.Abs(t))
	}
	return plot.Bounded(near)
}

// within is how many singular points the line has between -1 and 1.
func (l *slicesLook) within() (n float64) {
	for _, t := range l.poles {
		if math.Abs(t) <= 1 {
			n++
		}
	}
	return n
}

// near writes the singular points that can be seen and returns how many there are.
func (l *slicesLook) near(dst []float32) (n int) {
	for _, t := range l.poles {
		if math.Abs(t) < 1.5 && n < mostPoles {
			plot.Put(dst, n, t, 1)
			n++
		}
	}
	return n
}

// survey finds the edge of stability on rays from the middle, and singular points on
// lines through it. With many neurons an eigenvalue problem takes long: fewer of them
// are solved.
func (l *slicesLook) survey(ctx context.Context, w, zero num.Mat[float64]) error {
	n := w.Rows
	lines := 48
	if n > 100 {
		lines = 12
	}
	marks, boundary, mean := [][2]float64{}, [][2]float64{}, 0.0
	dir := num.NewMat[float64](n, n)
	for i := range lines {
		if err := ctx.Err(); err != nil {
			return err
		}
		c, d := elem.Cos(math.Pi*float64(i)/float64(lines)), elem.Sin(math.Pi*float64(i)/float64(lines))
		place(dir, zero, l.w1, l.w2, c, d)
		for _, t := range problem.SingularAlong(l.g, l.w0, dir) {
			if math.Abs(t) < 1.5 && len(marks) < mostMarks {
				marks = append(marks, [2]float64{t * c, t * d})
			}
		}
	}
	for i := range rays {
		c, d := elem.Cos(2*math.Pi*float64(i)/rays), elem.Sin(2*math.Pi*float64(i)/rays)
		at := func(t float64) float64 {
			place(w, l.w0, l.w1, l.w2, t*c, t*d)
			for j, g := range l.g {
				num.Use[float64]().Scale(g, w.Row(j))
			}
			return network.Abscissa(w) - 1
		}
		t, err := boundaryOn(ctx, at)
		if err != nil {
			return err
		}
		boundary = append(boundary, [2]float64{t * c, t * d})
		mean += t / rays
	}
	l.marks, l.boundary, l.mean = marks, append(boundary, boundary[0]), mean
	return nil
}

// boundaryOn finds the first change of sign of at beyond 0: growing steps until the
// sign changes, then false position with halving (Illinois). Its error is that of ctx.
func boundaryOn(ctx context.Context, at func(t float64) float64) (float64, error) {
	a, fa := 0.0, at(0)
	if !(fa < 0) {
		return 0, ctx.Err()
	}
	b, fb := 0.2, at(0.2)
	for fb < 0 && b < 2 && ctx.Err() == nil {
		a, fa = b, fb
		b += 0.1
		fb = at(b)
	}
	if !(fb >= 0) {
		return b, ctx.Err()
	}
	for range 12 {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		t := (float64(a*fb) - float64(b*fa)) / (fb - fa)
		ft := at(t)
		if math.Abs(ft) < 1e-4 || b-a < 1e-4 {
			return t, nil
		}
		if ft < 0 {
			a, fa = t, ft
			fb /= 2
		} else {
			b, fb = t, ft
			fa /= 2
		}
	}
	return (a + b) / 2, nil
}
