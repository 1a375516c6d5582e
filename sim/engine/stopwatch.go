package engine

import "hebb/sim"

// stopwatch measures what a unit costs each variant: the time inside Step, by a clock that
// is handed in. It is there to be looked at and never enters a result, a journal or a
// history. Whole units are timed, as their quanta differ.
type stopwatch struct {
	clock func() int64 // nanoseconds; nil: nothing is timed
	on    bool         // the unit in hand is timed from its beginning
	left  int          // units to time from the next on
	long  int64        // no more are timed after one that takes longer
}

// cost is what a unit costs one variant, in nanoseconds.
type cost struct {
	unit  int64 // of a unit, smoothed; 0: not known yet
	spent int64 // in Step, since the unit that is timed began
}

// Time has the next so many units timed, and no more after one that takes longer than so
// many nanoseconds. Without a clock nothing is timed.
func (e *Engine) Time(units int, long int64) {
	if e.watch.clock != nil {
		e.watch.left, e.watch.long = units, long
	}
}

// due says whether the end of the unit in hand is to be told to unit and next: it has been
// timed or is followed by one that is to be.
func (m *stopwatch) due() bool { return m.on || m.left > 0 }

// step is a quantum of a unit that is timed.
func (m *stopwatch) step(s sim.Sim, c *cost) sim.Step {
	began := m.clock()
	step := s.Step()
	c.spent += m.clock() - began
	return step
}

// unit is the end of a variant's unit.
func (m *stopwatch) unit(c *cost) {
	switch {
	case !m.on || c.spent == 0:
	case c.unit == 0:
		c.unit = c.spent
	default:
		c.unit += (c.spent - c.unit) / 8
	}
	if c.spent > m.long {
		m.left = 0
	}
	c.spent = 0
}

// next begins the next unit, after unit for all variants.
func (m *stopwatch) next() {
	if m.on = m.left > 0; m.on {
		m.left--
	}
}

// drop forgets the unit in hand: it is not the one that was begun.
func (m *stopwatch) drop() { m.on = false }
