package engine

import (
	"context"
	"fmt"
	"slices"

	"hebb/sim"
	"hebb/sim/engine/history"
	"hebb/sim/experiment"
)

// Engine is the variants of an experiment with its journal, at a position.
type Engine struct {
	view     *sim.View
	env      sim.Env
	base     experiment.Setup // what the journal starts from
	variants []*Variant
	at       experiment.Position
	turn     int    // of the round in hand: the variants before it have had their quantum
	ending   bool   // all variants have finished the unit, and entries of later rounds come first
	rounds   uint32 // how many the last unit had
	trouble  *halt  // found in the last round: the state is of no use until restart or load

	journal     []experiment.Entry
	applied     int                 // entries that have been applied
	acting      acting              // the entry after them, when it is applied in part
	halts       []halt              // where variants are known to diverge, in the order of positions
	every       []int               // by probe: its period now; 0: off
	history     [][]*history.Table  // by variant: what is recorded, then each probe's; nil: none is kept
	checkpoints checkpoints         // in memory
	pending     []*Batch            // captured and not yet collected
	owed        []*Batch            // of these, what is to be measured in place
	measure     func(*Batch)        // nil: at once
	fault       error               // of a measurement that was made at once
	aim         experiment.Position // where the seek under way leads
	changed     bool                // fields or periods in force have changed; whoever looks clears it
	watch       stopwatch
	writer      writer
}

// Options say what an engine is given from outside. The zero value is good for a run that
// only goes forward and is looked at on its way.
type Options struct {
	Pool        sim.Pool     // for work that sims split; nil: in place
	Memory      int64        // most bytes that each sim may hold; 0: no limit
	History     bool         // keep what units have recorded and probes have measured
	Checkpoints int64        // most bytes of checkpoints in memory, of which the newest always stays; 0: none are kept
	Measure     func(*Batch) // has a batch measured, and given to Collect later; nil: at once
	Clock       func() int64 // nanoseconds since any moment, to time steps with; nil: they are not timed
}

// New builds the models of an experiment, at its beginning: with its journal, wherever the
// experiment itself stands. Errors name the field, or the change, at fault.
func New(ctx context.Context, view *sim.View, x experiment.Experiment, o Options) (*Engine, error) {
	e, err := Build(ctx, view, x, o)
	if err != nil {
		return nil, err
	}
	e.Begin()
	return e, e.Advance(ctx, experiment.Position{}, nil)
}

// Build is New for who may have a saved state, and for who goes on turn by turn: it is
// followed by Resume or by Begin.
func Build(ctx context.Context, view *sim.View, x experiment.Experiment, o Options) (*Engine, error) {
	if n := len(x.Variants); n < 1 || n > experiment.MaxVariants {
		return nil, fmt.Errorf("variants: %d is outside its range: it takes 1 to %d", n, experiment.MaxVariants)
	}
	e := &Engine{view: view, env: sim.Env{Seed: x.Seed, Memory: o.Memory, Pool: o.Pool}, base: x.Setup.Clone(), measure: o.Measure}
	e.checkpoints.most, e.watch.clock = o.Checkpoints, o.Clock
	for i, s := range x.Variants {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		v, err := newVariant(view, e.envOf(ctx), s.Set)
		if err != nil {
			if len(x.Variants) > 1 {
				err = fmt.Errorf("variant %s: %w", experiment.VariantKey(i), err)
			}
			return nil, err
		}
		e.variants = append(e.variants, v)
	}
	e.every = e.periods()
	if o.History {
		for _, v := range e.variants {
			e.history = append(e.history, v.tables())
		}
	}
	if err := e.checkAll(ctx, x.Journal); err != nil {
		return nil, err
	}
	e.journal = slices.Clone(x.Journal)
	return e, nil
}

// Begin is the arrival at unit 0, before the entries there.
func (e *Engine) Begin() {
	e.capture(-1)
	e.haltKnown()
}

// envOf is what sims are given, for work that ends with ctx.
func (e *Engine) envOf(ctx context.Context) sim.Env {
	env := e.env
	env.Context = ctx
	return env
}

// Advance goes on to a position, and applies the journal on its way, the entries at the
// position too. It stops earlier when nothing is left to be done: all variants have come to
// rest, or have diverged. each is called after every unit that is new, and may be nil; it
// stops the way by returning false. When ctx ends, Advance returns its error within a
// quantum, and the engine stands between two turns, from where Advance can go on. A variant
// that diverges halts: see Diverged.
func (e *Engine) Advance(ctx context.Context, to experiment.Position, each func() bool) error {
	for seen := e.at.Unit; (e.at.Before(to) || !e.Between()) && !e.Over() && !e.stuck(); {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !e.Turn(ctx) {
			if err := e.Rewind(ctx, e.trouble.At, false); err != nil { // with the halt known, the same way leads on
				return err
			}
		}
		if e.fault != nil {
			return e.fault
		}
		if e.at.Unit > seen && len(e.owed) == 0 {
			if seen = e.at.Unit; each != nil && !each() {
				return nil
			}
		}
	}
	return e.fault
}

// Seek goes to a position, back or forward; the journal stays. See Advance for ctx.
func (e *Engine) Seek(ctx context.Context, to experiment.Position) error {
	if err := e.Rewind(ctx, to, true); err != nil {
		return err
	}
	defer e.Aim(experiment.Position{})
	return e.Advance(ctx, to, nil)
}

// stuck says that all variants have diverged and nothing is to be done here that could
// wake one. What the journal says of later units helps no more: nothing gets there.
func (e *Engine) stuck() bool {
	return !slices.ContainsFunc(e.variants, func(v *Variant) bool { return v.status != sim.Diverged }) &&
		(e.applied == len(e.journal) || e.at.Before(e.journal[e.applied].Position))
}

// ViewOf finds the view of a set-up.
func ViewOf(lab *sim.Lab, s experiment.Setup) (*sim.View, error) {
	view, ok := lab.View(s.View)
	if !ok {
		return nil, fmt.Errorf("view: the lab %s has no view %q", lab.Name, sim.Clip(s.View))
	}
	return view, nil
}

// must is for what cannot fail unless a sim breaks its contract.
func must(err error) {
	if err != nil {
		panic("engine: " + err.Error())
	}
}
