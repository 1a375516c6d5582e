package reservoir

import (
	"math"

	"hebb/sim"
)

// Sizes of what is kept for figures.
const (
	penPoints   = 512 // of the last trial
	watched     = 40  // units
	rateColumns = 200 // of 2 ms
	rateTime    = 2   // ms
	orbit       = 160 // states of the reservoir in a trial; two trials are kept
)

// trails are the recent past, for figures only: nothing is computed from it.
type trails struct {
	smoothX, smoothM []float64 // m: low-passed z_x and z_m
	pen              []float32 // x, y, share of the explorer: a ring
	penAt            int       // entries so far
	penEvery         int
	rates            []float32 // columns of the watched units: a ring
	ratesAt          int
	ratesEvery       int
	states           []float32 // rows of n: a ring
	statesAt         int
	statesEvery      int
}

func newTrails(s *motor) trails {
	return trails{
		smoothX: make([]float64, s.m, s.rows()), smoothM: make([]float64, s.m, s.rows()),
		pen: make([]float32, 3*penPoints), penEvery: (s.numT + penPoints - 13) / (penPoints - 12),
		rates: make([]float32, watched*rateColumns), ratesEvery: max(1, int(math.Round(rateTime/s.dt))),
		states: make([]float32, s.n*2*orbit), statesEvery: max(1, s.numT/orbit),
	}
}

// smoothing is the mixing of what is drawn, as in the authors' plots.
const smoothing = 0.2

func (c *trails) note(s *motor) {
	follow(c.smoothX, s.zx, smoothing)
	follow(c.smoothM, s.zm, smoothing)
	p := &s.now.smooth
	p[0] = settled(p[0] + float64(smoothing*(s.now.hand[0]-p[0])))
	p[1] = settled(p[1] + float64(smoothing*(s.now.hand[1]-p[1])))
	t := s.sched.t
	if t%c.penEvery == 0 {
		at := 3 * (c.penAt % penPoints)
		c.pen[at], c.pen[at+1], c.pen[at+2] = float32(p[0]), float32(p[1]), float32(s.tally.share())
		c.penAt++
	}
	if t%c.ratesEvery == 0 {
		col := c.rates[c.ratesAt%rateColumns*watched:][:watched]
		for i := range col {
			col[i] = float32(s.r[i*s.n/watched])
		}
		c.ratesAt++
	}
	if t%c.statesEvery == 0 {
		row := c.states[c.statesAt%(2*orbit)*s.n:][:s.n]
		for i, v := range s.r {
			row[i] = float32(v)
		}
		c.statesAt++
	}
}

// way writes the pen's way, oldest first, and returns how many points it has.
func (c *trails) way(dst []float32) (rows int) {
	rows = min(c.penAt, penPoints)
	for i := range rows {
		copy(dst[2*i:2*i+2], c.penPoint(rows, i))
	}
	return rows
}

// shares writes the explorer's share at every point of the way.
func (c *trails) shares(dst []float32) (rows int) {
	rows = min(c.penAt, penPoints)
	for i := range rows {
		dst[i] = c.penPoint(rows, i)[2]
	}
	return rows
}

// penPoint is point i of the newest so many: place and share.
func (c *trails) penPoint(rows, i int) []float32 {
	at := 3 * ((c.penAt - rows + i) % penPoints)
	return c.pen[at : at+3]
}

// raster writes a row for every watched unit, the newest column at the right.
func (c *trails) raster(dst []float32) {
	clear(dst)
	cols := min(c.ratesAt, rateColumns)
	for k := range cols {
		col := c.rates[(c.ratesAt-cols+k)%rateColumns*watched:][:watched]
		for i, v := range col {
			dst[i*rateColumns+rateColumns-cols+k] = v
		}
	}
}

func (c *trails) state(sec *sim.Sections) {
	sec.F64("smooth explorer", c.smoothX)
	sec.F64("smooth mastery", c.smoothM)
	sec.F32("pen", c.pen)
	sec.Int("pen at", &c.penAt)
	sec.F32("rates", c.rates)
	sec.Int("rates at", &c.ratesAt)
	sec.F32("states", c.states)
	sec.Int("states at", &c.statesAt)
}
