package e2e

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"hebb/web/e2e/drive"
)

// TestSliderActsWhileRunning drags a slider with the mouse while the network learns.
func TestSliderActsWhileRunning(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+rescue)
	reach(t, p, "100")
	before := eval[state](t, p, readState)
	if before.Value != "0" {
		t.Fatalf("theta9 starts at %s, want 0", before.Value)
	}
	must(t, p.Drag(slider("theta9"), 0.8, 25))
	wait(t, p, "the server has what the box says", `e2e.fields.length && e2e.fields.at(-1).variants[0].fields.theta9 === document.querySelector('`+box("theta9")+`').value`)
	wait(t, p, "a frame with the last command is painted", `e2e.done.length && e2e.painted.at(-1).command >= e2e.done.at(-1).command`)
	wait(t, p, "the address bar has it too", `new URLSearchParams(location.search).get("theta9") === document.querySelector('`+box("theta9")+`').value`)
	// The mark glides to its place.
	wait(t, p, "the mark of the server's value comes to the thumb", `((s) => Math.abs(s.Truth - s.Thumb) <= 6)(`+readState+`)`)
	after := eval[state](t, p, readState)

	if v, err := strconv.ParseFloat(after.Value, 64); err != nil || v < 0.003 || v > 0.02 {
		t.Errorf("80 %% of the track of theta9 gives %q, want between 0.003 and 0.02", after.Value)
	}
	if after.Epoch != before.Epoch || after.Returned > 0 {
		t.Errorf("the run started again: epoch %v to %v, the counter went back %d times", before.Epoch, after.Epoch, after.Returned)
	}
	if after.Unit <= before.Unit {
		t.Errorf("the run stood still: unit %v to %v", before.Unit, after.Unit)
	}
	if after.Truth <= before.Truth {
		t.Errorf("the mark of the server's value has not moved to the right: %v to %v px", before.Truth, after.Truth)
	}
	if len(after.Markers) == 0 {
		t.Error("there is no marker for the curves")
	}
	wait(t, p, "the control is no longer pending", `!(`+readState+`).Pending`)

	// The same run without the drag, at the same unit: what is drawn must differ.
	pause(t, p)
	moved := look(t, p)
	want := headless(t, s, rescue, moved.Unit)
	if x, y := moved.kept("0")["loss"], want.Final["loss"]; x == y {
		t.Errorf("the drag has changed nothing: the loss is %v with and without it", x)
	}
}

type state struct {
	Value        string
	Epoch, Unit  float64
	Truth, Thumb float64 // px
	Markers      []any
	Pending      bool
	Returned     int
}

// readState reads what the page says of theta9.
const readState = `(() => {
	const field = document.querySelector('[data-name="theta9"]');
	const range = field.querySelector("input[type=range]");
	const r = range.getBoundingClientRect();
	const t = field.querySelector(".truth").getBoundingClientRect();
	const units = e2e.units.map((u) => Number(u.replace(/[^0-9]/g, "")));
	return {
		Value: field.querySelector("input.number").value,
		Epoch: e2e.frame.epoch, Unit: e2e.frame.unit,
		Truth: t.x + t.width / 2, Thumb: r.x + 8 + (range.value - range.min) / (range.max - range.min) * (r.width - 16),
		Markers: (e2e.fields.at(-1) ?? e2e.hellos.at(-1)).markers,
		Pending: field.matches(".pending") || !!field.querySelector(".pending"),
		Returned: units.filter((u, i) => i > 0 && u < units[i - 1]).length,
	};
})()`

// TestMarkerOnTheCurve compares the curve just before and after a slider has moved
// while the run is paused: only the marker can make a difference.
func TestMarkerOnTheCurve(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+rescue)
	reach(t, p, "200")
	pause(t, p)
	rest[string](t, p, shown)
	before := traces(t, p)
	must(t, p.Drag(slider("theta9"), 0.6, 8))
	wait(t, p, "the run has the change", `e2e.fields.some((f) => f.variants[0].fields.theta9 !== "0")`)
	settle(t, p)
	same := len(before)
	for deadline := time.Now().Add(p.Patience); same == len(before) && time.Now().Before(deadline); {
		same = 0
		for name, picture := range traces(t, p) {
			if picture == before[name] {
				same++
			}
		}
	}
	if same == len(before) {
		t.Error("no curve shows where the slider moved")
	}
}

