package deep

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"

	"hebb/sim"
	"hebb/sim/figure"
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

func (d *deep) Queries() []sim.Query {
	return []sim.Query{{
		Name: "weight", Doc: "One weight, and the fixed random feedback weight beside it.",
		Args: []sim.Field{
			{Name: "matrix", Label: "matrix", Doc: "Which matrix, from 1 at the pixels.", Value: sim.Int(&d.asked.layer, 1, 12)},
			{Name: "row", Label: "row", Doc: "The postsynaptic unit, from 0.", Value: sim.Int(&d.asked.to, 0, 4095)},
			{Name: "col", Label: "column", Doc: "The presynaptic unit, from 0.", Value: sim.Int(&d.asked.from, 0, 4095)},
		},
		Answer: figure.Weight{},
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
			return func(context.Context) (any, error) { return figure.Weight{W: w, B: b}, nil }, nil
		},
	}, {
		Name: "classify", Doc: "What the network makes of an image of the user's own.",
		Args: []sim.Field{
			{Name: "pixels", Label: "pixels", Doc: "Grey levels in hexadecimal, two digits a pixel, row after row.",
				Value: sim.Text(&d.drawn, 2*maxDrawn, "two hexadecimal digits a pixel", isHex)},
		},
		Answer: Verdict{},
		Ask: func() (func(context.Context) (any, error), error) {
			pixels, err := hex.DecodeString(d.drawn)
			if d.drawn == "" { // nothing drawn yet: a blank sheet
				pixels = make([]byte, d.sizes[0])
			}
			if n := d.sizes[0]; err != nil || len(pixels) != n {
				return nil, &sim.FieldError{Field: "pixels", Reason: fmt.Sprintf("%d pixels, the images have %d", len(pixels), n)}
			}
			look := d.core.classifier(d)
			return func(context.Context) (any, error) { return look.classify(pixels), nil }, nil
		},
	}, {
		Name: "wrong", Doc: "The first held-out images that the network gets wrong, as it is now.",
		Args: []sim.Field{
			{Name: "many", Label: "how many", Doc: "How many images at most.", Value: sim.Int(&d.many, 1, 60)},
		},
		Answer: []Mistake{},
		Ask: func() (func(context.Context) (any, error), error) {
			look, many := d.core.classifier(d), d.many
			return func(ctx context.Context) (any, error) { return look.wrong(ctx, many) }, nil
		},
	}}
}

// maxDrawn is the most pixels of an image that a page sends.
const maxDrawn = 1024

func isHex(text string) error {
	if _, err := hex.DecodeString(text); err != nil {
		return errors.New("it takes two hexadecimal digits a pixel")
	}
	return nil
}

func (d *deep) has(field string, matrix int) error {
	if matrix < 1 || matrix > d.depth() {
		return &sim.FieldError{Field: field, Reason: fmt.Sprintf("the network has matrices 1 to %d", d.depth())}
	}
	return nil
}
