package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hebb/presets"
	"hebb/sim"
	"hebb/templates"
)

// collect walks all views with their default fields and all presets. Nothing is
// written down twice: a symbol that a page shows stands in a record.
func collect(labs []*sim.Lab, list []*presets.Preset) ([]string, error) {
	set := texSet{}
	for _, lab := range labs {
		for _, tex := range templates.Formulas(lab.Doc) {
			set.add(tex)
		}
		for i := range lab.Views {
			view := &lab.Views[i]
			for _, eq := range view.Equation {
				set.add(eq.Left)
				for _, term := range eq.Terms {
					set.add(term.TeX)
				}
			}
			if err := set.model(view, nil); err != nil {
				return nil, fmt.Errorf("%s, view %s: %w", lab.Name, view.Name, err)
			}
		}
	}
	for _, p := range list {
		setup, view := p.Setup(p.Lab)
		for _, v := range setup.Variants {
			if err := set.model(view, v.Set); err != nil {
				return nil, fmt.Errorf("preset %s: %w", p.Key(), err)
			}
		}
	}
	return slices.Sorted(maps.Keys(set)), nil
}

type texSet map[string]bool

func (s texSet) add(tex string) {
	if tex != "" {
		s[tex] = true
	}
}

// model adds the symbols of a sim: those of its fields, their actions' and
// queries' arguments and its outputs.
func (s texSet) model(view *sim.View, values map[string]string) error {
	model := view.New()
	if err := sim.Set(model.Fields(), values); err != nil {
		return err
	}
	if err := model.Init(sim.Env{Seed: 1}); err != nil {
		return err
	}
	s.fields(model.Fields())
	for _, a := range model.Actions() {
		s.fields(a.Args)
	}
	for _, o := range model.Outputs() {
		s.add(o.Symbol)
		for _, tex := range series(o.Name, o.Symbol) {
			s.add(tex)
		}
	}
	return nil
}

func (s texSet) fields(list []sim.Field) {
	for _, f := range list {
		s.add(f.Symbol)
	}
}

// most is how far a series of outputs is carried on: y1, y2, ... grow with the depth
// that a user chooses.
const most = 24

var reNumber = regexp.MustCompile(`\d+$`)

// series carries the symbol of y3 on to y1 .. y24, when the number that ends the name
// stands in the symbol too, once.
func series(name, symbol string) []string {
	number := reNumber.FindString(name)
	whole := regexp.MustCompile(`(^|\D)` + number + `(\D|$)`)
	if number == "" || len(whole.FindAllString(symbol, -1)) != 1 {
		return nil
	}
	at := whole.FindStringIndex(symbol)
	before, part, after := symbol[:at[0]], symbol[at[0]:at[1]], symbol[at[1]:]
	list := make([]string, most)
	for i := range list {
		list[i] = before + strings.Replace(part, number, strconv.Itoa(i+1), 1) + after
	}
	return list
}
