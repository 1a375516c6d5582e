package e2e

import (
	"context"
	"encoding/json"
	"math"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"testing"

	"hebb/web/e2e/drive"
)

// dejavu are the fonts that Debian's fonts-dejavu-core brings, which come with Chromium. The
// mathematical one of fonts-dejavu-extra is not among them.
var dejavu = []string{"Sans", "Sans-Bold", "SansMono", "SansMono-Bold", "Serif", "Serif-Bold"}

// machine starts a browser that sees only these fonts of the system.
func machine(t *testing.T, files []string, plain string) *drive.Browser {
	t.Helper()
	env, err := drive.Fontconfig(t.TempDir(), files, plain)
	must(t, err)
	b, err := drive.Open(env)
	must(t, err)
	t.Cleanup(b.Close)
	return b
}

// spot is where a part of an equation stands, from its panel's corner, in pixels.
type spot struct {
	Text       string
	X, Y, W, H float64
}

// places are the boxes of the terms, and of every sign in them.
const places = `(() => {
	const panel = document.querySelector(".equation").getBoundingClientRect();
	return [...document.querySelectorAll(".equation, .equation .left, .equation .term, .equation math, .equation math *")].map((el) => {
		const r = el.getBoundingClientRect();
		return {Text: el.localName + " " + el.textContent.trim().replace(/\s+/g, " "), X: r.x - panel.x, Y: r.y - panel.y, W: r.width, H: r.height};
	});
})()`

// equationIn opens a view in a browser, wide and narrow, and returns the places in its
// equation.
func equationIn(t *testing.T, b *drive.Browser, address string) [][]spot {
	t.Helper()
	p := openIn(t, b, drive.Look{Still: true}, address)
	var all [][]spot
	for _, size := range [][2]int64{{1440, 900}, {390, 844}} {
		must(t, p.Resize(size[0], size[1]))
		wait(t, p, "the font is there", fontIsThere)
		all = append(all, eval[[]spot](t, p, places))
	}
	return all
}

// TestSameEquationsOnEveryMachine compares the equations on machines with other fonts: with
// DejaVu alone, with one that takes a typewriter's letters for everything, and with no
// font at all.
func TestSameEquationsOnEveryMachine(t *testing.T) {
	together(t)
	var files []string
	for _, name := range dejavu {
		file := "/usr/share/fonts/truetype/dejavu/DejaVu" + name + ".ttf"
		if _, err := os.Stat(file); err != nil {
			missing(t, "fonts-dejavu-core: "+err.Error())
		}
		files = append(files, file)
	}
	s := serve(t)
	paths := some(2, []string{rescue, "/labs/reservoir", "/labs/oja?view=neuron", "/labs/metaplasticity", "/labs/predictive", "/labs/fixedpoint?view=linear", "/labs/fixedpoint?view=two"})
	want := map[string][][]spot{}
	for _, path := range paths {
		t.Run("here"+path, func(t *testing.T) { want[path] = equationIn(t, browserOf(t), s.Address+path) })
	}
	for _, m := range []struct {
		name  string
		files []string
		plain string
	}{{"DejaVu", files, ""}, {"typewriter", files, "DejaVu Sans Mono"}, {"none", nil, ""}} {
		b := machine(t, m.files, m.plain)
		if m.files == nil {
			// Chromium itself ends when it looks in vain for a character that no font has, as
			// it does for some of the others' (Skia: "Not implemented").
			paths = paths[:min(3, len(paths))]
		}
		for _, path := range paths {
			t.Run(m.name+path, func(t *testing.T) {
				got := equationIn(t, b, s.Address+path)
				for i, list := range want[path] {
					if len(list) < 10 || len(got[i]) != len(list) {
						t.Fatalf("%d parts, want %d", len(got[i]), len(list))
					}
					for k, a := range list {
						b := got[i][k]
						if a.Text != b.Text || max(math.Abs(a.X-b.X), math.Abs(a.Y-b.Y), math.Abs(a.W-b.W), math.Abs(a.H-b.H)) > 1 {
							t.Fatalf("%+v is %+v here", a, b)
						}
					}
				}
			})
		}
	}
}

// missing skips a test for which something is not on the machine; where the machine is
// made for tests, that is a failure.
func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("missing: %s", what)
	}
	t.Skipf("missing: %s", what)
}

// TestFontComesOnceAndFirst holds that the page's request for the font is the one that the
// style sheet uses, that nothing in an equation moves while the page loads, and that every
// kind of page asks for it without a complaint of the browser.
func TestFontComesOnceAndFirst(t *testing.T) {
	together(t)
	const shifts = `(() => {
		window.shifts = [];
		new PerformanceObserver((list) => {
			for (const e of list.getEntries()) for (const s of e.sources) {
				const el = s.node?.nodeType === 3 ? s.node.parentElement : s.node;
				if (el?.closest?.(".equation, math")) shifts.push(el.outerHTML.slice(0, 80));
			}
		}).observe({type: "layout-shift", buffered: true});
	})()`
	s := serve(t)
	for _, path := range []string{"/", rescue, "/labs/metaplasticity"} {
		t.Run(path, func(t *testing.T) {
			p := open(t, drive.Look{Script: shifts}, s.Address+path)
			wait(t, p, "the font is there", fontIsThere)
			if path != "/" {
				wait(t, p, "a frame is painted", `e2e.painted.length >= 1`)
			}
			if n := eval[int](t, p, `performance.getEntriesByType("resource").filter((e) => e.name.includes(".woff2")).length`); n != 1 {
				t.Errorf("%s: the font is fetched %d times", path, n)
			}
			if first := eval[string](t, p, `performance.getEntriesByType("resource").find((e) => e.name.includes(".woff2")).initiatorType`); first != "link" {
				t.Errorf("%s: the font is asked for by %q, not by the head of the page", path, first)
			}
			if moved := eval[[]string](t, p, `shifts`); len(moved) > 0 {
				t.Errorf("%s: these jump while the page loads: %q", path, moved)
			}
		})
	}
}

// TestLateFontIsDrawnLater holds the font back until figures have drawn: they draw once
// more when it comes, though the run stands still.
func TestLateFontIsDrawnLater(t *testing.T) {
	together(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	public := "http://" + listener.Addr().String()
	s := serve(t, public)
	target, err := url.Parse(s.Address)
	must(t, err)
	proxy := httputil.NewSingleHostReverseProxy(target)
	held, release := context.WithCancel(t.Context())
	defer release()
	front := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".woff2") {
			<-held.Done()
		}
		proxy.ServeHTTP(w, r)
	})}
	go front.Serve(listener)
	t.Cleanup(func() { front.Close() })

	p, err := browserOf(t).Page(drive.Look{Script: lettering, Still: true})
	must(t, err)
	t.Cleanup(p.Close)
	// Navigating waits for all that a page loads, the font included.
	address, err := json.Marshal(public + "/labs/fixedpoint")
	must(t, err)
	must(t, p.Goto(public+"/healthz"))
	eval[bool](t, p, `(setTimeout(() => location.href = `+string(address)+`), true)`)
	wait(t, p, "a figure writes letters", `window.lettering?.length > 0 && e2e.painted.length >= 1`)
	if eval[bool](t, p, `lettering.some(([, there]) => there)`) {
		t.Fatal("the font is there already")
	}
	release()
	wait(t, p, "the figure writes them again in the font", `lettering.some(([, there]) => there)`)
}
