// Package kinds has labs for tests of whatever runs sims: sims of very different kinds, that
// hold the contract to its word. Each mixes its state so that a quantum too many or too few,
// a field set too early or an entry applied twice shows in every later number.
package kinds

import (
	"math"
	"time"

	"hebb/sim"
	"hebb/sim/experiment"
)

// Forever is like a reservoir: a quantum is a unit, and it never ends.
type Forever struct {
	sim.None
	Leak, kick float64
	Rates      []float64
	kicked     [1]float64
	Unit       uint64
	Cost       time.Duration // what a quantum costs on a clock that is not real
}

func (s *Forever) Fields() []sim.Field {
	return []sim.Field{
		{Name: "leak", Label: "leak", Doc: "How fast it forgets.", Acts: sim.NextQuantum, Value: sim.Float(&s.Leak, 0.01, 1, sim.Linear)},
	}
}

func (s *Forever) Init(env sim.Env) error {
	if !env.Fits(1000) {
		return &sim.FieldError{Field: "leak", Reason: "needs too much memory"}
	}
	s.Rates = make([]float64, 8)
	for i := range s.Rates {
		s.Rates[i] = math.Sin(float64(env.Seed) + float64(i))
	}
	s.kicked[0], s.Unit = 0, 0
	return nil
}

func (s *Forever) Outputs() []sim.Output {
	state := s.Rates // that which Init has made, as a lab may have it
	energy := func() (sum float64) {
		for _, x := range state {
			sum += float64(x * x)
		}
		return sum
	}
	return []sim.Output{
		{Name: "energy", Label: "energy", Kind: sim.Scalar, From: sim.Recorded, Read: sim.By(energy)},
		{Name: "state", Label: "state", Kind: sim.Vector, Shape: []int{len(state)}, Read: sim.Copy(&state)},
	}
}

func (s *Forever) Step() sim.Step {
	if s.Cost > 0 {
		time.Sleep(s.Cost)
	}
	last := s.Rates[len(s.Rates)-1]
	for i, x := range s.Rates {
		s.Rates[i] = float64((1-s.Leak)*x) + float64(s.Leak*math.Tanh(float64(1.7*last)-float64(0.3*x)+s.kicked[0]+math.Sin(0.3*float64(s.Unit))))
		last = x
	}
	s.kicked[0] *= 0.9
	s.Unit++
	return sim.Step{Unit: true}
}

func (s *Forever) State(sec *sim.Sections) {
	sec.F64("state", s.Rates)
	sec.F64("kicked", s.kicked[:])
	sec.U64("unit", &s.Unit)
}

func (s *Forever) Actions() []sim.Action {
	return []sim.Action{{Name: "kick", Title: "Kick", Args: []sim.Field{{Name: "by", Label: "by", Value: sim.Float(&s.kick, -5, 5, sim.Linear)}},
		Do: func() error { s.kicked[0] += s.kick; return nil }}}
}

// Episodes is anything whose units are cut into quanta: a batch, an inference, an
// episode. How many there are is a field, so that variants differ in cost; with
// rest set it converges, with end it is done.
type Episodes struct {
	sim.None
	Quanta  int
	Gain    float64
	Rest    float64 // it rests when it moves less than this
	End     int     // it is done after so many units
	Layers  int
	X, Sum  float64
	quantum int
	cut     int // quanta of the unit in hand
	Unit    uint64
	Cost    time.Duration // as a Forever's
}

func (s *Episodes) Fields() []sim.Field {
	return []sim.Field{
		{Name: "gain", Label: "gain", Acts: sim.NextQuantum, Value: sim.Float(&s.Gain, -10, 10, sim.Linear)},
		{Name: "quanta", Label: "quanta", Acts: sim.NextUnit, Value: sim.Int(&s.Quanta, 1, 1000)},
		{Name: "rest", Label: "rest", Acts: sim.NextQuantum, Value: sim.Float(&s.Rest, 0, 1, sim.Linear)},
		{Name: "end", Label: "end", Acts: sim.NextQuantum, Value: sim.Int(&s.End, 0, 1000)},
		{Name: "layers", Label: "layers", Acts: sim.Restart, Value: sim.Int(&s.Layers, 1, 100)},
	}
}

