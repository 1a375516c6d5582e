package fixedpoint

import (
	"context"
	"fmt"
	"math"

	"hebb/sim"
	"hebb/sim/num"
)

// cuts is the view on the loss landscape of many neurons: lines and planes through
// its lowest point. A unit, and a quantum, is one point of a line.
type cuts struct {
	n, m             int
	stim, aim, noise float64
	width            float64
	base             string
	turn             float64
	lines            int

	q     struct{ x0, x1, y0, y1 float64 }
	tiles int

	p          *problem
	w0, w1, w2 num.Mat[float64]
	w          num.Mat[float64]
	k          uint64    // points so far
	loss       []float64 // of all lines, linePoints each
	have       []byte
	t          float64
	sigma      float64
	sign       int
	v          []float64
	high       int // points above 1000 so far
}

var _ sim.Sim = (*cuts)(nil)

const (
	linePoints = 401
	mostLines  = 8
)

func newCuts() *cuts {
	return &cuts{n: 40, m: 20, stim: 0.1, aim: 0.5, noise: 0.01, width: 2.5, base: "solution", lines: 8, tiles: 16}
}

func (s *cuts) Fields() []sim.Field {
	const network, task, line = "Network", "Task", "Lines"
	return []sim.Field{
		{Name: "turn", Symbol: `\varphi`, Label: "first direction", Unit: "degrees", Group: line, Acts: sim.Restart, Value: sim.Float(&s.turn, -180, 180, sim.Linear),
			Doc: "Direction of the first line in the plane of the two random directions; the others follow at equal angles."},
		{Name: "lines", Label: "lines", Group: line, Acts: sim.Restart, Value: sim.Int(&s.lines, 1, mostLines),
			Doc: "How many lines through the middle are walked along."},
		{Name: "n", Symbol: `n`, Label: "neurons", Group: network, Acts: sim.Restart, Value: sim.Int(&s.n, 2, 200), Doc: "How many neurons there are. The paper has 200."},
		{Name: "width", Symbol: `\sigma`, Label: "size of the directions", Group: network, Acts: sim.Restart, Value: sim.Float(&s.width, 0.5, 5, sim.Linear),
			Doc: "Radius of the disc that the eigenvalues of a random direction fill."},
		{Name: "base", Label: "middle", Group: network, Acts: sim.Restart, Value: sim.Choice(&s.base,
			sim.Option{Name: "solution", Label: "the solution", Doc: "The least weights that meet all targets."},
			sim.Option{Name: "teacher", Label: "the teacher", Doc: "The network whose noisy answers the targets are."}),
			Doc: "Which weights the lines go through."},
		{Name: "m", Symbol: `m`, Label: "stimuli", Group: task, Acts: sim.Restart, Value: sim.Int(&s.m, 1, 200), Doc: "How many pairs of stimulus and target there are."},
		{Name: "stim", Symbol: `\sigma_x`, Label: "stimulus size", Group: task, Acts: sim.Restart, Value: sim.Float(&s.stim, 0.01, 1, sim.Log), Doc: "Standard deviation of every stimulus."},
		{Name: "aim", Symbol: `\hat\sigma`, Label: "teacher’s size", Group: task, Acts: sim.Restart, Value: sim.Float(&s.aim, 0, 0.95, sim.Linear), Doc: "Radius of the eigenvalues of the teacher."},
		{Name: "noise", Label: "target noise", Group: task, Acts: sim.Restart, Value: sim.Float(&s.noise, 0, 0.2, sim.Linear), Doc: "Standard deviation of the noise on the targets."},
	}
}

func (s *cuts) Init(env sim.Env) error {
	n, m := s.n, s.m
	if need := int64(8 * (12*n*n + 8*n*m + m*m)); env.Memory > 0 && need > env.Memory {
		return &sim.FieldError{Field: "n", Reason: fmt.Sprintf("%d neurons need %d MB, more than the %d MB allowed", n, need>>20, env.Memory>>20)}
	}
	p, teacher, rng, err := drawTask(legacySeed(env.Seed), n, m, s.stim, s.aim, s.noise, gainsOf(env.Seed, n, 0))
	if err != nil {
		return err
	}
	s.p, s.w0 = p, teacher
	if s.base == "solution" {
		s.w0 = p.solution()
	}
	s.w1, s.w2, s.w = num.NewMat[float64](n, n), num.NewMat[float64](n, n), num.NewMat[float64](n, n)
	rng.fill(s.w1.Data, s.width/math.Sqrt(float64(n)))
	rng.fill(s.w2.Data, s.width/math.Sqrt(float64(n)))
	s.loss, s.have = make([]float64, s.lines*linePoints), make([]byte, s.lines*linePoints)
	s.v = make([]float64, n)
	s.k, s.high = 0, 0
	s.evaluate(0)
	return nil
}

