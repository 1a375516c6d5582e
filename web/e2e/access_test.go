package e2e

import (
	"cmp"
	_ "embed"
	"fmt"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hebb/web/e2e/drive"
)

//go:embed access.js
var accessJS string

// axe is the script of axe-core, as npm has brought it.
func axe(t *testing.T) string {
	t.Helper()
	root, err := drive.Root()
	must(t, err)
	script, err := os.ReadFile(filepath.Join(root, "web/tools/node_modules/axe-core/axe.min.js"))
	if err != nil {
		t.Fatalf("axe-core is missing, make setup brings it: %v", err)
	}
	return string(script)
}

// tall is how high a window has to be, in pixels, for all of a lab's page.
const tall = 5000

// stop is a page of the program.
type stop struct {
	name, address string
	lab           bool
	first         bool // of its lab
}

// stops are the pages of the program: every view of every lab, as the gallery names them,
// what is no lab, and what fails.
func stops(t *testing.T, p *drive.Page, s *drive.Server) []stop {
	t.Helper()
	list := []stop{{name: "gallery", address: "/"}, {name: "no such page", address: "/nowhere"}, {name: "no such lab", address: "/labs/nosuch"}}
	seen := map[string]bool{}
	must(t, p.Goto(s.Address+"/"))
	for _, link := range eval[[]string](t, p, `[...document.querySelectorAll(".shelf h3 a")].map((a) => a.getAttribute("href"))`) {
		u, err := url.Parse(link)
		must(t, err)
		// The name of a view leads to its first lesson; here one variant is wanted.
		name, query := strings.TrimPrefix(u.Path, "/labs/"), url.Values{"paused": {"1"}}
		if view := u.Query().Get("view"); view != "" {
			name += " " + view
			query.Set("view", view)
		}
		list = append(list, stop{name: name, address: u.Path + "?" + query.Encode(), lab: true, first: !seen[u.Path]})
		seen[u.Path] = true
	}
	return list
}

// TestEveryPageCanBeUsedByEverybody goes through all pages in both themes: axe has nothing to
// say, what can be acted on is large enough and has the name that stands on it, text on
// canvases can be read, sliders speak their unit, and nothing but the page's voice is live.
// A second variant and the widths between the least and the largest change what labs share:
// one view of each lab has them; with the tag all, each has.
func TestEveryPageCanBeUsedByEverybody(t *testing.T) {
	together(t)
	s := serve(t)
	p := open(t, drive.Look{}, s.Address+"/nowhere", "404", "willReadFrequently")
	script := axe(t)
	for _, stop := range stops(t, p, s) {
		t.Run(stop.name, func(t *testing.T) {
			must(t, p.Goto(s.Address+stop.address))
			must(t, p.Inject(script))
			must(t, p.Inject(accessJS))
			if !stop.lab {
				judge(t, p, "", true, true)
				return
			}
			wait(t, p, "a frame is painted", `e2e.painted.length >= 1 && e2e.frame`)
			eval[bool](t, p, `document.querySelectorAll("details:not(.drop)").forEach((d) => (d.open = true)) ?? true`)
			must(t, p.Click(`.transport [data-do="step"]`))
			wait(t, p, "figures have something to show", `e2e.frame.unit >= 1`)
			judge(t, p, "one variant", true, stop.first || all)
			must(t, p.Resize(1440, tall))
			heard(t, p)
			if !stop.first && !all {
				return
			}
			press(t, p, "add")
			wait(t, p, "there are two variants", `e2e.hellos.at(-1).variants.length === 2 && document.querySelectorAll(".chip").length === 2`)
			must(t, p.Click(`.transport [data-do="step"]`))
			wait(t, p, "both have something to show", `e2e.frame.unit >= 2`)
			judge(t, p, "two variants", false, false)
		})
	}
}

