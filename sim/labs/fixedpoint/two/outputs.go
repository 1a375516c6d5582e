package two

import (
	"math"

	"hebb/sim"
	"hebb/sim/labs/fixedpoint/plot"
	"hebb/sim/num"
	"hebb/sim/num/elem"
)

// The outputs of the view of two neurons.
const (
	twoLoss = iota
	twoW12
	twoW21
	twoMove
	twoSign
	twoFlips
	twoAbscissa
	twoFailed
	twoFixed
	twoAnswers
	twoSize
	twoRule
	twoRecorded
)

const (
	twoSection = twoRecorded + iota
	twoAt
	twoWay
	twoGoal
	twoSingular1
	twoSingular2
	twoState
	twoWayR
	twoStable
	twoSpiral
	twoSaddle
	twoUnstable
	twoUnstableSpiral
	twoWeights
	twoEig
)

const arcPoints = 120

func (s *two) Outputs() []sim.Output {
	rec := func(name, symbol, label, doc string) sim.Output {
		return sim.Output{Name: name, Symbol: symbol, Label: label, Doc: doc, Kind: sim.Scalar, From: sim.Recorded}
	}
	path := func(name, label, doc string, n int) sim.Output {
		return sim.Output{Name: name, Label: label, Doc: doc, Kind: sim.Path, Shape: []int{n, 2}}
	}
	points := func(name, label, doc string, n int) sim.Output {
		return sim.Output{Name: name, Label: label, Doc: doc, Kind: sim.Points, Shape: []int{n, 2}}
	}
	list := []sim.Output{
		twoLoss:           rec("loss", `J`, "loss", "Mean squared distance of the states from their targets, over the inputs that have one. Linear: of the algebraic solution."),
		twoW12:            rec("w12", `w_{12}`, "from 2 to 1", "Weight from neuron 2 to neuron 1."),
		twoW21:            rec("w21", `w_{21}`, "from 1 to 2", "Weight from neuron 1 to neuron 2."),
		twoMove:           rec("move", `|\eta\,\Delta W|/|W|`, "length of the step", "Size of the last step beside the size of the weights. Above 1 the weights have been flung."),
		twoSign:           rec("det_sign", `\mathrm{sign}\det`, "side of the surface", "Sign of the determinant of I - W: -1 on the far side of the singular surface."),
		twoFlips:          rec("flips", ``, "crossings", "How often the weights have crossed the surface det(I - W) = 0. With tanh it is that of the gains 1."),
		twoAbscissa:       rec("abscissa", `\max\mathrm{Re}\,\lambda(W)`, "abscissa", "Largest real part of an eigenvalue of W: below 1 the linear network settles."),
		twoFailed:         rec("failed", ``, "without an answer", "How many of the three inputs do not come to rest. They teach nothing."),
		twoFixed:          rec("fixed", ``, "fixed points", "How many fixed points the network has under the input that is shown; at most nine are found."),
		twoAnswers:        rec("answers", ``, "answers", "How many of them are stable: only these are answers."),
		twoSize:           rec("size", `|W|`, "size of the weights", "Length of the weights."),
		twoRule:           rec("rule_now", ``, "rule in force", "Number of the rule in force, from 0 in the order of the choice: a rescue changes it."),
		twoSection:        {Name: "section", Label: "the other weights", Doc: "w11 and w22: through which section of the landscape the map cuts.", Kind: sim.Vector, Shape: []int{2}},
		twoAt:             points("at", "now", "The weights w12 and w21 as they are now.", 1),
		twoWay:            path("way", "so far", "Where w12 and w21 have been.", sim.TrailPoints+1),
		twoGoal:           points("goal", "teacher", "w12 and w21 of the teacher: with its other two weights the loss is 0 there.", 1),
		twoSingular1:      path("singular1", "singular, one branch", "Where the loss of the linear network is infinite: w12 w21 = (1 - w11)(1 - w22). It is also the edge of stability.", arcPoints),
		twoSingular2:      path("singular2", "singular, other branch", "The other branch of the hyperbola on which the loss of the linear network is infinite.", arcPoints),
		twoState:          points("state", "state", "The rates now, under the input that is shown.", 1),
		twoWayR:           path("way_r", "so far", "Where the rates have been.", sim.TrailPoints+1),
		twoStable:         points("stable", "stable node", "Fixed points that the rates run straight into.", mostFixed),
		twoSpiral:         points("spiral", "stable spiral", "Fixed points that the rates spiral into.", mostFixed),
		twoSaddle:         points("saddle", "saddle", "Fixed points that attract along one direction and repel along another: no answer.", mostFixed),
		twoUnstable:       points("unstable", "unstable node", "Fixed points that the rates leave in every direction: no answer.", mostFixed),
		twoUnstableSpiral: points("unstable_spiral", "unstable spiral", "Fixed points that the rates spiral away from: no answer.", mostFixed),
		twoWeights:        {Name: "weights", Symbol: `W`, Label: "weights", Doc: "All four weights: row i is what neuron i hears.", Kind: sim.Matrix, Shape: []int{2, 2}},
		twoEig:            {Name: "eigenvalues", Symbol: `\lambda(W)`, Label: "eigenvalues of W", Doc: "Eigenvalues of W: right of Re = 1 the linear network is unstable.", Kind: sim.Points, Shape: []int{2, 2}},
	}
	list[twoLoss].Log, list[twoMove].Log, list[twoSize].Log = true, true, true
	return list
}

