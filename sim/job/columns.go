package headless

import (
	"fmt"

	"hebb/server/limits"
	"hebb/sim"
	"hebb/sim/experiment"
)

// scalar is one scalar output of one variant.
type scalar struct {
	variant string // a to d
	output  sim.Output
	every   uint64 // how often there is a new value: 1 for each unit, k for a probe's, 0 for never
}

// column names a scalar as links name fields: plain for A, with its letter for the
// others.
func (s *scalar) column() string {
	if s.variant == "a" {
		return s.output.Name
	}
	return s.variant + "." + s.output.Name
}

// kept says whether the scalar has a history, as on the page.
func (s *scalar) kept() bool { return s.output.From != sim.Snapped }

// due says whether the scalar has a new value after a unit.
func (s *scalar) due(unit uint64) bool { return s.every > 0 && unit%s.every == 0 }

// age says when a probe's newest value was measured, if not now.
func (s *scalar) age(unit uint64) string {
	if s.output.From != sim.Probed || s.every == 0 || s.due(unit) {
		return ""
	}
	return fmt.Sprintf(", measured at %d", unit-unit%s.every)
}

// scalars lists the scalar outputs of all variants. Which there are can depend on
// the fields, so that the sims are asked.
func scalars(view *sim.View, setup experiment.Setup) ([]scalar, error) {
	var list []scalar
	for i, v := range setup.Variants {
		model := view.New()
		if err := sim.Set(model.Fields(), v.Set); err != nil {
			return nil, err
		}
		if err := model.Init(sim.Env{Seed: setup.Seed, Memory: limits.MaxRunBytes / experiment.MaxVariants}); err != nil {
			return nil, err
		}
		every := map[string]uint64{}
		for _, p := range model.Probes() {
			every[p.Name] = uint64(setup.Every(&p))
		}
		for _, o := range model.Outputs() {
			if o.Kind != sim.Scalar {
				continue
			}
			s := scalar{variant: experiment.VariantKey(i), output: o}
			switch o.From {
			case sim.Recorded:
				s.every = 1
			case sim.Probed:
				s.every = every[o.Probe]
			}
			list = append(list, s)
		}
	}
	return list, nil
}
