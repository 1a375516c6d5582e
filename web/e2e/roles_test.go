package e2e

import (
	"fmt"
	"strings"
	"testing"

	"hebb/web/e2e/drive"
)

// followed opens a run of its owner's and the page of a follower in another browser.
func followed(t *testing.T, s *drive.Server, look drive.Look) (mine, other *drive.Page) {
	t.Helper()
	mine = lab(t, drive.Look{}, s.Address+rescue)
	must(t, mine.Click(`[data-open="share"]`))
	wait(t, mine, "the dialog has the link", `/\/follow\/[0-9a-f]{32}$/.test(document.getElementById("share-follow").value)`)
	link := eval[string](t, mine, `document.getElementById("share-follow").value`)
	must(t, mine.Click(`#share [data-close]`))
	look.Apart = true
	other = open(t, look, link)
	wait(t, other, "it follows", `document.body.dataset.role === "follower" && e2e.painted.length > 2`)
	return mine, other
}

// etaField is a field of rescue that any hand may drag, and etaNow its value in force.
const etaField = "theta9"

const etaNow = `(e2e.fields.at(-1) ?? e2e.hellos.at(-1)).variants[0].fields.theta9`

// TestFollowing: who follows sees what the owner does and changes nothing, is told so with a
// way to a copy, and the copy is one's own.
func TestFollowing(t *testing.T) {
	together(t)
	s := serve(t)
	mine, other := followed(t, s, drive.Look{})
	run := eval[string](t, mine, `history.state.run`)
	if eval[bool](t, other, `document.documentElement.outerHTML.includes("`+run+`") || JSON.stringify(e2e.hellos).includes("`+run+`")`) {
		t.Error("the follower's page has the id of the run")
	}
	wait(t, other, "the page says what it is", `/You are watching, as follower 1/.test(document.querySelector(".rolebar").textContent) && document.querySelector(".rolebar").checkVisibility()`)
	shoot(t, other, "follower")
	pause(t, mine)
	wait(t, other, "it sees the pause", `e2e.frame.playing === 0 && !document.body.classList.contains("playing") && e2e.frame.unit === `+jsNumber(eval[float64](t, mine, `e2e.frame.unit`)))
	unit := eval[float64](t, other, `e2e.frame.unit`)
	address := eval[string](t, other, `location.href`)

	// Keys and sliders change nothing and say why.
	must(t, other.Keys(" "))
	notes(t, other, "refused", "its owner drives it")
	was := eval[string](t, mine, etaNow)
	must(t, other.Drag(slider(etaField), 0.9, 5))
	wait(t, other, "the field falls back", `e2e.refused.length > 1 && e2e.answered() && !document.querySelector(".field.pending")`)
	if now := eval[string](t, mine, etaNow); now != was {
		t.Errorf("a follower has changed the run from %s to %s", was, now)
	}
	settle(t, mine)
	if got := eval[float64](t, mine, `e2e.frame.unit`); got != unit {
		t.Errorf("the run has gone from %v to %v", unit, got)
	}
	if now := eval[string](t, other, `location.href`); now != address || eval[string](t, other, `document.title`) == "" {
		t.Errorf("the address has become %s", now)
	}

	// What the owner changes is seen.
	must(t, mine.Drag(slider(etaField), 0.7, 5))
	wait(t, other, "it sees the change", etaNow+` !== "`+was+`"`)

	must(t, other.Click(`.rolebar button`))
	wait(t, other, "the copy is open", `location.pathname === "/labs/oja" && window.e2e?.frame && document.body.dataset.role === "owner" && e2e.hellos.at(-1)`)
	wait(t, other, "it comes to the same moment", fmt.Sprintf(`e2e.frame.unit === %v && e2e.frame.playing === 0`, unit))
	settle(t, other)
	press(t, other, "step")
	wait(t, other, "the copy takes a step", fmt.Sprintf(`e2e.frame.unit === %v`, unit+1))
	if got := eval[float64](t, mine, `e2e.frame.unit`); got != unit {
		t.Errorf("the run itself has gone to %v", got)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the page is %s", eval[string](t, other, `JSON.stringify([location.href, history.state, document.body.dataset, window.e2e?.frame?.unit, document.querySelector(".notices")?.textContent, Object.keys(sessionStorage)])`))
		}
	})
	eval[any](t, other, `setTimeout(() => location.reload())`)
	wait(t, other, "it is one's own after it is loaded again", fmt.Sprintf(`performance.getEntriesByType("navigation")[0].type === "reload" && window.e2e?.frame?.unit === %v && document.body.dataset.role === "owner"`, unit+1))
}

