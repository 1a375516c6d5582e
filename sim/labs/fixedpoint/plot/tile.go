package plot

import "hebb/sim"

// Tile is a piece of a landscape: n × n values at the centres of equal cells, the
// bottom row first, null where there is none.
type Tile struct {
	N      int        `json:"n"`
	Values []*float64 `json:"values"`
	Kind   []int      `json:"kind,omitempty"` // 0 stable, 1 unstable, 2 does not settle
	Sign   []int      `json:"sign,omitempty"` // of det(I - G W)
}

// Box are the arguments of a query about a rectangle.
func Box(x0, x1, y0, y1 *float64) []sim.Field {
	f := func(p *float64, name, label, doc string) sim.Field {
		return sim.Field{Name: name, Label: label, Doc: doc, Value: sim.Float(p, -1e3, 1e3, sim.Linear)}
	}
	return []sim.Field{f(x0, "x0", "left", "Left edge."), f(x1, "x1", "right", "Right edge."), f(y0, "y0", "bottom", "Lower edge."), f(y1, "y1", "top", "Upper edge.")}
}

// Number is a value for JSON: nil when it is no finite number.
func Number(v float64) *float64 {
	if v-v != 0 {
		return nil
	}
	return &v
}

// TileArg is the argument of a query that says how many cells a tile has.
func TileArg(n *int) sim.Field {
	return sim.Field{Name: "n", Label: "cells", Doc: "Cells along each side.", Value: sim.Int(n, 1, 256)}
}
