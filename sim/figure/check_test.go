package figure_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/figure"
	"hebb/sim/simtest/toy"
)

// shown is the toy lab with one figure in its first view.
func shown(f sim.Figure) *sim.Lab {
	lab := *toy.Lab
	lab.Views = slices.Clone(lab.Views)
	if f.Name == "" {
		f.Name = "it"
	}
	lab.Views[0].Figures = []sim.Figure{f}
	return &lab
}

var some = []sim.Role{{Output: "norm"}}

// Kinds that only this test has.
type (
	named struct {
		figure.Map
		Field  figure.Field         `json:"field,omitempty"`
		Series figure.Series        `json:"series,omitempty"`
		Act    figure.Action        `json:"act,omitempty" sends:"size"`
		Query  figure.Query[string] `json:"query,omitempty" sends:"seconds"`
		Other  figure.Query[string] `json:"other,omitempty"`
		Number *float64             `json:"number,omitempty"`
	}
	needs struct {
		Query figure.Query[float64] `json:"query" sends:"which row"`
	}
	nameless struct{ Text string }
	odd      struct {
		Map func() `json:"map"`
	}
	wordy     struct{}
	broken    struct{}
	notStruct string
)

func (named) Kind() string        { return "named" }
func (needs) Kind() string        { return "needs" }
func (needs) Roles() []string     { return nil }
func (nameless) Kind() string     { return "nameless" }
func (nameless) Roles() []string  { return []string{""} }
func (odd) Kind() string          { return "odd" }
func (odd) Roles() []string       { return []string{""} }
func (wordy) Kind() string        { return "two words" }
func (wordy) Roles() []string     { return []string{""} }
func (broken) Kind() string       { return "broken" }
func (broken) Roles() []string    { return []string{""} }
func (broken) Check() error       { return errors.New("never right") }
func (notStruct) Kind() string    { return "text" }
func (notStruct) Roles() []string { return []string{""} }

// Every refusal names lab, view, figure and option.
func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		figure sim.Figure
		says   string
	}{
		{sim.Figure{Show: some}, "draw: it has no kind"},
		{sim.Figure{Show: some, Draw: notStruct("x")}, "draw: a kind is a struct of options, and no string"},
		{sim.Figure{Show: some, Draw: wordy{}}, `kind: "two words" is no name of an element`},
		{sim.Figure{Show: some, Draw: broken{}}, "options: never right"},
		{sim.Figure{Show: some, Draw: nameless{}}, "Text: the option has no name in JSON"},
		{sim.Figure{Show: some, Draw: odd{Map: func() {}}}, "options: json: unsupported type"},
		{sim.Figure{Draw: figure.Trace{}}, "show: it has nothing to show or ask"},
		{sim.Figure{Show: []sim.Role{{Role: "fiant", Output: "norm"}}, Draw: figure.Trace{}}, `show: a trace has no role "fiant"; it has "", "main", "faint"`},
		{sim.Figure{Show: some, Draw: named{Field: "etta"}}, `field: there is no field "etta"`},
		{sim.Figure{Show: some, Draw: named{Series: "eta"}}, "series: there are no fields eta1, eta2, ..."},
		{sim.Figure{Show: some, Draw: named{Act: "nothing"}}, `act: there is no action "nothing"`},
		{sim.Figure{Show: some, Draw: named{Act: figure.Action(actionOf(t))}}, "act: the figure sends size, which the action " + actionOf(t) + " does not take"},
		{sim.Figure{Show: some, Draw: named{Query: "pattience"}}, `query: there is no query "pattience"`},
		{sim.Figure{Show: some, Draw: named{Other: "weight"}}, "other: the query weight answers with float64, and the figure reads string"},
		{sim.Figure{Show: some, Draw: named{Number: new(math.NaN())}}, "number: NaN is no finite number"},
		{sim.Figure{Show: some, Draw: named{Map: figure.Map{Limit: math.Inf(1)}}}, "limit: +Inf is no finite number"},
		{sim.Figure{Show: some, Draw: needs{}}, "query: it is missing"},
		{sim.Figure{Draw: needs{Query: "weight"}}, "query: the figure sends row, which the query weight does not take"},
		{sim.Figure{Show: some, Draw: figure.Trace{Min: new(1.0), Max: new(1.0)}}, "max: 1 is outside its range: it takes more than min, which is 1"},
		{sim.Figure{Show: some, Draw: figure.Trace{Log: new(true), Min: new(0.0)}}, "min: 0 is outside its range: it takes more than 0 on a logarithmic axis"},
		{sim.Figure{Show: some, Draw: figure.Trace{Log: new(true), Max: new(-1.0)}}, "max: -1 is outside its range: it takes more than 0"},
		{sim.Figure{Show: some, Draw: figure.Trace{Floor: -1}}, "floor: -1 is outside its range: it takes more than 0"},
		{sim.Figure{Show: some, Draw: figure.Bars{Min: new(2.0), Max: new(1.0)}}, "max: 1 is outside its range"},
		{sim.Figure{Show: some, Draw: figure.Matrix{Map: figure.Map{Limit: -1}}}, "limit: -1 is outside its range: it takes 0, for what there is, or more"},
		{sim.Figure{Show: some, Draw: figure.Tiles{Map: figure.Map{Limit: -1}}}, "limit: -1 is outside its range"},
		{sim.Figure{Show: some, Draw: figure.Spectrum{Circle: -1}}, "circle: -1 is outside its range"},
		{sim.Figure{Show: []sim.Role{{Role: "path", Output: "norm"}}, Draw: figure.Plane{Drag: &figure.Ellipse{Angle: "eta", Long: "eta", Short: "eta", MeanX: "nowhere"}}}, `drag.mean_x: there is no field "nowhere"`},
		{sim.Figure{Show: []sim.Role{{Role: "path", Output: "norm"}}, Draw: figure.Plane{Drag: &figure.Ellipse{Angle: "eta", Long: "eta", Short: "eta", MeanX: "eta"}}}, "drag.mean_y: it is missing"},
	} {
		err := figure.Check(shown(c.figure))
		if want := "lab toy, view " + toy.Lab.Views[0].Name + ", figure it: " + c.says; err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %s", c.figure.Draw, err, want)
		}
	}
	for _, c := range []struct {
		figure sim.Figure
		says   string
	}{
		{sim.Figure{Show: []sim.Role{{Output: "gnorm"}}, Draw: figure.Trace{}}, `show: there is no output "gnorm"`},
		{sim.Figure{Show: []sim.Role{{Output: "norm*"}}, Draw: figure.Trace{}}, `show: there is no output "norm*"`},
		{sim.Figure{Show: some, Draw: figure.Trace{Every: "trial"}}, `every: there is no output "trial"`},
		{sim.Figure{Show: some, Draw: figure.Trace{Reference: "published"}}, `reference: there is no output "published"`},
	} {
		lab := shown(c.figure)
		if err := figure.Check(lab); err != nil {
			t.Error(err)
		}
		err := figure.Load(lab, &lab.Views[0])
		if want := "lab toy, view " + toy.Lab.Views[0].Name + ", figure it: " + c.says; err == nil || err.Error() != want {
			t.Errorf("%+v: %v, want %s", c.figure.Draw, err, want)
		}
	}
}

