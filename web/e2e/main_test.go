// Package e2e drives the real server with a real browser, as a person does.
package e2e

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"hebb/web/e2e/drive"
)

// atOnce is how many tests run at the same time, each in a browser of its own: most of what
// they do is waiting.
const atOnce = 2

var (
	program  string                              // the server, built once
	free     = make(chan *drive.Browser, atOnce) // browsers that no test has
	browsers sync.Map                            // those that tests have, by the tests' names
)

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "hebb-e2e-")
	if err == nil {
		defer os.RemoveAll(dir)
		program, err = drive.Build(dir)
	}
	for range atOnce {
		var b *drive.Browser
		if err == nil {
			b, err = drive.Open()
		}
		if err == nil {
			defer b.Close()
			free <- b
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		return 1
	}
	return m.Run()
}

// together lets a test run beside others, and gives it a browser until it has ended.
func together(t *testing.T) {
	t.Helper()
	t.Parallel()
	browserOf(t)
}

// browserOf is the browser of a test, or of the one that it is a part of; without one it takes
// one until it has ended.
func browserOf(t *testing.T) *drive.Browser {
	t.Helper()
	name, _, _ := strings.Cut(t.Name(), "/")
	if b, ok := browsers.Load(name); ok {
		return b.(*drive.Browser)
	}
	b := <-free
	browsers.Store(name, b)
	t.Cleanup(func() {
		browsers.Delete(name)
		free <- b
	})
	return b
}

// rescue is the preset that most tests open: one variant, many figures, a slider
// that matters.
const rescue = "/labs/oja?preset=rescue"

// serve starts a server for one test, with an empty data folder.
func serve(t *testing.T, allow ...string) *drive.Server {
	t.Helper()
	return serveWith(t, allow)
}

// serveWith starts a server with further flags.
func serveWith(t *testing.T, allow []string, args ...string) *drive.Server {
	t.Helper()
	s := &drive.Server{Program: program, Data: t.TempDir(), Allow: allow, Args: args}
	must(t, s.Start())
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Errorf("the server did not end well: %v", err)
		}
		if said := s.Said(); strings.Contains(said, "panic") || strings.Contains(said, "level=ERROR") {
			t.Errorf("the server said:\n%s", said)
		}
	})
	return s
}

// behind starts a server for one test, and a network before it; it allows the network's
// address. args are further flags.
func behind(t *testing.T, args ...string) (*drive.Server, *drive.Network) {
	t.Helper()
	net, err := drive.NewNetwork()
	must(t, err)
	t.Cleanup(net.Close)
	s := serveWith(t, []string{net.Address}, args...)
	must(t, net.Join(s.Address))
	return s, net
}

// open opens an address in a tab. Whatever the console says is an error, except
// lines with one of the tolerated texts.
func open(t *testing.T, look drive.Look, address string, tolerated ...string) *drive.Page {
	t.Helper()
	return openIn(t, browserOf(t), look, address, tolerated...)
}

// openIn is open in a browser of one's own.
func openIn(t *testing.T, browser *drive.Browser, look drive.Look, address string, tolerated ...string) *drive.Page {
	t.Helper()
	p, err := browser.Page(look)
	must(t, err)
	t.Cleanup(func() {
		times := map[string]int{}
		for _, complaint := range p.Complaints() {
			if !containsAny(complaint, tolerated) {
				times[complaint]++
			}
		}
		for complaint, n := range times {
			t.Errorf("the browser complains (%d times): %s", n, complaint)
		}
		if t.Failed() {
			shoot(t, p, "failed-"+reUnsafe.ReplaceAllString(t.Name(), "-"))
		}
		p.Close()
	})
	must(t, p.Goto(address))
	return p
}

// lab opens a lab's page and waits until it draws what the server computes. Such a page
// plays by itself, unless motion is reduced or the link is one of a moment.
func lab(t *testing.T, look drive.Look, address string, tolerated ...string) *drive.Page {
	t.Helper()
	p := open(t, look, address, tolerated...)
	wait(t, p, "a frame is painted", `e2e.painted.length >= 1 && e2e.frame`)
	if !look.Still && !strings.Contains(address, "z=") {
		wait(t, p, "it plays by itself", `e2e.frames.some((f) => f.playing === 1)`)
	}
	return p
}

var reUnsafe = regexp.MustCompile(`[^A-Za-z0-9]+`)

func containsAny(text string, parts []string) bool {
	for _, part := range parts {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}

// shoot writes a picture into shots/, for people.
func shoot(t *testing.T, p *drive.Page, name string) {
	t.Helper()
	png, err := p.Shot()
	if err == nil {
		err = os.MkdirAll("shots", 0o755)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join("shots", name+".png"), png, 0o644)
	}
	if err != nil {
		t.Errorf("no picture %s: %v", name, err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func eval[T any](t *testing.T, p *drive.Page, expression string) T {
	t.Helper()
	v, err := drive.Eval[T](p, expression)
	must(t, err)
	return v
}

func wait(t *testing.T, p *drive.Page, what, expression string) {
	t.Helper()
	must(t, p.Wait(what, expression))
}

// ear is where a page's voice stands: how much it has said so far.
func ear(t *testing.T, p *drive.Page) int {
	t.Helper()
	return eval[int](t, p, `e2e.heard.length`)
}

// says waits until a page has said, since then, what the pattern of JavaScript finds: in
// "said", which waits for a pause, or in "warned", which breaks in.
func says(t *testing.T, p *drive.Page, since int, where, pattern string) {
	t.Helper()
	wait(t, p, "it is "+where+" since utterance "+fmt.Sprint(since), fmt.Sprintf(`e2e.heard.slice(%d).some(({what, text}) => what === %q && /%s/.test(text))`, since, where, pattern))
}

// notes waits until a notice has come whose key is this one, "" is any, and in whose text the
// pattern is found. It may have gone again.
func notes(t *testing.T, p *drive.Page, key, pattern string) {
	t.Helper()
	wait(t, p, "a notice has come", fmt.Sprintf(`e2e.notices.some((n) => (%[1]q === "" || n.key === %[1]q) && /%[2]s/.test(n.text))`, key, pattern))
}

// rest waits until what an expression says is the same after a while in which pictures
// have gone by, and returns it.
func rest[T comparable](t *testing.T, p *drive.Page, expression string) T {
	t.Helper()
	for last, deadline := eval[T](t, p, expression), time.Now().Add(p.Patience); ; {
		eval[bool](t, p, `Promise.all([e2e.turns(4), new Promise((go) => setTimeout(go, 300))]).then(() => true)`)
		now := eval[T](t, p, expression)
		if now == last {
			return now
		}
		if time.Now().After(deadline) {
			t.Fatalf("the page does not come to rest: %v, then %v", last, now)
		}
		last = now
	}
}

// until evaluates an expression again and again until what it says is good, or patience is
// at its end, and returns what it said last.
func until[T any](t *testing.T, p *drive.Page, good func(T) bool, expression string) T {
	t.Helper()
	for deadline := time.Now().Add(p.Patience); ; {
		v := eval[T](t, p, expression)
		if good(v) || time.Now().After(deadline) {
			return v
		}
		eval[bool](t, p, `e2e.turns(3)`)
	}
}

// link is the path and query in the address bar.
func link(t *testing.T, p *drive.Page) string {
	t.Helper()
	u, err := url.Parse(eval[string](t, p, `location.href`))
	must(t, err)
	return u.RequestURI()
}

// some are the first n cases of a test that is slow; with the tag all, they are all.
func some[T any](n int, cases []T) []T {
	if all {
		n = len(cases)
	}
	return cases[:n]
}
