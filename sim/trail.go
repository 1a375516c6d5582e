package sim

// Trail keeps the way of a point since the start in at most TrailPoints points, evenly
// spaced in time: when it is full every second one is dropped, and only every second
// new one is kept from then on.
type Trail struct {
	xy              []float64
	n, stride, wait int
	last            [2]float64 // the newest point, kept or not
}

// TrailPoints is how many points a trail keeps. An output that shows one has room for
// one more: the newest.
const TrailPoints = 256

// NewTrail returns a trail of no points. It allocates; nothing else here does.
func NewTrail() Trail { return Trail{xy: make([]float64, 2*TrailPoints), stride: 1} }

// Add takes the next point in.
func (t *Trail) Add(x, y float64) {
	t.last = [2]float64{x, y}
	if t.wait--; t.wait > 0 {
		return
	}
	if t.n == TrailPoints {
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

// Begin forgets the way and starts again.
func (t *Trail) Begin(x, y float64) {
	t.n, t.stride, t.wait = 0, 1, 0
	clear(t.xy)
	t.Add(x, y)
}

// Len is how many points are kept.
func (t *Trail) Len() int { return t.n }

// Read is the way up to the newest point, for an output of TrailPoints+1 points. turn
// makes what a frame can hold of a number; nil: what it is.
func (t *Trail) Read(turn func(float64) float32) Read {
	if turn == nil {
		turn = func(v float64) float32 { return float32(v) }
	}
	return Rows(func(dst []float32) int {
		for j, v := range t.xy[:2*t.n] {
			dst[j] = turn(v)
		}
		dst[2*t.n], dst[2*t.n+1] = turn(t.last[0]), turn(t.last[1])
		return t.n + 1
	})
}

// State lists what a trail holds.
func (t *Trail) State(s *Sections) {
	s.F64("trail", t.xy)
	s.F64("last", t.last[:])
	s.Int("n", &t.n)
	s.Int("stride", &t.stride)
	s.Int("wait", &t.wait)
}
