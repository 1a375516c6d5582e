package live

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/live/timing"
)

// variant is one sim of a lockstep with what was asked of it.
type variant struct {
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

	status   sim.Status
	finished bool // has done its part of the unit in hand, or rests
	Standing
	later  map[string]string // fields that wait for the unit to be completed
	row    []float64         // the recorded scalars of the newest unit
	rowSet bool              // there has been such a unit
	frame  *sim.Frame        // what is read when somebody looks
	snaps  bool              // the frame wants something
	cost   timing.Cost
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
func newVariant(view *sim.View, env sim.Env, set map[string]string) (*variant, error) {
	v := &variant{sim: view.New()}
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
	v.frame = sim.NewFrame(v.sim.Outputs())
	must(sim.CheckOutputs(v.sim.Outputs(), v.probes))
	v.bind()
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
func (v *variant) bind() {
	v.outputs = v.sim.Outputs()
	v.recorder = sim.NewRecorder(v.outputs)
	v.frame.Bind(v.outputs)
}

// restart puts the variant back to unit 0.
func (v *variant) restart(env sim.Env) {
	must(sim.Set(v.fields, v.base))
	must(v.sim.Init(env))
	v.bind()
	v.status, v.finished, v.later, v.rowSet = sim.Running, false, nil, false
	v.Standing = Standing{}
	clear(v.row)
	clear(v.shown)
}

// set changes fields that have been checked, some of them later when a unit is in
// hand.
func (v *variant) set(set map[string]string, at experiment.Position) {
	now := set
	if at.Round > 0 || v.Begun {
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
	must(sim.Set(v.fields, now))
	v.reactivate(at)
}

// halt leaves a variant where it stands, as it would diverge in the round to come.
func (v *variant) halt(at experiment.Position, why Diverged) {
	v.status, v.finished, v.Away, v.Halted, v.Why = sim.Diverged, true, true, at, why
}

// reactivate makes a variant that has come to rest step again, as something has changed:
// at once, or from the next unit on when one is in hand. One that has halted goes on
// from its own state: at once if the others have not gone on without it; otherwise
// it has missed their units for good.
func (v *variant) reactivate(at experiment.Position) {
	if v.status == sim.Running {
		return
	}
	v.status, v.Why = sim.Running, Diverged{}
	switch {
	case !v.Away:
		v.finished = at.Round > 0
	case at == v.Halted:
		v.Away, v.finished = false, false
	case at.Round == 0:
		v.join(at.Unit)
		v.finished = false
	}
}

// join lets a variant that was away take part again, from the unit after the given
// one on. What it had done of a unit when it halted counts.
func (v *variant) join(unit uint64) { v.Away, v.Since = false, unit+1 }

// applyLater sets the fields that have waited for the unit's end, when the variant has
// come to the end of one. It reports whether there were any.
func (v *variant) applyLater(at experiment.Position) bool {
	if v.later == nil || v.Begun {
		return false
	}
	must(sim.Set(v.fields, v.later))
	v.later = nil
	v.reactivate(at)
	return true
}

// values are the fields as they will be when nothing more is asked.
func (v *variant) values() map[string]string {
	m := sim.Values(v.fields)
	maps.Copy(m, v.later)
	return m
}

// action finds an action by name.
func (v *variant) action(name string) (int, error) {
	for i := range v.actions {
		if v.actions[i].Name == name {
			return i, nil
		}
	}
	return 0, fmt.Errorf("there is no action %q", sim.Clip(name))
}

// act does an action. What args do not say takes its default, whatever was said
// the last time. An action that fails leaves the sim as it was.
func (v *variant) act(name string, args map[string]string, at experiment.Position) error {
	i, err := v.action(name)
	if err != nil {
		return err
	}
	all := maps.Clone(v.args[i])
	maps.Copy(all, args)
	if err := sim.Set(v.actions[i].Args, all); err != nil {
		return err
	}
	if err := v.actions[i].Do(); err != nil {
		return err
	}
	v.reactivate(at)
	return nil
}

// saved is the state of a variant at a position.
type saved struct {
	Values   map[string]string
	Later    map[string]string
	State    []byte
	Status   sim.Status
	Finished bool
	Standing
	Row    []float64
	RowSet bool
}

func (v *variant) save(buf *bytes.Buffer) saved {
	buf.Reset()
	sim.SaveState(v.sim, buf)
	return saved{sim.Values(v.fields), maps.Clone(v.later), slices.Clone(buf.Bytes()), v.status, v.finished,
		v.Standing, slices.Clone(v.row), v.rowSet}
}

// load replaces the state of a variant that was built from the same base. After
// an error the variant must be restarted.
func (v *variant) load(s saved) error {
	if len(s.Row) != len(v.row) {
		return fmt.Errorf("the saved state records %d scalars, not %d", len(s.Row), len(v.row))
	}
	if err := sim.Set(v.fields, s.Values); err != nil {
		return err
	}
	if err := sim.LoadState(v.sim, s.State); err != nil {
		return err
	}
	v.later, v.status, v.finished, v.rowSet = maps.Clone(s.Later), s.Status, s.Finished, s.RowSet
	v.Standing = s.Standing
	copy(v.row, s.Row)
	return nil
}

// size is about how many bytes a saved state holds.
func (s *saved) size() int64 { return int64(len(s.State) + 8*len(s.Row) + 64*len(s.Values)) }

// must is for what cannot fail unless a sim breaks its contract.
func must(err error) {
	if err != nil {
		panic("live: " + err.Error())
	}
}
