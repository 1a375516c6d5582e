package live

import (
	"context"
	"fmt"
	"maps"
	"math"
	"net/url"
	"slices"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/link"
)

// Info is a run in words and numbers, for the API.
type Info struct {
	ID                  string           `json:"id"`
	Lab                 string           `json:"lab"`
	View                string           `json:"view"`
	Preset              string           `json:"preset,omitempty"`
	Seed                uint64           `json:"seed"`
	Setup               experiment.Setup `json:"-"`    // with the fields in force, as a link would start it
	Base                experiment.Setup `json:"-"`    // what the journal starts from
	Link                string           `json:"link"` // query for Setup
	Epoch               uint32           `json:"epoch"`
	experiment.Position                  // unit, round
	Status              string           `json:"status" is:"running converged diverged done"`
	Text                string           `json:"text,omitempty"` // the status in a sentence, unless running
	Playing             bool             `json:"playing"`
	Speed               float64          `json:"speed"`
	Rate                float64          `json:"rate"` // units per second of late
	Journal             int              `json:"journal"`
	Viewers             int              `json:"viewers"`
	Kernel              string           `json:"kernel"`             // what does the arithmetic
	Recorded            string           `json:"recorded,omitempty"` // what did it when the journal was written, if that was another
	Unkept              string           `json:"unkept,omitempty"`   // why it is kept in memory only, while it cannot be written down
	Notes               []string         `json:"notes,omitempty"`    // on how it was opened, for people
	Variants            []VariantInfo    `json:"variants"`
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

// Info describes the run now, or as it was when it ended.
func (r *Run) Info() Info {
	var info Info
	if err := r.ask(context.Background(), func() { info = r.info() }); err != nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		return r.last
	}
	return info
}

func (r *Run) info() Info {
	setup := r.setup()
	i := Info{ID: r.id, Lab: r.lab.Name, View: r.view.Name, Preset: setup.Preset, Seed: setup.Seed, Setup: setup, Base: r.base.Clone(),
		Link: r.link(setup), Epoch: r.epoch, Position: r.Position, Playing: r.playing, Speed: r.speed, Rate: r.out.rate,
		Kernel: r.runs.Kernel, Recorded: r.recorded, Unkept: r.Unkept(), Notes: r.notes, Journal: len(r.journal), Viewers: r.watchers(), Status: r.status().String()}
	for n, v := range r.variants {
		s := r.statusOf(n)
		vi := VariantInfo{Key: experiment.VariantKey(n), Label: r.base.Variants[n].Label, Status: s.Status, Text: s.Text, Unit: v.Unit, Cost: v.Cost(), Fields: sim.Values(v.fields), Scalars: map[string]float64{}}
		for o := range v.outputs {
			if v.outputs[o].Kind == sim.Scalar && v.outputs[o].From != sim.Snapped {
				if x, ok := v.Scalar(o); ok {
					vi.Scalars[v.outputs[o].Name] = x
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
func (r *Run) Experiment() experiment.Experiment {
	var m experiment.Experiment
	if err := r.ask(context.Background(), func() { m = r.experiment() }); err != nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		return r.lastExperiment
	}
	return m
}

func (r *Run) experiment() experiment.Experiment {
	m := experiment.Experiment{Setup: r.base.Clone(), Position: r.Position, By: r.runs.origin()}
	if r.seeking.on && r.seeking.back {
		m.Position = r.seeking.to
	}
	for _, e := range r.journal { // entries are never changed, only replaced
		m.Journal = append(m.Journal, e)
	}
	return m
}

// Link is the query of a link to this moment, "?...&z=...": the set-up that the run
// started from, relative to its preset, and the encoded moment.
func (r *Run) Link() (string, error) {
	m := r.Experiment()
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
	return experiment.Encode(s, r.linkBase, r.view, r.view == &r.lab.Views[0])
}

// History copies a table of a variant ("" is A): 0 is what is recorded each unit,
// then one for each probe. It holds the buckets with units after the given one; 0
// asks for all.
func (r *Run) History(variant string, table int, after uint64) (*History, error) {
	var h *History
	var bad error
	err := r.ask(context.Background(), func() {
		i, err := r.index(variant)
		if bad = err; err != nil {
			return
		}
		if table < 0 || table >= len(r.history[i]) {
			bad = fmt.Errorf("there is no table %d: it takes 0 to %d", table, len(r.history[i])-1)
			return
		}
		t := r.history[i][table]
		from, m := 0, len(t.Names)
		if after > 0 {
			from = t.Find(min(after, math.MaxUint64-1) + 1)
		}
		h = &History{slices.Clone(t.Names), slices.Clone(t.First[from:]), slices.Clone(t.Last[from:]), slices.Clone(t.Min[from*m:]), slices.Clone(t.Max[from*m:])}
	})
	if err == nil {
		err = bad
	}
	return h, err
}

// Query asks a figure's question of a variant ("" is A). It returns the answer,
// which can be written as JSON.
func (r *Run) Query(ctx context.Context, variant, name string, args map[string]string) (any, error) {
	var compute func(context.Context) (any, error)
	var bad error
	err := r.ask(ctx, func() {
		i, err := r.index(variant)
		if bad = err; err == nil {
			compute, bad = r.variants[i].query(name, args)
		}
	})
	if err == nil {
		err = bad
	}
	if err != nil {
		return nil, err
	}
	return compute(ctx)
}

// query copies what the answer to a question needs.
func (v *variant) query(name string, args map[string]string) (func(context.Context) (any, error), error) {
	for i := range v.queries {
		if q := &v.queries[i]; q.Name == name {
			all := maps.Clone(v.asks[i])
			maps.Copy(all, args)
			if err := sim.Set(q.Args, all); err != nil {
				return nil, err
			}
			return q.Ask()
		}
	}
	return nil, fmt.Errorf("there is no question %q", sim.Clip(name))
}
