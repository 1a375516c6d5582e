package experiment

import (
	"fmt"
	"maps"
	"slices"
)

// Experiment is everything that reproduces a run up to a position.
type Experiment struct {
	Setup
	Journal []Entry // in the order of positions
	Position
	By Origin
}

// Origin says what computed an experiment. Fields are empty where nobody knows.
type Origin struct {
	Build      string `json:"build,omitempty"`      // of the program
	Arithmetic string `json:"arithmetic,omitempty"` // with another the numbers agree up to rounding
}

// Position is where a run stands: units completed, and rounds into the next.
type Position struct {
	Unit  uint64 `json:"unit"`
	Round uint32 `json:"round,omitempty"`
}

// Before says whether p comes before q.
func (p Position) Before(q Position) bool {
	return p.Unit < q.Unit || p.Unit == q.Unit && p.Round < q.Round
}

// Entry is one change that a run has undergone when it had come to a position: fields
// set, an action done or a probe switched.
type Entry struct {
	Position
	Variant string            `json:"variant,omitempty"` // "" for all
	Set     map[string]string `json:"set,omitempty"`
	Act     string            `json:"act,omitempty"`
	Args    map[string]string `json:"args,omitempty"`
	Probe   string            `json:"probe,omitempty"`
	Every   int               `json:"every,omitempty"`   // units; 0: off
	Gesture uint64            `json:"gesture,omitempty"` // entries of one gesture are undone together
}

const (
	// MaxUnit keeps units exact in a page's numbers.
	MaxUnit = 1<<53 - 1
	// MaxJournal is how many entries a run takes before it must be started again.
	MaxJournal = 1 << 16
)

// CheckOrder refuses a journal whose entries do not follow each other.
func CheckOrder(journal []Entry) error {
	if len(journal) > MaxJournal {
		return fmt.Errorf("%d changes are too many: at most %d", len(journal), MaxJournal)
	}
	for i := range journal {
		if journal[i].Unit > MaxUnit || i > 0 && journal[i].Before(journal[i-1].Position) {
			return fmt.Errorf("change %d is out of order", i+1)
		}
	}
	return nil
}

// compact merges entries of a drag that act at one position into one, for texts
// that travel. What they do together stays the same.
func compact(journal []Entry) []Entry {
	var out []Entry
	for _, e := range journal {
		if n := len(out) - 1; n >= 0 && e.Set != nil && out[n].Set != nil && e.Position == out[n].Position &&
			e.Variant == out[n].Variant && e.Gesture == out[n].Gesture && e.Gesture != 0 {
			out[n].Set = maps.Clone(out[n].Set)
			maps.Copy(out[n].Set, e.Set)
			continue
		}
		out = append(out, e)
	}
	return slices.Clip(out)
}
