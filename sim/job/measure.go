package headless

import (
	"context"
	"errors"
	"fmt"
	"math"
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

// Numbers are a measurement's, one for each seed.
type Numbers struct {
	Of     string   `json:"of"` // for people
	Seeds  []uint64 `json:"seeds"`
	Values Reals    `json:"values"`
	Units  []uint64 `json:"units,omitempty"` // when, of the first numbers that there are
	By     int      `json:"by"`              // which of the proofs' origins
}

// Prove measures what the trials of a preset need and known does not have; the long
// ones only when asked. Runs of different seeds have nothing in common and go side by
// side. What can be measured is, even when the error says that something else cannot.
func Prove(ctx context.Context, p *presets.Preset, long bool, known map[string]*Numbers) (map[string]*Numbers, error) {
	var wanted []experiment.Measurement
	asked := map[string]bool{}
	plain := map[string]bool{} // there must be a number
	for _, trial := range p.Trials(p.Lab) {
		if p.Claims[trial.Claim].Long && !long {
			continue
		}
		for _, m := range trial.Measurements {
			key := m.Key()
			plain[key] = plain[key] || trial.Role != experiment.Unlearned
			if !asked[key] && known[key] == nil {
				asked[key] = true
				wanted = append(wanted, m)
			}
		}
	}
	outings := outingsFor(wanted)
	found := map[string]*Numbers{}
	var mu sync.Mutex
	var errs []error
	var wg sync.WaitGroup
	slots := make(chan struct{}, max(1, runtime.GOMAXPROCS(0)))
	for _, o := range outings {
		for k := range claimSeeds {
			wg.Go(func() {
				slots <- struct{}{}
				defer func() { <-slots }()
				if ctx.Err() != nil {
					return
				}
				got, err := Measure(ctx, p.Lab, o.list, o.changes, uint64(k))
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					errs = append(errs, err)
				}
				for n, one := range got {
					m := &o.list[n]
					key := m.Key()
					if one.Err != nil && (plain[key] || !isDiverged(one.Err)) {
						errs = append(errs, one.Err)
					}
					if found[key] == nil {
						found[key] = &Numbers{Of: nameOf(p, m), Seeds: make([]uint64, claimSeeds), Values: make(Reals, claimSeeds), Units: make([]uint64, claimSeeds)}
					}
					found[key].Seeds[k], found[key].Values[k], found[key].Units[k] = m.Seed+uint64(k), one.Value, one.Unit
				}
			})
		}
	}
	wg.Wait()
	for key, n := range found {
		for _, seed := range n.Seeds {
			if seed == 0 && n.Seeds[1] != 1 { // a run was not done
				delete(found, key)
			}
		}
	}
	for _, o := range outings {
		for i := range o.list {
			if n := found[o.list[i].Key()]; n != nil && o.list[i].Unit > 0 {
				n.Units = nil
			}
		}
	}
	return found, errors.Join(errs...)
}

// outing is a run that answers several measurements.
type outing struct {
	start   string // hash of what it starts from
	changes []experiment.Entry
	list    []experiment.Measurement
}

// outingsFor puts measurements into few runs: one that begins like another goes with it
// where it is over before the other has changed something else.
func outingsFor(list []experiment.Measurement) []*outing {
	slices.SortStableFunc(list, func(a, b experiment.Measurement) int { return len(b.Changes) - len(a.Changes) })
	var all []*outing
	for _, m := range list {
		start := experiment.Experiment{Setup: m.Setup}
		hash := start.Hash()
		i := slices.IndexFunc(all, func(o *outing) bool {
			n := len(m.Changes)
			return o.start == hash && reflect.DeepEqual(o.changes[:n], m.Changes[:n]) &&
				(n == len(o.changes) || m.Unit > 0 && m.Output != "" && m.Unit <= o.changes[n].Unit)
		})
		if i < 0 {
			i = len(all)
			all = append(all, &outing{start: hash, changes: m.Changes})
		}
		all[i].list = append(all[i].list, m)
	}
	return all
}

func isDiverged(err error) bool {
	_, is := errors.AsType[*live.Diverged](err)
	return is
}

// nameOf says which number it is: "oja/rescue: a test_accuracy 2000".
func nameOf(p *presets.Preset, m *experiment.Measurement) string {
	what := m.Output
	if what == "" {
		what = "diverges"
	}
	if m.Unit == 0 {
		return fmt.Sprintf("%s: %s %s first", p.Key(), m.Variant, what)
	}
	return fmt.Sprintf("%s: %s %s %d", p.Key(), m.Variant, what, m.Unit)
}

// Number is what a measurement comes to in one run.
type Number struct {
	Value float64 // NaN: there is none
	Unit  uint64  // when it was measured
	Err   error   // why there is none
}

