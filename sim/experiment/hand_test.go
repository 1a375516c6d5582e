package experiment_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"hebb/sim/experiment"
	"hebb/sim/simtest/toy"
)

// byHand are the runs in which a claim must hold beside the one that it says: the moments
// of the changes and of the terms.
func byHand(t *testing.T, text string, claim int) []string {
	t.Helper()
	p, err := experiment.ParsePreset(toy.Lab, "x", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, trial := range p.Trials(toy.Lab) {
		if trial.Claim != claim || trial.Role != experiment.ByHand {
			continue
		}
		var parts []string
		for _, m := range trial.Measurements {
			part := m.Variant + ":"
			for _, e := range m.Changes {
				part += fmt.Sprint(" ", e.Unit, e.Variant)
			}
			parts = append(parts, part+fmt.Sprint(" → ", m.Unit))
		}
		list = append(list, strings.Join(parts, ", "))
	}
	return list
}

func TestTrialsByHand(t *testing.T) {
	same := func(text string, claim int, want ...string) {
		t.Helper()
		if got := byHand(t, text, claim); !slices.Equal(got, want) {
			t.Errorf("claim %d: measured are\n%s\nwant\n%s", claim+1, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	same(rescue, 0)
	same(rescue, 1, "a: 1800 → 2800", "a: 2900 → 3900", "a: 5000 → 6000")
	// A second change counts from the first as it came, and may be late again.
	same(rescue, 2, "a: 1900 2800 → 3800", "a: 2030 3060 → 4060", "a: 2100 3200 → 4200")
	same(rescue, 3, "b: 1800a → 3000", "b: 2900a → 3000", "b: 5000a → 3000")

	// Who follows the one variant in time may follow the other late.
	const two = `{"variants":[{},{}],"claims":[
		{"text":"less","from":"f","variant":"a","output":"norm","unit":300,"below":{"variant":"b"},"late":20,"changes":[{"unit":100,"set":{"theta":"0.5"},"variant":"a"},{"unit":200,"set":{"theta":"0.5"},"variant":"b"}]},
		{"text":"both","from":"f","variant":"a","output":"norm","unit":300,"below":{"variant":"b"},"late":20,"changes":[{"unit":100,"set":{"theta":"0.5"}}]},
		{"text":"before","from":"f","variant":"a","output":"norm","unit":300,"at_most":9,"ratio":{"unit":100},"late":20,"changes":[{"unit":100,"set":{"theta":"0.5"}}]}]}`
	if got := byHand(t, two, 0); len(got) != 15 || !slices.Contains(got, "a: 120a 220b → 320, b: 100a 200b → 300") ||
		!slices.Contains(got, "a: 90a 180b → 290, b: 120a 220b → 320") {
		t.Errorf("of two variants: %d\n%s", len(got), strings.Join(got, "\n"))
	}
	same(two, 1, "a: 90 → 290, b: 90 → 290", "a: 106 → 306, b: 106 → 306", "a: 120 → 320, b: 120 → 320")
	same(two, 2, "a: 90 → 290, a: 90 → 90", "a: 106 → 306, a: 106 → 106", "a: 120 → 320, a: 120 → 120")

	// One of all variants, after one of a single one, comes when all of them count it.
	const story = `{"variants":[{},{}],"claims":[
		{"text":"a","from":"f","variant":"a","output":"norm","unit":400,"at_most":9,"late":30,"changes":[{"unit":100,"set":{"theta":"0.5"}},{"unit":200,"set":{"eta":"0.5"},"variant":"b"},{"unit":300,"set":{"noise":"0.5"}}]}]}`
	same(story, 0, "a: 90 180b 270 → 370", "a: 109 218b 318 → 418", "a: 130 260b 360 → 460")
	// A first unit has none before it.
	same(`{"claims":[{"text":"a","from":"f","variant":"a","output":"norm","unit":4,"at_most":9,"late":1,"changes":[{"unit":1,"set":{"theta":"0.5"}}]}]}`, 0,
		"a: 1 → 4", "a: 1 → 4", "a: 2 → 5")
}

// What the page counts is what is measured: no unit sooner and none later.
func TestMeasuredIsWhatCounts(t *testing.T) {
	counts := func(unit uint64) bool {
		past := experiment.Past{Journal: []experiment.Entry{{Position: experiment.Position{Unit: unit}, Set: map[string]string{"theta": "1"}}}, Ends: []uint64{math.MaxInt64, math.MaxInt64}}
		return standings(t, rescue, past)[1].State != experiment.Other
	}
	for unit, want := range map[uint64]bool{1799: false, 1800: true, 2000: true, 2900: true, 5000: true, 5001: false} {
		if counts(unit) != want {
			t.Errorf("a change at %d counts: %v", unit, !want)
		}
	}
}

// A term that is of the unit of a change counts when that is made, and is called so.
func TestBeforeTheChange(t *testing.T) {
	const text = `{"set":{"theta":"0"},"claims":[
		{"text":"against before","from":"f","variant":"a","output":"norm","unit":3000,"at_most":1.45,"ratio":{"unit":2000},"late":500,"changes":[{"unit":2000,"set":{"theta":"1"}}]}]}`
	for unit, want := range map[uint64]string{
		1900: "fails 1.5, more", // 2,900 / 1,900
		2100: "fails 1.5, more", // 3,100 / 2,100
		2400: "holds 1.4 ✓",     // 3,400 / 2,400
		2600: "other other settings: ",
	} {
		got := standings(t, text, experiment.Past{Journal: []experiment.Entry{set(unit, "theta", "1")}, Ends: []uint64{4000}})[0]
		if text := string(got.State) + " " + got.Text; !strings.HasPrefix(text, want) {
			t.Errorf("changed at %d: %q, want %q", unit, text, want)
		}
	}
	got := standings(t, text, experiment.Past{Ends: []uint64{2100}})[0]
	if !strings.HasPrefix(got.Text, "now set ") || !strings.HasSuffix(got.Text, " to 1, by 2,500 at the latest") {
		t.Errorf("what is waited for: %q", got.Text)
	}
	if got = standings(t, text, experiment.Past{Ends: []uint64{100}})[0]; !strings.HasSuffix(got.Text, " at 2,000, by 2,500 at the latest") {
		t.Errorf("what is waited for: %q", got.Text)
	}
	p, err := experiment.ParsePreset(toy.Lab, "x", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if words := p.Claims[0].Words(p.Label); words != "at most 1.45 times its value at the change" {
		t.Errorf("it says %q", words)
	}
}
