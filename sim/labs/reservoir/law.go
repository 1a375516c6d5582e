package reservoir

import "math"

// law is what rule, task and profile make of the fields: the numbers that a step
// reads. It is written anew at every quantum, so that all of them act at once.
type law struct {
	leak, lamE, lamZ, lamZTest, display float64
	etaX, plastic                       float64
	psiCoef, psiPow                     float64
	firstSteps                          int // steps with an amplitude of 0.01
	phiGain, phiPow                     float64
	oneSided, teacherRaw, costTotal     bool
	testRef                             reference
	kappa, theta, slope                 float64
	costs                               [maxSegments]float64
}

// The time constants that are no fields, in ms.
const (
	plotTau     = 1    // of the authors' plots, and of their test averages
	distanceTau = 1000 // of the distance
	shareTau    = 100
)

func (s *motor) resolve() {
	l := &s.law
	modified := s.profile == "modified"
	l.leak, l.lamE, l.display = s.dt/s.tau, s.dt/s.tauE, s.dt/distanceTau
	l.lamZ = s.dt / s.zTime()
	l.lamZTest = s.dt / plotTau
	if modified {
		l.lamZTest = l.lamZ
	}
	l.plastic = 0
	if s.plastic {
		l.plastic = 1
	}
	eta := s.eta
	if s.scaleEta {
		eta = s.eta * 1000 / float64(s.n)
	}
	l.etaX = l.plastic * s.expLR * eta * s.compensation()
	l.psiCoef, l.psiPow, l.firstSteps = s.psiCoef, s.psiPow, 2
	if modified {
		l.firstSteps = 0
	}
	l.phiGain, l.phiPow = s.phiGain, s.phiPow
	l.oneSided = s.phi == "one" || s.phi == "profile" && s.task == penTask && !modified
	l.teacherRaw = s.teacher == "raw" || s.teacher == "profile" && s.task == penTask && s.profile == "matlab"
	l.costTotal = s.costRef == "total" || s.costRef == "profile" && modified
	l.testRef = s.testReference()
	l.kappa, l.theta, l.slope = s.kappa, s.threshold(), s.slope
	clear(l.costs[:])
	if s.task == effortTask {
		if len(s.costs) == 0 {
			l.costs[0], l.costs[1] = 0.1, 0.05
		}
		copy(l.costs[:], s.costs)
	}
}

// zTime is the time constant of the explorer's average: 1 ms, and 2 ms for SUPERTREX
// in the second task.
func (s *motor) zTime() float64 {
	switch {
	case s.tauZ != 0:
		return s.tauZ
	case s.task == armTask && s.rule == "supertrex":
		return 2
	}
	return 1
}

// compensation is the extra factor on the explorer's changes. The modified profile
// divides by the number of joints: without it arms of three segments overflow.
func (s *motor) compensation() float64 {
	base := [...]float64{penTask: 1, armTask: 1, effortTask: 0.5}[s.task]
	switch {
	case s.comp != 0:
		return s.comp
	case s.profile != "modified":
		return base
	case s.task == penTask || s.m <= 2:
		return 1
	case s.task == armTask:
		return 0.1 / float64(s.m)
	}
	return 0.5 / float64(s.m)
}

// threshold is the mean error below which skill is handed on.
func (s *motor) threshold() float64 {
	switch {
	case s.theta != 0:
		return s.theta
	case s.task == effortTask || s.task == armTask && s.profile == "modified":
		return 15e-3
	}
	return 1.5e-3
}

// reference is what the cost of movement is measured from in a test, as the field names
// it.
type reference string

const (
	byTotal  reference = "total"
	byDecay  reference = "decay"
	byFollow reference = "follow"
	byFrozen reference = "frozen"
)

func (s *motor) testReference() reference {
	switch {
	case s.testRef != "profile":
		return reference(s.testRef)
	case s.profile == "modified":
		return byTotal
	case s.rule == "supertrex":
		return byDecay
	case s.profile == "matlab":
		return byFrozen
	}
	return byFollow
}

// target is where the hand should be at a step of the trial. Both ends of the curve
// are visited: the last step of a trial is at the same place as the first of the next.
func (s *motor) target(step int) (x, y float64) {
	if s.table != nil {
		return s.table[2*step], s.table[2*step+1]
	}
	return s.aim.at(2 * math.Pi * float64(step) / float64(s.numT-1))
}
