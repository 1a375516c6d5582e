package e2e

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"hebb/web/e2e/drive"
)

// keptFile is a file of a test.
func keptFile(t *testing.T, name, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	must(t, os.WriteFile(file, []byte(text), 0o600))
	return file
}

// save saves what runs on a page, as Share does, under the name that it gives.
func save(t *testing.T, p *drive.Page) (file, text string) {
	t.Helper()
	must(t, p.Keys("s"))
	wait(t, p, "the dialog is filled", `document.querySelector("#share:modal") && document.getElementById("share-moment").value.length > 5`)
	got := eval[[]string](t, p, `fetch(document.getElementById("share-journal").href).then(async (r) => [r.headers.get("Content-Disposition"), await r.text()])`)
	_, name, ok := strings.Cut(got[0], `filename="`)
	if run := eval[string](t, p, `e2e.hellos.at(-1).run`); !ok || strings.Contains(got[0]+got[1], run) {
		t.Fatalf("the file is named by %s, and the run is %s", got[0], run)
	}
	must(t, p.Keys(kb.Escape))
	return keptFile(t, strings.TrimSuffix(name, `"`), got[1]), got[1]
}

// past makes a run with a past: a seed, a change on the way.
func past(t *testing.T, p *drive.Page) now {
	t.Helper()
	reach(t, p, "60")
	pause(t, p)
	must(t, p.Click(box("theta9")))
	must(t, p.Do(selectAll))
	must(t, p.Keys("0.01\r"))
	wait(t, p, "the change is in the run", `e2e.fields.at(-1)?.variants[0].fields.theta9 === "0.01"`)
	reach(t, p, fmt.Sprint(eval[float64](t, p, `e2e.frame.unit`)+40))
	pause(t, p)
	return look(t, p)
}

// arrived waits until a page shows a run that was opened from a file.
func arrived(t *testing.T, p *drive.Page, path, before string) {
	t.Helper()
	wait(t, p, "the page of the file's run is open", fmt.Sprintf(`location.pathname === %q && e2e.hellos.length && e2e.hellos.at(-1).run !== %q && e2e.frame && e2e.painted.length`, path, before))
}

const middle = `document.elementFromPoint(innerWidth / 2, innerHeight / 2)`

var centre = drive.Point{X: 600, Y: 300}

