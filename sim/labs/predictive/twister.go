package predictive

import "hebb/sim/num"

// twister draws as torch does on a CPU.
type twister struct{ num.Twister }

func newTwister(seed uint32) *twister { return &twister{num.NewTwister(seed)} }

// skip throws n numbers away.
func (t *twister) skip(n int) {
	for range n {
		t.Uint32()
	}
}

// uniform32 is a float32 in [-a, a) as torch's uniform_ draws it.
func (t *twister) uniform32(a float64) float32 {
	u := float64(t.Uint32()&0xffffff) * (1.0 / (1 << 24))
	lo, hi := float32(-a), float32(a)
	return float32(u*float64(hi-lo) + float64(lo))
}

// shuffle writes a permutation of 0..len(p)-1: Fisher and Yates, from the front.
func (t *twister) shuffle(p []int32) {
	for i := range p {
		p[i] = int32(i)
	}
	n := len(p)
	for i := range n - 1 {
		j := i + int(t.Uint32()%uint32(n-i))
		p[i], p[j] = p[j], p[i]
	}
}

// notebook is the order in which the authors' notebooks show the training images: a
// pass over a shuffling loader draws four numbers that it has no use for, then
// shuffles from the same stream. Notebooks that measure on test images begin a pass
// over those after every step, which moves the stream.
type notebook struct {
	seed  uint32
	steps int // in one pass
	test  int // test images that are shuffled after each step; 0: none
	rng   *twister
	perm  []int32
	pass  uint64
	waste []int32
}

func newNotebook(seed uint32, n, batch, test int) *notebook {
	o := &notebook{seed: seed, steps: n / batch, test: test, perm: make([]int32, n)}
	o.rewind()
	return o
}

func (o *notebook) rewind() {
	if o.rng == nil {
		o.rng = newTwister(o.seed)
	} else {
		*o.rng = *newTwister(o.seed)
	}
	o.pass = 0
	o.rng.skip(4)
	o.rng.shuffle(o.perm)
}

// at is image number index of all passes; each pass shows n of them.
func (o *notebook) at(index uint64) int {
	n := uint64(len(o.perm))
	if index/n < o.pass {
		o.rewind()
	}
	for o.pass < index/n {
		if o.test > 0 {
			o.rng.skip(o.steps * (4 + o.test - 1))
		}
		o.rng.skip(4)
		o.rng.shuffle(o.perm)
		o.pass++
	}
	return int(o.perm[index%n])
}
