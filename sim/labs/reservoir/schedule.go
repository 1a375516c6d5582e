package reservoir

import "hebb/sim"

// schedule says where a run stands: training and test trials in turn, back to back,
// without any reset of the state.
type schedule struct {
	t, phase       int // steps since the start, and since the trial's
	trial          int // finished trials
	trained        int // finished training trials
	inPhase        int // finished trials of this training or test
	testing, asked bool
	length         int // trials of this test
	inUnit         int // steps of the unit in hand
	units          uint64
	last, over     bool // the planned end is reached; and the unit with it
}

// advance ends a step, and a trial when it was its last.
func (c *schedule) advance(s *motor) {
	c.t++
	c.phase++
	if c.phase < s.numT {
		return
	}
	c.phase = 0
	c.trial++
	c.inPhase++
	s.tally.endTrial()
	if !c.testing {
		c.trained++
		if s.test > 0 && (c.asked || s.train > 0 && c.inPhase >= s.train) {
			c.testing, c.asked, c.inPhase = true, false, 0
			c.length = min(s.test, c.trained)
			s.tally.beginTest()
		}
		return
	}
	switch {
	case c.inPhase < c.length:
	case s.after == "stop":
		c.last = true
	default:
		c.testing, c.inPhase = false, 0
	}
}

// inHand is the number of the trial in hand, from 1; at the planned end that of the last one.
func (c *schedule) inHand() int {
	if c.last {
		return c.trial
	}
	return c.trial + 1
}

// resume goes on where the run had come to its planned end.
func (c *schedule) resume() { c.last, c.over, c.testing, c.inPhase = false, false, false, 0 }

func (c *schedule) state(sec *sim.Sections) {
	sec.Int("t", &c.t)
	sec.Int("phase", &c.phase)
	sec.Int("trial", &c.trial)
	sec.Int("trained", &c.trained)
	sec.Int("in phase", &c.inPhase)
	sec.Bool("testing", &c.testing)
	sec.Bool("asked", &c.asked)
	sec.Int("length", &c.length)
	sec.Int("in unit", &c.inUnit)
	sec.U64("units", &c.units)
	sec.Bool("last", &c.last)
	sec.Bool("over", &c.over)
}

// replay keeps the output of the newest training trials: in a test of the arm it is
// played back as feedback.
type replay struct {
	rows int // trials that are kept
	m    int
	z    []float64 // trials × steps × m: z
}

// replayLength is how many numbers the record takes.
func (s *motor) replayLength() int {
	if s.task == penTask {
		return 0
	}
	return max(1, s.test) * s.numT * s.m
}

func newReplay(s *motor) replay {
	r := replay{rows: max(1, s.test), m: s.m}
	if n := s.replayLength(); n > 0 {
		r.z = make([]float64, n)
	}
	return r
}

// record notes what the training trial has just put out.
func (r *replay) record(s *motor) {
	if r.z != nil {
		at := (s.sched.trained%r.rows*s.numT + s.sched.phase) * r.m
		copy(r.z[at:at+r.m], s.z)
	}
}

// row is what was put out at this place in one of the last training trials.
func (r *replay) row(s *motor) []float64 {
	c := &s.sched
	trial := c.trained - c.length + c.inPhase
	at := (trial%r.rows*s.numT + c.phase) * r.m
	return r.z[at : at+r.m]
}

// widen gives every row m outputs; new ones have been 0.
func (r *replay) widen(m int) {
	if r.z == nil {
		return
	}
	steps := len(r.z) / r.m
	z := make([]float64, steps*m)
	for i := range steps {
		copy(z[i*m:(i+1)*m], r.z[i*r.m:(i+1)*r.m])
	}
	r.z, r.m = z, m
}
