package reservoir

import (
	"fmt"

	"hebb/sim"
	"hebb/sim/num"
)

func (s *motor) Actions() []sim.Action {
	list := []sim.Action{
		{Name: "learn_this", Title: "Learn this", Doc: "Makes your drawing the target. It is refused when the arm cannot reach all of it, unless it may be shrunk.", Do: s.learnThis},
		{Name: "test_now", Title: "Test", Doc: "Tests from the next trial on: nothing learns, and SUPERTREX has to do without its explorer.", Do: func() error {
			if s.test == 0 {
				return &sim.FieldError{Field: "test", Reason: "a test of 0 trials is none: ask for at least one"}
			}
			s.sched.asked = true
			return nil
		}},
		{Name: "reset_p", Title: "Rejuvenate the cortex", Doc: "Makes P what it was at the start. What has been learned stays; mastery can learn as fast as in its youth.", Do: func() error {
			if !s.hasMastery() {
				return &sim.FieldError{Field: "rule", Reason: "RMHL has no mastery pathway to rejuvenate"}
			}
			s.mastery.reset()
			return nil
		}},
		{Name: "perturb", Title: "Shake the explorer", Doc: "Adds random numbers to the explorer’s weights.",
			Args: []sim.Field{{Name: "size", Label: "size", Doc: "Length of what is added.", Value: sim.Float(&s.actions.size, 0.01, 10, sim.Log)}},
			Do:   s.perturb},
	}
	if s.task != penTask {
		list = append(list,
			sim.Action{Name: "add_segment", Title: "Add a segment", Doc: "Lengthens the arm by a segment at the hand. Its weights start at 0, so that it points straight on until it has learned.",
				Args: []sim.Field{{Name: "length", Label: "length", Doc: "Length of the new segment.", Value: sim.Float(&s.actions.length, 0.05, 2, sim.Linear)}},
				Do:   s.addSegment},
			sim.Action{Name: "remove_segment", Title: "Remove a segment", Doc: "Takes the last segment off.", Do: s.removeSegment})
	}
	return list
}

func (s *motor) learnThis() error {
	was := s.aimName
	s.aimName = "drawing"
	old := s.aim
	err := s.retarget()
	if err == nil && s.aim.beyond > 0 && s.fit == "keep" {
		err = s.unreachable()
	}
	s.aim = old // the next quantum takes it over
	if err != nil {
		s.aimName = was
	}
	return err
}

func (s *motor) perturb() error {
	if !s.hasExplorer() {
		return &sim.FieldError{Field: "rule", Reason: "FORCE has no explorer to shake"}
	}
	key := num.NewKey(s.seed, "perturb", int(s.actions.perturbed))
	w := num.NewMat[float64](s.m, s.n)
	for j := range s.m {
		row := w.Row(j)
		for i := range row {
			row[i] = key.Norm(j, i)
		}
	}
	s.k.Axpy(s.actions.size/num.Norm(w.Data), w.Data, s.wx.Data)
	s.actions.perturbed++
	return nil
}

func (s *motor) addSegment() error {
	if s.m == maxSegments {
		return &sim.FieldError{Field: "segments", Reason: fmt.Sprintf("an arm has at most %d segments", maxSegments)}
	}
	s.m++
	err := s.fits(sim.Env{Memory: s.env.Memory})
	s.m--
	if err != nil {
		return err
	}
	s.resize(s.m + 1)
	s.lens[s.m-1] = s.actions.length
	return s.refit()
}

func (s *motor) removeSegment() error {
	if s.m == 2 {
		return &sim.FieldError{Field: "segments", Reason: "an arm has at least 2 segments"}
	}
	s.resize(s.m - 1)
	return s.refit()
}

// refit looks again what the arm can reach.
func (s *motor) refit() error {
	asked := s.fields
	s.aimName, s.pace, s.fit, s.drawing = s.aim.name, s.aim.pace, s.aim.fit, s.aim.drawing
	err := s.retarget()
	s.fields = asked
	s.now.hand = s.hand()
	return err
}
