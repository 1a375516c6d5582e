package main

import (
	"strings"
	"testing"

	"hebb/sim/experiment"
)

// waitForClaims reads what the page is told until claim i stands so.
func (p *page) waitForClaims(i int, state, text string) []any {
	p.t.Helper()
	for {
		list := p.hear("claims")["claims"].([]any)
		if c := list[i].(map[string]any); c["state"] == state && strings.Contains(c["text"].(string), text) {
			return list
		}
	}
}

// The page hears how its claims stand, also when what they wait for comes late.
func TestSocketTellsHowClaimsStand(t *testing.T) {
	o := openHouse(t)
	p := o.watch(o.start("?preset=late"))
	list := p.waitForClaims(1, "waits", "set rate to 0.05 at 200")
	if len(list) != 4 {
		t.Fatalf("%d claims: %v", len(list), list)
	}
	p.say(`{"n":1,"do":"seek","unit":210}`)
	p.waitForClaims(1, "waits", "now set rate to 0.05")
	p.say(`{"n":2,"set":{"eta":"0.05"},"variant":"a"}`)
	p.waitForClaims(1, "waits", "counts at 310")
	p.say(`{"n":3,"do":"seek","unit":400}`)
	list = p.waitForClaims(1, "holds", "✓")
	for i, want := range []string{"holds", "holds", "fails", "open"} {
		if c := list[i].(map[string]any); c["state"] != want {
			t.Errorf("claim %d: %v, want %s", i, c, want)
		}
	}

	// The number is that of a run in which the change came so late.
	c := toyCatalogue(t)
	setup, _ := c.presets[2].Setup(c.labs[0])
	act := []experiment.Entry{{Position: experiment.Position{Unit: 210}, Variant: "a", Set: map[string]string{"eta": "0.05"}}}
	got, err := measure(t.Context(), c.labs[0], []experiment.Measurement{{Setup: setup, Changes: act, Term: experiment.Term{Variant: "a", Output: "norm", Unit: 310}}}, act, 0)
	if err != nil {
		t.Fatal(err)
	}
	if text, want := list[1].(map[string]any)["text"], experiment.Exactly(got[0].value).String()+" ✓"; text != want {
		t.Errorf("the page is told %q, a run without a page has %q", text, want)
	}

	// Another page of the run is told at once, and a run without claims tells nothing.
	again := o.watch(o.start("?preset=late&eta=0.5"))
	if list := again.waitForClaims(0, "other", "rate is 0.5"); list[3].(map[string]any)["state"] != "other" {
		t.Errorf("claims of another start: %v", list)
	}
	none := o.watch(o.start(""))
	none.hear("hello")
	none.say(`{"n":1,"do":"seek","unit":50}`)
	none.hear("done")
	none.say(`{"n":2,"ask":"nothing"}`)
	for {
		m := <-none.text
		if m["type"] == "claims" {
			t.Errorf("a run without a preset has claims: %v", m)
		}
		if m["type"] == "refused" {
			break
		}
	}
}