// actionOf is an action of the toy that takes no size.
func actionOf(t *testing.T) string {
	for _, a := range toy.Lab.Views[0].New().Actions() {
		if _, ok := sim.Find(a.Args, "size"); !ok {
			return a.Name
		}
	}
	t.Fatal("the toy has no action without a size")
	return ""
}

// What is right passes, and two figures of one name do not.
func TestRightFigures(t *testing.T) {
	if err := figure.Check(toy.Lab); err != nil {
		t.Error(err)
	}
	for i := range toy.Lab.Views {
		if err := figure.Load(toy.Lab, &toy.Lab.Views[i]); err != nil {
			t.Error(err)
		}
	}
	ok := sim.Figure{Show: some, Draw: named{Field: "eta", Query: "patience", Number: new(0.0)}}
	if err := figure.Check(shown(ok)); err != nil {
		t.Error(err)
	}
	lab := shown(sim.Figure{Name: "twice", Show: some, Draw: figure.Trace{}})
	lab.Views[0].Figures = append(lab.Views[0].Figures, lab.Views[0].Figures[0])
	if err := figure.Check(lab); err == nil || !strings.Contains(err.Error(), "figure twice: name: two figures of the view have it") {
		t.Errorf("two figures of one name: %v", err)
	}
}

// All that is wrong is said at once, a line each.
func TestAllRefusalsAtOnce(t *testing.T) {
	err := figure.Check(shown(sim.Figure{Show: []sim.Role{{Role: "x", Output: "norm"}}, Draw: figure.Trace{Floor: -1}}))
	if err == nil || strings.Count(err.Error(), "\n") != 1 {
		t.Errorf("%v", err)
	}
}

// A zero that says something is written; one that says nothing is left out.
func TestOptionsAsTheyAreWritten(t *testing.T) {
	for want, draw := range map[string]sim.Drawing{
		`{}`: figure.Trace{},
		`{"log":false,"min":0,"floor":1e-14,"mark":0}`: figure.Trace{Log: new(false), Min: new(0.0), Floor: 1e-14, Mark: new(0.0)},
		`{"line":0}`:             figure.Spectrum{Line: new(0.0)},
		`{"limit":1}`:            figure.Matrix{Map: figure.Map{Limit: 1}},
		`{"labels":["0","a,b"]}`: figure.Plane{Labels: []string{"0", "a,b"}},
	} {
		if got, err := json.Marshal(draw); err != nil || string(got) != want {
			t.Errorf("%+v: %s, %v; want %s", draw, got, err, want)
		}
	}
}

// A view whose model does not start says so.
func TestLoadSaysWhenAModelDoesNotStart(t *testing.T) {
	lab := shown(sim.Figure{Show: some, Draw: figure.Trace{}})
	was := lab.Views[0].New
	lab.Views[0].New = func() sim.Sim { return stillborn{was()} }
	if err := figure.Load(lab, &lab.Views[0]); err == nil || !strings.Contains(err.Error(), "lab toy, view ") || !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

type stillborn struct{ sim.Sim }

func (stillborn) Init(sim.Env) error { return context.Canceled }
