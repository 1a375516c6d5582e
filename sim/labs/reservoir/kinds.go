package reservoir

import "hebb/sim/figure"

// Linkage draws a pen or an arm at work, and a sheet to draw a target on.
type Linkage struct {
	Draw  figure.Field  `json:"draw"`            // that takes a drawing
	Learn figure.Action `json:"learn"`           // what begins to learn it
	Times bool          `json:"times,omitempty"` // the drawing says how fast the hand was
	Reach figure.Output `json:"reach,omitempty"` // how far the arm reaches; left out: there is none
	Base  [2]float64    `json:"base,omitzero"`   // where it stands
}

func (Linkage) Kind() string { return "linkage" }

func (Linkage) Roles() []string {
	return []string{"target", "joints", "pen", "shares", "explorer", "mastery", "error", "reward", "gate", "trial", "phase"}
}

// Raster draws rates over the last steps, a row a unit.
type Raster struct {
	figure.Map
	Step float64 `json:"step"` // what a column is
	Unit string  `json:"unit"` // of step
}

func (Raster) Kind() string { return "raster" }

// Check says whether columns are steps.
func (r Raster) Check() error {
	if !(r.Step > 0) {
		return figure.Outside("step", r.Step, "more than 0")
	}
	return r.Map.Check()
}
