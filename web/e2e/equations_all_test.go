//go:build all

package e2e

import (
	"fmt"
	"testing"

	"hebb/web/e2e/drive"
)

// anyWidth are the widths at which formulas are looked at, from the smallest phone.
var anyWidth = []int64{1920, 1440, 1280, 1241, 1240, 1024, 768, 701, 700, 390, 360, 320}

// TestEquationsAreNeverCut goes through one view of each kind of equation, at all widths.
func TestEquationsAreNeverCut(t *testing.T) {
	together(t)
	s := serve(t)
	for _, page := range []struct{ name, path string }{{"deep", rescue}, {"ladder", "/labs/predictive"}, {"linear", "/labs/fixedpoint?view=linear"},
		{"discover", "/labs/metaplasticity"}, {"write", "/labs/metaplasticity?view=write"}, {"arm", "/labs/reservoir"}} {
		t.Run(page.name, func(t *testing.T) {
			p := lab(t, drive.Look{Still: true}, s.Address+page.path)
			for _, width := range anyWidth {
				must(t, p.Resize(width, 800))
				t.Run(fmt.Sprint(width), func(t *testing.T) { whole(t, p) })
			}
		})
	}
}
