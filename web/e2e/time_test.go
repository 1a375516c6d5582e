package e2e

import (
	"fmt"
	"maps"
	"net/url"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"hebb/web/e2e/drive"
)

// same demands that a page stands where it stood, with the same digits everywhere. What is
// measured comes after the moment itself.
func same(t *testing.T, what string, p *drive.Page, want now) {
	t.Helper()
	got := until(t, p, func(got now) bool {
		for variant := range want.Rows {
			if !maps.Equal(got.kept(variant), want.kept(variant)) {
				return false
			}
		}
		return got.Unit == want.Unit && maps.Equal(got.Figures, want.Figures)
	}, readNow)
	if got.Unit != want.Unit || got.Counter != want.Counter {
		t.Errorf("%s: unit %v (%q), want %v (%q)", what, got.Unit, got.Counter, want.Unit, want.Counter)
	}
	for variant := range want.Rows {
		have := got.kept(variant)
		for output, v := range want.kept(variant) {
			if have[output] != v {
				t.Errorf("%s: variant %s, %s is %v, want %v", what, variant, output, have[output], v)
			}
		}
	}
	if !maps.Equal(got.Figures, want.Figures) {
		t.Errorf("%s: figures say\n%v, want\n%v", what, got.Figures, want.Figures)
	}
	if len(want.Rows) == 0 || len(want.Figures) == 0 {
		t.Errorf("%s: there is nothing to compare: %d rows, %d figures", what, len(want.Rows), len(want.Figures))
	}
}

func TestStepBackAndForward(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+"/labs/oja?preset=too-small")
	reach(t, p, "120")
	pause(t, p)
	press(t, p, "step") // to the end of a unit
	settle(t, p)
	one := look(t, p)
	u := one.Unit
	for _, move := range []struct {
		do   string
		unit float64
	}{{"back", u - 1}, {"step", u}, {"step", u + 1}, {"step10", u + 11}, {"back10", u + 1}, {"back", u}} {
		press(t, p, move.do)
		waitUnit(t, p, jsNumber(move.unit))
		if move.unit == u {
			same(t, "after "+move.do, p, one)
		}
	}
}

// TestUndo takes a drag back: the run returns to where the drag began.
func TestUndo(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+rescue)
	reach(t, p, "100")
	pause(t, p)
	before := look(t, p)
	must(t, p.Drag(slider("theta9"), 0.9, 10))
	wait(t, p, "the run has the change", `e2e.fields.length && e2e.fields.at(-1).variants[0].fields.theta9 !== "0"`)
	press(t, p, "step10")
	wait(t, p, "it has moved on", `e2e.frame.unit > `+jsNumber(before.Unit))
	settle(t, p)
	press(t, p, "undo")
	wait(t, p, "the field is back", `document.querySelector('`+box("theta9")+`').value === "0"`)
	waitUnit(t, p, jsNumber(before.Unit))
	same(t, "after undo", p, before)
}

// TestKeyboard uses nothing but keys.
func TestKeyboard(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+rescue)
	wait(t, p, "it plays", `e2e.frame.playing === 1 && e2e.frame.unit > 20`)
	must(t, p.Keys(" "))
	wait(t, p, "space pauses", `e2e.frame.playing === 0`)
	settle(t, p)
	// Arrows need the unit complete to count from.
	must(t, p.Keys(kb.ArrowRight))
	settle(t, p)
	u := look(t, p).Unit
	for _, move := range []struct {
		key   string
		shift bool
		unit  float64
	}{{kb.ArrowRight, false, u + 1}, {kb.ArrowRight, true, u + 11}, {kb.ArrowLeft, false, u + 10}, {kb.ArrowLeft, true, u}} {
		if move.shift {
			must(t, p.Keys(move.key, chromedp.ModifierShift))
		} else {
			must(t, p.Keys(move.key))
		}
		waitUnit(t, p, jsNumber(move.unit))
	}
	must(t, p.Keys("?"))
	wait(t, p, "? opens the help", `document.querySelector("dialog[open]")`)
	must(t, p.Keys(kb.Escape))
	wait(t, p, "escape closes it", `!document.querySelector("dialog[open]")`)

	// While typing, keys are letters.
	epoch := look(t, p).Epoch
	eval[any](t, p, `document.querySelector('`+box("theta0")+`').focus()`)
	must(t, p.Keys("r ?n"))
	settle(t, p)
	typed := look(t, p)
	if typed.Epoch != epoch || typed.Playing != 0 || typed.Unit != u || eval[bool](t, p, `!!document.querySelector("dialog[open]")`) {
		t.Errorf("keys typed into a box have acted: epoch %v to %v, playing %d, unit %v", epoch, typed.Epoch, typed.Playing, typed.Unit)
	}
	must(t, p.Keys(kb.Escape))
	eval[any](t, p, `document.activeElement.blur()`)

	seed := eval[float64](t, p, `e2e.hellos.at(-1).seed`)
	must(t, p.Keys("r"))
	wait(t, p, "r starts again", `e2e.frame.epoch > `+jsNumber(epoch)+` && e2e.hellos.at(-1).epoch === e2e.frame.epoch`)
	if got := eval[float64](t, p, `e2e.hellos.at(-1).seed`); got != seed {
		t.Errorf("r changed the seed from %v to %v", seed, got)
	}
	must(t, p.Keys("n"))
	wait(t, p, "n takes another seed", `e2e.hellos.at(-1).seed !== `+jsNumber(seed))
}

