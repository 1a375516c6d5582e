package elem

import (
	"math"
	"math/bits"
)

// Sin returns the sine of x, in radians.
func Sin(x float64) float64 {
	if x == 0 {
		return x
	}
	k, r := reduce(x)
	return turned(k, r)
}

// Cos returns the cosine of x, in radians.
func Cos(x float64) float64 {
	k, r := reduce(x)
	return turned(k+1, r)
}

// Sincos returns both.
func Sincos(x float64) (sin, cos float64) {
	if x == 0 {
		return x, 1
	}
	k, r := reduce(x)
	return turned(k, r), turned(k+1, r)
}

// turned is the sine of r and k right angles.
func turned(k int, r parts) float64 {
	z := float64(r.hi * r.hi)
	square := float64(z * z)
	var v float64
	if k&1 == 0 {
		p := sine0 + float64(sine1*z) + float64(square*(sine2+float64(sine3*z)+float64(square*(sine4+float64(sine5*z)))))
		v = r.hi - (float64(float64(r.hi*z)*p) - float64(r.lo*(1-float64(0.5*z))))
	} else {
		p := cosine0 + float64(cosine1*z) + float64(square*(cosine2+float64(cosine3*z)+float64(square*(cosine4+float64(cosine5*z)))))
		half := float64(0.5 * z)
		top := 1 - half
		v = top + (1 - top - half + (float64(square*p) - float64(r.hi*r.lo)))
	}
	if k&2 != 0 {
		return -v
	}
	return v
}

// reduce takes k right angles from x, so that at most half of one is left, in two parts.
// Products of k with the first two parts of π/2 are exact.
func reduce(x float64) (k int, r parts) {
	a := math.Abs(x)
	if a <= math.Pi/4 {
		return 0, parts{x, 0}
	}
	if a < 1<<20 {
		n := float64(x*perRight) + shift - shift
		left, next := x-float64(n*rightA), float64(n*rightB)
		r = sum(left, -next)
		if math.Abs(r.hi) > 0x1p-12 { // otherwise too many digits are lost
			return int(n), sum(r.hi, r.lo-float64(n*rightC))
		}
	}
	if !(a <= math.MaxFloat64) {
		return 0, parts{math.NaN(), 0}
	}
	k, r = reduceLong(a)
	if x < 0 {
		return -k, parts{-r.hi, -r.lo}
	}
	return k, r
}

// reduceLong does it for x above 1/2, in whole numbers: of 2/π it takes the 192 bits from
// the one on that, times x's last bit, is worth two right angles. What is before is whole
// turns, and what is behind cannot be seen.
func reduceLong(x float64) (k int, r parts) {
	b := math.Float64bits(x)
	m := b&mantissa | 1<<52
	first := int(b>>52) - 1075 + 62
	i, by := first>>6, uint(first&63)
	word := func(i int) uint64 { return perRightBits[i]<<by | perRightBits[i+1]>>(64-by) }

	over2, f2 := bits.Mul64(m, word(i+2))
	over1, f1 := bits.Mul64(m, word(i+1))
	f1, carry := bits.Add64(f1, over2, 0)
	f0 := m*word(i) + over1 + carry

	k = int(f0 >> 62)
	f0, f1, f2 = f0<<2|f1>>62, f1<<2|f2>>62, f2<<2
	negative := f0>>63 == 1
	if negative { // what is missing to the next right angle
		k, f0, f1, f2 = k+1, ^f0, ^f1, ^f2
	}
	down := 0
	if f0 == 0 {
		f0, f1, down = f1, f2, 64
	}
	up := bits.LeadingZeros64(f0)
	f0 = f0<<up | f1>>(64-up)
	p, _ := bits.Mul64(f0, rightBits)
	scale := math.Float64frombits(uint64(1023-63-down-up) << 52)
	if negative {
		scale = -scale
	}
	return k, parts{float64(float64(p&^(1<<11-1)) * scale), float64(float64(p&(1<<11-1)) * scale)}
}
