package main

import (
	"context"
	"errors"

	"hebb/sim"
	"hebb/sim/live"
)

// look is a run after a unit, whatever drives it.
type look interface {
	at() uint64
	// value is a scalar output in full precision; false when it is not known yet.
	value(variant, output string) (float64, bool)
	// trouble says how a variant has diverged; "" when it has not. Then its values are
	// those of its last unit that counts.
	trouble(variant string) string
	// counts says whether a variant has completed this unit: its values are of now.
	counts(variant string) bool
}

// play runs what a link asks for without a clock, unit by unit. The look that it
// returns is the last finite one, and comes with an error when the run ended early. A
// variant that diverges ends it only when no other goes on.
func (c *catalogue) play(ctx context.Context, a *asked, units uint64, each func(look) bool) (look, error) {
	if a.moment != nil {
		return c.replay(ctx, a, units, each)
	}
	last, err := live.Headless(a.lab, a.setup, nil, units, func(l *live.Look) bool { return each(fresh{l}) })
	if last == nil {
		return nil, err
	}
	if _, halted := errors.AsType[*live.Diverged](err); halted && last.Unit == units {
		err = nil
	}
	return fresh{last}, err
}

// fresh is a run that began at unit 0.
type fresh struct{ *live.Look }

func (f fresh) at() uint64                                   { return f.Unit }
func (f fresh) value(variant, output string) (float64, bool) { return f.Value(variant, output) }

func (f fresh) trouble(variant string) string {
	if d := f.Diverged(index(variant)); d != nil {
		return d.Error()
	}
	return ""
}

func (f fresh) counts(variant string) bool { return f.Counts(index(variant)) }

// index is the number of a variant that there is.
func index(variant string) int { return int(variant[0] - 'a') }

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
	x, ok := r.Variants[index(variant)].Scalars[output]
	return x, ok
}

func (r replayed) trouble(variant string) string {
	if v := r.Variants[index(variant)]; v.Status == sim.Diverged.String() {
		return v.Text
	}
	return ""
}

func (r replayed) counts(variant string) bool { return r.Variants[index(variant)].Unit == r.Unit }
