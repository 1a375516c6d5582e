//go:build all

package e2e

import (
	"fmt"
	"testing"

	"hebb/web/e2e/drive"
)

// apart finds what lies over its neighbour: cards, terms of an equation, and what can be
// touched in the bar of time.
const apart = `(() => {
	const out = [];
	for (const kind of [".hero > .card, .main > .card", ".equation .left, .equation .term", ".transport :is(button, summary, input, output, .status)"]) {
		const list = [...document.querySelectorAll(kind)].filter((el) => el.checkVisibility({visibilityProperty: true, opacityProperty: true}) && el.offsetWidth > 0 && !el.closest("menu"));
		for (const [i, a] of list.entries()) for (const b of list.slice(i + 1)) {
			if (a.contains(b) || b.contains(a)) continue;
			const r = a.getBoundingClientRect(), s = b.getBoundingClientRect();
			const x = Math.min(r.right, s.right) - Math.max(r.left, s.left), y = Math.min(r.bottom, s.bottom) - Math.max(r.top, s.top);
			if (x > 1.5 && y > 1.5) out.push([a, b].map((el) => (el.dataset.do ?? el.dataset.figure ?? el.className) + " " + el.textContent.trim().slice(0, 16)).join(" and "));
		}
	}
	return out;
})()`

// TestEveryLayout goes through all views with one to four variants at seven widths, in
// light and in dark, while they play.
func TestEveryLayout(t *testing.T) {
	together(t)
	s := serve(t)
	sizes := [][2]int64{{1920, 1080}, {1440, 900}, {1280, 720}, {1024, 768}, {768, 1024}, {390, 844}, {320, 640}}
	for _, page := range append([]struct{ name, path string }{{"deep", rescue}}, views...) {
		for _, dark := range []bool{false, true} {
			theme := map[bool]string{false: "light", true: "dark"}[dark]
			t.Run(page.name+"-"+theme, func(t *testing.T) {
				p := lab(t, drive.Look{Dark: dark, Script: lettered}, s.Address+page.path)
				for n := eval[int](t, p, `e2e.hellos.at(-1).variants.length`); n <= 4; n++ {
					must(t, p.Resize(1440, 900))
					variantsTo(t, p, n)
					for _, size := range sizes {
						t.Run(fmt.Sprintf("%d-variants-%dx%d", n, size[0], size[1]), func(t *testing.T) {
							must(t, p.Resize(size[0], size[1]))
							eval[bool](t, p, `(letters.small.clear(), letters.cut.clear(), window.since = e2e.painted.length, true)`)
							wait(t, p, "it is drawn as it plays", `e2e.painted.length >= since + 3 || !e2e.frame.playing`)
							whole(t, p)
							readable(t, p)
							// A figure takes up a new width when it is drawn again.
							wait(t, p, "nothing is wider than the page", `document.documentElement.scrollWidth <= document.documentElement.clientWidth`)
							if list := eval[[]string](t, p, apart); len(list) > 0 {
								t.Errorf("these lie over each other: %q", list)
							}
							if t.Failed() || page.name == "deep" {
								shoot(t, p, fmt.Sprintf("all-%s-%s-%d-%d", page.name, theme, n, size[0]))
							}
						})
					}
				}
			})
		}
	}
}
