package e2e

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"hebb/web/e2e/drive"
)

// The places of handles of the plane, in the window.
const (
	longEnd  = `(() => { const f = document.querySelector("hebb-plane"), r = f.surface.getBoundingClientRect(), a = f.played(0, "axis")[0]; const n = a.rows - 1; return {X: r.left + f.space.px(a.values[2*n]), Y: r.top + f.space.py(a.values[2*n+1])}; })()`
	arrowEnd = `(() => { const f = document.querySelector("hebb-plane"), r = f.surface.getBoundingClientRect(), a = f.played(0, "arrow")[0]; return {X: r.left + f.space.px(a.values[0]), Y: r.top + f.space.py(a.values[1])}; })()`
)

// place is a point of the plane, in the window.
func place(t *testing.T, p *drive.Page, x, y float64) drive.Point {
	t.Helper()
	return eval[drive.Point](t, p, `(() => { const f = document.querySelector("hebb-plane"), r = f.surface.getBoundingClientRect(); return {X: r.left + f.space.px(`+number(x)+`), Y: r.top + f.space.py(`+number(y)+`)}; })()`)
}

var rePicture = regexp.MustCompile(`"data:[^"]*"`)

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func take(t *testing.T, p *drive.Page, from, to drive.Point) {
	t.Helper()
	must(t, p.Down(from))
	carry(t, p, from, to)
}

// seize takes a handle of the plane to a point of it. As a person does, it looks whether
// the handle can be taken before it presses: a young page still moves. What is held keeps
// its scale, so the way is known only then.
func seize(t *testing.T, p *drive.Page, handle, does string, x, y float64) {
	t.Helper()
	for deadline := time.Now().Add(p.Patience); time.Now().Before(deadline); {
		from := eval[drive.Point](t, p, handle)
		must(t, p.Move(from))
		if eval[string](t, p, `document.querySelector("hebb-plane").surface.title`) == does {
			must(t, p.Down(from))
			carry(t, p, from, place(t, p, x, y))
			return
		}
		eval[bool](t, p, `e2e.turns(2)`)
	}
	t.Fatalf("nothing to %s under the hand", does)
}

// carry moves what is held, and lets it go.
func carry(t *testing.T, p *drive.Page, from, to drive.Point) {
	t.Helper()
	for i := 1; i <= 8; i++ {
		k := float64(i) / 8
		must(t, p.Move(drive.Point{X: from.X + (to.X-from.X)*k, Y: from.Y + (to.Y-from.Y)*k}))
	}
	must(t, p.Up(to))
}

// TestTurnTheCloud turns and stretches the cloud of the one neuron by the end of its
// long axis, while it learns, and takes the weights along by their end.
func TestTurnTheCloud(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+"/labs/oja?view=neuron&speed=30")
	wait(t, p, "the plane is drawn", `document.querySelector("hebb-plane")?.played(0, "axis").length > 0`)
	seize(t, p, longEnd, "turn and stretch", -0.5, 2)
	field := func(name string) float64 {
		v, err := strconv.ParseFloat(eval[string](t, p, `document.querySelector('`+box(name)+`').value`), 64)
		must(t, err)
		return v
	}
	// A line has no head: directions are alike modulo 180 degrees.
	wait(t, p, "the fields follow", `Math.abs((Number(document.querySelector('`+box("angle")+`').value) - 104 + 270) % 180 - 90) < 3`)
	if angle, want := field("angle"), math.Atan2(2, -0.5)*180/math.Pi; math.Abs(math.Mod(angle-want+270, 180)-90) > 3 {
		t.Errorf("the direction is %v, dragged to %.1f", angle, want)
	}
	if long, want := field("long"), math.Hypot(2, 0.5)/2; math.Abs(long-want) > 0.08 {
		t.Errorf("the long axis is %v, dragged to %.2f", long, want)
	}
	if n := eval[float64](t, p, `e2e.units.map((u) => Number(u.replace(/[^0-9]/g, ""))).filter((u, i, all) => i > 0 && u < all[i - 1]).length`); n > 0 {
		t.Errorf("the run started again %v times", n)
	}
	pause(t, p)
	seize(t, p, arrowEnd, "take along", 0.8, -0.6)
	wait(t, p, "the weights are where they were put", `(() => { const a = document.querySelector("hebb-plane").played(0, "arrow")[0].values; return Math.hypot(a[0] - 0.8, a[1] + 0.6) < 0.06; })()`)
}

// TestDrawADigit draws a one on the pad: a trained network says so.
func TestDrawADigit(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+"/labs/oja?speed=0&theta0=0.01&theta9=0.001")
	reach(t, p, "4000")
	pause(t, p)
	eval[bool](t, p, `document.querySelector("details.more").open = true`)
	wait(t, p, "the pad is there", `document.querySelector("hebb-pad")?.stream && document.querySelector("hebb-pad").width > 100`)
	_, err := p.Box("hebb-pad .fig-surface")
	must(t, err)
	settle(t, p) // other figures have their sizes too
	b, err := p.Box("hebb-pad .fig-surface")
	must(t, err)
	side := math.Min(b.H, b.W*0.42)
	at := func(x, y float64) drive.Point {
		return drive.Point{X: b.X + 1 + x*side, Y: b.Y + (b.H-side)/2 + y*side}
	}
	take(t, p, at(0.52, 0.15), at(0.48, 0.85))
	wait(t, p, "there is a verdict", `document.querySelector("#figure-draw .now").textContent.includes("says")`)
	wait(t, p, "it is a one", `document.querySelector("#figure-draw .now").textContent.startsWith("A says 1")`)
	wait(t, p, "mistakes are shown", `document.querySelector("hebb-mistakes").table().length > 5`)
	rows := eval[[][]any](t, p, `document.querySelector("hebb-mistakes").table().slice(1)`)
	for _, row := range rows {
		if row[1] == row[2] {
			t.Errorf("image %v is listed as a mistake, but %v is %v", row[0], row[1], row[2])
		}
	}
}

// TestSaveFigures takes pictures and data of the figures, as their menus do.
func TestSaveFigures(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+rescue+"&speed=0")
	reach(t, p, "1000")
	pause(t, p)
	for _, name := range []string{"journey", "accuracy", "singular"} {
		figure := `document.querySelector("#figure-` + name + ` [data-show]")`
		if size := eval[float64](t, p, `(async () => { const b = await `+figure+`.toPNG(); const i = await createImageBitmap(b); return i.width * i.height; })()`); size < 100_000 {
			t.Errorf("%s: a picture of %v pixels", name, size)
		}
		svg := eval[string](t, p, `(async () => { const s = await `+figure+`.toSVG(); return typeof s === "string" ? s : await s.text(); })()`)
		svg = rePicture.ReplaceAllString(svg, "") // base64 may spell anything
		if !strings.Contains(svg, "<text") || strings.Contains(svg, "NaN") {
			t.Errorf("%s: the SVG has no text, or a NaN: %.200s", name, svg)
		}
		csv := eval[string](t, p, `(async () => { const s = await `+figure+`.toCSV(); return typeof s === "string" ? s : await s.text(); })()`)
		if lines := strings.Count(csv, "\n"); lines < 3 || strings.Contains(csv, "NaN") {
			t.Errorf("%s: %d lines of data: %.200s", name, lines, csv)
		}
	}
}
