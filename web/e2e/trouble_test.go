package e2e

import (
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"hebb/web/e2e/drive"
)

// TestDivergence pulls the learning rate to its maximum: the page says what happened,
// stops, and knows the way back.
func TestDivergence(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+tooFast)
	reach(t, p, "20")
	wait(t, p, "it says what a sample costs", `/^[\d.]+ (µs|ms) \/ sample$/.test(document.querySelector(".chip .cost").textContent) && /^[\d.]+ \S+ \/ sample\. /.test(document.querySelector(".status").title)`)
	pause(t, p)
	before := look(t, p)
	must(t, p.Drag(slider(tooFastField), 1, 10))
	wait(t, p, "the run has the change", `e2e.fields.length > 0`)
	press(t, p, "play")
	wait(t, p, "the run diverges", `e2e.frame.status === 2 && e2e.frame.playing === 0`)
	settle(t, p)
	if text := eval[string](t, p, `document.body.innerText`); !strings.Contains(text, "diverged at") {
		t.Error(`the page does not say "diverged at"`)
	}
	if found := words(t, p, `NaN|-?Infinity`); len(found) > 0 {
		t.Errorf("the page says %q", found)
	}
	for variant, row := range look(t, p).Rows {
		for i, v := range row {
			if v-v != 0 {
				t.Errorf("scalar %d of variant %s is %v", i, variant, v)
			}
		}
	}
	press(t, p, "undo")
	waitUnit(t, p, jsNumber(before.Unit))
	wait(t, p, "it is well again", `e2e.frame.status === 0`)
	same(t, "after undo", p, before)
	if eval[bool](t, p, `/diverged at/.test(document.body.innerText)`) {
		t.Error(`the page still says "diverged at" after undo`)
	}

	must(t, p.Drag(slider(tooFastField), 1, 5))
	press(t, p, "play")
	wait(t, p, "the run diverges again", `e2e.frame.status === 2`)
	press(t, p, "reset")
	wait(t, p, "reset leads to the start", `e2e.frame.status === 0 && e2e.frame.epoch > `+jsNumber(before.Epoch))
}

// tooFast is a view whose learning rate can be made too large.
const (
	tooFast      = "/labs/oja?view=neuron"
	tooFastField = "eta"
)

// TestPresetSetsEverything opens a preset by its link in the gallery's way: fields,
// variants and claims are there, and the claims fill as the run comes by.
func TestPresetSetsEverything(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+"/labs/oja?preset=deep")
	hello := eval[struct {
		Preset   string
		Seed     float64
		Variants []struct {
			Label  string
			Fields map[string]string
		}
	}](t, p, `e2e.hellos.at(-1)`)
	if hello.Preset != "deep" || hello.Seed != 10 || len(hello.Variants) != 2 {
		t.Fatalf("the run has preset %q, seed %v, %d variants; want deep, 10, 2", hello.Preset, hello.Seed, len(hello.Variants))
	}
	for i, want := range []map[string]string{{"theta9": "0", "theta0": "0.003", "layers": "10"}, {"theta9": "0.01", "theta0": "0.003", "layers": "10"}} {
		for name, v := range want {
			if got := hello.Variants[i].Fields[name]; got != v {
				t.Errorf("variant %d: %s is %s, want %s", i, name, got, v)
			}
		}
	}
	page := eval[string](t, p, `document.body.innerText`)
	for _, want := range []string{"backprop", "+ Oja", "Press play and wait for 1,000 images"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	p.Patience = 2 * time.Minute
	reach(t, p, "1000")
	wait(t, p, "the claims of unit 1000 are measured", `[...document.querySelectorAll('tr[data-claim][data-unit="1000"]')].every((r) => /\d/.test(r.querySelector(".here")?.textContent ?? ""))`)
	for _, row := range eval[[]string](t, p, `[...document.querySelectorAll('tr[data-claim][data-unit="1000"]')].map((r) => r.innerText.replace(/\s+/g, " "))`) {
		t.Logf("claim: %s", row)
	}
}

// TestGalleryLeadsToAPreset clicks a preset in the gallery.
func TestGalleryLeadsToAPreset(t *testing.T) {
	together(t)
	s := serve(t)
	p := open(t, drive.Look{}, s.Address+"/")
	must(t, p.Click(`a[href*="preset=rescue"]`))
	wait(t, p, "the lab's page runs", `location.pathname === "/labs/oja" && e2e.frame && e2e.painted.length && e2e.frame.unit > 0`)
	if got := eval[string](t, p, `document.querySelector('`+box("gain")+`').value`); got != "0.25" {
		t.Errorf("gain is %s, want the preset's 0.25", got)
	}
}

