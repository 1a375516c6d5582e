package main

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"sync"

	"hebb/presets"
	"hebb/sim"
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
// asked. Runs of different seeds have nothing in common and go side by side.
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
	slots := make(chan struct{}, max(1, runtime.GOMAXPROCS(0)))
	errs := make([]error, claimSeeds)
	for k := range claimSeeds {
		s := setup.Clone()
		s.Seed += uint64(k)
		out.Seeds = append(out.Seeds, s.Seed)
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			errs[k] = proveSeed(ctx, p, s, func(i int, v float64) { out.Claims[i].Measured[k] = v }, long)
		})
	}
	wg.Wait()
	return out, errors.Join(errs...)
}

// proveSeed measures the claims under one seed. Claims with the same changes share
// a run.
func proveSeed(ctx context.Context, p *presets.Preset, s sim.Setup, found func(i int, v float64), long bool) error {
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
			return err
		}
	}
	return nil
}

// measure does one run and reads the given claims off it on the way.
func measure(ctx context.Context, p *presets.Preset, s sim.Setup, claims []int, units uint64, found func(i int, v float64)) error {
	view, _ := p.Lab.View(s.View)
	columns, err := scalars(&asked{lab: p.Lab, view: view, setup: s})
	if err != nil {
		return err
	}
	means := make([]mean, len(claims))
	for n, i := range claims {
		if means[n], err = newMean(&p.Claims[i], columns, view); err != nil {
			return err
		}
	}
	seen := 0
	_, err = live.Headless(p.Lab, s, p.Claims[claims[0]].Changes, units, func(l *live.Look) bool {
		for n, i := range claims {
			if v, ok := means[n].take(l); ok {
				found(i, v)
				seen++
			}
		}
		return ctx.Err() == nil
	})
	switch {
	case err != nil:
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	case seen < len(claims):
		return fmt.Errorf("%d of %d claims were not measured", len(claims)-seen, len(claims))
	}
	return nil
}

// mean gathers what a claim is about: the output at the claim's unit, or the mean of
// its measurements in the units before.
type mean struct {
	claim *sim.Claim
	fresh func(unit uint64) bool // the output is measured at this unit
	sum   float64
	n     int
}

func newMean(c *sim.Claim, columns []scalar, view *sim.View) (mean, error) {
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
	if v, ok = l.Value(c.Variant, c.Output); ok {
		m.sum += v
		m.n++
	}
	return m.sum / float64(max(1, m.n)), m.n > 0 && l.Unit == c.Unit
}
