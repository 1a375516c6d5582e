package engine

import (
	"fmt"

	"hebb/sim"
)

// Diverged is where and how a variant left the numbers one can use.
type Diverged struct {
	Variant string   // a to d
	Unit    uint64   // the unit in hand, which does not count
	What    string   // activity z of layer 3
	Size    float64  // may be infinite or NaN
	Noun    sim.Noun // what the view calls a unit
}

func (d *Diverged) Error() string {
	return fmt.Sprintf("diverged at %s: %s of variant %s reached %.3g", d.Noun.At(d.Unit), d.What, d.Variant, d.Size)
}