// TestReconnects cuts the line and then restarts the server: the page goes on by
// itself, is not loaded again, and its curves have no gap.
func TestReconnects(t *testing.T) {
	together(t)
	s, net := behind(t)
	p := lab(t, drive.Look{}, net.Address+rescue, "WebSocket connection", "net::ERR_", "status of 502")
	eval[any](t, p, `(window.stayed = true)`)
	run := eval[string](t, p, `e2e.hellos.at(-1).run`)
	reach(t, p, "100")

	resumes := func(what string) {
		t.Helper()
		hellos := eval[int](t, p, `e2e.hellos.length`)
		speed := eval[string](t, p, `document.querySelector(".speed-now").textContent`)
		unit := eval[float64](t, p, `e2e.frame.unit`)
		switch what {
		case "a cut":
			net.Cut()
			wait(t, p, "the page has noticed", lost)
			net.Mend()
		case "a restart":
			must(t, s.Stop())
			wait(t, p, "the page has noticed", lost)
			must(t, s.Start())
		case "a crash":
			must(t, s.Kill())
			wait(t, p, "the page has noticed", lost)
			must(t, s.Start())
		}
		wait(t, p, "the run says hello after "+what, `e2e.hellos.length > `+fmt.Sprint(hellos)+` && e2e.sockets.at(-1).frames > 0`)
		if back := eval[float64](t, p, `e2e.sockets.at(-1).unit`); back < unit-5 && what != "a crash" {
			t.Errorf("%s: the run fell back from unit %v to %v", what, unit, back)
		}
		if got := eval[string](t, p, `document.querySelector(".speed-now").textContent`); got != speed {
			t.Errorf("%s: the run's speed was %s and is %s", what, speed, got)
		}
		wait(t, p, "the run goes on by itself after "+what, `e2e.frame.playing === 1 && e2e.frame.unit > e2e.sockets.at(-1).unit + 50`)
		if !eval[bool](t, p, `window.stayed === true`) {
			t.Fatalf("%s: the page was loaded again", what)
		}
		if got := eval[string](t, p, `e2e.hellos.at(-1).run`); got != run {
			t.Errorf("%s: the page watches run %s, want %s", what, got, run)
		}
		pause(t, p)
		if gap := gaps(t, p); gap != "" {
			t.Errorf("%s: the history has a gap: %s", what, gap)
		}
		compare(t, s, moment(t, s, p), p)
		play(t, p)
	}
	resumes("a cut")
	must(t, p.Drag(slider("theta9"), 0.7, 8))
	resumes("a restart")
	resumes("a crash")
}

// lost is whether the page knows that it has no line.
const lost = `document.querySelector(".status").dataset.status === "lost"`

// gaps puts the history frames of the present epoch together, as the page does, and
// names the first unit that is missing or stands there twice.
func gaps(t *testing.T, p *drive.Page) string {
	t.Helper()
	return eval[string](t, p, `(() => {
		const epoch = e2e.frame.epoch;
		const tables = new Map();
		for (const h of e2e.history) {
			if (h.epoch !== epoch || h.table !== 0 || h.n === 0) continue;
			const list = (tables.get(h.variant) ?? []).filter((b) => b.first < h.firsts[0]);
			h.firsts.forEach((first, i) => list.push({first, last: h.lasts[i]}));
			tables.set(h.variant, list);
		}
		if (tables.size === 0) return "there is no history";
		for (const [variant, list] of tables) {
			if (list[0].first > 1) return "variant " + variant + " begins at " + list[0].first;
			for (let i = 1; i < list.length; i++) {
				if (list[i].first !== list[i - 1].last + 1) return "variant " + variant + ": " + list[i - 1].last + " is followed by " + list[i].first;
			}
			if (list.at(-1).last !== e2e.frame.unit) return "variant " + variant + " ends at " + list.at(-1).last + ", the run stands at " + e2e.frame.unit;
		}
		return "";
	})()`)
}

// enter types a value into a field's box and presses Enter.
func enter(t *testing.T, p *drive.Page, field, text string) {
	t.Helper()
	must(t, p.Click(box(field)))
	must(t, p.Do(selectAll))
	must(t, p.Keys(text+"\r"))
}

