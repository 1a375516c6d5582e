package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"hebb/web/e2e/drive"
)

// printed are pages of all labs, with what has to be read on their handouts.
var printed = []struct {
	name, path string
	words      []string
}{
	{"oja", rescue, []string{"Rescue", "Do", "Notice", "Why", "Try", "claim", "seed", "default"}},
	{"three", "/labs/oja?preset=rescue&b.theta9=0.01&b.label=Oja&c.theta9=0.02&c.theta0=0.001&c.label=more+Oja", []string{"Do", "A 0", "B 0.01", "C 0.02", "more Oja"}},
	{"reservoir", "/labs/reservoir", []string{"Set-up"}},
	{"neuron", "/labs/oja?view=neuron", []string{"One neuron", "Set-up"}},
	{"fixedpoint", "/labs/fixedpoint", []string{"Set-up"}},
	{"two", "/labs/fixedpoint?view=two", []string{"Set-up"}},
	{"predictive", "/labs/predictive", []string{"Set-up"}},
	{"metaplasticity", "/labs/metaplasticity", []string{"Set-up"}},
	{"write", "/labs/metaplasticity?view=write", []string{"Set-up"}},
}

// offPaper lists what of the handout does not stand wholly on its page.
const offPaper = `(() => {
	const sheet = document.querySelector(".handout"), page = sheet.querySelector(".page").getBoundingClientRect(), out = [];
	for (const el of sheet.querySelectorAll("h1, h2, p, li, td, th, figure, canvas, math, b")) {
		const r = el.getBoundingClientRect();
		if (r.width === 0) continue;
		if (r.left < page.left - 1 || r.right > page.right + 1 || r.bottom > page.bottom + 1) out.push(el.tagName + " " + el.textContent.slice(0, 40));
	}
	return out;
})()`

// dark lists pictures on paper that are not drawn on white, or have nothing on it.
func dark(pictures string) string {
	return `[...document.querySelectorAll("` + pictures + `")].flatMap((c) => {
		const copy = Object.assign(document.createElement("canvas"), {width: c.width, height: c.height}), ctx = copy.getContext("2d", {willReadFrequently: true});
		ctx.drawImage(c, 0, 0);
		const d = ctx.getImageData(0, 0, c.width, c.height).data, edge = [d[0], d[1], d[2], d[3]].join();
		let ink = 0;
		for (let i = 0; i < d.length; i += 4) if (d[i] + d[i + 1] + d[i + 2] < 480) ink++;
		return edge !== "255,255,255,255" || ink === 0 || ink > 0.8 * d.length / 4 ? [c.ariaLabel + " on " + edge + ", ink " + 4 * ink / d.length] : [];
	})`
}

var rePages = regexp.MustCompile(`/Type\s*/Page\b[^s]`)

func keep(t *testing.T, pdf []byte, name string) {
	t.Helper()
	must(t, os.MkdirAll("shots", 0o755))
	must(t, os.WriteFile(filepath.Join("shots", "print-"+name+".pdf"), pdf, 0o644))
}

// TestHandout prints every lab while it plays, in the dark theme: one page, whole, light.
func TestHandout(t *testing.T) {
	together(t)
	s := serve(t)
	for _, page := range some(3, printed) {
		t.Run(page.name, func(t *testing.T) {
			p := lab(t, drive.Look{Dark: true}, s.Address+page.path)
			wait(t, p, "it has come a way", `e2e.frame.unit >= 5`)
			for _, paper := range some(2, []drive.Paper{drive.Papers[0], drive.Papers[3], drive.Papers[1], drive.Papers[2]}) {
				pdf, err := p.Print(paper)
				must(t, err)
				if n := len(rePages.FindAll(pdf, -1)); n != 1 {
					t.Errorf("%s: %d pages", paper.Name, n)
				}
				keep(t, pdf, page.name+"-"+strings.ReplaceAll(paper.Name, " ", "-"))
			}
			if eval[int](t, p, `document.querySelectorAll(".handout").length`) != 0 {
				t.Error("the handout stays on the screen")
			}
			wait(t, p, "the run goes on", `e2e.frame.playing === 1`)

			must(t, p.Media("print", drive.Look{Dark: true}))
			wait(t, p, "there is a handout", `document.querySelector(".handout .figures canvas")`)
			if bad := eval[[]string](t, p, offPaper); len(bad) > 0 {
				t.Errorf("cut: %q", bad)
			}
			if bad := eval[[]string](t, p, dark(".handout canvas")); len(bad) > 0 {
				t.Errorf("figures: %q", bad)
			}
			text := eval[string](t, p, `document.querySelector(".handout").innerText`)
			for _, word := range append(page.words, eval[string](t, p, `location.origin + location.pathname + e2e.hellos.at(-1).link.slice(0, 20).replace(/^\?$/, "")`)) {
				if !strings.Contains(text, word) {
					t.Errorf("%q is not on the handout:\n%s", word, text)
				}
			}
			must(t, p.Media("", drive.Look{Dark: true}))
			wait(t, p, "the page is as before", `!document.querySelector(".handout") && getComputedStyle(document.body).backgroundColor === "rgb(18, 22, 26)"`)
		})
	}
}

