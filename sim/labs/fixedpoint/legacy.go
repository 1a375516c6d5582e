package fixedpoint

import (
	"math"

	"hebb/sim/num"
)

// legacy draws the numbers of NumPy's legacy generator (np.random.seed, randn), which
// the published experiments use: the Mersenne twister and Marsaglia's polar method. With
// seed 2023 it gives their data.
type legacy struct {
	num.Twister
	spare float64
	has   bool
}

func newLegacy(seed uint32) *legacy { return &legacy{Twister: num.NewTwister(seed)} }

func (l *legacy) unit() float64 {
	a, b := l.Uint32()>>5, l.Uint32()>>6
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
