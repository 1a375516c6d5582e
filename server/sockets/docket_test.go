package sockets

import (
	"strings"
	"testing"

	"hebb/server/catalogue"
	"hebb/server/servertest"
	"hebb/sim/experiment"
	"hebb/sim/job"
)

// waitForClaims reads what the page is told until claim i stands so.
func waitForClaims(p *servertest.Page, i int, state, text string) []any {
	for {
		list := p.Hear("claims")["claims"].([]any)
		if c := list[i].(map[string]any); c["state"] == state && strings.Contains(c["text"].(string), text) {
			return list
		}
	}
}

// The page hears how its claims stand, also when what they wait for comes late.
func TestSocketTellsHowClaimsStand(t *testing.T) {
	o := openHub(t)
	p := o.Watch(o.start("?preset=late"))
	list := waitForClaims(p, 1, "waits", "set rate to 0.05 at 200")
	if len(list) != 4 {
		t.Fatalf("%d claims: %v", len(list), list)
	}
	p.Say(`{"n":1,"do":"seek","unit":210}`)
	waitForClaims(p, 1, "waits", "now set rate to 0.05")
	p.Say(`{"n":2,"set":{"eta":"0.05"},"variant":"a"}`)
	waitForClaims(p, 1, "waits", "counts at 310")
	p.Say(`{"n":3,"do":"seek","unit":400}`)
	list = waitForClaims(p, 1, "holds", "✓")
	for i, want := range []string{"holds", "holds", "fails", "open"} {
		if c := list[i].(map[string]any); c["state"] != want {
			t.Errorf("claim %d: %v, want %s", i, c, want)
		}
	}

	// The number is that of a run in which the change came so late.
	c := catalogue.New(servertest.Toy(t))
	setup, _ := c.Presets[2].Setup(c.Labs[0])
	act := []experiment.Entry{{Position: experiment.Position{Unit: 210}, Variant: "a", Set: map[string]string{"eta": "0.05"}}}
	got, err := job.Measure(t.Context(), c.Labs[0], []experiment.Measurement{{Setup: setup, Changes: act, Term: experiment.Term{Variant: "a", Output: "norm", Unit: 310}}}, act, 0, job.Given{})
	if err != nil {
		t.Fatal(err)
	}
	if text, want := list[1].(map[string]any)["text"], experiment.Exactly(got[0].Value).String()+" ✓"; text != want {
		t.Errorf("the page is told %q, a run without a page has %q", text, want)
	}

	// Another page of the run is told at once, and a run without claims tells nothing.
	again := o.Watch(o.start("?preset=late&eta=0.5"))
	if list := waitForClaims(again, 0, "other", "rate is 0.5"); list[3].(map[string]any)["state"] != "other" {
		t.Errorf("claims of another start: %v", list)
	}
	none := o.Watch(o.start(""))
	none.Hear("hello")
	none.Say(`{"n":1,"do":"seek","unit":50}`)
	none.Hear("done")
	none.Say(`{"n":2,"ask":"nothing"}`)
	for {
		m := <-none.Text
		if m["type"] == "claims" {
			t.Errorf("a run without a preset has claims: %v", m)
		}
		if m["type"] == "refused" {
			break
		}
	}
}
