package labs

import (
	"context"
	"errors"
	"testing"

	"hebb/presets"
	"hebb/sim"
	"hebb/sim/engine"
	"hebb/sim/experiment"
	"hebb/sim/num"
)

// mostOfPreset is how many products there may be between two looks at who asks. A core makes
// two to ten thousand million a second. A decomposition of a matrix counts as its worst.
const mostOfPreset = 250_000_000

// looked is a context that counts products between two looks at it, and ends after some.
type looked struct {
	context.Context
	since, most *int
	left        int
}

func (l *looked) Err() error {
	*l.most, *l.since = max(*l.most, *l.since), 0
	if l.left--; l.left < 0 {
		return context.Canceled
	}
	return nil
}

// watched goes through the first turns of an experiment and returns the most products
// between two looks; false when it cannot be built.
func watched(t *testing.T, view *sim.View, x experiment.Experiment, turns int) (most int, ok bool) {
	t.Helper()
	since := 0
	defer num.Watch(func(products int) { since += products })()
	ctx := &looked{t.Context(), &since, &most, turns}
	e, err := engine.New(ctx, view, x, engine.Options{Memory: 256 << 20, History: true})
	if err == nil {
		err = e.Advance(ctx, experiment.Position{Unit: experiment.MaxUnit}, nil)
	}
	most = max(most, since)
	if err != nil && !errors.Is(err, context.Canceled) {
		if e != nil {
			t.Errorf("%s: %v", view.Name, err)
		}
		return 0, false
	}
	return most, true
}

// TestTurnsOfPresets holds that a command waits for little work in every preset.
func TestTurnsOfPresets(t *testing.T) {
	list, err := presets.Load(presets.Files, All)
	if err != nil || len(list) < 50 {
		t.Fatal(err, len(list))
	}
	for _, p := range list {
		setup, view := p.Setup(p.Lab)
		most, ok := watched(t, view, experiment.Experiment{Setup: setup}, 60)
		if !ok || most > mostOfPreset {
			t.Errorf("%s: %d products between two looks, %v", p.Key(), most, ok)
		}
		t.Logf("%s: %d", p.Key(), most)
	}
}
