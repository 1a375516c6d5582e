package live

import (
	"context"
	"testing"

	"hebb/sim"
	"hebb/sim/engine"
	"hebb/sim/experiment"
	"hebb/sim/simtest/kinds"
)

// infoOf describes a run, now or at its end.
func infoOf(r *Run) Info {
	i, err := r.Info(context.Background())
	if err != nil {
		panic(err) // only a context that has ended makes one
	}
	return i
}

// experimentOf is what reproduces a run.
func experimentOf(r *Run) experiment.Experiment {
	x, err := r.Experiment(context.Background())
	if err != nil {
		panic(err)
	}
	return x
}

func setupOf(t *testing.T, lab *sim.Lab, variants ...map[string]string) experiment.Setup {
	t.Helper()
	return kinds.Setup(lab, variants...)
}

// look is an engine that has gone through an experiment without a clock.
type look struct{ engine *engine.Engine }

// headless takes an experiment to a position. It ends early when each says so, which is
// called after every unit; the error is that of a variant that has diverged.
func headless(t testing.TB, lab *sim.Lab, x experiment.Experiment, to experiment.Position, each func(l look) bool) (look, error) {
	t.Helper()
	view, err := engine.ViewOf(lab, x.Setup)
	if err != nil {
		t.Fatal(err)
	}
	e, err := engine.New(t.Context(), view, x, engine.Options{Checkpoints: 1})
	if err != nil {
		return look{}, err
	}
	l := look{e}
	if err := e.Advance(t.Context(), to, func() bool { return each == nil || each(l) }); err != nil {
		return l, err
	}
	for i := range e.Variants() {
		if d := e.Diverged(i); d != nil {
			return l, d
		}
	}
	return l, nil
}

func (l look) Unit() uint64                    { return l.engine.Unit() }
func (l look) Scalars(i int) []float64         { return l.engine.Variants()[i].Recorded() }
func (l look) Status(i int) sim.Status         { return l.engine.Variants()[i].Status() }
func (l look) Counts(i int) bool               { return l.engine.Variants()[i].Unit() == l.engine.Unit() }
func (l look) Diverged(i int) *engine.Diverged { return l.engine.Diverged(i) }
