package predictive

import (
	"math"

	"hebb/sim"
	"hebb/sim/num"
)

func (c *relax[T]) outputs(e *explorer) []sim.Output {
	n := &c.noted
	draw := func(q quantity, l int) sim.Read {
		return sim.Fill(func(dst []float32) {
			ch, lane := c.visible(e)
			ch.draw(dst, q, l, &c.m, lane)
		})
	}
	d := drawn{layer: draw, maps: func(q quantity) sim.Read {
		return sim.Fill(func(dst []float32) {
			ch, lane := c.visible(e)
			ch.drawMaps(dst, q, &c.m, lane)
		})
	}}
	d.image = sim.Fill(func(dst []float32) {
		ch, lane := c.visible(e)
		pick(dst, ch.vhat[0], ch.lanes, lane)
	})
	d.label = sim.By(func() float64 {
		ch, lane := c.visible(e)
		return float64(ch.labels[lane])
	})
	d.guess = sim.By(func() float64 {
		ch, lane := c.visible(e)
		return float64(ch.guess(ch.y, lane))
	})
	return e.describe(n, d, true, []sim.Output{
		recorded("dv", `|\Delta v|`, "step", "", "Length of the last step of all beliefs, before it is multiplied by η. It falls to zero at rest; where it grows the relaxation diverges.", sim.At(&n.dv)).OnLog(),
	}, []sim.Output{
		recorded("surprise", "", "surprise", "", "Mean length of the errors over the places of the first map, for the first image.", sim.At(&n.surprise)).OnLog(),
		recorded("surprise_bp", "", "surprise by backprop", "", "The same of backprop's errors, times the loss weight.", sim.At(&n.surpriseBP)).OnLog(),
	}, []sim.Output{
		prepared(func() float64 {
			if e.train == 0 {
				return 1
			}
			return float64(c.trained) / float64(e.train)
		}),
		{Name: "lessons", Label: "steps trained before", Unit: "steps", Kind: sim.Scalar, Read: sim.At(&c.trained), Doc: "How many steps of backprop the network has learned before the batch is frozen."},
		{Name: "lesson_loss", Label: "loss before", Kind: sim.Scalar, Log: true, Read: sim.At(&c.lesson.last), Doc: "Loss of the last of those steps."},
	})
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

// draw writes a quantity of a layer, of one lane.
func (c *chunk[T]) draw(dst []float32, q quantity, l int, m *method, lane int) {
	switch q {
	case belief:
		c.lengths(dst, l, func(j int) T { return c.beliefAt(m, l, j*c.lanes+lane) })
	case prediction:
		c.lengths(dst, l, func(j int) T { return c.predictionAt(m, l, j*c.lanes+lane) })
	case mistake:
		c.lengths(dst, l, func(j int) T { return c.used[l][j*c.lanes+lane] })
	case backprop:
		c.lengths(dst, l, func(j int) T { return c.bp[l][j*c.lanes+lane] })
	}
}

// drawMaps writes all numbers of the first layer of maps.
func (c *chunk[T]) drawMaps(dst []float32, q quantity, m *method, lane int) {
	l := c.net.lay.Mapped()
	switch q {
	case belief:
		for j := range dst {
			dst[j] = float32(c.beliefAt(m, l, j*c.lanes+lane))
		}
	case mistake:
		pick(dst, c.used[l], c.lanes, lane)
	case backprop:
		pick(dst, c.bp[l], c.lanes, lane)
	}
}

// lengths writes the numbers of a layer, or at every place of a map the length over the
// channels.
func (c *chunk[T]) lengths(dst []float32, l int, value func(j int) T) {
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
