package e2e

import (
	"strconv"
	"testing"

	"hebb/web/e2e/drive"
)

// sharp lists figures on the screen whose canvas has not as many pixels as the screen has
// there; sizes are whole CSS pixels. A canvas of uPlot does not follow two fingers.
const sharp = `((scale) => [...document.querySelectorAll("[data-show] canvas")].flatMap((c) => {
	const r = c.getBoundingClientRect();
	if (!c.checkVisibility() || r.width < 8 || r.bottom < 0 || r.top > innerHeight) return [];
	const ratio = devicePixelRatio * (c.closest(".uplot") ? 1 : scale);
	const off = Math.max(Math.abs(c.width - r.width * ratio), Math.abs(c.height - r.height * ratio));
	return off <= 0.5 * ratio + 0.5 ? [] : [c.closest("[data-figure], .lab").id + " has " + c.width + "x" + c.height + " for " + r.width + "x" + r.height + " at " + ratio];
}))`

// TestFiguresFollowTheScreen moves the window to other screens, zooms and pinches, while it
// plays and while it stands.
func TestFiguresFollowTheScreen(t *testing.T) {
	together(t)
	s := serve(t)
	for _, page := range some(2, []string{rescue, "/", "/labs/fixedpoint", "/labs/metaplasticity"}) {
		t.Run(page, func(t *testing.T) {
			var p *drive.Page
			if page == "/" {
				p = open(t, drive.Look{}, s.Address+page)
				wait(t, p, "a card draws", `e2e.painted.length > 0 && document.querySelector("[data-show] canvas")`)
			} else {
				p = lab(t, drive.Look{}, s.Address+page)
			}
			t.Cleanup(func() {
				if t.Failed() {
					t.Logf("blurred: %v, seen: %v", eval[[]string](t, p, sharp+`(1)`), eval[[]bool](t, p, `[...document.querySelectorAll("[data-show]")].map((f) => f.outputs().length > 0)`))
				}
			})
			for _, playing := range []bool{true, false} {
				if !playing {
					if page == "/" {
						continue
					}
					pause(t, p)
				}
				for _, screen := range []struct {
					width, height int64
					ratio         float64
				}{{1440, 900, 2}, {1440, 900, 1.25}, {960, 600, 3}, {1440, 900, 1}} {
					must(t, p.Screen(screen.width, screen.height, screen.ratio))
					wait(t, p, "the screen is another", `devicePixelRatio === `+jsNumber(screen.ratio))
					wait(t, p, "no canvas is blurred: "+jsNumber(screen.ratio), sharp+`(1).length === 0`)
					if eval[int](t, p, `document.querySelectorAll("[data-show] canvas").length`) == 0 {
						t.Fatal("there are no figures")
					}
				}
				must(t, p.Pinch(2.5))
				wait(t, p, "two fingers have enlarged it", `visualViewport.scale > 2`)
				wait(t, p, "no canvas is blurred under two fingers", sharp+`(visualViewport.scale).length === 0`)
				must(t, p.Pinch(1))
				wait(t, p, "it is as it was", `visualViewport.scale === 1`)
				wait(t, p, "canvases are as they were", sharp+`(1).length === 0`)
			}
		})
	}
}

// shown is what figures show: a sum over each canvas on the screen, but for those whose bars
// come ever nearer to what they are.
const shown = `[...document.querySelectorAll('[data-figure]:not([data-kind="network"]) canvas')].filter((c) => c.checkVisibility() && c.width).map((c) => {
	const copy = Object.assign(document.createElement("canvas"), {width: c.width, height: c.height}), ctx = copy.getContext("2d", {willReadFrequently: true});
	ctx.drawImage(c, 0, 0);
	let sum = 0;
	for (const v of ctx.getImageData(0, 0, c.width, c.height).data) sum = (31 * sum + v) >>> 0;
	return c.closest("[data-figure]").id + " " + sum;
}).join()`

// TestFiguresFollowTheReader changes what the reader wishes while a page is open: colours
// follow without a reload, to the pixel as they were before.
func TestFiguresFollowTheReader(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+rescue)
	reach(t, p, "60")
	const background = `getComputedStyle(document.body).backgroundColor`
	dark := drive.Look{Dark: true}
	must(t, p.Media("", dark))
	wait(t, p, "it is dark while it plays", `e2e.frame.playing === 1 && `+background+` === "rgb(18, 22, 26)"`)
	pause(t, p)
	first := rest[string](t, p, shown)
	must(t, p.Media("", drive.Look{}))
	wait(t, p, "figures are light", background+` === "rgb(251, 250, 247)" && (`+shown+`) !== `+strconv.Quote(first))
	light := rest[string](t, p, shown)
	must(t, p.Media("", dark))
	wait(t, p, "and dark as before", `(`+shown+`) === `+strconv.Quote(first))
	eval[any](t, p, `document.querySelector("[data-theme-button]").click()`)
	wait(t, p, "the button makes them light", `(`+shown+`) === `+strconv.Quote(light))

	// Another tab of the same browser chooses too.
	q := open(t, dark, s.Address+"/")
	eval[any](t, q, `document.querySelector("[data-theme-button]").click()`)
	wait(t, p, "what another tab has chosen holds here", background+` === "rgb(18, 22, 26)" && (`+shown+`) === `+strconv.Quote(first))
}

// TestMotionFollowsTheReader: a page that was opened with motion draws twice a second from
// when none is wished, and as often as before from when it is again.
func TestMotionFollowsTheReader(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+rescue)
	// The least time between two of the last six pictures.
	const least = `(() => { const l = e2e.painted.slice(-6).map((f) => f.at); return l.length < 6 ? NaN : Math.min(...l.slice(1).map((at, i) => at - l[i])); })()`
	wait(t, p, "it draws often", least+` < 300`)
	must(t, p.Media("", drive.Look{Still: true}))
	wait(t, p, "it draws twice a second", least+` > 450`)
	must(t, p.Media("", drive.Look{}))
	wait(t, p, "it draws often again", least+` < 300`)
}
