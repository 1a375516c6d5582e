// Package torch draws the random numbers of PyTorch on a CPU, in the order of the
// authors' notebooks.
package torch

import "hebb/sim/num"

// Twister draws as torch does on a CPU.
type Twister struct{ num.Twister }

// NewTwister returns the generator as torch.manual_seed leaves it.
func NewTwister(seed uint32) *Twister { return &Twister{num.NewTwister(seed)} }

// Skip throws n numbers away.
func (t *Twister) Skip(n int) {
	for range n {
		t.Uint32()
	}
}

// Uniform32 is a float32 in [-a, a) as torch's uniform_ draws it.
func (t *Twister) Uniform32(a float64) float32 {
	u := float64(t.Uint32()&0xffffff) * (1.0 / (1 << 24))
	lo, hi := float32(-a), float32(a)
	return float32(float64(u*float64(hi-lo)) + float64(lo))
}

// Shuffle writes a permutation of 0..len(p)-1: Fisher and Yates, from the front.
func (t *Twister) Shuffle(p []int32) {
	for i := range p {
		p[i] = int32(i)
	}
	n := len(p)
	for i := range n - 1 {
		j := i + int(t.Uint32()%uint32(n-i))
		p[i], p[j] = p[j], p[i]
	}
}

// Notebook is the order in which the authors' notebooks show the training images: a
// pass over a shuffling loader draws four numbers that it has no use for, then
// shuffles from the same stream. Notebooks that measure on test images begin a pass
// over those after every step, which moves the stream.
type Notebook struct {
	seed  uint32
	steps int // in one pass
	test  int // test images that are shuffled after each step; 0: none
	rng   *Twister
	perm  []int32
	pass  uint64
}

// NewNotebook is the order of n images in whole batches; test is how many test images are
// shuffled after each step, or 0.
func NewNotebook(seed uint32, n, batch, test int) *Notebook {
	o := &Notebook{seed: seed, steps: n / batch, test: test, perm: make([]int32, n)}
	o.rewind()
	return o
}

func (o *Notebook) rewind() {
	if o.rng == nil {
		o.rng = NewTwister(o.seed)
	} else {
		*o.rng = *NewTwister(o.seed)
	}
	o.pass = 0
	o.rng.Skip(4)
	o.rng.Shuffle(o.perm)
}

// At is image number index of all passes; each pass shows n of them.
func (o *Notebook) At(index uint64) int {
	n := uint64(len(o.perm))
	if index/n < o.pass {
		o.rewind()
	}
	for o.pass < index/n {
		if o.test > 0 {
			o.rng.Skip(o.steps * (4 + o.test - 1))
		}
		o.rng.Skip(4)
		o.rng.Shuffle(o.perm)
		o.pass++
	}
	return int(o.perm[index%n])
}
