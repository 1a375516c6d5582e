package e2e

import (
	"strings"
	"testing"
	"time"

	"hebb/web/e2e/drive"
)

// claims is what the table of claims says, row by row: state and text.
const claims = `[...document.querySelectorAll("tr[data-claim] .here")].map((c) => (["holds", "fails"].find((k) => c.classList.contains(k)) ?? "") + " " + c.textContent)`

// TestRescueFollowedLate follows the preset Rescue as its text says, with a hand that is
// late: 150 images after the time, and with the number box. The claims say what they wait
// for, and count from the act.
func TestRescueFollowedLate(t *testing.T) {
	together(t)
	s := serve(t)
	p := open(t, drive.Look{}, s.Address+rescue+"&paused=1")
	p.Patience = 2 * time.Minute
	wait(t, p, "a frame is painted", `e2e.painted.length >= 1 && e2e.frame`)
	wait(t, p, "the claims say what they wait for", claims+`[1].includes("set Oja to 0.01 at 2,000")`)
	reach(t, p, "2150")
	pause(t, p)
	acted := eval[float64](t, p, `e2e.frame.unit`)
	wait(t, p, "the first claim is judged", claims+`[0].startsWith("holds ")`)
	wait(t, p, "the time has come", claims+`[1].includes("now set Oja to 0.01")`)
	shoot(t, p, "claims-waiting")
	must(t, p.Click(box("theta9")))
	must(t, p.Do(selectAll))
	must(t, p.Keys("0.01\r"))
	wait(t, p, "the act is counted from", claims+`[1].includes("counts at " + (e2e.frame.unit + 1000).toLocaleString("en-US"))`)
	if now := eval[float64](t, p, `e2e.frame.unit`); now != acted || now < 2150 {
		t.Errorf("the hand acted at %v, the page stands at %v", acted, now)
	}
	play(t, p)
	wait(t, p, "the claim of what comes after the act is judged", claims+`[1].startsWith("holds ")`)
	list := eval[[]string](t, p, claims)
	t.Logf("the hand acted at %v: %q", acted, list)
	for i, state := range []string{"holds ", "holds "} {
		if !strings.HasPrefix(list[i], state) {
			t.Errorf("claim %d: %q, want %s", i+1, list[i], state)
		}
	}
	if strings.Contains(strings.Join(list, " "), "other settings") {
		t.Errorf("who has followed the text is told of other settings: %q", list)
	}
	shoot(t, p, "claims-judged")

	// Whoever does something else is told so, and what.
	other := lab(t, drive.Look{}, s.Address+rescue)
	must(t, other.Click(box("theta0")))
	must(t, other.Do(selectAll))
	must(t, other.Keys("0.02\r"))
	wait(t, other, "other settings are named", claims+`.every((c) => /other settings: .* to 0\.02 at/.test(c))`)
	shoot(t, other, "claims-other")
}
