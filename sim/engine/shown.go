package engine

import (
	"context"
	"fmt"
	"maps"

	"hebb/sim"
)

// Sim is the model itself, to look at.
func (v *Variant) Sim() sim.Sim { return v.sim }

// Fields are the model's parameters. They are changed by Engine.Do.
func (v *Variant) Fields() []sim.Field { return v.fields }

// Outputs are what can be seen of the model.
func (v *Variant) Outputs() []sim.Output { return v.outputs }

// Probes are what can be measured.
func (v *Variant) Probes() []sim.Probe { return v.probes }

// Values are the fields as they will be when nothing more is asked.
func (v *Variant) Values() map[string]string {
	m := sim.Values(v.fields)
	maps.Copy(m, v.later)
	return m
}

// Status says how the variant stands.
func (v *Variant) Status() sim.Status { return v.status }

// Unit is the last unit of the run that the variant has completed. One that has halted
// falls behind the others.
func (v *Variant) Unit() uint64 { return v.stand.Unit }

// Recorded are the recorded scalars of that unit, in the order of outputs; zeros before
// the first, sim.Absent for what had no value. They stay the variant's.
func (v *Variant) Recorded() []float64 { return v.row }

// Cost is what a unit costs, in seconds; 0: not known yet.
func (v *Variant) Cost() float64 { return float64(v.cost.unit) / 1e9 }

// Value is a scalar output by its name: see Engine.Value.
func (v *Variant) Value(output string) (float64, bool) {
	for o := range v.outputs {
		if v.outputs[o].Name == output && v.outputs[o].Kind == sim.Scalar {
			if v.outputs[o].From == sim.Snapped {
				v.frame.Want(o, true)
				v.frame.Read()
			}
			return v.Scalar(o)
		}
	}
	return 0, false
}

// Measured is the unit of the newest measurement of a probed output; false before the
// first.
func (v *Variant) Measured(output int) (unit uint64, ok bool) {
	if s := v.shownBy(v.outputs[output].Probe); s != nil && v.outputs[output].From == sim.Probed {
		return s.unit, true
	}
	return 0, false
}

// Want says which outputs Copy copies.
func (v *Variant) Want(want []bool) {
	v.snaps = false
	for n, want := range want {
		want = want && v.outputs[n].From == sim.Snapped
		v.frame.Want(n, want)
		v.snaps = v.snaps || want
	}
}

// Copy copies the outputs that are wanted, to be shown.
func (v *Variant) Copy() {
	if v.snaps {
		v.frame.Read()
	}
}

// Scalar returns a scalar as it was last recorded, measured or copied; false where it has no
// value.
func (v *Variant) Scalar(output int) (x float64, ok bool) {
	o := &v.outputs[output]
	switch o.From {
	case sim.Recorded:
		for j, r := range v.recorded {
			if r == output {
				return v.row[j], v.rowSet && v.row[j]-v.row[j] == 0
			}
		}
	case sim.Probed:
		if s := v.shownBy(o.Probe); s != nil {
			return s.frame.Scalar(output), true
		}
	case sim.Snapped:
		x = v.frame.Scalar(output)
		return x, x-x == 0
	}
	return 0, false
}

// Shown returns the frame with an output that is no scalar, as it was last copied or
// measured, or nil.
func (v *Variant) Shown(output int) *sim.Frame {
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
func (v *Variant) shownBy(probe string) *shot {
	for p := range v.probes {
		if v.probes[p].Name == probe {
			return v.shown[p]
		}
	}
	return nil
}

// Ask copies what the answer to a figure's question needs. The answer is computed by what
// is returned, in any goroutine, and can be written as JSON.
func (v *Variant) Ask(name string, args map[string]string) (func(context.Context) (any, error), error) {
	for i := range v.queries {
		if q := &v.queries[i]; q.Name == name {
			all := maps.Clone(v.asks[i])
			maps.Copy(all, args)
			if err := sim.Set(q.Args, all); err != nil {
				return nil, err
			}
			return q.Ask()
		}
	}
	return nil, fmt.Errorf("there is no question %q", sim.Clip(name))
}
