package toy

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"hebb/sim"
	"hebb/sim/figure"
)

// Lab is the lab for tests.
var Lab = &sim.Lab{
	Name: "toy", Title: "Toy", Summary: "One neuron finds the direction in which its inputs vary most.",
	Doc:     doc,
	Sources: []sim.Source{{Text: "E. Oja, A simplified neuron model as a principal component analyzer, 1982", URL: "https://doi.org/10.1007/BF00275687"}},
	Views: []sim.View{{
		Name: "neuron", Title: "One neuron", Summary: "A single linear neuron.",
		Unit:     sim.Noun{One: "sample", Many: "samples"},
		Equation: []sim.Equation{{Left: `\Delta w =`, Terms: []sim.Term{{TeX: `\eta\, y\, x`, Fields: []string{"eta"}}, {TeX: `-\,\eta\,\theta\, y^2 w`, Fields: []string{"eta", "theta"}}}}},
		Figures: []sim.Figure{
			{Name: "weights", Draw: figure.Matrix{}, Title: "Weights", Doc: "The outer product of the weights.", Place: sim.Hero, Show: []sim.Role{{Output: "ww"}}},
			{Name: "norm", Draw: figure.Trace{}, Title: "Norm", Note: "of the weights", Doc: "Oja's rule drives it to 1.", Place: sim.Main, Show: []sim.Role{{Output: "norm"}, {Output: "angle"}}},
			{Name: "bars", Draw: figure.Bars{}, Title: "Weights as bars", Doc: "One bar a weight.", Place: sim.Main, Show: []sim.Role{{Output: "w"}}},
			{Name: "path", Draw: figure.Tiles{}, Title: "Inputs", Doc: "The last input.", Place: sim.More, Show: []sim.Role{{Output: "x"}}},
		},
		New: func() sim.Sim { return newNeuron() },
	}},
}

type neuron struct {
	n                    int
	eta, theta, noise    float64
	quanta               int
	rule, note, drawing  string
	flip                 bool
	mask                 []float64
	lesion               int // argument of the action
	at                   int // argument of the query
	seconds              int // argument of the patient one
	seed                 uint64
	w, x                 []float64
	path                 []float64 // last 8 points (w0, w1)
	y                    float64
	unit                 uint64
	quantum, inUnit, pts int
}

var _ sim.Sim = (*neuron)(nil)

func newNeuron() *neuron {
	return &neuron{n: 6, eta: 0.01, theta: 1, quanta: 3, rule: "oja", mask: []float64{1, 1}}
}

func (s *neuron) Fields() []sim.Field {
	return []sim.Field{
		{Name: "eta", Symbol: `\eta`, Label: "rate", Unit: "1/sample", Doc: "How far one sample moves the weights.", Group: "Rule", Acts: sim.NextQuantum, Value: sim.Float(&s.eta, 1e-4, 100, sim.Log)},
		{Name: "theta", Symbol: `\theta`, Label: "decay", Doc: "Strength of Oja's decay; 1 is Oja's rule.", Group: "Rule", Acts: sim.NextQuantum, Value: sim.FloatOff(&s.theta, 0.1, 10, sim.Log)},
		{Name: "noise", Symbol: `\sigma`, Label: "noise", Doc: "Standard deviation of the noise on the inputs.", Group: "Data", Acts: sim.NextUnit, Value: sim.Float(&s.noise, 0, 1, sim.Linear)},
		{Name: "rule", Label: "rule", Doc: "Which rule learns.", Group: "Rule", Acts: sim.NextQuantum, Value: sim.Choice(&s.rule, sim.Option{Name: "oja", Label: "Oja"}, sim.Option{Name: "hebb", Label: "Hebb"})},
		{Name: "flip", Label: "flip", Doc: "Turns the sign of every input.", Group: "Data", Acts: sim.NextQuantum, Value: sim.Bool(&s.flip)},
		{Name: "n", Symbol: `n`, Label: "inputs", Doc: "How many inputs the neuron has.", Group: "Network", Acts: sim.Restart, Value: sim.Int(&s.n, 2, 64)},
		{Name: "quanta", Label: "quanta", Doc: "Into how many quanta a sample is cut.", Group: "Network", Acts: sim.NextUnit, Value: sim.Int(&s.quanta, 1, 50)},
		{Name: "mask", Label: "mask", Doc: "Which of the first weights learn.", Group: "Rule", Acts: sim.NextQuantum, Value: sim.List(&s.mask, 0, 8, 0, 1, true)},
		{Name: "note", Label: "note", Doc: "A line of text that changes nothing.", Group: "Data", Acts: sim.NextQuantum, Value: sim.Text(&s.note, 40, "at most 40 letters", func(t string) error {
			if t == "bad" {
				return errors.New("this word is not allowed")
			}
			return nil
		})},
		{Name: "drawing", Label: "drawing", Doc: "A drawing that changes nothing.", Group: "Data", Acts: sim.NextQuantum, Value: sim.Text(&s.drawing, 4096, "a drawing", nil)},
	}
}

