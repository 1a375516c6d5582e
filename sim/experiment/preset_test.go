package experiment_test

import (
	"strings"
	"testing"

	"hebb/sim/experiment"
	"hebb/sim/simtest/toy"
)

const good = `{"title":"T","summary":"S","source":"ours","seed":5,"set":{"theta":"0"},
"variants":[{"label":"Hebb"},{"label":"Oja","set":{"theta":"1"}}],
"do":"Raise [rate](field:eta).","notice":"See [norm](figure:norm).","why":"","try":"",
"claims":[{"text":"norm","from":"ours","variant":"b","output":"norm","unit":100,"expected":1,"band":0.5}]}`

func TestPresetBecomesASetup(t *testing.T) {
	p, err := experiment.ParsePreset(toy.Lab, "first", []byte(good))
	if err != nil {
		t.Fatal(err)
	}
	s, view := p.Setup(toy.Lab)
	if view.Name != "neuron" || s.Seed != 5 || s.Preset != "first" || len(s.Variants) != 2 {
		t.Fatalf("setup %+v", s)
	}
	if s.Variants[0].Set["theta"] != "0" {
		t.Errorf("A has %v, want theta 0", s.Variants[0].Set)
	}
	if _, ok := s.Variants[1].Set["theta"]; ok {
		t.Errorf("B has %v, want the default theta left out", s.Variants[1].Set)
	}
}

func TestPresetRefusals(t *testing.T) {
	for _, c := range []struct{ old, new, says string }{
		{`"theta":"0"`, `"thta":"0"`, "did you mean theta?"},
		{`"theta":"0"`, `"theta":"1e999"`, "finite"},
		{`"title"`, `"titel"`, "titel"},
		{`field:eta`, `field:eat`, `no field "eat"`},
		{`figure:norm`, `figure:nom`, `no figure "nom"`},
		{`"variant":"b"`, `"variant":"c"`, `no variant "c"`},
		{`"unit":100`, `"unit":0`, "unit: 0 is outside its range"},
	} {
		_, err := experiment.ParsePreset(toy.Lab, "first", []byte(strings.Replace(good, c.old, c.new, 1)))
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s for %s: error %v, want ...%s...", c.new, c.old, err, c.says)
		}
	}
}
