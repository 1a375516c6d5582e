package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"hebb/web/e2e/drive"
)

// TestRunThatCannotBeOpened: the page of a run whose file is no good says why, asks no
// more, and offers what is good of it and a new one.
func TestRunThatCannotBeOpened(t *testing.T) {
	together(t)
	s := &drive.Server{Program: program, Data: t.TempDir()}
	must(t, s.Start())
	t.Cleanup(func() { s.Stop() })
	p := lab(t, drive.Look{}, s.Address+tooFast, "WebSocket connection", "net::ERR_", "status of 422")
	pause(t, p)
	must(t, p.Drag(slider(tooFastField), 0.2, 5))
	wait(t, p, "the run has the change", `e2e.fields.at(-1)?.markers.length > 0`)
	old := eval[string](t, p, `history.state.run`)
	journal := func(run, name string) string { return filepath.Join(s.Data, "runs", run, name) }
	refused := func(damage func()) {
		must(t, s.Kill())
		damage()
		must(t, s.Start())
	}

	// It was started anew while the disk was full, and then the power failed.
	refused(func() { must(t, os.Rename(journal(old, "journal.jsonl"), journal(old, "journal.before.jsonl"))) })
	wait(t, p, "it says why", `/cannot be opened again: it was started anew/.test(document.querySelector(".notices").textContent)`)
	eval[any](t, p, `(window.asked = 0, window.really = window.fetch, window.fetch = () => { asked++; return Promise.reject(new Error("asked again")); }, dispatchEvent(new Event("online")), new Promise((go) => setTimeout(go, 1500)))`)
	if n := eval[int](t, p, `(window.fetch = really, asked)`); n != 0 {
		t.Errorf("it has asked %d times more", n)
	}
	hellos := eval[int](t, p, `e2e.hellos.length`)
	must(t, p.Click(`.notice .row button:first-child`))
	wait(t, p, "what is good is open", `e2e.hellos.length > `+jsNumber(float64(hellos))+` && history.state.run !== "`+old+`" && e2e.hellos.at(-1).markers.length > 0 && !document.querySelector(".notice")`)

	// The first line of a file is no good: there is nothing but a new run.
	now := eval[string](t, p, `history.state.run`)
	refused(func() { must(t, os.WriteFile(journal(now, "journal.jsonl"), []byte("nonsense\n"), 0o644)) })
	wait(t, p, "it says why", `/line 1 of the journal/.test(document.querySelector(".notices").textContent)`)
	if n := eval[int](t, p, `document.querySelectorAll(".notice .row button").length`); n != 1 {
		t.Errorf("%d ways out", n)
	}
	must(t, p.Click(`.notice .row button`))
	wait(t, p, "a new run is there", `history.state.run !== "`+now+`" && e2e.frame && e2e.frame.playing === 1 && !document.querySelector(".notice")`)

	// A line amid the file: the good prefix opens, and the rest is named.
	pause(t, p)
	must(t, p.Drag(slider(tooFastField), 0.4, 5))
	wait(t, p, "the run has the change", `e2e.fields.at(-1).markers.length > 0`)
	now = eval[string](t, p, `history.state.run`)
	refused(func() {
		f, err := os.OpenFile(journal(now, "journal.jsonl"), os.O_APPEND|os.O_WRONLY, 0)
		must(t, err)
		_, err = f.WriteString("\x00\x00\x00\n")
		must(t, err)
		must(t, f.Close())
	})
	wait(t, p, "it names the rest", `/journal\.rest-1/.test(document.querySelector(".notices").textContent)`)
}

// TestKeptInMemoryOnly: a run that cannot be written down says so once, to all its pages,
// and says when it is written down again.
func TestKeptInMemoryOnly(t *testing.T) {
	together(t)
	s := &drive.Server{Program: program, Data: t.TempDir()}
	must(t, s.Start())
	t.Cleanup(func() { s.Stop() })
	p := lab(t, drive.Look{}, s.Address+tooFast)
	pause(t, p)
	folder := filepath.Join(s.Data, "runs", eval[string](t, p, `history.state.run`))
	must(t, os.Rename(folder, folder+".away"))
	must(t, os.WriteFile(folder, nil, 0o644)) // no folder: nothing can be written there
	press(t, p, "reset")
	wait(t, p, "it says that it is in memory only", `/kept in memory only: not a directory/.test(document.querySelector(".notices").textContent)`)
	press(t, p, "play")
	wait(t, p, "it goes on", `e2e.frame.playing === 1 && e2e.frame.unit > 5`)
	if n := eval[int](t, p, `document.querySelectorAll(".notice").length`); n != 1 {
		t.Errorf("%d notices", n)
	}
	must(t, os.Remove(folder))
	must(t, os.Rename(folder+".away", folder))
	notes(t, p, "kept", "written down again")
}
