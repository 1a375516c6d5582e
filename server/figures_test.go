package main

import (
	"io"
	"slices"
	"strings"
	"testing"

	"hebb/server/catalogue"
	"hebb/sim"
	"hebb/sim/figure"
	"hebb/sim/simtest/toy"
)

type unknown struct{}

func (unknown) Kind() string    { return "unknown" }
func (unknown) Roles() []string { return []string{""} }

// The program does not start with a lab whose figures cannot be drawn, and says which.
func TestProgramRefusesFigures(t *testing.T) {
	for _, c := range []struct {
		draw sim.Drawing
		args []string
		says string
	}{
		{figure.Trace{Floor: -1}, []string{"-addr", "127.0.0.1:0", "-data", "none"}, "figure new: floor: -1 is outside its range"},
		{figure.Trace{Floor: -1}, []string{"run", "toy", "-steps", "1"}, "figure new: floor: -1 is outside its range"},
		{figure.Trace{Every: "trial"}, []string{"run", "toy", "-steps", "1"}, `figure new: every: there is no output "trial"`},
		{unknown{}, []string{"-addr", "127.0.0.1:0", "-data", "none"}, `figure new: kind: no module of web/figures makes a "unknown"`},
	} {
		lab := *toy.Lab
		lab.Views = slices.Clone(lab.Views)
		lab.Views[0].Figures = append(slices.Clone(lab.Views[0].Figures), sim.Figure{Name: "new", Show: []sim.Role{{Output: "norm"}}, Draw: c.draw})
		err := dispatch(t.Context(), catalogue.New([]*sim.Lab{&lab}, nil), c.args, io.Discard, io.Discard)
		if err == nil || !strings.Contains(err.Error(), "lab toy, view "+lab.Views[0].Name+", "+c.says) {
			t.Errorf("%v with %+v: %v, want %s", c.args, c.draw, err, c.says)
		}
	}
}