// direction of line i: cosine and sine in the plane of W1 and W2.
func (s *cuts) direction(i int) (c, d float64) {
	phi := s.turn*math.Pi/180 + math.Pi*float64(i)/float64(s.lines)
	return math.Cos(phi), math.Sin(phi)
}

// at puts W at t along line i.
func (s *cuts) at(w num.Mat[float64], i int, t float64) {
	c, d := s.direction(i)
	place(w, s.w0, s.w1, s.w2, t*c, t*d)
}

// place writes w0 + a w1 + b w2.
func place(w, w0, w1, w2 num.Mat[float64], a, b float64) {
	for i, v := range w0.Data {
		w.Data[i] = v + a*w1.Data[i] + b*w2.Data[i]
	}
}

// line is the number of the line in hand.
func (s *cuts) line() int { return min(int(s.k/linePoints), s.lines-1) }

// evaluate evaluates the loss at t of the line in hand.
func (s *cuts) evaluate(t float64) float64 {
	s.t = t
	s.at(s.w, s.line(), t)
	good := s.p.state(s.w)
	s.sign, s.sigma = s.p.f.sign, 0
	if !good {
		return 1e30 // at least
	}
	for i := range s.v {
		s.v[i] = 1 + float64(i%7)/10
	}
	s.sigma = s.p.sigma(s.v, 6)
	return bounded(s.p.loss)
}

// visit is the order in which the points of a line are taken, coarse to fine: every
// 64th, then those between, and so on.
func visit(i int) int {
	if i <= (linePoints-1)/64 {
		return 64 * i
	}
	i -= (linePoints-1)/64 + 1
	for step := 64; step > 1; step /= 2 {
		n := (linePoints-1-step/2)/step + 1
		if i < n {
			return step/2 + step*i
		}
		i -= n
	}
	return linePoints - 1
}

func (s *cuts) Step() sim.Step {
	if s.k >= uint64(s.lines*linePoints) {
		return sim.Step{Status: sim.Done}
	}
	i := visit(int(s.k % linePoints))
	loss := s.evaluate(-1 + 2*float64(i)/(linePoints-1))
	at := s.line()*linePoints + i
	s.loss[at], s.have[at] = loss, 1
	if loss > 1000 {
		s.high++
	}
	s.k++
	return sim.Step{Unit: true}
}

func (s *cuts) Actions() []sim.Action { return nil }

func (s *cuts) Queries() []sim.Query {
	return []sim.Query{{Name: "tile", Doc: "The loss over the two random directions: t1 across, t2 up.", Args: append(box(&s.q.x0, &s.q.x1, &s.q.y0, &s.q.y1), tileArg(&s.tiles)),
		Ask: func() (func(context.Context) (any, error), error) {
			q, n, shared, w0, w1, w2 := s.q, s.tiles, s.p, s.w0, s.w1, s.w2
			return func(ctx context.Context) (any, error) {
				p, w := newProblem(shared.g, shared.x, shared.rhat), num.NewMat[float64](shared.n, shared.n)
				tile := Tile{N: n, Values: make([]*float64, n*n), Sign: make([]int, n*n)}
				for i := range n {
					for j := range n {
						if err := ctx.Err(); err != nil {
							return nil, err
						}
						place(w, w0, w1, w2, q.x0+(q.x1-q.x0)*(float64(j)+0.5)/float64(n), q.y0+(q.y1-q.y0)*(float64(i)+0.5)/float64(n))
						if p.state(w) {
							tile.Values[i*n+j] = number(p.loss)
						}
						tile.Sign[i*n+j] = p.f.sign
					}
				}
				return tile, nil
			}, nil
		}}}
}

func (s *cuts) State(sec *sim.Sections) {
	sec.U64("k", &s.k)
	sec.F64("loss", s.loss)
	for i := range s.have { // a byte each, of fixed length
		v := int(s.have[i])
		if i%32 == 0 {
			v = 0
			for j := i; j < min(i+32, len(s.have)); j++ {
				v |= int(s.have[j]) << (j - i)
			}
			sec.Int("have", &v)
			for j := i; j < min(i+32, len(s.have)); j++ {
				s.have[j] = byte(v >> (j - i) & 1)
			}
		}
	}
	n := [...]float64{s.t, s.sigma}
	sec.F64("numbers", n[:])
	s.t, s.sigma = n[0], n[1]
	sec.Int("sign", &s.sign)
	sec.Int("high", &s.high)
	if sec.Loading() && sec.Err() == nil {
		s.k = min(s.k, uint64(s.lines*linePoints))
	}
}

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
func (s *cuts) edge() float64 { return math.Sqrt(1-s.aim*s.aim) / s.width }

