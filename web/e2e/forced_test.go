package e2e

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"hebb/web/e2e/drive"
)

func quoted(text string) string {
	data, _ := json.Marshal(text) // strings always encode
	return string(data)
}

// chosen are states and, for each, what is so and what is not. Where they look alike, eyes
// cannot tell.
var chosen = []struct{ what, yes, no string }{
	{"a choice of a field", `.pill input:checked + span`, `.pill input:not(:checked) + span`},
	{"whom sliders act on", `.scope input:checked + span`, `.scope input:not(:checked) + span`},
	{"the chosen variant", `.chip.on`, `.chip:not(.on)`},
	{"the lab that is open", `.labs a[aria-current]`, `.labs a:not([aria-current])`},
	{"the preset that is open", `.picker li a[aria-current]`, `.picker li a:not([aria-current])`},
	{"a slider that is off", `.track .off[aria-pressed="true"]`, `.track .off[aria-pressed="false"]`},
	{"a curve that is shown", `.fig-chip[aria-pressed="true"][data-variant]`, `.fig-chip[aria-pressed="false"][data-variant]`},
	{"a limit that is kept", `.fig-chip:not([data-look], [data-variant])[aria-pressed="true"]`, `.fig-chip:not([data-look], [data-variant])[aria-pressed="false"]`},
	{"the tab that is open", `.tabs [aria-selected="true"]`, `.tabs [aria-selected="false"]`},
	{"what acts now", `.acts.at-now`, `.acts.at-unit`},
	{"a value that is refused", `.field.bad .number`, `.field:not(.bad) .number`},
	{"a term that is off", `.term.gone`, `.term:not(.gone)`},
	{"a field that is lit", `.field.lit`, `.field:not(.lit)`},
	{"variant B's line", `.chip[data-variant="b"] .dash`, `.chip[data-variant="a"] .dash`},
	{"bad news", `.notice.bad`, `.notice:not(.bad)`},
	{"what has the focus", `.transport .play:focus-visible`, `.transport [data-do="step"]`},
}

// looks is what of a style can be told apart. When it is grey no colour counts, and of grounds
// only whether they are white, light, dark or black.
const looks = `((el, grey) => {
	const shades = (c) => { const [r, g, b, a] = access.colour(c); return a === 0 ? "none" : grey ? Math.round(3 * access.light([r, g, b])) : [r, g, b].join(); };
	const of = (s) => [s.borderTopStyle, s.borderTopWidth, s.borderLeftStyle, s.borderLeftWidth, s.outlineStyle === "none" ? "" : s.outlineStyle + s.outlineWidth, s.textDecorationLine,
		s.fontWeight, s.backgroundImage !== "none" && !s.backgroundImage.includes("rgb(0, 0, 0)") ? "image" : "", s.boxShadow.replace(/rgba?\([^)]*\)/g, ""), s.content === "none" ? "" : s.content, shades(s.backgroundColor), grey ? "" : shades(s.color)].join("|");
	return of(getComputedStyle(el)) + " / " + of(getComputedStyle(el, "::before")) + " / " + of(getComputedStyle(el, "::after"));
})`

