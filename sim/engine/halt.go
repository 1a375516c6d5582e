package engine

import (
	"cmp"
	"slices"

	"hebb/sim/experiment"
)

// halt is where a variant diverges: in its quantum of the round at the position, or
// when what it has made of its unit with that quantum is recorded. It follows from the
// set-up and the first entries of the journal; that it is known saves replays a second
// discovery, whose price is going back to the state before the round.
type halt struct {
	At      experiment.Position
	Cursor  int // entries up to the position
	Variant int
	Why     Diverged // without the variant's letter, which may change
}

// note writes down what the last round has found.
func (e *Engine) note() {
	h := *e.trouble
	for h.Cursor = e.applied; h.Cursor > 0 && h.At.Before(e.journal[h.Cursor-1].Position); {
		h.Cursor--
	}
	e.addHalt(h)
}

func (e *Engine) addHalt(h halt) {
	i, _ := slices.BinarySearchFunc(e.halts, h, halt.compare)
	e.halts = slices.Insert(e.halts, i, h)
}

// haltKnown halts the variants of which it is known that they go no further.
func (e *Engine) haltKnown() {
	n := len(e.halts)
	if n == 0 || e.halts[n-1].At.Before(e.at) {
		return
	}
	i, _ := slices.BinarySearchFunc(e.halts, halt{At: e.at, Cursor: e.applied}, halt.compare)
	for ; i < n && e.halts[i].At == e.at && e.halts[i].Cursor == e.applied; i++ {
		e.variants[e.halts[i].Variant].halt(e.at, e.halts[i].Why)
	}
}

// forgetHalts drops what lies beyond the position: another journal leads on from
// here.
func (e *Engine) forgetHalts() {
	e.halts = slices.DeleteFunc(e.halts, func(h halt) bool { return e.at.Before(h.At) || h.Cursor > e.applied })
}

func (h halt) compare(other halt) int {
	return cmp.Or(cmp.Compare(h.At.Unit, other.At.Unit), cmp.Compare(h.At.Round, other.At.Round), cmp.Compare(h.Cursor, other.Cursor), cmp.Compare(h.Variant, other.Variant))
}