// TestKeyboardReachesEverything walks through the page with Tab: every control that
// can be clicked must come by, with a ring that can be seen.
func TestKeyboardReachesEverything(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+rescue)
	pause(t, p)
	eval[any](t, p, `(window.reached = new Set(), window.dull = [], document.activeElement.blur(), window.scrollTo(0, 0))`)
	for range 300 {
		must(t, p.Keys(kb.Tab))
		if eval[bool](t, p, `(() => {
			const el = document.activeElement;
			if (!el || el === document.body) return false; // the end, from which Tab goes on at the beginning
			if (reached.has(el)) return true;
			reached.add(el);
			const ring = [el, el.closest("label"), el.nextElementSibling].filter(Boolean).some((x) => {
				const c = getComputedStyle(x);
				return c.outlineStyle !== "none" && parseFloat(c.outlineWidth) > 0 || c.boxShadow !== "none";
			});
			if (!ring) dull.push(el.outerHTML.slice(0, 120));
			return false;
		})()`) && eval[int](t, p, `reached.size`) > 10 {
			break
		}
	}
	missed := eval[[]string](t, p, `[...document.querySelectorAll("button, a[href], input, select, summary")]
		.filter((el) => el.checkVisibility({visibilityProperty: true}) && !el.disabled && el.tabIndex >= 0 && !reached.has(el) && !(el.type === "radio" && [...reached].some((r) => r.name === el.name)))
		.map((el) => el.outerHTML.slice(0, 120))`)
	if len(missed) > 0 {
		t.Errorf("Tab does not reach %d controls, among them %q", len(missed), missed[:min(5, len(missed))])
	}
	if dull := eval[[]string](t, p, `dull`); len(dull) > 0 {
		t.Errorf("%d focused controls show no ring, among them %q", len(dull), dull[:min(5, len(dull))])
	}
}

// TestShareOpensElsewhere opens the link of this moment at another server, in a
// browser that has never been here.
func TestShareOpensElsewhere(t *testing.T) {
	together(t)
	here, there := serve(t), serve(t)
	p := lab(t, drive.Look{}, here.Address+rescue)
	reach(t, p, "150")
	must(t, p.Drag(slider("theta9"), 0.75, 10))
	reach(t, p, fmt.Sprint(eval[float64](t, p, `e2e.frame.unit`)+100))
	pause(t, p)
	want := look(t, p)
	must(t, p.Click(`[data-open="share"]`))
	wait(t, p, "the dialog has the link", `/[?&]z=/.test(document.querySelector("#share-moment").value)`)
	shared, err := url.Parse(eval[string](t, p, `document.querySelector("#share-moment").value`))
	must(t, err)
	if got, want := shared.RequestURI(), moment(t, here, p); got != want {
		t.Errorf("the dialog says\n%s, the server\n%s", got, want)
	}
	began := time.Now()
	q := lab(t, drive.Look{Apart: true}, there.Address+shared.RequestURI())
	wait(t, q, "it stands at the same unit", `e2e.frame.unit === `+jsNumber(want.Unit))
	wait(t, q, "it is painted", `e2e.painted.at(-1).seq >= e2e.frame.seq`)
	t.Logf("the moment took %v to come back", time.Since(began).Round(time.Millisecond))
	settle(t, q)
	same(t, "elsewhere", q, want)
	if look(t, q).Playing != 0 {
		t.Error("a shared moment opens playing; it should stand still")
	}
	if v, w := eval[string](t, q, `document.querySelector('`+box("theta9")+`').value`), eval[string](t, p, `document.querySelector('`+box("theta9")+`').value`); v != w {
		t.Errorf("the slider stands at %s, want %s", v, w)
	}
}
