package live

import (
	"fmt"
	"math"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/live/timing"
)

// lockstep takes variants through the same units together. It is all there is to
// the order of steps: a run and Headless both go by it. A variant that has diverged
// halts, and the others go on without it.
type lockstep struct {
	view     *sim.View
	env      sim.Env
	variants []*variant
	experiment.Position
	unitRounds uint32 // how many the last unit had
	trouble    *halt  // found in the last round: the state is of no use until restart or load
	stopwatch  timing.Stopwatch
}

func newLockstep(view *sim.View, env sim.Env, variants []experiment.Variant) (*lockstep, error) {
	l := &lockstep{view: view, env: env}
	for i, s := range variants {
		v, err := newVariant(view, env, s.Set)
		if err != nil {
			if len(variants) > 1 {
				err = fmt.Errorf("variant %s: %w", experiment.VariantKey(i), err)
			}
			return nil, err
		}
		l.variants = append(l.variants, v)
	}
	return l, nil
}

// restart puts all variants back to unit 0.
func (l *lockstep) restart() {
	for _, v := range l.variants {
		v.restart(l.env)
	}
	l.Position, l.trouble = experiment.Position{}, nil
	l.stopwatch.Drop()
}

// round gives a quantum to every variant that has not finished the unit. It
// reports whether now all have; the position then stays until complete. When a
// variant diverges, trouble is set.
func (l *lockstep) round() (all bool) {
	all = true
	for i, v := range l.variants {
		if v.finished {
			continue
		}
		var step sim.Step
		if l.stopwatch.On() {
			step = l.stopwatch.Step(v.sim, &v.cost)
		} else {
			step = v.sim.Step()
		}
		v.Begun, v.Last = true, l.Round
		switch step.Status {
		case sim.Running:
			v.finished = step.Unit
		case sim.Diverged:
			l.diverge(i, step.Trouble)
			return false
		default:
			v.status, v.finished = step.Status, true
		}
		all = all && v.finished
	}
	if !all {
		l.Round++
	}
	return all
}

// complete ends the unit: the scalars of all who took part are recorded and the
// next unit begins. A scalar that is not finite is divergence, seen or not.
func (l *lockstep) complete() bool {
	for i, v := range l.variants {
		if v.Away {
			continue
		}
		v.recorder.Record(v.row)
		for j, x := range v.row {
			if x-x != 0 { // neither NaN nor infinite
				l.diverge(i, &sim.Trouble{What: v.outputs[v.recorded[j]].Label, Size: x})
				return false
			}
		}
		v.rowSet = true
	}
	l.unitRounds = l.Round + 1
	l.Unit, l.Round = l.Unit+1, 0
	for _, v := range l.variants {
		if !v.Away {
			v.Unit, v.Begun, v.Last = l.Unit, false, 0
		} else if v.status == sim.Running {
			v.join(l.Unit)
		}
		v.finished = v.status != sim.Running
	}
	if l.stopwatch.Due() {
		for _, v := range l.variants {
			l.stopwatch.Unit(&v.cost)
		}
		l.stopwatch.Next()
	}
	return true
}

// diverge finds that variant i goes no further than to before its newest quantum.
func (l *lockstep) diverge(i int, t *sim.Trouble) {
	if t == nil {
		t = &sim.Trouble{What: "the state", Size: math.NaN()}
	}
	l.trouble = &halt{Position: experiment.Position{Unit: l.Unit, Round: l.variants[i].Last}, Variant: i, Why: Diverged{Unit: l.Unit + 1, What: t.What, Size: t.Size, Noun: l.view.Unit.One}}
}

// resting says that no variant has anything to do, nor has done a part of the unit
// in hand that is yet to be recorded.
func (l *lockstep) resting() bool {
	for _, v := range l.variants {
		if v.status == sim.Running || v.Begun && !v.Away {
			return false
		}
	}
	return true
}

// status sums the variants' statuses up: running while one of them is, then
// diverged if one of them has.
func (l *lockstep) status() sim.Status {
	all, diverged := sim.Done, false
	for _, v := range l.variants {
		if v.status == sim.Diverged {
			diverged = true
			continue
		}
		all = min(all, v.status) // Running, Converged, Done: the least of them
	}
	if diverged && all != sim.Running {
		return sim.Diverged
	}
	return all
}

// diverged says where and how variant i has diverged; nil: it stands otherwise.
func (l *lockstep) diverged(i int) *Diverged {
	v := l.variants[i]
	if v.status != sim.Diverged {
		return nil
	}
	d := v.Why
	d.Variant = experiment.VariantKey(i)
	return &d
}

// which returns the variants that a key means: all for "".
func (l *lockstep) which(key string) ([]*variant, error) {
	if key == "" {
		return l.variants, nil
	}
	i, err := l.index(key)
	if err != nil {
		return nil, err
	}
	return l.variants[i : i+1], nil
}

// index returns the number of a variant; "" is A.
func (l *lockstep) index(key string) (int, error) {
	if key == "" {
		return 0, nil
	}
	for i := range l.variants {
		if key == experiment.VariantKey(i) {
			return i, nil
		}
	}
	return 0, fmt.Errorf("there is no variant %q", sim.Clip(key))
}
