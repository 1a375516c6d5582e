// Package timing keeps a run to its speed and measures what its units cost. Nothing in it
// enters a result.
package timing

import (
	"time"

	"hebb/sim/experiment"
)

const checkPeriod = 200 * time.Microsecond // between two looks at the clock, about

// Pace keeps a run to a number of units per second, and within a unit to the share
// of its rounds that the last unit leads one to expect. A run that is late goes on
// from where it is: nothing is made up for.
type Pace struct {
	from  time.Time // when at was right; zero: not set
	at    float64
	per   float64   // rounds of the last unit
	Due   time.Time // when the next round is allowed, if none is now
	Check int       // rounds between two looks at the clock
}

// Rounds says how many rounds are allowed at a speed; when none are, Due is set.
func (p *Pace) Rounds(now time.Time, pos experiment.Position, speed float64) int {
	per := max(p.per, float64(pos.Round)+1)
	here := float64(pos.Unit) + float64(pos.Round)/per
	allowed := p.at + float64(speed*now.Sub(p.from).Seconds())
	if late := allowed - here; p.from.IsZero() || late > max(speed/10, 2/per) || late < -2 {
		p.from, p.at = now, here+1/per
		allowed = p.at
	}
	// A hair is added so that rounding costs no round.
	if n := int(float64((allowed-here)*per) + 1e-6); n > 0 {
		return n
	}
	wait := (here + 1/per - allowed) / speed
	p.Due = now.Add(time.Duration(wait*1e9) + 1)
	return 0
}

// Restart makes the next rounds begin at once.
func (p *Pace) Restart() { p.from, p.Check = time.Time{}, 1 }

// Unit takes note of how many rounds a unit had.
func (p *Pace) Unit(rounds uint32) { p.per = float64(max(rounds, 1)) }

// Adapt sets how often to look at the clock, given what the last rounds took.
func (p *Pace) Adapt(took time.Duration) {
	switch {
	case took < checkPeriod/2:
		p.Check = min(2*p.Check, 1024)
	case took > 2*checkPeriod:
		p.Check = max(p.Check/2, 1)
	}
}
