package experiment

import "math"

// Way is an answer to a question of the form way.
type Way string

const (
	Up   Way = "up"
	Same Way = "same"
	Down Way = "down"
)

// Truth is which way an output went: from what it is compared with to what it came to.
// web/guide/score.js says the same of what a page has seen, with the same examples.
func (a *Ask) Truth(from, to float64) Way {
	switch d := single(to) - single(from); {
	case math.Abs(d) <= a.Same:
		return Same
	case d > 0:
		return Up
	}
	return Down
}

// Off is how far a number that was expected is from what it came to: their difference, or on
// a logarithmic axis the factor between them.
func (a *Ask) Off(expected, measured float64) float64 {
	if a.Log {
		return math.Exp(math.Abs(math.Log(expected / measured)))
	}
	return math.Abs(expected - measured)
}

// Met says whether numbers that are so far off count as right: of a number its own, of a
// curve the mean over the units that are asked about.
func (a *Ask) Met(off float64) bool { return off <= a.Near }
