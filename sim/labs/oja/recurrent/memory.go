package recurrent

import (
	"fmt"
	"math"

	"hebb/sim"
	"hebb/sim/num"
)

// listener is a recurrent network that hears a stream of numbers and learns by
// Oja's rule alone, without any task. A probe measures how far back its state
// remembers the stream.
type listener struct {
	sim.None

	// Fields.
	theta9, gain, drive, beta float64
	act                       string
	n, delays, steps          int

	net        recurrent
	h, prev, x []float64 // n, n, 1: h_t, h_{t-1} and the input x_t
	heard      []float64 // rasterSteps: the last inputs, a ring like the raster
	t          uint64
	states     raster
	lost       float64 // running mean of the share of h_{t-1} that Vᵀ h_t misses
	seed       uint64
	stream     num.Key
	played     []float64 // tests play this in place of the stream
}

var _ sim.Sim = (*listener)(nil)

func newListener() *listener {
	return &listener{theta9: 0.1, gain: 1.5, drive: 0.3, beta: 10, act: string(tanh), n: 60, delays: 60, steps: 2500}
}

func (s *listener) Fields() []sim.Field {
	return []sim.Field{
		{Name: "theta9", Symbol: `\theta_9`, Label: "Oja", Unit: "1/step", Doc: "Strength of Oja's rule on the recurrent weights; 0 leaves them as they are. It is stable while θ9|h|² stays below 2: larger networks and stronger inputs take less.", Group: "Rule", Acts: sim.NextQuantum, Value: sim.FloatOff(&s.theta9, 1e-4, 0.2, sim.Log)},
		{Name: "gain", Symbol: `g`, Label: "gain", Doc: "Scale of the recurrent weights at the start: each is normally distributed with standard deviation g/√n. Below 1 states fade, well above 1 they are chaotic.", Group: "Network", Acts: sim.Restart, Value: sim.Float(&s.gain, 0.1, 3, sim.Linear)},
		{Name: "drive", Symbol: `u`, Label: "input weights", Doc: "Input weights are uniform between -u and u.", Group: "Network", Acts: sim.Restart, Value: sim.Float(&s.drive, 0.01, 2, sim.Log)},
		{Name: "n", Symbol: `n`, Label: "units", Doc: "How many units the network has.", Group: "Network", Acts: sim.Restart, Value: sim.Int(&s.n, 5, 200)},
		{Name: "act", Symbol: `\phi`, Label: "activation", Doc: "What a unit makes of its pre-activation.", Group: "Network", Acts: sim.Restart, Value: actChoice(&s.act)},
		{Name: "beta", Symbol: `\beta`, Label: "sharpness", Doc: "How sharp the bend of the softplus is.", Group: "Network", Acts: sim.Restart, Value: sim.Float(&s.beta, 1, 20, sim.Linear)},
		{Name: "delays", Symbol: `K`, Label: "longest delay", Unit: "steps", Doc: "How far back the memory curve reaches.", Group: "Measurement", Acts: sim.Restart, Value: sim.Int(&s.delays, 5, 150)},
		{Name: "steps", Label: "test length", Unit: "steps", Doc: "How long the stream is on which memory is measured; the first 100 steps are not counted.", Group: "Measurement", Acts: sim.Restart, Value: sim.Int(&s.steps, 500, 6000)},
	}
}

func actChoice(p *string) sim.Value {
	return sim.Choice(p, sim.Option{Name: string(tanh), Label: "tanh", Doc: "Between -1 and 1."}, sim.Option{Name: string(softplus), Label: "softplus", Doc: "Never below 0, without an upper limit."})
}

func (s *listener) Init(env sim.Env) error {
	n := s.n
	if need := int64(8 * (2*n*n + n*rasterSteps + (n+1)*s.steps)); !env.Fits(need) {
		return &sim.FieldError{Field: "n", Reason: fmt.Sprintf("%d units need %d bytes, more than the %d allowed", n, need, env.Memory)}
	}
	s.net = newRecurrent(n, 1, activation(s.act), s.beta)
	s.seed = env.Seed
	drawInto(s.net.u, s.drive, num.NewKey(env.Seed, "memory U", 0).Uniform)
	drawInto(s.net.v, s.gain/math.Sqrt(float64(n)), num.NewKey(env.Seed, "memory V", 0).Norm)
	s.h, s.prev, s.x = make([]float64, n), make([]float64, n), make([]float64, 1)
	s.heard, s.states = make([]float64, rasterSteps), newRaster(n)
	s.t, s.lost = 0, 1
	s.stream = num.NewKey(env.Seed, "memory input", 0)
	return nil
}

// Step hears one number:
//
//	h_t = φ(U x_t + V h_{t-1});   V ← V + θ9 h_t (h_{t-1} - Vᵀ h_t)ᵀ
func (s *listener) Step() sim.Step {
	s.x[0] = s.stream.Uniform(int(s.t), 0)
	if s.played != nil {
		s.x[0] = s.played[s.t]
	}
	s.h, s.prev = s.prev, s.h
	s.net.advance(s.h, s.x, s.prev)
	missed := s.net.oja(s.net.v, s.theta9, s.h, s.prev)
	if size := num.Norm(s.h); !(size < 1e4) {
		return sim.Step{Status: sim.Diverged, Trouble: &sim.Trouble{What: "the state h", Size: size}}
	}
	if !(missed < 1e8) {
		return sim.Step{Status: sim.Diverged, Trouble: &sim.Trouble{What: "the state rebuilt by V", Size: math.Sqrt(missed)}}
	}
	if size := num.Norm(s.prev); size > 0 {
		s.lost += float64(0.01 * (missed/(size*size) - s.lost))
	}
	s.states.add(s.h)
	s.heard[s.t%rasterSteps] = s.x[0]
	s.t++
	return sim.Step{Unit: true}
}

func (s *listener) State(sec *sim.Sections) {
	sec.F64("v", s.net.v.Data)
	sec.F64("h", s.h)
	sec.F64("prev", s.prev)
	sec.F64("x", s.x)
	sec.F64("heard", s.heard)
	sec.U64("t", &s.t)
	s.states.state(sec)
	sec.Numbers("lost", &s.lost)
}

func (s *listener) Probes() []sim.Probe {
	return []sim.Probe{
		{Name: "memory", Title: "Memory curve", Doc: "Drives a copy of the network with a stream of its own and fits, for every delay, a linear reader of the input so many steps ago.", Every: 100, On: true},
		spectrumProbe,
	}
}

func (s *listener) Capture(p int, old sim.Measurement) sim.Measurement {
	if p == 1 {
		return captureSpectrum(s.net.v, old)
	}
	m, ok := old.(*curve)
	if !ok || m.net.v.Rows != s.n {
		m = &curve{net: newRecurrent(s.n, 1, activation(s.act), s.beta)}
	}
	m.net.act, m.net.beta = activation(s.act), s.beta
	m.key, m.steps, m.delays = num.NewKey(s.seed, "memory curve", 0), s.steps, s.delays
	copy(m.net.u.Data, s.net.u.Data)
	copy(m.net.v.Data, s.net.v.Data)
	return m
}
