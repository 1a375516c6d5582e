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
		return c.replay(ctx, a, units, each)
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

// replay runs a link to an exact moment from its beginning, doing again what its
// journal says was done and when, which only a run can; beyond the moment it goes on.
func (c *catalogue) replay(ctx context.Context, a *asked, units uint64, each func(look) bool) (look, error) {
	runs := live.NewRuns(live.Config{Labs: c.labs, Preset: c.presetSetup, MaxRuns: 1, MemoryPerRun: maxRunBytes})
	defer runs.Close(context.WithoutCancel(ctx))
	at := *a.moment
	at.Position = live.Position{}
	run, err := runs.Start(a.setup, &at)
	if err != nil {
		return nil, err
	}
	var last look
	for unit := range units {
		if _, err := run.Do(ctx, live.Command{Do: live.StepOn, N: 1}); err != nil {
			return last, err
		}
		if err := run.Settle(ctx); err != nil {
			return last, err
		}
		now := replayed{run.Info()}
		if now.Unit != unit+1 {
			return last, errors.New(now.Text) // it has diverged or come to its end
		}
		if last = now; !each(now) {
			break
		}
	}
	return last, nil
}

// replayed is a run that follows a journal.
type replayed struct{ live.Info }

func (r replayed) at() uint64 { return r.Unit }

func (r replayed) value(variant, output string) (float64, bool) {
	for _, v := range r.Variants {
		if v.Key == variant {
			x, ok := v.Scalars[output]
			return x, ok
		}
	}
	return 0, false
}
