package live

import "hebb/sim"

// Position is where a run stands: units completed, and rounds into the next.
type Position struct {
	Unit  uint64 `json:"unit"`
	Round uint32 `json:"round,omitempty"`
}

// Moment is everything that reproduces a run up to a position: what it started
// from, what was done and when.
type Moment struct {
	Setup   sim.Setup
	Journal []Entry
	Position
}

// Encode writes journal and position as the text of a link's z: compressed JSON in
// base64url. The set-up travels in the rest of the link. A moment whose text would
// be longer than DecodeMoment takes is an error.
func (m *Moment) Encode() (string, error) { panic("live: not yet") }

// DecodeMoment reads the text of a link's z. It takes at most 64 KiB of text and 1 MiB of JSON.
// The moment's Setup is left empty; Runs.Start checks names and values.
func DecodeMoment(z string) (*Moment, error) { panic("live: not yet") }