// TestFilesOpen saves a run and opens the file everywhere: the digits are those of the run
// that was saved, the page waits there, and reload, back and forward go on working.
func TestFilesOpen(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+rescue)
	saved := past(t, p)
	file, _ := save(t, p)
	first := eval[string](t, p, `e2e.hellos.at(-1).run`)
	if want := fmt.Sprintf("hebb-oja-rescue-%.0f.json", saved.Unit); filepath.Base(file) != want {
		t.Errorf("the file is called %s, want %s", filepath.Base(file), want)
	}
	check := func(t *testing.T, p *drive.Page, what string) {
		t.Helper()
		wait(t, p, "it stands where it was saved", fmt.Sprintf(`e2e.frame.unit === %.0f && e2e.frame.playing === 0`, saved.Unit))
		settle(t, p)
		// What is measured comes after the moment itself.
		again := until(t, p, func(again now) bool {
			for variant := range saved.Rows {
				if fmt.Sprint(saved.kept(variant)) != fmt.Sprint(again.kept(variant)) {
					return false
				}
			}
			return true
		}, readNow)
		for variant := range saved.Rows {
			if a, b := fmt.Sprint(saved.kept(variant)), fmt.Sprint(again.kept(variant)); a != b {
				t.Errorf("%s: variant %s has\n%s, the saved run\n%s", what, variant, b, a)
			}
		}
		if got := eval[string](t, p, `e2e.hellos.at(-1).variants[0].fields.theta9`); got != "0.01" {
			t.Errorf("%s: theta9 is %s", what, got)
		}
	}

	t.Run("dropped on the gallery", func(t *testing.T) {
		p := open(t, drive.Look{}, s.Address+"/")
		must(t, p.DragFiles(centre, file))
		wait(t, p, "a target appears", `document.getElementById("dropping").checkVisibility() && `+middle+`.closest("#dropping") === null`)
		shoot(t, p, "files-dragged-gallery")
		must(t, p.LeaveFiles(centre, file))
		wait(t, p, "it goes when the hand has left", `!document.getElementById("dropping").checkVisibility()`)
		must(t, p.DropFiles(centre, file))
		arrived(t, p, "/labs/oja", first)
		notes(t, p, "", "is open, where it was saved")
		says(t, p, 0, "said", "is open")
		shoot(t, p, "files-opened")
		check(t, p, "dropped on the gallery")
		run := eval[string](t, p, `e2e.hellos.at(-1).run`)
		if got := eval[string](t, p, `new URLSearchParams(location.search).get("preset") + " " + location.search.includes("theta9=0.01") + " " + location.href.includes("`+run+`")`); got != "rescue true false" {
			t.Errorf("the address is that of another set-up: %s, %s", got, link(t, p))
		}
		eval[any](t, p, `setTimeout(() => location.reload())`)
		wait(t, p, "the page goes on after it is loaded again", `performance.getEntriesByType("navigation")[0].type === "reload" && e2e.frame && e2e.hellos.at(-1)?.run === "`+run+`"`)
		check(t, p, "loaded again")
		eval[any](t, p, `setTimeout(() => history.back())`)
		wait(t, p, "back leads to the gallery", `document.querySelector(".gallery")`)
		eval[any](t, p, `setTimeout(() => history.forward())`)
		wait(t, p, "forward leads to the run", `window.e2e?.frame && e2e.hellos.at(-1)?.run === "`+run+`"`)
	})
	t.Run("chosen by a button of the gallery, with the keyboard", func(t *testing.T) {
		p := open(t, drive.Look{Width: 390, Height: 844, Dark: true}, s.Address+"/", "422")
		shoot(t, p, "files-gallery-390")
		at := drive.Point{X: 190, Y: 400}
		must(t, p.DragFiles(at, file))
		wait(t, p, "a target appears", `document.getElementById("dropping").checkVisibility()`)
		shoot(t, p, "files-dragged-390")
		must(t, p.LeaveFiles(at, file))
		must(t, p.DropFiles(at, keptFile(t, "notes.txt", "Dear all")))
		wait(t, p, "it is refused", `document.querySelector('.notice[data-key="file refused"]')?.checkVisibility()`)
		shoot(t, p, "files-refused-gallery-390")
		eval[any](t, p, `document.querySelector("[data-file]").focus()`)
		must(t, p.Choose(func() error { return p.Keys(" ") }, file))
		arrived(t, p, "/labs/oja", first)
		shoot(t, p, "files-opened-390")
		check(t, p, "chosen in the gallery")
	})
	t.Run("dropped on a page that is not there", func(t *testing.T) {
		p := open(t, drive.Look{}, s.Address+"/nowhere", "404")
		must(t, p.DropFiles(centre, file))
		arrived(t, p, "/labs/oja", first)
		check(t, p, "dropped on an error page")
	})
	t.Run("dropped on another lab, whose run is not lost", func(t *testing.T) {
		p := lab(t, drive.Look{}, s.Address+"/labs/reservoir?view=pen")
		other := eval[string](t, p, `e2e.hellos.at(-1).run`)
		eval[any](t, p, `(document.querySelector(".picker").open = true)`)
		at, err := p.Box(".picker .list h2")
		must(t, err)
		must(t, p.DropFiles(at.Middle(), file))
		arrived(t, p, "/labs/oja", other)
		check(t, p, "dropped on another lab")
		eval[any](t, p, `setTimeout(() => history.back())`)
		wait(t, p, "back leads to the other lab's run", `location.pathname === "/labs/reservoir" && e2e.hellos.at(-1)?.run === "`+other+`" && e2e.frame`)
	})
	t.Run("chosen in Share, over the run that it was saved from", func(t *testing.T) {
		must(t, p.Keys("s"))
		wait(t, p, "the dialog is open", `document.querySelector("#share:modal")`)
		shoot(t, p, "files-share")
		must(t, p.DragFiles(centre, file))
		wait(t, p, "the target stands above the dialog", `document.getElementById("dropping").matches(":popover-open")`)
		shoot(t, p, "files-dragged-share")
		must(t, p.LeaveFiles(centre, file))
		must(t, p.Choose(func() error { return p.Click("#share [data-file]") }, file))
		arrived(t, p, "/labs/oja", first)
		check(t, p, "chosen in Share")
		eval[any](t, p, `setTimeout(() => history.back())`)
		wait(t, p, "back leads to the first run", `e2e.hellos.at(-1)?.run === "`+first+`" && e2e.frame`)
	})
}

