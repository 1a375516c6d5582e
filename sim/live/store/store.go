// Package store says what live asks of a place that keeps runs: journals, and
// checkpoints that spare a replay. It opens no file; package disk does.
package store

import (
	"errors"
	"io"

	"hebb/sim/experiment"
)

// ErrNone says that nothing is kept under a name.
var ErrNone = errors.New("nothing is kept under this name")

// Store is a place for runs. Its methods may be called from any goroutine.
type Store interface {
	// Create returns the keeper of a new run. It writes nothing yet.
	Create(id string, late Late) Keeper
	// Open reads what is kept of a run, and returns the keeper that goes on with it. What
	// is kept stays as it is until the keeper's first Rewrite. Its errors are ErrNone, or
	// say why a journal that is there cannot be read.
	Open(id string, late Late) (Keeper, *Kept, error)
}

// Late is told what turns out after a keeper has answered, from any goroutine.
type Late struct {
	Journal    func(error) // what was appended may not outlast the machine
	Checkpoint func(error) // none was written; the run will be replayed
}

// Head is what a journal starts from.
type Head struct {
	Epoch      uint32
	Deed       Deed
	Experiment experiment.Experiment // without a journal
}

// Deed says whose a run is, in words that only whoever wrote them understands: hashes, from
// which nobody finds what opens the run. The zero Deed is that of a run from before there
// were deeds.
type Deed struct {
	Owner string `json:"owner,omitempty"`
	Key   string `json:"key,omitempty"`
}

// Kept is what is kept of a run.
type Kept struct {
	Head    Head
	Journal []experiment.Entry
	// Damage says where the journal could not be read any further, and in which file the
	// rest is kept; "" for a whole one.
	Damage string
	// Behind says that the run went on in memory only, after what is kept.
	Behind bool
	// Another says that the run was started anew in memory only, so that what is kept is
	// another run's.
	Another bool
	// Checkpoint has the newest checkpoint read, if it was written by the given program.
	// The mark is there for every program, and nil when there is no checkpoint; an error
	// says why it was not read.
	Checkpoint func(by string, read func(io.Reader) error) (*Mark, error)
}

// Mark is what a checkpoint says to every program, also to one that cannot load it.
type Mark struct {
	By      string              `json:"by"`      // the program that wrote it, and can load it
	Journal string              `json:"journal"` // hash of set-up and journal then
	Goal    experiment.Position `json:"goal"`    // where the run was, or was going
	Speed   float64             `json:"speed"`   // at which it went
}

// Cut says that only the first Keep entries count, and in which epoch.
type Cut struct {
	Keep  int    `json:"keep"`
	Epoch uint32 `json:"epoch"`
}

// Keeper keeps one run. It belongs to one goroutine. After an error of Rewrite or Append
// what was kept before stays good, and nothing is appended until a Rewrite
// has succeeded.
type Keeper interface {
	// Rewrite replaces the journal.
	Rewrite(Head, []experiment.Entry) error
	// Append adds an entry, after a cut where there is one: both, or none. Without an error
	// it outlasts the program, and soon the machine.
	Append(e experiment.Entry, after *Cut) error
	// Leave marks what is kept as left behind by the run, which goes on in memory only; or
	// as another's, when the run was started anew. A Rewrite takes the mark away.
	Leave(another bool)
	// Checkpoint has a checkpoint written by and by, after the journal that it belongs to.
	Checkpoint(m Mark, write func(io.Writer) error)
	// Close waits for all that is under way.
	Close() error
}

// Papers is what a server keeps beside its runs: little, and secret.
type Papers interface {
	// Paper is what is kept under a name; ErrNone where nothing is.
	Paper(name string) ([]byte, error)
	// SetPaper keeps data under a name; after an error what was kept before is good.
	SetPaper(name string, data []byte) error
}
