package e2e

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"slices"
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
}

// stops are the pages of the program: every view of every lab, as the gallery names them,
// what is no lab, and what fails.
func stops(t *testing.T, p *drive.Page, s *drive.Server) []stop {
	t.Helper()
	list := []stop{{name: "gallery", address: "/"}, {name: "no such page", address: "/nowhere"}, {name: "no such lab", address: "/labs/nosuch"}}
	must(t, p.Goto(s.Address+"/"))
	for _, link := range eval[[]string](t, p, `[...document.querySelectorAll(".shelf h3 a")].map((a) => a.getAttribute("href"))`) {
		name := strings.NewReplacer("/labs/", "", "?view=", " ").Replace(link)
		if !strings.Contains(link, "?") {
			link += "?"
		}
		list = append(list, stop{name: name, address: link + "&paused=1", lab: true})
	}
	return list
}

// TestEveryPageCanBeUsedByEverybody goes through all pages in both themes, with one and two
// variants, and at three widths: axe has nothing to say, what can be acted on is large enough
// and has the name that stands on it, text on canvases can be read, sliders speak their unit,
// and nothing but the page's voice is live.
func TestEveryPageCanBeUsedByEverybody(t *testing.T) {
	s := serve(t)
	p := open(t, drive.Look{}, s.Address+"/nowhere", "404")
	script := axe(t)
	for _, stop := range stops(t, p, s) {
		t.Run(stop.name, func(t *testing.T) {
			must(t, p.Goto(s.Address+stop.address))
			must(t, p.Inject(script))
			must(t, p.Inject(accessJS))
			if !stop.lab {
				judge(t, p, "")
				return
			}
			wait(t, p, "a frame is painted", `e2e.painted.length >= 1 && e2e.frame`)
			eval[bool](t, p, `document.querySelectorAll("details:not(.drop)").forEach((d) => (d.open = true)) ?? true`)
			must(t, p.Click(`.transport [data-do="step"]`))
			wait(t, p, "figures have something to show", `e2e.frame.unit >= 1`)
			judge(t, p, "one variant")
			must(t, p.Resize(1440, tall))
			heard(t, p)
			press(t, p, "add")
			wait(t, p, "there are two variants", `e2e.hellos.at(-1).variants.length === 2 && document.querySelectorAll(".chip").length === 2`)
			must(t, p.Click(`.transport [data-do="step"]`))
			wait(t, p, "both have something to show", `e2e.frame.unit >= 2`)
			judge(t, p, "two variants")
		})
	}
}

// judge asks everything about what is seen now.
func judge(t *testing.T, p *drive.Page, what string) {
	t.Helper()
	// In so high a window nothing is scrolled out of sight: axe takes that for hidden, and figures
	// do not draw there.
	must(t, p.Resize(1440, tall))
	eval[bool](t, p, `access.redraw().then(() => true)`)
	accuse(t, what+": axe", eval[[]string](t, p, `access.spoken()`))
	accuse(t, what+": names", eval[[]string](t, p, `access.misnamed()`))
	accuse(t, what+": live", eval[[]string](t, p, `access.live().filter(({ el }) => !["said", "warned"].includes(el.id)).map(({ what, says }) => `+"`${what} (${says})`"+`)`))
	for _, dark := range []bool{true, false} {
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
	for _, size := range [][2]int64{{390, 844}, {1100, 800}, {1440, 900}} {
		must(t, p.Resize(size[0], size[1]))
		accuse(t, fmt.Sprintf("%s: targets at %d", what, size[0]), eval[[]string](t, p, `access.small()`))
	}
}

// heard looks at what screen readers are told: sliders speak in the unit of their field.
func heard(t *testing.T, p *drive.Page) {
	t.Helper()
	list, err := p.Heard()
	must(t, err)
	told := []string{}
	for _, h := range list {
		if h.Role != "slider" {
			continue
		}
		told = append(told, h.Properties["valuemin"]+" to "+h.Properties["valuemax"])
		if h.Name == "" {
			t.Errorf("a slider without a name: %+v", h)
		}
	}
	want := eval[[]string](t, p, `[...document.querySelectorAll("[type=range]")].filter((r) => r.checkVisibility()).map((r) => r.closest(".field")?.dataset ?? {min: r.ariaValueMin, max: r.ariaValueMax})
		.map((d) => ("off" in d ? 0 : Number(d.min)) + " to " + Number(d.max))`)
	slices.Sort(told)
	slices.Sort(want)
	if len(told) == 0 || !slices.Equal(told, want) {
		t.Errorf("sliders are told to reach from\n%q, want\n%q", told, want)
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
		const said = document.getElementById(s.getAttribute("aria-describedby"));
		return s.getAttribute("aria-label")?.length > 20 && said?.textContent ? [] : [f.dataset.figure + ": " + s.getAttribute("aria-label") + ": " + said?.textContent];
	})`))
}

func accuse(t *testing.T, what string, list []string) {
	t.Helper()
	for _, text := range list {
		t.Errorf("%s: %s", what, text)
	}
}
