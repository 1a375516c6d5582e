package templates

import (
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/labs"
)

// A number that a field takes can be typed on the keys that a telephone shows for it: the
// keypads have neither a minus nor an e.
func TestKeypadsHaveWhatTheRangeNeeds(t *testing.T) {
	seen := map[string]int{}
	for _, lab := range labs.All {
		for i := range lab.Views {
			model := lab.Views[i].New()
			list := model.Fields()
			for _, a := range model.Actions() {
				list = append(list, a.Args...)
			}
			for _, f := range list {
				var ends []string
				switch v := f.Value.(type) {
				case *sim.FloatValue:
					ends = []string{sim.Number(v.Min), sim.Number(v.Max)}
				case *sim.IntValue:
					ends = []string{sim.Number(float64(v.Min)), sim.Number(float64(v.Max))}
				default:
					if k := control(f, nil).Keys; k != "text" {
						t.Errorf("%s %s shows the keys %q for words", lab.Name, f.Name, k)
					}
					continue
				}
				c := control(f, nil)
				needs := strings.ContainsAny(ends[0], "-e")
				if needs != (c.Keys == "text") {
					t.Errorf("%s %s takes %s to %s with the keys %q", lab.Name, f.Name, ends[0], ends[1], c.Keys)
				}
				if _, whole := f.Value.(*sim.IntValue); whole && !needs && c.Keys != "numeric" {
					t.Errorf("%s %s is whole and has the keys %q", lab.Name, f.Name, c.Keys)
				}
				seen[c.Keys]++
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
