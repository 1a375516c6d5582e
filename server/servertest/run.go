package servertest

import (
	"testing"

	"hebb/sim/experiment"
	"hebb/sim/live"
)

// Info describes a run.
func Info(t testing.TB, r *live.Run) live.Info {
	t.Helper()
	i, err := r.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// Experiment is what reproduces a run.
func Experiment(t testing.TB, r *live.Run) experiment.Experiment {
	t.Helper()
	x, err := r.Experiment(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return x
}
