package predictive

import "hebb/sim"

// intake is what is being done to the chunks of the frozen batch before sweeps can go
// on, a few chunks a quantum.
type intake int

const (
	settled intake = iota // nothing
	beliefs               // put them back
	lambdas               // errors and energy by another weight of the loss
	labels                // tell other classes to beliefs that stay where they are
	images                // another batch, or other weights
)

// freeze takes the whole batch in before the first sweep.
func (c *relax[T]) freeze(e *explorer, env sim.Env) error {
	for c.begin(images); c.intake != settled; {
		if err := env.Ended(); err != nil {
			return err
		}
		c.settle(e)
	}
	c.glance(e)
	return nil
}

// begin asks for an intake. What it breaks off before all chunks hold the same is done
// over from the images.
func (c *relax[T]) begin(what intake) {
	if c.intake >= labels {
		what = images
	}
	c.intake, c.taken = what, 0
	switch what {
	case beliefs, images:
		c.restart()
	default:
		c.rested = false
		c.total.clear()
	}
	if what >= labels {
		c.version++
		clear(c.truth)
	}
}

// settle does a quantum of the intake, or its end, and says what that took.
func (c *relax[T]) settle(e *explorer) (spent int64) {
	for ; c.taken < len(c.chunks); c.taken++ {
		if spent >= budget {
			return spent
		}
		ch := c.chunks[c.taken]
		if c.intake >= labels {
			c.load(e, c.taken, c.swap)
		}
		c.send(ch, c.intake)
		c.total.plus(&ch.sums)
		spent += int64(ch.n) * c.cost.intake(c.intake)
	}
	if c.intake == beliefs || c.intake == images {
		c.note()
	} else {
		c.w.reset(c.energy())
	}
	c.intake, c.taken, c.told = settled, 0, c.swap
	return spent
}

// send does an intake to a chunk whose images are in place.
func (c *relax[T]) send(ch *chunk[T], what intake) {
	if what >= labels {
		ch.forward()
		ch.reverse(&c.m, c.truth)
		ch.top.known = false
	}
	switch what {
	case beliefs, images:
		ch.again(&c.m)
	default:
		ch.sums.clear()
		ch.energy(&c.m)
	}
}

// load puts the images of chunk i in place; swap is added to their classes.
func (c *relax[T]) load(e *explorer, i, swap int) {
	ch := c.chunks[i]
	at := i * c.chunks[0].width
	for lane := range ch.n {
		image, test := c.image(e, at+lane)
		ch.loadImage(e.images, lane, image, test, swap, c.buf)
	}
	ch.rest()
}

// intake is what one costs an image: with other weights, or another class, the way up
// and the way back; and always the numbers of all layers some times over.
func (f *flops) intake(what intake) int64 {
	if what >= labels {
		return f.forward + f.down + f.learn + 10*f.units
	}
	return 10 * f.units
}
