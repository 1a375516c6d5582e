// Package simtest is the suite that every lab passes: one line a lab,
//
//	func TestLab(t *testing.T) { simtest.Check(t, Lab) }
package simtest

import (
	"regexp"
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/figure"
)

// Check tests a lab against the contract of package sim: what it says about
// itself, and the laws that a run relies on.
func Check(t *testing.T, lab *sim.Lab) {
	t.Run("lab", func(t *testing.T) { checkLab(t, lab) })
	for i := range lab.Views {
		view := &lab.Views[i]
		t.Run(view.Name, func(t *testing.T) {
			t.Run("view", func(t *testing.T) { checkView(t, lab, view) })
			t.Run("fields", func(t *testing.T) { checkFields(t, view.New().Fields()) })
			t.Run("link", func(t *testing.T) { checkLink(t, lab, view) })
			t.Run("outputs", func(t *testing.T) { checkOutputs(t, view) })
			t.Run("bound", func(t *testing.T) { checkBound(t, view) })
			t.Run("finite", func(t *testing.T) { checkFinite(t, view) })
			t.Run("deterministic", func(t *testing.T) { checkDeterministic(t, view) })
			t.Run("looking changes nothing", func(t *testing.T) { checkLooking(t, view) })
			t.Run("save and load", func(t *testing.T) { checkSaved(t, view) })
			t.Run("no allocation", func(t *testing.T) { checkAllocations(t, view) })
			t.Run("memory", func(t *testing.T) { checkMemory(t, view) })
			t.Run("extremes", func(t *testing.T) { checkExtremes(t, view) })
		})
	}
}

var (
	reKey  = regexp.MustCompile(`^[a-z][a-z0-9]*$`)
	reName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
)

func checkLab(t *testing.T, lab *sim.Lab) {
	if err := figure.Check(lab); err != nil {
		t.Error(err)
	}
	if !reKey.MatchString(lab.Name) {
		t.Errorf("lab name %q is no key", lab.Name)
	}
	if lab.Title == "" || lab.Summary == "" || len(lab.Sources) == 0 {
		t.Errorf("lab %s lacks a title, a summary or sources", lab.Name)
	}
	for _, s := range lab.Sources {
		if s.Text == "" || !strings.HasPrefix(s.URL, "https://") {
			t.Errorf("source %+v lacks a text or an address", s)
		}
	}
	if !strings.Contains(lab.Doc, "# What is it") {
		t.Errorf("the page text of lab %s does not say what it is", lab.Name)
	}
	if len(lab.Views) == 0 {
		t.Fatalf("lab %s has no view", lab.Name)
	}
	seen := map[string]bool{}
	for _, v := range lab.Views {
		if !reKey.MatchString(v.Name) || seen[v.Name] {
			t.Errorf("view name %q is no key, or twice there", v.Name)
		}
		seen[v.Name] = true
	}
}

func checkView(t *testing.T, lab *sim.Lab, view *sim.View) {
	if view.Title == "" || view.Summary == "" || view.Unit.One == "" || view.Unit.Many == "" {
		t.Errorf("view %s lacks a title, a summary or a unit", view.Name)
	}
	s := start(t, view, nil)
	fields := s.Fields()
	for _, eq := range view.Equation {
		for _, term := range eq.Terms {
			if term.TeX == "" {
				t.Error("a term of the equation is empty")
			}
			for _, name := range term.Fields {
				if _, ok := sim.Find(fields, name); !ok {
					t.Errorf("term %s is scaled by %q, which is no field", term.TeX, name)
				}
			}
		}
	}
	seen, heroes := map[string]bool{}, 0
	for _, f := range view.Figures {
		if !reName.MatchString(f.Name) || seen[f.Name] {
			t.Errorf("figure name %q is no key, or twice there", f.Name)
		}
		seen[f.Name] = true
		if f.Place == sim.Hero {
			heroes++
		}
		if f.Title == "" || f.Doc == "" {
			t.Errorf("figure %s lacks a title or a doc", f.Name)
		}
	}
	if err := figure.CheckOutputs(lab, view, s); err != nil {
		t.Error(err)
	}
	if heroes != 1 {
		t.Errorf("view %s has %d heroes", view.Name, heroes)
	}
}
