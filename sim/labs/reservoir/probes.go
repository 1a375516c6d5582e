package reservoir

import (
	"context"
	"math"

	"hebb/sim"
	"hebb/sim/num"
)

// The probes by name; their numbers are the order of the list.
const (
	probeComponents = "components"
	probeNorms      = "norms"
)

func (s *motor) Probes() []sim.Probe {
	return []sim.Probe{
		{Name: probeComponents, Title: "Principal components", Every: 50, On: true,
			Doc: "Looks at the reservoir’s rates over the last trial: the two directions in which they vary most, and how many they use."},
		{Name: probeNorms, Title: "The authors’ norms", Every: 100,
			Doc: "The measure of the weights that the authors plot, for comparison with their figures."},
	}
}

func (s *motor) Capture(p int, old sim.Measurement) sim.Measurement {
	if p == 0 {
		c, ok := old.(*components)
		if !ok || len(c.states) != len(s.trails.states) {
			c = &components{states: make([]float32, len(s.trails.states))}
		}
		copy(c.states, s.trails.states)
		c.n, c.count = s.n, s.trails.statesAt
		return c
	}
	c, ok := old.(*norms)
	if !ok {
		c = &norms{}
	}
	c.wx, c.wm = clone(c.wx, s.wx), clone(c.wm, s.wm)
	return c
}

// clone copies m into to's memory where that fits.
func clone(to, m num.Mat[float64]) num.Mat[float64] {
	return num.Mat[float64]{Rows: m.Rows, Cols: m.Cols, Data: append(to.Data[:0], m.Data...)}
}

// components measures the reservoir's way over two trials.
type components struct {
	n, count int
	states   []float32 // a ring of rows

	// What has been measured: the last trial and that before it along two axes, the
	// second first; empty where there is none.
	now, before           num.Mat[float64] // orbit × 2: ways
	var1, var2, dimension float64
}

// rows returns states from..to, counted back from the newest, oldest first.
func (c *components) rows(from, to int) *num.Mat[float64] {
	from = min(from, c.count)
	if from <= to {
		return nil
	}
	m := num.NewMat[float64](from-to, c.n)
	for i := range from - to {
		num.Convert(m.Row(i), c.states[(c.count-from+i)%(2*orbit)*c.n:][:c.n])
	}
	return &m
}

func (c *components) Measure(ctx context.Context) error {
	c.now, c.before = num.Mat[float64]{}, num.Mat[float64]{}
	c.var1, c.var2, c.dimension = 0, 0, 0
	now := c.rows(orbit, 0)
	if now == nil || now.Rows < 4 {
		return nil
	}
	mean := make([]float64, c.n)
	centre(now, mean, true)
	rows, k := now.Rows, num.Use[float64]()
	gram := num.NewMat[float64](rows, rows)
	k.GemmNT(gram, 1, *now, *now, 0)
	if err := ctx.Err(); err != nil {
		return err
	}
	values, vectors, ok := num.SymEigen(gram)
	if !ok {
		return ctx.Err()
	}
	sum, squares := 0.0, 0.0
	for _, v := range values {
		v = max(v, 0)
		sum, squares = sum+v, squares+float64(v*v)
	}
	if sum == 0 {
		return nil
	}
	c.var1, c.var2, c.dimension = values[rows-1]/sum, values[rows-2]/sum, sum*sum/squares
	axes := num.NewMat[float64](2, c.n) // second, first
	for i := range rows {
		k.Axpy(vectors.At(i, rows-2), now.Row(i), axes.Row(0))
		k.Axpy(vectors.At(i, rows-1), now.Row(i), axes.Row(1))
	}
	orient(axes)
	c.now = along(now, axes)
	if before := c.rows(2*orbit, orbit); before != nil {
		centre(before, mean, false)
		c.before = along(before, axes)
	}
	return nil
}

// centre subtracts the mean of the rows, after measuring it if asked.
func centre(m *num.Mat[float64], mean []float64, measure bool) {
	if measure {
		for i := range m.Rows {
			for j, v := range m.Row(i) {
				mean[j] += v / float64(m.Rows)
			}
		}
	}
	for i := range m.Rows {
		num.Minus(m.Row(i), m.Row(i), mean)
	}
}

// along are states along two axes.
func along(states *num.Mat[float64], axes num.Mat[float64]) num.Mat[float64] {
	p := num.NewMat[float64](states.Rows, axes.Rows)
	num.Use[float64]().GemmNT(p, 1, *states, axes, 0)
	return p
}

// orient scales axes to length 1 and makes the largest element of each positive, so
// that the picture does not flip between two measurements.
func orient(axes num.Mat[float64]) {
	for i := range axes.Rows {
		length, top := 0.0, 0.0
		for _, v := range axes.Row(i) {
			length += float64(v * v)
			if math.Abs(v) > math.Abs(top) {
				top = v
			}
		}
		scale := 1 / math.Sqrt(max(length, 1e-300))
		if top < 0 {
			scale = -scale
		}
		num.Use[float64]().Scale(scale, axes.Row(i))
	}
}

// draw writes places along two axes, the first component as x, and returns how many.
func draw(places *num.Mat[float64], dst []float32) int {
	if places.Rows == 0 {
		return 0
	}
	rows := places.Rows
	for k := range rows {
		dst[2*k], dst[2*k+1] = float32(places.At(k, 1)), float32(places.At(k, 0))
	}
	return rows
}

// norms measures weights as the authors do.
type norms struct {
	wx, wm num.Mat[float64] // m × n: W_x and W_m
	x, m   float64          // what has been measured
}

func (c *norms) Measure(ctx context.Context) error {
	c.x, c.m = authorsNorm(c.wx), authorsNorm(c.wm)
	return ctx.Err()
}

// authorsNorm is the spectral norm of the element-wise complex root of W Wᵀ. Of a
// matrix A + iB it is that of the real matrix (A -B; B A).
func authorsNorm(w num.Mat[float64]) float64 {
	m := w.Rows
	k := num.Use[float64]()
	big := num.NewMat[float64](2*m, 2*m)
	set := func(i, j int, v float64) { big.Row(i)[j] = v }
	for i := range m {
		for j := range m {
			g := k.Dot(w.Row(i), w.Row(j))
			re, im := math.Sqrt(max(g, 0)), math.Sqrt(max(-g, 0))
			set(i, j, re)
			set(m+i, m+j, re)
			set(i, m+j, -im)
			set(m+i, j, im)
		}
	}
	s, ok := num.SingularValues(big)
	if !ok {
		return 0
	}
	return s[0]
}
