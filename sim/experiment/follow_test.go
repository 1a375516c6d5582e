package experiment_test

import (
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/simtest/toy"
)

// rescue waits for a change at 2,000, and then for another; ten seconds at its speed are
// 3,000 units.
const rescue = `{"speed":300,"set":{"theta":"0"},"variants":[{},{}],"claims":[
	{"text":"before","from":"f","variant":"a","output":"norm","unit":2000,"at_most":2},
	{"text":"after","from":"f","variant":"a","output":"norm","unit":3000,"at_most":2,"changes":[{"unit":2000,"set":{"theta":"1"}}]},
	{"text":"twice","from":"f","variant":"a","output":"norm","unit":4000,"at_most":2,"late":100,"changes":[{"unit":2000,"set":{"theta":"1"}},{"unit":3000,"set":{"theta":"0","eta":"0.02"}}]},
	{"text":"other","from":"f","variant":"b","output":"norm","unit":3000,"at_most":2,"changes":[{"unit":2000,"set":{"theta":"1"},"variant":"a"}]}]}`

func set(unit uint64, name, value string) experiment.Entry {
	return experiment.Entry{Position: experiment.Position{Unit: unit, Round: 1}, Variant: "a", Set: map[string]string{name: value}}
}

func of(variant string, e experiment.Entry) experiment.Entry { e.Variant = variant; return e }

// Claims count from the act as it was made: late as a hand is, in one drag or in two
// changes of one moment. What the claim did not speak of makes it another run.
func TestStandingsCountFromTheAct(t *testing.T) {
	f, _ := sim.Find(toy.Lab.Views[0].New().Fields(), "eta")
	rate := f.Value.String()
	for name, c := range map[string]struct {
		journal []experiment.Entry
		end     uint64
		want    [4]string // state and the beginning of the text
	}{
		"nothing yet":   {nil, 500, [4]string{"waits not yet", "waits set ", "waits set ", "waits not yet"}},
		"just in time":  {nil, 2100, [4]string{"holds .02", "waits now set ", "waits now set ", "waits not yet"}},
		"never":         {nil, 5001, [4]string{"holds .02", "other other settings: not set ", "other other settings: not set ", "holds .03"}},
		"by hand":       {[]experiment.Entry{set(2050, "theta", "1")}, 3040, [4]string{"holds .02", "waits counts at 3,050", "waits set ", "holds .03"}},
		"by hand, then": {[]experiment.Entry{set(2150, "theta", "1")}, 3200, [4]string{"holds .02", "holds .032", "other other settings: ", "holds .03"}},
		"very late":     {[]experiment.Entry{set(4999, "theta", "1")}, 6000, [4]string{"holds .02", "holds .06", "other ", "holds .03"}},
		"too late":      {[]experiment.Entry{set(5001, "theta", "1")}, 9000, [4]string{"holds .02", "other ", "other ", "holds .03"}},
		"early":         {[]experiment.Entry{set(1900, "theta", "1")}, 3000, [4]string{"other ", "holds .029", "waits now set ", "holds .03"}},
		"too early":     {[]experiment.Entry{set(500, "theta", "1")}, 3000, [4]string{"other ", "other ", "other ", "holds .03"}},
		"a drag": {[]experiment.Entry{set(2100, "theta", "0.3"), set(2120, "theta", "0.7"), set(2150, "theta", "1")}, 3200,
			[4]string{"holds .02", "holds .032", "other ", "holds .03"}},
		"stopped on the way": {[]experiment.Entry{set(2100, "theta", "0.3")}, 2300, [4]string{"holds .02", "waits now set ", "other other settings: not set", "waits not yet"}},
		"there and back":     {[]experiment.Entry{set(1000, "eta", "0.5"), set(1000, "eta", rate)}, 2500, [4]string{"holds .02", "waits now", "other", "waits not yet"}},
		"twice": {[]experiment.Entry{set(2050, "theta", "1"), set(3080, "theta", "0"), set(3080, "eta", "0.02")}, 5000,
			[4]string{"holds .02", "holds .03", "holds .041", "holds .03"}},
		"twice, in drags": {[]experiment.Entry{set(2050, "theta", "1"), set(3060, "theta", "0"), set(3070, "eta", "0.02")}, 5000,
			[4]string{"holds .02", "holds .03", "holds .041", "holds .03"}},
		"something else": {[]experiment.Entry{set(1000, "eta", "0.5")}, 5000, [4]string{"other ", "other ", "other ", "holds .03"}},
		"later":          {[]experiment.Entry{set(2000, "theta", "1"), set(3000, "eta", "0.5")}, 5000, [4]string{"holds .02", "holds .03", "other ", "holds .03"}},
		"an action":      {[]experiment.Entry{{Position: experiment.Position{Unit: 100}, Act: "kick"}}, 5000, [4]string{"other ", "other ", "other ", "other "}},
		"a probe":        {[]experiment.Entry{{Position: experiment.Position{Unit: 100}, Probe: "angle", Every: 5}}, 2000, [4]string{"holds .02", "waits now", "waits now", "waits not"}},
		"in the other":   {[]experiment.Entry{of("b", set(100, "eta", "0.5"))}, 2000, [4]string{"holds .02", "waits now", "waits now", "other "}},
	} {
		for i, want := range c.want {
			got := standings(t, rescue, experiment.Past{Journal: c.journal, Ends: []uint64{c.end, c.end}})[i]
			if text := string(got.State) + " " + got.Text; !strings.HasPrefix(text, strings.TrimSpace(want)) {
				t.Errorf("%s, claim %d: %q, want %q", name, i+1, text, want)
			}
		}
	}
}

// standings of a run whose norm is its unit divided by 100,000.
func standings(t *testing.T, text string, past experiment.Past) []experiment.Standing {
	t.Helper()
	p, err := experiment.ParsePreset(toy.Lab, "x", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if past.Variants == nil {
		past.Setup, _ = p.Setup(toy.Lab)
	}
	if past.Diverged == nil {
		past.Diverged = make([]uint64, len(past.Variants))
	}
	if past.Resting == nil {
		past.Resting = make([]bool, len(past.Variants))
	}
	past.Read = func(t experiment.Term) (experiment.Reading, bool) {
		return experiment.Exactly(float64(t.Unit) / 1e5), true
	}
	return p.Standings(toy.Lab, past)
}

func TestStandingsOfOtherRuns(t *testing.T) {
	ends := []uint64{9000, 9000}
	p, err := experiment.ParsePreset(toy.Lab, "x", []byte(rescue))
	if err != nil {
		t.Fatal(err)
	}
	s, _ := p.Setup(toy.Lab)
	s.Variants[0].Set = map[string]string{"theta": "0", "eta": "0.5"}
	if got := standings(t, rescue, experiment.Past{Setup: s, Ends: ends}); got[0].State != experiment.Other || !strings.Contains(got[0].Text, "0.5") || got[3].State != experiment.Holds {
		t.Errorf("another start of A: %v", got)
	}
	s.Variants = s.Variants[:1]
	if got := standings(t, rescue, experiment.Past{Setup: s, Ends: ends[:1]}); got[3].State != experiment.Other || !strings.Contains(got[3].Text, "no such variant") {
		t.Errorf("without B: %v", got)
	}
	got := standings(t, rescue, experiment.Past{Ends: ends, Diverged: []uint64{1500, 0}})
	if got[0].State != experiment.Fails || got[0].Text != "diverged at 1,500" || got[3].State != experiment.Holds {
		t.Errorf("A has diverged: %v", got)
	}
}
