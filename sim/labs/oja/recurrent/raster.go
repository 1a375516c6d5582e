package recurrent

import "hebb/sim"

// raster keeps the states of the last rasterSteps steps.
type raster struct {
	rows []float64 // rasterSteps × n: the activity of every unit, a ring of steps
	n    int
	next int
}

const rasterSteps = 100

func newRaster(n int) raster { return raster{rows: make([]float64, n*rasterSteps), n: n} }

func (r *raster) add(h []float64) {
	copy(r.rows[r.next*r.n:], h)
	r.next = (r.next + 1) % rasterSteps
}

// draw writes one row a unit, with time running to the right and ending now.
func (r *raster) draw(dst []float32) {
	for t := range rasterSteps {
		step := r.rows[(r.next+t)%rasterSteps*r.n:][:r.n]
		for i, v := range step {
			dst[i*rasterSteps+t] = float32(v)
		}
	}
}

func (r *raster) state(sec *sim.Sections) {
	sec.F64("raster", r.rows)
	sec.Int("next", &r.next)
}
