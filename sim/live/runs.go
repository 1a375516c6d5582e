package live

import (
	"context"
	"errors"
	"time"

	"hebb/sim"
)

// Config says what a registry may use. The zero value of every field but Labs has
// a default.
type Config struct {
	Labs            []*sim.Lab
	Dir             string                                     // where runs are kept; "" for in memory only
	MaxRuns         int                                        // runs open at a time; 64
	MemoryPerRun    int64                                      // most bytes of a run's sims, a quarter for each; 1 GiB
	CheckpointBytes int64                                      // most bytes of a run's checkpoints in memory; 64 MiB
	Idle            time.Duration                              // a run that nobody watches pauses after this; 5 s
	End             time.Duration                              // and ends after this; its journal stays; 10 min
	Slots           int                                        // runs that step at the same time; the number of processors
	Build, Kernel   string                                     // what the numbers depend on besides the journal; checkpoints of others are not loaded
	Data            func(sim.Setup) string                     // hash of the data sets in use, for hello; may be nil
	Preset          func(lab, preset string) (sim.Setup, bool) // what a preset starts from; may be nil
	Blob            func(hash string) ([]byte, error)          // contents of uploads; may be nil
	Report          func(run string, err error)                // told of troubles that no viewer can help: disk, panics; may be nil
}

// Runs is a registry of runs. Its methods may be called from any goroutine.
type Runs struct{}

var (
	ErrNoRun  = errors.New("there is no such run")
	ErrFull   = errors.New("too many runs are open") // wrapped, with the number
	ErrEnded  = errors.New("the run has ended")      // of Do, Query and Next; Get may revive it
	ErrClosed = errors.New("the program is shutting down")
)

// NewRuns opens a registry.
func NewRuns(c Config) *Runs { panic("live: not yet") }

// Start begins a run, paused, and takes it to a moment's position unless at is nil
// (the moment's own Setup is not read). Errors name the field at fault.
func (rs *Runs) Start(s sim.Setup, at *Moment) (*Run, error) { panic("live: not yet") }

// Get returns a run, reviving one that has ended if its journal is at hand: its
// error is ErrNoRun otherwise.
func (rs *Runs) Get(id string) (*Run, error) { panic("live: not yet") }

// List returns the runs that are open, in the order of their ids.
func (rs *Runs) List() []*Run { panic("live: not yet") }

// Close ends all runs: viewers are told, newest states and journals stay on disk.
func (rs *Runs) Close(ctx context.Context) error { panic("live: not yet") }
