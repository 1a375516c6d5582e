package pages

import (
	"net/http"
	"testing"
	"time"
)

// Who asks for pages without end is refused for a while; others, and scripts, are not.
func TestFloodOfGets(t *testing.T) {
	o := openHouse(t)
	now := time.Now()
	o.Server.clock = func() time.Time { return now }
	n := 0
	for ; n < 5000; n++ {
		if code, _ := o.Ask("GET", "/api/runs/0123456789abcdef", ""); code == http.StatusTooManyRequests {
			break
		}
	}
	if n < 2000 || n == 5000 {
		t.Fatalf("%d are answered", n)
	}
	if code, _ := o.Ask("GET", "/", ""); code != http.StatusTooManyRequests {
		t.Errorf("a page: %d", code)
	}
	if code, _ := o.Ask("GET", "/assets/x/web/main.js", ""); code == http.StatusTooManyRequests {
		t.Error("a script is refused")
	}
	now = now.Add(10 * time.Second)
	if code, _ := o.Ask("GET", "/", ""); code != http.StatusOK {
		t.Errorf("later: %d", code)
	}
}
