package reservoir

import (
	"math"

	"gonum.org/v1/gonum/mat"

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
	now, before           mat.Dense
	var1, var2, dimension float64
}

// rows returns states from..to, counted back from the newest, oldest first.
func (c *components) rows(from, to int) *mat.Dense {
	from = min(from, c.count)
	if from <= to {
		return nil
	}
	m := mat.NewDense(from-to, c.n, nil)
	for i := range from - to {
		row := c.states[(c.count-from+i)%(2*orbit)*c.n:][:c.n]
		for j, v := range row {
			m.Set(i, j, float64(v))
		}
	}
	return m
}

func (c *components) Measure() {
	c.now.Reset()
	c.before.Reset()
	c.var1, c.var2, c.dimension = 0, 0, 0
	now := c.rows(orbit, 0)
	if now == nil || now.RawMatrix().Rows < 4 {
		return
	}
	mean := make([]float64, c.n)
	centre(now, mean, true)
	rows, _ := now.Dims()
	var gram mat.SymDense
	gram.SymOuterK(1, now)
	var eig mat.EigenSym
	if !eig.Factorize(&gram, true) {
		return
	}
	values := eig.Values(nil) // ascending
	sum, squares := 0.0, 0.0
	for _, v := range values {
		v = max(v, 0)
		sum, squares = sum+v, squares+v*v
	}
	if sum == 0 {
		return
	}
	c.var1, c.var2, c.dimension = values[rows-1]/sum, values[rows-2]/sum, sum*sum/squares
	var vectors, axes mat.Dense
	eig.VectorsTo(&vectors)
	axes.Mul(now.T(), vectors.Slice(0, rows, rows-2, rows)) // columns: second, first
	orient(&axes)
	c.now.Mul(now, &axes)
	if before := c.rows(2*orbit, orbit); before != nil {
		centre(before, mean, false)
		c.before.Mul(before, &axes)
	}
}

// centre subtracts the mean of the rows, after measuring it if asked.
func centre(m *mat.Dense, mean []float64, measure bool) {
	rows, _ := m.Dims()
	if measure {
		for i := range rows {
			for j, v := range m.RawRowView(i) {
				mean[j] += v / float64(rows)
			}
		}
	}
	for i := range rows {
		for j := range m.RawRowView(i) {
			m.RawRowView(i)[j] -= mean[j]
		}
	}
}

// orient scales axes to length 1 and makes the largest element of each positive, so
// that the picture does not flip between two measurements.
func orient(axes *mat.Dense) {
	rows, cols := axes.Dims()
	for c := range cols {
		length, top := 0.0, 0.0
		for i := range rows {
			v := axes.At(i, c)
			length += v * v
			if math.Abs(v) > math.Abs(top) {
				top = v
			}
		}
		scale := 1 / math.Sqrt(max(length, 1e-300))
		if top < 0 {
			scale = -scale
		}
		for i := range rows {
			axes.Set(i, c, scale*axes.At(i, c))
		}
	}
}

// draw writes places along two axes, the first component as x, and returns how many.
func draw(places *mat.Dense, dst []float32) int {
	if places.IsEmpty() {
		return 0
	}
	rows, _ := places.Dims()
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

func (c *norms) Measure() {
	c.x, c.m = authorsNorm(c.wx), authorsNorm(c.wm)
}

// authorsNorm is the spectral norm of the element-wise complex root of W Wᵀ. Of a
// matrix A + iB it is that of the real matrix (A -B; B A).
func authorsNorm(w num.Mat[float64]) float64 {
	m := w.Rows
	k := num.Use[float64]()
	big := mat.NewDense(2*m, 2*m, nil)
	for i := range m {
		for j := range m {
			g := k.Dot(w.Row(i), w.Row(j))
			re, im := math.Sqrt(max(g, 0)), math.Sqrt(max(-g, 0))
			big.Set(i, j, re)
			big.Set(m+i, m+j, re)
			big.Set(i, m+j, -im)
			big.Set(m+i, j, im)
		}
	}
	var svd mat.SVD
	if !svd.Factorize(big, mat.SVDNone) {
		return 0
	}
	return svd.Values(nil)[0]
}
