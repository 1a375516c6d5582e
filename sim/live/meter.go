package live

import (
	"time"

	"hebb/sim"
)

// meterPeriod is how often a unit is timed when quanta are so short that reading the
// clock around them costs a part of their time.
const meterPeriod = 50 * time.Millisecond

// meter measures what a unit costs each variant: the time inside Step. It is there to
// be looked at and never enters a result, a journal or a history. Whole units are
// timed, as their quanta differ.
type meter struct {
	on   bool      // the unit in hand is timed from its beginning
	due  bool      // the next one is to be
	last time.Time // when one was asked for
}

// look decides whether the next unit is timed. often says that a round is long beside
// a reading of the clock.
func (m *meter) look(now time.Time, often bool) {
	if often || now.Sub(m.last) >= meterPeriod {
		m.due, m.last = true, now
	}
}

func (m *meter) step(v *variant) sim.Step {
	if !m.on {
		return v.sim.Step()
	}
	began := time.Now()
	s := v.sim.Step()
	v.spent += time.Since(began)
	return s
}

// unit is the end of a unit.
func (m *meter) unit(variants []*variant) {
	if m.on {
		for _, v := range variants {
			if v.cost == 0 {
				v.cost = v.spent
			} else if v.spent > 0 {
				v.cost += (v.spent - v.cost) / 8
			}
		}
	}
	if m.on = m.due; m.on {
		m.due = false
		for _, v := range variants {
			v.spent = 0
		}
	}
}

// drop forgets the unit in hand: it is not the one that was begun.
func (m *meter) drop() { m.on = false }