func (s *Episodes) Init(env sim.Env) error {
	if need := int64(s.Layers) * 1000; !env.Fits(need) {
		return &sim.FieldError{Field: "layers", Reason: "needs too much memory"}
	}
	s.X, s.Sum, s.quantum, s.Unit, s.cut = 1+float64(env.Seed%10)/10+float64(s.Layers), 0, 0, 0, 0
	return nil
}

func (s *Episodes) Outputs() []sim.Output {
	return []sim.Output{
		{Name: "x", Label: "x", Kind: sim.Scalar, From: sim.Recorded, Read: sim.At(&s.X)},
		{Name: "sum", Label: "sum", Kind: sim.Scalar, From: sim.Recorded, Read: sim.At(&s.Sum)},
		{Name: "trail", Label: "trail", Kind: sim.Vector, Shape: []int{s.Layers}, Pack: sim.U8, Read: sim.Fill(func(dst []float32) {
			for i := range dst {
				dst[i] = float32(math.Mod(math.Abs(s.X), 1))
			}
		})},
	}
}

func (s *Episodes) Step() sim.Step {
	if s.Cost > 0 {
		time.Sleep(s.Cost)
	}
	if s.quantum == 0 {
		s.cut, s.Sum = s.Quanta, 0
	}
	was := s.X
	s.X += float64(0.1 * s.Gain * (math.Cos(s.X) - s.X))
	s.Sum += float64(s.X * float64(s.quantum+1))
	s.quantum++
	if math.Abs(s.X) > 1e6 {
		return sim.Step{Status: sim.Diverged, Trouble: &sim.Trouble{What: "x", Size: math.Abs(s.X)}}
	}
	if s.quantum < s.cut {
		return sim.Step{}
	}
	s.quantum = 0
	s.Unit++
	st := sim.Step{Unit: true}
	if s.Rest > 0 && math.Abs(s.X-was) < s.Rest {
		st.Status = sim.Converged
	}
	if s.End > 0 && s.Unit >= uint64(s.End) {
		st.Status = sim.Done
	}
	return st
}

func (s *Episodes) State(sec *sim.Sections) {
	v := []float64{s.X, s.Sum}
	sec.F64("v", v)
	s.X, s.Sum = v[0], v[1]
	sec.Int("quantum", &s.quantum)
	sec.Int("cut", &s.cut)
	sec.U64("unit", &s.Unit)
}

// Lab wraps a sim into a lab.
func Lab(name string, make func() sim.Sim) *sim.Lab {
	return &sim.Lab{Name: name, Title: name, Views: []sim.View{{Name: "main", Unit: sim.Noun{One: "unit", Many: "units"}, New: make}}}
}

var (
	ForeverLab = Lab("forever", func() sim.Sim { return &Forever{Leak: 0.2} })
	BatchLab   = Lab("batch", func() sim.Sim { return &Episodes{Quanta: 10, Gain: 1, Layers: 1} })
	RestLab    = Lab("rest", func() sim.Sim { return &Episodes{Quanta: 1, Gain: 1, Layers: 1, Rest: 1e-6} })
	DoneLab    = Lab("done", func() sim.Sim { return &Episodes{Quanta: 3, Gain: 1, Layers: 1, End: 40} })
	LongLab    = Lab("episode", func() sim.Sim { return &Episodes{Quanta: 250, Gain: 0.05, Layers: 1} })
)

// SlowLab is a forever whose quanta cost time on the bubble's clock.
func SlowLab(cost time.Duration) *sim.Lab {
	return Lab("slow", func() sim.Sim { return &Forever{Leak: 0.2, Cost: cost} })
}

// SlowBatchLab is a batch of 50 ms in ten quanta.
var SlowBatchLab = Lab("slowbatch", func() sim.Sim { return &Episodes{Quanta: 10, Gain: 1, Layers: 1, Cost: 5 * time.Millisecond} })

// Setup is a lab's first view with a variant for each set of fields; with none, it has one.
func Setup(lab *sim.Lab, variants ...map[string]string) experiment.Setup {
	s := experiment.NewSetup(lab, &lab.Views[0])
	if len(variants) > 0 {
		s.Variants = nil
	}
	for _, set := range variants {
		s.Variants = append(s.Variants, experiment.Variant{Set: set})
	}
	return s
}
