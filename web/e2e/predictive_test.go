package e2e

import (
	"testing"

	"hebb/web/e2e/drive"
)

const ladder = `document.querySelector("hebb-ladder")`

// errors is the length of the error of a layer in the ladder.
func errors(layer string) string {
	return `(() => { const row = ` + ladder + `.table().find((r) => r[0] === "eps` + layer + `"); return row ? Math.hypot(...row.slice(1)) : -1; })()`
}

// TestErrorsComeDown watches the errors come down the ladder, sweep by sweep.
func TestErrorsComeDown(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{Still: true}, s.Address+"/labs/predictive?algorithm=fixedpred")
	wait(t, p, "the ladder is drawn", ladder+`?.stream && `+ladder+`.table().length > 8`)
	step := func(unit string) {
		must(t, p.Click(`[data-do="step"]`))
		wait(t, p, "sweep "+unit+" is shown", ladder+`.stream.frame.unit === `+unit)
	}
	step("1")
	wait(t, p, "the kernels in use are named", `document.querySelector(".status").title.includes(e2e.hellos.at(-1).kernel)`)
	if out, low := eval[float64](t, p, errors("3")), eval[float64](t, p, errors("1")); out <= 0 || low != 0 {
		t.Errorf("after one sweep the output's error is %v, that of layer 1 %v; want some and none", out, low)
	}
	step("2")
	step("3")
	first := eval[float64](t, p, errors("1"))
	step("4")
	if second := eval[float64](t, p, errors("1")); first <= 0 || second <= first {
		t.Errorf("the error of layer 1 goes from %v to %v: it does not grow", first, second)
	}
	draws(t, p)
	const units = `document.querySelector("#figure-distance hebb-trace")`
	if from := eval[float64](t, p, units+`.range()[0]`); from != 1 {
		t.Errorf("the log axis of sweeps begins at %v", from)
	}
}

// TestStepActsOnTheLadder moves the step while the batch relaxes: the marker is on the
// curves, and the ladder goes on.
func TestStepActsOnTheLadder(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{Width: 390, Height: 844}, s.Address+"/labs/predictive")
	wait(t, p, "it has come down", errors("1")+` > 0`)
	must(t, p.Drag(slider("eta"), 0.8, 6))
	wait(t, p, "the step is marked", `e2e.fields.at(-1)?.markers.length > 0`)
	was := eval[float64](t, p, errors("1"))
	wait(t, p, "the ladder moves", errors("1")+` !== `+jsNumber(was))
	if over := eval[int](t, p, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
		t.Errorf("it scrolls sideways by %d pixels", over)
	}
}

// TestPublishedLosses opens the authors' run: their losses are dots beside ours.
func TestPublishedLosses(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+"/labs/predictive?preset=authors-seed")
	const trace = `document.querySelector("#figure-loss hebb-trace")`
	wait(t, p, "there are published losses", trace+`?.published?.length > 0`)
	n := eval[int](t, p, trace+`.published.reduce((n, d) => n + d.x.length, 0)`)
	if n < 4 {
		t.Errorf("%d published losses", n)
	}
	wait(t, p, "the legend names them", `[...document.querySelectorAll("#figure-loss .fig-chip")].some((c) => c.textContent === "published")`)
}
