package predictive

import (
	"hebb/sim/labs/predictive/layout"
	"hebb/sim/num"
)

// chunk is a part of a batch with everything that inference needs: images do not
// hear of each other, so that a batch is worked off chunk by chunk, each small
// enough for the cache. Its buffers are made once.
//
// Layers are numbered as in the paper: 0 is the image, 1..L what the blocks give.
type chunk[T num.Float] struct {
	net   *network[T]
	naive bool // states are beliefs, not their displacements
	n     int  // images in use
	lanes int  // places, some perhaps idle
	width int  // places there is memory for

	// Arrays of a layer are [unit][lane]; places beyond lanes are not in use. They have
	// no unit of measurement.
	labels []int     // [lane]: the class that a lane is told
	target []T       // [unit][lane]: T, of the output layer: one for the class, or a case's own
	vhat   [][]T     // [layer][unit][lane]: v̂, layers 0..L: what forward gives
	base   []tape[T] // [block]: the way through it at v̂
	now    []tape[T] // [block]: at v; none of the first, whose input is the image

	d    [][]T  // [layer][unit][lane]: layers 1..L-1: beliefs, v - v̂, or v itself (naive)
	dp   [][]T  // [layer][unit][lane]: layers 1..L: predictions, f(v) - v̂, or f(v) itself (naive)
	cur  [][]T  // [layer][unit][lane]: ε, errors as they stand, layers 1..L
	used [][]T  // [layer][unit][lane]: ε that the last sweep went by
	bp   [][]T  // [layer][unit][lane]: backprop's errors δ, layers 1..L
	y    []T    // [unit][lane]: f(v) of the output layer
	flow [3][]T // [unit][lane]: scratch on the way through a block: as large as its largest operation
	sums sums
	// reached is the lowest layer whose belief has moved; L: none.
	reached int
	// top is the loss at vhat, which FixedPred needs to know only once.
	top struct {
		known        bool
		lambda, loss float64
		right        int
	}
	zero []T // [unit][lane]: of layer 1: nothing has moved: the displacement of a first prediction
}

// tape is what the way back through a block needs, and the places of the values on
// the way forward.
type tape[T num.Float] struct {
	x     [][]T     // [operation][unit][lane]: its input
	y     [][]T     // [unit][lane]: f(v) of the output layer
	slope [][]T     // [operation][unit][lane]: derivative of an activation, f'
	win   [][]uint8 // [operation][unit][lane]: which place of a window a pool has chosen
	full  [][]T     // [operation][unit][lane]: of the tape at v: the input itself, where x is a displacement
}

// sums collects over chunks.
type sums struct {
	loss    float64
	terms   []float64 // [layer]: energy of its errors
	dv2     []float64 // [layer]: |dv|²
	stalled []float64 // [layer]: units that should have moved and did not
	moved   []float64 // [layer]: units that should have moved
	right   int
}

func newSums(L int) sums {
	return sums{terms: make([]float64, L+1), dv2: make([]float64, L+1), stalled: make([]float64, L+1), moved: make([]float64, L+1)}
}

func (s *sums) clear() {
	s.loss, s.right = 0, 0
	clear(s.terms)
	clear(s.dv2)
	clear(s.stalled)
	clear(s.moved)
}

// plus takes other sums in.
func (s *sums) plus(r *sums) {
	s.loss += r.loss
	s.right += r.right
	for l := range s.terms {
		s.terms[l] += r.terms[l]
		s.dv2[l] += r.dv2[l]
		s.stalled[l] += r.stalled[l]
		s.moved[l] += r.moved[l]
	}
}

func (s *sums) copy() sums {
	c := newSums(len(s.terms) - 1)
	c.plus(s)
	return c
}

// lanesFor rounds up to what vector units like.
func lanesFor(n int) int {
	if n <= 4 {
		return n
	}
	return (n + 7) / 8 * 8
}

