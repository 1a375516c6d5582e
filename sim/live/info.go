package live

import (
	"context"
	"fmt"
	"math"
	"net/url"
	"slices"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/link"
)

// Info is a run in words and numbers, for the API.
type Info struct {
	ID        string           `json:"id"`
	Lab       string           `json:"lab"`
	View      string           `json:"view"`
	Preset    string           `json:"preset,omitempty"`
	Seed      uint64           `json:"seed"`
	Setup     experiment.Setup `json:"-"`    // with the fields in force, as a link would start it
	Base      experiment.Setup `json:"-"`    // what the journal starts from
	Link      string           `json:"link"` // query for Setup
	Epoch     uint32           `json:"epoch"`
	Unit      uint64           `json:"unit"`
	Round     uint32           `json:"round,omitempty"`
	Status    string           `json:"status" is:"running converged diverged done"`
	Text      string           `json:"text,omitempty"`      // the status in a sentence, unless running
	Replaying *Way             `json:"replaying,omitempty"` // while it is taken back to where it was, or stands in a journal
	Playing   bool             `json:"playing"`
	Speed     float64          `json:"speed"`
	Rate      float64          `json:"rate"` // units per second of late
	Journal   int              `json:"journal"`
	Viewers   int              `json:"viewers"`
	Kernel    string           `json:"kernel"`             // what does the arithmetic
	Recorded  string           `json:"recorded,omitempty"` // what did it when the journal was written, if that was another
	Unkept    string           `json:"unkept,omitempty"`   // why it is kept in memory only, while it cannot be written down
	Notes     []string         `json:"notes,omitempty"`    // on how it was opened, for people
	Variants  []VariantInfo    `json:"variants"`
}

// Position is where the run stands.
func (i Info) Position() experiment.Position {
	return experiment.Position{Unit: i.Unit, Round: i.Round}
}

// Way is how far a run is on its way over known ground.
type Way struct {
	Unit    uint64 `json:"unit"`    // completed
	To      uint64 `json:"to"`      // where the way leads
	Changes int    `json:"changes"` // that act again, so far
	Of      int    `json:"of"`      // of those up to there
}

// VariantInfo is a variant of an Info.
type VariantInfo struct {
	Key     string             `json:"key"`
	Label   string             `json:"label,omitempty"`
	Status  string             `json:"status" is:"running converged diverged done"`
	Text    string             `json:"text,omitempty"` // the status in a sentence, unless running
	Unit    uint64             `json:"unit"`           // the last that it has completed: its scalars are of this one
	Cost    float64            `json:"cost"`           // seconds inside its steps that a unit takes of late; 0: not known
	Fields  map[string]string  `json:"fields"`         // in force
	Scalars map[string]float64 `json:"scalars"`        // recorded and probed, the newest; absent before the first
}

// History is a copy of a table. Row i of Min and Max holds len(Names) values.
type History struct {
	Names []string  `json:"names"`
	First []uint64  `json:"first"` // each bucket's units
	Last  []uint64  `json:"last"`
	Min   []float32 `json:"min"` // row by row
	Max   []float32 `json:"max"`
}

// Info describes the run now, or as it was when it ended. Its error is that of ctx.
func (r *Run) Info(ctx context.Context) (Info, error) {
	got := make(chan Info, 1) // the run may be writing still when ctx has ended
	switch err := r.ask(ctx, func() { got <- r.info() }); err {
	case nil:
		return <-got, nil
	case ErrEnded:
		r.mu.Lock()
		defer r.mu.Unlock()
		return r.last, nil
	default:
		return Info{}, err
	}
}

func (r *Run) info() Info {
	setup := r.engine.Setup()
	i := Info{ID: r.id, Lab: r.lab.Name, View: r.view.Name, Preset: setup.Preset, Seed: setup.Seed, Setup: setup, Base: r.engine.Base(),
		Link: r.link(setup), Epoch: r.epoch, Unit: r.engine.Position().Unit, Round: r.engine.Position().Round, Playing: r.playing, Speed: r.speed, Rate: r.out.rate,
		Kernel: r.runs.config.Kernel, Recorded: r.recorded, Unkept: r.Unkept(), Notes: r.notes, Journal: len(r.engine.Journal()), Viewers: r.watchers(), Status: r.engine.Status().String()}
	if s := &r.seeking; s.on && s.back {
		i.Replaying = &Way{Unit: i.Unit, To: s.to.Unit, Changes: r.engine.Applied()}
		for _, entry := range r.engine.Journal() {
			if !s.to.Before(entry.Position) {
				i.Replaying.Of++
			}
		}
	}
	for n, v := range r.engine.Variants() {
		s := statusOf(r.engine, r.view, n)
		vi := VariantInfo{Key: experiment.VariantKey(n), Label: i.Base.Variants[n].Label, Status: s.Status, Text: s.Text, Unit: v.Unit(), Cost: v.Cost(), Fields: sim.Values(v.Fields()), Scalars: map[string]float64{}}
		for o, output := range v.Outputs() {
			if output.Kind == sim.Scalar && output.From != sim.Snapped {
				if x, ok := v.Scalar(o); ok {
					vi.Scalars[output.Name] = x
				}
			}
		}
		if i.Text == "" && s.Status == i.Status {
			i.Text = s.Text
		}
		i.Variants = append(i.Variants, vi)
	}
	return i
}

