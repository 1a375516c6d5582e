package live

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"hebb/sim/experiment"
	"hebb/sim/live/disk"
	"hebb/sim/simtest/kinds"
)

// However a run has been started and wherever it is going, it takes no step when nobody has
// watched it for the idle time, and is gone after the end time: a journey is no watcher.
func TestJourneyIsNoWatcher(t *testing.T) {
	lab := kinds.SlowLab(time.Millisecond)
	const far = 9e15
	begin := func(t *testing.T, rs *Runs, x experiment.Experiment) *Run {
		t.Helper()
		r, err := rs.Start(context.Background(), x)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	atStart := func(t *testing.T) experiment.Experiment { return experiment.Experiment{Setup: setupOf(t, lab)} }
	// Without checkpoints on its way a run that has gone far is far from its past, too.
	gone := func(t *testing.T, rs *Runs) *Run {
		r := begin(t, rs, atStart(t))
		do(t, r, Set{Fields: map[string]string{"leak": "0.3"}})
		stepTo(t, r, 40_000)
		return r
	}
	for name, start := range map[string]func(t *testing.T, rs *Runs) *Run{
		"a moment far ahead": func(t *testing.T, rs *Runs) *Run {
			x := atStart(t)
			x.Position.Unit = far
			return begin(t, rs, x)
		},
		"a moment with a change far ahead": func(t *testing.T, rs *Runs) *Run {
			x := atStart(t)
			x.Position.Unit = far
			x.Journal = []experiment.Entry{{Position: experiment.Position{Unit: far / 2}, Set: map[string]string{"leak": "0.3"}}}
			return begin(t, rs, x)
		},
		"a seek far ahead": func(t *testing.T, rs *Runs) *Run {
			r := begin(t, rs, atStart(t))
			do(t, r, Seek{Unit: far})
			return r
		},
		"many steps": func(t *testing.T, rs *Runs) *Run {
			r := begin(t, rs, atStart(t))
			for range 5 {
				do(t, r, Step{Units: experiment.MaxEvery})
			}
			return r
		},
		"play": func(t *testing.T, rs *Runs) *Run {
			r := begin(t, rs, atStart(t))
			do(t, r, Play{})
			return r
		},
		"a way back": func(t *testing.T, rs *Runs) *Run {
			r := gone(t, rs)
			do(t, r, Seek{Unit: 39_000})
			return r
		},
		"a replay to the start, and on": func(t *testing.T, rs *Runs) *Run {
			r := gone(t, rs)
			do(t, r, Replay{})
			do(t, r, Seek{Unit: far})
			return r
		},
		"opened again on its way": func(t *testing.T, rs *Runs) *Run {
			x := atStart(t)
			x.Position.Unit = far
			r := begin(t, rs, x)
			if err := r.Close(context.Background(), "so", true); err != nil {
				t.Fatal(err)
			}
			r, err := rs.Get(context.Background(), r.ID())
			if err != nil {
				t.Fatal(err)
			}
			return r
		},
		"asked what it is, again and again": func(t *testing.T, rs *Runs) *Run {
			x := atStart(t)
			x.Position.Unit = far
			r := begin(t, rs, x)
			for range 20 {
				time.Sleep(time.Second)
				infoOf(r)
			}
			return r
		},
		"watched for a while": func(t *testing.T, rs *Runs) *Run {
			x := atStart(t)
			x.Position.Unit = far
			r := begin(t, rs, x)
			p := newPage(t, r)
			p.readFor(20 * time.Second)
			p.v.Close()
			return r
		},
	} {
		for _, kept := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					c := Config{CheckpointBytes: 1}
					if kept {
						c.Store = disk.New(t.TempDir())
					}
					rs := registry(t, c, lab)
					rs.dense = 0
					r := start(t, rs)
					time.Sleep(rs.config.Idle + 100*time.Millisecond)
					at := unitOf(r)
					if r.Unwatched() == 0 {
						t.Errorf("at %d nobody has watched it for a while, and it does not know", at)
					}
					time.Sleep(time.Minute)
					if now := unitOf(r); now != at {
						t.Errorf("it went from %d to %d with nobody watching", at, now)
					}
					time.Sleep(rs.config.End - time.Minute)
					synctest.Wait()
					if open := rs.List(); len(open) != 0 {
						t.Fatalf("after the end time %d runs are open", len(open))
					}
				})
			})
		}
	}
}

// A command that waits behind a way back is somebody's who wants the run to get there.
func TestCommandWaitsBehindAJourney(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lab := kinds.SlowLab(time.Millisecond)
		r := open(t, Config{CheckpointBytes: 1}, setupOf(t, lab), lab)
		r.runs.dense = 0
		stepTo(t, r, 40_000)
		do(t, r, Seek{Unit: 30_000})
		time.Sleep(time.Minute)
		if at := unitOf(r); at == 30_000 || r.Unwatched() == 0 {
			t.Fatalf("the way back is too short to show anything: at %d", at)
		}
		do(t, r, Set{Fields: map[string]string{"leak": "0.4"}})
		if i := infoOf(r); i.Unit != 30_000 || i.Journal != 1 {
			t.Errorf("the command is in force at %d", i.Unit)
		}
	})
}
