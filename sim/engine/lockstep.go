package engine

import (
	"context"
	"math"

	"hebb/sim"
	"hebb/sim/experiment"
)

// The order of steps: whoever runs an experiment goes by it. A variant that has diverged
// halts, and the others go on without it.

// restart puts all variants back to unit 0.
func (e *Engine) restart(ctx context.Context) error {
	for _, v := range e.variants {
		if err := v.restart(e.envOf(ctx)); err != nil {
			return err
		}
	}
	e.stand(experiment.Position{}, 0)
	e.every, e.changed = e.periods(), true
	return nil
}

// stand puts the engine between two rounds, with so many entries applied.
func (e *Engine) stand(at experiment.Position, applied int) {
	e.at, e.applied, e.trouble = at, applied, nil
	for _, b := range e.owed {
		b.Drop()
		_ = e.Collect(b)
	}
	e.owed = nil
	e.turn, e.ending, e.acting = 0, false, acting{}
	e.watch.drop()
}

// quantum gives a quantum to the next variant that has not finished the unit, and ends the
// round after the last. When the variant diverges, trouble is set.
func (e *Engine) quantum() {
	for ; e.turn < len(e.variants); e.turn++ {
		v := e.variants[e.turn]
		if v.finished {
			continue
		}
		var step sim.Step
		if e.watch.on {
			step = e.watch.step(v.sim, &v.cost)
		} else {
			step = v.sim.Step()
		}
		v.stand.Begun, v.stand.Last = true, e.at.Round
		switch step.Status {
		case sim.Running:
			v.finished = step.Unit
		case sim.Diverged:
			e.diverge(e.turn, step.Trouble)
			return
		default:
			v.status, v.finished = step.Status, true
		}
		e.turn++
		break
	}
	for ; e.turn < len(e.variants) && e.variants[e.turn].finished; e.turn++ {
	}
	if e.turn < len(e.variants) {
		return
	}
	e.turn, e.ending = 0, true
	for _, v := range e.variants {
		e.ending = e.ending && v.finished
	}
	if !e.ending {
		e.at.Round++
	}
}

// complete ends the unit: the scalars of all who took part are recorded and the
// next unit begins. A scalar that is not finite is divergence, seen or not.
func (e *Engine) complete() bool {
	for i, v := range e.variants {
		if v.stand.Away {
			continue
		}
		if n := v.record(); n >= 0 {
			e.diverge(i, &sim.Trouble{What: v.outputs[v.recorded[n]].Label, Size: v.row[n]})
			return false
		}
	}
	e.rounds = e.at.Round + 1
	e.at = experiment.Position{Unit: e.at.Unit + 1}
	for _, v := range e.variants {
		if !v.stand.Away {
			v.stand.Unit, v.stand.Begun, v.stand.Last = e.at.Unit, false, 0
		} else if v.status == sim.Running {
			v.join(e.at.Unit)
		}
		v.finished = v.status != sim.Running
	}
	if e.watch.due() {
		for _, v := range e.variants {
			e.watch.unit(&v.cost)
		}
		e.watch.next()
	}
	return true
}

// diverge finds that variant i goes no further than to before its newest quantum.
func (e *Engine) diverge(i int, t *sim.Trouble) {
	if t == nil {
		t = &sim.Trouble{What: "the state", Size: math.NaN()}
	}
	at := experiment.Position{Unit: e.at.Unit, Round: e.variants[i].stand.Last}
	e.trouble = &halt{At: at, Variant: i, Why: Diverged{Unit: at.Unit + 1, What: t.What, Size: t.Size, Noun: e.view.Unit}}
}

// Resting says that no variant has anything to do, nor has done a part of the unit
// in hand that is yet to be recorded.
func (e *Engine) Resting() bool {
	for _, v := range e.variants {
		if v.status == sim.Running || v.stand.Begun && !v.stand.Away {
			return false
		}
	}
	return true
}
