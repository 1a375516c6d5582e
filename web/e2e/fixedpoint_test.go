package e2e

import (
	"fmt"
	"testing"

	"hebb/web/e2e/drive"
)

// on is a place of a figure's plane, in the window.
func on(t *testing.T, p *drive.Page, figure string, x, y float64) drive.Point {
	t.Helper()
	_, err := p.Box(figure)
	must(t, err)
	return eval[drive.Point](t, p, fmt.Sprintf(`(() => { const f = document.querySelector(%q), r = f.surface.getBoundingClientRect(); return {X: r.left + f.window.px(%s), Y: r.top + f.window.py(%s)}; })()`, figure, number(x), number(y)))
}

func touch(t *testing.T, p *drive.Page, at drive.Point) {
	t.Helper()
	must(t, p.Down(at))
	must(t, p.Up(at))
}

// calm says that nothing of the page lies beside the window.
func calm(t *testing.T, p *drive.Page) {
	t.Helper()
	if wide := eval[float64](t, p, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
		t.Errorf("the page can be scrolled sideways by %v pixels", wide)
	}
}

// TestLandscape watches the map of two weights become finer, starts elsewhere by a click
// on it, moves and enlarges it.
func TestLandscape(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+"/labs/fixedpoint?view=two&speed=2")
	const figure = "hebb-landscape"
	wait(t, p, "the first tiles are drawn", `document.querySelector("hebb-landscape")?.layers.list.length > 0`)
	pause(t, p)
	wait(t, p, "the map is complete", `(() => { const f = document.querySelector("hebb-landscape"); return !f.survey.busy && f.layers.list.at(-1)?.full && f.layers.list.at(-1).level.n === f.most; })()`)
	if rows := eval[int](t, p, `document.querySelector("hebb-landscape").table().length`); rows < 128*128 {
		t.Errorf("the map has only %d values", rows)
	}
	touch(t, p, on(t, p, figure, -1.2, 1.6))
	wait(t, p, "the weights are where the click was", `(() => { const f = document.querySelector("hebb-landscape"), a = f.played(0, "at")[0]?.values; return a && Math.hypot(a[0] + 1.2, a[1] - 1.6) < 0.05; })()`)
	before := eval[float64](t, p, `document.querySelector("hebb-landscape").window.part.x0`)
	take(t, p, on(t, p, figure, 0, 0), on(t, p, figure, 1, 0))
	if after := eval[float64](t, p, `document.querySelector("hebb-landscape").window.part.x0`); after > before-0.9 || after < before-1.1 {
		t.Errorf("dragged by 1, the map moved from %v to %v", before, after)
	}
	if n := eval[float64](t, p, `(() => { const f = document.querySelector("hebb-landscape"), a = f.played(0, "at")[0].values; return Math.hypot(a[0] + 1.2, a[1] - 1.6); })()`); n > 0.05 {
		t.Errorf("a drag moved the weights by %v", n)
	}
	_, err := drive.Eval[any](p, `document.querySelector("hebb-landscape").surface.focus()`)
	must(t, err)
	must(t, p.Keys("+"))
	wait(t, p, "it is enlarged, and asked for again", `(() => { const f = document.querySelector("hebb-landscape"); return f.window.part.y1 - f.window.part.y0 < 5 && !f.survey.busy && Math.abs(f.survey.level.cell * f.most - (f.window.part.y1 - f.window.part.y0)) < 1e-9; })()`)
}

// TestPhasePlane clicks a fixed point, reads what it is and goes there.
func TestPhasePlane(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+"/labs/fixedpoint?view=two&speed=2&eta=0")
	_, err := p.Box("#figure-phase")
	must(t, err)
	wait(t, p, "the plane has a fixed point", `document.querySelector("hebb-phase")?.hits.some((h) => h.row !== undefined)`)
	settle(t, p)
	at := eval[drive.Point](t, p, `(() => { const f = document.querySelector("hebb-phase"), r = f.surface.getBoundingClientRect(), h = f.hits.find((h) => h.row !== undefined); return {X: r.left + h.x + h.w / 2, Y: r.top + h.y + h.h / 2}; })()`)
	touch(t, p, at)
	wait(t, p, "its eigenvalues are shown", `document.querySelector("hebb-phase .fig-panel:not([hidden])")?.textContent.includes("eigenvalues")`)
	must(t, p.Click("hebb-phase .fig-panel button"))
	wait(t, p, "the state is on it", `(() => { const f = document.querySelector("hebb-phase"), a = f.played(0, "state")[0].values, all = ["stable", "spiral", "saddle", "unstable", "unstable_spiral"].flatMap((k) => f.played(0, k)); return all.some((d) => Array.from({length: d.rows}, (_, i) => Math.hypot(d.values[2 * i] - a[0], d.values[2 * i + 1] - a[1])).some((v) => v < 0.05)); })()`)
}

// TestCurve puts the weight of one neuron beside the pole by a click.
func TestCurve(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+"/labs/fixedpoint?view=one&speed=2")
	const figure = "#figure-curve hebb-curve"
	wait(t, p, "the curve is drawn", `document.querySelector("#figure-curve hebb-curve")?.played(0, "curve").length > 0 && document.querySelector("#figure-curve hebb-curve").window.box.w > 100`)
	pause(t, p)
	at := on(t, p, figure, 0.5, 0.1)
	touch(t, p, at)
	wait(t, p, "the weight is there", `Math.abs(document.querySelector("#figure-curve hebb-curve").played(0, "dots")[0].values[0] - 0.5) < 0.05`)
}

// TestFixedPointsOnAPhone opens every view on a small screen.
func TestFixedPointsOnAPhone(t *testing.T) {
	together(t)
	s := serve(t)
	for _, view := range []string{"one", "two", "slices"} {
		t.Run(view, func(t *testing.T) {
			p := lab(t, drive.Look{Width: 390, Height: 844}, s.Address+"/labs/fixedpoint?view="+view)
			wait(t, p, "the hero is drawn", `document.querySelector(".hero [data-show]")?.width > 200`)
			calm(t, p)
		})
	}
}
