package one

import "hebb/sim/figure"

// Cobweb draws a map of a line to itself, and the way of iterates between it and the diagonal.
type Cobweb struct {
	X     string        `json:"x"`                         // TeX: what is across
	Y     string        `json:"y"`                         // TeX: what is upward
	Place figure.Action `json:"place,omitempty" sends:"x"` // a click begins there
}

func (Cobweb) Kind() string { return "cobweb" }

func (Cobweb) Roles() []string { return []string{"map", "web"} }
