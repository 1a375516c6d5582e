package sweep

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"hebb/sim"
	"hebb/sim/experiment"
)

// Table writes cells of one or more sweeps as CSV: a row for each cell and measure, with the grid's
// fields in their order, then seed, variant, output, unit, value, status and cell. A mean's output is
// "loss/500". The status is "ok", "diverged" (the unit is then that in which it did, and the value is
// empty) or "missing".
type Table struct {
	out    *csv.Writer
	fields []string
}

// NewTable begins a table of sweeps: the fields of all of their grids, each once.
func NewTable(w io.Writer, sweeps ...*Sweep) (*Table, error) {
	t := &Table{out: csv.NewWriter(w)}
	seen := map[string]bool{}
	for _, s := range sweeps {
		for _, a := range s.Axes {
			if !seen[a.Field] {
				seen[a.Field] = true
				t.fields = append(t.fields, a.Field)
			}
		}
	}
	head := append(append([]string{}, t.fields...), "seed", "variant", "output", "unit", "value", "status", "cell")
	return t, t.out.Write(head)
}

// Cell writes the rows of a cell; r is nil when there is no result of it.
func (t *Table) Cell(o *Order, view *sim.View, r *Result) error {
	var point []string
	for _, name := range t.fields {
		point = append(point, valueOf(&o.Experiment.Setup, view, name))
	}
	for _, m := range o.Measures {
		unit, value, status := m.Unit, "", "missing"
		if r != nil {
			if v := r.Value(MeasureText(m)); v != nil && v.Value != nil {
				value, status = strconv.FormatFloat(*v.Value, 'g', -1, 64), "ok"
			} else if v != nil {
				unit, status = v.Diverged.Unit, "diverged"
			}
		}
		output := m.Output
		if m.Over > 0 {
			output += "/" + strconv.FormatUint(m.Over, 10)
		}
		row := append(append([]string{}, point...), strconv.FormatUint(o.Experiment.Seed, 10), m.Variant, output, strconv.FormatUint(unit, 10), value, status, o.Key())
		if err := t.out.Write(row); err != nil {
			return err
		}
	}
	return nil
}

// Flush writes what is still held.
func (t *Table) Flush() error {
	t.out.Flush()
	return t.out.Error()
}

// valueOf is what a set-up gives a field that is named as links name it; "" when there is none.
func valueOf(s *experiment.Setup, view *sim.View, name string) string {
	i, field := experiment.SplitName(name)
	if i >= len(s.Variants) {
		return ""
	}
	if v, ok := s.Variants[i].Set[field]; ok {
		return v
	}
	f, ok := sim.Find(view.New().Fields(), field)
	if !ok {
		return ""
	}
	return strings.TrimSpace(f.Value.String())
}
