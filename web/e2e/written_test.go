package e2e

import (
	"fmt"
	"strings"
	"testing"

	"hebb/web/e2e/drive"
)

// paste puts a text into a box, in place of what it holds, and presses Enter.
func paste(t *testing.T, p *drive.Page, selector, text string) {
	t.Helper()
	must(t, p.Click(selector))
	must(t, p.Do(selectAll))
	eval[bool](t, p, fmt.Sprintf(`document.execCommand("insertText", false, %q)`, text))
	must(t, p.Keys("\r"))
}

// TestNumbersAsPeopleWriteThem types one number in many ways; a refusal says how to write it.
func TestNumbersAsPeopleWriteThem(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+rescue)
	for i, text := range []string{"0,02", ",03", "2·10⁻²", "3×10^-2", " ٠٫٠٢ ", "3e−2", "1/50", "+0.030"} {
		want := []string{"0.02", "0.03"}[i%2]
		paste(t, p, box("theta0"), text)
		wait(t, p, text+" is taken", `e2e.fields.at(-1)?.variants[0].fields.theta0 === "`+want+`"`)
		wait(t, p, text+" stands in the box as a number", `document.querySelector('`+box("theta0")+`').value === "`+want+`"`)
	}
	for text, says := range map[string]string{"1,500": "could be 1.500 or 1500", "2 %": "write 0.02", "0x10": "write 16", "∞": "not a finite number", "0,9": "0 (off) or 0.0001 to 0.1"} {
		paste(t, p, box("theta0"), text)
		wait(t, p, text+" is refused", fmt.Sprintf(`(() => { const r = document.querySelector('[data-name="theta0"] .refused'); return !r.hidden && r.textContent.includes(%q) && r.textContent.includes("theta0") && r.textContent.includes("0.1"); })()`, says))
	}
	shoot(t, p, "refused-number")
	if got := eval[string](t, p, `e2e.fields.at(-1).variants[0].fields.theta0`); got != "0.03" {
		t.Errorf("theta0 is %s after refusals", got)
	}
	must(t, p.Click(`[data-group="Seed and measurements"] summary`))
	paste(t, p, "#seed", "1.000")
	wait(t, p, "a seed that could be two is refused", `/seed: .*could be 1 or 1000.*whole numbers from 0/.test(document.querySelector("#seed").parentElement.querySelector(".refused").textContent)`)
	paste(t, p, "#seed", "1,000")
	wait(t, p, "a seed is taken", `e2e.hellos.at(-1).seed === 1000`)
	wait(t, p, "the refusal is gone", `document.querySelector("#seed").parentElement.querySelector(".refused").hidden`)
}

// TestFieldsTakeWhatThePagePrints prints values of every field of every view with all that
// the page prints numbers with, and reads them as the field's box would.
func TestFieldsTakeWhatThePagePrints(t *testing.T) {
	together(t)
	s := serve(t)
	p := open(t, drive.Look{}, s.Address+"/labs/oja")
	type found struct {
		Fields int
		Prints int
		Asked  int
		Wrong  []string
	}
	got := eval[found](t, p, `(async () => {
		const { read } = await import("hebb/text/numeral.js");
		const { count, exact, number, tick } = await import("hebb/text/numbers.js");
		const { rangeOf, valueAt, STEPS } = await import("hebb/controls/scale.js");
		const page = async (path) => new DOMParser().parseFromString(await (await fetch(path)).text(), "text/html");
		const found = { Fields: 0, Prints: 0, Asked: 0, Wrong: [] };
		const labs = [...new Set([...document.querySelectorAll('a[href^="/labs/"]')].map((a) => a.getAttribute("href").split("?")[0]))];
		for (const lab of labs) {
			const views = new Set([...(await page(lab)).querySelectorAll('a[href^="' + lab + '"]')].map((a) => new URL(a.href, location.href).searchParams.get("view") ?? ""));
			for (const view of views) {
				const doc = await page(lab + (view && "?view=" + view));
				for (const el of doc.querySelectorAll(".field[data-min]")) {
					found.Fields++;
					const r = rangeOf(el.dataset), unit = el.dataset.unit ?? "", was = el.querySelector("input.number").value;
					const values = [Number(was), Number(el.dataset.default), ...Array.from({ length: 41 }, (_, i) => valueAt(r, i * STEPS / 40))];
					const check = (text, x) => {
						found.Prints++;
						const { value, reason } = read(text, { whole: r.whole, unit });
						if (value !== x) found.Wrong.push(lab + " " + view + " " + el.dataset.name + ": " + text + " of " + x + " is " + value + " " + reason);
					};
					check(was, Number(was));
					for (const x of values) {
						for (const text of [exact(x), (exact(x) + " " + unit).trim(), exact(x).replace("-", "−")]) check(text, x);
						for (const print of [(x) => number(x), (x) => number(x, 12), tick]) {
							const text = print(x), meant = Number(text.replaceAll(",", "").replaceAll("−", "-"));
							// Commas of thousands where decimals may follow are asked about, with the number among the answers.
							if (r.whole && !Number.isInteger(meant)) continue; // rounded to three digits: 1.23e6
							if (!r.whole && /^−?\d{1,3},\d{3}$/.test(text)) {
								found.Asked++;
								if (!read(text, { unit }).reason.includes(" or " + exact(meant) + ":")) found.Wrong.push(el.dataset.name + ": " + text + " is taken without a question");
							} else check(text, meant);
						}
						if (r.whole) check(count(x), x);
					}
				}
			}
		}
		return found;
	})()`)
	for _, wrong := range got.Wrong {
		t.Error(wrong)
	}
	if got.Fields < 100 {
		t.Errorf("there were %d fields", got.Fields)
	}
	t.Logf("%d fields, %d prints, %d asked about", got.Fields, got.Prints, got.Asked)
}

