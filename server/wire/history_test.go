package wire

import (
	"encoding/json"
	"math"
	"testing"

	"hebb/sim/live"
)

// What has no value is null: JSON has no other word for it.
func TestAHistoryWithoutAValueIsNull(t *testing.T) {
	nan := float32(math.NaN())
	h := &live.History{Names: []string{"loss", "theory"}, First: []uint64{1}, Last: []uint64{2}, Min: []float32{0, nan}, Max: []float32{3, nan}}
	text, err := json.Marshal(HistoryOf(h))
	if want := `{"names":["loss","theory"],"first":[1],"last":[2],"min":[0,null],"max":[3,null]}`; err != nil || string(text) != want {
		t.Errorf("%s, not %s (%v)", text, want, err)
	}
}
