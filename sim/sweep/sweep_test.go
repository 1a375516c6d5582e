package sweep

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/job"
	"hebb/sim/simtest/toy"
)

var by = Arithmetic{"test-1", "abc"}

// grid is a sweep of the toy: two variants, three rates, two rules of B and two seeds.
func grid(t testing.TB) (*Sweep, *sim.View) {
	t.Helper()
	view, _ := toy.Lab.View("neuron")
	s := &Sweep{Base: experiment.Experiment{Setup: experiment.NewSetup(toy.Lab, view)}, Seeds: 2, Steps: 30}
	s.Base.Variants = append(s.Base.Variants, experiment.Variant{Set: map[string]string{"theta": "0.5"}})
	for _, text := range []string{"eta=0.001, 0.010,0,02", "b.rule=oja,hebb"} {
		if text == "eta=0.001, 0.010,0,02" {
			text = "eta=0.001, 0.010,2e-2"
		}
		a, err := ParseAxis(text)
		if err != nil {
			t.Fatal(err)
		}
		s.Axes = append(s.Axes, a)
	}
	for _, text := range []string{"norm", "b.norm@20/10", "b.norm"} {
		m, err := ParseMeasure(text, s.Steps)
		if err != nil {
			t.Fatal(err)
		}
		s.Measures = append(s.Measures, m)
	}
	if err := s.Check(t.Context(), toy.Lab, job.Given{}); err != nil {
		t.Fatal(err)
	}
	return s, view
}

