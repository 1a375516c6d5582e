package e2e

import (
	"slices"
	"testing"

	"hebb/web/e2e/drive"
)

// asked are the addresses that a page has had from the program itself, beside its own and its
// sockets': what the browser has kept is not asked for.
const asked = `performance.getEntriesByType("resource").filter((e) => e.transferSize > 0).map((e) => new URL(e.name).pathname)`

// TestVisitsAskForLittle: at the first visit the page names all modules that it loads, so that
// none waits for the one that imports it; at the second, only what is new each time is asked for.
func TestVisitsAskForLittle(t *testing.T) {
	s := serve(t)
	for _, address := range []string{rescue, "/labs/reservoir", "/labs/fixedpoint", "/labs/predictive", "/labs/metaplasticity"} {
		p := lab(t, drive.Look{Apart: true}, s.Address+address)
		late := eval[[]string](t, p, `(() => {
			const named = new Set([...document.querySelectorAll("link[rel=modulepreload], script[src]")].map((el) => el.href || el.src));
			return performance.getEntriesByType("resource").map((e) => e.name).filter((n) => n.endsWith(".js") && !named.has(n));
		})()`)
		if len(late) > 0 {
			t.Errorf("%s: %q are loaded and not named by the page", address, late)
		}
		if first := eval[[]string](t, p, asked); len(first) < 20 {
			t.Errorf("%s: the first visit asks for %q; this test measures nothing", address, first)
		}
		must(t, p.Goto("about:blank"))
		must(t, p.Goto(s.Address+address))
		wait(t, p, "a frame is painted", `e2e.painted.length > 0`)
		second := eval[[]string](t, p, asked)
		sockets := eval[int](t, p, `e2e.sockets.length`)
		if n := 1 + sockets + len(second); n > 5 || slices.ContainsFunc(second, func(path string) bool { return len(path) > 8 && path[:8] == "/assets/" }) {
			t.Errorf("%s: the second visit asks %d times: the page, %d sockets, %q; want at most 5, and nothing that does not change", address, n, sockets, second)
		}
	}
}
