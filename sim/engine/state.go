package engine

import (
	"bytes"
	"fmt"
	"maps"

	"hebb/sim"
)

// saved is the state of a variant at a position.
type saved struct {
	Values   map[string]string // never changed
	Later    map[string]string
	State    []byte
	Status   sim.Status
	Finished bool
	Standing Standing
	Row      []float64
	RowSet   bool
}

// writer has what saving states needs, to be used again and again.
type writer struct {
	buf      bytes.Buffer
	sections sim.Sections
}

// save writes the variant's state over what s had.
func (v *Variant) save(s *saved, w *writer) {
	if v.texts == nil {
		v.texts = sim.Values(v.fields)
	}
	w.buf.Reset()
	w.sections.Save(v.sim, &w.buf)
	*s = saved{Values: v.texts, Later: maps.Clone(v.later), State: append(s.State[:0], w.buf.Bytes()...), Status: v.status, Finished: v.finished,
		Standing: v.stand, Row: append(s.Row[:0], v.row...), RowSet: v.rowSet}
}

// load replaces the state of a variant that was built from the same base. After
// an error the variant must be restarted.
func (v *Variant) load(s *saved) error {
	if len(s.Row) != len(v.row) {
		return fmt.Errorf("the saved state records %d scalars, not %d", len(s.Row), len(v.row))
	}
	v.texts = nil
	if err := sim.Set(v.fields, s.Values); err != nil {
		return err
	}
	if err := sim.LoadState(v.sim, s.State); err != nil {
		return err
	}
	v.later, v.status, v.finished, v.rowSet = maps.Clone(s.Later), s.Status, s.Finished, s.RowSet
	v.stand = s.Standing
	copy(v.row, s.Row)
	return nil
}

// size is about how many bytes a saved state holds.
func (s *saved) size() int64 { return int64(len(s.State) + 8*len(s.Row) + 64*len(s.Values)) }
