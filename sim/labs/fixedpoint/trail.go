package fixedpoint

import "hebb/sim"

// trail keeps the way of a point since the start in at most trailPoints points, evenly
// spaced in time: when it is full every second one is dropped, and only every second
// new one is kept from then on.
type trail struct {
	xy              []float64
	n, stride, wait int
	last            [2]float64 // the newest point, kept or not
}

const trailPoints = 256

func newTrail() trail { return trail{xy: make([]float64, 2*trailPoints), stride: 1} }

func (t *trail) add(x, y float64) {
	t.last = [2]float64{x, y}
	if t.wait--; t.wait > 0 {
		return
	}
	if t.n == trailPoints {
		t.n /= 2
		for i := range t.n {
			copy(t.xy[2*i:2*i+2], t.xy[4*i:4*i+2])
		}
		t.stride *= 2
	}
	t.xy[2*t.n], t.xy[2*t.n+1] = x, y
	t.n++
	t.wait = t.stride
}

// begin forgets the way and starts again.
func (t *trail) begin(x, y float64) {
	t.n, t.stride, t.wait = 0, 1, 0
	clear(t.xy)
	t.add(x, y)
}

// draw writes the way up to the newest point to output i.
func (t *trail) draw(f *sim.Frame, i int) {
	dst := f.Slot(i)
	if dst == nil {
		return
	}
	for i, v := range t.xy[:2*t.n] {
		dst[i] = small32(v)
	}
	dst[2*t.n], dst[2*t.n+1] = small32(t.last[0]), small32(t.last[1])
	f.SetRows(i, t.n+1)
}

func (t *trail) state(sec *sim.Sections) {
	sec.F64("trail", t.xy)
	sec.F64("last", t.last[:])
	sec.Int("n", &t.n)
	sec.Int("stride", &t.stride)
	sec.Int("wait", &t.wait)
}

// small32 is v for a frame: finite, and within what a float32 holds.
func small32(v float64) float32 { return float32(bounded(v)) }

// bounded is v held within ±1e30; what is not a number becomes the bound, for on
// screen it is beyond all axes.
func bounded(v float64) float64 {
	const most = 1e30
	switch {
	case v > most || v != v:
		return most
	case v < -most:
		return -most
	}
	return v
}
