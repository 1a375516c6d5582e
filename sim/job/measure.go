package job

import (
	"context"
	"errors"
	"fmt"
	"math"

	"hebb/sim"
	"hebb/sim/engine"
	"hebb/sim/experiment"
)

// Number is what a measurement comes to in one run.
type Number struct {
	Value float64 // NaN: there is none
	Unit  uint64  // when it was measured
	Err   error   // why there is none
}

// Measured is a sink that reads measurements off a job on its way. They start alike, and the
// job makes the changes of the longest.
type Measured struct {
	Numbers []Number // of the measurements, in their order, after the end

	list  []experiment.Measurement
	means []mean
	last  uint64 // unit after which nothing is to be had any more
}

// NewMeasured returns a sink for measurements.
func NewMeasured(list []experiment.Measurement) *Measured {
	m := &Measured{list: list, Numbers: make([]Number, len(list)), means: make([]mean, len(list))}
	for n := range list {
		if list[n].Output != "" { // or there is none until it has diverged
			m.Numbers[n].Value = math.NaN()
		}
	}
	return m
}

func (m *Measured) Begin(h *Head) (err error) {
	for n := range m.list {
		t := m.list[n].Term
		m.last = max(m.last, t.Unit)
		if t.Output == "" {
			continue
		}
		if m.means[n], err = newMean(t, h, len(m.list[n].Changes) > 0); err != nil {
			return err
		}
		if m.last = max(m.last, m.means[n].term.Unit); t.Unit == 0 {
			m.last = max(m.last, mostForFirst)
		}
	}
	return nil
}

func (m *Measured) Unit(s *Sample) (more bool, err error) {
	for n := range m.list {
		switch {
		case m.list[n].Output == "":
			more = more || s.Unit() < m.list[n].Unit
		case m.Numbers[n].Unit > 0:
		default:
			if v, ok := m.means[n].take(s); ok {
				m.Numbers[n] = Number{Value: v, Unit: s.Unit()}
			} else {
				more = true
			}
		}
	}
	return more && s.Unit() < m.last, nil
}

func (m *Measured) End(s *Sample, _ error) error {
	for n := range m.list {
		t, d := m.list[n].Term, s.Engine.Diverged(index(m.list[n].Variant))
		switch {
		case t.Output == "":
			if d != nil && d.Unit <= t.Unit {
				m.Numbers[n] = Number{Value: float64(d.Unit), Unit: d.Unit}
			}
		case m.Numbers[n].Unit > 0:
		case d != nil:
			m.Numbers[n].Err = fmt.Errorf("%s of variant %s at %d: %w", t.Output, t.Variant, t.Unit, d)
		default:
			m.Numbers[n].Err = fmt.Errorf("%s of variant %s at %d was not measured", t.Output, t.Variant, t.Unit)
		}
	}
	return nil
}

// Measure does one run for measurements that start alike, with the changes of the longest;
// its seed is the set-up's and so many more.
func Measure(ctx context.Context, lab *sim.Lab, list []experiment.Measurement, changes []experiment.Entry, seeds uint64, o Given) ([]Number, error) {
	x := experiment.Experiment{Setup: list[0].Setup.Clone(), Journal: changes}
	x.Seed += seeds
	m := NewMeasured(list)
	_, err := Run(ctx, Job{Lab: lab, Experiment: x, To: experiment.Position{Unit: experiment.MaxUnit}, Pool: o.pool(), Memory: o.Memory}, m)
	if err != nil && !isDiverged(err) {
		return nil, err
	}
	return m.Numbers, nil
}

func isDiverged(err error) bool {
	_, is := errors.AsType[*engine.Diverged](err)
	return is
}

// mostForFirst is how many units we wait for the first number of an output.
const mostForFirst = 2000

// mean gathers what a term is about: the output at the term's unit, or the mean of its
// measurements in the units before. Without a unit it is the first number that there is.
type mean struct {
	term   experiment.Term
	column *Column
	sum    float64
	n      int
}

// newMean finds the term's output. One that is measured now and then must be at the
// term's unit, unless it may be the next one after it: whoever acts by hand acts at any.
func newMean(t experiment.Term, h *Head, next bool) (mean, error) {
	for i := range h.Columns {
		c := &h.Columns[i]
		if c.Variant != index(t.Variant) || c.Output.Name != t.Output {
			continue
		}
		m := mean{term: t, column: c}
		if t.Unit > 0 && !m.fresh(t.Unit) {
			if !next || c.Every == 0 {
				return mean{}, fmt.Errorf("%s is measured every %d %s, not at %d", t.Output, c.Every, h.View.Unit.Many, t.Unit)
			}
			m.term.Unit += c.Every - t.Unit%c.Every
		}
		return m, nil
	}
	return mean{}, fmt.Errorf("variant %s has no scalar output %q", t.Variant, t.Output)
}

// fresh says whether the output is measured at this unit.
func (m *mean) fresh(unit uint64) bool { return !m.column.Kept() || m.column.due(unit) }

// take looks at a run after a unit; ok says that the term's value is complete.
func (m *mean) take(s *Sample) (v float64, ok bool) {
	t, unit := m.term, s.Unit()
	if t.Unit == 0 {
		v, ok = s.Value(m.column)
		return v, ok && v-v == 0
	}
	if unit > t.Unit || unit+t.Over < t.Unit || t.Over > 0 && unit+t.Over == t.Unit || !m.fresh(unit) {
		return 0, false
	}
	if v, ok = s.Value(m.column); ok && s.Counts(m.column.Variant) {
		m.sum += v
		m.n++
	}
	return m.sum / float64(max(1, m.n)), m.n > 0 && unit == t.Unit
}

// index is the number of a variant.
func index(variant string) int { return int(variant[0] - 'a') }
