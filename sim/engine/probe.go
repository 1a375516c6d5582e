package engine

import (
	"cmp"
	"context"
	"fmt"

	"hebb/sim"
)

// Batch is what the probes that are due at a unit have captured from all variants.
type Batch struct {
	unit  uint64
	items []item
	next  int  // the item that is to be measured next
	stale bool // the units that it belongs to have been cut off
}

// item is one probe of one variant.
type item struct {
	v     *Variant
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

// Unit is when it was captured.
func (b *Batch) Unit() uint64 { return b.unit }

// Stale says that nothing of it is of use any more.
func (b *Batch) Stale() bool { return b.stale }

// Drop makes it of no use, as when its measurement has failed. It must be given to Collect
// all the same.
func (b *Batch) Drop() { b.stale = true }

// Measure does the expensive part; it may run in any goroutine. The batch itself
// belongs to the engine and stays as it is. When ctx ends, it returns its error within a
// quantum; then the batch must be dropped.
func (b *Batch) Measure(ctx context.Context) error {
	for b.next < len(b.items) {
		if err := b.measureNext(ctx); err != nil {
			return err
		}
	}
	return nil
}

// measureNext measures the next item. One that ctx has ended can be measured again.
func (b *Batch) measureNext(ctx context.Context) error {
	it := &b.items[b.next]
	if err := it.frame.Measure(ctx, it.v.probes[it.probe].Name, it.m); err != nil {
		return err
	}
	b.next++
	return nil
}

// measureNext measures the next item that is owed, and collects a batch that is complete.
func (e *Engine) measureNext(ctx context.Context) {
	b := e.owed[0]
	if b.measureNext(ctx) == nil && b.next == len(b.items) {
		e.owed = e.owed[1:]
		e.fault = cmp.Or(e.fault, e.Collect(b))
	}
}

// newItem lets a probe copy what it measures.
func newItem(v *Variant, probe int) item {
	it := item{v: v, probe: probe, since: v.stand.Since, frame: sim.NewFrame(v.outputs)}
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
func (e *Engine) capture(only int) {
	var b *Batch
	for p, every := range e.every {
		if every == 0 || e.at.Unit%uint64(every) != 0 || only >= 0 && p != only {
			continue
		}
		for i, v := range e.variants {
			if !e.due(i, p) {
				continue
			}
			if b == nil {
				b = &Batch{unit: e.at.Unit}
			}
			b.items = append(b.items, newItem(v, p))
		}
	}
	if b != nil {
		e.pending = append(e.pending, b)
		if e.measure != nil {
			e.measure(b)
		} else {
			e.owed = append(e.owed, b)
		}
	}
}

// due says whether probe p of variant i is to be measured at the present unit, if
// the variant has completed it: for the history, for a bucket that may be cut, or to
// be shown after a seek.
func (e *Engine) due(i, p int) bool {
	if e.variants[i].stand.Unit != e.at.Unit {
		return false
	}
	for _, b := range e.pending {
		if b.unit != e.at.Unit || b.stale {
			continue
		}
		for _, it := range b.items {
			if it.v == e.variants[i] && it.probe == p {
				return false
			}
		}
	}
	shown := e.variants[i].shown[p]
	if e.history == nil {
		return shown == nil || shown.unit != e.at.Unit
	}
	h := e.history[i][p+1]
	if !h.Has(e.at.Unit) {
		return true
	}
	if at := h.Find(e.at.Unit); h.First[at] != h.Last[at] {
		return true
	}
	return (shown == nil || shown.unit < e.at.Unit) && e.at.Unit+uint64(e.every[p]) > e.aim.Unit
}

// Collect takes a finished batch in. It returns what is wrong with its numbers.
func (e *Engine) Collect(b *Batch) (err error) {
	for i := range e.pending {
		if e.pending[i] == b {
			e.pending = append(e.pending[:i], e.pending[i+1:]...)
			break
		}
	}
	for i := range b.items {
		it := &b.items[i]
		it.v.spare[it.probe] = it.m
		n := e.number(it.v)
		if b.stale || n < 0 {
			continue
		}
		row, bad := it.row()
		if bad != nil {
			err = fmt.Errorf("%w at unit %d", bad, b.unit)
			continue
		}
		s := &shot{b.unit, it.frame}
		if old := it.v.shown[it.probe]; s.unit <= e.at.Unit && (old == nil || old.unit < s.unit) {
			it.v.shown[it.probe] = s
		}
		if e.history != nil {
			e.history[n][it.probe+1].Put(b.unit, it.since, row)
		}
		e.checkpoints.show(n, it.probe, s)
	}
	return err
}

// Pending is how many batches have been captured and not yet collected.
func (e *Engine) Pending() int { return len(e.pending) }

// DropPending makes all of them of no use.
func (e *Engine) DropPending() {
	for _, b := range e.pending {
		b.stale = true
	}
}

// number returns which variant v is, or -1.
func (e *Engine) number(v *Variant) int {
	for i := range e.variants {
		if e.variants[i] == v {
			return i
		}
	}
	return -1
}
