// Package plot has the figures that several views of the lab show, and no other lab.
package plot

import "hebb/sim/figure"

// Strips draws the entries of vectors as marks on one logarithmic axis, a strip each.
type Strips struct {
	Mark float64 `json:"mark"` // a line across; what is far below it lies at the edge
}

func (Strips) Kind() string { return "strips" }

func (Strips) Roles() []string { return []string{""} }

// Check says whether the axis can be drawn.
func (s Strips) Check() error {
	if !(s.Mark > 0) {
		return figure.Outside("mark", s.Mark, "more than 0")
	}
	return nil
}
