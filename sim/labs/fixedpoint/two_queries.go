package fixedpoint

import (
	"context"
	"math"

	"hebb/sim"
	"hebb/sim/num"
)

// Tile is a piece of a landscape: n × n values at the centres of equal cells, the
// bottom row first, null where there is none.
type Tile struct {
	N      int        `json:"n"`
	Values []*float64 `json:"values"`
	Kind   []int      `json:"kind,omitempty"` // 0 stable, 1 unstable, 2 does not settle
	Sign   []int      `json:"sign,omitempty"` // of det(I - G W)
}

// box are the arguments of a query about a rectangle.
func box(x0, x1, y0, y1 *float64) []sim.Field {
	f := func(p *float64, name, label, doc string) sim.Field {
		return sim.Field{Name: name, Label: label, Doc: doc, Value: sim.Float(p, -1e3, 1e3, sim.Linear)}
	}
	return []sim.Field{f(x0, "x0", "left", "Left edge."), f(x1, "x1", "right", "Right edge."), f(y0, "y0", "bottom", "Lower edge."), f(y1, "y1", "top", "Upper edge.")}
}

// number is a value for JSON: nil when it is no finite number.
func number(v float64) *float64 {
	if v-v != 0 {
		return nil
	}
	return &v
}

func tileArg(n *int) sim.Field {
	return sim.Field{Name: "n", Label: "cells", Doc: "Cells along each side.", Value: sim.Int(n, 1, 256)}
}

// Field is the picture of a phase plane.
type Field struct {
	Arrows [][4]float64   `json:"arrows"`
	Null1  [][][2]float64 `json:"null1"`
	Null2  [][][2]float64 `json:"null2"`
}

// FixedPoint is what a fixed point is.
type FixedPoint struct {
	X           float64      `json:"x"`
	Y           float64      `json:"y"`
	Type        string       `json:"type"`
	Eigenvalues [][2]float64 `json:"eigenvalues"`
	J           *float64     `json:"J"`
	Answer      bool         `json:"answer"` // stable: the network can rest here
}

func (s *two) Queries() []sim.Query {
	at := func() []sim.Field {
		return []sim.Field{{Name: "x", Label: "r1", Doc: "Rate of neuron 1.", Value: sim.Float(&s.q.x, -1e3, 1e3, sim.Linear)}, {Name: "y", Label: "r2", Doc: "Rate of neuron 2.", Value: sim.Float(&s.q.y, -1e3, 1e3, sim.Linear)}}
	}
	return []sim.Query{
		{Name: "tile", Doc: "The loss over w12 (across) and w21 (up), with the other two weights as they are now.", Args: append(box(&s.q.x0, &s.q.x1, &s.q.y0, &s.q.y1), tileArg(&s.tiles)),
			Ask: func() (func(context.Context) (any, error), error) {
				q, n, w, x, t, tanh := s.q, s.tiles, [4]float64(s.w.Data), s.x, s.t, s.tanh()
				return func(ctx context.Context) (any, error) {
					tile := Tile{N: n, Values: make([]*float64, n*n), Kind: make([]int, n*n)}
					for i := range n {
						if err := ctx.Err(); err != nil {
							return nil, err
						}
						for j := range n {
							at := w
							at[1] = q.x0 + (q.x1-q.x0)*(float64(j)+0.5)/float64(n)
							at[2] = q.y0 + (q.y1-q.y0)*(float64(i)+0.5)/float64(n)
							if tanh {
								loss, settled := lossTanh(at, x, t)
								if !settled {
									tile.Kind[i*n+j] = 2
									continue
								}
								tile.Values[i*n+j] = number(loss)
								continue
							}
							loss, _, abscissa := lossLinear(at, x, t)
							tile.Values[i*n+j] = number(loss)
							if !(abscissa < 1) {
								tile.Kind[i*n+j] = 1
							}
						}
					}
					return tile, nil
				}, nil
			}},
		{Name: "field", Doc: "Where the rates move from every place of the plane, and where each neuron is at rest.", Args: box(&s.q.x0, &s.q.x1, &s.q.y0, &s.q.y1),
			Ask: func() (func(context.Context) (any, error), error) {
				q, p := s.q, s.pair()
				return func(context.Context) (any, error) { return fieldOf(p, q.x0, q.x1, q.y0, q.y1), nil }, nil
			}},
		{Name: "trajectory", Doc: "The way of the rates from a place, for 20 τ.", Args: at(),
			Ask: func() (func(context.Context) (any, error), error) {
				r, p := [2]float64{s.q.x, s.q.y}, s.pair()
				return func(context.Context) (any, error) {
					list := [][2]float64{r}
					for i := range 800 {
						if r = p.walk(r, 0.025); !(math.Hypot(r[0], r[1]) < 1e3) {
							break
						}
						if i%4 == 3 {
							list = append(list, r)
						}
					}
					return list, nil
				}, nil
			}},
		{Name: "point", Doc: "What the fixed point nearest to a place is.", Args: at(),
			Ask: func() (func(context.Context) (any, error), error) {
				r, p, list, k, targets := [2]float64{s.q.x, s.q.y}, s.pair(), append([][2]float64(nil), s.fixed()...), int(s.show[0]-'1'), s.t
				return func(context.Context) (any, error) {
					if len(list) == 0 {
						return nil, nil
					}
					best := list[0]
					for _, o := range list {
						if math.Hypot(o[0]-r[0], o[1]-r[1]) < math.Hypot(best[0]-r[0], best[1]-r[1]) {
							best = o
						}
					}
					kind, eig := p.kind(best)
					f := FixedPoint{X: best[0], Y: best[1], Type: kind, Answer: real(eig[0]) < 0 && real(eig[1]) < 0}
					for _, z := range eig {
						f.Eigenvalues = append(f.Eigenvalues, [2]float64{real(z), imag(z)})
					}
					if k >= 0 && k < len(targets) {
						f.J = number((best[0]-targets[k][0])*(best[0]-targets[k][0]) + (best[1]-targets[k][1])*(best[1]-targets[k][1]))
					}
					return f, nil
				}, nil
			}},
	}
}

