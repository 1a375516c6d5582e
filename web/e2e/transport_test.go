package e2e

import (
	"testing"

	"hebb/web/e2e/drive"
)

// now is what the newest state frame says, and the counter on the page.
type now struct {
	Epoch, Unit, Command float64
	Playing, Status      int
	Rows                 map[string][]float64 // scalars of variant 0, 1, ...
	Counter              string
	Figures              map[string]string // what figures say as text, by name
	Kinds                map[string]string // what kind they are
	Outputs              map[string][]string
}

// kept drops what is no curve: numbers that are only there while somebody looks.
func (n now) kept(variant string) map[string]float64 {
	m := map[string]float64{}
	for i, output := range n.Outputs[variant] {
		if output != "" && i < len(n.Rows[variant]) {
			m[output] = n.Rows[variant][i]
		}
	}
	return m
}

const readNow = `(() => {
	const f = e2e.scalars;
	const hello = e2e.hellos.at(-1);
	const figures = {};
	const kinds = {};
	for (const card of document.querySelectorAll("[data-figure]")) {
		const text = card.querySelector(".now")?.textContent.trim();
		if (text) figures[card.dataset.figure] = text;
		kinds[card.dataset.figure] = card.querySelector("[data-show]")?.options?.less ? "difference" : card.dataset.kind;
	}
	const outputs = {};
	hello.variants.forEach((v, i) => outputs[i] = v.outputs.map((o) => o.kind === "scalar" && o.from !== "snapped" ? o.name : ""));
	return {Epoch: f.epoch, Unit: f.unit, Command: f.command, Playing: f.playing, Status: f.status, Rows: f.rows,
		Counter: document.querySelector(".unit-now").textContent.trim(), Figures: figures, Kinds: kinds, Outputs: outputs};
})()`

// look reads now after everything that is due has been painted.
func look(t *testing.T, p *drive.Page) now {
	t.Helper()
	wait(t, p, "what has come is painted", `e2e.painted.length && e2e.painted.at(-1).seq >= e2e.frame.seq`)
	return eval[now](t, p, readNow)
}

// press clicks a button of the transport bar.
func press(t *testing.T, p *drive.Page, do string) {
	t.Helper()
	must(t, p.Click(`[data-do="`+do+`"]`))
}

func play(t *testing.T, p *drive.Page) {
	t.Helper()
	if eval[float64](t, p, `e2e.frame.playing`) == 0 {
		press(t, p, "play")
	}
	wait(t, p, "the run plays", `e2e.frame.playing === 1`)
}

// pause pauses and waits until nothing moves any more.
func pause(t *testing.T, p *drive.Page) {
	t.Helper()
	if eval[float64](t, p, `e2e.frame.playing`) == 1 {
		press(t, p, "play")
	}
	wait(t, p, "the run pauses", `e2e.frame.playing === 0`)
	settle(t, p)
}

// settle waits until a paused page stands still: whatever was sent has been answered, what
// has come is painted, and neither frames nor figures change any more.
func settle(t *testing.T, p *drive.Page) {
	t.Helper()
	wait(t, p, "every command has been answered", `e2e.answered()`)
	wait(t, p, "what has come is painted", `e2e.painted.length && e2e.painted.at(-1).seq >= e2e.frame.seq`)
	rest[string](t, p, `JSON.stringify([`+readNow+`, e2e.frame.seq])`)
}

// reach plays until a unit has been completed.
func reach(t *testing.T, p *drive.Page, unit string) {
	t.Helper()
	play(t, p)
	wait(t, p, "unit "+unit+" is reached", `e2e.frame.unit >= `+unit)
}

// waitUnit waits until a paused page stands exactly at a unit.
func waitUnit(t *testing.T, p *drive.Page, unit string) {
	t.Helper()
	wait(t, p, "the page stands at unit "+unit, `e2e.frame.unit === `+unit+` && e2e.frame.round === 0`)
	settle(t, p)
}

// slider is the selector of a field's slider.
func slider(field string) string { return `[data-name="` + field + `"] input[type=range]` }

func box(field string) string { return `[data-name="` + field + `"] input.number` }
