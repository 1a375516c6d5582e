package live

import (
	"fmt"

	"hebb/sim"
)

// batch is what the probes that are due at a unit have captured from all variants.
type batch struct {
	unit  uint64
	items []item
	stale bool // the units that it belongs to have been cut off
}

// item is one probe of one variant.
type item struct {
	v     *variant
	probe int
	since uint64 // the variant's, when this was captured
	m     sim.Measurement
	frame *sim.Frame
}

// shot is a finished measurement. Nobody changes it any more.
type shot struct {
	unit  uint64
	frame *sim.Frame
}

// measure does the expensive part; it may run in any goroutine. The batch itself
// belongs to the run and stays as it is.
func (b *batch) measure() {
	for i := range b.items {
		it := &b.items[i]
		it.frame.Measure(it.v.probes[it.probe].Name, it.m)
	}
}

// newItem lets a probe copy what it measures.
func newItem(v *variant, probe int) item {
	it := item{v: v, probe: probe, since: v.Since, frame: sim.NewFrame(v.outputs)}
	for o := range v.outputs {
		if it.measures(o) {
			it.frame.Want(o, true)
		}
	}
	it.m = v.sim.Capture(probe, v.spare[probe])
	v.spare[probe] = nil
	return it
}

func (it *item) measures(output int) bool {
	o := &it.v.outputs[output]
	return o.From == sim.Probed && o.Probe == it.v.probes[it.probe].Name
}

// row returns the scalars that were measured.
func (it *item) row() ([]float64, error) {
	var row []float64
	for o := range it.v.outputs {
		if it.measures(o) && it.v.outputs[o].Kind == sim.Scalar {
			x := it.frame.Scalar(o)
			if x-x != 0 {
				return nil, fmt.Errorf("probe %s: %s is %g", it.v.probes[it.probe].Name, it.v.outputs[o].Name, x)
			}
			row = append(row, x)
		}
	}
	return row, nil
}

// capture lets the probe (all for -1) copy what it measures, if it is due at the
// present unit and not measured yet.
func (t *timeline) capture(only int) {
	var b *batch
	for p, every := range t.every {
		if every == 0 || t.Unit%uint64(every) != 0 || only >= 0 && p != only {
			continue
		}
		for i, v := range t.variants {
			if !t.due(i, p) {
				continue
			}
			if b == nil {
				b = &batch{unit: t.Unit}
			}
			b.items = append(b.items, newItem(v, p))
		}
	}
	if b != nil {
		t.pending = append(t.pending, b)
		t.measure(b)
	}
}

// due says whether probe p of variant i is to be measured at the present unit, if
// the variant has completed it: for the history, for a bucket that may be cut, or to
// be shown after a seek.
func (t *timeline) due(i, p int) bool {
	if t.variants[i].Unit != t.Unit {
		return false
	}
	for _, b := range t.pending {
		if b.unit != t.Unit || b.stale {
			continue
		}
		for _, it := range b.items {
			if it.v == t.variants[i] && it.probe == p {
				return false
			}
		}
	}
	shown := t.variants[i].shown[p]
	if t.history == nil {
		return shown == nil || shown.unit != t.Unit
	}
	h := t.history[i][p+1]
	if !h.Has(t.Unit) {
		return true
	}
	if at := h.Find(t.Unit); h.First[at] != h.Last[at] {
		return true
	}
	return (shown == nil || shown.unit < t.Unit) && t.Unit+uint64(t.every[p]) > t.aim.Unit
}

// collect takes a finished batch in. It returns what is wrong with its numbers.
func (t *timeline) collect(b *batch) (err error) {
	for i := range t.pending {
		if t.pending[i] == b {
			t.pending = append(t.pending[:i], t.pending[i+1:]...)
			break
		}
	}
	for i := range b.items {
		it := &b.items[i]
		it.v.spare[it.probe] = it.m
		n := t.number(it.v)
		if b.stale || n < 0 {
			continue
		}
		row, bad := it.row()
		if bad != nil {
			err = fmt.Errorf("%w at unit %d", bad, b.unit)
			continue
		}
		s := &shot{b.unit, it.frame}
		if old := it.v.shown[it.probe]; s.unit <= t.Unit && (old == nil || old.unit < s.unit) {
			it.v.shown[it.probe] = s
		}
		if t.history != nil {
			t.history[n][it.probe+1].Put(b.unit, it.since, row)
		}
		t.checkpoints.show(n, it.probe, s)
	}
	return err
}

// number returns which variant v is, or -1.
func (t *timeline) number(v *variant) int {
	for i := range t.variants {
		if t.variants[i] == v {
			return i
		}
	}
	return -1
}
