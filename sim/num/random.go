package num

import (
	"math"

	"hebb/sim/num/elem"
)

// Key stands for a family of random numbers. A draw is a pure function of (seed,
// purpose, layer, row, column): no draw depends on how many came before it. So two
// networks that differ in depth, width or gain have the same numbers wherever they
// have the same layer, row and column.
//
// A draw mixes the four words with splitmix64's finaliser (Steele, Lea & Flood,
// "Fast splittable pseudorandom number generators", OOPSLA 2014), once for each
// word, which is a keyed hash of a counter in the manner of Philox.
type Key uint64

// NewKey returns the key of a purpose and a layer under seed.
func NewKey(seed uint64, purpose string, layer int) Key {
	h := Mix(Mix(seed+Golden) + uint64(len(purpose)))
	for i := range len(purpose) {
		h = Mix(h ^ uint64(purpose[i]) + Golden)
	}
	return Key(Mix(h + uint64(layer)*Golden))
}

// Golden is 2^64 divided by the golden ratio: the step of splitmix64.
const Golden = 0x9e3779b97f4a7c15

// Mix is the finaliser of splitmix64.
func Mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Bits returns 64 random bits for (row, col).
func (k Key) Bits(row, col int) uint64 {
	return Mix(Mix(uint64(k)+uint64(row)*Golden) + uint64(col)*Golden)
}

// Unit returns a number in (0, 1): the middle of one of 2^52 equal cells.
func (k Key) Unit(row, col int) float64 { return unit(k.Bits(row, col)) }

func unit(bits uint64) float64 { return float64((float64(bits>>12) + 0.5) * (1.0 / (1 << 52))) }

// Uniform returns a number in (-1, 1).
func (k Key) Uniform(row, col int) float64 { return float64(2*k.Unit(row, col)) - 1 }

// Uniforms writes scale times Uniform(i, j) into row j and column i of m. Half of the
// mixing depends on i alone, and is done once for a stretch of columns.
func Uniforms[T Float](m Mat[T], k Key, scale float64) {
	var half [64]uint64
	for from := 0; from < m.Cols; from += len(half) {
		n := min(len(half), m.Cols-from)
		for i := range n {
			half[i] = Mix(uint64(k) + uint64(from+i)*Golden)
		}
		for j := range m.Rows {
			row := m.Row(j)[from : from+n]
			add := uint64(j) * Golden
			for i, h := range half[:n] {
				row[i] = T(scale * (float64(2*unit(Mix(h+add))) - 1))
			}
		}
	}
}

// Norm returns a number with mean 0 and variance 1, normally distributed
// (Box and Muller, with two draws of its own).
func (k Key) Norm(row, col int) float64 {
	b := k.Bits(row, col)
	r := math.Sqrt(-2 * elem.Log(unit(b)))
	return r * elem.Cos(2*math.Pi*unit(Mix(b+Golden)))
}