// Measure does one run, whose seed is the set-up's and so many more, and reads the given
// measurements off it on the way; they start alike.
func Measure(ctx context.Context, lab *sim.Lab, list []experiment.Measurement, changes []experiment.Entry, seeds uint64) ([]Number, error) {
	s := list[0].Setup.Clone()
	s.Seed += seeds
	view, _ := lab.View(s.View)
	columns, err := scalars(view, s)
	if err != nil {
		return nil, err
	}
	means := make([]mean, len(list))
	got := make([]Number, len(list))
	units := uint64(1)
	for n := range list {
		got[n].Value = math.NaN()
		t := list[n].Term
		if t.Output == "" {
			got[n] = Number{} // until it has diverged
		} else if means[n], err = newMean(t, columns, view, len(list[n].Changes) > 0); err != nil {
			return nil, err
		}
		units = max(units, means[n].term.Unit, t.Unit)
	}
	first := false
	for n := range list {
		first = first || list[n].Unit == 0 && list[n].Output != ""
	}
	if first {
		units = max(units, mostForFirst)
	}
	last, err := live.Headless(lab, experiment.Experiment{Setup: s, Journal: changes}, units, func(l *live.Look) bool {
		waiting := false
		for n := range list {
			if list[n].Output == "" {
				waiting = waiting || l.Unit < list[n].Unit
				continue
			}
			if got[n].Unit > 0 {
				continue
			}
			if v, ok := means[n].take(l); ok {
				got[n] = Number{Value: v, Unit: l.Unit}
			} else {
				waiting = true
			}
		}
		return ctx.Err() == nil && waiting
	})
	halted := isDiverged(err)
	switch {
	case err != nil && !halted:
		return nil, err
	case ctx.Err() != nil:
		return nil, ctx.Err()
	}
	for n := range list {
		t := list[n].Term
		if t.Output == "" {
			if d := last.Diverged(index(t.Variant)); d != nil && d.Unit <= t.Unit {
				got[n] = Number{Value: float64(d.Unit), Unit: d.Unit}
			}
			continue
		}
		if got[n].Unit > 0 {
			continue
		}
		if d := last.Diverged(index(t.Variant)); d != nil {
			got[n].Err = fmt.Errorf("%s of variant %s at %d: %w", t.Output, t.Variant, t.Unit, d)
		} else {
			got[n].Err = fmt.Errorf("%s of variant %s at %d was not measured", t.Output, t.Variant, t.Unit)
		}
	}
	return got, nil
}

// mostForFirst is how many units we wait for the first number of an output.
const mostForFirst = 2000

// mean gathers what a term is about: the output at the term's unit, or the mean of its
// measurements in the units before. Without a unit it is the first number that there is.
type mean struct {
	term  experiment.Term
	fresh func(unit uint64) bool // the output is measured at this unit
	sum   float64
	n     int
}

// newMean finds the term's output. One that is measured now and then must be at the
// term's unit, unless it may be the next one after it: whoever acts by hand acts at any.
func newMean(t experiment.Term, columns []scalar, view *sim.View, next bool) (mean, error) {
	for _, k := range columns {
		if k.variant != t.Variant || k.output.Name != t.Output {
			continue
		}
		fresh := func(unit uint64) bool { return !k.kept() || k.due(unit) }
		if t.Unit > 0 && !fresh(t.Unit) {
			if !next || k.every == 0 {
				return mean{}, fmt.Errorf("%s is measured every %d %s, not at %d", t.Output, k.every, view.Unit.Many, t.Unit)
			}
			t.Unit += k.every - t.Unit%k.every
		}
		return mean{term: t, fresh: fresh}, nil
	}
	return mean{}, fmt.Errorf("variant %s has no scalar output %q", t.Variant, t.Output)
}

// take looks at a run after a unit; ok says that the term's value is complete.
func (m *mean) take(l *live.Look) (v float64, ok bool) {
	t := m.term
	if t.Unit == 0 {
		v, ok = l.Value(t.Variant, t.Output)
		return v, ok && v-v == 0
	}
	if l.Unit > t.Unit || l.Unit+t.Over < t.Unit || t.Over > 0 && l.Unit+t.Over == t.Unit || !m.fresh(l.Unit) {
		return 0, false
	}
	if v, ok = l.Value(t.Variant, t.Output); ok && l.Counts(index(t.Variant)) {
		m.sum += v
		m.n++
	}
	return m.sum / float64(max(1, m.n)), m.n > 0 && l.Unit == t.Unit
}

// index is the number of a variant that there is.
func index(variant string) int { return int(variant[0] - 'a') }