func (s *cuts) Snapshot(f *sim.Frame) {
	v := s.scalars()
	for i, x := range v {
		f.Set(i, x)
	}
	c, d := s.direction(s.drawn())
	drawPoint(f, sliNow, s.t, v[sliLoss])
	drawPoint(f, sliAt, s.t*c, s.t*d)
	drawPoint(f, sliGoal, 0, 0)
	drawPath(f, sliRay, 2, func(t float64) (x, y float64) { return (2*t - 1) * c, (2*t - 1) * d })
	r := s.edge()
	drawPath(f, sliCircle, ringPoints, func(t float64) (x, y float64) { return r * math.Cos(2*math.Pi*t), r * math.Sin(2*math.Pi*t) })
	for i := range s.lines {
		dst := f.Slot(sliCurve + i)
		if dst == nil {
			continue
		}
		n := 0
		for j := range linePoints {
			if at := i*linePoints + j; s.have[at] != 0 {
				dst[2*n], dst[2*n+1] = float32(-1+2*float64(j)/(linePoints-1)), small32(s.loss[at])
				n++
			}
		}
		f.SetRows(sliCurve+i, n)
	}
}

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
	g               []float64
	w0, w1, w2      num.Mat[float64]
	c, d            float64
	poles           []float64 // of the line that they were worked out for
	polesOf         int
	marks, boundary [][2]float64
	mean            float64
}

func (s *cuts) Capture(probe int, old sim.Measurement) sim.Measurement {
	l, known := old.(*slicesLook)
	if !known || len(l.w1.Data) == 0 || &l.w1.Data[0] != &s.w1.Data[0] {
		l = &slicesLook{g: s.p.g, w0: s.w0, w1: s.w1, w2: s.w2, polesOf: -1}
	}
	l.probe, l.line = probe, s.drawn()
	l.c, l.d = s.direction(l.line)
	return l
}

func (l *slicesLook) Measure(f *sim.Frame) {
	n := l.w0.Rows
	w := num.NewMat[float64](n, n)
	zero := num.NewMat[float64](n, n)
	if l.probe == 0 {
		if l.polesOf != l.line {
			place(w, zero, l.w1, l.w2, l.c, l.d)
			l.poles, l.polesOf = singularAlong(l.g, l.w0, w), l.line
		}
		near, within, k := math.Inf(1), 0, 0
		dst := f.Slot(sliPoles)
		for _, t := range l.poles {
			near = min(near, math.Abs(t))
			if math.Abs(t) <= 1 {
				within++
			}
			if math.Abs(t) < 1.5 && k < mostPoles {
				if dst != nil {
					dst[2*k], dst[2*k+1] = small32(t), 1
				}
				k++
			}
		}
		f.SetRows(sliPoles, k)
		f.Set(sliNearest, bounded(near))
		f.Set(sliCount, float64(within))
		return
	}
	if l.boundary == nil {
		l.survey(w, zero)
	}
	f.Set(sliMean, l.mean)
	if dst := f.Slot(sliBoundary); dst != nil {
		for i, p := range l.boundary {
			dst[2*i], dst[2*i+1] = small32(p[0]), small32(p[1])
		}
	}
	f.SetRows(sliBoundary, len(l.boundary))
	if dst := f.Slot(sliSingular); dst != nil {
		for i, p := range l.marks {
			dst[2*i], dst[2*i+1] = small32(p[0]), small32(p[1])
		}
	}
	f.SetRows(sliSingular, len(l.marks))
}

