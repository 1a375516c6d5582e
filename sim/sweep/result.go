package sweep

import (
	"bytes"
	"encoding/json"
	"fmt"

	"hebb/sim"
)

// Result is what a cell comes to, and nothing of when, where and how: two who compute the same
// cell write the same bytes.
type Result struct {
	Version int    `json:"hebb_cell"`
	Cell    string `json:"cell"`
	Arithmetic
	Values []Value `json:"values"` // by measure
}

// Value is what a measure comes to: a number, or where its variant diverged before.
type Value struct {
	Measure  string    `json:"measure"`
	Value    *float64  `json:"value"`
	Diverged *Diverged `json:"diverged,omitempty"`
}

// Diverged is the unit in hand when a variant left the numbers one can use, and which quantity did.
type Diverged struct {
	Unit uint64 `json:"unit"`
	What string `json:"what"`
}

// MaxResult is how long a result's text may be, in bytes.
const MaxResult = 64 << 10

// File is the result as it is kept.
func (r *Result) File() []byte {
	data, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		panic("sweep: " + err.Error()) // numbers are finite
	}
	return append(data, '\n')
}

// ParseResult reads the result of a cell, strictly: it is whole, and that cell's. A file that
// has been written in half is none.
func ParseResult(cell string, data []byte) (*Result, error) {
	if len(data) > MaxResult {
		return nil, fmt.Errorf("the result has %d bytes, more than the %d of any", len(data), MaxResult)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	r := &Result{}
	if err := dec.Decode(r); err != nil {
		return nil, fmt.Errorf("the result of cell %s cannot be read: %w", cell, err)
	}
	switch {
	case r.Version > Version:
		return nil, fmt.Errorf("the result of cell %s was made by a newer Hebb (%d, this one reads %d)", cell, r.Version, Version)
	case r.Version < 1:
		return nil, fmt.Errorf("the result of cell %s: hebb_cell: %d is outside its range: it takes 1 to %d", cell, r.Version, Version)
	case r.Cell != cell:
		return nil, fmt.Errorf("the result of cell %s says that it is that of %s", cell, sim.Clip(r.Cell))
	case len(r.Values) == 0:
		return nil, fmt.Errorf("the result of cell %s has no value", cell)
	}
	if !bytes.Equal(data, r.File()) {
		return nil, fmt.Errorf("the result of cell %s is not as it was written", cell)
	}
	return r, nil
}

// Fits says whether the result answers the order: its cell, its arithmetic, each of its measures,
// with a number or a divergence.
func (r *Result) Fits(o *Order) error {
	if r.Cell != o.Key() || r.Arithmetic != o.Arithmetic {
		return fmt.Errorf("the result is that of cell %s in the arithmetic %s with the digest %s", sim.Clip(r.Cell), sim.Clip(r.Arithmetic.Version), sim.Clip(r.Digest))
	}
	for _, t := range o.Measures {
		if r.Value(MeasureText(t)) == nil {
			return fmt.Errorf("the result of cell %s does not have %s", r.Cell, MeasureText(t))
		}
	}
	if len(r.Values) != len(o.Measures) {
		return fmt.Errorf("the result of cell %s has %d values, not %d", r.Cell, len(r.Values), len(o.Measures))
	}
	return nil
}

// Value is that of a measure; nil when there is none.
func (r *Result) Value(measure string) *Value {
	for i := range r.Values {
		if v := &r.Values[i]; v.Measure == measure && (v.Value == nil) != (v.Diverged == nil) {
			return v
		}
	}
	return nil
}