// TestStatesWithoutColour looks at what is chosen, refused, lit or off in the colours that a
// system forces, on black and on white, and without any colour at all.
func TestStatesWithoutColour(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+rescue, "willReadFrequently")
	must(t, p.Inject(accessJS))
	reach(t, p, "20")
	pause(t, p)
	press(t, p, "add")
	wait(t, p, "there are two variants", `document.querySelectorAll(".chip").length === 2`)
	must(t, p.Click(box("theta0")))
	must(t, p.Do(selectAll))
	must(t, p.Keys("7\r"))
	wait(t, p, "it is refused", `document.querySelector('[data-name="theta0"]').matches(".bad")`)
	eval[bool](t, p, `(() => {
		document.querySelectorAll("details:not(.drop)").forEach((d) => (d.open = true));
		document.querySelector('[data-name="layers"]').classList.add("lit");
		const box = document.querySelector(".notices");
		box.insertAdjacentHTML("beforeend", '<div class="notice bad">bad</div><div class="notice">good</div>');
		return true;
	})()`)
	wait(t, p, "curves have chips", `document.querySelector(".fig-chip[data-variant]")`)
	eval[bool](t, p, `(document.querySelector(".fig-chip[data-variant]").click(), [...document.querySelectorAll(".fig-chip")].find((b) => !b.matches("[data-look], [data-variant], [role]") && b.getAttribute("aria-pressed") === "false")?.click(), true)`)
	must(t, p.Do()) // the hand rests
	eval[bool](t, p, `(document.querySelector(".play").focus({focusVisible: true}), true)`)
	for _, look := range []struct {
		what  string
		eyes  drive.Eyes
		grey  string
		wide  int64
		apart bool
	}{
		{"forced, white", drive.Eyes{Forced: true, Still: true}, "false", 1440, true},
		{"forced, black", drive.Eyes{Forced: true, Dark: true, Still: true}, "false", 1440, true},
		{"forced, narrow", drive.Eyes{Forced: true, Still: true}, "false", 1000, true},
		{"light, without colour", drive.Eyes{Still: true}, "true", 1440, true},
		{"dark, without colour", drive.Eyes{Dark: true, Still: true}, "true", 1000, true},
	} {
		must(t, p.Resize(look.wide, 900))
		must(t, p.See(look.eyes))
		seen := 0
		for _, c := range chosen {
			got := eval[[]string](t, p, `((yes, no) => yes && no && yes.checkVisibility() && no.checkVisibility() ? [`+looks+`(yes, `+look.grey+`), `+looks+`(no, `+look.grey+`)] : [])(document.querySelector(`+quoted(c.yes)+`), document.querySelector(`+quoted(c.no)+`))`)
			if len(got) == 0 {
				continue
			}
			seen++
			if got[0] == got[1] {
				t.Errorf("%s: %s looks as what is not: %s", look.what, c.what, got[0])
			}
		}
		if seen < len(chosen)-5 {
			t.Errorf("%s: only %d of %d states were there to be seen", look.what, seen, len(chosen))
		}
	}
}

// TestFiguresInForcedColours looks at what is drawn on canvases on black and on white: texts
// can be read, and curves are ink.
func TestFiguresInForcedColours(t *testing.T) {
	together(t)
	s := serve(t)
	p := open(t, drive.Look{}, s.Address+"/", "willReadFrequently")
	for _, address := range some(2, []string{rescue, "/labs/fixedpoint", "/labs/reservoir", "/labs/oja?view=neuron", "/labs/metaplasticity", "/labs/predictive"}) {
		must(t, p.See(drive.Eyes{}))
		must(t, p.Goto(s.Address+address))
		must(t, p.Inject(accessJS))
		wait(t, p, "it draws", `e2e.painted.length > 2 && e2e.frame`)
		reach(t, p, "2")
		press(t, p, "add")
		wait(t, p, "there are two variants", `document.querySelectorAll(".chip").length === 2`)
		must(t, p.Do())
		wait(t, p, "both have something to show", `e2e.painted.length > 4`)
		pause(t, p)
		for _, dark := range []bool{false, true} {
			must(t, p.See(drive.Eyes{Forced: true, Dark: dark, Still: true}))
			eval[bool](t, p, `access.redraw().then(access.watchText).then(access.redraw).then(() => true)`)
			seen := eval[struct {
				Texts int
				Faint []string
			}](t, p, `access.faint()`)
			if seen.Texts == 0 {
				t.Errorf("%s: no text is drawn", address)
			}
			for _, text := range seen.Faint {
				t.Errorf("%s, dark %v: %s", address, dark, text)
			}
			// Curves, chips and letters have no colour of their own; maps are pictures and keep theirs.
			// They are drawn in the colours of the system with the frames that follow.
			for name, share := range until(t, p, func(list map[string]float64) bool {
				return len(list) > 0 && slices.Max(slices.Collect(maps.Values(list))) <= 0.001
			}, `Object.fromEntries([...document.querySelectorAll("hebb-trace, hebb-plane, hebb-bars, hebb-terms")].filter((el) => el.checkVisibility() && el.querySelector("canvas")?.width > 50).map((el) => {
				let ink = 0, tinted = 0;
				for (const c of el.querySelectorAll("canvas")) {
					const d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
					for (let i = 0; i < d.length; i += 4) {
						if (d[i + 3] < 40) continue;
						ink++;
						if (Math.max(d[i], d[i + 1], d[i + 2]) - Math.min(d[i], d[i + 1], d[i + 2]) > 40) tinted++;
					}
				}
				return [el.closest("[data-figure]").dataset.figure, ink < 50 ? 1 : tinted / ink];
			}))`) {
				if share > 0.001 {
					t.Errorf("%s, dark %v: %.1f %% of the ink of %s has a colour (or there is none)", address, dark, 100*share, name)
				}
			}
		}
		shoot(t, p, "forced-"+reUnsafe.ReplaceAllString(address, "-"))
	}
}
