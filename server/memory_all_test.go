//go:build all

package main

import (
	"runtime"
	"testing"

	"hebb/presets"
	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/labs"
	"hebb/sim/live"
)

// heap is how many bytes are in use.
func heap() int64 {
	var m runtime.MemStats
	for range 2 { // what is freed by finalizers, too
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// What a run is counted for is what it comes to hold, and not many times that: of each view
// its first preset, and its largest, at work, with all of it shown to an owner and a follower.
func TestMemoryIsHonest(t *testing.T) {
	list, err := presets.Load(presets.Files, labs.All)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, p := range list {
		setup, view := p.Setup(p.Lab)
		key := p.Lab.Name + "/" + view.Name
		if seen[key] {
			continue
		}
		seen[key] = true
		t.Run(key, func(t *testing.T) {
			try(t, p.Lab, view, setup)
		})
	}
}

func try(t *testing.T, lab *sim.Lab, view *sim.View, setup experiment.Setup) {
	const checkpoints = 4 << 20
	warm := live.NewRuns(live.Config{Labs: labs.All, CheckpointBytes: checkpoints})
	defer warm.Close(t.Context())
	use(t, warm, setup) // images and tables that all runs share are there from now on
	warm.Close(t.Context())
	before := heap()
	rs := live.NewRuns(live.Config{Labs: labs.All, CheckpointBytes: checkpoints})
	defer rs.Close(t.Context())
	use(t, rs, setup)
	held := heap() - before
	counted, _ := rs.Memory()
	counted -= 2 * 64 << 10
	t.Logf("%s: %d variants hold %.1f MB, counted for %.1f MB", view.Name, len(setup.Variants), float64(held)/1e6, float64(counted)/1e6)
	if held > counted+1e6 {
		t.Errorf("it holds %d bytes, and is counted for %d", held, counted)
	}
	if counted > 5*held+20e6 {
		t.Errorf("it is counted for %d bytes, and holds %d", counted, held)
	}
}

// use has a run work for some units, and shows all of it.
func use(t *testing.T, rs *live.Runs, setup experiment.Setup) {
	t.Helper()
	r, err := rs.Start(t.Context(), experiment.Experiment{Setup: setup})
	if err != nil {
		t.Fatal(err)
	}
	for _, lean := range []bool{false, true} {
		v := r.Watch()
		v.Lean(lean)
		v.See(all(setup))
		go func() {
			for {
				if _, err := v.Next(t.Context()); err != nil {
					return
				}
			}
		}()
	}
	if _, err := r.Do(t.Context(), live.Step{Units: 30}); err != nil {
		t.Fatal(err)
	}
	if err := r.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// all are the outputs of a set-up.
func all(setup experiment.Setup) (names []string) {
	for _, l := range labs.All {
		if view, ok := l.View(setup.View); ok && l.Name == setup.Lab {
			s := view.New()
			sim.Set(s.Fields(), setup.Variants[0].Set)
			if s.Init(sim.Env{Seed: 1}) == nil {
				for _, o := range s.Outputs() {
					names = append(names, o.Name)
				}
			}
		}
	}
	return names
}
