package e2e

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"hebb/web/e2e/drive"
)

// listen notes every change in whatever a screen reader speaks, and when it was.
const listen = `window.heard = []; for (const { el } of access.live()) new MutationObserver((list) => heard.push({at: performance.now(), what: el.id || access.path(el), text: el.textContent}))
	.observe(el, {childList: true, characterData: true, subtree: true})`

// TestPlayingIsQuiet counts what is spoken while the network learns and nobody asks.
func TestPlayingIsQuiet(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+rescue+"&speed=60")
	must(t, p.Inject(accessJS))
	must(t, p.Inject(listen))
	wait(t, p, "two hundred pictures have been painted", `e2e.painted.length > 200`)
	type utterance struct {
		At         float64
		What, Text string
	}
	spoken := eval[[]utterance](t, p, `heard`)
	for i, u := range spoken {
		// The page's own clock: a timer may be a little early.
		if i > 0 && u.At-spoken[i-1].At < 4900 {
			t.Errorf("%q comes %.0f ms after %q", u.Text, u.At-spoken[i-1].At, spoken[i-1].Text)
		}
	}
	// That it plays by itself is no answer to a hand: that would take the place of one.
	if list := eval[[]string](t, p, `e2e.heard.map(({text}) => text).filter((text) => /^images? [\d,]+, /.test(text))`); len(list) > 0 {
		t.Errorf("nobody has asked, and it answers %q", list)
	}
	if regions := eval[[]string](t, p, `access.live().map(({ el, says }) => el.id + " " + says)`); !slices.Equal(regions, []string{"said polite", "warned assertive"}) {
		t.Errorf("live regions: %q", regions)
	}

	// What a hand does is answered, and what is refused breaks in.
	mark := ear(t, p)
	pause(t, p)
	says(t, p, mark, "said", "paused")
	mark = ear(t, p)
	press(t, p, "step")
	settle(t, p)
	says(t, p, mark, "said", eval[string](t, p, `document.querySelector(".noun").textContent + " " + document.querySelector(".unit-now").textContent + ", paused"`))
	mark = ear(t, p)
	must(t, p.Click(box("theta0")))
	must(t, p.Do(selectAll))
	must(t, p.Keys("7\r"))
	says(t, p, mark, "warned", `0\.1`)
	if got := eval[string](t, p, `(() => { const b = document.querySelector('`+box("theta0")+`'); return b.getAttribute("aria-invalid") + " " + b.getAttribute("aria-describedby").split(" ").some((id) => /0\.1/.test(document.getElementById(id).textContent) && document.getElementById(id).matches(".refused")); })()`); got != "true true" {
		t.Errorf("the box is invalid and described by its refusal: %s", got)
	}
}

// tabbed presses Tab and says where the focus is.
func tabbed(t *testing.T, p *drive.Page) string {
	t.Helper()
	must(t, p.Keys(kb.Tab))
	return eval[string](t, p, `access.path(document.activeElement)`)
}

// TestTab walks through the page by Tab.
func TestTab(t *testing.T) {
	together(t)
	s := serve(t)
	p := open(t, drive.Look{}, s.Address+rescue+"&b.theta9=0.01&paused=1")
	must(t, p.Inject(accessJS))
	wait(t, p, "there are two variants", `e2e.frame && document.querySelectorAll(".chip").length === 2`)
	var stops []string
	for range 400 {
		at := tabbed(t, p)
		if len(stops) > 3 && (at == stops[0] || strings.HasPrefix(at, "body")) {
			break
		}
		if hidden := eval[bool](t, p, `!document.activeElement.checkVisibility() || !!document.activeElement.closest("details:not([open])")?.contains(document.activeElement) && !document.activeElement.matches("summary")`); hidden {
			t.Errorf("stop %d, %s, is not to be seen", len(stops)+1, at)
		}
		stops = append(stops, at)
	}
	at := func(part string) int {
		return slices.IndexFunc(stops, func(s string) bool { return strings.Contains(s, part) }) + 1
	}
	if n := at(".play"); n < 1 || n > 6 {
		t.Errorf("Play is stop %d: %q", n, stops[:min(len(stops), 12)])
	}
	if n := at("To the sliders"); n != 1 {
		t.Errorf("the first stop is %q", stops[0])
	}
	picks := 0
	for _, s := range stops {
		if strings.Contains(s, ".pick") && strings.Contains(s, ".chip") {
			picks++
		}
	}
	if picks != 1 {
		t.Errorf("the variants are %d stops, want one", picks)
	}

	// Arrows choose among variants, and do not step the run.
	unit := eval[float64](t, p, `e2e.frame.unit`)
	eval[bool](t, p, `(document.querySelector('.pick[tabindex="0"]').focus(), true)`)
	was := eval[string](t, p, `document.activeElement.textContent`)
	must(t, p.Keys(kb.ArrowLeft))
	wait(t, p, "the other variant is chosen and has the focus", `document.activeElement.matches('.pick[aria-checked="true"]') && document.activeElement.textContent !== `+quoted(was))
	if got := eval[float64](t, p, `e2e.frame.unit`); got != unit {
		t.Errorf("the arrow stepped the run from %v to %v", unit, got)
	}

	// The links at the beginning lead into the columns.
	eval[bool](t, p, `(document.querySelector('[data-skip="touch"]').focus(), true)`)
	must(t, p.Keys("\r"))
	wait(t, p, "the column has the focus", `document.activeElement.id === "touch"`)
	if first := tabbed(t, p); !strings.Contains(first, "touch") && !eval[bool](t, p, `!!document.activeElement.closest("#touch")`) {
		t.Errorf("after the link comes %s", first)
	}
	if link := eval[string](t, p, `location.hash`); link != "" {
		t.Errorf("the address ends in %s", link)
	}
}

// TestTakeAHandleByKeys turns the cloud without a mouse.
func TestTakeAHandleByKeys(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+"/labs/oja?view=neuron&speed=30")
	wait(t, p, "the plane is drawn", `document.querySelector("hebb-plane")?.played(0, "axis").length > 0`)
	value := `document.querySelector('` + box("angle") + `').value`
	before := eval[string](t, p, value)
	eval[bool](t, p, `(document.querySelector("hebb-plane .fig-surface").focus(), true)`)
	mark := ear(t, p)
	must(t, p.Keys("\r"))
	says(t, p, mark, "said", `handle 1 of \d`)
	for range 4 {
		must(t, p.Keys(kb.ArrowUp, chromedp.ModifierShift))
	}
	wait(t, p, "the direction has changed", value+` !== `+quoted(before))
	if n := eval[int](t, p, `e2e.hellos.at(-1).markers.filter((m) => m.set && "angle" in m.set).length`); n > 1 {
		t.Errorf("one hold makes %d entries", n)
	}
	// A hold sends once a frame at most: the last of it is in force when its frame has gone
	// by and every command has been answered.
	arrived := func() {
		t.Helper()
		eval[bool](t, p, `new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(() => go(true))))`)
		wait(t, p, "what the keys have done is in force", `e2e.answered() && e2e.fields.at(-1)?.variants[0].fields.angle === `+value)
	}
	arrived()
	turned := eval[string](t, p, value)
	must(t, p.Keys(kb.Escape))
	must(t, p.Keys(kb.ArrowUp))
	arrived()
	if got := eval[string](t, p, value); got != turned {
		t.Errorf("let go, it is still turned: %s to %s", turned, got)
	}
}