// Experiment is what reproduces the run as it stands, or as it was when it ended. While
// a run is taken back, it stands where it is taken to.
func (r *Run) Experiment(ctx context.Context) (experiment.Experiment, error) {
	got := make(chan experiment.Experiment, 1)
	switch err := r.ask(ctx, func() { got <- r.experiment() }); err {
	case nil:
		return <-got, nil
	case ErrEnded:
		r.mu.Lock()
		defer r.mu.Unlock()
		return r.lastExperiment, nil
	default:
		return experiment.Experiment{}, err
	}
}

func (r *Run) experiment() experiment.Experiment {
	m := r.engine.Experiment() // entries are never changed, only replaced
	m.By = r.runs.origin()
	if r.seeking.on && r.seeking.back {
		m.Position = r.seeking.to
	}
	return m
}

// Link is the query of a link to this moment, "?...&z=...": the set-up that the run
// started from, relative to its preset, and the encoded moment.
func (r *Run) Link(ctx context.Context) (string, error) {
	m, err := r.Experiment(ctx)
	if err != nil {
		return "", err
	}
	z, err := m.EncodeMoment()
	if err != nil {
		return "", err
	}
	q := r.query(m.Setup)
	q.Set("z", z)
	return "?" + link.Encode(q), nil
}

// link is the query of a link that starts a set-up.
func (r *Run) link(s experiment.Setup) string {
	return "?" + link.Encode(r.query(s))
}

func (r *Run) query(s experiment.Setup) url.Values {
	return experiment.Encode(s, r.home, r.view, r.view == &r.lab.Views[0])
}

// History copies a table of a variant ("" is A): 0 is what is recorded each unit,
// then one for each probe. It holds the buckets with units after the given one; 0
// asks for all.
func (r *Run) History(ctx context.Context, variant string, table int, after uint64) (*History, error) {
	type found struct {
		h   *History
		err error
	}
	got := make(chan found, 1)
	err := r.ask(ctx, func() {
		h, err := r.copyHistory(variant, table, after)
		got <- found{h, err}
	})
	if err != nil {
		return nil, err
	}
	f := <-got
	return f.h, f.err
}

func (r *Run) copyHistory(variant string, table int, after uint64) (*History, error) {
	i, err := r.engine.Index(variant)
	if err != nil {
		return nil, err
	}
	tables := r.engine.History()[i]
	if table < 0 || table >= len(tables) {
		return nil, fmt.Errorf("there is no table %d: it takes 0 to %d", table, len(tables)-1)
	}
	t := tables[table]
	from, m := 0, len(t.Names)
	if after > 0 {
		from = t.Find(min(after, math.MaxUint64-1) + 1)
	}
	return &History{slices.Clone(t.Names), slices.Clone(t.First[from:]), slices.Clone(t.Last[from:]), slices.Clone(t.Min[from*m:]), slices.Clone(t.Max[from*m:])}, nil
}

// Query asks a figure's question of a variant ("" is A). It returns the answer,
// which can be written as JSON.
func (r *Run) Query(ctx context.Context, variant, name string, args map[string]string) (any, error) {
	type asked struct {
		compute func(context.Context) (any, error)
		err     error
	}
	got := make(chan asked, 1)
	err := r.ask(ctx, func() {
		i, err := r.engine.Index(variant)
		if err != nil {
			got <- asked{nil, err}
			return
		}
		compute, err := r.engine.Variants()[i].Ask(name, args)
		got <- asked{compute, err}
	})
	if err != nil {
		return nil, err
	}
	a := <-got
	if a.err != nil {
		return nil, a.err
	}
	return a.compute(ctx)
}