// TestHandoutSaysWhatWasChanged prints a set-up in which a hand has changed something; the
// page is to the pixel as before afterwards.
func TestHandoutSaysWhatWasChanged(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{Width: 1280, Height: 720}, s.Address+rescue)
	reach(t, p, "30")
	must(t, p.Drag(slider("theta9"), 0.8, 8))
	wait(t, p, "it is in force", `e2e.fields.length && e2e.fields.at(-1).variants[0].fields.theta9 === document.querySelector('`+box("theta9")+`').value`)
	pause(t, p)
	eval[any](t, p, `document.querySelector('`+slider("theta9")+`').focus({preventScroll: true})`)
	const state = `JSON.stringify([document.querySelector(".understand").scrollTop, document.querySelector(".touch").scrollTop, document.activeElement.outerHTML, ` + shown + `])`
	must(t, p.Media("print", drive.Look{}))
	wait(t, p, "there is a handout", `document.querySelector(".handout canvas")`)
	row := eval[string](t, p, `[...document.querySelectorAll(".handout .fields li")].find((li) => li.textContent.includes("Oja"))?.textContent ?? ""`)
	value := eval[string](t, p, `document.querySelector('`+box("theta9")+`').value`)
	if !strings.Contains(row, value) || !strings.Contains(row, "default") || !strings.Contains(row, "θ") {
		t.Errorf("of the field that was changed to %s it says %q", value, row)
	}
	text := eval[string](t, p, `document.querySelector(".handout").innerText`)
	for _, want := range []string{"Changed on the way", eval[string](t, p, `location.href`), fmt.Sprint("seed ", eval[int](t, p, `e2e.hellos.at(-1).seed`)), eval[string](t, p, `document.querySelector(".unit-now").textContent`)} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not on the handout:\n%s", want, text)
		}
	}
	must(t, p.Media("", drive.Look{}))
	wait(t, p, "the handout is gone", `!document.querySelector(".handout")`)

	// A printer leaves the page as it was, to the pixel, with what is scrolled and the focus.
	eval[any](t, p, `(document.querySelector(".understand").scrollTop = 120)`)
	before := rest[string](t, p, state)
	_, err := p.Print(drive.Papers[2])
	must(t, err)
	wait(t, p, "the page is as before", `(`+state+`) === `+strconv.Quote(before))
}

// TestHandoutButton: on a phone, the button prints also the figures that no tab shows.
func TestHandoutButton(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{Width: 390, Height: 844}, s.Address+rescue)
	wait(t, p, "it has come a way", `e2e.frame.unit >= 5`)
	eval[any](t, p, `(window.count = 0, addEventListener("beforeprint", () => (count = document.querySelectorAll('.handout .figures[data-way="portrait"] canvas').length)))`)
	must(t, p.Click(`[data-open="share"]`))
	must(t, p.Click(`#share [data-print]`))
	wait(t, p, "the browser prints all figures", `count === document.querySelectorAll(".hero > .card, .support > .main > .card").length`)
	wait(t, p, "the page is seen again", `!document.querySelector(".handout")?.checkVisibility() && document.querySelector(".transport").checkVisibility() && !document.querySelector("dialog[open]")`)
}

// TestPrintGallery prints pages that have no handout.
func TestPrintGallery(t *testing.T) {
	together(t)
	s := serve(t)
	// Cards move on paper: one that is no longer in sight leaves a line that it has just begun.
	p := open(t, drive.Look{Dark: true}, s.Address+"/")
	wait(t, p, "a card draws", `e2e.painted.length > 0 && document.querySelector(".window canvas")`)
	pdf, err := p.Print(drive.Papers[0])
	must(t, err)
	if n := len(rePages.FindAll(pdf, -1)); n < 1 || n > 3 {
		t.Errorf("%d pages", n)
	}
	keep(t, pdf, "gallery")
	must(t, p.Media("print", drive.Look{Dark: true}))
	wait(t, p, "figures are on paper", `document.querySelector(".window > canvas")`)
	if got := eval[string](t, p, `getComputedStyle(document.body).backgroundColor`); got != "rgb(255, 255, 255)" {
		t.Errorf("the paper is %s", got)
	}
	if bad := eval[[]string](t, p, dark(".window > canvas")); len(bad) > 0 {
		t.Errorf("figures: %q", bad)
	}
	must(t, p.Media("", drive.Look{Dark: true}))
	wait(t, p, "the page is as before", `!document.querySelector(".window > canvas") && document.querySelector(".window > [data-show]").checkVisibility()`)
}
