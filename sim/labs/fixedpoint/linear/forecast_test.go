package linear

import (
	"bytes"
	"encoding/csv"
	"testing"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/job"
	"hebb/sim/labs/fixedpoint/rules"
)

// The closed form is ΔW2's: it stands in the columns of no other rule, and ends where the
// rule is changed.
func TestTheClosedFormIsOfItsRuleOnly(t *testing.T) {
	lab := &sim.Lab{Name: "fixedpoint", Views: []sim.View{View}}
	e := experiment.Experiment{Setup: experiment.Setup{Lab: lab.Name, View: View.Name, Seed: 3}}
	for _, rule := range linearRules {
		e.Variants = append(e.Variants, experiment.Variant{Set: map[string]string{"rule": rule, "n": "6", "m": "3", "eta": "0.1"}})
	}
	e.Journal = []experiment.Entry{
		{Position: experiment.Position{Unit: 4}, Variant: "b", Set: map[string]string{"rule": rules.DW1}},
		{Position: experiment.Position{Unit: 4}, Variant: "a", Set: map[string]string{"rule": rules.DW2}},
	}
	var out bytes.Buffer
	last, err := job.Run(t.Context(), job.Job{Lab: lab, Experiment: e, To: experiment.Position{Unit: 8}}, job.NewCSV(&out))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	for unit := 1; unit <= 8; unit++ {
		for name, want := range map[string]bool{"theory": unit > 4, "b.theory": unit <= 4, "c.theory": true, "d.theory": false, "loss": true, "d.loss": true} {
			if cell := rows[unit][column[name]]; (cell != "") != want {
				t.Errorf("iteration %d: %s is %q", unit, name, cell)
			}
		}
	}
	for key, want := range map[string]bool{"a": true, "b": false, "c": true, "d": false} {
		if x, ok := last.Engine.Value(key, "theory"); ok != want {
			t.Errorf("variant %s: the closed form is %v, %v", key, x, ok)
		}
	}
}
