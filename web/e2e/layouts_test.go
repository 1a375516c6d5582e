package e2e

import (
	"fmt"
	"strings"
	"testing"

	"hebb/web/e2e/drive"
)

// views are those whose layout is looked at in one theme only.
var views = []struct{ name, path string }{
	{"neuron", "/labs/oja?view=neuron"}, {"memory", "/labs/oja?view=memory"}, {"recall", "/labs/oja?view=recall"}, {"compare", "/labs/oja?preset=deep"},
	{"arm", "/labs/reservoir"}, {"pen", "/labs/reservoir?view=pen"}, {"effort", "/labs/reservoir?view=effort"},
	{"one", "/labs/fixedpoint"}, {"two", "/labs/fixedpoint?view=two"}, {"linear", "/labs/fixedpoint?view=linear"}, {"slices", "/labs/fixedpoint?view=slices"},
	{"digits", "/labs/fixedpoint?view=digits"}, {"ladder", "/labs/predictive"}, {"training", "/labs/predictive?view=training"},
	{"discover", "/labs/metaplasticity"}, {"write", "/labs/metaplasticity?view=write"}, {"tune", "/labs/metaplasticity?view=tune"},
}

// screens are a laptop, a tablet and a phone.
var screens = [][2]int64{{1440, 900}, {1024, 768}, {390, 844}}

// TestLayouts looks at the gallery and a lab on every screen in both themes, and at all other
// views in light, with one and two variants.
func TestLayouts(t *testing.T) {
	together(t)
	s := serve(t)
	t.Run("gallery", func(t *testing.T) {
		p := open(t, drive.Look{}, s.Address+"/")
		inBothThemes(t, p, "gallery", func(t *testing.T) { inside(t, p) })
	})
	t.Run("deep", func(t *testing.T) {
		p := lab(t, drive.Look{}, s.Address+rescue)
		wait(t, p, "figures have something to show", `e2e.frame.unit >= 1`)
		for n := range 2 {
			must(t, p.Resize(1440, 900))
			variantsTo(t, p, n+1)
			inBothThemes(t, p, fmt.Sprintf("deep-%d", n+1), func(t *testing.T) {
				inside(t, p)
				whole(t, p)
			})
		}
	})
	for _, page := range views {
		t.Run(page.name, func(t *testing.T) {
			p := open(t, drive.Look{}, s.Address+stands(page.path))
			wait(t, p, "a frame is painted", `e2e.painted.length >= 1 && e2e.frame`)
			press(t, p, "step")
			wait(t, p, "figures have something to show", `e2e.frame.unit >= 1`)
			for variants := range 2 {
				must(t, p.Resize(1440, 900))
				variantsTo(t, p, variants+1)
				for _, size := range screens {
					t.Run(fmt.Sprintf("%d-%dx%d", variants+1, size[0], size[1]), func(t *testing.T) {
						must(t, p.Resize(size[0], size[1]))
						eval[bool](t, p, `e2e.turns(3)`)
						if variants == 0 {
							shoot(t, p, fmt.Sprintf("%s-%dx%d-light", page.name, size[0], size[1]))
						}
						inside(t, p)
						whole(t, p)
					})
				}
			}
		})
	}
}

// stands is the address of a page that does not play by itself.
func stands(address string) string {
	if strings.Contains(address, "?") {
		return address + "&paused=1"
	}
	return address + "?paused=1"
}

// inBothThemes looks at a page on every screen, light and dark.
func inBothThemes(t *testing.T, p *drive.Page, name string, look func(t *testing.T)) {
	t.Helper()
	for _, size := range screens {
		must(t, p.Resize(size[0], size[1]))
		for _, dark := range []bool{false, true} {
			name := fmt.Sprintf("%s-%dx%d-%s", name, size[0], size[1], map[bool]string{false: "light", true: "dark"}[dark])
			t.Run(name, func(t *testing.T) {
				must(t, p.See(drive.Eyes{Dark: dark}))
				eval[bool](t, p, `e2e.turns(3)`)
				shoot(t, p, name)
				look(t)
				background := until(t, p, func(colour string) bool { return brightness(t, colour) <= 128 == dark }, `getComputedStyle(document.body).backgroundColor`)
				if bright := brightness(t, background); bright > 128 == dark {
					t.Errorf("the background is %s", background)
				}
			})
		}
	}
}

// inside fails when the page scrolls sideways.
func inside(t *testing.T, p *drive.Page) {
	t.Helper()
	// A figure takes up a new width when it is drawn again.
	if p.Wait("nothing is wider than the page", `document.documentElement.scrollWidth <= document.documentElement.clientWidth`) == nil {
		return
	}
	if wide := eval[[]string](t, p, `(() => {
		const room = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth <= room) return [];
		const beyond = [...document.querySelectorAll("body *")].filter((el) => el.getBoundingClientRect().right > room + 1)
			.map((el) => el.tagName + "." + el.className + " " + Math.round(el.getBoundingClientRect().right)).slice(0, 8);
		return beyond.length ? beyond : ["something without a box"];
	})()`); len(wide) > 0 {
		t.Errorf("it scrolls sideways because of %q", wide)
	}
}

// variantsTo adds variants to a run until there are n.
func variantsTo(t *testing.T, p *drive.Page, n int) {
	t.Helper()
	for have := eval[int](t, p, `e2e.hellos.at(-1).variants.length`); have < n; have++ {
		eval[bool](t, p, `(document.querySelector('[data-do="add"]').click(), true)`)
		wait(t, p, fmt.Sprintf("there are %d variants", have+1), fmt.Sprintf(`e2e.hellos.at(-1).variants.length === %d && document.querySelectorAll(".chip").length === %[1]d`, have+1))
	}
}

func brightness(t *testing.T, colour string) int {
	t.Helper()
	var r, g, b int
	if _, err := fmt.Sscanf(strings.TrimPrefix(strings.TrimPrefix(colour, "rgba("), "rgb("), "%d, %d, %d", &r, &g, &b); err != nil {
		t.Errorf("the background is %q", colour)
	}
	return (r + g + b) / 3
}

// TestMarksLeaveWordsFree holds that the marks of other variants stand beside the words of a
// choice and not on them, with a choice of its own in each variant.
func TestMarksLeaveWordsFree(t *testing.T) {
	together(t)
	s := serve(t)
	for _, width := range []int64{1440, 390} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			p := lab(t, drive.Look{Width: width, Height: 844, Still: true}, s.Address+"/labs/fixedpoint?preset=off-the-cliff")
			wait(t, p, "the other variants are marked", `document.querySelectorAll(".pill .others i").length >= 2`)
			for _, covered := range eval[[]string](t, p, `[...document.querySelectorAll('[data-name="rule"] .pill input + span')].filter((span) => {
				const range = document.createRange();
				range.selectNodeContents(span);
				span.scrollIntoView({block: "center"});
				const {left, right, top, bottom} = range.getBoundingClientRect();
				return [left + 2, (left + right) / 2, right - 2].some((x) => document.elementFromPoint(x, (top + bottom) / 2)?.closest(".others"));
			}).map((span) => span.textContent)`) {
				t.Errorf("%d px wide: something stands on the words %q", width, covered)
			}
		})
	}
}
