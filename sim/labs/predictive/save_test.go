package predictive

import (
	"bytes"
	"slices"
	"testing"

	"hebb/sim"
	"hebb/sim/labs/predictive/layout"
	"hebb/sim/precision"
	"hebb/sim/simtest"
)

// A large batch is taken in over several quanta, after training as many before. In
// the middle of either, whatever began it, a state that is carried over looks the
// same and goes on to the same numbers.
func TestSavedWhileABatchIsTakenIn(t *testing.T) {
	set := map[string]string{"layers": layout.LeNet, "batch": "200", "precision": precision.Single, "train": "2", "init": torchInit, "n": "30"}
	for _, c := range []struct {
		name   string
		begin  func(e *explorer)
		intake intake
	}{
		{"trained before", func(*explorer) {}, images},
		{"next batch", func(e *explorer) { e.core.next(e) }, images},
		{"wrong label", func(e *explorer) { e.swap = 3 }, labels},
		{"wrong label, other algorithm", func(e *explorer) { e.swap, e.alg = 3, algFixed }, images},
		{"next batch while labels change", func(e *explorer) { e.swap = 3; e.core.step(e); e.core.next(e) }, images},
		{"start over while labels change", func(e *explorer) { e.swap = 3; e.core.step(e); e.core.again(e) }, images},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := freshExplorer(t, set)
			core := a.core.(*relax[float32])
			if c.name != "trained before" {
				step(t, a)
				step(t, a)
			}
			c.begin(a)
			among := 0
			var loaded *explorer
			for quantum := 0; ; quantum++ {
				if core.intake == c.intake && core.taken > 0 {
					among++
				}
				if core.intake != settled || core.trained == 0 {
					b := freshExplorer(t, set)
					b.swap, b.alg = a.swap, a.alg
					var saved bytes.Buffer
					sim.SaveState(a, &saved)
					if err := sim.LoadState(b, saved.Bytes()); err != nil {
						t.Fatal(err)
					}
					for _, sample := range []int{0, 70, 199} {
						a.sample, b.sample = sample, sample
						if !slices.Equal(simtest.Everything(t, a).All(), simtest.Everything(t, b).All()) {
							t.Fatalf("quantum %d, image %d: it looks different", quantum, sample)
						}
					}
					a.sample, b.sample = 0, 0
					if core.intake != settled && loaded == nil {
						loaded = b
					}
				}
				if a.Step(); core.k >= 5 {
					break
				}
			}
			if among == 0 || loaded == nil {
				t.Fatalf("never in the middle of intake %d", c.intake)
			}
			for loaded.core.(*relax[float32]).k < 5 {
				loaded.Step()
			}
			if !slices.Equal(simtest.Everything(t, a).All(), simtest.Everything(t, loaded).All()) {
				t.Error("what was carried over goes on differently")
			}
		})
	}
}

func freshExplorer(t *testing.T, set map[string]string) *explorer {
	t.Helper()
	e := newExplorer()
	if err := sim.Set(e.Fields(), set); err != nil {
		t.Fatal(err)
	}
	if err := e.Init(sim.Env{Seed: 7}); err != nil {
		t.Fatal(err)
	}
	return e
}
