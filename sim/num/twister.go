package num

// Twister is the generator MT19937 (M. Matsumoto, T. Nishimura: Mersenne twister, ACM
// Transactions on Modeling and Computer Simulation 8 (1998), doi:10.1145/272991.272995),
// which torch and NumPy's legacy functions draw from. It is here for numbers that others
// have published; ours come of a Key.
type Twister struct {
	x    [624]uint32
	next int
}

// NewTwister returns the generator as torch.manual_seed and numpy.random.seed set it up.
func NewTwister(seed uint32) Twister {
	t := Twister{next: len(Twister{}.x)}
	t.x[0] = seed
	for i := 1; i < len(t.x); i++ {
		t.x[i] = 1812433253*(t.x[i-1]^t.x[i-1]>>30) + uint32(i)
	}
	return t
}

// Uint32 returns the next 32 bits.
func (t *Twister) Uint32() uint32 {
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

func (t *Twister) twist() {
	const n, m = 624, 397
	for i := range n {
		y := t.x[i]&0x80000000 | t.x[(i+1)%n]&0x7fffffff
		t.x[i] = t.x[(i+m)%n] ^ y>>1 ^ (y&1)*0x9908b0df
	}
	t.next = 0
}
