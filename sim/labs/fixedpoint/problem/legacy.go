package problem

import (
	"math"

	"hebb/sim/num"
	"hebb/sim/num/elem"
)

// Legacy draws the numbers of NumPy's legacy generator (np.random.seed, randn), which
// the published experiments use: the Mersenne twister and Marsaglia's polar method. With
// seed 2023 it gives their data.
type Legacy struct {
	num.Twister
	spare float64
	has   bool
}

// NewLegacy returns the generator as np.random.seed leaves it.
func NewLegacy(seed uint32) *Legacy { return &Legacy{Twister: num.NewTwister(seed)} }

func (l *Legacy) unit() float64 {
	a, b := l.Uint32()>>5, l.Uint32()>>6
	return (float64(float64(a)*67108864) + float64(b)) / 9007199254740992
}

// norm is a normally distributed number.
func (l *Legacy) norm() float64 {
	if l.has {
		l.has = false
		return l.spare
	}
	for {
		x, y := float64(2*l.unit())-1, float64(2*l.unit())-1
		if s := float64(x*x) + float64(y*y); s > 0 && s < 1 {
			f := math.Sqrt(-2 * elem.Log(s) / s)
			l.spare, l.has = f*x, true
			return f * y
		}
	}
}

// Normals writes scale times normally distributed numbers.
func (l *Legacy) Normals(x []float64, scale float64) {
	for i := range x {
		x[i] = scale * l.norm()
	}
}

// Seed brings the seed of a run into the range of the generator.
func Seed(seed uint64) uint32 { return uint32(seed ^ seed>>32) }
