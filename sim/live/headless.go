package live

import "hebb/sim"

// Headless runs a set-up without a clock for so many units: the same steps in the
// same order as a run makes, with the changes at their units. each is called after
// every unit, and may be nil; it stops the run by returning false. On divergence
// the error is a *Diverged.
func Headless(lab *sim.Lab, s sim.Setup, changes []sim.Change, units uint64, each func(*Look) bool) (*Look, error) {
	panic("live: not yet")
}

// Look is a headless run after a unit. It is valid until the next.
type Look struct {
	Unit uint64
}

// Value returns a scalar output of a variant in full precision: recorded ones of this unit,
// probed ones of the newest measurement, others now. It is false when the output
// is unknown, no scalar or not yet measured.
func (l *Look) Value(variant, output string) (float64, bool) { panic("live: not yet") }

// Scalars returns the recorded scalars of variant i, in the order of outputs.
func (l *Look) Scalars(i int) []float64 { panic("live: not yet") }

// Sim returns variant i itself, to look at.
func (l *Look) Sim(i int) sim.Sim { panic("live: not yet") }

// Status says how variant i stands.
func (l *Look) Status(i int) sim.Status { panic("live: not yet") }
