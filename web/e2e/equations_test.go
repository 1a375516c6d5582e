package e2e

import (
	"encoding/json"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hebb/web/e2e/drive"
)

// cut finds the formulas on the screen of which a part lies outside of the box of an
// element around them: it would be cut off, lie over a neighbour or have to be scrolled to.
const cut = `[...document.querySelectorAll("math")].flatMap((m) => {
	const r = m.getBoundingClientRect();
	if (!m.checkVisibility() || r.width === 0) return [];
	for (let el = m.parentElement; el; el = el.parentElement) {
		if (["inline", "contents"].includes(getComputedStyle(el).display)) continue;
		const left = el.getBoundingClientRect().left + el.clientLeft, right = left + el.clientWidth;
		if (r.left < left - 1 || r.right > right + 1) return [m.textContent.trim() + ": " + Math.round(r.left) + " to " + Math.round(r.right) + " in " + el.tagName + "." + el.className + ": " + Math.round(left) + " to " + Math.round(right)];
	}
	return [];
})`

// fontIsThere is whether formulas are drawn in their font by now.
const fontIsThere = `document.fonts.check('16px "Hebb Math"')`

// unfold opens whatever is folded in the columns of a lab's page.
const unfold = `(document.querySelectorAll(":is(.touch, .understand, .support) details:not(.drop)").forEach((el) => el.open = true), true)`

// whole fails when a formula is cut in any of the columns.
func whole(t *testing.T, p *drive.Page) {
	t.Helper()
	wait(t, p, "the font is there", fontIsThere)
	eval[bool](t, p, unfold)
	for _, tab := range []string{"see", "understand", "touch"} {
		eval[bool](t, p, `(document.querySelector('.tabs [data-tab="`+tab+`"]')?.click(), true)`)
		if list := eval[[]string](t, p, cut); len(list) > 0 {
			t.Errorf("in the tab %s these formulas are cut: %q", tab, list)
		}
	}
	if eval[int](t, p, `[...document.querySelectorAll("math")].filter((m) => m.checkVisibility()).length`) == 0 {
		t.Error("no formula is on the screen")
	}
}

// TestCutIsSeen holds that the check above sees what it is for.
func TestCutIsSeen(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{Still: true}, s.Address+rescue)
	eval[bool](t, p, `(document.querySelector(".equation").append(...Array.from({length: 20}, () => document.querySelector(".equation .terms .term math").cloneNode(true))),
		document.querySelector(".equation").style.whiteSpace = "nowrap", true)`)
	if list := eval[[]string](t, p, cut); len(list) == 0 {
		t.Error("terms beyond the panel are not seen")
	}
}

// formulas are all that a page may show.
func formulas(t *testing.T) map[string]string {
	t.Helper()
	root, err := drive.Root()
	must(t, err)
	data, err := os.ReadFile(filepath.Join(root, "templates", "mathml.json"))
	must(t, err)
	var m map[string]string
	must(t, json.Unmarshal(data, &m))
	return m
}

var reToken = regexp.MustCompile(`<(mi|mn|mo|mtext)((?: [a-z]+="[^"]*")*)>([^<]+)</`)

// TestFormulasAreInOurFont lets the browser draw every character of every formula, upright
// and as an identifier, and asks it from which font it took them.
func TestFormulasAreInOurFont(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{Still: true}, s.Address+rescue)
	wait(t, p, "the font is there", fontIsThere)
	tokens := map[string]bool{}
	for _, mathml := range formulas(t) {
		for _, m := range reToken.FindAllStringSubmatch(mathml, -1) {
			tokens[fmt.Sprintf("<%s%s>%s</%s>", m[1], m[2], m[3], m[1])] = true
		}
	}
	for r := 'α'; r <= 'ω'; r++ {
		tokens["<mi>"+string(r)+"</mi>"] = true // what a user may call a coefficient
	}
	for r := '!'; r <= '~'; r++ {
		tokens["<mi>"+html.EscapeString(string(r))+"</mi>"] = true
	}
	list := make([]string, 0, len(tokens))
	for token := range tokens {
		list = append(list, token)
	}
	slices.Sort(list)
	text, err := json.Marshal("<math>" + strings.Join(list, "</math> <math>") + "</math>")
	must(t, err)
	eval[bool](t, p, `(document.querySelector(".equation").insertAdjacentHTML("beforeend", "<div id=all>" + `+string(text)+` + "</div>"), document.fonts.ready.then(() => true))`)
	fonts, err := drive.Fonts(p, "#all math > *")
	must(t, err)
	if len(fonts) != len(list) {
		t.Fatalf("%d tokens are drawn, of %d", len(fonts), len(list))
	}
	drawn := 0
	for i, used := range fonts {
		if len(used) == 1 && used[0] == "Hebb Math*" {
			drawn++
		} else if len(used) > 0 {
			t.Errorf("%s is drawn in %q", list[i], used)
		}
	}
	t.Logf("%d of %d tokens draw something", drawn, len(list))
	if drawn < 100 {
		t.Errorf("only %d of %d tokens draw anything", drawn, len(list))
	}
}

// lettering notes what figures write in the mathematical font, and whether it was there.
const lettering = `(() => {
	const seen = window.lettering = [];
	const write = CanvasRenderingContext2D.prototype.fillText;
	CanvasRenderingContext2D.prototype.fillText = function (s, ...rest) {
		if (this.font.includes("Hebb Math")) seen.push([s, document.fonts.check('16px "Hebb Math"')]);
		return write.call(this, s, ...rest);
	};
})()`

// TestFiguresWriteInOurFont holds that figures write nothing in the mathematical font that
// it does not have.
func TestFiguresWriteInOurFont(t *testing.T) {
	together(t)
	root, err := drive.Root()
	must(t, err)
	known, err := os.ReadFile(filepath.Join(root, "static", "vendor", "stix-math", "characters.txt"))
	must(t, err)
	has := map[rune]bool{}
	for line := range strings.Lines(string(known)) {
		var r rune
		if _, err := fmt.Sscanf(line, "U+%X", &r); err != nil {
			t.Fatalf("characters.txt: %q: %v", line, err)
		}
		has[r] = true
	}
	s := serve(t)
	written := map[rune]bool{}
	for _, path := range []string{"/labs/metaplasticity", "/labs/metaplasticity?view=tune", "/labs/fixedpoint", "/labs/fixedpoint?view=two"} {
		t.Run(path, func(t *testing.T) {
			p := lab(t, drive.Look{Script: lettering}, s.Address+path)
			wait(t, p, path+": letters are written, in all figures", `lettering.length > 0 && e2e.frame.unit >= 1`)
			draws(t, p)
			for _, text := range eval[[]string](t, p, `lettering.map(([s]) => s)`) {
				for _, r := range text {
					if written[r] = true; !has[r] {
						t.Errorf("%s: a figure writes %q, and %q (U+%04X) is not in the font", path, text, string(r), r)
					}
				}
			}
		})
	}
	if len(written) < 10 || !written['𝑊'] {
		t.Errorf("figures wrote only %d characters; is their W no longer italic?", len(written))
	}
}
