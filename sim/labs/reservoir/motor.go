package reservoir

import (
	"hebb/sim"
	"hebb/sim/num"
)

// task is what the network's outputs move.
type task uint8

const (
	penTask    task = 1 + iota // a pen: its two coordinates
	armTask                    // the joints of an arm
	effortTask                 // the same, and movement costs
)

// motor is the sim of all three tasks: a chaotic network that runs for ever and
// moves a pen or an arm. A unit is 10 ms of its time.
//
// Beside an array stand its shape and the symbol of the page's text: n units, m
// outputs, J, Q, S as it has them. Lengths have the unit of the target's coordinates,
// angles are in rad, activities have no unit.
type motor struct {
	sim.None
	task task
	fields

	// What Init derives from fields and seed.
	seed           uint64
	env            sim.Env
	numT           int // steps of a trial
	chunk, perUnit int // steps of a quantum and of a unit
	k              num.Kernels[float64]
	j              recurrent        // J, n × n, sparse
	q              num.Mat[float64] // outputs there can be × n: Qᵀ
	s              num.Mat[float64] // 2 waves × n: Sᵀ, cosine and sine of every wave of the clock
	order          []int32          // n: the units in the order in which they fall silent
	noise          noise
	series         int // outputs that have curves of their own

	// What follows fields at the next quantum.
	law    law
	aim    aim
	quiet  int    // units that are silent
	silent []bool // n

	// The state.
	m          int              // outputs: pen coordinates or joints
	lens       []float64        // m: length of each segment; of an arm
	x, r       []float64        // n: activity x, and rate r = tanh x with noise
	wx, wm     num.Mat[float64] // m × n: W_x of the explorer, W_m of mastery
	mastery    mastery          // P, n × n
	z, zx, zm  []float64        // m: output z [length, or rad], and what explorer and mastery add to it
	zbar, ztot []float64        // m: running means of zx and of z, over tauZ
	ebar       float64          // ē: running mean of the error, over tauE [length²]
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
	drive     []float64 // n: J r + Q z + clock, what x moves towards
	uz, fb, a []float64 // m: u, the noise of exploration; the output as the reservoir hears it; factor of a change of weights
	ended     bool

	// Of tests.
	exact bool      // the library's tanh
	table []float64 // steps × 2: the target, point by point; nil: aim says it
}

var _ sim.Sim = (*motor)(nil)

// moment is what the newest step has come to.
type moment struct {
	hand              [2]float64 // p [length]
	err, cost         float64    // e = |p - f|² + cost [length²]
	amp, ph, ehat     float64    // ψ, exploration amplitude; φ, third factor; ê = e - ē
	gate              float64    // g of this step, 0 to 1: 0 between two updates of P
	lastGate          float64    // of the last update of P
	smooth            [2]float64 // p, smoothed for the eye [length]
	openings, updates float64    // in the unit in hand
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
	if s.task == penTask {
		return 2
	}
	return maxSegments
}
