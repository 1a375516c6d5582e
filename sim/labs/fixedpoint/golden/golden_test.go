package golden

import (
	"slices"
	"testing"

	"hebb/sim/experiment"
)

// A key that no test knows is refused, wherever in a file it stands.
func TestUnknownKeysAreRefused(t *testing.T) {
	g := &File{}
	if err := experiment.Strict([]byte(`{"kind": "oned", "inputs": {"x": [1], "slope": 2}, "expected": {"S": 3, "Q": 4, "train": []}}`), g); err != nil {
		t.Fatal(err)
	}
	Read[[]float64](t, &g.Inputs, "x")
	Read[float64](t, &g.Expected, "S")
	if missed := g.missed([]string{"train"}); !slices.Equal(missed, []string{"slope", "Q"}) {
		t.Errorf("missed are %q", missed)
	}
	if missed := g.missed([]string{Elsewhere}); missed != nil {
		t.Errorf("where another test refuses keys, %q are missed", missed)
	}
	if err := experiment.Strict([]byte(`{"kind": "oned", "psi_scale": 10}`), &File{}); err == nil {
		t.Error("an unknown key beside inputs and expected is taken")
	}
}
