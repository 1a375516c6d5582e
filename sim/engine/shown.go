package live

import "hebb/sim"

// What a frame asks of a variant: see frame.Variant.

// Outputs are the sim's.
func (v *variant) Outputs() []sim.Output { return v.outputs }

// Cost is what a unit costs, in seconds; 0: not known yet.
func (v *variant) Cost() float64 { return v.cost.Unit.Seconds() }

// Scalar returns a scalar as it was last recorded, measured or copied.
func (v *variant) Scalar(output int) (x float64, ok bool) {
	o := &v.outputs[output]
	switch o.From {
	case sim.Recorded:
		for j, r := range v.recorded {
			if r == output {
				return v.row[j], v.rowSet
			}
		}
	case sim.Probed:
		for p := range v.probes {
			if v.probes[p].Name == o.Probe && v.shown[p] != nil {
				return v.shown[p].frame.Scalar(output), true
			}
		}
	case sim.Snapped:
		x = v.frame.Scalar(output)
		return x, x-x == 0
	}
	return 0, false
}

// Shown returns the frame with an output that is no scalar, as it was last copied or
// measured, or nil.
func (v *variant) Shown(output int) *sim.Frame {
	o := &v.outputs[output]
	if o.From != sim.Probed {
		return v.frame
	}
	if s := v.shownBy(o.Probe); s != nil {
		return s.frame
	}
	return nil
}

// shownBy returns the newest measurement of a probe, or nil.
func (v *variant) shownBy(probe string) *shot {
	for p := range v.probes {
		if v.probes[p].Name == probe {
			return v.shown[p]
		}
	}
	return nil
}
