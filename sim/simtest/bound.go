package simtest

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"hebb/sim"
)

// checkBound holds what is recorded against what is shown, before the first unit and at
// the ends of some.
func checkBound(t *testing.T, view *sim.View) {
	for what, set := range map[string]map[string]string{"defaults": nil, "other values": other(view)} {
		s := start(t, view, set)
		first := s.Outputs()
		for unit, left := 0, 60; ; unit++ {
			err := bound(s)
			if err == nil {
				err = still(first, s)
			}
			if err != nil {
				t.Errorf("%s, after %d units: %v", what, unit, err)
				break
			}
			st := sim.Step{}
			for ; left > 0 && st.Status == sim.Running && !st.Unit; left-- {
				st = s.Step()
			}
			if !st.Unit || unit == 6 {
				break
			}
		}
	}
}

// bound returns what is wrong with how a sim's outputs are bound: whether all are, to
// what is recorded bit for bit, and whether each alone reads what it reads among all.
func bound(s sim.Sim) error {
	outputs := s.Outputs()
	if err := sim.CheckOutputs(outputs, s.Probes()); err != nil {
		return err
	}
	rec := sim.NewRecorder(outputs)
	row := make([]float64, rec.Len())
	rec.Record(row)
	var alone []seen
	read := func(waits bool) { // first what waits for no work, lest that of another help it
		for i := range outputs {
			if o := &outputs[i]; o.From != sim.Probed && (o.After != nil) == waits {
				f := sim.NewFrame(outputs)
				f.Want(i, true)
				f.Read()
				alone = append(alone, see(f, o, i))
			}
		}
	}
	read(false)
	read(true)
	all := sim.NewFrame(outputs)
	for i := range outputs {
		all.Want(i, true)
	}
	all.Read()
	for _, one := range alone {
		if err := one.same(see(all, &outputs[one.i], one.i)); err != nil {
			return fmt.Errorf("output %s, read alone and among all: %w", outputs[one.i].Name, err)
		}
	}
	for i, o := range outputs {
		if o.From == sim.Recorded {
			if x, shown := row[0], all.Scalar(i); math.Float64bits(x) != math.Float64bits(shown) {
				return fmt.Errorf("output %s is recorded as %v and shown as %v", o.Name, x, shown)
			}
			row = row[1:]
		}
	}
	return nil
}

// still returns what is read otherwise by outputs that have been bound after Init than by
// such as are bound now.
func still(first []sim.Output, s sim.Sim) error {
	a, b := sim.NewFrame(first), sim.NewFrame(s.Outputs())
	for i := range first {
		a.Want(i, true)
		b.Want(i, true)
	}
	a.Read()
	b.Read()
	for i := range first {
		if o := &first[i]; o.From != sim.Probed {
			if err := see(a, o, i).same(see(b, o, i)); err != nil {
				return fmt.Errorf("output %s, bound after Init and now: %w", o.Name, err)
			}
		}
	}
	return nil
}

// seen is what a frame holds of an output.
type seen struct {
	i, rows int
	scalar  uint64
	values  []float32
}

func see(f *sim.Frame, o *sim.Output, i int) seen {
	if o.Kind == sim.Scalar {
		return seen{i: i, scalar: math.Float64bits(f.Scalar(i))}
	}
	v, rows := f.Values(i)
	return seen{i, rows, 0, slices.Clone(v)}
}

func (a seen) same(b seen) error {
	switch {
	case a.scalar != b.scalar:
		return fmt.Errorf("%v and %v", math.Float64frombits(a.scalar), math.Float64frombits(b.scalar))
	case a.rows != b.rows:
		return fmt.Errorf("%d and %d rows", a.rows, b.rows)
	}
	for j, v := range a.values {
		if w := b.values[j]; math.Float32bits(v) != math.Float32bits(w) {
			return fmt.Errorf("number %d is %v and %v", j, v, w)
		}
	}
	return nil
}
