package num

import "math"

// softplusConstants are β and 2/β in two parts, and the |z| from which on e^-β|z| is 0.
func softplusConstants[T Float](beta, most float64) [5]T {
	b, s := T(beta), T(2/beta)
	// In float64, too, what is lost of 2/β is known: beta*s - 2 is exact.
	lost := float64(T(2/beta - float64(s)))
	if !is32[T]() {
		lost = -math.FMA(beta, 2/beta, -2) / beta
	}
	return [5]T{b, T(beta - float64(b)), s, T(lost), T(most / beta)}
}

// softplusConstantsOf are those with which e^-β|z| is 0 where it is below 2^-60 in float32
// and below 2^-500 in float64: products of two that are not are numbers of full
// precision (see tiny).
func softplusConstantsOf[T Float](beta float64) [5]T {
	if is32[T]() {
		return softplusConstants[T](beta, 60*math.Ln2)
	}
	return softplusConstants[T](beta, 500*math.Ln2)
}

// What follows is the vector functions of module gen, for one number; see there for why.

func plainTanh[T Float](x T) T {
	if is32[T]() {
		return T(tanh32(float32(x)))
	}
	return T(tanh64(float64(x)))
}

func plainSoftplus[T Float](z T, c *[5]T) (y, s T) {
	if is32[T]() {
		a, b := softplus32(float32(z), (*[5]float32)(slice32(c[:])))
		return T(a), T(b)
	}
	a, b := softplus64(float64(z), (*[5]float64)(slice64(c[:])))
	return T(a), T(b)
}

const (
	log2e32, ln2hi32, ln2lo32 = float32(math.Log2E), float32(0x1.63p-1), float32(-0x1.bd0105c610ca8p-13)
	log2e64, ln2hi64, ln2lo64 = float64(math.Log2E), 0x1.62e42feep-1, 0x1.a39ef35793c76p-33

	// added to a number it rounds it, and its low bits hold the whole number, too
	shift32, shift64 = float32(3 << 22), float64(3 << 51)
)

func power32(shifted float32) float32 {
	return math.Float32frombits((math.Float32bits(shifted) + 127) << 23)
}

func power64(shifted float64) float64 {
	return math.Float64frombits((math.Float64bits(shifted) + 1023) << 52)
}

func abs32(x float32) float32 { return math.Float32frombits(math.Float32bits(x) &^ (1 << 31)) }

func sign32(x, of float32) float32 {
	return math.Float32frombits(math.Float32bits(x) | math.Float32bits(of)&(1<<31))
}

func tanh32(x float32) float32 {
	u := abs32(x) * 2
	if u > 20 {
		u = 20
	}
	shifted := fma32(u, log2e32, shift32)
	n := shifted - shift32
	r := fma32(-n, ln2lo32, fma32(-n, ln2hi32, u))
	s := power32(shifted)
	q := fma32(r*r, expTail32(r), r)
	em := fma32(s, q, s-1)
	hi := 2 + em
	lo := (2 - hi) + em
	inverse := 1 / hi
	y := float32(em * inverse)
	left := fma32(-y, lo, fma32(-y, hi, em))
	return sign32(y+float32(left*inverse), x)
}

func tanh64(x float64) float64 {
	u := math.Abs(x) * 2
	if u > 44 {
		u = 44
	}
	shifted := math.FMA(u, log2e64, shift64)
	n := shifted - shift64
	r := math.FMA(-n, ln2lo64, math.FMA(-n, ln2hi64, u))
	s := power64(shifted)
	q := math.FMA(r*r, expTail64(r), r)
	em := math.FMA(s, q, s-1)
	return math.Copysign(em/(2+em), x)
}

// quotient32 is x / y of numbers in two parts.
func quotient32(x, xlo, y, ylo float32) (hi, lo float32) {
	inverse := 1 / y
	hi = float32(x * inverse)
	left := fma32(-hi, ylo, fma32(-hi, y, x)) + xlo
	return hi, float32(left * inverse)
}

// exp32 is e^(x+more) in two parts.
func exp32(x, more float32) (hi, lo float32) {
	shifted := fma32(x, log2e32, shift32)
	n := shifted - shift32
	first := fma32(-n, ln2hi32, x)
	rest := fma32(-n, ln2lo32, more)
	r := first + rest
	rlo := (first - r) + rest
	p := float32(float32(r*r) * expTail32(r))
	e := r + p
	elo := ((r - e) + p) + rlo
	hi = 1 + e
	lo = ((1 - hi) + e) + elo
	half := fma32(n, 0.5, shift32)
	rest = n - (half - shift32)
	s, t := power32(half), power32(rest+shift32)
	return float32(float32(hi*s) * t), float32(float32(lo*s) * t)
}

func softplus32(z float32, c *[5]float32) (y, s float32) {
	u := abs32(z)
	if c[4] < u {
		u = c[4]
	}
	u = sign32(u, -1)
	t := u * c[0]
	e, elo := exp32(t, fma32(u, c[1], fma32(u, c[0], -t)))
	if abs32(z) >= c[4] {
		e, elo = 0, 0
	}
	hi := 2 + e
	q, qlo := quotient32(e, elo, hi, ((2-hi)+e)+elo)
	w := float32(q * c[2])
	low := fma32(-qlo, c[2], fma32(-q, c[3], fma32(-q, c[2], w)))
	big := max(q, 0x1p-30)
	square := big * big
	low = float32(w*float32(square*artanhTail32(square))) - low
	y = w + low
	if !(z < 0) {
		y += z
	} else {
		y += 0
	}
	above, abovelo := float32(1), float32(0)
	if math.Signbit(float64(z)) {
		above, abovelo = e, elo
	}
	hi = 1 + e
	s, slo := quotient32(above, abovelo, hi, ((1-hi)+e)+elo)
	return y, s + slo
}

func softplus64(z float64, c *[5]float64) (y, s float64) {
	u := math.Abs(z)
	if c[4] < u {
		u = c[4]
	}
	u = -u
	t := u * c[0]
	e := exp64(t, math.FMA(u, c[1], math.FMA(u, c[0], -t)))
	if math.Abs(z) >= c[4] {
		e = 0
	}
	q := e / (2 + e)
	w := float64(q * c[2])
	low := math.FMA(-q, c[3], math.FMA(-q, c[2], w))
	big := max(q, 0x1p-30)
	square := big * big
	low = float64(w*float64(square*artanhTail64(square))) - low
	y = w + low
	if !(z < 0) {
		y += z
	} else {
		y += 0
	}
	above := 1.0
	if math.Signbit(z) {
		above = e
	}
	return y, above / (1 + e)
}

// exp64 is e^(x+more), where that is neither nothing nor infinite.
func exp64(x, more float64) float64 {
	shifted := math.FMA(x, log2e64, shift64)
	n := shifted - shift64
	first := math.FMA(-n, ln2hi64, x)
	rest := math.FMA(-n, ln2lo64, more)
	r := first + rest
	e := 1 + math.FMA(r*r, expTail64(r), r)
	half := math.FMA(n, 0.5, shift64)
	rest = n - (half - shift64)
	return float64(float64(e*power64(half)) * power64(rest+shift64))
}
