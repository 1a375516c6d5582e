package slices

import "testing"

func TestVisitTakesEveryPointOnce(t *testing.T) {
	seen := map[int]bool{}
	for i := range linePoints {
		seen[visit(i)] = true
	}
	if len(seen) != linePoints || visit(0) != 0 || visit(1) != 64 {
		t.Errorf("%d of %d points are visited", len(seen), linePoints)
	}
}