// TestWhatOpensCanBeUsedByEverybody looks at what is not there when a page has just been
// opened: dialogs, lists, menus, a larger figure, notices, a run that diverged, and the page
// that others put into a frame.
func TestWhatOpensCanBeUsedByEverybody(t *testing.T) {
	together(t)
	s := serveWith(t, nil, "-embed", "https://school.example")
	p := open(t, drive.Look{}, s.Address+"/nowhere", "404", "422", "willReadFrequently")
	script := axe(t)
	visit := func(t *testing.T, address string) {
		t.Helper()
		must(t, p.See(drive.Eyes{}))
		must(t, p.Goto(s.Address+address))
		must(t, p.Inject(script))
		must(t, p.Inject(accessJS))
		wait(t, p, "it draws", `e2e.painted.length >= 1 && e2e.frame`)
	}
	look := func(t *testing.T) {
		t.Helper()
		for _, dark := range []bool{true, false} {
			must(t, p.See(drive.Eyes{Dark: dark, Still: true}))
			accuse(t, fmt.Sprintf("axe, dark %v", dark), eval[[]string](t, p, `access.spoken()`))
		}
		accuse(t, "names", eval[[]string](t, p, `access.misnamed()`))
		for _, size := range [][2]int64{{320, 568}, {1440, 900}} {
			must(t, p.Resize(size[0], size[1]))
			accuse(t, fmt.Sprintf("targets at %d", size[0]), eval[[]string](t, p, `access.small()`))
		}
	}
	cases := []struct{ what, open, shown string }{
		{"a preset while it plays", `0`, `document.body.matches(".playing")`},
		{"the list of presets", `document.querySelector(".picker").open = true`, `document.querySelector(".picker .list").checkVisibility()`},
		{"the menu of a figure", `document.querySelector(".card .drop").open = true`, `document.querySelector(".card menu").checkVisibility()`},
		{"a larger figure", `document.querySelector('[data-card="larger"]').click()`, `document.querySelector(".card.large")`},
		{"the menu of a variant", `document.querySelector(".chip .drop").open = true`, `document.querySelector(".chip menu").checkVisibility()`},
		{"the keyboard", `document.querySelector('[data-open="help"]').click()`, `document.querySelector("#help:modal")`},
		{"the links", `document.querySelector('[data-open="share"]').click()`, `document.querySelector("#share:modal") && document.querySelector("#share-moment").value.length > 5`},
		{"a file held over the page", `((d) => ((d.hidden = false), d.showPopover()))(document.getElementById("dropping"))`, `document.querySelector("#dropping:popover-open")`},
		{"what a figure is", `document.querySelector('[data-card="doc"]').click()`, `document.querySelector("#about:modal")`},
		{"a link to skip by", `document.querySelector(".skip").focus()`, `document.querySelector(".skip:focus")`},
	}
	for _, c := range some(5, cases) {
		t.Run(c.what, func(t *testing.T) {
			visit(t, rescue)
			eval[any](t, p, `void (`+c.open+`)`)
			wait(t, p, "it is shown", c.shown)
			look(t)
		})
	}
	t.Run("a link that is refused in part", func(t *testing.T) {
		visit(t, "/labs/oja?view=deep&theta9=5&nosuch=1")
		says(t, p, 0, "said", "theta9")
		look(t)
	})
	t.Run("a file that is refused in the gallery", func(t *testing.T) {
		must(t, p.See(drive.Eyes{}))
		must(t, p.Goto(s.Address+"/"))
		must(t, p.Inject(script))
		must(t, p.Inject(accessJS))
		must(t, p.DropFiles(centre, keptFile(t, "half.json", "{")))
		says(t, p, 0, "warned", `half\.json`)
		look(t)
	})
	t.Run("a run that diverges", func(t *testing.T) {
		visit(t, tooFast+"&"+tooFastField+"=1&rule=hebb&speed=0")
		wait(t, p, "it diverges", `e2e.frame.status === 2`)
		says(t, p, 0, "warned", "diverged")
		look(t)
	})
	t.Run("a figure in a frame", func(t *testing.T) {
		visit(t, "/labs/oja?preset=rescue&embed=1&figure=accuracy")
		look(t)
	})
}