// survey finds the edge of stability on rays from the middle, and singular points on
// lines through it. With many neurons an eigenvalue problem takes long: fewer of them
// are solved.
func (l *slicesLook) survey(w, zero num.Mat[float64]) {
	n := w.Rows
	lines := 48
	if n > 100 {
		lines = 12
	}
	l.marks = [][2]float64{}
	dir := num.NewMat[float64](n, n)
	for i := range lines {
		c, d := math.Cos(math.Pi*float64(i)/float64(lines)), math.Sin(math.Pi*float64(i)/float64(lines))
		place(dir, zero, l.w1, l.w2, c, d)
		for _, t := range singularAlong(l.g, l.w0, dir) {
			if math.Abs(t) < 1.5 && len(l.marks) < mostMarks {
				l.marks = append(l.marks, [2]float64{t * c, t * d})
			}
		}
	}
	for i := range rays {
		c, d := math.Cos(2*math.Pi*float64(i)/rays), math.Sin(2*math.Pi*float64(i)/rays)
		at := func(t float64) float64 {
			place(w, l.w0, l.w1, l.w2, t*c, t*d)
			for j, g := range l.g {
				num.Use[float64]().Scale(g, w.Row(j))
			}
			return abscissa(w) - 1
		}
		t := boundaryOn(at)
		l.boundary = append(l.boundary, [2]float64{t * c, t * d})
		l.mean += t / rays
	}
	l.boundary = append(l.boundary, l.boundary[0])
}

// boundaryOn finds the first change of sign of at beyond 0: growing steps until the
// sign changes, then false position with halving (Illinois).
func boundaryOn(at func(t float64) float64) float64 {
	a, fa := 0.0, at(0)
	if !(fa < 0) {
		return 0
	}
	b, fb := 0.2, at(0.2)
	for fb < 0 && b < 2 {
		a, fa = b, fb
		b += 0.1
		fb = at(b)
	}
	if !(fb >= 0) {
		return b
	}
	for range 12 {
		t := (a*fb - b*fa) / (fb - fa)
		ft := at(t)
		if math.Abs(ft) < 1e-4 || b-a < 1e-4 {
			return t
		}
		if ft < 0 {
			a, fa = t, ft
			fb /= 2
		} else {
			b, fb = t, ft
			fa /= 2
		}
	}
	return (a + b) / 2
}

var slicesView = sim.View{
	Name: "slices", Title: "Slices of the landscape", Summary: "Lines and planes through the lowest point of the loss of many neurons: a calm bowl, and then cliffs.",
	Unit:  sim.Noun{One: "point", Many: "points"},
	Speed: 200,
	Equation: []sim.Equation{
		{Left: `W =`, Terms: []sim.Term{{TeX: `W^{*} + t_1 W_1 + t_2 W_2`}}},
		{Left: `J(W) =`, Terms: []sim.Term{{TeX: `\tfrac1m\,|(G^{-1} - W)^{-1} X - \hat R|^2`}}},
	},
	Figures: []sim.Figure{
		{Name: "landscape", Kind: "landscape", Title: "A plane through the lowest point", Note: "log loss over two random directions", Place: sim.Hero,
			Doc:     "The loss over two random directions. Inside the ring the network is stable and the loss a calm bowl; outside it is crossed by curves on which it is infinite. The thin circle is what the theory of random matrices expects.",
			Show:    []sim.Role{{Role: "boundary", Output: "boundary*"}, {Role: "theory", Output: "circle"}, {Role: "dots", Output: "marks"}, {Role: "ray", Output: "ray"}, {Role: "at", Output: "at"}, {Role: "goal", Output: "goal"}},
			Options: map[string]string{"query": "tile", "x": "t_1", "y": "t_2", "span": "1", "most": "128"}},
		{Name: "curve", Kind: "curve", Title: "The loss along a line", Note: "log; coarse to fine", Place: sim.Main,
			Doc:     "The loss along lines through the lowest point. Bands are the exact places where it is infinite: between two of them it comes down again and again, but never as low.",
			Show:    []sim.Role{{Role: "curve", Output: "curve*"}, {Role: "pole", Output: "poles"}, {Role: "dots", Output: "now"}},
			Options: map[string]string{"log": "y", "x": "t", "y": "J", "x0": "-1", "x1": "1"}},
		{Name: "loss", Kind: "trace", Title: "Loss, point by point", Place: sim.More, Doc: "The loss at each point in the order of evaluation.", Show: []sim.Role{{Output: "loss"}}, Options: map[string]string{"log": "y", "floor": "1e-16"}},
		{Name: "sigma", Kind: "trace", Title: "Distance from the singular surface", Place: sim.More, Doc: "Smallest singular value of I - W at each point.", Show: []sim.Role{{Output: "sigma"}}, Options: map[string]string{"log": "y"}},
		{Name: "high", Kind: "trace", Title: "Points above 1000", Note: "fraction so far", Place: sim.More, Doc: "How much of what has been seen is cliff.", Show: []sim.Role{{Output: "high"}}},
	},
	New: func() sim.Sim { return newCuts() },
}
