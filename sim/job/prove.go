package job

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"

	"hebb/sim"
	"hebb/sim/engine"
	"hebb/sim/experiment"
	"hebb/sim/pool"
)

// Given is what measuring is given from outside.
type Given struct {
	Processors *pool.Processors // nil: one run after the other, each in place
	Memory     int64            // most bytes of each sim; 0: no limit
}

func (g Given) pool() sim.Pool {
	if g.Processors == nil {
		return nil
	}
	return g.Processors.Pool()
}

// side does f beside other things, or at once where there are no processors for that.
func (g Given) side(wg *sync.WaitGroup, f func()) {
	if g.Processors == nil {
		f()
		return
	}
	wg.Go(f)
}

// place waits for a processor, and returns what gives it back.
func (g Given) place(ctx context.Context) (release func(), err error) {
	if g.Processors == nil {
		return func() {}, ctx.Err()
	}
	places := g.Processors.Places()
	select {
	case places <- struct{}{}:
		return func() { <-places }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

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
// side, as far as there are processors. What can be measured is, even when the error says
// that something else cannot.
func Prove(ctx context.Context, lab *sim.Lab, p *experiment.Preset, long bool, known map[string]*Numbers, given Given) (map[string]*Numbers, error) {
	var wanted []experiment.Measurement
	asked := map[string]bool{}
	plain := map[string]bool{} // there must be a number
	for _, trial := range p.Trials(lab) {
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
	for _, o := range outings {
		for k := range claimSeeds {
			given.side(&wg, func() {
				release, err := given.place(ctx)
				if err != nil {
					return
				}
				defer release()
				got, err := Measure(ctx, lab, o.alone, o.changes, uint64(k), given)
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					errs = append(errs, fmt.Errorf("variant %s, alone: %w", o.list[0].Variant, err))
				}
				for n, one := range got {
					m := &o.list[n]
					key := m.Key()
					if one.Err != nil && (plain[key] || !isDiverged(one.Err)) {
						errs = append(errs, said(m, one.Err))
					}
					if found[key] == nil {
						found[key] = &Numbers{Of: nameOf(lab, p, m), Seeds: make([]uint64, claimSeeds), Values: make(Reals, claimSeeds), Units: make([]uint64, claimSeeds)}
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

// said is the error of a measurement in a run of its variant alone, with the variant's own
// letter.
func said(m *experiment.Measurement, err error) error {
	if d, is := errors.AsType[*engine.Diverged](err); is {
		own := *d
		own.Variant = m.Variant
		return fmt.Errorf("%s of variant %s at %d: %w", m.Output, m.Variant, m.Unit, &own)
	}
	return fmt.Errorf("%s of variant %s at %d was not measured", m.Output, m.Variant, m.Unit)
}

// outing is a run of one variant that answers several measurements.
type outing struct {
	start   string // hash of what it starts from
	changes []experiment.Entry
	list    []experiment.Measurement
	alone   []experiment.Measurement // the same in that run
}

// alone is a measurement in a run of its variant alone, with the changes that come up
// to it: variants have nothing in common, so that what is not asked for need not be run.
func alone(m experiment.Measurement) experiment.Measurement {
	i := index(m.Variant)
	s := m.Setup.Clone()
	s.Variants = s.Variants[i : i+1]
	s.Variants[0].Label = ""
	var changes []experiment.Entry
	for _, e := range m.Changes {
		if (e.Variant == "" || e.Variant == m.Variant) && (m.Unit == 0 || e.Unit <= m.Unit) {
			e.Variant = ""
			changes = append(changes, e)
		}
	}
	m.Setup, m.Changes, m.Variant = s, changes, "a"
	return m
}

// outingsFor puts measurements into few runs: one that begins like another goes with it
// where it is over before the other has changed something else.
func outingsFor(list []experiment.Measurement) []*outing {
	lone := make([]experiment.Measurement, len(list))
	order := make([]int, len(list))
	for i, m := range list {
		lone[i], order[i] = alone(m), i
	}
	slices.SortStableFunc(order, func(a, b int) int { return len(lone[b].Changes) - len(lone[a].Changes) })
	var all []*outing
	for _, k := range order {
		m := lone[k]
		start := experiment.Experiment{Setup: m.Setup}
		hash := start.Hash()
		i := slices.IndexFunc(all, func(o *outing) bool {
			n := len(m.Changes)
			return o.start == hash && len(o.changes) >= n && reflect.DeepEqual(o.changes[:n], m.Changes[:n]) &&
				(n == len(o.changes) || m.Unit > 0 && m.Output != "" && m.Unit <= o.changes[n].Unit)
		})
		if i < 0 {
			i = len(all)
			all = append(all, &outing{start: hash, changes: m.Changes})
		}
		all[i].list = append(all[i].list, list[k])
		all[i].alone = append(all[i].alone, m)
	}
	return all
}

// nameOf says which number it is: "oja/rescue: a test_accuracy 2000".
func nameOf(lab *sim.Lab, p *experiment.Preset, m *experiment.Measurement) string {
	what := m.Output
	if what == "" {
		what = "diverges"
	}
	if m.Unit == 0 {
		return fmt.Sprintf("%s/%s: %s %s first", lab.Name, p.Name, m.Variant, what)
	}
	return fmt.Sprintf("%s/%s: %s %s %d", lab.Name, p.Name, m.Variant, what, m.Unit)
}
