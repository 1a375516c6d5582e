package e2e

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"hebb/web/e2e/drive"
)

func TestGalleryDraws(t *testing.T) {
	together(t)
	s := serve(t)
	p := open(t, drive.Look{}, s.Address+"/")
	labs := eval[[]string](t, p, `[...new Set([...document.querySelectorAll('a[href^="/labs/"]')].map((a) => new URL(a.href).pathname))]`)
	if len(labs) == 0 {
		t.Error("the gallery leads to no lab")
	}
	for _, path := range labs {
		if status := eval[int](t, p, `fetch(`+fmt.Sprintf("%q", path)+`).then((r) => r.status)`); status != 200 {
			t.Errorf("%s answers %d", path, status)
		}
	}
	if n := eval[int](t, p, `document.querySelectorAll('a[href*="preset="]').length`); n == 0 {
		t.Error("the gallery leads to no preset")
	}
	// The stream that feeds the cards is under way when the browser is asked what it complains of.
	wait(t, p, "a card draws", `e2e.sockets.some((s) => s.frames > 0) && e2e.painted.length > 0`)
}

func TestLabPageDraws(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+rescue)
	reach(t, p, "20")
	pause(t, p)
	for _, c := range []struct{ what, selector string }{
		{"a control panel that works without scripts", `form.controls[method="get"][action="/labs/oja"]`},
		{"a labelled slider", `.field input[type=range][aria-label], .field input[type=range][aria-labelledby]`},
		{"a number box with a name", `.field input.number[name]`},
		{"the equation as MathML", `.equation math`},
		{"terms of the equation that know their fields", `.equation [data-fields~="theta9"]`},
		{"figures", `[data-figure]`},
		{"a transport bar", `[data-do="play"]`},
		{"claims", `tr[data-claim]`},
	} {
		if eval[int](t, p, `document.querySelectorAll(`+fmt.Sprintf("%q", c.selector)+`).length`) == 0 {
			t.Errorf("there is no %s (%s)", c.what, c.selector)
		}
	}
	draws(t, p)
	if found := words(t, p, `NaN|Infinity|undefined|\[object|null`); len(found) > 0 {
		t.Errorf("the page says %q", found)
	}
	if name := eval[string](t, p, `[...document.querySelectorAll("button, input, select, a")].filter((el) => el.offsetParent
		&& !(el.labels?.length || el.ariaLabel || el.getAttribute("aria-labelledby") || el.textContent.trim() || el.title)).map((el) => el.outerHTML).join("\n")`); name != "" {
		t.Errorf("controls without a name:\n%s", name)
	}
}

// draws waits until every figure on the screen shows something.
func draws(t *testing.T, p *drive.Page) {
	t.Helper()
	seen := until(t, p, func(seen map[string]int) bool {
		return len(seen) > 0 && slices.Min(slices.Collect(maps.Values(seen))) >= 3
	}, ink)
	if len(seen) == 0 {
		t.Error("no figure is on the screen")
	}
	for name, colours := range seen {
		if colours < 3 {
			t.Errorf("nothing is drawn in %s", name)
		}
	}
}

// ink counts the colours of every figure on the screen that is drawn on a canvas.
const ink = `(() => {
		const out = {};
		for (const el of document.querySelectorAll("[data-figure] [data-show]")) {
			const r = el.getBoundingClientRect();
			if (!el.checkVisibility() || r.width === 0 || r.bottom < 0 || r.top > innerHeight || r.left > innerWidth) continue;
			const seen = new Set();
			for (const c of el.querySelectorAll("canvas")) {
				if (!c.width || !c.height) continue;
				const d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
				for (let i = 0; i < d.length; i += 4) seen.add(d[i] << 24 | d[i + 1] << 16 | d[i + 2] << 8 | d[i + 3]);
			}
			out[el.closest("[data-figure]").dataset.figure] = seen.size;
		}
		return out;
	})()`

// words finds what a page must not say, in its text and in its attributes.
func words(t *testing.T, p *drive.Page, pattern string) []string {
	t.Helper()
	return eval[[]string](t, p, `(() => {
		const re = new RegExp("\\b(?:" + `+fmt.Sprintf("%q", pattern)+` + ")\\b");
		const out = [];
		for (const el of document.body.querySelectorAll("*")) {
			if (el.matches("script, style")) continue;
			for (const a of el.attributes) if (re.test(a.value)) out.push(el.tagName + " " + a.name + "=" + a.value.slice(0, 80));
			for (const n of el.childNodes) if (n.nodeType === 3 && re.test(n.data)) out.push(el.tagName + ": " + n.data.trim().slice(0, 80));
		}
		return out;
	})()`)
}

func TestRefusedLinkShowsNotice(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+"/labs/oja?view=deep&theta9=5&theta0=0.02&nosuch=1")
	text := eval[string](t, p, `e2e.notices.map((n) => n.text).join(" ")`)
	for _, want := range []string{"theta9", "nosuch"} {
		if !strings.Contains(text, want) {
			t.Errorf("the notice does not name %s: %q", want, text)
		}
	}
	if got := eval[string](t, p, `document.querySelector('`+box("theta0")+`').value`); got != "0.02" {
		t.Errorf("the accepted theta0=0.02 does not apply: the box says %q", got)
	}
	if got := eval[string](t, p, `e2e.hellos.at(-1).variants[0].fields.theta0`); got != "0.02" {
		t.Errorf("the accepted theta0=0.02 does not reach the run: it has %q", got)
	}
}

func TestUnknownPages(t *testing.T) {
	together(t)
	s := serve(t)
	for _, path := range []string{"/labs/nosuch", "/nowhere"} {
		p := open(t, drive.Look{}, s.Address+path, "404")
		if text := eval[string](t, p, `document.body.innerText`); !strings.Contains(text, strings.TrimPrefix(strings.TrimPrefix(path, "/labs/"), "/")) {
			t.Errorf("%s: the error page does not say what is missing: %q", path, text)
		}
	}
}

func TestReducedMotionOpensPaused(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{Still: true}, s.Address+rescue)
	settle(t, p) // whatever it does by itself it sends when it has joined its run
	if n := look(t, p); n.Playing != 0 || n.Unit != 0 || eval[bool](t, p, `e2e.frames.some((f) => f.playing === 1)`) {
		t.Errorf("it plays = %d and stands at unit %v; want paused at 0", n.Playing, n.Unit)
	}
	moving := lab(t, drive.Look{}, s.Address+rescue)
	wait(t, moving, "it moves by itself when motion is wanted", `e2e.frame.playing === 1 && e2e.frame.unit > 0`)
}
