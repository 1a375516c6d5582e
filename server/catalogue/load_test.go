package catalogue

import (
	"slices"
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/figure"
	"hebb/sim/simtest/toy"
)

// with is the toy lab with one more figure.
func with(f sim.Figure) *sim.Lab {
	lab := *toy.Lab
	lab.Views = slices.Clone(lab.Views)
	lab.Views[0].Figures = append(slices.Clone(lab.Views[0].Figures), f)
	return &lab
}

// A lab with a mistake in its options is found before anything is opened.
func TestCheckNamesTheOption(t *testing.T) {
	if err := New([]*sim.Lab{toy.Lab}, nil).Check(); err != nil {
		t.Error(err)
	}
	c := New([]*sim.Lab{toy.Lab, with(sim.Figure{Name: "new", Show: []sim.Role{{Output: "norm"}}, Draw: figure.Matrix{Query: "wieght"}})}, nil)
	if err := c.Check(); err == nil || !strings.Contains(err.Error(), `figure new: query: there is no query "wieght"`) {
		t.Errorf("%v", err)
	}
}

// A view whose figures show what is not there is not opened, by any way.
func TestOpenNeedsTheOutputs(t *testing.T) {
	lab := with(sim.Figure{Name: "new", Show: []sim.Role{{Output: "gnorm"}}, Draw: figure.Trace{Every: "trial"}})
	c := New([]*sim.Lab{lab}, nil)
	e := &experiment.Experiment{Setup: experiment.NewSetup(lab, &lab.Views[0])}
	_, byLink := c.Open("toy", "eta=0.02")
	_, byName := c.Find("toy")
	_, byFile := c.AskedFor(e)
	for way, err := range map[string]error{"a link": byLink, "a name": byName, "a document": byFile} {
		if err == nil || !strings.Contains(err.Error(), `figure new: show: there is no output "gnorm"`) || !strings.Contains(err.Error(), `figure new: every: there is no output "trial"`) {
			t.Errorf("%s: %v", way, err)
		}
	}
	if len(lab.Views) > 1 {
		if _, err := c.Open("toy", "view="+lab.Views[1].Name); err != nil {
			t.Errorf("another view: %v", err)
		}
	}
}
