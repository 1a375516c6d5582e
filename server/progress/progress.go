// Package progress draws how far something is that takes long.
package progress

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"
)

// Bar draws a bar on a terminal, and nothing anywhere else.
type Bar struct {
	w     io.Writer
	unit  string
	total uint64
	start time.Time
	next  time.Time
}

// New is a bar that is full at total units, such as "steps"; w is where it is drawn, if
// that is a terminal.
func New(w io.Writer, unit string, total uint64) *Bar {
	p := &Bar{unit: unit, total: total, start: time.Now()}
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.w = w
	}
	return p
}

// Show draws how far the run is, ten times a second and from a fifth of a second on.
func (p *Bar) Show(done uint64) {
	if p.w == nil {
		return
	}
	now := time.Now()
	if p.next.IsZero() {
		p.next = p.start.Add(200 * time.Millisecond)
	}
	if now.Before(p.next) {
		return
	}
	p.next = now.Add(100 * time.Millisecond)
	fmt.Fprint(p.w, "\r"+progressLine(done, p.total, p.unit, now.Sub(p.start))+"\x1b[K")
}

// progressLine is one state of the bar.
func progressLine(done, total uint64, unit string, spent time.Duration) string {
	const width = 30
	share := min(1, float64(done)/float64(max(total, 1)))
	full := int(share * width)
	rate := float64(done) / max(spent.Seconds(), 1e-9)
	left := ""
	if done > 0 && done < total {
		left = ", " + time.Duration(float64(total-done)/rate*float64(time.Second)).Round(time.Second).String() + " to go"
	}
	return fmt.Sprintf("[%s%s] %d of %d %s, %.0f/s%s", strings.Repeat("#", full), strings.Repeat(".", width-full), done, total, unit, rate, left)
}

// Clear takes the bar away.
func (p *Bar) Clear() {
	if p.w != nil {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
