package predictive

// twister is the generator MT19937 (M. Matsumoto, T. Nishimura: Mersenne twister,
// ACM TOMACS 8 (1998), doi:10.1145/272991.272995), which torch draws from on a CPU.
type twister struct {
	x    [624]uint32
	next int
}

func newTwister(seed uint32) *twister {
	t := &twister{next: 624}
	t.x[0] = seed
	for i := 1; i < len(t.x); i++ {
		t.x[i] = 1812433253*(t.x[i-1]^t.x[i-1]>>30) + uint32(i)
	}
	return t
}

func (t *twister) uint32() uint32 {
	if t.next == len(t.x) {
		t.twist()
	}
	y := t.x[t.next]
	t.next++
	y ^= y >> 11
	y ^= y << 7 & 0x9d2c5680
	y ^= y << 15 & 0xefc60000
	return y ^ y>>18
}

func (t *twister) twist() {
	const n, m = 624, 397
	for i := range n {
		y := t.x[i]&0x80000000 | t.x[(i+1)%n]&0x7fffffff
		v := t.x[(i+m)%n] ^ y>>1
		if y&1 != 0 {
			v ^= 0x9908b0df
		}
		t.x[i] = v
	}
	t.next = 0
}

// skip throws n numbers away.
func (t *twister) skip(n int) {
	for range n {
		t.uint32()
	}
}

// uniform32 is a float32 in [-a, a) as torch's uniform_ draws it.
func (t *twister) uniform32(a float64) float32 {
	u := float64(t.uint32()&0xffffff) * (1.0 / (1 << 24))
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
		j := i + int(t.uint32()%uint32(n-i))
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
