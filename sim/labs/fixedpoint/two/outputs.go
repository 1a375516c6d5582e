package two

import (
	"math"
	"slices"

	"hebb/sim"
	"hebb/sim/labs/fixedpoint/plot"
	"hebb/sim/num"
	"hebb/sim/num/elem"
)

const arcPoints = 120

func (s *two) Outputs() []sim.Output {
	w := s.w.Data
	fixed := func(name, label, doc string, kinds ...string) sim.Output {
		return plot.Points(name, "", label, doc, mostFixed, sim.Rows(func(dst []float32) int { return s.marks(dst, kinds) }))
	}
	bounded := func(x *float64) sim.Read { return sim.By(func() float64 { return plot.Bounded(*x) }) }
	return []sim.Output{
		sim.RecordedScalar("loss", `J`, "loss", "Mean squared distance of the states from their targets, over the inputs that have one. Linear: of the algebraic solution.", bounded(&s.loss)).OnLog(),
		sim.RecordedScalar("w12", `w_{12}`, "from 2 to 1", "Weight from neuron 2 to neuron 1.", sim.At(&w[1])),
		sim.RecordedScalar("w21", `w_{21}`, "from 1 to 2", "Weight from neuron 1 to neuron 2.", sim.At(&w[2])),
		sim.RecordedScalar("move", `|\eta\,\Delta W|/|W|`, "length of the step", "Size of the last step beside the size of the weights. Above 1 the step overshoots.", bounded(&s.move)).OnLog(),
		sim.RecordedScalar("det_sign", `\mathrm{sign}\det`, "side of the surface", "Sign of the determinant of I - W: -1 on the far side of the singular surface.", sim.By(func() float64 { return float64(s.p.Sign()) })),
		sim.RecordedScalar("flips", ``, "crossings", "How often the weights have crossed the surface det(I - W) = 0. With tanh it is that of the gains 1.", sim.At(&s.flips)),
		sim.RecordedScalar("abscissa", `\max\mathrm{Re}\,\lambda(W)`, "abscissa", "Largest real part of an eigenvalue of W: below 1 the linear network settles.", sim.By(func() float64 {
			_, _, abscissa := lossLinear([4]float64(w), s.x, s.t)
			return plot.Bounded(abscissa)
		})),
		sim.RecordedScalar("failed", ``, "without an answer", "How many of the three inputs do not come to rest. They teach nothing.", sim.At(&s.failed)),
		sim.RecordedScalar("fixed", ``, "fixed points", "How many fixed points the network has under the input that is shown; at most nine are found.", sim.By(func() float64 { return float64(len(s.fixed())) })),
		sim.RecordedScalar("answers", ``, "answers", "How many of them are stable: only these are answers.", sim.By(func() float64 { return float64(s.answers()) })),
		sim.RecordedScalar("size", `|W|`, "size of the weights", "Length of the weights.", sim.By(func() float64 { return plot.Bounded(num.Norm(w)) })).OnLog(),
		s.swap.Output(&s.rule),
		{Name: "section", Label: "the other weights", Doc: "w11 and w22 where the map cuts through the landscape: as they are now, or those of the start once a step has taken them beyond ten.", Kind: sim.Vector, Shape: []int{2}, Read: plot.At(func() (a, b float64) { cut := s.section(); return cut[0], cut[3] })},
		plot.Points("at", "", "now", "The weights w12 and w21 as they are now.", 1, plot.At(func() (x, y float64) { return w[1], w[2] })),
		plot.Way("way", "so far", "Where w12 and w21 have been.", &s.way),
		plot.Points("goal", "", "teacher", "w12 and w21 of the teacher: with its other two weights the loss is 0 there.", 1, plot.At(func() (x, y float64) { return twoTeacher[1], twoTeacher[2] })),
		plot.Path("singular1", "", "singular, one branch", "Where the loss of the linear network is infinite: w12 w21 = (1 - w11)(1 - w22). It is also the edge of stability.", arcPoints, s.arc(1)),
		plot.Path("singular2", "", "singular, other branch", "The other branch of the hyperbola on which the loss of the linear network is infinite.", arcPoints, s.arc(-1)),
		plot.Points("state", "", "state", "The rates now, under the input that is shown.", 1, plot.At(func() (x, y float64) { return s.r[0], s.r[1] })),
		plot.Way("way_r", "so far", "Where the rates have been.", &s.wayR),
		fixed("stable", "stable node", "Fixed points that the rates run straight into.", "stable node"),
		fixed("spiral", "stable spiral", "Fixed points that the rates spiral into.", "stable spiral"),
		fixed("saddle", "saddle", "Fixed points that attract along one direction and repel along another: no answer.", "saddle"),
		fixed("unstable", "unstable node", "Fixed points that the rates leave in every direction: no answer.", "unstable node"),
		fixed("unstable_spiral", "unstable spiral", "Fixed points that the rates spiral away from: no answer.", "unstable spiral", "centre"),
		{Name: "weights", Symbol: `W`, Label: "weights", Doc: "All four weights: row i holds those onto neuron i.", Kind: sim.Matrix, Shape: []int{2, 2}, Read: sim.Copy(&s.w.Data)},
		{Name: "eigenvalues", Symbol: `\lambda(W)`, Label: "eigenvalues of W", Doc: "Eigenvalues of W: right of Re = 1 the linear network is unstable.", Kind: sim.Points, Shape: []int{2, 2}, Read: sim.Fill(s.eigenvalues)},
	}
}

// flung is the size of a weight beyond which no slider goes.
const flung = 10

// section is where the map of the loss cuts through the landscape: at the weights as they
// are now. Once a step has flung w11 or w22 far away, a cut there would be a plateau
// without anything on it; the map then stays where the variant has started.
func (s *two) section() [4]float64 {
	w := [4]float64(s.w.Data)
	if math.Abs(w[0]) > flung || math.Abs(w[3]) > flung {
		w[0], w[3] = s.w0[0], s.w0[3]
	}
	return w
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

func (s *two) eigenvalues(dst []float32) {
	w := s.w.Data
	trace, det := w[0]+w[3], float64(w[0]*w[3])-float64(w[1]*w[2])
	disc := float64(trace*trace/4) - det
	if disc >= 0 {
		r := math.Sqrt(disc)
		plot.Put(dst, 0, float64(trace/2)+r, 0)
		plot.Put(dst, 1, float64(trace/2)-r, 0)
		return
	}
	plot.Put(dst, 0, trace/2, math.Sqrt(-disc))
	plot.Put(dst, 1, trace/2, -math.Sqrt(-disc))
}

// arc reads a branch of the hyperbola on which the linear network is singular, for w12 on
// the side of sign.
func (s *two) arc(sign float64) sim.Read {
	const reach = 12
	return sim.Rows(func(dst []float32) int {
		if s.tanh() {
			return 0
		}
		cut := s.section()
		k := (1 - cut[0]) * (1 - cut[3])
		near := math.Max(math.Abs(k)/reach, 1e-6)
		plot.Line(dst, func(t float64) (x, y float64) {
			x = sign * near * elem.Pow(reach/near, t)
			return x, k / x
		})
		return arcPoints
	})
}

// marks writes the fixed points of some kinds and returns how many there are.
func (s *two) marks(dst []float32, kinds []string) (n int) {
	p := s.pair()
	for _, r := range s.fixed() {
		if kind, _ := p.kind(r); slices.Contains(kinds, kind) {
			plot.Put(dst, n, r[0], r[1])
			n++
		}
	}
	return n
}
