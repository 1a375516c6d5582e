package reservoir

import (
	"strings"

	"hebb/sim"
	"hebb/sim/num"
)

// State lists what a step reads and changes. The number of outputs comes first: a
// saved arm may have grown.
func (s *motor) State(sec *sim.Sections) {
	m := s.m
	sec.Int("outputs", &m)
	if sec.Loading() && sec.Err() == nil && m != s.m {
		if m < 1 || m > s.rows() {
			m = s.m // the next section does not fit, and says so
		}
		s.resize(m)
	}
	sec.F64("lengths", s.lens)
	sec.F64("x", s.x)
	sec.F64("r", s.r)
	sec.F64("W_x", s.wx.Data)
	sec.F64("W_m", s.wm.Data)
	s.mastery.state(sec)
	for name, v := range []([]float64){s.z, s.zx, s.zm, s.zbar, s.ztot} {
		sec.F64([]string{"z", "z_x", "z_m", "zbar", "ztot"}[name], v)
	}
	s.sched.state(sec)
	s.tally.state(sec)
	sec.F64("replay", s.replay.z)
	s.trails.state(sec)
	n := &s.now
	sec.Numbers("now", &s.ebar, &n.hand[0], &n.hand[1], &n.err, &n.cost, &n.amp, &n.ph, &n.ehat, &n.gate, &n.lastGate, &n.smooth[0], &n.smooth[1], &n.openings, &n.updates)
	sec.U64("perturbed", &s.actions.perturbed)
	sec.U64("renewed", &s.actions.renewed)
	sec.Int("silent", &s.quiet)
	s.aimState(sec)
	if sec.Loading() && sec.Err() == nil {
		s.quiet = min(max(s.quiet, 0), s.n)
		s.markSilent()
	}
}

// aimState saves which target is in use: the fields may already ask for another,
// which the next quantum takes over.
func (s *motor) aimState(sec *sim.Sections) {
	used := []byte(strings.Join([]string{s.aim.name, s.aim.pace, s.aim.fit, s.aim.drawing}, "|"))
	sec.Bytes("target", &used, mostCharacters+100)
	if !sec.Loading() || sec.Err() != nil {
		return
	}
	parts := strings.SplitN(string(used), "|", 4)
	if len(parts) != 4 || parts[0] != "drawing" && curves[parts[0]] == nil {
		return
	}
	asked := s.fields
	s.aimName, s.pace, s.fit, s.drawing = parts[0], parts[1], parts[2], parts[3]
	_ = s.retarget() // it was made from the same words before
	s.fields = asked
}

// resize gives the network m outputs. New ones have weights of 0 and are silent.
func (s *motor) resize(m int) {
	for _, w := range []*num.Mat[float64]{&s.wx, &s.wm} {
		old := *w
		*w = num.NewMat[float64](m, s.n)
		copy(w.Data, old.Data)
	}
	for _, v := range []*[]float64{&s.z, &s.zx, &s.zm, &s.zbar, &s.ztot, &s.uz, &s.fb, &s.a, &s.trails.smoothX, &s.trails.smoothM} {
		from := min(len(*v), m)
		*v = (*v)[:m]
		clear((*v)[from:])
	}
	for len(s.lens) < m && s.task != penTask {
		s.lens = append(s.lens, 0)
	}
	s.lens = s.lens[:min(m, len(s.lens))]
	s.replay.widen(m)
	s.m = m
}
