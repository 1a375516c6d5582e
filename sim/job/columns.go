package job

import (
	"hebb/sim"
	"hebb/sim/engine"
	"hebb/sim/experiment"
)

// Column is one scalar output of one variant.
type Column struct {
	Variant int
	Output  sim.Output
	Every   uint64 // units between two new values as the job begins: 1 for what is recorded, k for a probe's, 0 for never

	index int // of the output
}

// columns lists the scalar outputs of all variants.
func columns(e *engine.Engine, setup experiment.Setup) []Column {
	var list []Column
	for i, v := range e.Variants() {
		every := map[string]uint64{}
		for _, p := range v.Probes() {
			every[p.Name] = uint64(setup.Every(&p))
		}
		for n, o := range v.Outputs() {
			if o.Kind != sim.Scalar {
				continue
			}
			c := Column{Variant: i, Output: o, index: n}
			switch o.From {
			case sim.Recorded:
				c.Every = 1
			case sim.Probed:
				c.Every = every[o.Probe]
			}
			list = append(list, c)
		}
	}
	return list
}

// Name names a scalar as links name fields.
func (c *Column) Name() string { return experiment.NameIn(c.Variant, c.Output.Name) }

// Kept says whether the scalar has a history, as on the page.
func (c *Column) Kept() bool { return c.Output.From != sim.Snapped }

// due says whether the scalar has a new value after a unit, as the job begins.
func (c *Column) due(unit uint64) bool { return c.Every > 0 && unit%c.Every == 0 }