// deadLine leads a page through a line that stays open and says nothing: it has to say
// so, show nothing as in force that may not be, and go on with the same run afterwards.
func deadLine(t *testing.T, p *drive.Page, die, live func()) {
	t.Helper()
	reach(t, p, "50")
	hellos := eval[int](t, p, `e2e.hellos.length`)
	run := eval[string](t, p, `e2e.hellos.at(-1).run`)
	before := eval[string](t, p, `document.querySelector(".play").getAttribute("aria-label")`)
	die()
	enter(t, p, "theta9", "0.02")
	press(t, p, "play")
	if got := eval[string](t, p, `document.querySelector(".play").getAttribute("aria-label")`); got != before {
		t.Errorf("Play says %q before there is an answer, it said %q", got, before)
	}
	wait(t, p, "the page says that there is no connection", lost+` && /no connection/i.test(document.querySelector(".notices").textContent)`)
	if text := eval[string](t, p, `document.querySelector(".rates").textContent`); text != "" {
		t.Errorf("over a dead line the page says %q", text)
	}
	wait(t, p, "what was typed is marked", `/Not in force/.test(document.querySelector('[data-name="theta9"] .refused').textContent)`)
	if got := eval[string](t, p, `document.querySelector(".play").getAttribute("aria-label")`); got != before {
		t.Errorf("Play says %q without an answer, it said %q", got, before)
	}
	live()
	eval[any](t, p, `dispatchEvent(new Event("online"))`)
	wait(t, p, "the page has a line again", `e2e.hellos.length > `+fmt.Sprint(hellos)+` && document.querySelector(".status").dataset.status !== "lost"`)
	if got := eval[string](t, p, `e2e.hellos.at(-1).run`); got != run {
		t.Errorf("it watches run %s, want %s", got, run)
	}
	wait(t, p, "what was typed is in force after all, and the mark is gone",
		`[...e2e.fields, ...e2e.hellos].some((m) => m.variants[0].fields.theta9 === "0.02") && document.querySelector('[data-name="theta9"] .refused').hidden`)
	if n := eval[int](t, p, `(e2e.fields.at(-1) ?? e2e.hellos.at(-1)).markers.filter((m) => m.set?.theta9 === "0.02").length`); n > 1 {
		t.Errorf("the change stands in the journal %d times", n)
	}
	wait(t, p, "the notice is gone", `!/no connection/i.test(document.querySelector(".notices").textContent)`)
}

func TestFrozenWire(t *testing.T) {
	together(t)
	_, net := behind(t)
	p := lab(t, drive.Look{}, net.Address+rescue, "WebSocket connection", "net::ERR_")
	deadLine(t, p, func() { net.Freeze(drive.Both) }, func() {
		// What lay in the wire comes late, as after a sleep, and may not do anything twice.
		net.Thaw()
	})
}

func TestStoppedServer(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+rescue, "WebSocket connection", "net::ERR_")
	deadLine(t, p, func() { must(t, s.Signal(syscall.SIGSTOP)) }, func() { must(t, s.Signal(syscall.SIGCONT)) })
}

// A refusal is no lost line: the page gives the server's own sentence and a way out, and
// does not ask again.
func TestRefusedStart(t *testing.T) {
	together(t)
	s := serve(t)
	p := open(t, drive.Look{}, s.Address+"/labs/metaplasticity?data=fashion", "status of 422")
	wait(t, p, "the refusal is shown", `/47 classes, but the images have 10/.test(document.querySelector(".notices").textContent)`)
	if got := eval[string](t, p, `document.querySelector(".status").textContent`); got != "refused" {
		t.Errorf("the status is %q", got)
	}
	eval[any](t, p, `(window.asked = 0, window.fetch = () => { asked++; return Promise.reject(new Error("asked again")); }, dispatchEvent(new Event("online")), new Promise((go) => setTimeout(go, 1500)))`)
	if n := eval[int](t, p, `asked`); n != 0 {
		t.Errorf("it has asked %d times more", n)
	}
	must(t, p.Click(`.notice .row button`))
	wait(t, p, "the defaults run", `location.search.indexOf("fashion") < 0 && e2e.frame && e2e.hellos.length === 1`)
}

// Behind a proxy that lets no sockets through the page does not say for ever that it is
// trying again: it says what is in the way.
func TestDeafProxy(t *testing.T) {
	together(t)
	_, net := behind(t)
	net.Rule(drive.Rules{Deaf: true})
	p := open(t, drive.Look{}, net.Address+rescue, "WebSocket connection", "status of 400", "status of 426") // it asks by GET whether places are full
	wait(t, p, "it says that a proxy is in the way", `/let websockets through/.test(document.querySelector(".notices").textContent)`)
}
