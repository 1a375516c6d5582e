// Package slices is the view on lines and planes through the loss of many neurons.
package slices

import (
	"context"
	"fmt"
	"math"

	"hebb/sim"
	"hebb/sim/labs/fixedpoint/plot"
	"hebb/sim/labs/fixedpoint/problem"
	"hebb/sim/num"
	"hebb/sim/num/elem"
)

// cuts is the view on the loss landscape of many neurons: lines and planes through
// its lowest point. A unit, and a quantum, is one point of a line.
type cuts struct {
	sim.None
	n, m             int
	stim, aim, noise float64
	width            float64
	base             string
	turn             float64
	lines            int

	q     struct{ x0, x1, y0, y1 float64 }
	tiles int

	p          *problem.Linear
	w0, w1, w2 num.Mat[float64] // n × n: W = W0 + x W1 + y W2
	w          num.Mat[float64] // n × n: W at the point in hand
	k          uint64           // points so far
	loss       []float64        // lines × linePoints: J of all lines
	have       []byte           // lines × linePoints: which points are known
	t          float64
	sigma      float64
	sign       int
	v          []float64 // n: right singular vector of σ_min of I - G W
	high       int       // points above 1000 so far
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
	if need := int64(8 * (12*n*n + 8*n*m + m*m)); !env.Fits(need) {
		return &sim.FieldError{Field: "n", Reason: fmt.Sprintf("%d neurons need %d MB, more than the %d MB allowed", n, need>>20, env.Memory>>20)}
	}
	p, teacher, rng, err := problem.Draw(problem.Seed(env.Seed), n, m, s.stim, s.aim, s.noise, problem.Gains(env.Seed, n, 0))
	if err != nil {
		return err
	}
	if err := env.Ended(); err != nil {
		return err
	}
	s.p, s.w0 = p, teacher
	if s.base == "solution" {
		s.w0 = p.Solution()
	}
	s.w1, s.w2, s.w = num.NewMat[float64](n, n), num.NewMat[float64](n, n), num.NewMat[float64](n, n)
	rng.Normals(s.w1.Data, s.width/math.Sqrt(float64(n)))
	rng.Normals(s.w2.Data, s.width/math.Sqrt(float64(n)))
	s.loss, s.have = make([]float64, s.lines*linePoints), make([]byte, s.lines*linePoints)
	s.v = make([]float64, n)
	s.k, s.high = 0, 0
	if err := env.Ended(); err != nil {
		return err
	}
	s.evaluate(0)
	return nil
}

// direction of line i: cosine and sine in the plane of W1 and W2.
func (s *cuts) direction(i int) (c, d float64) {
	phi := s.turn*math.Pi/180 + math.Pi*float64(i)/float64(s.lines)
	return elem.Cos(phi), elem.Sin(phi)
}

// at puts W at t along line i.
func (s *cuts) at(w num.Mat[float64], i int, t float64) {
	c, d := s.direction(i)
	place(w, s.w0, s.w1, s.w2, t*c, t*d)
}

// place writes w0 + a w1 + b w2.
func place(w, w0, w1, w2 num.Mat[float64], a, b float64) {
	for i, v := range w0.Data {
		w.Data[i] = v + float64(a*w1.Data[i]) + float64(b*w2.Data[i])
	}
}

// line is the number of the line in hand.
func (s *cuts) line() int { return min(int(s.k/linePoints), s.lines-1) }

// evaluate evaluates the loss at t of the line in hand.
func (s *cuts) evaluate(t float64) float64 {
	s.t = t
	s.at(s.w, s.line(), t)
	good := s.p.State(s.w)
	s.sign, s.sigma = s.p.Sign(), 0
	if !good {
		return 1e30 // at least
	}
	for i := range s.v {
		s.v[i] = 1 + float64(i%7)/10
	}
	s.sigma = s.p.Sigma(s.v, 6)
	return plot.Bounded(s.p.Loss)
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

func (s *cuts) Queries() []sim.Query {
	return []sim.Query{{Name: "tile", Doc: "The loss over the two random directions: t1 across, t2 up.", Args: append(plot.Box(&s.q.x0, &s.q.x1, &s.q.y0, &s.q.y1), plot.TileArg(&s.tiles)), Answer: plot.Tile{},
		Ask: func() (func(context.Context) (any, error), error) {
			q, n, shared, w0, w1, w2 := s.q, s.tiles, s.p, s.w0, s.w1, s.w2
			return func(ctx context.Context) (any, error) {
				p, w := problem.New(shared.G, shared.X, shared.Rhat), num.NewMat[float64](shared.N, shared.N)
				tile := plot.Tile{N: n, Values: make([]*float64, n*n), Sign: make([]int, n*n)}
				for i := range n {
					for j := range n {
						if err := ctx.Err(); err != nil {
							return nil, err
						}
						place(w, w0, w1, w2, q.x0+(q.x1-q.x0)*(float64(j)+0.5)/float64(n), q.y0+(q.y1-q.y0)*(float64(i)+0.5)/float64(n))
						if p.State(w) {
							tile.Values[i*n+j] = plot.Number(p.Loss)
						}
						tile.Sign[i*n+j] = p.Sign()
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
	sec.Numbers("numbers", &s.t, &s.sigma)
	sec.Int("sign", &s.sign)
	sec.Int("high", &s.high)
	if sec.Loading() && sec.Err() == nil {
		s.k = min(s.k, uint64(s.lines*linePoints))
	}
}
