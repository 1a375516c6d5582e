package e2e

import (
	"fmt"
	"testing"

	"hebb/web/e2e/drive"
)

// write puts a text into the box of the rule, as typing does.
func write(t *testing.T, p *drive.Page, rule string) {
	t.Helper()
	eval[any](t, p, fmt.Sprintf(`(() => { const box = document.querySelector("hebb-formula textarea"); box.focus(); box.value = %q; box.dispatchEvent(new Event("input", {bubbles: true})); })()`, rule))
}

// TestWriteARule types rules into the box: the place of a fault is marked, and a rule that
// is one is learned by.
func TestWriteARule(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+"/labs/metaplasticity?view=write&speed=100")
	wait(t, p, "the box shows the rule in force", `document.querySelector("hebb-formula .fig-said")?.classList.contains("on")`)
	first := eval[string](t, p, `document.querySelector("hebb-formula textarea").value`)
	write(t, p, "-eta*e*x' + theta*(y*q - W)")
	wait(t, p, "the fault is marked", `document.querySelector("hebb-formula mark")?.textContent === "q"`)
	wait(t, p, "it is said what is wrong", `document.querySelector("hebb-formula .fig-said.bad")?.textContent`)
	wait(t, p, "a rule that is none cannot be used", `document.querySelector("hebb-formula .fig-use button").disabled`)
	write(t, p, "-eta*e*x' + beta*e*f'")
	wait(t, p, "it is a rule", `!document.querySelector("hebb-formula .fig-use button").disabled && !document.querySelector("hebb-formula mark")`)
	for _, letter := range []string{"x", "e", "f"} {
		wait(t, p, "what the rule sees is lit: "+letter, fmt.Sprintf(`[...document.querySelectorAll("hebb-formula .fig-letter.lit")].some((b) => b.textContent === %q)`, letter))
	}
	must(t, p.Click("hebb-formula .fig-use button"))
	wait(t, p, "the network learns by it", `document.querySelector("hebb-formula .fig-said").classList.contains("on") && new URLSearchParams(location.search).get("rule") === "-eta*e*x' + beta*e*f'"`)
	if n := eval[int](t, p, `document.querySelectorAll("hebb-formula .fig-slider").length`); n != 2 {
		t.Errorf("%d sliders for two coefficients", n)
	}
	must(t, p.Drag(`hebb-formula .fig-slider input`, 0.9, 6))
	wait(t, p, "a slider of the box is the field's", `Number(document.querySelector('`+box("c1")+`').value) > 0.05`)
	must(t, p.Click(`.transport [data-do="undo"]`))
	must(t, p.Click(`.transport [data-do="undo"]`))
	wait(t, p, "undone, the box shows the rule before", fmt.Sprintf(`document.querySelector("hebb-formula textarea").value === %q`, first))
}

// TestTermsGrow watches coefficients leave 0, takes a term out of the pool and takes the
// rule along.
func TestTermsGrow(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+"/labs/metaplasticity?preset=small-live&speed=0")
	wait(t, p, "coefficients have grown", `document.querySelector("hebb-terms")?.terms.filter((t) => Math.abs(t.theta) > 1e-3).length >= 2`)
	wait(t, p, "lines are drawn", `document.querySelector("hebb-terms").table().length > 3`)
	pause(t, p)
	at := eval[drive.Point](t, p, `(() => { const f = document.querySelector("hebb-terms"), r = f.surface.getBoundingClientRect(), h = f.hits.find((h) => h.row === 2); return {X: r.left + h.x + 20, Y: r.top + h.y + h.h / 2}; })()`)
	touchLabel(t, p, at)
	press(t, p, "step") // it acts at the next episode
	wait(t, p, "the term is out of the pool", `document.querySelector('[data-name="use2"] input[type=checkbox]').checked === false`)
	must(t, p.Click("hebb-terms .fig-take"))
	wait(t, p, "there is a way to where it learns", `document.querySelector("hebb-terms .fig-along a")?.getAttribute("href").startsWith("/labs/metaplasticity?")`)
	if status := eval[int](t, p, `fetch(document.querySelector("hebb-terms .fig-along a").href).then((r) => r.status)`); status != 200 {
		t.Errorf("the link answers %d", status)
	}
}

func touchLabel(t *testing.T, p *drive.Page, at drive.Point) {
	t.Helper()
	must(t, p.Down(at))
	must(t, p.Up(at))
}

// TestMetaPlasticityOnAPhone opens every view on a small screen.
func TestMetaPlasticityOnAPhone(t *testing.T) {
	together(t)
	s := serve(t)
	for _, view := range []string{"discover", "write", "tune"} {
		t.Run(view, func(t *testing.T) {
			p := lab(t, drive.Look{Width: 390, Height: 844}, s.Address+"/labs/metaplasticity?view="+view)
			wait(t, p, "the hero is drawn", `document.querySelector(".hero [data-show]")?.width > 200`)
			if wide := eval[float64](t, p, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
				t.Errorf("%s: the page can be scrolled sideways by %v pixels", view, wide)
			}
		})
	}
}
