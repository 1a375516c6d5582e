package reservoir

import (
	"math"

	"hebb/sim"
)

// tally is what a run has come to so far: errors of the unit, the trial, the test,
// and who moves the hand.
type tally struct {
	filter             float64 // low-pass of e; its root is the distance
	unitSum, unitSteps float64 // |p-f|² of the unit
	sum, steps         float64 // and of the trial
	trialError         float64 // root mean square of the last finished trial
	trials             int
	testSum, testSteps float64 // of the distance
	explorer, rest     float64 // mean squares of z_x and z_m over 0.1 s
}

func (c *tally) beginUnit() { c.unitSum, c.unitSteps = 0, 0 }
func (c *tally) beginTest() { c.testSum, c.testSteps = 0, 0 }

func (c *tally) endTrial() {
	c.trialError = math.Sqrt(c.sum / c.steps)
	c.sum, c.steps = 0, 0
	c.trials++
}

// noteDistance enters the error of a step into the paper's measure. The filter is not
// reset when a test begins.
func (s *motor) noteDistance() {
	c := &s.tally
	if s.sched.t == 0 {
		c.filter = s.now.err
	} else {
		a := s.law.display
		c.filter = settled(float64((1-a)*c.filter) + float64(a*s.now.err))
	}
	if s.sched.testing {
		c.testSum, c.testSteps = c.testSum+math.Sqrt(c.filter), c.testSteps+1
	}
}

// note enters a step.
func (s *motor) note(miss float64) {
	c := &s.tally
	s.noteDistance()
	c.unitSum, c.unitSteps = c.unitSum+miss, c.unitSteps+1
	c.sum, c.steps = c.sum+miss, c.steps+1
	x, m := 0.0, 0.0
	for j := range s.z {
		x += float64(s.zx[j] * s.zx[j])
		m += float64(s.zm[j] * s.zm[j])
	}
	rate := min(1, s.dt/shareTau)
	c.explorer = settled(c.explorer + float64(rate*(x-c.explorer)))
	c.rest = settled(c.rest + float64(rate*(m-c.rest)))
	s.trails.note(s)
}

func ratio(sum, n float64) float64 {
	if n == 0 {
		return 0
	}
	return sum / n
}

func (c *tally) distance() float64  { return math.Sqrt(c.filter) }
func (c *tally) miss() float64      { return math.Sqrt(ratio(c.unitSum, c.unitSteps)) }
func (c *tally) soFar() float64     { return math.Sqrt(ratio(c.sum, c.steps)) }
func (c *tally) deviation() float64 { return ratio(c.testSum, c.testSteps) }

// ofTrial is the error of the last finished trial; during the first, of that so far.
func (c *tally) ofTrial() float64 {
	if c.trials == 0 {
		return c.soFar()
	}
	return c.trialError
}

// share is how much of the movement the explorer makes: 0 none, 1 all of it.
func (c *tally) share() float64 {
	x, m := math.Sqrt(c.explorer), math.Sqrt(c.rest)
	return ratio(x, x+m)
}

func (c *tally) state(sec *sim.Sections) {
	sec.Numbers("tally", &c.filter, &c.unitSum, &c.unitSteps, &c.sum, &c.steps, &c.trialError, &c.testSum, &c.testSteps, &c.explorer, &c.rest)
	sec.Int("trials", &c.trials)
}
