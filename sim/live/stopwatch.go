package live

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

// stopwatch measures what a unit costs each variant: the time inside Step. It is there to
// be looked at and never enters a result, a journal or a history. Whole units are
// timed, as their quanta differ.
type stopwatch struct {
	on    bool      // the unit in hand is timed from its beginning
	left  int       // units to time from the next on
	often bool      // rounds are long beside a reading of the clock: all are timed
	last  time.Time // when a burst was asked for
}

// arm decides whether units are to be timed.
func (m *stopwatch) arm(now time.Time, often bool) {
	if m.often = often; often || now.Sub(m.last) >= meterPeriod {
		m.left, m.last = meterUnits, now
	}
}

// step is a quantum of a unit that is timed.
func (m *stopwatch) step(v *variant) sim.Step {
	began := time.Now()
	s := v.sim.Step()
	v.spent += time.Since(began)
	return s
}

// unit is the end of a unit that has been timed or is followed by one that is to be.
func (m *stopwatch) unit(variants []*variant) {
	for _, v := range variants {
		switch {
		case !m.on || v.spent == 0:
		case v.cost == 0:
			v.cost = v.spent
		default:
			v.cost += (v.spent - v.cost) / 8
		}
		if v.spent > meterLong && !m.often {
			m.left = 0
		}
		v.spent = 0
	}
	if m.on = m.left > 0; m.on {
		m.left--
	}
}

// drop forgets the unit in hand: it is not the one that was begun.
func (m *stopwatch) drop() { m.on = false }
