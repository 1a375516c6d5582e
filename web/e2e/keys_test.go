package e2e

import (
	"strconv"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"hebb/web/e2e/drive"
)

// TestOtherKeyboards presses keys as they come under Caps Lock, from other layouts and
// alphabets.
func TestOtherKeyboards(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+rescue)
	pause(t, p)
	for _, k := range []struct {
		what, key, code string
		held            int64
	}{
		{"r under Caps Lock", "R", "KeyR", 0},
		{"r under Caps Lock and Shift", "r", "KeyR", drive.Shift},
		{"the Russian letter at the place of r", "к", "KeyR", 0},
		{"the Greek letter at the place of r", "ρ", "KeyR", 0},
		{"r of Dvorak", "r", "KeyO", 0},
	} {
		before := eval[float64](t, p, `e2e.hellos.at(-1).epoch`)
		must(t, p.Press(k.key, k.code, k.held))
		wait(t, p, k.what+" starts again", `e2e.hellos.at(-1).epoch > `+jsNumber(before))
	}
	for _, k := range []struct {
		what, key, code string
		held            int64
		faster          bool
	}{
		{"[ of a German PC", "[", "Digit8", drive.Control | drive.Alt, false},
		{"] of a German PC", "]", "Digit9", drive.Control | drive.Alt, true},
		{"[ of a German Mac", "[", "Digit5", drive.Alt, false},
		{"] of a German Mac", "]", "Digit6", drive.Alt, true},
		{"[ of an English keyboard", "[", "BracketLeft", 0, false},
		{"a comma", ",", "Comma", 0, false},
		{"a French full stop", ".", "Comma", drive.Shift, true},
	} {
		sign := map[bool]string{false: "<", true: ">"}[k.faster]
		const place = `document.getElementById("speed").valueAsNumber`
		before := eval[float64](t, p, place)
		must(t, p.Press(k.key, k.code, k.held))
		wait(t, p, k.what+" changes the speed", place+sign+jsNumber(before))
	}
	// The second variant, by a digit that needs Shift on a French keyboard.
	must(t, p.Press("C", "KeyC", 0))
	wait(t, p, "there are two variants", `e2e.hellos.at(-1).variants.length === 2`)
	chosen := func(key string) string { return `document.querySelector('.chip[data-variant="` + key + `"].on')` }
	wait(t, p, "the new one is chosen", chosen("b"))
	must(t, p.Press("&", "Digit1", 0))
	wait(t, p, "the first is chosen", chosen("a"))
	must(t, p.Press("é", "Digit2", 0))
	wait(t, p, "the second is chosen", chosen("b"))
}

// TestSpaceAfterAClick: a button that was clicked has had its turn, one that Tab has led to
// has not.
func TestSpaceAfterAClick(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+rescue)
	pause(t, p)
	eval[any](t, p, `(window.did = [], document.addEventListener("click", (e) => did.push(e.target.closest("[data-do], summary, .pick, input")?.outerHTML ?? "")))`)
	for _, c := range []struct{ what, selector string }{
		{"step", `[data-do="step10"]`}, {"reset", `[data-do="reset"]`}, {"a chip", `.chip .pick`}, {"a heading", `.about summary`}, {"light or dark", `[data-theme-button]`},
	} {
		must(t, p.Click(c.selector))
		wait(t, p, c.what+" has the focus", `document.activeElement.matches('`+c.selector+`')`)
		clicks := eval[int](t, p, `did.length`)
		must(t, p.Press(" ", "Space", 0))
		wait(t, p, "a space after "+c.what+" plays", `e2e.frame.playing === 1`)
		must(t, p.Press(" ", "Space", 0))
		wait(t, p, "another one pauses", `e2e.frame.playing === 0`)
		if n := eval[int](t, p, `did.length`); n != clicks {
			t.Errorf("a space has pressed %s again: %v", c.what, eval[[]string](t, p, `did`)[clicks:])
		}
	}

	// The way of the keys: Tab from the button before.
	settle(t, p)
	must(t, p.Click(`[data-do="back"]`))
	settle(t, p)
	must(t, p.Keys(kb.Tab))
	must(t, p.Keys(kb.Tab))
	wait(t, p, "Tab has led to the step", `document.activeElement.matches('[data-do="step"]')`)
	u := look(t, p).Unit
	for i := range 2 {
		must(t, p.Press(" ", "Space", 0))
		waitUnit(t, p, jsNumber(u+float64(i)+1))
	}
	if eval[int](t, p, `e2e.frame.playing`) != 0 {
		t.Error("a space on a button that Tab has led to plays")
	}
	// Clicked there, it is the pointer's again.
	must(t, p.Click(`[data-do="step"]`))
	waitUnit(t, p, jsNumber(u+3))
	must(t, p.Press(" ", "Space", 0))
	wait(t, p, "a space plays", `e2e.frame.playing === 1`)
	pause(t, p)

	// On a slider the arrows belong to it.
	unit := look(t, p).Unit
	eval[any](t, p, `document.querySelector('`+slider("theta0")+`').focus()`)
	before := eval[string](t, p, `document.querySelector('`+box("theta0")+`').value`)
	must(t, p.Keys(kb.ArrowRight))
	wait(t, p, "the slider has moved", `e2e.fields.length && e2e.fields.at(-1).variants[0].fields.theta0 !== `+strconv.Quote(before))
	settle(t, p)
	if got := look(t, p).Unit; got != unit {
		t.Errorf("an arrow on a slider has stepped the run from %v to %v", unit, got)
	}
}

// TestAddressIsRight drags a slider without an end: calls of the browser's history are few,
// and whoever opens Share or copies finds the address right.
func TestAddressIsRight(t *testing.T) {
	together(t)
	s := serve(t)
	p := open(t, drive.Look{}, "about:blank")
	must(t, p.Before(`for (const how of ["pushState", "replaceState"]) {
		const was = history[how];
		window.calls ??= [];
		history[how] = function (...a) { calls.push(performance.now()); return was.apply(this, a); };
	}`))
	must(t, p.Goto(s.Address+rescue))
	wait(t, p, "it plays", `e2e.painted.length && e2e.frame.playing === 1`)
	for i := range 6 {
		must(t, p.Drag(slider("theta9"), []float64{0.9, 0.3}[i%2], 40))
	}
	if n := eval[int](t, p, `Math.max(...calls.map((from) => calls.filter((at) => at >= from && at < from + 30_000).length))`); n == 0 || n > 60 {
		t.Errorf("%d calls of the history within half a minute", n)
	}
	from, track, err := p.Thumb(slider("theta9"))
	must(t, err)
	must(t, p.Down(from))
	for i := range 20 {
		must(t, p.Move(track.Along(0.3+0.02*float64(i))))
	}
	wait(t, p, "the last value is in force", `e2e.fields.at(-1)?.variants[0].fields.theta9 === document.querySelector('`+box("theta9")+`').value`)
	got := eval[[2]string](t, p, `(document.dispatchEvent(new ClipboardEvent("copy")), [location.search, e2e.fields.at(-1).link])`)
	if got[0] != got[1] {
		t.Errorf("whoever copies now finds %s, the set-up is %s", got[0], got[1])
	}
	must(t, p.Up(track.Along(0.68)))
	wait(t, p, "the address follows", `location.search === e2e.fields.at(-1).link`)
	must(t, p.Click(`[data-open="share"]`))
	wait(t, p, "Share says the same", `document.getElementById("share-setup").value === location.href`)
}
