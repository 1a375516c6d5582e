// Package neuron is the view on one neuron, or two, that look at a cloud of points.
package neuron

import (
	"fmt"

	"hebb/sim"
	"hebb/sim/num"
)

// neuron is the view a class sees first: linear neurons that look at a cloud of
// points, one point a sample, and learn by Hebb's, Oja's or Sanger's rule.
type neuron struct {
	sim.None
	// Fields.
	rule                  string
	eta                   float64
	neurons, dims, points int
	angle, long, short    float64
	meanX, meanY          float64
	start                 float64

	aimed      int // arguments of the action
	aimX, aimY float64

	seed             uint64
	samples          num.Key
	w, bar           num.Mat[float64] // m × d: the weights w_i, and where the averaged rule has brought them; a row a neuron
	x, y             []float64        // d, m: the sample x in hand and the activities y
	t                uint64           // samples so far
	trails, averaged []sim.Trail      // the ways of w and bar
	cloud            cloud
	flow             flow
	back, basis      []float64 // d, m d: scratch of learn; of captured
}

var _ sim.Sim = (*neuron)(nil)

func newNeuron() *neuron {
	return &neuron{rule: "oja", eta: 0.01, neurons: 1, dims: 2, points: 400, angle: 30, long: 1.5, short: 0.5, start: 0.3,
		aimed: 1, aimX: 1}
}

// The limits of fields that Init or an action uses again.
const (
	maxNeurons = 8
	maxDims    = 16
	farAway    = 1000 // a weight vector this long has exploded
)

func (s *neuron) Fields() []sim.Field {
	return []sim.Field{
		{Name: "rule", Label: "rule", Doc: "Which rule learns. Hebb has nothing that holds the weights back; Oja and Sanger subtract what the neurons already express.", Group: "Rule", Acts: sim.NextQuantum, Value: sim.Choice(&s.rule,
			sim.Option{Name: "hebb", Label: "Hebb", Doc: "Activity times input, and nothing else."},
			sim.Option{Name: "oja", Label: "Oja", Doc: "Every neuron subtracts what all neurons together express: the subspace rule. With one neuron it is Oja's rule of 1982."},
			sim.Option{Name: "sanger", Label: "Sanger", Doc: "A neuron subtracts what it and those before it express, so that they take the components in order."})},
		{Name: "eta", Symbol: `\eta`, Label: "learning rate", Unit: "1/sample", Doc: "How far one sample moves the weights; 0 stops learning.", Group: "Rule", Acts: sim.NextQuantum, Value: sim.FloatOff(&s.eta, 1e-4, 1, sim.Log)},
		{Name: "angle", Symbol: `\varphi`, Label: "direction", Unit: "degrees", Doc: "Direction of the long axis of the cloud, from the horizontal.", Group: "Cloud", Acts: sim.NextQuantum, Value: sim.Float(&s.angle, -180, 180, sim.Linear)},
		{Name: "long", Symbol: `\sigma_1`, Label: "long axis", Doc: "Standard deviation of the points along the direction.", Group: "Cloud", Acts: sim.NextQuantum, Value: sim.Float(&s.long, 0.05, 3, sim.Linear)},
		{Name: "short", Symbol: `\sigma_2`, Label: "short axis", Doc: "Standard deviation of the points across the direction.", Group: "Cloud", Acts: sim.NextQuantum, Value: sim.Float(&s.short, 0.05, 3, sim.Linear)},
		{Name: "mean_x", Symbol: `\mu_x`, Label: "offset across", Doc: "Where the middle of the cloud lies, horizontally. Away from the middle the rules learn the direction of the offset rather than that of the spread.", Group: "Cloud", Acts: sim.NextQuantum, Value: sim.Float(&s.meanX, -3, 3, sim.Linear)},
		{Name: "mean_y", Symbol: `\mu_y`, Label: "offset up", Doc: "Where the middle of the cloud lies, vertically.", Group: "Cloud", Acts: sim.NextQuantum, Value: sim.Float(&s.meanY, -3, 3, sim.Linear)},
		{Name: "neurons", Symbol: `m`, Label: "neurons", Doc: "How many neurons look at the cloud; at most as many as there are dimensions.", Group: "Network", Acts: sim.Restart, Value: sim.Int(&s.neurons, 1, maxNeurons)},
		{Name: "start", Symbol: `|w|_0`, Label: "first length", Doc: "Length of every weight vector at the start; its direction depends on the seed.", Group: "Network", Acts: sim.Restart, Value: sim.Float(&s.start, 0.01, 3, sim.Log)},
		{Name: "dims", Symbol: `d`, Label: "dimensions", Doc: "How many inputs a neuron has. The figure shows the first two; along each further one the points spread 0.8 times as far as along the one before, beginning from the short axis.", Group: "Data", Acts: sim.Restart, Value: sim.Int(&s.dims, 2, maxDims)},
		{Name: "points", Symbol: `N`, Label: "points", Doc: "How many points the cloud has. Every sample is one of them, drawn at random.", Group: "Data", Acts: sim.Restart, Value: sim.Int(&s.points, 50, 2000)},
	}
}

func (s *neuron) Init(env sim.Env) error {
	if s.neurons > s.dims {
		return &sim.FieldError{Field: "neurons", Reason: fmt.Sprintf("%d neurons cannot differ in %d dimensions: at most %d", s.neurons, s.dims, s.dims)}
	}
	if need := int64(8 * s.points * s.dims); !env.Fits(need) {
		return &sim.FieldError{Field: "points", Reason: fmt.Sprintf("%d points need %d bytes, more than the %d allowed", s.points, need, env.Memory)}
	}
	m, d := s.neurons, s.dims
	s.seed, s.t = env.Seed, 0
	s.samples = num.NewKey(env.Seed, "sample", 0)
	s.cloud = newCloud(env.Seed, s.points, d)
	s.flow = newFlow(m, d)
	s.x, s.y, s.back = make([]float64, d), make([]float64, m), make([]float64, d)
	s.basis = make([]float64, m*d)
	s.w, s.bar = num.NewMat[float64](m, d), num.NewMat[float64](m, d)
	key := num.NewKey(env.Seed, "start", 0)
	for j := range m {
		row := s.w.Row(j)
		for k := range row {
			row[k] = key.Norm(j, k)
		}
		num.Use[float64]().Scale(s.start/num.Norm(row), row)
	}
	copy(s.bar.Data, s.w.Data)
	s.trails, s.averaged = make([]sim.Trail, m), make([]sim.Trail, m)
	for j := range m {
		s.trails[j], s.averaged[j] = sim.NewTrail(), sim.NewTrail()
		s.trails[j].Add(s.w.At(j, 0), s.w.At(j, 1))
		s.averaged[j].Add(s.bar.At(j, 0), s.bar.At(j, 1))
	}
	return nil
}

// shape gives the cloud the form that the fields ask for.
func (s *neuron) shape() {
	s.cloud.shape(form{s.angle, s.long, s.short, s.meanX, s.meanY})
}

func (s *neuron) State(sec *sim.Sections) {
	sec.F64("w", s.w.Data)
	sec.F64("bar", s.bar.Data)
	sec.F64("x", s.x)
	sec.F64("y", s.y)
	sec.U64("t", &s.t)
	for j := range s.trails {
		s.trails[j].State(sec)
		s.averaged[j].State(sec)
	}
}