// TestFileOfTheSameAddress drops on a run what was saved from it: both have one address, and
// back leads to the first all the same.
func TestFileOfTheSameAddress(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+rescue)
	reach(t, p, "30")
	pause(t, p)
	file, _ := save(t, p)
	first, address, unit := eval[string](t, p, `e2e.hellos.at(-1).run`), link(t, p), eval[float64](t, p, `e2e.frame.unit`)
	must(t, p.DropFiles(centre, file))
	arrived(t, p, "/labs/oja", first)
	wait(t, p, "it stands where it was saved", fmt.Sprintf(`e2e.frame.unit === %.0f && e2e.frame.playing === 0`, unit))
	if got := link(t, p); got != address {
		t.Fatalf("the addresses are %s and %s", got, address)
	}
	eval[any](t, p, `setTimeout(() => history.back())`)
	wait(t, p, "back leads to the first run", `window.e2e?.frame && e2e.hellos.at(-1)?.run === "`+first+`"`)
	eval[any](t, p, `setTimeout(() => history.forward())`)
	wait(t, p, "forward leads to the second", `window.e2e?.frame && e2e.hellos.at(-1) && e2e.hellos.at(-1).run !== "`+first+`"`)
}

// TestRefusedFilesLoseNothing drops on a run that plays what cannot be opened: it is said
// why, and the same run plays on, on the same page.
func TestRefusedFilesLoseNothing(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+rescue, "status of 4", "WebSocket connection", "net::ERR_")
	eval[any](t, p, `(window.stayed = true)`)
	run, address, entries := eval[string](t, p, `e2e.hellos.at(-1).run`), link(t, p), eval[int](t, p, `history.length`)
	_, text := save(t, p)
	folder := t.TempDir()
	good := keptFile(t, "good.json", text)
	cases := []struct {
		what  string
		files []string
		says  string
	}{
		{"cut off", []string{keptFile(t, "half.json", text[:len(text)/2])}, "“half.json” was not opened: the file is cut off in line "},
		{"newer", []string{keptFile(t, "newer.json", strings.Replace(text, `"hebb": 2`, `"hebb": 3`, 1))}, "made by a newer Hebb (3, this one reads up to 2)."},
		{"of another lab that is not there", []string{keptFile(t, "tay.json", strings.Replace(text, `"oja"`, `"tay"`, 1))}, `lab: there is no lab "tay"`},
		{"a picture", []string{keptFile(t, "cat.png", "\x89PNG\r\n\x1a\n")}, "a picture (PNG)"},
		{"MNIST", []string{keptFile(t, "train-images-idx3-ubyte.gz", "\x1f\x8b\x08\x08")}, "hebb data add FILE"},
		{"too large", []string{keptFile(t, "large.json", text+strings.Repeat(" ", 2<<20))}, "more than 1048576 bytes"},
		{"empty", []string{keptFile(t, "empty.json", "")}, "the file is empty"},
		{"two", []string{good, good}, "These are 2 files"},
		{"a folder", []string{folder}, "This is a folder"},
	}
	for _, c := range some(3, cases) {
		t.Run(c.what, func(t *testing.T) {
			mark := ear(t, p)
			must(t, p.DropFiles(centre, c.files...))
			wait(t, p, "it is said why", fmt.Sprintf(`document.querySelector('.notice.bad[data-key="file refused"]')?.textContent.includes(%q) && !document.querySelector('[data-key="file"]')`, c.says))
			wait(t, p, "it is said aloud", fmt.Sprintf(`e2e.heard.slice(%d).some(({what, text}) => what === "warned" && text.includes(%q))`, mark, c.says))
			unit := eval[float64](t, p, `e2e.frame.unit`)
			wait(t, p, "the same run plays on", fmt.Sprintf(`window.stayed && e2e.hellos.at(-1).run === %q && e2e.frame.playing && e2e.frame.unit > %.0f`, run, unit))
			if now := eval[int](t, p, `history.length`); link(t, p) != address || now != entries {
				t.Errorf("the page is at %s, was at %s, with %d entries of %d", link(t, p), address, now, entries)
			}
		})
	}
	shoot(t, p, "files-refused")
	must(t, p.Resize(390, 844))
	shoot(t, p, "files-refused-390")
	must(t, p.Click(`.notice[data-key="file refused"] button`))
	must(t, p.Resize(1440, 900))
	wait(t, p, "the notice can be closed", `!document.querySelector('[data-key="file refused"]')`)

	t.Run("without a line", func(t *testing.T) {
		must(t, s.Stop())
		must(t, p.DropFiles(centre, good))
		wait(t, p, "it is said", `document.querySelector('[data-key="file refused"]')?.textContent.includes("no connection to the program")`)
		must(t, s.Start())
		wait(t, p, "the same run is there again", fmt.Sprintf(`window.stayed && e2e.hellos.at(-1).run === %q && document.querySelector(".status").dataset.status !== "lost"`, run))
	})
}

