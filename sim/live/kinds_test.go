package live

import (
	"math"
	"testing"
	"time"

	"hebb/sim"
	"hebb/sim/experiment"
)

// The sims of this file are of very different kinds, to hold the contract to its
// word. Each mixes its state so that a quantum too many or too few, a field set too
// early or an entry applied twice shows in every later number.

// forever is like a reservoir: a quantum is a unit, and it never ends.
type forever struct {
	sim.None
	leak, kick float64
	state      []float64
	kicked     float64
	unit       uint64
	cost       time.Duration // what a quantum costs on a clock that is not real
}

func (s *forever) Fields() []sim.Field {
	return []sim.Field{
		{Name: "leak", Label: "leak", Doc: "How fast it forgets.", Acts: sim.NextQuantum, Value: sim.Float(&s.leak, 0.01, 1, sim.Linear)},
	}
}

func (s *forever) Init(env sim.Env) error {
	s.state = make([]float64, 8)
	for i := range s.state {
		s.state[i] = math.Sin(float64(env.Seed) + float64(i))
	}
	s.kicked, s.unit = 0, 0
	return nil
}

func (s *forever) Outputs() []sim.Output {
	state := s.state // that which Init has made, as a lab may have it
	energy := func() (sum float64) {
		for _, x := range state {
			sum += x * x
		}
		return sum
	}
	return []sim.Output{
		{Name: "energy", Label: "energy", Kind: sim.Scalar, From: sim.Recorded, Read: sim.By(energy)},
		{Name: "state", Label: "state", Kind: sim.Vector, Shape: []int{len(state)}, Read: sim.Copy(&state)},
	}
}

func (s *forever) Step() sim.Step {
	if s.cost > 0 {
		time.Sleep(s.cost)
	}
	last := s.state[len(s.state)-1]
	for i, x := range s.state {
		s.state[i] = (1-s.leak)*x + s.leak*math.Tanh(1.7*last-0.3*x+s.kicked+math.Sin(0.3*float64(s.unit)))
		last = x
	}
	s.kicked *= 0.9
	s.unit++
	return sim.Step{Unit: true}
}

func (s *forever) State(sec *sim.Sections) {
	sec.F64("state", s.state)
	k := []float64{s.kicked}
	sec.F64("kicked", k)
	s.kicked = k[0]
	sec.U64("unit", &s.unit)
}

func (s *forever) Actions() []sim.Action {
	return []sim.Action{{Name: "kick", Title: "Kick", Args: []sim.Field{{Name: "by", Label: "by", Value: sim.Float(&s.kick, -5, 5, sim.Linear)}},
		Do: func() error { s.kicked += s.kick; return nil }}}
}

// episodes is anything whose units are cut into quanta: a batch, an inference, an
// episode. How many there are is a field, so that variants differ in cost; with
// rest set it converges, with end it is done.
type episodes struct {
	sim.None
	quanta  int
	gain    float64
	rest    float64 // it rests when it moves less than this
	end     int     // it is done after so many units
	layers  int
	x, sum  float64
	quantum int
	cut     int // quanta of the unit in hand
	unit    uint64
	cost    time.Duration
	most    int64
}

func (s *episodes) Fields() []sim.Field {
	return []sim.Field{
		{Name: "gain", Label: "gain", Acts: sim.NextQuantum, Value: sim.Float(&s.gain, -10, 10, sim.Linear)},
		{Name: "quanta", Label: "quanta", Acts: sim.NextUnit, Value: sim.Int(&s.quanta, 1, 1000)},
		{Name: "rest", Label: "rest", Acts: sim.NextQuantum, Value: sim.Float(&s.rest, 0, 1, sim.Linear)},
		{Name: "end", Label: "end", Acts: sim.NextQuantum, Value: sim.Int(&s.end, 0, 1000)},
		{Name: "layers", Label: "layers", Acts: sim.Restart, Value: sim.Int(&s.layers, 1, 100)},
	}
}

