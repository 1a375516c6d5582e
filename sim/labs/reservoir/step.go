package reservoir

import (
	"fmt"
	"math"

	"hebb/sim"
	"hebb/sim/num"
)

// Bounds beyond which nothing good comes any more.
const (
	mostWeight   = 50  // |W_x|: the authors' runs become NaN from there, without a word
	mostActivity = 1e4 // |x|, which a network with a sensible step keeps below 100
	mostError    = 1e6
)

// Step does a quantum: a unit of 10 ms in a small network, one period of P in a
// large one.
func (s *motor) Step() sim.Step {
	if s.sched.over {
		if s.after == "stop" {
			return sim.Step{Status: sim.Done}
		}
		s.sched.resume()
	}
	s.follow()
	if s.sched.inUnit == 0 {
		s.now.openings, s.now.updates = 0, 0
		s.tally.beginUnit()
	}
	for range s.chunk {
		s.tick()
		if !(s.now.err < mostError) {
			return s.diverged("the error e", s.now.err)
		}
	}
	if !s.within(s.wx, mostWeight) {
		return s.diverged("the explorer’s weights W_x; a smaller learning rate may help,", num.Norm(s.wx.Data))
	}
	if !s.within(s.wm, mostActivity) {
		return s.diverged("the weights of mastery W_m", num.Norm(s.wm.Data))
	}
	top := 0.0
	for i, v := range s.x {
		a := math.Abs(v)
		if !(a <= top) {
			top = a
		}
		if a < faint {
			s.x[i] = 0
		}
	}
	if !(top <= mostActivity) {
		return s.diverged("the activity x; a smaller time step may help,", top)
	}
	s.sched.inUnit += s.chunk
	step := sim.Step{Unit: s.sched.inUnit >= s.perUnit}
	if step.Unit {
		s.sched.inUnit = 0
		s.sched.units++
		if s.sched.last {
			s.sched.over = true
			step.Status = sim.Done
		}
	}
	return step
}

// within says whether the length of w is at most top.
func (s *motor) within(w num.Mat[float64], top float64) bool {
	return s.k.Dot(w.Data, w.Data) <= top*top
}

func (s *motor) diverged(what string, size float64) sim.Step {
	return sim.Step{Status: sim.Diverged, Trouble: &sim.Trouble{What: fmt.Sprintf("%s at step %d (trial %d)", what, s.sched.t, s.sched.trial+1), Size: size}}
}

// follow takes over the fields that act at once.
func (s *motor) follow() {
	s.resolve()
	if want := int(math.Round(s.silenced * float64(s.n))); want != s.quiet {
		s.quiet = want
		s.markSilent()
	}
	if s.aim.stale(s) {
		was := s.aim.name != ""
		if s.retarget() == nil && was && s.renew && s.hasMastery() {
			s.mastery.reset()
			s.actions.renewed++
		}
	}
}

// markSilent silences the first units of a fixed order.
func (s *motor) markSilent() {
	for i := range s.silent {
		s.silent[i] = false
	}
	for _, u := range s.order[:s.quiet] {
		s.silent[u] = true
	}
}
