package live

import (
	"errors"
	"testing"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/live/store"
	"hebb/sim/simtest/toy"
)

// A run ends for another when the room of who asks says so, and its deed is there when it is
// opened again.
func TestRoom(t *testing.T) {
	rs := NewRuns(Config{Labs: []*sim.Lab{toy.Lab}, MaxRuns: 2})
	defer rs.Close(t.Context())
	e := experiment.Experiment{Setup: experiment.NewSetup(toy.Lab, &toy.Lab.Views[0])}
	deed := store.Deed{Owner: "o", Key: "k"}
	first, err := rs.StartFor(t.Context(), e, deed, nil)
	if err != nil {
		t.Fatal(err)
	}
	second, err := rs.Start(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	none := func(open []*Run) *Run {
		if len(open) != 2 {
			t.Errorf("%d are open", len(open))
		}
		return nil
	}
	if _, err := rs.StartFor(t.Context(), e, deed, none); !errors.Is(err, ErrFull) {
		t.Errorf("nobody gives way: %v", err)
	}
	third, err := rs.StartFor(t.Context(), e, store.Deed{}, func(open []*Run) *Run { return first })
	if err != nil {
		t.Fatal(err)
	}
	if open := rs.List(); len(open) != 2 || !first.hasEnded() || second.hasEnded() || third.hasEnded() {
		t.Errorf("%d runs are open, and not those that were picked", len(open))
	}
	back, err := rs.GetFor(t.Context(), first.ID(), func(open []*Run) *Run { return third })
	if err != nil || back.Deed() != deed {
		t.Errorf("it is %+v's: %v", back.Deed(), err)
	}
}
