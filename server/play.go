package main

import (
	"context"
	"errors"

	"hebb/sim/live"
)

// look is a run after a unit, whatever drives it.
type look interface {
	at() uint64
	// value is a scalar output in full precision; false when it is not known yet.
	value(variant, output string) (float64, bool)
}

// play runs what a link asks for without a clock, unit by unit. The look that it
// returns is the last finite one, and comes with an error when the run ended early.
func (c *catalogue) play(ctx context.Context, a *asked, units uint64, each func(look) bool) (look, error) {
	if a.moment != nil {
		return c.playFrom(ctx, a, units, each)
	}
	last, err := live.Headless(a.lab, a.setup, nil, units, func(l *live.Look) bool { return each(fresh{l}) })
	if last == nil {
		return nil, err
	}
	return fresh{last}, err
}

// fresh is a run that began at unit 0.
type fresh struct{ *live.Look }

func (f fresh) at() uint64                                   { return f.Unit }
func (f fresh) value(variant, output string) (float64, bool) { return f.Value(variant, output) }

// playFrom goes on from an exact moment: its journal holds what was done and when,
// which only a run can do again.
func (c *catalogue) playFrom(ctx context.Context, a *asked, units uint64, each func(look) bool) (look, error) {
	runs := live.NewRuns(live.Config{Labs: c.labs, Preset: c.presetSetup, MaxRuns: 1, MemoryPerRun: maxRunBytes})
	defer runs.Close(context.WithoutCancel(ctx))
	run, err := runs.Start(a.setup, a.moment)
	if err != nil {
		return nil, err
	}
	if err := run.Settle(ctx); err != nil {
		return nil, err
	}
	last := moment{run.Info()}
	for range units {
		if _, err := run.Do(ctx, live.Command{Do: live.StepOn, N: 1}); err != nil {
			return last, err
		}
		if err := run.Settle(ctx); err != nil {
			return last, err
		}
		now := moment{run.Info()}
		if now.Unit == last.Unit {
			return last, errors.New(now.Text)
		}
		last = now
		if !each(last) {
			break
		}
	}
	return last, nil
}

// moment is a run that began at a moment.
type moment struct{ live.Info }

func (m moment) at() uint64 { return m.Unit }

func (m moment) value(variant, output string) (float64, bool) {
	for _, v := range m.Variants {
		if v.Key == variant {
			x, ok := v.Scalars[output]
			return x, ok
		}
	}
	return 0, false
}
