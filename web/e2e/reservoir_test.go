package e2e

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"hebb/web/e2e/drive"
)

const linkage = `document.querySelector("hebb-linkage")`

// wide is how far to the right the target of the run goes.
const wide = `Math.max(...[...` + linkage + `.motion(0).target.v].filter((_, i) => i % 2 === 0))`

// TestDrawAMovement draws a target with the mouse and has the arm learn it.
func TestDrawAMovement(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+"/labs/reservoir")
	wait(t, p, "the arm is drawn", linkage+`?.motion(0).joints?.n === 3 && `+linkage+`.motion(0).target?.n > 20`)
	const elbow = `Array.from(` + linkage + `.motion(0).joints.v).map((v) => v.toFixed(3)).join()`
	was := eval[string](t, p, elbow)
	wait(t, p, "the arm moves", elbow+` !== "`+was+`"`)
	if v := eval[float64](t, p, wide); math.Abs(v-0.8986) > 0.01 {
		t.Errorf("the butterfly goes to x = %v, not to 0.8986", v)
	}

	must(t, p.Click(`#figure-linkage .fig-draw`))
	wait(t, p, "nothing can be learned of an empty sheet", `document.querySelector(".fig-sheet .primary").disabled`)
	b, err := p.Box("hebb-linkage .fig-surface")
	must(t, err)
	at := func(k float64) drive.Point {
		a := 2 * math.Pi * k
		return drive.Point{X: b.X + b.W/2 + 60*math.Cos(a), Y: b.Y + b.H*0.35 - 60*math.Sin(a)}
	}
	must(t, p.Down(at(0)))
	for i := 1; i < 40; i++ {
		must(t, p.Move(at(float64(i)/40)))
	}
	must(t, p.Up(at(39.0/40)))
	wait(t, p, "the drawing can be learned", `!document.querySelector(".fig-sheet .primary").disabled`)
	drawn := eval[float64](t, p, `Math.max(...`+linkage+`.sheet.list.map((q) => q[0]))`)
	must(t, p.Click(`.fig-sheet .primary`))
	wait(t, p, "the sheet is away", `document.querySelector(".fig-sheet").hidden`)
	wait(t, p, "the run has a new target", wide+` < 0.85`)
	if v := eval[float64](t, p, wide); math.Abs(v-drawn) > 0.02 {
		t.Errorf("the target goes to x = %v, the drawing to %v", v, drawn)
	}
	wait(t, p, "the drawing is in the run", `e2e.fields.at(-1)?.variants[0].fields.drawing && e2e.fields.at(-1).markers.length > 0`)
	text := eval[string](t, p, `e2e.fields.at(-1).variants[0].fields.drawing`)
	if n := len(strings.Fields(text)); n < 20 || n > 256 {
		t.Errorf("the drawing has %d points: %.80s", n, text)
	}
	if got := eval[string](t, p, `e2e.fields.at(-1)?.markers.map((m) => m.text).join(" | ")`); got != "Learn this" {
		t.Errorf("the curves are marked %q for one act", got)
	}
}

// TestLabelsKeepClear opens every group of the control panel: no label, however long its
// words, runs into the slider beside it.
func TestLabelsKeepClear(t *testing.T) {
	together(t)
	s := serve(t)
	for _, look := range []drive.Look{{}, {Width: 390, Height: 844}} {
		t.Run(fmt.Sprint(look.Width), func(t *testing.T) {
			p := lab(t, look, s.Address+"/labs/reservoir?view=cost")
			got := eval[[]string](t, p, `(() => {
				document.querySelector(".tabs button")?.click();
				document.querySelectorAll(".touch details").forEach((d) => (d.open = true));
				const bad = [];
				let seen = 0;
				for (const field of document.querySelectorAll(".field:has(> .track)")) {
					const words = document.createRange();
					words.selectNodeContents(field.querySelector("label"));
					const { right, width } = words.getBoundingClientRect(), off = field.querySelector(".track > *:not(.tick, .truth)");
					if (width) seen++;
					if (right > off.getBoundingClientRect().left - 2) bad.push(field.dataset.name);
				}
				return seen > 20 ? bad : ["only " + seen + " seen"];
			})()`)
			if len(got) > 0 {
				t.Errorf("at %d px the labels of %v run into their sliders", look.Width, got)
			}
		})
	}
}

// TestOutOfReach has the arm learn what it cannot reach: it is told so in place, and made
// to fit.
func TestOutOfReach(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{Width: 390, Height: 844}, s.Address+"/labs/reservoir?fit=keep")
	wait(t, p, "the arm is drawn", linkage+`?.motion(0).joints?.n === 3`)
	must(t, p.Click(`#figure-linkage .fig-draw`))
	must(t, p.Click(`.fig-ready button`))
	wait(t, p, "a ready curve is on the sheet", linkage+`.sheet.list.length > 20`)
	eval[any](t, p, linkage+`.sheet.take([[3, 3], [3.5, 3.2], [3.2, 2.4]])`)
	const said = `document.querySelector(".fig-sheet .refused").textContent`
	wait(t, p, "it says what is wrong", said+`.includes("reach")`)
	must(t, p.Click(`.fig-sheet .primary`))
	wait(t, p, "the program refuses", `e2e.refused.length > 0 && `+said+` === e2e.refused.at(-1).reason`)
	must(t, p.Click(`.fig-acts button`))
	must(t, p.Click(`.fig-sheet .primary`))
	wait(t, p, "what fits is learned", `document.querySelector(".fig-sheet").hidden && `+wide+` !== 0.8986`)
	if over := eval[int](t, p, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
		t.Errorf("it scrolls sideways by %d pixels", over)
	}
}
