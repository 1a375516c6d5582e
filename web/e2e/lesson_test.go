package e2e

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"hebb/web/e2e/drive"
)

// What the guide shows.
const (
	goes     = `document.querySelector("[data-guide=go]").textContent`
	able     = `document.querySelector("[data-guide=go]").getAttribute("aria-disabled") === "false"`
	beatOn   = `(document.querySelector(".guide-beat.on h3")?.textContent ?? "")`
	stepOn   = `Number([...document.querySelectorAll(".guide-rail button")].findIndex((b) => b.ariaCurrent === "step") + 1)`
	verdict  = `(document.querySelector(".guide-verdict")?.textContent ?? "")`
	lastRow  = `e2e.frame.unit`
	guideGo  = "[data-guide=go]"
	lessonOf = `JSON.parse(localStorage.getItem("hebb:lesson:oja/rescue"))`
)

// blur lets go of what has the focus.
var blur = chromedp.Evaluate[chromedp.Void](`document.activeElement.blur()`)

// onward presses the large button.
func onward(t *testing.T, p *drive.Page) {
	t.Helper()
	must(t, p.Click(guideGo))
}

// expects draws a curve over the empty part of a figure, from a share of its axis to another.
func expects(t *testing.T, p *drive.Page, figure string, from, to float64) {
	t.Helper()
	b, err := p.Box("#figure-" + figure + " .fig-sketch")
	must(t, err)
	at := func(x float64) drive.Point {
		return drive.Point{X: b.X + 2 + x*(b.W-4), Y: b.Y + b.H*(1-(from+x*(to-from)))}
	}
	must(t, p.Down(at(0)))
	for i := 1; i <= 12; i++ {
		must(t, p.Move(at(float64(i)/12)))
	}
	must(t, p.Up(at(1)))
}

// TestALessonAsAStudent goes through Rescue as a student does: plays, looks, moves the slider
// by hand, draws what is expected, sees it, leaves and comes back.
func TestALessonAsAStudent(t *testing.T) {
	s := serve(t)
	p := lab(t, drive.Look{Apart: true}, s.Address+rescue)
	p.Patience = 2 * time.Minute
	wait(t, p, "the lesson is offered", goes+` === "Begin the lesson"`)
	shoot(t, p, "lesson-offer")
	onward(t, p)
	wait(t, p, "it is played to the first point", stepOn+` === 1 && `+goes+`.startsWith("Playing")`)
	wait(t, p, "the run stops there by itself", goes+` === "Next" && e2e.frame.playing === 0`)
	if at := eval[float64](t, p, lastRow); at != 2000 {
		t.Errorf("the run is at %v, the beat plays to 2000", at)
	}
	onward(t, p)
	wait(t, p, "the figure is lit", `document.getElementById("figure-singular").matches(".guided")`)
	shoot(t, p, "lesson-look")
	onward(t, p)
	wait(t, p, "it waits for the student", stepOn+` === 3 && `+goes+` === "Do it for me" && document.getElementById("field-theta9").matches(".guided")`)
	shoot(t, p, "lesson-act")
	must(t, p.Click(box("theta9")))
	must(t, p.Do(selectAll))
	must(t, p.Keys("0.002\r"))
	wait(t, p, "what is not asked for is in force", `e2e.fields.at(-1)?.variants[0].fields.theta9 === "0.002"`)
	if step := eval[float64](t, p, stepOn); step != 3 {
		t.Errorf("a value outside of the range goes on to step %v", step)
	}
	must(t, p.Click(box("theta9")))
	must(t, p.Do(selectAll))
	must(t, p.Keys("0.01\r"))
	wait(t, p, "the act goes on by itself", stepOn+` === 4`)
	if eval[bool](t, p, able) {
		t.Error("one can see what happens without an answer")
	}
	// Who plays on is held, and sees nothing.
	must(t, p.Do(blur))
	must(t, p.Keys(" "))
	wait(t, p, "it is said that the run waits for the answer", `document.querySelector(".notices").textContent.includes("waits for your answer")`)
	if at := eval[float64](t, p, lastRow); at != 2000 || eval[float64](t, p, `e2e.frame.playing`) != 0 {
		t.Errorf("the run has gone on to %v before the answer", at)
	}
	wait(t, p, "the figure can be drawn in", `document.querySelector("#figure-accuracy .fig-sketch.open")?.getBoundingClientRect().width > 20`)
	expects(t, p, "accuracy", 0.1, 0.6)
	wait(t, p, "the curve is an answer", able+` && `+lessonOf+`.asked[3].answer.curve.length > 15`)
	shoot(t, p, "lesson-predict")
	asked := eval[float64](t, p, lessonOf+`.asked[3].unit`)
	onward(t, p)
	wait(t, p, "the run answers", verdict+`.includes("Your curve was off by")`)
	shoot(t, p, "lesson-reveal")
	if at := eval[float64](t, p, lastRow); at != asked+1000 {
		t.Errorf("the run is at %v, the question was about %v", at, asked+1000)
	}
	onward(t, p)
	wait(t, p, "the last step is on", stepOn+` === 6 && `+goes+` === "Finish"`)

	// Leave, come back with another page of the same run, and finish.
	must(t, p.Click("[data-guide=leave]"))
	wait(t, p, "the way back is offered", goes+` === "Go on at step 6"`)
	onward(t, p)
	wait(t, p, "it is back", stepOn+` === 6`)
	must(t, p.Do(blur))
	must(t, p.Keys("h"))
	wait(t, p, "a key goes back, and the verdict is still there", stepOn+` === 5 && `+verdict+` !== ""`)
	must(t, p.Keys("g"))
	wait(t, p, "a key goes on", stepOn+` === 6`)
	must(t, p.Keys("g"))
	wait(t, p, "the lesson says how it went", `/You predicted [01] of 1/.test(document.querySelector(".guide-offer p").textContent)`)
	shoot(t, p, "lesson-end")
}

