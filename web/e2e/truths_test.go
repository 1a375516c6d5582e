package e2e

import (
	"strings"
	"testing"

	"hebb/web/e2e/drive"
)

// TestLabsOpenOnTheirFirstLesson goes to every lab by the row at the top, and waits until
// something moves.
func TestLabsOpenOnTheirFirstLesson(t *testing.T) {
	together(t)
	s := serve(t)
	p := open(t, drive.Look{}, s.Address+"/")
	if bare := eval[[]string](t, p, `[...document.querySelectorAll(".shelf li a")].filter((a) => !a.querySelector(".line")?.textContent.trim() || !/\d min/.test(a.textContent)).map((a) => a.textContent)`); len(bare) > 0 {
		t.Errorf("these lessons have no line, or no time: %q", bare)
	}
	if n := eval[int](t, p, `document.querySelectorAll(".begin").length`); n < 5 {
		t.Errorf("%d labs say where to begin", n)
	}
	for _, link := range eval[[]string](t, p, `[...document.querySelectorAll("nav.labs a")].map((a) => a.href)`) {
		t.Run(link[strings.LastIndex(link, "/"):], func(t *testing.T) {
			q := lab(t, drive.Look{}, link)
			wait(t, q, "it moves", `e2e.frame.unit >= 2 || document.querySelector("hebb-terms")`)
			if preset := eval[string](t, q, `e2e.hellos.at(-1).preset`); preset == "" {
				t.Errorf("%s opens on no lesson", link)
			}
		})
	}
}

// TestSlidersSayWhatHasBecomeOfThem holds that the coefficients of a rule that is being found
// stand in their boxes as they are, and that a hand still moves them.
func TestSlidersSayWhatHasBecomeOfThem(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+"/labs/metaplasticity?preset=small-live")
	box := `Number(document.querySelector('[data-name="theta2"] input.number').value)`
	wait(t, p, "the box has gone with the rule", `Math.abs(`+box+`) > 0.001`)
	eval[bool](t, p, `(document.querySelector('[data-do="play"]').click(), true)`)
	wait(t, p, "it stands, and the box says what the figure says", `e2e.frame.playing === 0 && Math.abs(document.querySelector("hebb-terms").terms.find((t) => t.n === 2).theta - `+box+`) < 0.006 * Math.abs(`+box+`)`)
	if !eval[bool](t, p, `document.querySelector(".picker .changed").hidden`) {
		t.Error("the page says that the preset is changed, and nobody has changed it")
	}
	if list := eval[[]string](t, p, `[...document.querySelectorAll("[data-now] input.number")].filter((el) => el.scrollWidth > el.clientWidth).map((el) => el.value)`); len(list) > 0 {
		t.Errorf("these numbers are cut in their boxes: %q", list)
	}
}

// TestAFigureWithoutNewsRests holds that backprop's feedback angle, which is 0, takes no room,
// and that the figure is there as soon as there is something to see.
func TestAFigureWithoutNewsRests(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+rescue)
	angle := `document.getElementById("figure-angle")`
	wait(t, p, "the angle rests", angle+`.classList.contains("idle") && !`+angle+`.checkVisibility({visibilityProperty: true})`)
	eval[bool](t, p, `(document.querySelector('[data-name="feedback"] input[value="fix"]').click(), true)`)
	wait(t, p, "random feedback has an angle", `!`+angle+`.classList.contains("idle") && `+angle+`.checkVisibility({visibilityProperty: true})`)
}

// TestLargerEnlarges holds that a larger card has larger letters, as sharp as before, and is
// read where it is pointed at.
func TestLargerEnlarges(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{Still: true}, s.Address+"/labs/fixedpoint?view=two")
	surface := `document.querySelector("#figure-landscape .fig-surface")`
	eval[bool](t, p, `(document.querySelector('#figure-landscape [data-card="larger"]').click(), true)`)
	wait(t, p, "it is drawn larger", surface+`.getBoundingClientRect().width > 1.3 * `+surface+`.offsetWidth`)
	wait(t, p, "as sharp as the screen", `Math.abs(`+surface+`.querySelector("canvas").width - `+surface+`.getBoundingClientRect().width * devicePixelRatio) < 3`)
	got := eval[[]float64](t, p, `import("hebb/figures/kit/spot.js").then(({spot}) => { const el = `+surface+`, r = el.getBoundingClientRect(); return [...spot(el, {clientX: r.right, clientY: r.bottom}), el.offsetWidth, el.offsetHeight]; })`)
	if d := got[0] - got[2]; d > 1 || d < -1 {
		t.Errorf("the right edge is at %v of %v", got[0], got[2])
	}
	if d := got[1] - got[3]; d > 1 || d < -1 {
		t.Errorf("the bottom is at %v of %v", got[1], got[3])
	}
	trace := `document.querySelector("#figure-loss hebb-trace")`
	eval[bool](t, p, `(document.querySelector('#figure-loss [data-card="larger"]').click(), true)`)
	wait(t, p, "the letters of curves grow too", trace+`.grow > 1.3`)
}

// TestPresetsBeginWithoutTraining holds that the first sweep of a network which was trained
// before comes at once: no round of it is a lesson.
func TestPresetsBeginWithoutTraining(t *testing.T) {
	together(t)
	s := serve(t)
	for _, preset := range some(2, []string{"binomial-fan", "wrong-label", "strict-comes-to-rest", "fig-2-strict-rests"}) {
		t.Run(preset, func(t *testing.T) {
			p := lab(t, drive.Look{Script: `addEventListener("hebb:painted", () => (window.lessons ||= []).push(document.querySelector("#now-ladder")?.textContent ?? ""));`}, s.Address+"/labs/predictive?preset="+preset)
			wait(t, p, "there are sweeps", `e2e.frame.unit >= 1`)
			if said := eval[[]string](t, p, `(window.lessons ?? []).filter((s) => /learn|train|step \d+ of/.test(s)).slice(0, 3)`); len(said) > 0 {
				t.Errorf("%s begins with training: %q", preset, said)
			}
		})
	}
}
