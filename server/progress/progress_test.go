package progress

import (
	"testing"
	"time"
)

func TestProgressLine(t *testing.T) {
	for want, got := range map[string]string{
		"[###############...............] 500 of 1000 steps, 250/s, 2s to go": progressLine(500, 1000, "steps", 2*time.Second),
		"[##############################] 10 of 10 steps, 10/s":               progressLine(10, 10, "steps", time.Second),
		"[..............................] 0 of 10 steps, 0/s":                 progressLine(0, 10, "steps", 0),
	} {
		if got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}
