package fixedpoint

import "math"

// legacy draws the numbers of NumPy's legacy generator (np.random.seed, randn), which
// the published experiments use: the Mersenne Twister of Matsumoto and Nishimura (ACM
// TOMACS 8, 1998) and Marsaglia's polar method. With seed 2023 it gives their data.
type legacy struct {
	mt    [624]uint32
	at    int
	spare float64
	has   bool
}

func newLegacy(seed uint32) *legacy {
	l := &legacy{at: 624}
	l.mt[0] = seed
	for i := 1; i < 624; i++ {
		l.mt[i] = 1812433253*(l.mt[i-1]^l.mt[i-1]>>30) + uint32(i)
	}
	return l
}

func (l *legacy) next() uint32 {
	if l.at == 624 {
		for i := range 624 {
			y := l.mt[i]&0x80000000 | l.mt[(i+1)%624]&0x7fffffff
			l.mt[i] = l.mt[(i+397)%624] ^ y>>1 ^ (y&1)*0x9908b0df
		}
		l.at = 0
	}
	y := l.mt[l.at]
	l.at++
	y ^= y >> 11
	y ^= y << 7 & 0x9d2c5680
	y ^= y << 15 & 0xefc60000
	return y ^ y>>18
}

func (l *legacy) unit() float64 {
	a, b := l.next()>>5, l.next()>>6
	return (float64(a)*67108864 + float64(b)) / 9007199254740992
}

// norm is a normally distributed number.
func (l *legacy) norm() float64 {
	if l.has {
		l.has = false
		return l.spare
	}
	for {
		x, y := 2*l.unit()-1, 2*l.unit()-1
		if s := x*x + y*y; s > 0 && s < 1 {
			f := math.Sqrt(-2 * math.Log(s) / s)
			l.spare, l.has = f*x, true
			return f * y
		}
	}
}

// fill writes scale times normally distributed numbers.
func (l *legacy) fill(x []float64, scale float64) {
	for i := range x {
		x[i] = scale * l.norm()
	}
}

// legacySeed brings the seed of a run into the range of the generator.
func legacySeed(seed uint64) uint32 { return uint32(seed ^ seed>>32) }