// TestHandingOver: the owner lets a follower drive, and takes the run back.
func TestHandingOver(t *testing.T) {
	together(t)
	s := serve(t)
	mine, other := followed(t, s, drive.Look{Width: 390, Height: 844})
	press(t, mine, "play")
	wait(t, other, "it stands", `e2e.frame.playing === 0`)
	must(t, mine.Click(`[data-open="share"]`))
	wait(t, mine, "the follower is listed", `document.querySelector("#share .crew button")?.textContent === "Follower 1"`)
	must(t, mine.Click(`#share .crew button`))
	wait(t, other, "the follower drives", `document.body.dataset.role === "driver" && document.querySelector(".transport .play").checkVisibility()`)
	shoot(t, mine, "lender")
	must(t, mine.Click(`#share [data-close]`))
	press(t, other, "play")
	wait(t, mine, "the run plays", `e2e.frame.playing === 1`)
	must(t, mine.Keys(" "))
	notes(t, mine, "refused", "take driving back")
	must(t, mine.Click(`.rolebar button`))
	wait(t, other, "the follower watches again", `document.body.dataset.role === "follower"`)
	wait(t, mine, "the owner drives", `document.body.dataset.role === "owner" && !document.querySelector(".rolebar").checkVisibility()`)
	press(t, mine, "play")
	wait(t, mine, "the owner's pause holds", `e2e.frame.playing === 0`)
}

// TestFollowerCanBeUsedByEverybody: the page of a follower and the dialog with followers keep
// the rules that all pages keep.
func TestFollowerCanBeUsedByEverybody(t *testing.T) {
	together(t)
	s := serve(t)
	script := axe(t)
	mine := lab(t, drive.Look{}, s.Address+rescue)
	link := eval[string](t, mine, `location.origin + "/follow/" + e2e.hellos.at(-1).run`)
	p := open(t, drive.Look{Apart: true}, link, "willReadFrequently")
	must(t, p.Inject(script))
	must(t, p.Inject(accessJS))
	wait(t, p, "it follows", `document.body.dataset.role === "follower" && e2e.frame.unit >= 1`)
	press(t, mine, "play")
	wait(t, p, "it stands", `e2e.frame.playing === 0`)
	judge(t, p, "a follower", true, true)
	must(t, mine.Inject(script))
	must(t, mine.Inject(accessJS))
	must(t, mine.Click(`[data-open="share"]`))
	wait(t, mine, "the follower is listed", `document.querySelector("#share .crew button")`)
	must(t, mine.Click(`#share .crew button`))
	wait(t, mine, "it drives", `document.body.dataset.role === "lender"`)
	for _, dark := range []bool{true, false} {
		must(t, mine.See(drive.Eyes{Dark: dark, Still: true}))
		accuse(t, "the dialog", eval[[]string](t, mine, `access.spoken()`))
	}
}

// TestTwinTabs: a second tab of the same run is told that it is one, and so is the first.
func TestTwinTabs(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+rescue)
	run := eval[string](t, p, `history.state.run`)
	// A tab that is copied has the history's entry and the storage of the other.
	q := open(t, drive.Look{Script: `if (!history.state) history.replaceState({run: "` + run + `"}, "")`}, s.Address+rescue)
	for _, page := range []*drive.Page{p, q} {
		notes(t, page, "twin", "open in another tab of yours")
	}
	press(t, q, "play")
	wait(t, p, "both drive", `e2e.frame.playing === 0`)
	must(t, q.Goto("about:blank"))
	wait(t, p, "the notice goes", `!document.querySelector('.notice[data-key="twin"]')`)
}

// TestTwoNames: the page of localhost is that of 127.0.0.1, with the same session and runs.
func TestTwoNames(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+rescue)
	must(t, p.Goto(strings.Replace(s.Address, "127.0.0.1", "localhost", 1)+"/labs/oja?preset=rescue&seed=9"))
	wait(t, p, "it is the printed address", `location.hostname === "127.0.0.1" && location.search.includes("seed=9") && window.e2e?.frame && document.body.dataset.session === "1"`)
}

// TestFollowedRunHasGone: the page of a run that is no more says so and starts nothing.
func TestFollowedRunHasGone(t *testing.T) {
	together(t)
	s := &drive.Server{Program: program, Data: "none"}
	must(t, s.Start())
	t.Cleanup(func() { s.Stop() })
	p := lab(t, drive.Look{}, s.Address+rescue)
	link := eval[string](t, p, `location.origin + "/follow/" + e2e.hellos.at(-1).run`)
	q := open(t, drive.Look{Apart: true}, link, "WebSocket connection", "net::ERR_", "status of 404")
	wait(t, q, "it follows", `document.body.dataset.role === "follower" && e2e.painted.length > 0`)
	must(t, p.Goto("about:blank"))
	must(t, s.Stop())
	must(t, s.Start())
	wait(t, q, "it says so", `/the run that was followed here has gone/.test(document.querySelector(".notices").textContent)`)
	var health struct{ Runs struct{ Open int } }
	must(t, s.JSON("/healthz", &health))
	if health.Runs.Open != 0 {
		t.Errorf("%d runs have been started", health.Runs.Open)
	}
}

// TestMemoryOnly: where nothing is kept, the page says so.
func TestMemoryOnly(t *testing.T) {
	together(t)
	s := &drive.Server{Program: program, Data: "none"}
	must(t, s.Start())
	t.Cleanup(func() { s.Stop() })
	p := lab(t, drive.Look{}, s.Address+rescue)
	must(t, p.Click(`[data-open="share"]`))
	wait(t, p, "it says so", `/end with the program/.test(document.querySelector("#share .forgets")?.textContent)`)
	shoot(t, p, "share-memory")
}
