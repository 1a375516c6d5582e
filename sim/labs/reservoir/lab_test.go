package reservoir

import (
	"testing"

	"hebb/sim"
	"hebb/sim/simtest"
)

func TestLab(t *testing.T) { simtest.Check(t, Lab) }

// start returns a sim of a task with some fields set.
func start(tb testing.TB, task task, seed uint64, set map[string]string) *motor {
	tb.Helper()
	return simtest.Begin(tb, newMotor(task), seed, set)
}

// set changes fields of a running sim.
func set(tb testing.TB, s *motor, values map[string]string) {
	tb.Helper()
	if err := sim.Set(s.Fields(), values); err != nil {
		tb.Fatal(err)
	}
}

// trials goes on for some trials, or until it diverges.
func trials(s *motor, n int) sim.Step {
	for end := s.sched.trial + n; s.sched.trial < end; {
		if step := s.Step(); step.Status != sim.Running {
			return step
		}
	}
	return sim.Step{}
}
