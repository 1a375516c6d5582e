package predictive

import "hebb/sim/optim"

// lesson is how the training before the batch is frozen stands.
type lesson struct {
	loss, last float64 // of the step under way, so far; of the last
	image      int     // which of the batch is looked at
	swap       int     // and what it is told
}

// lessons makes steps of plain backprop, chunk by chunk.
func (c *relax[T]) lessons(e *explorer) {
	m := method{alg: algBackprop, loss: e.loss, lambda: 1, batch: trainBatch}
	width := c.school.width
	parts := (trainBatch + width - 1) / width
	if c.lesson.image != e.shown() || c.lesson.swap != e.swap {
		c.glance(e)
	}
	for spent := int64(0); spent < budget && c.trained < e.train; {
		n := min(width, trainBatch-c.part*width)
		c.school.size(n)
		for i := range n {
			c.school.loadImage(e.images, i, c.order.At(uint64(c.trained*trainBatch+c.part*width+i)), false, 0, c.buf)
		}
		c.school.rest()
		c.school.forward()
		c.school.reverse(&m, c.grads)
		c.lesson.loss += c.school.sums.loss
		spent += int64(n) * (c.cost.forward + c.cost.down + c.cost.learn)
		if c.part++; c.part < parts {
			continue
		}
		c.opt.Step(c.net.theta, c.grads, optim.Adam, e.rate, 0)
		clear(c.grads)
		c.part = 0
		c.trained++
		c.lesson.last, c.lesson.loss = c.lesson.loss, 0
		c.glance(e)
	}
	if c.trained == e.train {
		c.begin(images)
	}
}

// glance sends one image of the batch through the network as it is now, so that
// there is something to see while it learns.
func (c *relax[T]) glance(e *explorer) {
	if c.peek != nil {
		c.lesson.image, c.lesson.swap = e.shown(), e.swap
		c.showLesson(e)
	}
}

func (c *relax[T]) showLesson(e *explorer) {
	ch := c.peek
	image, test := c.image(e, c.lesson.image)
	ch.loadImage(e.images, 0, image, test, c.lesson.swap, c.buf)
	ch.begin(&c.m)
	ch.errors(&c.m)
}