// newChunk makes the buffers for so many images. Those on the way are shared with
// another chunk of at least the width, if there is one: chunks take turns.
func newChunk[T num.Float](net *network[T], width int, naive bool, other *chunk[T]) *chunk[T] {
	c := &chunk[T]{net: net, naive: naive, width: width, labels: make([]int, width)}
	L := net.lay.Depth()
	c.sums = newSums(L)
	layers := func(from, to int) [][]T {
		list := make([][]T, L+1)
		for l := from; l <= to; l++ {
			list[l] = make([]T, net.lay.Blocks[l-1].To.Size()*width)
		}
		return list
	}
	c.d, c.cur, c.used, c.bp = layers(1, L-1), layers(1, L), layers(1, L), layers(1, L)
	c.vhat, c.dp = make([][]T, L+1), make([][]T, L+1)
	c.vhat[0] = make([]T, net.lay.Blocks[0].From.Size()*width)
	c.base, c.now = make([]tape[T], L), make([]tape[T], L)
	most := 0
	for b := range net.lay.Blocks {
		blk := &net.lay.Blocks[b]
		most = max(most, blk.From.Size())
		for i := range blk.Ops {
			most = max(most, blk.Ops[i].To.Size())
		}
		c.base[b].make(blk, c.vhat[b], width, b == 0)
		c.vhat[b+1] = c.base[b].y[len(blk.Ops)-1]
		if b > 0 {
			c.now[b].make(blk, c.d[b], width, true)
			c.dp[b+1] = c.now[b].y[len(blk.Ops)-1]
			c.now[b].addInputs(blk, width, naive)
		}
	}
	out := net.lay.Blocks[L-1].To.Size()
	c.target, c.y = make([]T, out*width), make([]T, out*width)
	for i := range c.flow {
		if other != nil && other.width >= width {
			c.flow[i] = other.flow[i]
		} else {
			c.flow[i] = make([]T, most*width)
		}
	}
	if !naive {
		c.zero = make([]T, net.lay.Blocks[0].To.Size()*width)
		c.dp[1] = c.zero
	} else {
		c.dp[1] = c.vhat[1]
	}
	c.size(width)
	return c
}

// make gives every operation its places. In place saves memory: an activation then
// overwrites what it got, where no one else needs it.
func (t *tape[T]) make(b *layout.Block, x []T, width int, inPlace bool) {
	n := len(b.Ops)
	t.x, t.y, t.slope, t.win = make([][]T, n), make([][]T, n), make([][]T, n), make([][]uint8, n)
	owned := false
	for i := range b.Ops {
		o := &b.Ops[i]
		size := o.To.Size() * width
		t.x[i] = x
		switch {
		case o.Kind == layout.Flatten || o.Kind == layout.Linear:
			t.y[i] = x
		case o.Acts() && inPlace && owned:
			t.y[i], t.slope[i] = x, make([]T, size)
		default:
			t.y[i], owned = make([]T, size), true
			if o.Acts() {
				t.slope[i] = make([]T, size)
			}
			if o.Kind == layout.Pool {
				t.win[i] = make([]uint8, size)
			}
		}
		x = t.y[i]
	}
}

// addInputs adds places for the values that learning needs beside displacements.
func (t *tape[T]) addInputs(b *layout.Block, width int, naive bool) {
	t.full = make([][]T, len(b.Ops))
	for i := range b.Ops {
		if !b.Ops[i].Learns() {
			continue
		}
		if t.full[i] = t.x[i]; !naive {
			t.full[i] = make([]T, len(t.x[i]))
		}
	}
}

// size sets how many images the chunk holds. Places beyond them are idle: they stay
// zero in everything that is summed.
func (c *chunk[T]) size(n int) {
	c.n, c.lanes = n, min(lanesFor(n), c.width)
}

// in is the part of a layer's buffer that is in use.
func (c *chunk[T]) in(d layout.Dims, x []T) []T { return x[:d.Size()*c.lanes] }

// layer is the shape of layer l.
func (c *chunk[T]) layer(l int) layout.Dims {
	if l == 0 {
		return c.net.lay.Blocks[0].From
	}
	return c.net.lay.Blocks[l-1].To
}

func (c *chunk[T]) depth() int { return c.net.lay.Depth() }

// loadImage puts an image into a lane, with its target; swap is added to its class. buf
// holds an image.
func (c *chunk[T]) loadImage(images source, lane, image int, test bool, swap int, buf []float64) {
	x := buf[:c.layer(0).Size()]
	label := images.load(test, image, x)
	c.put(lane, x, (label+swap)%images.classes())
	if y := buf[:images.classes()]; swap == 0 && images.target(image, y) {
		for j, v := range y {
			c.target[j*c.lanes+lane] = T(v)
		}
		return
	}
	c.aim(lane)
}

// put writes one image into a lane.
func (c *chunk[T]) put(lane int, x []float64, label int) {
	for j, v := range x {
		c.vhat[0][j*c.lanes+lane] = T(v)
	}
	c.labels[lane] = label
	c.top.known = false
}

// aim writes the target of a lane: one for the class of its label, zero elsewhere.
func (c *chunk[T]) aim(lane int) {
	c.top.known = false
	for j := range c.layer(c.depth()).Size() {
		v := T(0)
		if j == c.labels[lane] {
			v = 1
		}
		c.target[j*c.lanes+lane] = v
	}
}

// rest clears the lanes that hold no image.
func (c *chunk[T]) rest() {
	for lane := c.n; lane < c.lanes; lane++ {
		for j := range c.layer(0).Size() {
			c.vhat[0][j*c.lanes+lane] = 0
		}
		c.labels[lane] = 0
	}
}