func (s *episodes) Init(env sim.Env) error {
	if need := int64(s.layers) * 1000; env.Memory > 0 && need > env.Memory {
		return &sim.FieldError{Field: "layers", Reason: "needs too much memory"}
	}
	s.x, s.sum, s.quantum, s.unit, s.cut = 1+float64(env.Seed%10)/10+float64(s.layers), 0, 0, 0, 0
	return nil
}

func (s *episodes) Outputs() []sim.Output {
	return []sim.Output{
		{Name: "x", Label: "x", Kind: sim.Scalar, From: sim.Recorded, Read: sim.At(&s.x)},
		{Name: "sum", Label: "sum", Kind: sim.Scalar, From: sim.Recorded, Read: sim.At(&s.sum)},
		{Name: "trail", Label: "trail", Kind: sim.Vector, Shape: []int{s.layers}, Pack: sim.U8, Read: sim.Fill(func(dst []float32) {
			for i := range dst {
				dst[i] = float32(math.Mod(math.Abs(s.x), 1))
			}
		})},
	}
}

func (s *episodes) Step() sim.Step {
	if s.cost > 0 {
		time.Sleep(s.cost)
	}
	if s.quantum == 0 {
		s.cut, s.sum = s.quanta, 0
	}
	was := s.x
	s.x += 0.1 * s.gain * (math.Cos(s.x) - s.x)
	s.sum += s.x * float64(s.quantum+1)
	s.quantum++
	if math.Abs(s.x) > 1e6 {
		return sim.Step{Status: sim.Diverged, Trouble: &sim.Trouble{What: "x", Size: math.Abs(s.x)}}
	}
	if s.quantum < s.cut {
		return sim.Step{}
	}
	s.quantum = 0
	s.unit++
	st := sim.Step{Unit: true}
	if s.rest > 0 && math.Abs(s.x-was) < s.rest {
		st.Status = sim.Converged
	}
	if s.end > 0 && s.unit >= uint64(s.end) {
		st.Status = sim.Done
	}
	return st
}

func (s *episodes) State(sec *sim.Sections) {
	v := []float64{s.x, s.sum}
	sec.F64("v", v)
	s.x, s.sum = v[0], v[1]
	sec.Int("quantum", &s.quantum)
	sec.Int("cut", &s.cut)
	sec.U64("unit", &s.unit)
}

// testLab wraps a sim into a lab.
func testLab(name string, make func() sim.Sim) *sim.Lab {
	return &sim.Lab{Name: name, Title: name, Views: []sim.View{{Name: "main", Unit: sim.Noun{One: "unit", Many: "units"}, New: make}}}
}

var (
	foreverLab = testLab("forever", func() sim.Sim { return &forever{leak: 0.2} })
	batchLab   = testLab("batch", func() sim.Sim { return &episodes{quanta: 10, gain: 1, layers: 1} })
	restLab    = testLab("rest", func() sim.Sim { return &episodes{quanta: 1, gain: 1, layers: 1, rest: 1e-6} })
	doneLab    = testLab("done", func() sim.Sim { return &episodes{quanta: 3, gain: 1, layers: 1, end: 40} })
	longLab    = testLab("episode", func() sim.Sim { return &episodes{quanta: 250, gain: 0.05, layers: 1} })
)

// slowLab is a forever whose quanta cost time on the bubble's clock.
func slowLab(cost time.Duration) *sim.Lab {
	return testLab("slow", func() sim.Sim { return &forever{leak: 0.2, cost: cost} })
}

// slowBatchLab is a batch of 50 ms in ten quanta.
var slowBatchLab = testLab("slowbatch", func() sim.Sim { return &episodes{quanta: 10, gain: 1, layers: 1, cost: 5 * time.Millisecond} })

func setupOf(t *testing.T, lab *sim.Lab, variants ...map[string]string) experiment.Setup {
	t.Helper()
	s := experiment.NewSetup(lab, &lab.Views[0])
	if len(variants) > 0 {
		s.Variants = nil
	}
	for _, set := range variants {
		s.Variants = append(s.Variants, experiment.Variant{Set: set})
	}
	return s
}
