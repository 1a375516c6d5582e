package engine

import (
	"context"
	"encoding/gob"
	"errors"
	"io"
	"slices"

	"hebb/sim"
	"hebb/sim/engine/history"
	"hebb/sim/experiment"
)

// Saved is a checkpoint with the history up to it, that can be written down. It
// is of use only to the program that wrote it, and only while the journal up to
// it is the same; otherwise one replays.
type Saved struct {
	Digest  string // of the set-up and the entries that it holds
	All     string // of all entries then
	State   checkpoint
	Halts   []halt // of the whole journal
	Shown   [][]*savedShot
	History [][]*table
}

// table is a history's table by the name that files have for it.
type table history.Table

// savedShot is a shot as a file keeps it.
type savedShot struct {
	Unit    uint64
	Scalars []float64   // by output
	Values  [][]float32 // by output
	Rows    []int
}

// Saved is the present, to be written down. Measurements under way are not in it.
func (e *Engine) Saved() *Saved {
	s := &Saved{Digest: digest(e.base, e.journal[:e.applied]), All: e.Digest(), State: *e.checkpoint(&checkpoint{}), Halts: slices.Clone(e.halts)}
	for i, v := range e.variants {
		var shots []*savedShot
		for p, shot := range v.shown {
			shots = append(shots, v.saveShot(p, shot))
		}
		s.Shown = append(s.Shown, shots)
		var copies []*table
		if e.history != nil {
			for _, t := range e.history[i] {
				copies = append(copies, (*table)(t.Clone()))
			}
		}
		s.History = append(s.History, copies)
	}
	return s
}

// Digest identifies set-up and journal.
func (e *Engine) Digest() string { return digest(e.base, e.journal) }

func digest(base experiment.Setup, journal []experiment.Entry) string {
	x := experiment.Experiment{Setup: base, Journal: journal}
	return x.Hash()
}

// Encode writes it down.
func (s *Saved) Encode(w io.Writer) error { return gob.NewEncoder(w).Encode(s) }

// DecodeSaved reads what Encode has written.
func DecodeSaved(r io.Reader) (*Saved, error) {
	s := &Saved{}
	if err := gob.NewDecoder(r).Decode(s); err != nil {
		return nil, err
	}
	return s, nil
}

// fits says whether a saved state is one of this engine, so that it may be loaded.
func (s *Saved) fits(e *Engine) error {
	n := s.State.Cursor
	switch {
	case n < 0 || n > len(e.journal) || digest(e.base, e.journal[:n]) != s.Digest || n < len(e.journal) && e.journal[n].Before(s.State.At):
		return errors.New("the checkpoint is of another journal")
	case len(s.State.Variants) != len(e.variants) || len(s.History) != len(e.variants) || len(s.Shown) != len(e.variants) || len(s.State.Every) != len(e.every):
		return errors.New("the checkpoint is of other variants")
	}
	for _, h := range s.Halts {
		if h.Variant < 0 || h.Variant >= len(e.variants) {
			return errors.New("the checkpoint is of other variants")
		}
	}
	for i, tables := range s.History {
		if len(s.Shown[i]) != len(e.variants[i].probes) || e.history != nil && len(tables) != len(e.history[i]) {
			return errors.New("the checkpoint is of other probes")
		}
		if e.history == nil {
			continue
		}
		for n, t := range tables {
			if !slices.Equal(t.Names, e.history[i][n].Names) && len(t.Names)+len(e.history[i][n].Names) > 0 {
				return errors.New("the checkpoint is of other outputs")
			}
		}
	}
	return nil
}

// Resume takes an engine that has just been built to a saved state. After an error it
// stands at unit 0, before Begin.
func (e *Engine) Resume(ctx context.Context, s *Saved) error {
	if err := s.fits(e); err != nil {
		return err
	}
	s.State.shown = make([][]*shot, len(e.variants))
	for i, v := range e.variants {
		for p, shot := range s.Shown[i] {
			s.State.shown[i] = append(s.State.shown[i], v.loadShot(p, shot))
		}
	}
	if err := e.load(&s.State); err != nil {
		return errors.Join(err, e.restart(ctx))
	}
	for i := range e.history {
		for n, t := range s.History[i] {
			e.history[i][n] = (*history.Table)(t)
		}
	}
	e.halts = s.Halts
	if s.All != e.Digest() {
		e.Forget() // what lies beyond is of another journal
	}
	for i := range s.State.Variants {
		s.State.size += s.State.Variants[i].size()
	}
	e.checkpoints.insert(&s.State)
	e.haltKnown()
	return nil
}

func (v *Variant) saveShot(probe int, s *shot) *savedShot {
	if s == nil {
		return &savedShot{}
	}
	n := len(v.outputs)
	saved := &savedShot{Unit: s.unit, Scalars: make([]float64, n), Values: make([][]float32, n), Rows: make([]int, n)}
	for o := range v.outputs {
		if it := (item{v: v, probe: probe}); !it.measures(o) {
			continue
		}
		if v.outputs[o].Kind == sim.Scalar {
			saved.Scalars[o] = s.frame.Scalar(o)
		} else {
			saved.Values[o], saved.Rows[o] = s.frame.Values(o)
		}
	}
	return saved
}

func (v *Variant) loadShot(probe int, s *savedShot) *shot {
	n := len(v.outputs)
	if s == nil || len(s.Scalars) != n || len(s.Values) != n || len(s.Rows) != n {
		return nil
	}
	f := sim.NewFrame(v.outputs)
	for o := range v.outputs {
		if it := (item{v: v, probe: probe}); it.measures(o) {
			f.Restore(o, s.Scalars[o], s.Values[o], s.Rows[o])
		}
	}
	return &shot{s.Unit, f}
}
