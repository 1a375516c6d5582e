package job

import (
	"encoding/json"
	"io"

	"hebb/sim/experiment"
)

// Document writes one JSON document: the experiment, as a file of its own would have it, and
// what came out.
type Document struct {
	to     io.Writer
	by     experiment.Origin
	record Record
}

// Record is what a Document writes. Columns are called as in a CSV.
type Record struct {
	Experiment experiment.Experiment `json:"experiment"` // where the job has ended
	Final      map[string]float64    `json:"final"`
	Units      []uint64              `json:"units"`
	History    map[string][]*float64 `json:"history"` // null where there is nothing
}

// NewDocument returns a sink that writes to w, and says what computed it.
func NewDocument(w io.Writer, by experiment.Origin) *Document { return &Document{to: w, by: by} }

func (d *Document) Begin(h *Head) error {
	d.record = Record{Experiment: h.Experiment, Units: []uint64{}, Final: map[string]float64{}, History: map[string][]*float64{}}
	d.record.Experiment.By = d.by
	return nil
}

func (d *Document) Unit(s *Sample) (bool, error) {
	d.record.Units = append(d.record.Units, s.Unit())
	for i := range s.Head.Columns {
		c := &s.Head.Columns[i]
		if !c.Kept() {
			continue
		}
		var p *float64
		if v, ok := s.Fresh(c); ok {
			p = &v
		}
		d.record.History[c.Name()] = append(d.record.History[c.Name()], p)
	}
	return true, nil
}

func (d *Document) End(s *Sample, _ error) error {
	d.record.Experiment.Position = experiment.Position{Unit: s.Unit()}
	for i := range s.Head.Columns {
		c := &s.Head.Columns[i]
		if v, ok := s.Value(c); ok {
			d.record.Final[c.Name()] = v
		}
	}
	enc := json.NewEncoder(d.to)
	enc.SetIndent("", " ")
	return enc.Encode(d.record)
}
