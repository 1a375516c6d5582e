package live

import (
	"encoding/gob"
	"errors"
	"io"
	"slices"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/live/history"
	"hebb/sim/live/store"
)

// diskCheckpoint is a checkpoint with the history up to it, as a store keeps it. It
// is of use only to the program that wrote it, and only while the journal up to
// it is the same; otherwise the run replays.
type diskCheckpoint struct {
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

// toDisk has a checkpoint of the present written.
func (r *Run) toDisk() {
	m := store.Mark{By: r.runs.by(), Journal: digest(r.base, r.journal), Goal: r.Position, Speed: r.speed}
	if r.seeking.on && r.seeking.back {
		m.Goal = r.seeking.to
	}
	c := &diskCheckpoint{Digest: digest(r.base, r.journal[:r.cursor]), All: m.Journal, State: *r.save(), Halts: slices.Clone(r.halts)}
	for i, tables := range r.history {
		var copies []*table
		for _, t := range tables {
			copies = append(copies, (*table)(t.Clone()))
		}
		c.History = append(c.History, copies)
		var shots []*savedShot
		for p, s := range r.variants[i].shown {
			shots = append(shots, r.variants[i].saveShot(p, s))
		}
		c.Shown = append(c.Shown, shots)
	}
	r.keeping.Checkpoint(m, c.encode)
}

// digest identifies what a state depends on.
func digest(base experiment.Setup, journal []experiment.Entry) string {
	e := experiment.Experiment{Setup: base, Journal: journal}
	return e.Hash()
}

func (c *diskCheckpoint) encode(w io.Writer) error { return gob.NewEncoder(w).Encode(c) }

func decodeCheckpoint(r io.Reader) (*diskCheckpoint, error) {
	c := &diskCheckpoint{}
	if err := gob.NewDecoder(r).Decode(c); err != nil {
		return nil, err
	}
	return c, nil
}

// fits says whether a checkpoint is one of this run, so that it may be loaded.
func (c *diskCheckpoint) fits(r *Run) error {
	n := c.State.Cursor
	switch {
	case n > len(r.journal) || digest(r.base, r.journal[:n]) != c.Digest || n < len(r.journal) && r.journal[n].Before(c.State.At):
		return errors.New("the checkpoint is of another journal")
	case len(c.State.Variants) != len(r.variants) || len(c.History) != len(r.variants) || len(c.Shown) != len(r.variants) || len(c.State.Every) != len(r.every):
		return errors.New("the checkpoint is of other variants")
	}
	for _, h := range c.Halts {
		if h.Variant < 0 || h.Variant >= len(r.variants) {
			return errors.New("the checkpoint is of other variants")
		}
	}
	for i, tables := range c.History {
		if len(c.Shown[i]) != len(r.variants[i].probes) || len(tables) != len(r.history[i]) {
			return errors.New("the checkpoint is of other probes")
		}
		for n, t := range tables {
			if !slices.Equal(t.Names, r.history[i][n].Names) && len(t.Names)+len(r.history[i][n].Names) > 0 {
				return errors.New("the checkpoint is of other outputs")
			}
		}
	}
	return nil
}

// fromDisk takes the run to a checkpoint. After an error it stands at unit 0.
func (r *Run) fromDisk(c *diskCheckpoint) error {
	if err := c.fits(r); err != nil {
		return err
	}
	c.State.shown = make([][]*shot, len(r.variants))
	for i, v := range r.variants {
		for p, s := range c.Shown[i] {
			c.State.shown[i] = append(c.State.shown[i], v.loadShot(p, s))
		}
	}
	if err := r.load(&c.State); err != nil {
		r.restart()
		r.cursor, r.every = 0, r.periods()
		return err
	}
	for i, tables := range c.History {
		for n, t := range tables {
			r.history[i][n] = (*history.Table)(t)
		}
	}
	r.halts = c.Halts
	if c.All != digest(r.base, r.journal) {
		r.forget() // what lies beyond is of another journal
	}
	for i := range c.State.Variants {
		c.State.size += c.State.Variants[i].size()
	}
	r.checkpoints.insert(&c.State)
	r.entries()
	return nil
}

func (v *variant) saveShot(probe int, s *shot) *savedShot {
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

func (v *variant) loadShot(probe int, s *savedShot) *shot {
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