// fieldOf draws a phase plane.
func fieldOf(p pair, x0, x1, y0, y1 float64) Field {
	const arrows, points = 20, 400
	f := Field{Arrows: [][4]float64{}, Null1: [][][2]float64{}, Null2: [][][2]float64{}}
	if !(x1 > x0 && y1 > y0) {
		return f
	}
	for i := range arrows {
		for j := range arrows {
			r := [2]float64{x0 + (x1-x0)*(float64(j)+0.5)/arrows, y0 + (y1-y0)*(float64(i)+0.5)/arrows}
			d := p.rhs(r)
			f.Arrows = append(f.Arrows, [4]float64{r[0], r[1], d[0], d[1]})
		}
	}
	for which, out := range []*[][][2]float64{&f.Null1, &f.Null2} {
		from, to, low, high, cross := x0, x1, y0, y1, p.w[1]
		if which == 1 {
			from, to, low, high, cross = y0, y1, x0, x1, p.w[2]
		}
		put := func(along, across float64) [2]float64 {
			if which == 1 {
				return [2]float64{across, along}
			}
			return [2]float64{along, across}
		}
		if math.Abs(cross) < 1e-9 {
			for _, x := range p.crossings(which, from, to) {
				*out = append(*out, [][2]float64{put(x, low), put(x, high)})
			}
			continue
		}
		var piece [][2]float64
		for i := range points + 1 {
			x := from + (to-from)*float64(i)/points
			y, good := p.nullcline(which, x)
			if good && y > low-(high-low) && y < high+(high-low) {
				piece = append(piece, put(x, y))
				continue
			}
			if len(piece) > 1 {
				*out = append(*out, piece)
			}
			piece = nil
		}
		if len(piece) > 1 {
			*out = append(*out, piece)
		}
	}
	return f
}

// fixed are the fixed points under the shown input. They are found again only when
// weights or input have changed.
func (s *two) fixed() [][2]float64 {
	c := &s.fixedCache
	if p := s.pair(); !c.ok || p != c.p {
		c.p, c.ok = p, true
		c.list = p.fixed(c.list)
	}
	return c.list
}

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
	return [...]float64{twoLoss: bounded(s.loss), twoW12: s.w.Data[1], twoW21: s.w.Data[2], twoMove: bounded(s.move), twoSign: float64(s.p.f.sign), twoFlips: float64(s.flips), twoAbscissa: bounded(abscissa),
		twoFailed: float64(s.failed), twoFixed: float64(len(s.fixed())), twoAnswers: float64(s.answers()), twoSize: bounded(num.Norm(s.w.Data)), twoRule: float64(s.swap.number(s.rule))}
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
	drawPoint(f, twoSection, w[0], w[3])
	drawPoint(f, twoAt, w[1], w[2])
	s.way.Draw(f, twoWay, small32)
	drawPoint(f, twoGoal, twoTeacher[1], twoTeacher[2])
	k := (1 - w[0]) * (1 - w[3])
	if s.tanh() {
		f.SetRows(twoSingular1, 0)
		f.SetRows(twoSingular2, 0)
	} else {
		s.arc(f, twoSingular1, k, 1)
		s.arc(f, twoSingular2, k, -1)
	}
	drawPoint(f, twoState, s.r[0], s.r[1])
	s.wayR.Draw(f, twoWayR, small32)
	if dst := f.Slot(twoWeights); dst != nil {
		num.Convert(dst, w)
	}
	if dst := f.Slot(twoEig); dst != nil {
		trace, det := w[0]+w[3], w[0]*w[3]-w[1]*w[2]
		disc := trace*trace/4 - det
		if disc >= 0 {
			r := math.Sqrt(disc)
			dst[0], dst[1], dst[2], dst[3] = small32(trace/2+r), 0, small32(trace/2-r), 0
		} else {
			r := small32(math.Sqrt(-disc))
			dst[0], dst[1], dst[2], dst[3] = small32(trace/2), r, small32(trace/2), -r
		}
	}
	s.marks(f)
}

// arc draws a branch of the hyperbola w12 w21 = k, for w12 on the side of sign.
func (s *two) arc(f *sim.Frame, i int, k, sign float64) {
	const reach = 12
	near := math.Max(math.Abs(k)/reach, 1e-6)
	drawPath(f, i, arcPoints, func(t float64) (x, y float64) {
		x = sign * near * math.Pow(reach/near, t)
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
			dst[2*count[i]], dst[2*count[i]+1] = small32(r[0]), small32(r[1])
		}
		count[i]++
	}
	for i := twoStable; i <= twoUnstableSpiral; i++ {
		f.SetRows(i, count[i])
	}
}
