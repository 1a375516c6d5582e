package job

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"hebb/sim"
	"hebb/sim/experiment"
)

// Table prints the outputs that a job ends with: a row for each, and a column for each
// variant.
type Table struct{ to io.Writer }

// NewTable returns a sink that prints to w.
func NewTable(w io.Writer) *Table { return &Table{w} }

func (*Table) Begin(*Head) error { return nil }

func (*Table) Unit(*Sample) (bool, error) { return true, nil }

func (t *Table) End(s *Sample, _ error) error {
	x := &s.Head.Experiment
	name := x.Lab
	if x.Preset != "" {
		name += "/" + x.Preset
	}
	unit := s.Head.View.Unit.Many
	if s.Unit() == 1 {
		unit = s.Head.View.Unit.One
	}
	fmt.Fprintf(t.to, "%s, view %s, seed %d, after %d %s\n", name, x.View, x.Seed, s.Unit(), unit)
	var names []string
	values, units := map[string]string{}, map[string]string{}
	for i := range s.Head.Columns {
		c := &s.Head.Columns[i]
		if _, known := units[c.Output.Name]; !known {
			names = append(names, c.Output.Name)
			units[c.Output.Name] = strings.TrimPrefix(c.Output.Unit+s.age(c), ", ")
		}
		text := "not measured"
		if v, ok := s.Value(c); ok {
			text = sim.Number(v)
		} else if c.Output.When != nil {
			text = "none"
		}
		values[experiment.VariantKey(c.Variant)+c.Output.Name] = text
	}
	w := tabwriter.NewWriter(t.to, 0, 0, 2, ' ', 0)
	if len(x.Variants) > 1 {
		head := []string{""}
		for i, v := range x.Variants {
			head = append(head, strings.TrimSpace(strings.ToUpper(experiment.VariantKey(i))+" "+v.Label))
		}
		fmt.Fprintln(w, strings.Join(head, "\t")+"\t")
	}
	for _, name := range names {
		row := []string{name}
		for i := range x.Variants {
			row = append(row, values[experiment.VariantKey(i)+name])
		}
		fmt.Fprintln(w, strings.Join(row, "\t")+"\t"+units[name])
	}
	err := w.Flush()
	for i := range x.Variants {
		if why := s.Engine.Diverged(i); why != nil {
			fmt.Fprintf(t.to, "%v; its numbers are those of the last %s that counts\n", why, s.Head.View.Unit.One)
		}
	}
	return err
}

// age says when a probe's newest value was measured, if not now.
func (s *Sample) age(c *Column) string {
	if unit, ok := s.Measured(c); ok && unit != s.Unit() {
		return fmt.Sprintf(", measured at %d", unit)
	}
	return ""
}
