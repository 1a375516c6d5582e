package engine

import (
	"fmt"
	"maps"

	"hebb/sim"
	"hebb/sim/experiment"
)

// Variant is one sim of an engine with what was asked of it.
type Variant struct {
	sim      sim.Sim
	fields   []sim.Field
	outputs  []sim.Output
	recorded []int         // the outputs that recorder reads
	recorder *sim.Recorder // bound to the sim since it was last initialised, as frame is
	actions  []sim.Action
	args     []map[string]string // defaults of the actions' arguments
	probes   []sim.Probe
	queries  []sim.Query
	asks     []map[string]string // defaults of the queries' arguments
	spare    []sim.Measurement   // by probe: one that nobody uses any more
	shown    []*shot             // by probe: its newest measurement at or before the position
	base     map[string]string   // every field's value at unit 0
	texts    map[string]string   // every field's value now, never changed; nil: not asked for since a change

	status   sim.Status
	finished bool // has done its part of the unit in hand, or rests
	stand    Standing
	later    map[string]string // fields that wait for the unit to be completed
	row      []float64         // the recorded scalars of the newest unit
	rowSet   bool              // there has been such a unit
	frame    *sim.Frame        // what is read when somebody looks
	snaps    bool              // the frame wants something
	cost     cost
}

// Standing is how a variant stands beside the others, whose units it may miss.
type Standing struct {
	Unit   uint64              // the last unit of the run that it has completed
	Begun  bool                // it has completed a part of its own next unit
	Last   uint32              // the round of its newest quantum in the unit in hand
	Away   bool                // it has halted, and has no part in the unit in hand
	Halted experiment.Position // where it has halted, when away
	Why    Diverged            // and why, while its status says so
	Since  uint64              // the first unit after its newest gap
}

// newVariant builds a sim from the fields that differ from their defaults.
func newVariant(view *sim.View, env sim.Env, set map[string]string) (*Variant, error) {
	v := &Variant{sim: view.New()}
	v.fields = v.sim.Fields()
	if err := sim.Set(v.fields, set); err != nil {
		return nil, err
	}
	v.base = sim.Values(v.fields)
	if err := v.sim.Init(env); err != nil {
		return nil, err
	}
	v.actions, v.probes = v.sim.Actions(), v.sim.Probes()
	for _, a := range v.actions {
		v.args = append(v.args, sim.Values(a.Args))
	}
	v.queries = v.sim.Queries()
	for _, q := range v.queries {
		v.asks = append(v.asks, sim.Values(q.Args))
	}
	outputs := v.sim.Outputs()
	must(sim.CheckOutputs(outputs, v.probes))
	v.frame = sim.NewFrame(outputs)
	v.bind(outputs)
	for i, o := range v.outputs {
		if o.From == sim.Recorded {
			v.recorded = append(v.recorded, i)
		}
	}
	v.row = make([]float64, len(v.recorded))
	v.spare = make([]sim.Measurement, len(v.probes))
	v.shown = make([]*shot, len(v.probes))
	return v, nil
}

// bind has outputs read from the state that Init has built.
func (v *Variant) bind(outputs []sim.Output) {
	v.outputs = outputs
	v.recorder = sim.NewRecorder(outputs)
	v.frame.Bind(outputs)
}

// restart puts the variant back to unit 0.
func (v *Variant) restart(env sim.Env) error {
	v.put(v.base)
	if err := v.sim.Init(env); err != nil {
		if env.Ended() == nil {
			must(err)
		}
		return err
	}
	v.bind(v.sim.Outputs())
	v.status, v.finished, v.later, v.rowSet = sim.Running, false, nil, false
	v.stand = Standing{}
	clear(v.row)
	clear(v.shown)
	return nil
}

// put sets fields that have been checked, at once.
func (v *Variant) put(set map[string]string) {
	v.texts = nil
	must(sim.Set(v.fields, set))
}

// set changes fields that have been checked, some of them later when a unit is in
// hand.
func (v *Variant) set(set map[string]string, at experiment.Position) {
	now := set
	if at.Round > 0 || v.stand.Begun {
		now = map[string]string{}
		for name, text := range set {
			if f, _ := sim.Find(v.fields, name); f.Acts == sim.NextUnit {
				if v.later == nil {
					v.later = map[string]string{}
				}
				v.later[name] = text
			} else {
				now[name] = text
			}
		}
	}
	v.put(now)
	v.reactivate(at)
}

// record has the scalars of the unit that has been completed written into the row. It
// returns the first that is not finite, or -1.
func (v *Variant) record() int {
	v.recorder.Record(v.row)
	for j, x := range v.row {
		if x-x != 0 { // neither NaN nor infinite
			return j
		}
	}
	v.rowSet = true
	return -1
}

// halt leaves a variant where it stands, as it would diverge in the round to come.
func (v *Variant) halt(at experiment.Position, why Diverged) {
	v.status, v.finished = sim.Diverged, true
	v.stand.Away, v.stand.Halted, v.stand.Why = true, at, why
}

// reactivate makes a variant that has come to rest step again, as something has changed:
// at once, or from the next unit on when one is in hand. One that has halted goes on
// from its own state: at once if the others have not gone on without it; otherwise
// it has missed their units for good.
func (v *Variant) reactivate(at experiment.Position) {
	if v.status == sim.Running {
		return
	}
	v.status, v.stand.Why = sim.Running, Diverged{}
	switch {
	case !v.stand.Away:
		v.finished = at.Round > 0
	case at == v.stand.Halted:
		v.stand.Away, v.finished = false, false
	case at.Round == 0:
		v.join(at.Unit)
		v.finished = false
	}
}

// join lets a variant that was away take part again, from the unit after the given
// one on. What it had done of a unit when it halted counts.
func (v *Variant) join(unit uint64) { v.stand.Away, v.stand.Since = false, unit+1 }

// applyLater sets the fields that have waited for the unit's end, when the variant has
// come to the end of one. It reports whether there were any.
func (v *Variant) applyLater(at experiment.Position) bool {
	if v.later == nil || v.stand.Begun {
		return false
	}
	v.put(v.later)
	v.later = nil
	v.reactivate(at)
	return true
}

// action finds an action by name.
func (v *Variant) action(name string) (int, error) {
	for i := range v.actions {
		if v.actions[i].Name == name {
			return i, nil
		}
	}
	return 0, fmt.Errorf("there is no action %q", sim.Clip(name))
}

// act does an action. What args do not say takes its default, whatever was said
// the last time. An action that fails leaves the sim as it was.
func (v *Variant) act(name string, args map[string]string, at experiment.Position) error {
	i, err := v.action(name)
	if err != nil {
		return err
	}
	all := maps.Clone(v.args[i])
	maps.Copy(all, args)
	if err := sim.Set(v.actions[i].Args, all); err != nil {
		return err
	}
	v.texts = nil // an action may set fields, too
	if err := v.actions[i].Do(); err != nil {
		return err
	}
	v.reactivate(at)
	return nil
}
