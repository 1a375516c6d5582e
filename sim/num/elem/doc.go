// Package elem holds the elementary functions that simulations use, of our own, with the
// same results on every processor: every product is rounded before it is added, and all
// is done in the order that stands here. What only moves bits (Abs, Copysign, ...) and
// Sqrt are the same everywhere already, and are taken from math.
//
// A function takes its argument apart into one that stands in a table and a small one,
// for which a short polynomial does. Tables and coefficients are in tables.go, which
// module gen next door computes with numbers of 300 bits and more (make generate).
//
// Errors, in units in the last place, are at most 0.6 for Exp, Log, Log1p and Pow (0.8
// where these are subnormal), 0.7 for Expm1, 0.9 for Sin, Cos, Tanh and Hypot, 1.3 for
// Atan2. NaN, infinities, zeros and subnormal numbers are as IEEE 754 has them; of Pow's
// zeros see there.
package elem

import "math"

// parts are a number that is the sum of two, the second far less than the first.
type parts struct{ hi, lo float64 }

// shift rounds what is added to it, and its low bits hold the whole number, too.
const shift = 3 << 51

// product is a*b in two parts. Halves of 26 and 27 digits are multiplied exactly, but for
// the last digit of the least product.
func product(a, b float64) parts {
	ah, bh := firstHalf(a), firstHalf(b)
	al, bl := a-ah, b-bh
	p := float64(a * b)
	return parts{p, float64(ah*bh) - p + float64(ah*bl) + float64(al*bh) + float64(al*bl)}
}

// firstHalf are the first 26 digits.
func firstHalf(x float64) float64 {
	return math.Float64frombits(math.Float64bits(x) &^ (1<<27 - 1))
}

// sum is a+b in two parts, where a is the larger one.
func sum(a, b float64) parts {
	s := a + b
	return parts{s, a - s + b}
}