func (s *two) scalars() [twoRecorded]float64 {
	_, _, abscissa := lossLinear([4]float64(s.w.Data), s.x, s.t)
	return [...]float64{twoLoss: plot.Bounded(s.loss), twoW12: s.w.Data[1], twoW21: s.w.Data[2], twoMove: plot.Bounded(s.move), twoSign: float64(s.p.Sign()), twoFlips: float64(s.flips), twoAbscissa: plot.Bounded(abscissa),
		twoFailed: float64(s.failed), twoFixed: float64(len(s.fixed())), twoAnswers: float64(s.answers()), twoSize: plot.Bounded(num.Norm(s.w.Data)), twoRule: float64(s.swap.Number(s.rule))}
}

// answers is how many fixed points are stable.
func (s *two) answers() int {
	n, p := 0, s.pair()
	for _, r := range s.fixed() {
		if kind, _ := p.kind(r); kind == "stable node" || kind == "stable spiral" {
			n++
		}
	}
	return n
}

func (s *two) Record(dst []float64) {
	v := s.scalars()
	copy(dst, v[:])
}

func (s *two) Snapshot(f *sim.Frame) {
	for i, v := range s.scalars() {
		f.Set(i, v)
	}
	w := s.w.Data
	plot.Point(f, twoSection, w[0], w[3])
	plot.Point(f, twoAt, w[1], w[2])
	s.way.Draw(f, twoWay, plot.Small32)
	plot.Point(f, twoGoal, twoTeacher[1], twoTeacher[2])
	k := (1 - w[0]) * (1 - w[3])
	if s.tanh() {
		f.SetRows(twoSingular1, 0)
		f.SetRows(twoSingular2, 0)
	} else {
		s.arc(f, twoSingular1, k, 1)
		s.arc(f, twoSingular2, k, -1)
	}
	plot.Point(f, twoState, s.r[0], s.r[1])
	s.wayR.Draw(f, twoWayR, plot.Small32)
	if dst := f.Slot(twoWeights); dst != nil {
		num.Convert(dst, w)
	}
	if dst := f.Slot(twoEig); dst != nil {
		trace, det := w[0]+w[3], float64(w[0]*w[3])-float64(w[1]*w[2])
		disc := float64(trace*trace/4) - det
		if disc >= 0 {
			r := math.Sqrt(disc)
			dst[0], dst[1], dst[2], dst[3] = plot.Small32(float64(trace/2)+r), 0, plot.Small32(float64(trace/2)-r), 0
		} else {
			r := plot.Small32(math.Sqrt(-disc))
			dst[0], dst[1], dst[2], dst[3] = plot.Small32(trace/2), r, plot.Small32(trace/2), -r
		}
	}
	s.marks(f)
}

// arc draws a branch of the hyperbola w12 w21 = k, for w12 on the side of sign.
func (s *two) arc(f *sim.Frame, i int, k, sign float64) {
	const reach = 12
	near := math.Max(math.Abs(k)/reach, 1e-6)
	plot.Path(f, i, arcPoints, func(t float64) (x, y float64) {
		x = sign * near * elem.Pow(reach/near, t)
		return x, k / x
	})
}

// marks draws the fixed points by kind.
func (s *two) marks(f *sim.Frame) {
	want := false
	for i := twoStable; i <= twoUnstableSpiral; i++ {
		want = want || f.Wanted(i)
	}
	if !want {
		return
	}
	var count [twoUnstableSpiral + 1]int
	p := s.pair()
	for _, r := range s.fixed() {
		kind, _ := p.kind(r)
		i := twoUnstable
		switch kind {
		case "stable node":
			i = twoStable
		case "stable spiral":
			i = twoSpiral
		case "saddle":
			i = twoSaddle
		case "unstable spiral", "centre":
			i = twoUnstableSpiral
		}
		if dst := f.Slot(i); dst != nil {
			dst[2*count[i]], dst[2*count[i]+1] = plot.Small32(r[0]), plot.Small32(r[1])
		}
		count[i]++
	}
	for i := twoStable; i <= twoUnstableSpiral; i++ {
		f.SetRows(i, count[i])
	}
}
