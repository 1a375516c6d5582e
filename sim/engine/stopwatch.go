package timing

import (
	"time"

	"hebb/sim"
)

// Units are timed in bursts when they are short: reading the clock around a quantum
// costs a part of its time, and the first unit after something else is slower than
// those that follow.
const (
	meterPeriod = 50 * time.Millisecond // from one burst to the next
	meterUnits  = 16                    // in a burst
	meterLong   = 50 * time.Microsecond // a unit that takes longer is a burst by itself
)

// Stopwatch measures what a unit costs each variant: the time inside Step. It is there to
// be looked at and never enters a result, a journal or a history. Whole units are
// timed, as their quanta differ.
type Stopwatch struct {
	on    bool      // the unit in hand is timed from its beginning
	left  int       // units to time from the next on
	often bool      // rounds are long beside a reading of the clock: all are timed
	last  time.Time // when a burst was asked for
}

// Cost is what a unit costs one variant.
type Cost struct {
	Unit  time.Duration // of a unit, smoothed; 0: not known yet
	spent time.Duration // in Step, since the unit that is timed began
}

// Arm decides whether units are to be timed.
func (m *Stopwatch) Arm(now time.Time, often bool) {
	if m.often = often; often || now.Sub(m.last) >= meterPeriod {
		m.left, m.last = meterUnits, now
	}
}

// On says whether the unit in hand is timed.
func (m *Stopwatch) On() bool { return m.on }

// Due says whether the end of the unit in hand is to be told to Unit and Next: it has been
// timed or is followed by one that is to be.
func (m *Stopwatch) Due() bool { return m.on || m.left > 0 }

// Step is a quantum of a unit that is timed.
func (m *Stopwatch) Step(s sim.Sim, c *Cost) sim.Step {
	began := time.Now()
	step := s.Step()
	c.spent += time.Since(began)
	return step
}

// Unit is the end of a variant's unit.
func (m *Stopwatch) Unit(c *Cost) {
	switch {
	case !m.on || c.spent == 0:
	case c.Unit == 0:
		c.Unit = c.spent
	default:
		c.Unit += (c.spent - c.Unit) / 8
	}
	if c.spent > meterLong && !m.often {
		m.left = 0
	}
	c.spent = 0
}

// Next begins the next unit, after Unit for all variants.
func (m *Stopwatch) Next() {
	if m.on = m.left > 0; m.on {
		m.left--
	}
}

// Drop forgets the unit in hand: it is not the one that was begun.
func (m *Stopwatch) Drop() { m.on = false }
