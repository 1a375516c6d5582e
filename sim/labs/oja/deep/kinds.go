package deep

import "hebb/sim/figure"

// Pad is a sheet to draw on, whose drawing the networks class.
type Pad struct {
	Query figure.Query[Verdict] `json:"query" sends:"pixels"`
}

func (Pad) Kind() string { return "pad" }

func (Pad) Roles() []string { return nil }

// Mistakes shows images that a network gets wrong.
type Mistakes struct {
	Query figure.Query[[]Mistake] `json:"query" sends:"many"`
}

func (Mistakes) Kind() string { return "mistakes" }

func (Mistakes) Roles() []string { return nil }
