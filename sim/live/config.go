package live

import (
	"runtime"
	"time"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/live/store"
)

// Config says what a registry may use. The zero value of every field but Labs has
// a default.
type Config struct {
	Labs            []*sim.Lab
	Store           store.Store   // where runs are kept; nil for in memory only
	MaxRuns         int           // runs open at a time; 64
	Memory          int64         // most bytes that all runs are counted for together; 0: no limit
	MemoryPerRun    int64         // most bytes of a run's sims, a quarter for each; 1 GiB
	CheckpointBytes int64         // most bytes of a run's checkpoints in memory; 64 MiB, or less where Memory is little
	Idle            time.Duration // a run that nobody watches pauses after this; 5 s
	End             time.Duration // and ends after this; its journal stays; 10 min
	Slots           int           // runs that step at the same time; the number of processors
	Build, Kernel   string        // what the numbers depend on besides the journal; checkpoints of others are not loaded

	Name   func(id string) string                            // what pages are told that a run is called; nil: its id
	Preset func(lab, preset string) (experiment.Setup, bool) // what a preset starts from; may be nil
	Report func(run string, err error)                       // told of troubles that no viewer can help: disk, panics; may be nil
	Note   func(run, text string)                            // told when one is over; may be nil
}

// setDefaults sets what has not been said.
func (c *Config) setDefaults() {
	c.MaxRuns = otherwise(c.MaxRuns, 64)
	c.MemoryPerRun = otherwise(c.MemoryPerRun, 1<<30)
	c.CheckpointBytes = otherwise(c.CheckpointBytes, checkpointsOf(c.Memory))
	c.Idle = otherwise(c.Idle, 5*time.Second)
	c.End = otherwise(c.End, 10*time.Minute)
	c.Slots = otherwise(c.Slots, runtime.GOMAXPROCS(0))
}

func otherwise[T int | int64 | time.Duration](x, or T) T {
	if x <= 0 {
		return or
	}
	return x
}
