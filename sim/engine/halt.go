package live

import (
	"cmp"
	"hebb/sim/experiment"
	"slices"
)

// halt is where a variant diverges: in its quantum of the round at the position, or
// when what it has made of its unit with that quantum is recorded. It follows from the
// set-up and the first entries of the journal; that it is known saves replays a second
// discovery, whose price is going back to the state before the round.
type halt struct {
	experiment.Position
	Cursor  int // entries up to the position
	Variant int
	Why     Diverged // without the variant's letter, which may change
}

// note writes down what the last round has found.
func (t *timeline) note() {
	h := *t.trouble
	for h.Cursor = t.cursor; h.Cursor > 0 && h.Position.Before(t.journal[h.Cursor-1].Position); {
		h.Cursor--
	}
	t.addHalt(h)
}

func (t *timeline) addHalt(h halt) {
	i, _ := slices.BinarySearchFunc(t.halts, h, halt.compare)
	t.halts = slices.Insert(t.halts, i, h)
}

// haltKnown halts the variants of which it is known that they go no further.
func (t *timeline) haltKnown() {
	n := len(t.halts)
	if n == 0 || t.halts[n-1].Position.Before(t.Position) {
		return
	}
	i, _ := slices.BinarySearchFunc(t.halts, halt{Position: t.Position, Cursor: t.cursor}, halt.compare)
	for ; i < n && t.halts[i].Position == t.Position && t.halts[i].Cursor == t.cursor; i++ {
		t.variants[t.halts[i].Variant].halt(t.Position, t.halts[i].Why)
	}
}

// forgetHalts drops what lies beyond the position: another journal leads on from
// here.
func (t *timeline) forgetHalts() {
	t.halts = slices.DeleteFunc(t.halts, func(h halt) bool { return t.Position.Before(h.Position) || h.Cursor > t.cursor })
}

func (h halt) compare(other halt) int {
	return cmp.Or(cmp.Compare(h.Unit, other.Unit), cmp.Compare(h.Round, other.Round), cmp.Compare(h.Cursor, other.Cursor), cmp.Compare(h.Variant, other.Variant))
}