func TestParseAxis(t *testing.T) {
	for text, want := range map[string]string{
		"eta=0,0.003 ,1e-2":    "0|0.003|1e-2",
		"eta=0.001..0.1:3:log": "0.001|0.01|0.1",
		"eta=1..0.5:3":         "1|0.75|0.5",
		"n=2..5:9:int":         "2|3|4|5",
		"n=10..1000:3:int":     "10|505|1000",
		"x=-1..1:3":            "-1|0|1",
		"x=0,05..0,15:3":       "0.05|0.1|0.15",
		"x=1..2:4":             "1|1.33333|1.66667|2",
	} {
		a, err := ParseAxis(text)
		if got := strings.Join(a.Values, "|"); err != nil || got != want {
			t.Errorf("%s: %s, %v; want %s", text, got, err, want)
		}
	}
	for text, want := range map[string]string{
		"eta":              "no axis",
		"=1,2":             "no axis",
		"eta=":             "no axis",
		"eta=0..1":         "no range",
		"eta=0..1:1":       "1 values are outside the range: it takes 2 to 10000",
		"eta=0..1:2e9":     "outside the range",
		"eta=0..1:5:cubic": "there are linear, log and int",
		"eta=0..1:5:log":   "above 0",
		"eta=1..1:5":       "begins and ends at 1",
		"eta=a..1:5":       "a",
		"eta=0..1:5:log:2": "no range",
	} {
		if _, err := ParseAxis(text); err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "-grid") {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

func TestParseMeasure(t *testing.T) {
	for text, want := range map[string]string{"loss": "a.loss@50", "b.loss@20": "b.loss@20", "loss@20/5": "a.loss@20/5", " d.x_1/50 ": "d.x_1@50/50"} {
		m, err := ParseMeasure(text, 50)
		if err != nil || MeasureText(m) != want {
			t.Errorf("%s: %v, %v", text, m, err)
		}
	}
	for text, want := range map[string]string{"": "no measure", "e.loss": "no measure", "loss@0": "1 to 50", "loss@51": "1 to 50", "loss@20/21": "1 to 20", "loss/0": "1 to 50",
		"loss@": "no measure", "a.b.c": "no measure", "loss@99999999999999999999": "1 to 50"} {
		if _, err := ParseMeasure(text, 50); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// A grid has each of its cells once, with what its axes say set as a link would set it.
func TestCells(t *testing.T) {
	s, view := grid(t)
	if s.Count() != 12 {
		t.Fatalf("%d cells", s.Count())
	}
	keys, names := map[string]bool{}, []string{}
	for c := range s.Cells(view) {
		if c.Index != len(names) {
			t.Errorf("cell %d is number %d", c.Index, len(names))
		}
		names = append(names, c.Name(s))
		keys[s.Order(c, by).Key()] = true
		a, b := c.Experiment.Variants[0].Set, c.Experiment.Variants[1].Set
		eta := c.Values[0]
		if eta == "0.01" {
			eta = "" // the default
		}
		if a["eta"] != eta || b["eta"] != eta || a["rule"] != "" || (b["rule"] == "hebb") != (c.Values[1] == "hebb") || b["theta"] != "0.5" {
			t.Errorf("%s: %v %v", c.Name(s), a, b)
		}
	}
	if len(keys) != 12 || len(names) != 12 {
		t.Errorf("%d keys of %d cells", len(keys), len(names))
	}
	if names[0] != "eta=0.001 b.rule=oja seed=7" || names[1] != "eta=0.001 b.rule=oja seed=8" || names[11] != "eta=0.02 b.rule=hebb seed=8" {
		t.Error(names)
	}
	for range s.Cells(view) {
		break // a reader may leave
	}
}

// A wider grid, more seeds and another order of measures have the old cells among theirs; what
// changes a number changes all keys.
func TestKeysOfCells(t *testing.T) {
	s, view := grid(t)
	all := func(s *Sweep, by Arithmetic) (keys []string) {
		for c := range s.Cells(view) {
			keys = append(keys, s.Order(c, by).Key())
		}
		slices.Sort(keys)
		return keys
	}
	old := all(s, by)
	common := func(keys []string) (n int) {
		for _, key := range keys {
			if _, ok := slices.BinarySearch(old, key); ok {
				n++
			}
		}
		return n
	}
	for name, c := range map[string]struct {
		change       func(s *Sweep)
		cells, share int
	}{
		"wider":        {func(s *Sweep) { s.Axes[0].Values = append(s.Axes[0].Values, "0.05") }, 16, 12},
		"other order":  {func(s *Sweep) { slices.Reverse(s.Axes); slices.Reverse(s.Measures) }, 12, 12},
		"more seeds":   {func(s *Sweep) { s.Seeds = 3 }, 18, 12},
		"called other": {func(s *Sweep) { s.Base.Preset = "x"; s.Base.Variants[1].Label = "B" }, 12, 12},
		"steps":        {func(s *Sweep) { s.Steps++ }, 12, 0},
		"measures":     {func(s *Sweep) { s.Measures = s.Measures[1:] }, 12, 0},
		"base":         {func(s *Sweep) { s.Base.Variants[0].Set = map[string]string{"noise": "0.1"} }, 12, 0},
		"journal": {func(s *Sweep) {
			s.Base.Journal = []experiment.Entry{{Position: experiment.Position{Unit: 3}, Set: map[string]string{"theta": "0"}}}
		}, 12, 0},
	} {
		s, _ := grid(t)
		c.change(s)
		if keys := all(s, by); len(keys) != c.cells || common(keys) != c.share {
			t.Errorf("%s: %d cells, %d of them old; want %d and %d", name, len(keys), common(keys), c.cells, c.share)
		}
	}
	for _, other := range []Arithmetic{{"test-2", "abc"}, {"test-1", "abd"}} {
		if n := common(all(s, other)); n != 0 {
			t.Errorf("%d keys are the same in %v", n, other)
		}
	}
}

// What a cell gives is what the very run gives, and the same bytes every time, also when the order
// has travelled.
func TestCompute(t *testing.T) {
	s, view := grid(t)
	s.Base.Journal = []experiment.Entry{{Position: experiment.Position{Unit: 3}, Set: map[string]string{"theta": "0"}, Variant: "a"}}
	for c := range s.Cells(view) {
		o := s.Order(c, by)
		r, err := o.Compute(t.Context(), toy.Lab, job.Given{})
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		var far Order
		if err := json.Unmarshal(data, &far); err != nil {
			t.Fatal(err)
		}
		again, err := far.Compute(t.Context(), toy.Lab, job.Given{})
		if err != nil || !bytes.Equal(again.File(), r.File()) {
			t.Errorf("%s: %v\n%s%s", c.Name(s), err, r.File(), again.File())
		}
		if got, err := ParseResult(o.Key(), r.File()); err != nil || got.Fits(o) != nil {
			t.Error(err, got.Fits(o))
		}
		sample, err := job.Run(t.Context(), job.Job{Lab: toy.Lab, Experiment: c.Experiment, To: experiment.Position{Unit: s.Steps}})
		if err != nil {
			t.Fatal(err)
		}
		for i := range sample.Head.Columns {
			column := &sample.Head.Columns[i]
			if column.Output.Name != "norm" {
				continue
			}
			want, _ := sample.Value(column)
			if v := r.Value(fmt.Sprintf("%c.norm@30", 'a'+column.Variant)); v == nil || *v.Value != want {
				t.Errorf("%s: %v, the run has %v", c.Name(s), v, want)
			}
		}
	}
}

// That a variant diverges is a result, with the unit and the quantity; what was measured before
// counts.
func TestCellThatDiverges(t *testing.T) {
	s, view := grid(t)
	s.Axes = []Axis{{"b.eta", []string{"100"}}}
	s.Seeds = 1
	early, _ := ParseMeasure("b.norm@1", s.Steps)
	s.Measures = append(s.Measures, early)
	for c := range s.Cells(view) {
		o := s.Order(c, by)
		r, err := o.Compute(t.Context(), toy.Lab, job.Given{})
		if err != nil {
			t.Fatal(err)
		}
		late := r.Value("b.norm@30")
		if late == nil || late.Value != nil || late.Diverged == nil || late.Diverged.Unit == 0 || late.Diverged.What == "" {
			t.Errorf("%s", r.File())
		}
		if a := r.Value("a.norm@30"); a == nil || a.Value == nil {
			t.Errorf("A has gone with B: %s", r.File())
		}
		if v := r.Value("b.norm@1"); late != nil && late.Diverged != nil && late.Diverged.Unit > 1 && (v == nil || v.Value == nil) {
			t.Errorf("what was measured before is lost: %s", r.File())
		}
		if err := r.Fits(o); err != nil {
			t.Error(err)
		}
		if _, err := ParseResult(o.Key(), r.File()); err != nil {
			t.Error(err)
		}
	}
}

func TestCheckRefuses(t *testing.T) {
	for want, spoil := range map[string]func(s *Sweep){
		`-grid etha: there is no`:                                     func(s *Sweep) { s.Axes[0].Field = "etha" },
		`-grid seed: there is no`:                                     func(s *Sweep) { s.Axes[0].Field = "seed" },
		`-grid c.eta: the experiment has no variant C: it has 2`:      func(s *Sweep) { s.Axes[0].Field = "c.eta" },
		`-grid eta: 1e9 is outside its range: it takes 0.0001 to 100`: func(s *Sweep) { s.Axes[0].Values[1] = "1e9" },
		`-grid eta: 0.02 is given twice`:                              func(s *Sweep) { s.Axes[0].Values[1] = "0.020" },
		`-grid b.rule: "x" is unknown`:                                func(s *Sweep) { s.Axes[1].Values[1] = "x" },
		`-grid: eta is given twice`:                                   func(s *Sweep) { s.Axes[1] = s.Axes[0] },
		`-grid eta: 0 values`:                                         func(s *Sweep) { s.Axes[0].Values = nil },
		`-seeds: 0 is outside its range: it takes 1 to 1000`:          func(s *Sweep) { s.Seeds = 0 },
		`-seeds: the last of 2 seeds`:                                 func(s *Sweep) { s.Base.Seed = 1<<53 - 1 },
		`-steps: 0 is outside`:                                        func(s *Sweep) { s.Steps = 0 },
		`-measure: there is nothing`:                                  func(s *Sweep) { s.Measures = nil },
		`-measure: a.norm@30 is given twice`:                          func(s *Sweep) { s.Measures[2] = s.Measures[0] },
		`-measure c.norm@30: the experiment has no variant C`:         func(s *Sweep) { s.Measures[0].Variant = "c" },
		`no scalar output "nrm"`:                                      func(s *Sweep) { s.Measures[0].Output = "nrm" },
		`view: the lab toy has no view`:                               func(s *Sweep) { s.Base.View = "x" },
		`more than 10000000 cells`: func(s *Sweep) {
			a := Axis{Field: "eta"}
			for k := range 10_000 {
				a.Values = append(a.Values, sim.Number(1+float64(k)/1e4))
			}
			b := Axis{Field: "b.eta", Values: a.Values}
			s.Axes = []Axis{a, b}
		},
	} {
		s, _ := grid(t)
		spoil(s)
		if err := s.Check(t.Context(), toy.Lab, job.Given{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v\nwant: %s", err, want)
		}
	}
}

// A cell that cannot be set up, because the model would be too large, is an error of Compute.
func TestCellThatFails(t *testing.T) {
	s, view := grid(t)
	for c := range s.Cells(view) {
		if _, err := s.Order(c, by).Compute(t.Context(), toy.Lab, job.Given{Memory: 1}); err == nil || !strings.Contains(err.Error(), "n") {
			t.Error(err)
		}
		break
	}
}

func TestFileOfASweep(t *testing.T) {
	s, _ := grid(t)
	got, err := Parse(s.File())
	if err != nil || !bytes.Equal(got.File(), s.File()) {
		t.Fatalf("%v\n%s\n%s", err, s.File(), got.File())
	}
	for text, want := range map[string]string{
		"": "no sweep", "[]": "no sweep", `{"hebb":2}`: "hebb_sweep", `{"hebb_sweep":2}`: "newer Hebb (2, this one reads 1)", `{"hebb_sweep":0}`: "outside its range",
		`{"hebb_sweep":1,"gird":[]}`: "gird", `{"hebb_sweep":1,"steps":-1}`: "steps", `{"hebb_sweep":1}`: "experiment", `{"hebb_sweep":1,"experiment":{"hebb":2,"lab":"toy"},"steps":9,"measures":["x y"]}`: "no measure",
		strings.Repeat(" ", MaxFile+1): "at most",
	} {
		if _, err := Parse([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40s: %v, want %s", text, err, want)
		}
	}
}

// No part of a result passes for one, and no result of another cell.
func TestHalfAResultIsNone(t *testing.T) {
	x := 0.25
	r := &Result{Version: 1, Cell: "c", Arithmetic: by, Values: []Value{{Measure: "a.loss@3", Value: &x}}}
	whole := r.File()
	for n := range whole {
		if _, err := ParseResult("c", whole[:n]); err == nil {
			t.Errorf("%d bytes of %d pass", n, len(whole))
		}
		flipped := bytes.Clone(whole)
		flipped[n] ^= 1
		if got, err := ParseResult("c", flipped); err == nil && got.Value("a.loss@3") != nil && got.Arithmetic == by && *got.Value("a.loss@3").Value == x {
			t.Errorf("byte %d does not count", n)
		}
	}
	if _, err := ParseResult("d", whole); err == nil || !strings.Contains(err.Error(), "that of c") {
		t.Error(err)
	}
	if _, err := ParseResult("c", append(bytes.Clone(whole), whole...)); err == nil {
		t.Error("two results pass for one")
	}
	if err := r.Fits(&Order{Arithmetic: by}); err == nil {
		t.Error("it fits another order")
	}
}

func TestTable(t *testing.T) {
	s, view := grid(t)
	other := &Sweep{Base: s.Base, Axes: []Axis{{"b.theta", []string{"2"}}}, Seeds: 1, Steps: 30, Measures: s.Measures[:1]}
	var out bytes.Buffer
	table, err := NewTable(&out, s, other)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, s := range []*Sweep{s, other} {
		for c := range s.Cells(view) {
			o := s.Order(c, by)
			var r *Result
			if n++; n != 3 {
				if r, err = o.Compute(t.Context(), toy.Lab, job.Given{}); err != nil {
					t.Fatal(err)
				}
			}
			if err := table.Cell(o, view, r); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := table.Flush(); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[0], ","); got != "eta,b.rule,b.theta,seed,variant,output,unit,value,status,cell" {
		t.Error(got)
	}
	if len(rows) != 1+12*3+1 {
		t.Errorf("%d rows", len(rows))
	}
	if got := strings.Join(rows[2][:7], ","); got != "0.001,oja,0.5,7,b,norm/10,20" || rows[2][8] != "ok" {
		t.Error(rows[2])
	}
	if got := rows[7]; got[7] != "" || got[8] != "missing" {
		t.Error(got)
	}
	if got := strings.Join(rows[37][:7], ","); got != "0.01,oja,2,7,a,norm,30" {
		t.Error(rows[37])
	}
}

// FuzzAxis reads axes.
// Floor: 1000 executions a second.
func FuzzAxis(f *testing.F) {
	for _, text := range []string{"eta=0,1", "eta=0.001..1:8:log", "n=1..9:3:int", "x=..:", "a=b..c:d:e", "x=-1e308..1e308:5"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := ParseAxis(text)
		if _, named := errors.AsType[*sim.FieldError](err); err != nil && !named {
			t.Errorf("%q: %v names no field", text, err)
		}
		if err == nil && (a.Field == "" || len(a.Values) == 0 || slices.ContainsFunc(a.Values, func(v string) bool { return v == "NaN" || strings.Contains(v, "Inf") })) {
			t.Errorf("%q: %v", text, a)
		}
	})
}

// FuzzMeasure reads measures, and what it writes.
// Floor: 1000 executions a second.
func FuzzMeasure(f *testing.F) {
	f.Add("b.loss@20/5", uint64(50))
	f.Fuzz(func(t *testing.T, text string, steps uint64) {
		m, err := ParseMeasure(text, steps)
		if err != nil {
			return
		}
		if again, err := ParseMeasure(MeasureText(m), max(steps, 1)); steps > 0 && (err != nil || again != m) {
			t.Errorf("%q: %v, %v %v", text, m, again, err)
		}
		if m.Unit > steps || m.Over > m.Unit {
			t.Errorf("%q: %v", text, m)
		}
	})
}

// FuzzSweep reads sweeps, and what it writes.
// Floor: 500 executions a second.
func FuzzSweep(f *testing.F) {
	f.Add([]byte(`{"hebb_sweep":1,"experiment":{"hebb":2,"lab":"toy","view":"neuron"},"grid":[{"field":"eta","values":["1"]}],"seeds":1,"steps":5,"measures":["a.norm@5"]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Parse(data)
		if err != nil {
			return
		}
		again, err := Parse(s.File())
		if err != nil || !bytes.Equal(again.File(), s.File()) {
			t.Errorf("%v\n%s", err, s.File())
		}
	})
}

// FuzzResult reads results: what is one is as it was written.
// Floor: 500 executions a second.
func FuzzResult(f *testing.F) {
	x := math.Pi
	f.Add((&Result{Version: 1, Cell: "c", Arithmetic: by, Values: []Value{{Measure: "a.loss@3", Value: &x}, {Measure: "b.loss@3", Diverged: &Diverged{2, "w"}}}}).File())
	f.Fuzz(func(t *testing.T, data []byte) {
		if r, err := ParseResult("c", data); err == nil && !bytes.Equal(r.File(), data) {
			t.Errorf("%q is read as %q", data, r.File())
		}
	})
}
