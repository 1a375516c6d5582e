package deep

import (
	"fmt"

	"hebb/sim"
	"hebb/sim/data"
	"hebb/sim/net"
	"hebb/sim/num"
)

const (
	lately   = 200 // images over which loss and accuracy run
	averaged = 100 // images over which norms are averaged
)

// state is the network in one precision, with what it has just seen and how it has
// fared lately.
type state[T num.Float] struct {
	n      *net.Net[T]
	order  order
	noise  num.Key   // which labels are wrong
	pixels []float64 // pixels: the image in hand, 0 to 1

	unit         uint64    // images learned from
	label        int       // of the image in Y[0]
	again        uint64    // how often a layer has been drawn again
	loss, right  []float64 // lately: L [nats] and whether it was right, of the last images, a ring
	ynorm, enorm []float64 // L: running means of |y_l| and |e_l|, layers 1..L

	receptive []num.Mat[T] // 2 of deepFields × widest: scratch for deep receptive fields
}

func newCore[T num.Float](d *deep) core {
	c := &state[T]{n: net.New[T](d.sizes, d.beta)}
	c.n.DrawAll(net.Init(d.init), d.gain, d.seed)
	c.order = d.images.order(d.seed, min(d.train, d.images.count(false)))
	c.noise = num.NewKey(d.seed, "wrong labels", 0)
	c.pixels = make([]float64, d.sizes[0])
	c.loss, c.right = make([]float64, lately), make([]float64, lately)
	c.ynorm, c.enorm = make([]float64, d.depth()), make([]float64, d.depth())
	widest := 0
	for _, n := range d.sizes {
		widest = max(widest, n)
	}
	for range 2 {
		c.receptive = append(c.receptive, num.Mat[T]{Data: make([]T, deepFields*widest)})
	}
	c.present(d)
	c.n.Forward()
	c.n.Signals(c.label, d.signal())
	c.average()
	return c
}

// present loads the image whose turn it is.
func (c *state[T]) present(d *deep) {
	c.n.Beta = d.beta
	i := c.order.At(c.unit)
	if set, ok := d.images.(digits); ok { // the short way
		c.label = data.Load(set.set.Part(false), i, c.n.Y[0])
		return
	}
	c.label = d.images.load(false, i, c.pixels)
	num.Convert(c.n.Y[0], c.pixels)
}

// taught is the label that the network is told, now and then a wrong one.
func (c *state[T]) taught(d *deep) int {
	if d.noise > 0 && c.noise.Unit(0, int(c.unit)) < d.noise {
		classes := d.sizes[len(d.sizes)-1]
		return int(c.noise.Unit(1, int(c.unit)) * float64(classes))
	}
	return c.label
}

// step shows one image and learns from it.
func (c *state[T]) step(d *deep) sim.Step {
	c.present(d)
	c.n.Forward()
	if layer, size := c.n.Diverged(); layer > 0 {
		return sim.Step{Status: sim.Diverged, Trouble: trouble(layer, size)}
	}
	taught := c.taught(d)
	slot := c.unit % lately
	c.loss[slot], c.right[slot] = c.n.Loss(taught), 0
	if c.n.Class() == c.label {
		c.right[slot] = 1
	}
	d.rules(c.n.Theta)
	c.n.Learn(taught, d.signal())
	c.average()
	c.unit++
	return sim.Step{Unit: true}
}

func trouble(layer int, size float64) *sim.Trouble {
	return &sim.Trouble{What: fmt.Sprintf("pre-activation z of layer %d", layer), Size: size}
}

// average moves the running means towards the norms of this image.
func (c *state[T]) average() {
	rate := 1 / float64(min(c.unit+1, averaged))
	for l := range c.ynorm {
		c.ynorm[l] += float64(rate * (num.Norm(c.n.Y[l+1]) - c.ynorm[l]))
		c.enorm[l] += float64(rate * (num.Norm(c.n.E[l+1]) - c.enorm[l]))
	}
}

// redraw draws matrix l afresh.
func (c *state[T]) redraw(d *deep, l int) {
	c.again++
	net.Draw(c.n.W[l], net.Init(d.init), d.gain, d.seed, fmt.Sprintf("weights again %d", c.again), l)
}

func (c *state[T]) weight(l, to, from int) (w, b float64) {
	return float64(c.n.W[l].At(from, to)), float64(c.n.B[l].At(from, to))
}

// state lists what Step reads and changes, and what is shown. B, D and the
// order follow from the seed.
func (c *state[T]) state(d *deep, s *sim.Sections) {
	for l := range c.n.W {
		sim.Floats(s, fmt.Sprintf("w%d", l+1), c.n.W[l].Data)
	}
	for l := range c.n.Y {
		sim.Floats(s, fmt.Sprintf("y%d", l), c.n.Y[l])
		sim.Floats(s, fmt.Sprintf("e%d", l), c.n.E[l])
	}
	s.F64("loss", c.loss)
	s.F64("right", c.right)
	s.F64("ynorm", c.ynorm)
	s.F64("enorm", c.enorm)
	s.U64("unit", &c.unit)
	s.U64("again", &c.again)
	s.Int("label", &c.label)
}
