package timing

import (
	"math"
	"time"
)

// Units are timed in bursts when they are short: reading the clock around a quantum
// costs a part of its time, and the first unit after something else is slower than
// those that follow.
const (
	meterPeriod = 50 * time.Millisecond // from one burst to the next
	meterUnits  = 16                    // in a burst
	meterLong   = 50 * time.Microsecond // a unit that takes longer is a burst by itself
)

var epoch = time.Now()

// Clock is nanoseconds since the program began, for who times steps.
func Clock() int64 { return int64(time.Since(epoch)) }

// Meter decides when units are timed.
type Meter struct {
	last time.Time // when a burst was asked for
}

// Timed has its next units timed, and no more after one that takes longer than so many
// nanoseconds.
type Timed interface{ Time(units int, long int64) }

// Arm asks for a burst when it is due. Where rounds are long beside a reading of the clock,
// often is said, and all are timed.
func (m *Meter) Arm(t Timed, now time.Time, often bool) {
	switch {
	case often:
		t.Time(meterUnits, math.MaxInt64)
	case now.Sub(m.last) >= meterPeriod:
		t.Time(meterUnits, int64(meterLong))
	default:
		return
	}
	m.last = now
}
