//go:build all

package e2e

import (
	"testing"

	"hebb/web/e2e/drive"
)

// TestPagesDoNotGrow: a page that has drawn some thousand frames holds no more than before, once
// its histories are as long as they get.
func TestPagesDoNotGrow(t *testing.T) {
	const frames, most = 3000, 40 // bytes a frame: 4 MB in an hour
	s := serve(t)
	p := open(t, drive.Look{Bare: true}, s.Address+rescue+"&speed=0")
	p.Patience *= 10
	wait(t, p, "the history is full", `e2e.unit > 20000`)
	heap := func() float64 {
		t.Helper()
		v, err := p.Heap()
		must(t, err)
		return v
	}
	heap() // what is made once is made
	before, from := heap(), eval[float64](t, p, `e2e.count`)
	for eval[float64](t, p, `e2e.count`) < from+frames {
		wait(t, p, "frames are painted", `e2e.painted.length >= 500`)
		heap() // the notes of what was painted go
	}
	if grown := (heap() - before) / frames; grown > most {
		t.Errorf("the page grows by %.0f bytes a frame, want at most %d", grown, most)
	}
}
