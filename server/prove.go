package main

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"sync"

	"hebb/presets"
	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/live"
)

// claimSeeds is how many seeds a claim must hold for: the preset's own and the two
// after it.
const claimSeeds = 3

// proof is what the claims of one preset came to. Proofs are kept by the hash of
// their preset, so that a changed preset has none.
type proof struct {
	Preset string        `json:"preset"`
	Seeds  []uint64      `json:"seeds"`
	Claims []measuredOne `json:"claims"`
}

type measuredOne struct {
	Text     string    `json:"text"`
	Measured []float64 `json:"measured"` // for each seed
}

// prove measures the claims of a preset for all seeds; the long ones only when
// asked. Runs of different seeds have nothing in common and go side by side. What can
// be measured is, even when the error says that something else cannot.
func prove(ctx context.Context, p *presets.Preset, long bool) (*proof, error) {
	setup, _ := p.Setup(p.Lab)
	out := &proof{Preset: p.Key(), Claims: make([]measuredOne, len(p.Claims))}
	for i, claim := range p.Claims {
		out.Claims[i].Text = claim.Text
		if long || !claim.Long {
			out.Claims[i].Measured = make([]float64, claimSeeds)
		}
	}
	var wg sync.WaitGroup
	known := make([][claimSeeds]bool, len(p.Claims))
	slots := make(chan struct{}, max(1, runtime.GOMAXPROCS(0)))
	errs := make([]error, claimSeeds)
	for k := range claimSeeds {
		s := setup.Clone()
		s.Seed += uint64(k)
		out.Seeds = append(out.Seeds, s.Seed)
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			errs[k] = proveSeed(ctx, p, s, func(i int, v float64) { out.Claims[i].Measured[k], known[i][k] = v, true }, long)
		})
	}
	wg.Wait()
	for i := range known {
		if slices.Contains(known[i][:], false) {
			out.Claims[i].Measured = nil
		}
	}
	return out, errors.Join(errs...)
}

// proveSeed measures the claims under one seed. Claims with the same changes share
// a run.
func proveSeed(ctx context.Context, p *presets.Preset, s experiment.Setup, found func(i int, v float64), long bool) error {
	var errs []error
	left := map[int]bool{}
	for i, claim := range p.Claims {
		if long || !claim.Long {
			left[i] = true
		}
	}
	for i := range p.Claims {
		if !left[i] {
			continue
		}
		var together []int
		units := uint64(0)
		for j := i; j < len(p.Claims); j++ {
			if left[j] && reflect.DeepEqual(p.Claims[i].Changes, p.Claims[j].Changes) {
				together = append(together, j)
				units = max(units, p.Claims[j].Unit)
				delete(left, j)
			}
		}
		if err := measure(ctx, p, s, together, units, found); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// measure does one run and reads the given claims off it on the way. A variant that
// diverges is an error for the claims about later units of it alone.
func measure(ctx context.Context, p *presets.Preset, s experiment.Setup, claims []int, units uint64, found func(i int, v float64)) error {
	view, _ := p.Lab.View(s.View)
	columns, err := scalars(view, s)
	if err != nil {
		return err
	}
	means := make([]mean, len(claims))
	for n, i := range claims {
		if means[n], err = newMean(&p.Claims[i], columns, view); err != nil {
			return err
		}
	}
	left := map[int]bool{}
	for _, i := range claims {
		left[i] = true
	}
	_, err = live.Headless(p.Lab, experiment.Experiment{Setup: s, Journal: p.Claims[claims[0]].Changes}, units, func(l *live.Look) bool {
		for n, i := range claims {
			if v, ok := means[n].take(l); ok {
				found(i, v)
				delete(left, i)
			}
		}
		return ctx.Err() == nil
	})
	_, halted := errors.AsType[*live.Diverged](err)
	switch {
	case err != nil && !halted:
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	}
	var errs []error
	for _, i := range claims {
		switch c := &p.Claims[i]; {
		case left[i] && halted:
			errs = append(errs, fmt.Errorf("claim %q, of variant %s at %d: %w", c.Text, c.Variant, c.Unit, err))
		case left[i]:
			errs = append(errs, fmt.Errorf("claim %q was not measured", c.Text))
		}
	}
	return errors.Join(errs...)
}

// mean gathers what a claim is about: the output at the claim's unit, or the mean of
// its measurements in the units before.
type mean struct {
	claim *experiment.Claim
	fresh func(unit uint64) bool // the output is measured at this unit
	sum   float64
	n     int
}

func newMean(c *experiment.Claim, columns []scalar, view *sim.View) (mean, error) {
	for _, k := range columns {
		if k.variant != c.Variant || k.output.Name != c.Output {
			continue
		}
		fresh := func(unit uint64) bool { return !k.kept() || k.due(unit) }
		if !fresh(c.Unit) {
			return mean{}, fmt.Errorf("claim %q: %s is measured every %d %s, not at %d", c.Text, c.Output, k.every, view.Unit.Many, c.Unit)
		}
		return mean{claim: c, fresh: fresh}, nil
	}
	return mean{}, fmt.Errorf("claim %q: variant %s has no scalar output %q", c.Text, c.Variant, c.Output)
}

// take looks at a run after a unit; ok says that the claim's value is complete.
func (m *mean) take(l *live.Look) (v float64, ok bool) {
	c := m.claim
	if l.Unit > c.Unit || l.Unit+c.Over < c.Unit || c.Over > 0 && l.Unit+c.Over == c.Unit || !m.fresh(l.Unit) {
		return 0, false
	}
	if v, ok = l.Value(c.Variant, c.Output); ok && l.Counts(index(c.Variant)) {
		m.sum += v
		m.n++
	}
	return m.sum / float64(max(1, m.n)), m.n > 0 && l.Unit == c.Unit
}

// index is the number of a variant that there is.
func index(variant string) int { return int(variant[0] - 'a') }