func (s *neuron) Init(env sim.Env) error {
	if need := int64(16 * s.n); !env.Fits(need) {
		return &sim.FieldError{Field: "n", Reason: fmt.Sprintf("%d inputs need %d bytes, more than the %d allowed", s.n, need, env.Memory)}
	}
	s.seed = env.Seed
	rng := rand.New(rand.NewPCG(env.Seed, 1))
	s.w, s.x, s.path = make([]float64, s.n), make([]float64, s.n), make([]float64, 16)
	for i := range s.w {
		s.w[i] = 0.1 * rng.NormFloat64()
	}
	s.y, s.unit, s.quantum, s.inUnit, s.pts = 0, 0, 0, 0, 0
	return nil
}

func (s *neuron) Outputs() []sim.Output {
	return []sim.Output{
		{Name: "norm", Symbol: `|w|`, Label: "norm", Doc: "Length of the weight vector.", Kind: sim.Scalar, From: sim.Recorded, Log: true, Read: sim.By(s.norm)},
		{Name: "y", Symbol: `y`, Label: "activity", Doc: "Activity of the neuron.", Kind: sim.Scalar, From: sim.Recorded, Read: sim.At(&s.y)},
		{Name: "w", Symbol: `w`, Label: "weights", Doc: "The weights.", Kind: sim.Vector, Shape: []int{s.n}, Read: sim.Copy(&s.w)},
		{Name: "ww", Symbol: `w w^\top`, Label: "outer product", Doc: "The weights times themselves.", Kind: sim.Matrix, Shape: []int{s.n, s.n}, Pack: sim.I8, Read: sim.Fill(s.square)},
		{Name: "x", Symbol: `x`, Label: "input", Doc: "The last input, as an image of one row.", Kind: sim.Image, Shape: []int{1, s.n}, Pack: sim.I8, Read: sim.Copy(&s.x)},
		{Name: "path", Label: "path", Doc: "The last points (w1, w2).", Kind: sim.Path, Shape: []int{8, 2}, Read: sim.Rows(s.way)},
		{Name: "angle", Symbol: `\alpha`, Label: "angle", Unit: "degrees", Doc: "Angle to the first axis, along which the inputs vary most.", Kind: sim.Scalar, From: sim.Probed, Probe: "angle", Range: [2]float64{0, 90},
			Read: sim.Of(func(m *angle) float64 { return m.angle })},
		{Name: "spread", Label: "spread", Doc: "Weights in order of size.", Kind: sim.Vector, Shape: []int{s.n}, From: sim.Probed, Probe: "angle",
			Read: sim.CopyOf(func(m *angle) []float64 { return m.spread })},
	}
}

// Step draws the input in the first quantum of a unit and learns in the last; the
// quanta between only count.
func (s *neuron) Step() sim.Step {
	if s.quantum == 0 {
		s.inUnit = s.quanta
		pcg := rand.NewPCG(s.seed, s.unit+2)
		rng := rand.New(pcg)
		for i := range s.x {
			s.x[i] = rng.NormFloat64() * (1/float64(i+1) + s.noise)
			if s.flip {
				s.x[i] = -s.x[i]
			}
		}
	}
	s.quantum++
	if s.quantum < s.inUnit {
		return sim.Step{}
	}
	s.y = 0
	for i, w := range s.w {
		s.y += float64(w * s.x[i])
	}
	theta := s.theta
	if s.rule == "hebb" {
		theta = 0
	}
	size := 0.0
	for i, w := range s.w {
		if i < len(s.mask) && s.mask[i] == 0 {
			continue
		}
		s.w[i] += float64(s.eta * (float64(s.y*s.x[i]) - float64(theta*s.y*s.y*w)))
		size += float64(s.w[i] * s.w[i])
	}
	s.quantum = 0
	if !(size < 1e12) {
		return sim.Step{Status: sim.Diverged, Trouble: &sim.Trouble{What: "norm of the weights", Size: math.Sqrt(size)}}
	}
	s.unit++
	copy(s.path[2:], s.path[:14])
	s.path[0], s.path[1] = s.w[0], s.w[1]
	s.pts = min(s.pts+1, 8)
	return sim.Step{Unit: true}
}

