package pages

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"hebb/sim/live"
)

// What does not fit into memory is refused in words that say what would fit, and by a status
// that says whether to try again.
func TestTellsWhatFits(t *testing.T) {
	for _, c := range []struct {
		why    *live.Crowded
		status int
		words  []string
	}{
		{&live.Crowded{Needs: 300e6 + 1, Free: 120e6, All: 4000e6}, http.StatusServiceUnavailable, []string{"301 MB", "4000 MB", "120 MB are free", "-memory"}},
		{&live.Crowded{Needs: 300e6, Free: -5, All: 4000e6}, http.StatusServiceUnavailable, []string{"300 MB", "0 MB are free"}},
		{&live.Crowded{Needs: 9000e6, Free: 120e6, All: 4000e6}, http.StatusUnprocessableEntity, []string{"9000 MB", "2000 MB", "fewer variants", "-memory"}},
	} {
		p := asProblem(fmt.Errorf("variant b: %w", c.why))
		if p.Status != c.status {
			t.Errorf("%v: status %d", c.why, p.Status)
		}
		for _, word := range c.words {
			if !strings.Contains(p.Text, word) {
				t.Errorf("%q does not say %q", p.Text, word)
			}
		}
	}
}
