package slices

import (
	"math"

	"hebb/sim"
	"hebb/sim/labs/fixedpoint/plot"
	"hebb/sim/num/elem"
)

const (
	ringPoints = 73
	rays       = 24
	mostPoles  = 64
	mostMarks  = 600
)

func (s *cuts) Outputs() []sim.Output {
	lines := sim.Series(s.lines, plot.Path("curve", "", "line %d", "Loss along line %d, at the points evaluated so far.", linePoints, sim.Read{}),
		func(l int, o *sim.Output) { o.Read = sim.Rows(func(dst []float32) int { return s.curve(l-1, dst) }) })
	return append([]sim.Output{
		sim.RecordedScalar("loss", `J`, "loss", "Loss at the point that was evaluated last. Where I - W is singular it is at least what is said.", sim.By(s.newest)).OnLog(),
		sim.RecordedScalar("t", `t`, "place", "Distance of that point from the middle, along its line.", sim.At(&s.t)),
		sim.RecordedScalar("line", ``, "line", "Number of the line, from 1.", sim.By(func() float64 { return float64(s.drawn() + 1) })),
		sim.RecordedScalar("sigma", `\sigma_{\min}`, "smallest singular value", "Smallest singular value of I - W there, from a few inverse iterations: its distance from the singular surface.", sim.At(&s.sigma)).OnLog(),
		sim.RecordedScalar("det_sign", `\mathrm{sign}\det`, "side of the surface", "Sign of the determinant of I - W there.", sim.At(&s.sign)),
		sim.RecordedScalar("high", ``, "above 1000", "Fraction of the points so far whose loss is above 1000.", sim.By(func() float64 { return float64(s.high) / float64(max(s.k, 1)) })),
		plot.Points("now", "", "now", "The point that was evaluated last.", 1, plot.At(func() (x, y float64) { return s.t, s.newest() })),
		plot.Path("ray", "", "line in hand", "The line in hand, in the plane of the two directions.", 2, plot.Along(func(t float64) (x, y float64) {
			c, d := s.direction(s.drawn())
			return (float64(2*t) - 1) * c, (float64(2*t) - 1) * d
		})),
		plot.Points("at", "", "now", "The point that was evaluated last, in the plane of the two directions.", 1, plot.At(func() (x, y float64) {
			c, d := s.direction(s.drawn())
			return s.t * c, s.t * d
		})),
		plot.Points("goal", "", "middle", "The weights that the lines go through.", 1, plot.At(func() (x, y float64) { return 0, 0 })),
		plot.Path("circle", "", "expected edge", "Where the circular law of random matrices expects the edge of stability for many neurons: radius √(1 - 0.5²)/2.5 for the paper’s sizes.", ringPoints, plot.Along(func(t float64) (x, y float64) {
			return s.edge() * elem.Cos(2*math.Pi*t), s.edge() * elem.Sin(2*math.Pi*t)
		})),
		of("edge", plot.Path("boundary1", "", "edge of stability", "Where the largest real part of an eigenvalue is 1, found on 24 rays.", rays+1, places(func(l *slicesLook) [][2]float64 { return l.boundary }))),
		of("poles", plot.Points("poles", "", "singular points", "Every place of the line in hand where the loss is infinite: reciprocals of real eigenvalues, exact.", mostPoles, sim.RowsOf((*slicesLook).near))),
		of("edge", plot.Points("marks", "", "singular points", "Places on 48 lines through the middle where the loss is infinite, exact.", mostMarks, places(func(l *slicesLook) [][2]float64 { return l.marks }))),
		sim.ProbedScalar("edge", "edge", "", "mean distance of the edge", "Mean distance of the edge of stability from the middle.", sim.Of(func(l *slicesLook) float64 { return l.mean })),
		sim.ProbedScalar("poles", "nearest", "", "nearest singular point", "Distance of the nearest singular point of the line in hand from the middle.", sim.Of((*slicesLook).nearest)),
		sim.ProbedScalar("poles", "count", "", "singular points within 1", "How many singular points the line in hand has between -1 and 1.", sim.Of((*slicesLook).within)),
	}, lines...)
}

// of is an output of a probe.
func of(probe string, o sim.Output) sim.Output {
	o.From, o.Probe = sim.Probed, probe
	return o
}

// places reads points of the plane.
func places(list func(l *slicesLook) [][2]float64) sim.Read {
	return sim.RowsOf(func(l *slicesLook, dst []float32) int {
		for i, p := range list(l) {
			plot.Put(dst, i, p[0], p[1])
		}
		return len(list(l))
	})
}

// newest is the loss that was evaluated last.
func (s *cuts) newest() float64 {
	if s.k == 0 {
		return 0
	}
	return s.loss[s.drawn()*linePoints+visit(int((s.k-1)%linePoints))]
}

// drawn is the line whose point was evaluated last.
func (s *cuts) drawn() int {
	if s.k == 0 {
		return 0
	}
	return int((s.k - 1) / linePoints)
}

// edge is where the circular law expects the edge of stability: the eigenvalues of
// W0 + t W1 fill a disc of radius √(aim² + (t width)²).
func (s *cuts) edge() float64 { return math.Sqrt(1-float64(s.aim*s.aim)) / s.width }

// curve writes what is known of a line and returns how many points that are.
func (s *cuts) curve(line int, dst []float32) (n int) {
	for j := range linePoints {
		if at := line*linePoints + j; s.have[at] != 0 {
			plot.Put(dst, n, -1+2*float64(j)/(linePoints-1), s.loss[at])
			n++
		}
	}
	return n
}
