package e2e

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"hebb/web/e2e/drive"
)

// TestOneDiverges trains three copies of a network, one with far too long a step: it
// halts, the others go on, and the page says which it was, where its curve ends and
// what a step costs each of the others.
func TestOneDiverges(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+"/labs/predictive?view=training&batch=30&alg=strict&b.eta=0.7&c.alg=fixed")
	if eval[int](t, p, `e2e.frame.playing`) == 0 {
		play(t, p)
	}
	wait(t, p, "a variant diverges", `e2e.status.some((s) => s.status === "diverged")`)
	at := eval[float64](t, p, `e2e.status.find((s) => s.status === "diverged").unit`)
	reach(t, p, jsNumber(at+30))
	wait(t, p, "the chips say what a step costs", `[...document.querySelectorAll(".chip .cost")].filter((c) => /^[\d.]+ (µs|ms|s) \/ step$/.test(c.textContent)).length === 2`)
	pause(t, p)
	n := look(t, p)
	if n.Status != 0 {
		t.Errorf("the run's status is %d", n.Status)
	}
	notice := eval[string](t, p, `document.querySelector('.notice[data-key="diverged"] p').textContent`)
	for _, want := range []string{"B diverged at step ", "of variant b", "the others do not"} {
		if !strings.Contains(notice, want) {
			t.Errorf("the notice does not say %q: %s", want, notice)
		}
	}
	for chip, want := range map[string]string{"a": "/ step", "b": "diverged", "c": "/ step"} {
		if got := eval[string](t, p, `document.querySelector('.chip[data-variant="`+chip+`"] .cost').textContent`); !strings.Contains(got, want) {
			t.Errorf("the chip of %s says %q", chip, got)
		}
		if got := eval[string](t, p, `document.querySelector('.chip[data-variant="`+chip+`"] .pick').title`); !strings.Contains(got, want) {
			t.Errorf("the title of the chip of %s is %q", chip, got)
		}
	}
	if got := eval[string](t, p, `document.querySelector(".status").textContent`); got != "paused, B diverged" {
		t.Errorf("the status is %q", got)
	}
	if got := eval[string](t, p, `document.querySelector(".status").title`); !regexp.MustCompile(`^A [\d.]+ \S+ / step, B .*, C `).MatchString(got) {
		t.Errorf("the title of the status is %q", got)
	}
	wait(t, p, "the legend says so", `document.querySelector("#figure-loss .fig-chip[data-variant=b]")?.textContent.includes("diverged")`)
	const trace = `document.querySelector("#figure-loss hebb-trace")`
	wait(t, p, "the curves end where the run stands, and B's where it diverged", fmt.Sprintf(`["a", "b", "c"].map((_, v) => `+trace+`.stream.history.series(v, "loss").x.at(-1)).join() === "%v,%v,%[1]v"`, n.Unit, at-1))
	for variant, row := range n.Rows {
		for i, v := range row {
			if v-v != 0 {
				t.Errorf("scalar %d of variant %s is %v", i, variant, v)
			}
		}
	}
	if found := words(t, p, `NaN|-?Infinity`); len(found) > 0 {
		t.Errorf("the page says %q", found)
	}
	compare(t, s, moment(t, s, p), p)
	shoot(t, p, "one-diverged")

	// Back before it, and there again.
	frames := eval[int](t, p, `e2e.frames.length`)
	press(t, p, "replay")
	wait(t, p, "it is at its beginning", fmt.Sprintf(`e2e.frames.slice(%d).some((f) => f.unit === 0)`, frames))
	wait(t, p, "the notice is gone", `!document.querySelector('.notice[data-key="diverged"]')`)
	play(t, p)
	reach(t, p, jsNumber(n.Unit))
	wait(t, p, "the notice is back", `!!document.querySelector('.notice[data-key="diverged"]')`)

	// Mended, it goes on, with a gap.
	must(t, p.Click(`.chip[data-variant="b"] .pick`))
	must(t, p.Drag(slider("eta"), 0.2, 5))
	wait(t, p, "B goes on", `!document.querySelector('.notice[data-key="diverged"]') && !document.querySelector(".chip.bad") && `+trace+`.stream.history.gaps(1).length === 1 && `+trace+`.stream.history.ends()[1] > `+jsNumber(n.Unit))
	reach(t, p, jsNumber(n.Unit+60))
	pause(t, p)
	shoot(t, p, "one-mended")
}
