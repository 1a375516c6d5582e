package slices

import (
	"fmt"
	"math"

	"hebb/sim"
	"hebb/sim/labs/fixedpoint/plot"
	"hebb/sim/num/elem"
)

// The outputs of the view of slices.
const (
	sliLoss = iota
	sliT
	sliLine
	sliSigma
	sliSign
	sliHigh
	sliRecorded
)

const (
	sliNow = sliRecorded + iota
	sliRay
	sliAt
	sliGoal
	sliCircle
	sliBoundary
	sliPoles
	sliSingular
	sliMean
	sliNearest
	sliCount
	sliCurve // the first of the lines
)

const (
	ringPoints = 73
	rays       = 24
	mostPoles  = 64
	mostMarks  = 600
)

func (s *cuts) Outputs() []sim.Output {
	rec := func(name, symbol, label, doc string) sim.Output {
		return sim.Output{Name: name, Symbol: symbol, Label: label, Doc: doc, Kind: sim.Scalar, From: sim.Recorded}
	}
	list := []sim.Output{
		sliLoss:     rec("loss", `J`, "loss", "Loss at the point that was evaluated last. Where I - W is singular it is at least what is said."),
		sliT:        rec("t", `t`, "place", "Distance of that point from the middle, along its line."),
		sliLine:     rec("line", ``, "line", "Number of the line, from 1."),
		sliSigma:    rec("sigma", `\sigma_{\min}`, "smallest singular value", "Smallest singular value of I - W there, from a few inverse iterations: its distance from the singular surface."),
		sliSign:     rec("det_sign", `\mathrm{sign}\det`, "side of the surface", "Sign of the determinant of I - W there."),
		sliHigh:     rec("high", ``, "above 1000", "Fraction of the points so far whose loss is above 1000."),
		sliNow:      {Name: "now", Label: "now", Doc: "The point that was evaluated last.", Kind: sim.Points, Shape: []int{1, 2}},
		sliRay:      {Name: "ray", Label: "line in hand", Doc: "The line in hand, in the plane of the two directions.", Kind: sim.Path, Shape: []int{2, 2}},
		sliAt:       {Name: "at", Label: "now", Doc: "The point that was evaluated last, in the plane of the two directions.", Kind: sim.Points, Shape: []int{1, 2}},
		sliGoal:     {Name: "goal", Label: "middle", Doc: "The weights that the lines go through.", Kind: sim.Points, Shape: []int{1, 2}},
		sliCircle:   {Name: "circle", Label: "expected edge", Doc: "Where the circular law of random matrices expects the edge of stability for many neurons: radius √(1 - 0.5²)/2.5 for the paper’s sizes.", Kind: sim.Path, Shape: []int{ringPoints, 2}},
		sliBoundary: {Name: "boundary1", Label: "edge of stability", Doc: "Where the largest real part of an eigenvalue is 1, found on 24 rays.", Kind: sim.Path, Shape: []int{rays + 1, 2}, From: sim.Probed, Probe: "edge"},
		sliPoles:    {Name: "poles", Label: "singular points", Doc: "Every place of the line in hand where the loss is infinite: reciprocals of real eigenvalues, exact.", Kind: sim.Points, Shape: []int{mostPoles, 2}, From: sim.Probed, Probe: "poles"},
		sliSingular: {Name: "marks", Label: "singular points", Doc: "Places on 48 lines through the middle where the loss is infinite, exact.", Kind: sim.Points, Shape: []int{mostMarks, 2}, From: sim.Probed, Probe: "edge"},
		sliMean:     {Name: "edge", Label: "mean distance of the edge", Doc: "Mean distance of the edge of stability from the middle.", Kind: sim.Scalar, From: sim.Probed, Probe: "edge"},
		sliNearest:  {Name: "nearest", Label: "nearest singular point", Doc: "Distance of the nearest singular point of the line in hand from the middle.", Kind: sim.Scalar, From: sim.Probed, Probe: "poles"},
		sliCount:    {Name: "count", Label: "singular points within 1", Doc: "How many singular points the line in hand has between -1 and 1.", Kind: sim.Scalar, From: sim.Probed, Probe: "poles"},
	}
	for i := range s.lines {
		list = append(list, sim.Output{Name: fmt.Sprintf("curve%d", i+1), Label: fmt.Sprintf("line %d", i+1), Doc: fmt.Sprintf("Loss along line %d, at the points evaluated so far.", i+1), Kind: sim.Path, Shape: []int{linePoints, 2}})
	}
	list[sliLoss].Log, list[sliSigma].Log = true, true
	return list
}

func (s *cuts) scalars() [sliRecorded]float64 {
	loss := 0.0
	if s.k > 0 {
		loss = s.loss[int((s.k-1)/linePoints)*linePoints+visit(int((s.k-1)%linePoints))]
	}
	return [...]float64{sliLoss: loss, sliT: s.t, sliLine: float64(s.drawn() + 1), sliSigma: s.sigma, sliSign: float64(s.sign), sliHigh: float64(s.high) / float64(max(s.k, 1))}
}

// drawn is the line whose point was evaluated last.
func (s *cuts) drawn() int {
	if s.k == 0 {
		return 0
	}
	return int((s.k - 1) / linePoints)
}

func (s *cuts) Record(dst []float64) {
	v := s.scalars()
	copy(dst, v[:])
}

// edge is where the circular law expects the edge of stability: the eigenvalues of
// W0 + t W1 fill a disc of radius √(aim² + (t width)²).
func (s *cuts) edge() float64 { return math.Sqrt(1-float64(s.aim*s.aim)) / s.width }

func (s *cuts) Snapshot(f *sim.Frame) {
	v := s.scalars()
	for i, x := range v {
		f.Set(i, x)
	}
	c, d := s.direction(s.drawn())
	plot.Point(f, sliNow, s.t, v[sliLoss])
	plot.Point(f, sliAt, s.t*c, s.t*d)
	plot.Point(f, sliGoal, 0, 0)
	plot.Path(f, sliRay, 2, func(t float64) (x, y float64) { return (float64(2*t) - 1) * c, (float64(2*t) - 1) * d })
	r := s.edge()
	plot.Path(f, sliCircle, ringPoints, func(t float64) (x, y float64) { return r * elem.Cos(2*math.Pi*t), r * elem.Sin(2*math.Pi*t) })
	for i := range s.lines {
		dst := f.Slot(sliCurve + i)
		if dst == nil {
			continue
		}
		n := 0
		for j := range linePoints {
			if at := i*linePoints + j; s.have[at] != 0 {
				dst[2*n], dst[2*n+1] = float32(-1+2*float64(j)/(linePoints-1)), plot.Small32(s.loss[at])
				n++
			}
		}
		f.SetRows(sliCurve+i, n)
	}
}
