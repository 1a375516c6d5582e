package two

import "hebb/sim/figure"

// Phase draws a plane of states: where they move, where they rest, and what a place of rest is.
type Phase struct {
	Query  figure.Query[Field]        `json:"query" sends:"x0 x1 y0 y1"`
	Way    figure.Query[[][2]float64] `json:"way,omitempty" sends:"x y"`   // from where the pointer is
	Point  figure.Query[*FixedPoint]  `json:"point" sends:"x y"`           // that is pressed
	Place  figure.Action              `json:"place,omitempty" sends:"x y"` // a click puts the state there
	Follow figure.Output              `json:"follow,omitempty"`            // when it changes, so does the picture
	X      string                     `json:"x"`                           // TeX: what is across
	Y      string                     `json:"y"`                           // TeX: what is upward
	Span   float64                    `json:"span"`                        // half of the side that is shown at least in the beginning
}

func (Phase) Kind() string { return "phase" }

func (Phase) Roles() []string {
	return []string{"state", "trail", "stable", "saddle", "unstable", "spiral", "unstable_spiral"}
}

// Check says whether there is a part to show.
func (p Phase) Check() error {
	if !(p.Span > 0) {
		return figure.Outside("span", p.Span, "more than 0")
	}
	return nil
}
