package experiment

import (
	"fmt"
	"slices"
	"strings"

	"hebb/sim"
)

// Resolve finds lab and view of an experiment, checks every name and value of its
// setup, and writes the values as their fields do. What is wrong is an error that
// names it; then nothing has changed. The journal is checked by whoever runs it.
func (s *Setup) Resolve(labs []*sim.Lab) (*sim.Lab, *sim.View, error) {
	i := slices.IndexFunc(labs, func(l *sim.Lab) bool { return l.Name == s.Lab })
	if i < 0 {
		var names []string
		for _, l := range labs {
			names = append(names, l.Name)
		}
		return nil, nil, &sim.FieldError{Field: "lab", Reason: fmt.Sprintf("there is no lab %q: there are %s", sim.Clip(s.Lab), strings.Join(names, ", "))}
	}
	lab := labs[i]
	view, ok := lab.View(s.View)
	if !ok {
		return nil, nil, &sim.FieldError{Field: "view", Reason: fmt.Sprintf("the lab %s has no view %q", lab.Name, sim.Clip(s.View))}
	}
	if n := len(s.Variants); n < 1 || n > MaxVariants {
		return nil, nil, &sim.FieldError{Field: "variants", Reason: fmt.Sprintf("%d is outside its range: it takes 1 to %d", n, MaxVariants)}
	}
	if s.Seed > maxSeed {
		return nil, nil, &sim.FieldError{Field: "seed", Reason: fmt.Sprintf("%d is outside its range: it takes 0 to %d", s.Seed, uint64(maxSeed))}
	}
	for name, every := range s.Probes {
		if defaultEvery(view, name) < 0 {
			return nil, nil, &sim.FieldError{Field: "probes", Reason: fmt.Sprintf("there is no probe %q", sim.Clip(name))}
		}
		if every < 0 || every > MaxEvery {
			return nil, nil, &sim.FieldError{Field: "probes." + name, Reason: fmt.Sprintf("%d is outside its range: it takes 0 (off) to %d", every, MaxEvery)}
		}
	}
	variants := make([]Variant, len(s.Variants))
	for i, v := range s.Variants {
		if len(v.Label) > MaxLabel {
			return nil, nil, &sim.FieldError{Field: VariantKey(i) + ".label", Reason: fmt.Sprintf("%d bytes are too many: at most %d", len(v.Label), MaxLabel)}
		}
		fields := view.New().Fields()
		if err := sim.Set(fields, v.Set); err != nil {
			if len(s.Variants) > 1 {
				err = fmt.Errorf("variant %s: %w", VariantKey(i), err)
			}
			return nil, nil, err
		}
		variants[i] = Variant{Label: CleanLabel(v.Label), Set: Diff(view, sim.Values(fields))}
	}
	s.View, s.Variants = view.Name, variants
	return lab, view, nil
}
