package plot

import "hebb/sim/figure"

// Curve draws a function of one number, and where variants stand on it.
type Curve struct {
	Place figure.Action `json:"place,omitempty" sends:"x"` // a click puts a variant there
	X     string        `json:"x"`                         // TeX: what is across
	Y     string        `json:"y"`                         // TeX: what is upward
	Log   bool          `json:"log,omitempty"`             // upward
	X0    *float64      `json:"x0,omitempty"`              // the part that is shown in the beginning; left out: what there is
	X1    *float64      `json:"x1,omitempty"`
}

func (Curve) Kind() string { return "curve" }

func (Curve) Roles() []string { return []string{"curve", "goal", "level", "pole", "dots", "trail"} }

// Check says whether there is something between the ends.
func (c Curve) Check() error {
	if c.X0 != nil && c.X1 != nil && !(*c.X0 < *c.X1) {
		return figure.Outside("x1", *c.X1, "more than x0")
	}
	return nil
}

// Landscape draws a function of two numbers as a map that is asked for tile by tile.
type Landscape struct {
	Query  figure.Query[Tile] `json:"query" sends:"x0 x1 y0 y1 n"`
	Place  figure.Action      `json:"place,omitempty" sends:"x y"` // a click puts a variant there
	Follow figure.Output      `json:"follow,omitempty"`            // when it changes, so does the map
	X      string             `json:"x"`                           // TeX: what is across
	Y      string             `json:"y"`                           // TeX: what is upward
	Span   float64            `json:"span"`                        // half of the side that is shown in the beginning
	Most   int                `json:"most"`                        // cells along the shorter side, when the map is finest
}

func (Landscape) Kind() string { return "landscape" }

func (Landscape) Roles() []string {
	return []string{"singular", "theory", "ray", "dots", "boundary", "goal", "trail", "at"}
}

// Check says whether there is a part to show.
func (l Landscape) Check() error {
	if !(l.Span > 0) {
		return figure.Outside("span", l.Span, "more than 0")
	}
	if l.Most < 16 || l.Most > 1024 {
		return figure.Outside("most", float64(l.Most), "16 to 1024")
	}
	return nil
}
