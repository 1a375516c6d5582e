package engine

import (
	"math"
	"testing"

	"hebb/sim/experiment"
)

// Near the present there are many checkpoints, and everything fits.
func TestThinningOfCheckpoints(t *testing.T) {
	cs := checkpoints{most: 100}
	for u := range uint64(10_000) {
		cs.insert(&checkpoint{At: experiment.Position{Unit: u}, size: 5})
		if cs.bytes > 100 || cs.bytes != int64(5*len(cs.list)) {
			t.Fatalf("%d bytes in %d checkpoints", cs.bytes, len(cs.list))
		}
	}
	for _, c := range []struct{ back, most uint64 }{{1, 3}, {10, 15}, {100, 120}, {1000, 1200}} {
		to := experiment.Position{Unit: 10_000 - c.back}
		if got := to.Unit - cs.find(to, math.MaxInt64).At.Unit; got > c.most {
			t.Errorf("%d back: a replay of %d units", c.back, got)
		}
	}
	big := checkpoints{most: 10}
	for u := range uint64(10) {
		big.insert(&checkpoint{At: experiment.Position{Unit: u}, size: 50})
	}
	if len(big.list) != 1 || big.list[0].At.Unit != 9 {
		t.Errorf("of large checkpoints there are %d", len(big.list))
	}
}
