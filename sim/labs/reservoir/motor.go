package reservoir

import (
	"hebb/sim"
	"hebb/sim/num"
)

// motor is the sim of all three tasks: a chaotic network that runs for ever and
// moves a pen or an arm. A unit is 10 ms of its time.
type motor struct {
	task int // 1 pen, 2 arm, 3 arm with a cost of movement
	fields

	// What Init derives from fields and seed.
	seed           uint64
	memory         int64
	numT           int // steps of a trial
	chunk, perUnit int // steps of a quantum and of a unit
	k              num.Kernels[float64]
	j              recurrent
	q              num.Mat[float64] // a row for every output that there can be
	s              num.Mat[float64] // a row for every wave of the clock
	order          []int32          // the units in the order in which they fall silent
	outputs        []sim.Output
	at             index
	noise          noise
	series         int // outputs that have curves of their own

	// What follows fields at the next quantum.
	law    law
	aim    aim
	quiet  int // units that are silent
	silent []bool

	// The state.
	m          int // outputs: pen coordinates or joints
	lens       []float64
	x, r       []float64
	wx, wm     num.Mat[float64] // m rows
	mastery    mastery
	z, zx, zm  []float64
	zbar, ztot []float64
	ebar       float64
	sched      schedule
	now        moment
	tally      tally
	replay     replay
	trails     trails
	actions    struct {
		perturbed, renewed uint64 // how often
		size, length       float64
	}

	// Scratch.
	drive, uz, fb, a, clock []float64
	ended                   bool

	// Of tests.
	exact bool      // the library's tanh
	table []float64 // the target, point by point; nil: aim says it
}

var _ sim.Sim = (*motor)(nil)

// moment is what the newest step has come to.
type moment struct {
	hand              [2]float64
	err, cost         float64
	amp, ph, ehat     float64 // exploration amplitude, third factor, error against its running mean
	gate              float64 // of this step: 0 between two updates of P
	lastGate          float64 // of the last update of P
	smooth            [2]float64
	openings, updates float64 // in the unit in hand
}

// maxSegments is how many segments an arm can have.
const maxSegments = 50

// shown are how many outputs have curves of their own.
const shown = 6

// hasExplorer and hasMastery say which pathways a rule has.
func (s *motor) hasExplorer() bool { return s.rule != "force" }
func (s *motor) hasMastery() bool  { return s.rule != "rmhl" }

// rows are how many outputs there can be.
func (s *motor) rows() int {
	if s.task == 1 {
		return 2
	}
	return maxSegments
}

func (s *motor) Outputs() []sim.Output { return s.outputs }