func (s *neuron) norm() float64 {
	sum := 0.0
	for _, w := range s.w {
		sum += float64(w * w)
	}
	return math.Sqrt(sum)
}

func (s *neuron) square(dst []float32) {
	for i, a := range s.w {
		for j, b := range s.w {
			dst[i*s.n+j] = float32(a * b)
		}
	}
}

func (s *neuron) way(dst []float32) (points int) {
	for i, p := range s.path {
		dst[i] = float32(p)
	}
	return s.pts
}

func (s *neuron) State(sec *sim.Sections) {
	sec.F64("w", s.w)
	sec.F64("x", s.x)
	sec.F64("path", s.path)
	y := []float64{s.y}
	sec.F64("y", y)
	s.y = y[0]
	sec.U64("unit", &s.unit)
	sec.Int("quantum", &s.quantum)
	sec.Int("inUnit", &s.inUnit)
	sec.Int("pts", &s.pts)
}

func (s *neuron) Actions() []sim.Action {
	return []sim.Action{{
		Name: "lesion", Title: "Cut a weight", Doc: "Sets one weight to zero.",
		Args: []sim.Field{{Name: "which", Label: "weight", Doc: "Which weight, from 1.", Value: sim.Int(&s.lesion, 1, 64)}},
		Do: func() error {
			if s.lesion > s.n {
				return &sim.FieldError{Field: "which", Reason: fmt.Sprintf("the neuron has only %d weights", s.n)}
			}
			s.w[s.lesion-1] = 0
			return nil
		},
	}}
}

func (s *neuron) Probes() []sim.Probe {
	return []sim.Probe{{Name: "angle", Title: "Angle to the first axis", Doc: "Compares the weights with the direction of largest variance.", Every: 50, On: true}}
}

// angle is a copy of the weights, and what is measured of it.
type angle struct {
	w, spread []float64
	angle     float64
}

func (s *neuron) Capture(_ int, old sim.Measurement) sim.Measurement {
	m, ok := old.(*angle)
	if !ok || len(m.w) != s.n {
		m = &angle{w: make([]float64, s.n), spread: make([]float64, s.n)}
	}
	copy(m.w, s.w)
	return m
}

func (m *angle) Measure(ctx context.Context) error {
	sum := 0.0
	for i, w := range m.w {
		sum += float64(w * w)
		m.spread[i] = math.Abs(w)
	}
	m.angle = 0
	if sum > 0 {
		m.angle = math.Acos(math.Min(1, math.Abs(m.w[0])/math.Sqrt(sum))) * 180 / math.Pi
	}
	return ctx.Err()
}

func (s *neuron) Queries() []sim.Query {
	return []sim.Query{{
		Name: "weight", Doc: "One weight in full precision.", Answer: 0.0,
		Args: []sim.Field{{Name: "which", Label: "weight", Doc: "Which weight, from 1.", Value: sim.Int(&s.at, 1, 64)}},
		Ask: func() (func(context.Context) (any, error), error) {
			if s.at > s.n {
				return nil, &sim.FieldError{Field: "which", Reason: fmt.Sprintf("the neuron has only %d weights", s.n)}
			}
			w := s.w[s.at-1]
			return func(context.Context) (any, error) { return w, nil }, nil
		},
	}, {
		Name: "patience", Doc: "An answer that takes a while.", Answer: "",
		Args: []sim.Field{{Name: "seconds", Label: "seconds", Doc: "How long it takes.", Value: sim.Int(&s.seconds, 0, 60)}},
		Ask: func() (func(context.Context) (any, error), error) {
			late := time.Duration(s.seconds) * time.Second
			return func(ctx context.Context) (any, error) {
				select {
				case <-ctx.Done():
					return nil, ctx.Err()
				case <-time.After(late):
					return late.String(), nil
				}
			}, nil
		},
	}}
}
