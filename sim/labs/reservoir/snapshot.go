package reservoir

import (
	"math"

	"hebb/sim"
	"hebb/sim/num"
)

// scalars calls put with every recorded scalar.
func (s *motor) scalars(put func(i int, v float64)) {
	at, c := &s.at, &s.tally
	put(at.distance, c.distance())
	put(at.miss, c.miss())
	put(at.trialError, c.ofTrial())
	put(at.soFar, c.soFar())
	put(at.deviation, c.deviation())
	put(at.meanError, s.ebar)
	if at.cost >= 0 {
		put(at.cost, s.now.cost)
	}
	put(at.psi, s.now.amp)
	put(at.phi, s.now.ph)
	put(at.share, c.share())
	put(at.open, ratio(s.now.openings, s.now.updates))
	testing := 0.0
	if s.sched.testing {
		testing = 1
	}
	put(at.testing, testing)
	put(at.wx, num.Norm(s.wx.Data))
	put(at.wm, num.Norm(s.wm.Data))
	put(at.trace, s.mastery.trace)
	for j := range s.series {
		x, m := 0.0, 0.0
		if j < s.m {
			x, m = s.trails.smoothX[j], s.trails.smoothM[j]
		}
		put(at.zx+j, x)
		put(at.zm+j, m)
	}
}

func (s *motor) Record(dst []float64) { s.scalars(func(i int, v float64) { dst[i] = v }) }

func (s *motor) Snapshot(f *sim.Frame) {
	at := &s.at
	s.scalars(f.Set)
	f.Set(at.err, s.now.err)
	f.Set(at.gate, s.now.lastGate)
	f.Set(at.trial, float64(s.sched.inHand()))
	f.Set(at.phase, float64(s.sched.phase)/float64(s.numT))
	f.Set(at.step, float64(s.sched.t))
	_, far := reach(s.lens)
	f.Set(at.reach, far)
	f.Set(at.beyond, s.aim.beyond)
	f.Set(at.scale, s.aim.scale)
	f.Set(at.smallest, s.mastery.smallest())
	f.Set(at.trialUnits, math.Round(float64(s.numT)/float64(s.perUnit)))
	if v := f.Slot(at.target); v != nil {
		copy(v, s.aim.points[:])
	}
	if v := f.Slot(at.joints); v != nil {
		f.SetRows(at.joints, s.bones(v))
	}
	way, share := f.Slot(at.pen), f.Slot(at.shares)
	rows := s.trails.trail(way, share)
	if way != nil {
		f.SetRows(at.pen, rows)
	}
	if share != nil {
		f.SetRows(at.shares, rows)
	}
	s.vector(f, at.explorer, s.trails.smoothX)
	s.vector(f, at.mastery, s.trails.smoothM)
	if v := f.Slot(at.rates); v != nil {
		s.trails.raster(v)
	}
}

// bones writes the arm, or the pen's tip, and returns how many points that are.
func (s *motor) bones(v []float32) int {
	if s.task == penTask {
		v[0], v[1] = float32(s.z[0]), float32(s.z[1])
		return 1
	}
	n := 0
	joints(s.z, s.lens, func(x, y float64) {
		v[2*n], v[2*n+1] = float32(x), float32(y)
		n++
	})
	return n
}

func (s *motor) vector(f *sim.Frame, i int, src []float64) {
	if v := f.Slot(i); v != nil {
		num.Convert(v[:len(src)], src)
		f.SetRows(i, len(src))
	}
}