// judge asks everything about what is seen now, or only what a second variant may change, at
// every width or only at two.
func judge(t *testing.T, p *drive.Page, what string, whole, wide bool) {
	t.Helper()
	// In so high a window nothing is scrolled out of sight: axe takes that for hidden, and figures
	// do not draw there.
	must(t, p.Resize(1440, tall))
	eval[bool](t, p, `access.redraw().then(() => true)`)
	accuse(t, what+": axe", eval[[]string](t, p, `access.spoken()`))
	accuse(t, what+": names", eval[[]string](t, p, `access.misnamed()`))
	accuse(t, what+": live", eval[[]string](t, p, `access.live().filter(({ el }) => !["said", "warned"].includes(el.id)).map(({ what, says }) => `+"`${what} (${says})`"+`)`))
	for _, dark := range []bool{true, false} {
		if dark && !whole {
			continue
		}
		must(t, p.See(drive.Eyes{Dark: dark, Still: true}))
		eval[bool](t, p, `access.redraw().then(access.watchText).then(access.redraw).then(() => true)`)
		theme := map[bool]string{true: "dark", false: "light"}[dark]
		seen := eval[struct {
			Texts int
			Faint []string
		}](t, p, `access.faint()`)
		accuse(t, what+": canvas, "+theme, seen.Faint)
		if dark {
			accuse(t, what+": axe, dark", eval[[]string](t, p, `access.spoken(["color-contrast", "link-in-text-block"])`))
		}
	}
	// 320 pixels are 1280 at 400 %, and 720 are 1440 at 200 %.
	for _, size := range [][2]int64{{320, 568}, {390, 844}, {720, 450}, {1100, 800}, {1440, 900}} {
		if !whole && size[0] != 390 || whole && !wide && size[0] != 320 && size[0] != 1440 {
			continue
		}
		must(t, p.Resize(size[0], size[1]))
		accuse(t, fmt.Sprintf("%s: targets at %d", what, size[0]), eval[[]string](t, p, `access.small()`))
		// Figures take their new size with the frames that follow.
		accuse(t, fmt.Sprintf("%s: out of sight at %d", what, size[0]), until(t, p, func(list []string) bool { return len(list) == 0 }, `access.redraw().then(access.beside)`))
	}
}

// heard looks at what screen readers are told: sliders speak in the unit of their field.
func heard(t *testing.T, p *drive.Page) {
	t.Helper()
	list, err := p.Heard()
	must(t, err)
	var told []drive.Point // from X to Y
	for _, h := range list {
		if h.Role != "slider" {
			continue
		}
		told = append(told, drive.Point{X: float(t, h.Properties["valuemin"]), Y: float(t, h.Properties["valuemax"])})
		if h.Name == "" {
			t.Errorf("a slider without a name: %+v", h)
		}
	}
	want := eval[[]drive.Point](t, p, `[...document.querySelectorAll("[type=range]")].filter((r) => r.checkVisibility()).map((r) => r.closest(".field")?.dataset ?? {min: r.ariaValueMin, max: r.ariaValueMax})
		.map((d) => ({X: "off" in d ? 0 : Number(d.min), Y: Number(d.max)}))`)
	order := func(a, b drive.Point) int { return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.Y, b.Y)) }
	slices.SortFunc(told, order)
	slices.SortFunc(want, order)
	same := func(a, b float64) bool { return math.Abs(a-b) <= 1e-6*math.Abs(b)+1e-15 } // the browser tells single precision
	if len(told) == 0 || !slices.EqualFunc(told, want, func(a, b drive.Point) bool { return same(a.X, b.X) && same(a.Y, b.Y) }) {
		t.Errorf("sliders are told to reach from\n%v, want\n%v", told, want)
	}
	accuse(t, "sliders", eval[[]string](t, p, `[...document.querySelectorAll(".field:has(.track)")].flatMap((f) => {
		const r = f.querySelector("[type=range]"), box = f.querySelector(".number"), said = r.getAttribute("aria-valuetext") ?? "";
		const ok = said === (box.value === "0" && "off" in f.dataset ? "0, off" : (box.value + " " + f.dataset.unit).trim()) && Number(r.getAttribute("aria-valuenow")) === Number(box.value)
			&& Number(r.getAttribute("aria-valuemax")) === Number(f.dataset.max) && box.getAttribute("aria-describedby").split(" ").every((id) => document.getElementById(id));
		return ok ? [] : [f.dataset.name + " says " + said + ", the box " + box.value + " " + f.dataset.unit];
	})`))
	accuse(t, "figures", eval[[]string](t, p, `[...document.querySelectorAll("[data-figure]")].flatMap((f) => {
		const s = f.querySelector(".fig-surface");
		if (!s?.role || !f.checkVisibility()) return [];
		const said = s.getAttribute("aria-describedby").split(" ").map((id) => document.getElementById(id).textContent).join("");
		return s.getAttribute("aria-label")?.length > 20 && said ? [] : [f.dataset.figure + ": " + s.getAttribute("aria-label") + ": " + said];
	})`))
}

func float(t *testing.T, text string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(text, 64)
	must(t, err)
	return v
}

func accuse(t *testing.T, what string, list []string) {
	t.Helper()
	for _, text := range list {
		t.Errorf("%s: %s", what, text)
	}
}
