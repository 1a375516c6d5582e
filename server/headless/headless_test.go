package headless

import (
	"encoding/json"
	"strings"
	"testing"

	"hebb/server/catalogue"
	"hebb/server/servertest"
	"hebb/sim/job"
)

// What a page can be asked for can be run without one, and nothing but its numbers is
// written where a file goes to the terminal.
func TestRunNeedsNoCommandLine(t *testing.T) {
	a, err := catalogue.New(servertest.Toy(t)).Find("toy/pair")
	if err != nil {
		t.Fatal(err)
	}
	var out, errs servertest.Text
	if err := Run(t.Context(), a, Options{Steps: 20, JSON: "-"}, &out, &errs); err != nil {
		t.Fatal(err)
	}
	var rec job.Record
	if err := json.Unmarshal([]byte(out.String()), &rec); err != nil || len(rec.Units) != 20 || rec.Experiment.Unit != 20 || rec.Experiment.Preset != "pair" {
		t.Errorf("%v: %+v", err, rec.Experiment)
	}
	if _, ok := rec.Final["b.norm"]; !ok || !strings.Contains(errs.String(), "toy/pair, view neuron, seed 7, after 20 ") {
		t.Errorf("%v\n%s", rec.Final, &errs)
	}
}
