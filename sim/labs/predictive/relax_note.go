package predictive

import "math"

// note writes the recorded numbers.
func (c *relax[T]) note() {
	n := &c.noted
	n.energy, n.loss, n.dv = c.energy(), c.total.loss, c.dv()
	n.weights(c.weights)
	for l := 1; l < len(n.errors); l++ {
		s := against[T]{scale: 1 / c.m.lambda}
		for _, ch := range c.chunks {
			s.sizes(ch.in(ch.layer(l), ch.used[l]), ch.bp[l])
		}
		n.errors[l] = s.relative()
	}
	n.gains(&c.g, &c.total)
	ch := c.chunks[0]
	n.surprise, n.surpriseBP = ch.norms(ch.used), c.m.lambda*ch.norms(ch.bp)
}

// norms is the mean over the places of the mapped layer of the length of the errors
// there, over the channels, for the first image of the chunk.
func (c *chunk[T]) norms(errors [][]T) float64 {
	l := c.net.lay.Mapped()
	d := c.layer(l)
	places := max(1, d.H*d.W)
	sum := 0.0
	for p := range places {
		s := 0.0
		for ch := range d.C {
			v := float64(errors[l][(ch*places+p)*c.lanes])
			s += float64(v * v)
		}
		sum += math.Sqrt(s)
	}
	return sum / float64(places)
}
