package oja

import (
	"context"
	"fmt"

	"hebb/sim"
)

func (d *deep) Actions() []sim.Action {
	return []sim.Action{{
		Name: "redraw", Title: "Draw a matrix again",
		Doc: "Forgets one matrix: draws its weights afresh, as at the start, while the others stay.",
		Args: []sim.Field{{Name: "matrix", Label: "matrix", Doc: "Which matrix, from 1 at the pixels.",
			Value: sim.Int(&d.redraw.layer, 1, 12)}},
		Do: func() error {
			if err := d.has("matrix", d.redraw.layer); err != nil {
				return err
			}
			d.core.redraw(d, d.redraw.layer-1)
			return nil
		},
	}}
}

// Weight is the answer to the query "weight".
type Weight struct {
	W float64 `json:"w"`
	B float64 `json:"b"` // the feedback weight beside it
}

func (d *deep) Queries() []sim.Query {
	return []sim.Query{{
		Name: "weight", Doc: "One weight, and the fixed random feedback weight beside it.",
		Args: []sim.Field{
			{Name: "matrix", Label: "matrix", Doc: "Which matrix, from 1 at the pixels.", Value: sim.Int(&d.asked.layer, 1, 12)},
			{Name: "row", Label: "row", Doc: "The unit behind, from 0.", Value: sim.Int(&d.asked.to, 0, 4095)},
			{Name: "col", Label: "column", Doc: "The unit before, from 0.", Value: sim.Int(&d.asked.from, 0, 4095)},
		},
		Ask: func() (func(context.Context) (any, error), error) {
			if err := d.has("matrix", d.asked.layer); err != nil {
				return nil, err
			}
			l := d.asked.layer - 1
			if d.asked.to >= d.sizes[l+1] {
				return nil, &sim.FieldError{Field: "row", Reason: fmt.Sprintf("layer %d has %d units", l+1, d.sizes[l+1])}
			}
			if d.asked.from >= d.sizes[l] {
				return nil, &sim.FieldError{Field: "col", Reason: fmt.Sprintf("layer %d has %d units", l, d.sizes[l])}
			}
			w, b := d.core.weight(l, d.asked.to, d.asked.from)
			return func(context.Context) (any, error) { return Weight{w, b}, nil }, nil
		},
	}}
}

func (d *deep) has(field string, matrix int) error {
	if matrix < 1 || matrix > d.depth() {
		return &sim.FieldError{Field: field, Reason: fmt.Sprintf("the network has matrices 1 to %d", d.depth())}
	}
	return nil
}