// traces are the pictures of all curves on the page, by figure.
func traces(t *testing.T, p *drive.Page) map[string]string {
	t.Helper()
	m := eval[map[string]string](t, p, `Object.fromEntries([...document.querySelectorAll("hebb-trace")].filter((el) => el.querySelector("canvas")?.width)
		.map((el) => [el.closest("[data-figure]").dataset.figure, [...el.querySelectorAll("canvas")].map((c) => c.toDataURL()).join()]))`)
	if len(m) == 0 {
		t.Fatal("there is no curve on the page")
	}
	return m
}

// TestRefusedValue types a value out of range: it is refused beside the control, and
// nothing changes.
func TestRefusedValue(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+rescue)
	must(t, p.Click(box("theta0")))
	must(t, p.Do(selectAll))
	must(t, p.Keys("7\r"))
	wait(t, p, "the refusal stands beside the control", `(() => { const r = document.querySelector('[data-name="theta0"] .refused'); return r && !r.hidden && /0\.1/.test(r.textContent); })()`)
	if got := eval[string](t, p, `(e2e.fields.at(-1) ?? e2e.hellos.at(-1)).variants[0].fields.theta0`); got != "0.003" {
		t.Errorf("theta0 is %s, want 0.003 as before", got)
	}
	must(t, p.Click(box("theta0")))
	must(t, p.Do(selectAll))
	must(t, p.Keys("0.01\r"))
	wait(t, p, "a good value is taken", `e2e.fields.length && e2e.fields.at(-1).variants[0].fields.theta0 === "0.01"`)
	wait(t, p, "the refusal is gone", `document.querySelector('[data-name="theta0"] .refused').hidden`)
}

// TestRestartField changes a field that restarts: a new epoch begins at unit 0 with
// the same seed, and the counter says so.
func TestRestartField(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+rescue)
	reach(t, p, "50")
	epoch := eval[float64](t, p, `e2e.frame.epoch`)
	seed := eval[float64](t, p, `e2e.hellos.at(-1).seed`)
	must(t, p.Click(box("gain")))
	must(t, p.Do(selectAll))
	must(t, p.Keys("1\r"))
	wait(t, p, "a new epoch begins", `e2e.hellos.at(-1).epoch > `+jsNumber(epoch)+` && e2e.frame.epoch === e2e.hellos.at(-1).epoch`)
	if got := eval[float64](t, p, `e2e.hellos.at(-1).seed`); got != seed {
		t.Errorf("the seed changed from %v to %v", seed, got)
	}
	if got := eval[string](t, p, `e2e.hellos.at(-1).variants[0].fields.gain`); got != "1" {
		t.Errorf("gain is %s, want 1", got)
	}
	wait(t, p, "the run goes on by itself", `e2e.frame.unit > 0 && e2e.frame.playing === 1`)
}

// TestCompare adds a variant during a run and changes it alone.
func TestCompare(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+rescue)
	reach(t, p, "60")
	pause(t, p)
	press(t, p, "add")
	wait(t, p, "there are two variants", `e2e.hellos.at(-1).variants.length === 2 && Object.keys(e2e.scalars.rows).length === 2`)
	settle(t, p)
	n := look(t, p)
	a, b := n.kept("0"), n.kept("1")
	for output, v := range a {
		if b[output] != v {
			t.Errorf("the copy differs: %s is %v, want %v", output, b[output], v)
		}
	}
	if len(a) == 0 {
		t.Error("there is nothing to compare")
	}
	must(t, p.Click(`[data-variant="b"] .pick`))
	must(t, p.Click(box("theta0")))
	must(t, p.Do(selectAll))
	must(t, p.Keys("0.01\r"))
	wait(t, p, "a variant has the value", `e2e.fields.length && e2e.fields.at(-1).variants.some((v) => v.fields.theta0 === "0.01")`)
	fields := eval[[]string](t, p, `e2e.fields.at(-1).variants.map((v) => v.fields.theta0)`)
	if !slices.Equal(fields, []string{"0.003", "0.01"}) {
		t.Errorf("theta0 of A and B is %v after B alone was chosen and changed", fields)
	}
	reach(t, p, jsNumber(n.Unit+50))
	pause(t, p)
	compare(t, s, moment(t, s, p), p)
}
