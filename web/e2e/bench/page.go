package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"hebb/web/e2e/drive"
)

// A lab as its name at the top of the page leads to it.
type lab struct{ Title, Link string }

// What is measured of each lab, in order, with what it has to be.
var measures = []struct{ what, unit, target string }{
	{"navigation to first figure painted", "ms", "500"},
	{"the same, second visit", "ms", ""},
	{"requests of a first visit", "", "one round"},
	{"requests of a second visit", "", "5"},
	{"main thread per frame, processor time", "ms", "half of before"},
	{"frames drawn a second", "", "30"},
	{"slider to painted frame, median", "ms", "40"},
	{"slider to painted frame, 95 % within", "ms", "80"},
	{"slider to the answer that it acts, median", "ms", ""},
	{"frames drawn a second, two variants", "", "30"},
	{"main thread per frame, two variants", "ms", ""},
}

// pages measures every lab's default preset some times and prints the least, the median and
// the greatest.
func pages(s *drive.Server) error {
	browser, err := drive.Open()
	if err != nil {
		return err
	}
	defer browser.Close()
	labs, err := tops(browser, s)
	if err != nil {
		return err
	}
	found := map[string][]float64{}
	for range *rounds {
		for _, l := range labs {
			list, err := visit(browser, s, l)
			if err != nil {
				return fmt.Errorf("%s: %w", l.Link, err)
			}
			for i, v := range list {
				key := l.Title + measures[i].what
				found[key] = append(found[key], v)
			}
		}
	}
	fmt.Printf("\nPages, %d visits each, headless Chromium, software drawing, 1440 x 900, %d processors: %s\n", *rounds, runtime.NumCPU(), processor())
	t := newTable()
	t.cells("", "lab", "min", "median", "max", "", "at least")
	for _, m := range measures {
		for i, l := range labs {
			v := slices.Sorted(slices.Values(found[l.Title+m.what]))
			what := m.what
			if i > 0 {
				what = ""
			}
			t.cells(what, l.Title, brief(v[0]), brief(median(v)), brief(v[len(v)-1]), m.unit, m.target)
		}
	}
	if err := t.w.Flush(); err != nil {
		return err
	}
	return heap(browser, s)
}

func brief(v float64) string { return fmt.Sprintf("%.3g", v) }

// processor is its name.
func processor() string {
	file, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if name, value, ok := strings.Cut(lines.Text(), ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}

// tops are the labs, each with the link that its name at the top of the pages has.
func tops(browser *drive.Browser, s *drive.Server) ([]lab, error) {
	p, err := browser.Page(drive.Look{Apart: true, Bare: true})
	if err != nil {
		return nil, err
	}
	defer p.Close()
	if err := p.Goto(s.Address + "/labs/oja"); err != nil {
		return nil, err
	}
	return drive.Eval[[]lab](p, `[...document.querySelectorAll("nav.labs a")].map((a) => ({Title: a.textContent, Link: a.pathname + a.search}))`)
}

// painted waits for the first frame that has been painted, and says when that was, in
// milliseconds since the navigation began.
func painted(p *drive.Page, address string) (float64, error) {
	if err := p.Goto(address); err != nil {
		return 0, err
	}
	if err := p.Wait("a frame is painted", `e2e.painted.length > 0`); err != nil {
		return 0, err
	}
	return drive.Eval[float64](p, `e2e.painted[0].at`)
}

// asked is how many requests have gone to the program for the page that is open.
func asked(p *drive.Page) (float64, error) {
	return drive.Eval[float64](p, `1 + e2e.sockets + performance.getEntriesByType("resource").filter((e) => e.transferSize > 0).length`)
}

// visit opens a lab twice as a browser that has never seen Hebb and measures it.
func visit(browser *drive.Browser, s *drive.Server, l lab) ([]float64, error) {
	p, err := browser.Page(drive.Look{Apart: true, Bare: true})
	if err != nil {
		return nil, err
	}
	defer p.Close()
	first, err := painted(p, s.Address+l.Link)
	if err != nil {
		return nil, err
	}
	time.Sleep(settleTime)
	requests, err := asked(p)
	if err != nil {
		return nil, err
	}
	if err := p.Goto("about:blank"); err != nil {
		return nil, err
	}
	second, err := painted(p, s.Address+l.Link)
	if err != nil {
		return nil, err
	}
	time.Sleep(2 * settleTime)
	fewer, err := asked(p)
	if err != nil {
		return nil, err
	}
	list := []float64{first, second, requests, fewer}
	one, err := p.Draws(drawing)
	if err != nil {
		return nil, err
	}
	list = append(list, ms(one.Thread), one.FPS)
	name, err := drive.Eval[string](p, `(() => {
		const ranges = [...document.querySelectorAll(".field input[type=range]")].filter((r) => r.checkVisibility());
		const acts = (how) => ranges.find((r) => r.closest(".field").dataset.acts === how);
		return (acts("now") ?? acts("unit")).closest(".field").dataset.name;
	})()`)
	if err != nil {
		return nil, err
	}
	done, seen, err := p.Latency(name, *moves)
	if err != nil {
		return nil, fmt.Errorf("slider of %s: %w", name, err)
	}
	list = append(list, ms(drive.Quantile(seen, 0.5)), ms(drive.Quantile(seen, 0.95)), ms(drive.Quantile(done, 0.5)))
	// Two variants are those of the preset, too, and not of what the slider has made of it.
	if err := p.Goto("about:blank"); err != nil {
		return nil, err
	}
	if _, err := painted(p, s.Address+l.Link); err != nil {
		return nil, err
	}
	if err := p.Click(`[data-do="add"]`); err != nil {
		return nil, err
	}
	if err := p.Wait("there are two variants", `document.querySelectorAll(".chip[data-variant]").length > 1`); err != nil {
		return nil, err
	}
	time.Sleep(2 * settleTime)
	two, err := p.Draws(drawing)
	if err != nil {
		return nil, err
	}
	return append(list, two.FPS, ms(two.Thread)), nil
}

// drawing is how long a page is watched while it draws.
const drawing = 3 * time.Second

// heap says how much a page grows while it draws. It is given time first: histories fill up
// to their bounds.
func heap(browser *drive.Browser, s *drive.Server) error {
	p, err := browser.Page(drive.Look{Apart: true, Bare: true})
	if err != nil {
		return err
	}
	defer p.Close()
	if _, err := painted(p, s.Address+*link+"&speed=0"); err != nil {
		return err
	}
	if err := p.Wait("the history is full", `e2e.unit > 20000`); err != nil {
		return err
	}
	time.Sleep(5 * settleTime)
	before, err := p.Heap()
	if err != nil {
		return err
	}
	from, err := drive.Eval[float64](p, `e2e.count`)
	if err != nil {
		return err
	}
	p.Patience = 5 * time.Minute
	if err := p.Wait("it has drawn frames", fmt.Sprintf(`e2e.count - %v >= %d`, from, *long)); err != nil {
		return err
	}
	after, err := p.Heap()
	if err != nil {
		return err
	}
	fmt.Printf("heap of %s: %.2f MB, after %d frames %.2f MB: %+.0f bytes a frame, at least: flat\n", *link, before/1e6, *long, after/1e6, (after-before)/float64(*long))
	return nil
}

// ms is a duration in milliseconds.
func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func quantile(list []time.Duration, share float64) string {
	return fmt.Sprintf("%.3g ms", ms(drive.Quantile(list, share)))
}
