package experiment_test

import (
	"testing"

	"hebb/sim/experiment"
	"hebb/sim/simtest/toy"
)

// Whatever stands in a claim, it is refused or can be said, measured and judged.
// Floor: 100 executions a second.
func FuzzClaim(f *testing.F) {
	for _, text := range []string{
		left + `"expected":1,"band":0.1`,
		left + `"ratio":{"unit":3},"at_least":2,"seeds":"mean"`,
		left + `"below":{"variant":"b","over":4,"unit":9},"seeds":"most","whose":"paper","published":{"value":1,"low":0,"high":2}`,
		left + `"at_most":1e308,"late":9007199254740991,"changes":[{"unit":9,"set":{"eta":"0,05"}},{"unit":1000,"set":{"theta":"0"},"variant":"b"}]`,
		left + `"at_most":-0,"exempt":{"as":"still","because":"b","set":{"eta":"1"},"unit":3}`,
		`"text":"t","from":"f","variant":"b","diverges":true,"unit":9007199254740991`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := experiment.ParsePreset(toy.Lab, "x", []byte(`{"variants":[{"label":"one"},{}],"claims":[{`+text+`}]}`))
		if err != nil {
			return
		}
		s, _ := p.Setup(toy.Lab)
		for i := range p.Claims {
			c := &p.Claims[i]
			if c.Words(p.Label) == "" || c.Beside() == "" {
				t.Errorf("%s has no words", text)
			}
		}
		for _, trial := range p.Trials(toy.Lab) {
			c := &p.Claims[trial.Claim]
			if len(trial.Measurements) != len(c.Terms()) || trial.Measurements[0].Key() == "" {
				t.Errorf("%s: trial %+v", text, trial)
			}
		}
		for _, end := range []uint64{0, 50, 1 << 40} {
			past := experiment.Past{Setup: s, Ends: []uint64{end, end}, Diverged: []uint64{0, end / 2}, Resting: []bool{false, true},
				Journal: []experiment.Entry{set(9, "eta", "0.05")},
				Read: func(experiment.Term) (experiment.Reading, bool) {
					return experiment.Reading{Low: -1, High: float64(end)}, true
				}}
			for _, standing := range p.Standings(toy.Lab, past) {
				if standing.State == "" || standing.Text == "" {
					t.Errorf("%s stands nowhere: %+v", text, standing)
				}
			}
		}
	})
}
