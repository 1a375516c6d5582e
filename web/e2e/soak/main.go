// Soak leaves a page running, moves a slider now and then, and reports how the
// memory of server and page grows: after a warm-up it should not.
//
//	go run ./soak [-for 10m]
package main

import (
	"flag"
	"fmt"
	"os"
	"time"

	"hebb/web/e2e/drive"
)

func main() {
	duration := flag.Duration("for", time.Minute, "how `long`")
	every := flag.Duration("every", 5*time.Second, "how `often` to measure")
	link := flag.String("link", "/labs/oja?preset=rescue", "`link` to open")
	field := flag.String("field", "theta9", "`name` of the slider")
	flag.Parse()
	if err := soak(*duration, *every, *link, *field); err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
}

func soak(duration, every time.Duration, link, field string) error {
	dir, err := os.MkdirTemp("", "hebb-soak-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	program, err := drive.Build(dir)
	if err != nil {
		return err
	}
	s := &drive.Server{Program: program, Data: dir + "/data"}
	if err := s.Start(); err != nil {
		return err
	}
	defer s.Stop()
	browser, err := drive.Open()
	if err != nil {
		return err
	}
	defer browser.Close()
	p, err := browser.Page(drive.Look{})
	if err != nil {
		return err
	}
	if err := p.Goto(s.Address + link); err != nil {
		return err
	}
	if err := p.Wait("the run moves", `e2e.painted.length > 0 && e2e.frame.unit > 0`); err != nil {
		return err
	}
	var minutes, server, page []float64
	began := time.Now()
	for i := 0; time.Since(began) < duration; i++ {
		if err := p.Drag(`[data-name="`+field+`"] input[type=range]`, float64(i%5)/4*0.6, 10); err != nil {
			return err
		}
		time.Sleep(every)
		rss, err := s.Memory()
		if err != nil {
			return err
		}
		// The watching script's own lists would grow; the page's memory is asked for.
		heap, err := drive.Eval[float64](p, `(Object.values(e2e).forEach((v) => Array.isArray(v) && (v.length = Math.min(v.length, 0))), gc(), performance.memory.usedJSHeapSize)`)
		if err != nil {
			return err
		}
		unit, err := drive.Eval[float64](p, `e2e.frame.unit`)
		if err != nil {
			return err
		}
		at := time.Since(began).Minutes()
		fmt.Printf("%5.1f min  unit %10.0f  server %7.1f MB  page %6.2f MB\n", at, unit, float64(rss)/1e6, heap/1e6)
		if time.Since(began) > duration/2 { // the first half is for warming up: checkpoints and history fill to their bounds
			minutes, server, page = append(minutes, at), append(server, float64(rss)/1e6), append(page, heap/1e6)
		}
	}
	fmt.Printf("slope after the warm-up: server %+.2f MB/min, page %+.3f MB/min\n", slope(minutes, server), slope(minutes, page))
	if complaints := p.Complaints(); len(complaints) > 0 {
		return fmt.Errorf("the browser complains: %q", complaints)
	}
	return nil
}

// slope is that of the line of least squares.
func slope(x, y []float64) float64 {
	var mx, my, sxy, sxx float64
	for i := range x {
		mx += x[i] / float64(len(x))
		my += y[i] / float64(len(x))
	}
	for i := range x {
		sxy += (x[i] - mx) * (y[i] - my)
		sxx += (x[i] - mx) * (x[i] - mx)
	}
	if sxx == 0 {
		return 0
	}
	return sxy / sxx
}
