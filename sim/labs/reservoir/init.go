package reservoir

import (
	"fmt"
	"math"

	"hebb/sim"
	"hebb/sim/num"
)

// unitTime is the model time of a unit in ms.
const unitTime = 10

// bigNet is from how many units on a quantum is one period of P, not a whole unit.
const bigNet = 600

func (s *motor) Init(env sim.Env) error {
	s.seed, s.env, s.k = env.Seed, env, num.Use[float64]()
	s.numT = int(math.Round(s.period / s.dt))
	s.m = 2
	if s.task != penTask {
		s.m = s.segments
	}
	if s.numT < 2 {
		return &sim.FieldError{Field: "dt", Reason: fmt.Sprintf("a step of %s ms leaves fewer than two steps in a trial of %s ms", sim.Number(s.dt), sim.Number(s.period))}
	}
	if s.train > 0 && s.test > s.train {
		return &sim.FieldError{Field: "test", Reason: fmt.Sprintf("%d test trials need as many training trials before them, and there are %d", s.test, s.train)}
	}
	if err := s.buildArm(); err != nil {
		return err
	}
	if err := s.fits(env); err != nil {
		return err
	}
	s.perUnit = max(1, int(math.Round(unitTime/s.dt)))
	s.chunk = s.perUnit
	if s.n >= bigNet {
		s.chunk = min(s.perUnit, max(1, s.every))
		for s.perUnit%s.chunk != 0 {
			s.chunk--
		}
	}
	if err := env.Ended(); err != nil {
		return err
	}
	s.buildNetwork()
	if err := env.Ended(); err != nil {
		return err
	}
	s.noise = newNoise(env.Seed)
	s.wx, s.wm = num.NewMat[float64](s.m, s.n), num.NewMat[float64](s.m, s.n)
	size := 0
	if s.hasMastery() {
		size = s.n
	}
	s.mastery = newMastery(s.k, size, s.gamma, s.storage)
	top := s.rows()
	for _, v := range []*[]float64{&s.z, &s.zx, &s.zm, &s.zbar, &s.ztot, &s.uz, &s.fb, &s.a} {
		*v = make([]float64, s.m, top)
	}
	s.drive = make([]float64, s.n)
	s.ebar, s.ended = 0, false
	s.sched, s.now, s.tally = schedule{}, moment{}, tally{}
	s.replay = newReplay(s)
	s.trails = newTrails(s)
	s.actions.perturbed, s.actions.renewed = 0, 0
	s.quiet, s.silent = 0, make([]bool, s.n)
	s.aim = aim{}
	if err := s.retarget(); err != nil {
		return err
	}
	if s.aim.beyond > 0 && s.fit == "keep" {
		return s.unreachable()
	}
	s.follow()
	s.now.hand = s.hand()
	s.now.smooth = s.now.hand
	s.series = min(s.m, shown)
	return env.Ended()
}

// buildArm takes the lengths of the segments from their field.
func (s *motor) buildArm() error {
	s.lens = s.lens[:0]
	if s.task == penTask {
		return nil
	}
	if len(s.lengths) > 0 && len(s.lengths) != s.m {
		return &sim.FieldError{Field: "lengths", Reason: fmt.Sprintf("%d lengths for an arm of %d segments: give one for each, or none for the standard arm", len(s.lengths), s.m)}
	}
	if len(s.costs) > s.m {
		return &sim.FieldError{Field: "costs", Reason: fmt.Sprintf("%d costs for an arm of %d segments: give at most one for each", len(s.costs), s.m)}
	}
	if len(s.lengths) > 0 {
		s.lens = append(s.lens, s.lengths...)
		return nil
	}
	s.lens = append(s.lens, standardArm(s.m)...)
	return nil
}

// fits refuses what would not fit into memory, and says what takes it.
func (s *motor) fits(env sim.Env) error {
	n := int64(s.n)
	links := int64(math.Round(s.density * float64(n) * float64(n)))
	net := 28*links + n*n/8 + 8*n*int64(s.rows()+2*s.waves+2*s.m+16) + 4*n*2*orbit
	if s.hasMastery() {
		net += int64(s.numberSize()) * n * n
	}
	net *= 2 // probes and checkpoints copy
	record := 2 * 8 * int64(s.replayLength())
	if env.Fits(net + record) {
		return nil
	}
	if record > net {
		return &sim.FieldError{Field: "test", Reason: fmt.Sprintf("the record of %d trials of %d steps that the test plays back would take %d MB of %d MB: ask for fewer test trials or a shorter trial", s.test, s.numT, record>>20, env.Memory>>20)}
	}
	return &sim.FieldError{Field: "n", Reason: fmt.Sprintf("%d units would take %d MB of %d MB", s.n, net>>20, env.Memory>>20)}
}