// TestALessonOnStage goes through it with a presenter's clicker: one figure, one sentence, one
// control, in letters that the last row can read.
func TestALessonOnStage(t *testing.T) {
	s := serve(t)
	p := lab(t, drive.Look{Width: 1920, Height: 1080, Apart: true}, s.Address+rescue)
	p.Patience = 2 * time.Minute
	must(t, p.Keys("p"))
	wait(t, p, "the stage is on", `document.body.matches(".staged") && document.querySelector(".card.on-stage")?.id === "figure-journey"`)
	shoot(t, p, "stage-offer")
	must(t, p.Keys(kb.PageDown))
	wait(t, p, "the first beat plays", `/Backprop alone/.test(`+beatOn+`)`)
	shoot(t, p, "stage-play")
	wait(t, p, "to its point", goes+` === "Next"`)
	for _, key := range []string{".", "b"} {
		must(t, p.Keys(key))
		wait(t, p, "the screen is dark", `document.body.matches(".dark-stage")`)
		must(t, p.Keys(key))
		wait(t, p, "and light again", `!document.body.matches(".dark-stage")`)
	}
	small(t, p)
	must(t, p.Keys(kb.PageDown))
	wait(t, p, "the figure of the beat is on the stage", `document.querySelector(".card.on-stage").id === "figure-singular"`)
	small(t, p)
	must(t, p.Keys(kb.PageDown))
	wait(t, p, "the control is there", stepOn+` === 3 && document.querySelector(".field.on-stage")?.id === "field-theta9"`)
	wait(t, p, "the hero shows the run again", `document.querySelector("#figure-journey .now").textContent.includes("2,000")`)
	shoot(t, p, "stage-act")
	must(t, p.Keys(kb.PageDown))
	wait(t, p, "it is done", goes+` === "Next" && e2e.fields.at(-1)?.variants[0].fields.theta9 === "0.01"`)
	must(t, p.Keys(kb.PageDown))
	wait(t, p, "the question is on", `document.querySelector("#figure-accuracy.on-stage .fig-sketch.open")?.getBoundingClientRect().width > 100`)
	expects(t, p, "accuracy", 0.1, 0.3)
	wait(t, p, "the curve is an answer", able)
	shoot(t, p, "stage-predict")
	small(t, p)
	must(t, p.Keys(kb.PageDown))
	wait(t, p, "the run answers", verdict+`.includes("Your curve was off by")`)
	shoot(t, p, "stage-reveal")
	small(t, p)
	must(t, p.Keys(kb.PageUp))
	wait(t, p, "one step back", stepOn+` === 4`)
	must(t, p.Keys(kb.Escape))
	wait(t, p, "Escape leaves", `!document.body.matches(".staged")`)
}

