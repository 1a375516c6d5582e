package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"hebb/web/e2e/drive"
)

// TestReach opens Hebb as proxies let it be seen: the Host is the server's own, the path
// has a beginning that the proxy takes off or passes on, and the flag or the proxy itself
// says so. Pages load, runs start, figures draw, and every link leads back through the proxy.
func TestReach(t *testing.T) {
	together(t)
	const hub = "/user/me/proxy/8080"
	cases := []struct {
		what, root string
		args       []string
		rules      drive.Rules
	}{
		{"a prefix is taken off, and the Host rewritten", hub, []string{"-prefix", hub}, drive.Rules{Host: drive.ToServer, Prefix: hub}},
		{"a trusted proxy takes a prefix off and says so", hub, []string{"-trust-proxy", "127.0.0.1/32"}, drive.Rules{Prefix: hub, Header: http.Header{"X-Forwarded-Prefix": {hub}}}},
		{"the Host is rewritten, as by nginx and Codespaces", "", nil, drive.Rules{Host: drive.ToServer}},
		{"a prefix is passed on, and the Host rewritten", hub, []string{"-prefix", hub}, drive.Rules{Host: drive.ToServer}},
	}
	for _, c := range some(1, cases) {
		t.Run(c.what, func(t *testing.T) {
			_, net := behind(t, c.args...)
			net.Rule(c.rules)
			through(t, net.Address, c.root)
		})
	}
}

// through goes from the gallery to a preset and on, at an origin and below a path.
func through(t *testing.T, origin, root string) {
	t.Helper()
	base := origin + root
	p := open(t, drive.Look{}, base+"/")
	wait(t, p, "a card of the gallery draws", `e2e.sockets.some((s) => s.frames > 0)`)
	must(t, p.Click(`a[href*="preset=rescue"]`))
	wait(t, p, "the lab's page runs", `location.pathname === "`+root+`/labs/oja" && e2e.painted.length && e2e.frame?.unit > 20`)
	draws(t, p)
	socket := "ws" + strings.TrimPrefix(base, "http") + "/runs/"
	if got := eval[string](t, p, `e2e.sockets.at(-1).url`); !strings.HasPrefix(got, socket) {
		t.Errorf("the socket is %s, want %s...", got, socket)
	}
	astray := eval[[]string](t, p, fmt.Sprintf(`[...performance.getEntriesByType("resource").map((e) => e.name), ...[...document.querySelectorAll("[href], [src], [action]")]
		.map((el) => el.getAttribute("href") ?? el.getAttribute("src") ?? el.getAttribute("action")).filter((a) => !a.startsWith("#")).map((a) => new URL(a, document.baseURI).href)]
		.filter((a) => new URL(a).origin === location.origin && !a.startsWith(%q))`, base+"/"))
	if len(astray) > 0 {
		t.Errorf("these addresses lead past the proxy: %q", astray)
	}

	pause(t, p)
	before := look(t, p)
	must(t, p.Click(`[data-open="share"]`))
	wait(t, p, "the link to this moment is there", `/^http/.test(document.getElementById("share-moment").value)`)
	for _, id := range []string{"share-setup", "share-moment"} {
		if got := eval[string](t, p, `document.getElementById("`+id+`").value`); !strings.HasPrefix(got, base+"/labs/oja?") {
			t.Errorf("%s is %s, want %s/labs/oja?...", id, got, base)
		}
	}
	if got := eval[string](t, p, `fetch(document.getElementById("share-journal").href).then(async (r) => r.status + " " + (await r.json()).lab)`); got != "200 oja" {
		t.Errorf("the journal answers %s", got)
	}
	moment := eval[string](t, p, `document.getElementById("share-moment").value`)
	run := eval[string](t, p, `e2e.hellos.at(-1).run`)
	must(t, p.Goto(eval[string](t, p, `location.href`)))
	wait(t, p, "the page goes on after it is loaded again", `e2e.frame && e2e.painted.length`)
	if got := eval[string](t, p, `e2e.hellos.at(-1).run`); got != run {
		t.Logf("after opening the address again the page has run %s, before it had %s", got, run)
	}
	q := lab(t, drive.Look{}, moment)
	wait(t, q, "the moment is reached", `e2e.frame.unit === `+jsNumber(before.Unit))
	settle(t, q)
	same(t, "the shared moment", q, before)
	to := eval[string](t, q, `document.querySelector(".picker a[href*='preset=']:not([aria-current])").href`)
	eval[any](t, q, `(setTimeout(() => document.querySelector(".picker a[href*='preset=']:not([aria-current])").click()), null)`)
	wait(t, q, "a preset of the list opens", fmt.Sprintf(`location.href.startsWith(%q) && e2e.frame && e2e.painted.length`, to))

	m := lab(t, drive.Look{}, base+"/labs/metaplasticity")
	reach(t, m, "2")
	pause(t, m)
	must(t, m.Click(`.fig-take`))
	wait(t, m, "a rule can be taken along", `document.querySelector(".fig-along a")`)
	if got := eval[string](t, m, `document.querySelector(".fig-along a").href`); !strings.HasPrefix(got, base+"/labs/") {
		t.Errorf("a rule is taken along to %s, want %s/labs/...", got, base)
	}
}

// TestNearAddresses opens what people type and programs print.
func TestNearAddresses(t *testing.T) {
	together(t)
	s := serve(t)
	port := s.Address[strings.LastIndex(s.Address, ":"):]
	cases := []struct{ typed, want string }{
		{"http://0.0.0.0" + port + "/labs/oja/?preset=rescue", s.Address + "/labs/oja?preset=rescue"},
		{"http://LOCALHOST." + port + "/Labs/Oja?preset=rescue", s.Address + "/labs/oja?preset=rescue"}, // a machine has one name, so that runs have one owner
		{s.Address + "//labs//oja?preset=rescue", s.Address + "/labs/oja?preset=rescue"},
		{s.Address + `/labs\oja\?preset=rescue`, s.Address + "/labs/oja?preset=rescue"},
	}
	for _, c := range some(2, cases) {
		t.Run(c.typed, func(t *testing.T) {
			p := lab(t, drive.Look{}, c.typed)
			if got := eval[string](t, p, `location.href`); got != c.want {
				t.Errorf("%s leads to %s, want %s", c.typed, got, c.want)
			}
		})
	}
}

// TestForeignOriginIsTold opens a page through a proxy that nobody has allowed: the page
// says what to do.
func TestForeignOriginIsTold(t *testing.T) {
	together(t)
	net, err := drive.NewNetwork()
	must(t, err)
	t.Cleanup(net.Close)
	s := serve(t)
	must(t, net.Join(s.Address))
	net.Rule(drive.Rules{Host: drive.ToServer})
	p := open(t, drive.Look{}, net.Address+rescue, "403")
	wait(t, p, "the page says what to do", `document.body.innerText.includes("start it with -allow `+net.Address+`")`)
	if n := eval[int](t, p, `e2e.sockets.length`); n != 0 {
		t.Errorf("%d sockets were opened", n)
	}
}
