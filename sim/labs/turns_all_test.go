//go:build all

package labs

import (
	"strconv"
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/simtest/kinds"
)

// mostOfExtreme is mostOfPreset for the largest and slowest that fields allow.
const mostOfExtreme = 400_000_000

// TestTurnsAtTheExtremes holds that a command waits for little more than in a preset where
// all numbers are as large as they can be together, with each of the choices.
func TestTurnsAtTheExtremes(t *testing.T) {
	for _, lab := range All {
		for i := range lab.Views {
			view := &lab.Views[i]
			large := largest(view)
			try := func(name, text string) {
				set := map[string]string{name: text}
				for k, v := range large {
					if k != name {
						set[k] = v
					}
				}
				x := experiment.Experiment{Setup: kinds.Setup(lab, set)}
				x.View = view.Name
				if most, _ := watched(t, view, x, 12); most > mostOfExtreme {
					t.Errorf("%s/%s with %s=%s: %d products between two looks", lab.Name, view.Name, name, text, most)
				}
			}
			for _, f := range view.New().Fields() {
				if c, ok := f.Value.(*sim.ChoiceValue); ok {
					for _, o := range c.Options {
						if o.Refused == "" {
							try(f.Name, o.Name)
						}
					}
				}
				if n, ok := f.Value.(*sim.IntValue); ok {
					try(f.Name, strconv.Itoa(n.Min))
				}
			}
		}
	}
}

// largest is every number at the end of its range, one after the other as far as they go
// together.
func largest(view *sim.View) map[string]string {
	large := map[string]string{}
	for _, f := range view.New().Fields() {
		text := ""
		switch v := f.Value.(type) {
		case *sim.IntValue:
			text = strconv.Itoa(v.Max)
		case *sim.ListValue:
			text = strings.TrimSuffix(strings.Repeat(sim.Number(v.Max)+",", v.MaxLen), ",")
		case *sim.ChoiceValue:
			text = v.Options[len(v.Options)-1].Name
		}
		if text == "" || f.Acts != sim.Restart {
			continue
		}
		large[f.Name] = text
		s := view.New()
		if sim.Set(s.Fields(), large) != nil || s.Init(sim.Env{Seed: 1, Memory: 256 << 20}) != nil {
			delete(large, f.Name)
		}
	}
	for _, f := range view.New().Fields() {
		if v, ok := f.Value.(*sim.IntValue); ok && f.Acts != sim.Restart {
			large[f.Name] = strconv.Itoa(v.Max)
		}
	}
	return large
}
