package reservoir

import (
	"math"

	"hebb/sim/num"
	"hebb/sim/num/elem"
)

// tick is one step of dt. The order is that of the authors' code: what stands on the
// right of an equation is of the step before, unless it says otherwise.
func (s *motor) tick() {
	now, t := &s.now, s.sched.t
	training := !s.sched.testing
	fx, fy := s.target(s.sched.phase)

	s.reservoir(fx, fy, training)
	s.readout(training)

	// Averages of the output, the cost of movement and the error.
	now.hand = s.hand()
	s.average(training, t == 0)
	now.cost = 0
	if s.task == effortTask {
		now.cost = s.cost(training)
	}
	dx, dy := now.hand[0]-fx, now.hand[1]-fy
	miss := float64(dx*dx) + float64(dy*dy)
	now.err = miss + now.cost

	now.ph, now.gate, now.ehat = 0, 0, 0
	if training {
		s.learn(dx, dy, t)
	}
	s.note(miss)
	s.sched.advance(s)
}

// reservoir moves the units on.
func (s *motor) reservoir(fx, fy float64, training bool) {
	l := &s.law
	s.j.mul(s.drive, s.r)
	for j, v := range s.feedback(fx, fy, training) {
		s.k.Axpy(v, s.q.Row(j), s.drive)
	}
	if s.clockGain != 0 {
		gain := s.clockGain / math.Sqrt(float64(s.waves))
		th := 2 * math.Pi * float64(s.sched.phase) / float64(s.numT)
		for w := range s.waves {
			sin, cos := elem.Sincos(float64(w+1) * th)
			s.k.Axpy(gain*cos, s.s.Row(2*w), s.drive)
			s.k.Axpy(gain*sin, s.s.Row(2*w+1), s.drive)
		}
	}
	s.k.Scale(1-l.leak, s.x)
	s.k.Axpy(l.leak, s.drive, s.x)
	if s.exact {
		for i, v := range s.x {
			s.r[i] = elem.Tanh(v)
		}
	} else {
		num.Tanh(s.r, s.x)
	}
	if training && s.alpha != 0 {
		s.noise.addTo(s.r, s.alpha, s.sched.t)
	}
	if s.quiet > 0 {
		for i, silent := range s.silent {
			if silent {
				s.r[i] = 0
			}
		}
	}
}

// feedback is what the reservoir hears of its own output: in training the last one;
// in a test the target (pen) or what was put out at this place in training (arm).
func (s *motor) feedback(fx, fy float64, training bool) []float64 {
	switch {
	case !training && s.task == penTask:
		s.fb[0], s.fb[1] = fx, fy
	case !training:
		copy(s.fb, s.replay.row(s))
	case s.sfb != 0:
		for j, v := range s.z {
			s.fb[j] = (1 - s.sfb) * v
		}
		s.fb[0] += float64(s.sfb * fx)
		s.fb[1] += float64(s.sfb * fy)
	default:
		return s.z
	}
	return s.fb
}

// readout computes both pathways and their sum. A lesion of the explorer acts at its
// source: output, average, plasticity and teacher all see it.
func (s *motor) readout(training bool) {
	s.now.amp = 0
	if s.hasExplorer() && (training || s.rule == "rmhl") {
		s.k.Gemv(s.zx, s.wx, s.r)
		if training {
			if t := s.sched.t; t < s.law.firstSteps {
				s.now.amp = firstAmplitude
			} else {
				s.now.amp = s.law.psi(s.ebar)
			}
			s.now.amp *= s.psiGain
			s.noise.explore(s.uz, s.sched.t)
			s.k.Axpy(s.now.amp, s.uz, s.zx)
		}
		s.k.Scale(s.expOut, s.zx)
	} else {
		clear(s.zx)
	}
	if s.hasMastery() {
		s.k.Gemv(s.zm, s.wm, s.r)
	}
	for j := range s.z {
		s.z[j] = s.zx[j] + float64(s.mstOut*s.zm[j])
	}
	if training {
		s.replay.record(s)
	}
}

// average moves the running means of the explorer's output and of the whole. In a
// test they follow what the profile says.
func (s *motor) average(training, first bool) {
	l := &s.law
	switch {
	case first:
		copy(s.zbar, s.zx)
		copy(s.ztot, s.z)
	case training:
		follow(s.zbar, s.zx, l.lamZ)
		follow(s.ztot, s.z, l.lamZ)
	case l.testRef == byTotal:
		follow(s.ztot, s.z, l.lamZTest)
	case l.testRef == byDecay:
		for j, v := range s.zbar {
			s.zbar[j] = settled((1 - l.lamZTest) * v)
		}
	case l.testRef == byFollow:
		follow(s.zbar, s.z, l.lamZTest)
	}
}

// follow does mean = (1-rate) mean + rate v.
func follow(mean, v []float64, rate float64) {
	for j := range mean {
		mean[j] = settled(float64((1-rate)*mean[j]) + float64(rate*v[j]))
	}
}

// cost is what moving the joints costs: the distance of their angles from a running
// mean, weighted.
func (s *motor) cost(training bool) float64 {
	ref := s.zbar
	if training && s.law.costTotal || !training && s.law.testRef == byTotal {
		ref = s.ztot
	}
	sum := 0.0
	for j, c := range s.law.costs[:s.m] {
		sum += float64(c * math.Abs(s.z[j]-ref[j]))
	}
	return sum
}

// learn changes the weights. P's factor k and the teacher are those before the
// explorer's weights change.
func (s *motor) learn(dx, dy float64, t int) {
	l, now := &s.law, &s.now
	if t == 0 {
		s.ebar = now.err
	} else {
		s.ebar = settled(float64((1-l.lamE)*s.ebar) + float64(l.lamE*now.err))
	}
	now.ehat = now.err - s.ebar
	if s.hasExplorer() {
		now.ph = s.daGain * l.phi(now.ehat)
		if s.daNoise != 0 {
			now.ph += float64(s.daNoise * s.noise.corrupt(t))
		}
		if rate := l.etaX * now.ph; rate != 0 {
			for j := range s.a {
				s.a[j] = rate * (s.zx[j] - s.zbar[j])
			}
			s.k.Ger(s.wx, s.a, s.r)
		}
	}
	if !s.hasMastery() || (t+1)%s.every != 0 {
		return
	}
	now.gate = s.transfer * l.plastic
	if s.rule != "force" {
		now.gate *= l.gate(s.ebar)
	}
	now.lastGate = now.gate
	now.openings += now.gate
	now.updates++
	if now.gate == 0 {
		return
	}
	c, k := s.mastery.update(s.r, now.gate)
	switch {
	case s.rule == "force":
		s.a[0], s.a[1] = -now.gate*c*dx, -now.gate*c*dy
	case l.teacherRaw:
		for j := range s.a {
			s.a[j] = l.kappa * now.gate * c * s.zx[j]
		}
	default:
		for j := range s.a {
			s.a[j] = l.kappa * now.gate * c * s.zbar[j]
		}
	}
	s.k.Ger(s.wm, s.a, k)
}
