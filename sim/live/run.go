package live

import (
	"context"

	"hebb/sim"
)

// Run is one to four sims kept alive by one goroutine. Its methods may be called
// from any goroutine.
type Run struct{}

// ID is the run's key in URLs.
func (r *Run) ID() string { panic("live: not yet") }

// Do carries out a command. It returns when the command is in force, with the
// number that state frames carry from then on, or with the refusal, in which case
// nothing has changed. A refused field is a *sim.FieldError. Commands that travel
// (step, back, seek, replay, undo) have then set out, and those that need the
// position wait for them; see Settle.
func (r *Run) Do(ctx context.Context, c Command) (uint32, error) { panic("live: not yet") }

// Settle waits until the run has nowhere to go but on: steps, seeks and due
// measurements are done.
func (r *Run) Settle(ctx context.Context) error { panic("live: not yet") }

// Query asks a figure's question of a variant ("" is A).
func (r *Run) Query(ctx context.Context, variant, name string, args map[string]string) (any, error) {
	panic("live: not yet")
}

// Watch adds a viewer. It gets a hello first.
func (r *Run) Watch() *Viewer { panic("live: not yet") }

// Info describes the run now.
func (r *Run) Info() Info { panic("live: not yet") }

// Moment is what reproduces the run as it stands.
func (r *Run) Moment() Moment { panic("live: not yet") }

// Link is the query of a link to this moment, "?...&z=...": the set-up that the run
// started from, relative to its preset, and the encoded moment.
func (r *Run) Link() (string, error) { panic("live: not yet") }

// History copies a table of a variant: 0 is what is recorded each unit, then one
// for each probe. It keeps the buckets that hold units after after.
func (r *Run) History(variant string, table int, after uint64) (*History, error) {
	panic("live: not yet")
}

// Info is a run in words and numbers, for the API.
type Info struct {
	ID       string        `json:"id"`
	Lab      string        `json:"lab"`
	View     string        `json:"view"`
	Preset   string        `json:"preset,omitempty"`
	Seed     uint64        `json:"seed"`
	Setup    sim.Setup     `json:"-"`    // with the fields in force, as a link would start it
	Base     sim.Setup     `json:"-"`    // what the journal starts from
	Link     string        `json:"link"` // query for Setup
	Epoch    uint32        `json:"epoch"`
	Position               // unit, round
	Status   string        `json:"status"`
	Text     string        `json:"text,omitempty"` // the status in a sentence, unless running
	Playing  bool          `json:"playing"`
	Speed    float64       `json:"speed"`
	Rate     float64       `json:"rate"` // units per second of late
	Journal  int           `json:"journal"`
	Viewers  int           `json:"viewers"`
	Variants []VariantInfo `json:"variants"`
}

// VariantInfo is a variant of an Info.
type VariantInfo struct {
	Key     string             `json:"key"`
	Label   string             `json:"label,omitempty"`
	Status  string             `json:"status"`
	Fields  map[string]string  `json:"fields"`  // in force
	Scalars map[string]float64 `json:"scalars"` // recorded and probed, the newest; absent before the first
}

// History is a copy of a table. Row i of Min and Max holds len(Names) values.
type History struct {
	Names       []string  `json:"names"`
	First, Last []uint64  // each bucket's units
	Min, Max    []float32 // row by row
}
