package templates_test

import (
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/labs"
	"hebb/templates"
)

// A number that a field takes can be typed on the keys that a telephone shows for it: the
// keypads have neither a minus nor an e.
func TestKeypadsHaveWhatTheRangeNeeds(t *testing.T) {
	seen := map[string]int{}
	for _, lab := range labs.All {
		for i := range lab.Views {
			view := &lab.Views[i]
			setup := experiment.NewSetup(lab, view)
			page, err := templates.NewLab(templates.LabInput{Lab: lab, View: view, Setup: setup, Defaults: setup})
			if err != nil {
				t.Fatal(err)
			}
			keys := map[string]string{}
			for _, g := range page.Groups {
				for _, c := range g.Fields {
					keys[c.Name] = c.Keys
				}
			}
			for _, a := range page.Actions {
				for _, c := range a.Args {
					keys[a.Name+" "+c.Name] = c.Keys
				}
			}
			model := view.New()
			list := model.Fields()
			for _, a := range model.Actions() {
				for _, f := range a.Args {
					f.Name = a.Name + " " + f.Name
					list = append(list, f)
				}
			}
			for _, f := range list {
				var ends []string
				switch v := f.Value.(type) {
				case *sim.FloatValue:
					ends = []string{sim.Number(v.Min), sim.Number(v.Max)}
				case *sim.IntValue:
					ends = []string{sim.Number(float64(v.Min)), sim.Number(float64(v.Max))}
				default:
					if k := keys[f.Name]; k != "text" {
						t.Errorf("%s %s shows the keys %q for words", lab.Name, f.Name, k)
					}
					continue
				}
				shown := keys[f.Name]
				needs := strings.ContainsAny(ends[0], "-e")
				if needs != (shown == "text") {
					t.Errorf("%s %s takes %s to %s with the keys %q", lab.Name, f.Name, ends[0], ends[1], shown)
				}
				if _, whole := f.Value.(*sim.IntValue); whole && !needs && shown != "numeric" {
					t.Errorf("%s %s is whole and has the keys %q", lab.Name, f.Name, shown)
				}
				seen[shown]++
			}
		}
	}
	if seen["text"] < 7 || seen["decimal"] == 0 || seen["numeric"] == 0 {
		t.Errorf("keys of fields: %v", seen)
	}
	doc := open(t, "", "")
	for name, want := range map[string]string{"in-eta": "decimal", "in-n": "numeric", "seed": "numeric", "probe-angle": "numeric"} {
		one(t, doc, "input", "id", name, "inputmode", want)
	}
	t.Logf("%v", seen)
}
