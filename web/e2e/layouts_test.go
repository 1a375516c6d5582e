package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

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

// TestLayouts opens the gallery and a lab on every screen in both themes, and goes through
// all other views in light, with one and two variants.
func TestLayouts(t *testing.T) {
	s := serve(t)
	for _, size := range screens {
		for _, dark := range []bool{false, true} {
			theme := map[bool]string{false: "light", true: "dark"}[dark]
			for _, page := range []struct{ name, path string }{{"gallery", "/"}, {"deep", rescue}} {
				name := fmt.Sprintf("%s-%dx%d-%s", page.name, size[0], size[1], theme)
				t.Run(name, func(t *testing.T) {
					p := open(t, drive.Look{Width: size[0], Height: size[1], Dark: dark}, s.Address+page.path)
					if page.path != "/" {
						wait(t, p, "a frame is painted", `e2e.painted.length >= 1 && e2e.frame.unit >= 1`)
					}
					time.Sleep(300 * time.Millisecond)
					shoot(t, p, name)
					inside(t, p)
					if page.path != "/" {
						whole(t, p)
						variantsTo(t, p, 2)
						inside(t, p)
						whole(t, p)
					}
					background := eval[string](t, p, `getComputedStyle(document.body).backgroundColor`)
					if bright := brightness(t, background); bright > 128 == dark {
						t.Errorf("the background is %s", background)
					}
				})
			}
		}
	}
	for _, page := range views {
		t.Run(page.name, func(t *testing.T) {
			p := open(t, drive.Look{}, s.Address+page.path)
			wait(t, p, "a frame is painted", `e2e.painted.length >= 1 && e2e.frame.unit >= 1`)
			for variants := range 2 {
				must(t, p.Resize(1440, 900))
				variantsTo(t, p, variants+1)
				for _, size := range screens {
					t.Run(fmt.Sprintf("%d-%dx%d", variants+1, size[0], size[1]), func(t *testing.T) {
						must(t, p.Resize(size[0], size[1]))
						eval[bool](t, p, still)
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

// still lets the page take up its new size: figures do with the frame after it.
const still = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))))`

// inside fails when the page scrolls sideways.
func inside(t *testing.T, p *drive.Page) {
	t.Helper()
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
	s := serve(t)
	for _, width := range []int64{1440, 390} {
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
	}
}