// TestTextIsNoFile drops a text on a box: it stays the browser's business, and no target
// for files appears.
func TestTextIsNoFile(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+"/labs/metaplasticity?view=write")
	selector := `textarea, input[type="text"]:not([readonly], .number)`
	at, err := p.Box(selector)
	must(t, err)
	eval[any](t, p, `(window.asked = 0, addEventListener("drop", (e) => { asked += 1; window.kept = e.defaultPrevented; }), 0)`)
	must(t, p.DropText(at.Middle(), "dropped"))
	wait(t, p, "the text is dropped", `asked === 1`)
	if got := eval[string](t, p, `kept + " " + document.getElementById("dropping").checkVisibility() + " " + document.querySelector(".notices").textContent.trim()`); got != "false false " {
		t.Errorf("it is taken for a file: %s", got)
	}
}

// TestFilesOpenBehindAPrefix opens a file where a proxy puts a path before all addresses.
func TestFilesOpenBehindAPrefix(t *testing.T) {
	together(t)
	const hub = "/user/me/proxy/8080"
	_, net := behind(t, "-prefix", hub)
	net.Rule(drive.Rules{Host: drive.ToServer, Prefix: hub})
	p := lab(t, drive.Look{}, net.Address+hub+rescue)
	past(t, p)
	file, _ := save(t, p)
	q := open(t, drive.Look{}, net.Address+hub+"/")
	must(t, q.DropFiles(centre, file))
	arrived(t, q, hub+"/labs/oja", "")
	if _, err := url.Parse(link(t, q)); err != nil {
		t.Error(err)
	}
}

// TestFilesAtAFigureInAFrame drags a file over the page of one figure, which stands in
// somebody else's: it does not take it, and does not let the browser leave for it.
func TestFilesAtAFigureInAFrame(t *testing.T) {
	together(t)
	s := serveWith(t, nil, "-embed", "https://school.example")
	p := lab(t, drive.Look{}, s.Address+rescue+"&embed=1&figure=accuracy")
	eval[any](t, p, `(window.stayed = true)`)
	run := eval[string](t, p, `e2e.hellos.at(-1).run`)
	must(t, p.DropFiles(centre, keptFile(t, "any.json", "{}")))
	unit := eval[float64](t, p, `e2e.frame.unit`)
	wait(t, p, "it plays on", fmt.Sprintf(`window.stayed && e2e.hellos.at(-1).run === %q && e2e.frame.unit > %.0f && !document.getElementById("dropping").checkVisibility()`, run, unit))
}
