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

// TestAFinishedRunIsAtItsLastTrial holds that a run which has ended names the trial that was
// its last, and not one that never comes.
func TestAFinishedRunIsAtItsLastTrial(t *testing.T) {
	s := start(t, penTask, 3, map[string]string{"period": "100", "train": "3", "test": "2", "after": "stop"})
	trial := func() float64 { return simtest.Everything(t, s).Scalar(t, "trial") }
	if got := trial(); got != 1 {
		t.Errorf("it begins with trial %v", got)
	}
	for range 100_000 {
		if s.Step().Status == sim.Done {
			if got := trial(); got != 5 {
				t.Errorf("after 3 and 2 trials it is in trial %v", got)
			}
			return
		}
	}
	t.Error("it does not end")
}
