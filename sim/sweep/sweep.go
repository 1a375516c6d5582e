package sweep

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"strings"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/job"
)

// Sweep is a grid of experiments and what is measured in each.
type Sweep struct {
	Base     experiment.Experiment // what the axes do not set; its seed is the first
	Axes     []Axis                // the first one changes most slowly
	Seeds    int                   // that every point of the grid is computed with: the base's and those after it
	Steps    uint64                // units
	Measures []experiment.Term     // in the order of the table's rows
}

const (
	// Version is that of the form which this program writes.
	Version = 1
	// MaxSeeds is how many seeds a point of the grid has at most.
	MaxSeeds = 1000
	// MaxMeasures is how many numbers are measured in a cell at most.
	MaxMeasures = 100
	// MaxCells is how many cells a sweep has at most.
	MaxCells = 10_000_000
	// MaxFile is how long a sweep's text may be, in bytes.
	MaxFile = 4 << 20
)

type document struct {
	Version    int                   `json:"hebb_sweep"`
	Experiment experiment.Experiment `json:"experiment"`
	Grid       []Axis                `json:"grid,omitempty"`
	Seeds      int                   `json:"seeds"`
	Steps      uint64                `json:"steps"`
	Measures   []string              `json:"measures"`
}

// File is the sweep as it is kept: indented JSON.
func (s *Sweep) File() []byte {
	d := document{Version, s.Base, s.Axes, s.Seeds, s.Steps, nil}
	for _, t := range s.Measures {
		d.Measures = append(d.Measures, MeasureText(t))
	}
	data, err := json.MarshalIndent(d, "", " ")
	if err != nil {
		panic("sweep: " + err.Error()) // texts and whole numbers always encode
	}
	return append(data, '\n')
}

// Parse reads a sweep strictly. Names and values are checked by Check.
func Parse(data []byte) (*Sweep, error) {
	if len(data) > MaxFile {
		return nil, fmt.Errorf("the file has %d bytes; a sweep has at most %d", len(data), MaxFile)
	}
	var version struct {
		Version *int `json:"hebb_sweep"`
	}
	if err := json.Unmarshal(data, &version); err != nil {
		return nil, fmt.Errorf("the file is no sweep of Hebb's: %w", err)
	}
	switch {
	case version.Version == nil:
		return nil, errors.New(`the file is no sweep of Hebb's: it has no key "hebb_sweep"`)
	case *version.Version > Version:
		return nil, fmt.Errorf("the sweep was made by a newer Hebb (%d, this one reads %d)", *version.Version, Version)
	case *version.Version < 1:
		return nil, fmt.Errorf("hebb_sweep: %d is outside its range: it takes 1 to %d", *version.Version, Version)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	var d document
	if err := dec.Decode(&d); err != nil {
		return nil, err
	}
	if d.Experiment.Lab == "" {
		return nil, errors.New("experiment: the sweep has none")
	}
	s := &Sweep{Base: d.Experiment, Axes: d.Grid, Seeds: d.Seeds, Steps: d.Steps}
	for _, text := range d.Measures {
		t, err := ParseMeasure(text, d.Steps)
		if err != nil {
			return nil, err
		}
		s.Measures = append(s.Measures, t)
	}
	return s, nil
}

// Check refuses what cannot be computed, by name, before anything is; it writes fields' values as
// the fields do. The first cell is set up for it and takes no step.
func (s *Sweep) Check(ctx context.Context, lab *sim.Lab, given job.Given) error {
	view, ok := lab.View(s.Base.View)
	if !ok {
		return refuse("view", "the lab %s has no view %q", lab.Name, sim.Clip(s.Base.View))
	}
	switch {
	case s.Steps < 1 || s.Steps > experiment.MaxUnit:
		return refuse("-steps", "%d is outside its range: it takes 1 to %d", s.Steps, uint64(experiment.MaxUnit))
	case s.Seeds < 1 || s.Seeds > MaxSeeds:
		return refuse("-seeds", "%d is outside its range: it takes 1 to %d", s.Seeds, MaxSeeds)
	case s.Base.Seed+uint64(s.Seeds)-1 > 1<<53-1:
		return refuse("-seeds", "the last of %d seeds from %d on would be too large", s.Seeds, s.Base.Seed)
	case len(s.Measures) == 0:
		return refuse("-measure", "there is nothing to measure: name an output, such as -measure a.loss")
	case len(s.Measures) > MaxMeasures:
		return refuse("-measure", "%d measures are too many: at most %d", len(s.Measures), MaxMeasures)
	}
	seen := map[string]bool{}
	for _, t := range s.Measures {
		text := MeasureText(t)
		if seen[text] {
			return refuse("-measure", "%s is given twice", text)
		}
		seen[text] = true
		if int(t.Variant[0]-'a') >= len(s.Base.Variants) {
			return refuse("-measure "+text, "the experiment has no variant %s", strings.ToUpper(t.Variant))
		}
	}
	seen = map[string]bool{}
	for i := range s.Axes {
		if seen[s.Axes[i].Field] {
			return refuse("-grid", "%s is given twice", sim.Clip(s.Axes[i].Field))
		}
		seen[s.Axes[i].Field] = true
		if err := s.Axes[i].check(view, len(s.Base.Variants)); err != nil {
			return err
		}
	}
	if n, ok := s.count(); !ok {
		return refuse("-grid", "it has more than %d cells, the most of a sweep", n)
	}
	for cell := range s.Cells(view) {
		o := &Order{Experiment: cell.Experiment, Measures: s.Measures}
		if err := o.begin(ctx, lab, given); err != nil {
			return fmt.Errorf("the first cell (%s): %w", cell.Name(s), err)
		}
		break
	}
	return nil
}

// Count is how many cells the sweep has.
func (s *Sweep) Count() int {
	n, _ := s.count()
	return n
}

func (s *Sweep) count() (n int, ok bool) {
	n = s.Seeds
	for _, a := range s.Axes {
		if n *= len(a.Values); n > MaxCells {
			return MaxCells, false
		}
	}
	return n, true
}

// Cell is a point of the grid with one of its seeds.
type Cell struct {
	Index      int
	Values     []string // of the axes
	Experiment experiment.Experiment
}

// Name is what people know the cell by: its values and its seed.
func (c *Cell) Name(s *Sweep) string {
	var parts []string
	for i, a := range s.Axes {
		parts = append(parts, a.Field+"="+c.Values[i])
	}
	return strings.Join(append(parts, fmt.Sprintf("seed=%d", c.Experiment.Seed)), " ")
}

// Cells goes through the cells in their order: seeds change fastest, then the last axis. One
// cell is made at a time.
func (s *Sweep) Cells(view *sim.View) iter.Seq[*Cell] {
	return func(yield func(*Cell) bool) {
		at := make([]int, len(s.Axes))
		index := 0
		for {
			values := make([]string, len(s.Axes))
			q := url.Values{}
			for i, a := range s.Axes {
				values[i] = a.Values[at[i]]
				q.Set(a.Field, values[i])
			}
			setup, _ := experiment.Decode(q, s.Base.Setup, view)
			for k := range s.Seeds {
				c := &Cell{Index: index, Values: values, Experiment: experiment.Experiment{Setup: setup.Clone(), Journal: s.Base.Journal}}
				c.Experiment.Seed += uint64(k)
				index++
				if !yield(c) {
					return
				}
			}
			i := len(at) - 1
			for ; i >= 0; i-- {
				if at[i]++; at[i] < len(s.Axes[i].Values) {
					break
				}
				at[i] = 0
			}
			if i < 0 {
				return
			}
		}
	}
}