// small fails for letters on the stage of less than 22 pixels.
func small(t *testing.T, p *drive.Page) {
	t.Helper()
	for _, bad := range eval[[]string](t, p, `(() => {
		const out = new Set(), walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		while (walk.nextNode()) {
			const node = walk.currentNode, el = node.parentElement;
			if (!node.data.trim() || el.closest(".unseen, script, style, template, math, .notices") || !el.checkVisibility({ visibilityProperty: true })) continue;
			const px = parseFloat(getComputedStyle(el).fontSize) * el.currentCSSZoom;
			const b = el.getBoundingClientRect();
			if (px < 21.9 && b.width > 1 && b.right > 0 && b.bottom > 0) out.add(px.toFixed(1) + " " + el.className + " " + node.data.trim().slice(0, 40));
		}
		return [...out];
	})()`) {
		t.Errorf("small letters on the stage: %s", bad)
	}
}

// TestLessonsCanBeUsedByEverybody stops at each kind of beat, with three variants and one: axe
// has nothing to say in both themes, what can be acted on is large enough at every width, and
// what is lit can be seen on a phone.
func TestLessonsCanBeUsedByEverybody(t *testing.T) {
	s := serve(t)
	p := open(t, drive.Look{Apart: true}, s.Address+"/nowhere", "404", "422", "willReadFrequently")
	p.Patience = time.Minute
	script := axe(t)
	for _, address := range []string{"/labs/fixedpoint?preset=off-the-cliff", "/labs/oja?preset=principal-component&view=neuron"} {
		must(t, p.See(drive.Eyes{}))
		must(t, p.Resize(1440, 900))
		must(t, p.Goto(s.Address+address))
		must(t, p.Inject(script))
		must(t, p.Inject(accessJS))
		wait(t, p, "it draws", `e2e.painted.length >= 1 && e2e.frame`)
		onward(t, p)
		wait(t, p, "the lesson is on", stepOn+` === 1`)
		for step := 1; step <= 4; step++ {
			name := strings.NewReplacer("/labs/", "", "?preset=", "-").Replace(strings.Split(address, "&")[0]) + "-" + strconv.Itoa(step)
			for _, dark := range []bool{true, false} {
				must(t, p.See(drive.Eyes{Dark: dark, Still: true}))
				accuse(t, fmt.Sprintf("%s: axe, dark %v", name, dark), eval[[]string](t, p, `access.spoken()`))
				if dark {
					shoot(t, p, name+"-dark")
				}
			}
			for _, size := range [][2]int64{{320, 568}, {390, 844}, {1024, 768}, {1440, 900}} {
				must(t, p.Resize(size[0], size[1]))
				accuse(t, fmt.Sprintf("%s: targets at %d", name, size[0]), eval[[]string](t, p, `access.small()`))
				if wide := eval[float64](t, p, `document.documentElement.scrollWidth`); wide > float64(size[0]) {
					t.Errorf("%s: at %d it is %v wide", name, size[0], wide)
				}
				if size[0] != 320 && step >= 2 {
					shoot(t, p, fmt.Sprintf("%s-%d", name, size[0]))
				}
			}
			if eval[bool](t, p, `document.querySelector(".guide-number input") !== null`) {
				eval[any](t, p, `((r) => { r.focus(); r.value = 60; r.dispatchEvent(new Event("input", { bubbles: true })); })(document.querySelector(".guide-number input"))`)
			}
			if eval[bool](t, p, `document.querySelector(".guide-ways") !== null`) {
				must(t, p.Click(".guide-ways button:last-child"))
			}
			wait(t, p, "one can go on", able)
			onward(t, p)
			wait(t, p, "the next step is done or open", stepOn+` === `+strconv.Itoa(step+1)+` && (`+able+` || document.querySelector(".guide-answer :is(input, button)"))`)
		}
	}
}
