package headless

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"hebb/server/catalogue"
	"hebb/server/version"
	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/live"
)

// sinks are the files that a headless run writes.
type sinks struct {
	columns []scalar
	csv     *bufio.Writer
	json    *bufio.Writer
	files   []io.Closer
	record  Record
	err     error
}

// Record is what -json writes: the experiment, as a file of its own would have it, and
// what came out. Columns are called as in -csv.
type Record struct {
	Experiment experiment.Experiment `json:"experiment"` // where the run has ended
	Final      map[string]float64    `json:"final"`
	Units      []uint64              `json:"units"`
	History    map[string][]*float64 `json:"history"` // null where there is nothing
}

// openSinks opens the files before the run, so that a wrong name costs no time. The
// table of results goes to the terminal that is left.
func openSinks(o *Options, a *catalogue.Asked, stdout, stderr io.Writer) (*sinks, io.Writer, error) {
	s, table := &sinks{}, stdout
	columns, err := scalars(a.View, a.Doc.Setup)
	if err != nil {
		return nil, nil, err
	}
	s.columns = columns
	open := func(name string) *bufio.Writer {
		switch {
		case name == "" || err != nil:
			return nil
		case name == "-":
			table = stderr
			return bufio.NewWriter(stdout)
		}
		var f *os.File
		if f, err = os.Create(name); err != nil {
			return nil
		}
		s.files = append(s.files, f)
		return bufio.NewWriter(f)
	}
	s.csv, s.json = open(o.CSV), open(o.JSON)
	if err != nil {
		return nil, nil, errors.Join(err, s.close())
	}
	if s.csv != nil {
		names := []string{"unit"}
		for _, c := range s.columns {
			if c.kept() {
				names = append(names, c.column())
			}
		}
		fmt.Fprintln(s.csv, strings.Join(names, ","))
	}
	s.record = Record{Experiment: a.Doc, Units: []uint64{}, Final: map[string]float64{}, History: map[string][]*float64{}}
	s.record.Experiment.By = version.Origin()
	return s, table, nil
}

// row writes the unit that has just been completed.
func (s *sinks) row(l *live.Look) {
	if s.csv == nil && s.json == nil {
		return
	}
	cells := []string{fmt.Sprint(l.Unit)}
	if s.json != nil {
		s.record.Units = append(s.record.Units, l.Unit)
	}
	for _, c := range s.columns {
		if !c.kept() {
			continue
		}
		var v float64
		ok, cell := false, ""
		if c.due(l.Unit) && l.Counts(index(c.variant)) {
			v, ok = l.Value(c.variant, c.output.Name)
		}
		if ok {
			cell = sim.Number(v)
		}
		cells = append(cells, cell)
		if s.json != nil {
			var p *float64
			if ok {
				p = &v
			}
			s.record.History[c.column()] = append(s.record.History[c.column()], p)
		}
	}
	if s.csv != nil {
		fmt.Fprintln(s.csv, strings.Join(cells, ","))
	}
}

// final takes the values that the run ends with.
func (s *sinks) final(l *live.Look) {
	s.record.Experiment.Position = experiment.Position{Unit: l.Unit}
	for _, c := range s.columns {
		if v, ok := l.Value(c.variant, c.output.Name); ok {
			s.record.Final[c.column()] = v
		}
	}
}

// close writes what is left. Errors of all writes come out here.
func (s *sinks) close() error {
	var errs []error
	if s.json != nil {
		enc := json.NewEncoder(s.json)
		enc.SetIndent("", " ")
		errs = append(errs, enc.Encode(s.record), s.json.Flush())
	}
	if s.csv != nil {
		errs = append(errs, s.csv.Flush())
	}
	for _, f := range s.files {
		errs = append(errs, f.Close())
	}
	return errors.Join(errs...)
}

// printFinal prints the outputs as a table: one column for each variant.
func printFinal(w io.Writer, a *catalogue.Asked, columns []scalar, l *live.Look) {
	name := a.Doc.Lab
	if a.Doc.Preset != "" {
		name += "/" + a.Doc.Preset
	}
	unit := a.View.Unit.Many
	if l.Unit == 1 {
		unit = a.View.Unit.One
	}
	fmt.Fprintf(w, "%s, view %s, seed %d, after %d %s\n", name, a.Doc.View, a.Doc.Seed, l.Unit, unit)
	var names []string
	value := map[string]string{}
	units := map[string]string{}
	for _, c := range columns {
		if _, known := units[c.output.Name]; !known {
			names = append(names, c.output.Name)
			units[c.output.Name] = strings.TrimPrefix(c.output.Unit+c.age(l.Unit), ", ")
		}
		if v, ok := l.Value(c.variant, c.output.Name); ok {
			value[c.variant+c.output.Name] = sim.Number(v)
		} else {
			value[c.variant+c.output.Name] = "not measured"
		}
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	if n := len(a.Doc.Variants); n > 1 {
		head := []string{""}
		for i, v := range a.Doc.Variants {
			head = append(head, strings.TrimSpace(strings.ToUpper(experiment.VariantKey(i))+" "+v.Label))
		}
		fmt.Fprintln(t, strings.Join(head, "\t")+"\t")
	}
	for _, name := range names {
		row := []string{name}
		for i := range a.Doc.Variants {
			row = append(row, value[experiment.VariantKey(i)+name])
		}
		fmt.Fprintln(t, strings.Join(row, "\t")+"\t"+units[name])
	}
	t.Flush()
	for i := range a.Doc.Variants {
		if why := l.Diverged(i); why != nil {
			fmt.Fprintf(w, "%v; its numbers are those of the last %s that counts\n", why, a.View.Unit.One)
		}
	}
}