// TestLinksThatSuffered opens links as they arrive from mails: the page is the one that was
// meant, its address is clean, and nothing is remarked on.
func TestLinksThatSuffered(t *testing.T) {
	together(t)
	s := serve(t)
	sender := lab(t, drive.Look{}, s.Address+rescue)
	reach(t, sender, "100")
	must(t, sender.Drag(slider("theta9"), 0.7, 6))
	pause(t, sender)
	settle(t, sender)
	sent, unit := moment(t, s, sender), eval[float64](t, sender, `e2e.frame.unit`)
	// What is cleaned, and how, is asked of the one cleaning step in mend.test.js, case by case.
	for _, c := range some(2, [][2]string{
		{"&amp;", rescue + "&amp;b.theta9=0.01&amp;seed=9"},
		{"without ?", "/labs/oja%3Fpreset%3Drescue%26b.theta9%3D0.01%26seed%3D9)"},
		{"trackers", rescue + "&utm_source=mail&b.theta9=0.01&fbclid=x&seed=9."},
		{"&#38;", rescue + "&#38;b.theta9=0.01&#38;seed=9"},
		{"escaped", "/labs/oja?preset%3Drescue%26b.theta9%3D0.01%26seed%3D9"},
	}) {
		name, link := c[0], c[1]
		t.Run(name, func(t *testing.T) {
			p := lab(t, drive.Look{}, s.Address+link)
			wait(t, p, name+": the run is the one that was meant", `(() => { const h = e2e.hellos.at(-1); return h.seed === 9 && h.variants.length === 2 && h.variants[1].fields.theta9 === "0.01"; })()`)
			wait(t, p, name+": the address is clean", `/^\?(preset=rescue|b.theta9=0.01|seed=9|&)+$/.test(location.search) && location.hash === ""`)
			if text := eval[string](t, p, `document.querySelector(".notices").textContent.trim()`); text != "" {
				t.Errorf("%s: the page says %q", name, text)
			}
		})
	}
	for _, behind := range some(2, []string{").&utm_source=x", "%3D", ".", ")", "%3E", "&gt;"}) {
		t.Run("a moment, "+behind, func(t *testing.T) {
			p := lab(t, drive.Look{}, s.Address+strings.ReplaceAll(sent, "&", "&amp;")+behind)
			wait(t, p, "the moment is there", `e2e.frame.unit === `+jsNumber(unit)+` && e2e.frame.playing === 0`)
			if got := moment(t, s, p); got != sent {
				t.Errorf("with %s behind it the moment\n%s is opened as\n%s", behind, sent, got)
			}
			if text := eval[string](t, p, `document.querySelector(".notices").textContent.trim()`); text != "" {
				t.Errorf("%s: the page says %q", behind, text)
			}
		})
	}
}
