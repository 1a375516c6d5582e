package predictive

import (
	"math"

	"hebb/sim"
	"hebb/sim/num"
)

// snapshot copies what the frame wants.
func (c *relax[T]) snapshot(e *explorer, f *sim.Frame) {
	for i, v := range c.rec {
		f.Set(i, v)
	}
	at := &e.out
	ch, lane := c.visible(e)
	f.Set(at.prepared, 1)
	if e.train > 0 {
		f.Set(at.prepared, float64(c.trained)/float64(e.train))
	}
	f.Set(at.lessons, float64(c.trained))
	f.Set(at.lessonLoss, c.lesson.last)
	ch.show(f, at, &c.m, lane)
}

// visible is where the image stands that is shown. While the network is trained it is
// by itself, and while a batch is taken in it is among those that are.
func (c *relax[T]) visible(e *explorer) (ch *chunk[T], lane int) {
	width, lane := c.chunks[0].width, e.shown()
	switch {
	case c.trained < e.train || c.intake == images && c.taken == 0:
		return c.peek, 0
	case c.intake == images:
		lane = min(lane, c.taken*width-1)
	}
	return c.chunks[lane/width], lane % width
}

// show copies one lane of a chunk.
func (c *chunk[T]) show(f *sim.Frame, at *places, m *method, lane int) {
	f.Set(at.label, float64(c.labels[lane]))
	f.Set(at.guess, float64(c.guess(c.y, lane)))
	if dst := f.Slot(at.image); dst != nil {
		pick(dst, c.vhat[0], c.lanes, lane)
	}
	for l := 1; l <= c.depth(); l++ {
		if dst := f.Slot(at.v[l-1]); dst != nil {
			c.drawn(dst, l, func(j int) T { return c.beliefAt(m, l, j*c.lanes+lane) })
		}
		if dst := f.Slot(at.p[l-1]); dst != nil {
			c.drawn(dst, l, func(j int) T { return c.predictionAt(m, l, j*c.lanes+lane) })
		}
		if dst := f.Slot(at.eps[l-1]); dst != nil {
			c.drawn(dst, l, func(j int) T { return c.used[l][j*c.lanes+lane] })
		}
		if dst := f.Slot(at.bp[l-1]); dst != nil {
			c.drawn(dst, l, func(j int) T { return c.bp[l][j*c.lanes+lane] })
		}
	}
	l := c.net.lay.Mapped()
	if dst := f.Slot(at.mapV); dst != nil {
		for j := range dst {
			dst[j] = float32(c.beliefAt(m, l, j*c.lanes+lane))
		}
	}
	if dst := f.Slot(at.mapEps); dst != nil {
		pick(dst, c.used[l], c.lanes, lane)
	}
	if dst := f.Slot(at.mapBP); dst != nil {
		pick(dst, c.bp[l], c.lanes, lane)
	}
}

// drawn writes the numbers of a layer, or at every place of a map the length over the
// channels.
func (c *chunk[T]) drawn(dst []float32, l int, value func(j int) T) {
	d := c.layer(l)
	if !d.Image() {
		for j := range dst {
			dst[j] = float32(value(j))
		}
		return
	}
	places := d.H * d.W
	for p := range places {
		s := 0.0
		for ch := range d.C {
			v := float64(value(ch*places + p))
			s += float64(v * v)
		}
		dst[p] = float32(math.Sqrt(s))
	}
}

// beliefAt is element i of the beliefs of layer l; the output says y.
func (c *chunk[T]) beliefAt(m *method, l, i int) T {
	switch {
	case l == c.depth():
		return c.y[i]
	case m.alg == algExact:
		return c.vhat[l][i] - c.cur[l][i]
	case c.naive:
		return c.d[l][i]
	case m.alg == algFixed:
		return c.vhat[l][i] - c.cur[l][i]/T(m.pi[l])
	}
	return c.vhat[l][i] + c.d[l][i]
}

// predictionAt is element i of what the layer below predicts.
func (c *chunk[T]) predictionAt(m *method, l, i int) T {
	switch {
	case m.alg != algStrict || l == 1:
		return c.vhat[l][i]
	case c.naive:
		return c.dp[l][i]
	}
	return c.vhat[l][i] + c.dp[l][i]
}

func pick[T num.Float](dst []float32, x []T, lanes, lane int) {
	for j := range dst {
		dst[j] = float32(x[j*lanes+lane])
	}
}
