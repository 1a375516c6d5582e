package main

import (
	"math"
	"math/big"
)

// digits of the arithmetic in which coefficients are found.
const precision = 300

func number(v float64) *big.Float { return big.NewFloat(v).SetPrec(precision) }

// powers returns the sum of a power series whose k-th coefficient is 1/d(k), for x well
// inside of where it converges.
func powers(x *big.Float, d func(k int) *big.Float) *big.Float {
	sum, p := number(0), number(1)
	for k := range 120 {
		t := number(0).Quo(p, d(k))
		sum.Add(sum, t)
		p = number(0).Mul(p, x)
	}
	return sum
}

// expTail is (e^x - 1 - x)/x² = Σ x^k/(k+2)!.
func expTail(x *big.Float) *big.Float {
	f := number(1)
	return powers(x, func(k int) *big.Float {
		f = number(0).Mul(f, number(float64(k+2)))
		return f
	})
}

// artanhTail is (artanh(√x)/√x - 1)/x = Σ x^k/(2k+3).
func artanhTail(x *big.Float) *big.Float {
	return powers(x, func(k int) *big.Float { return number(float64(2*k + 3)) })
}

// economised returns the coefficients of a polynomial that is close to f everywhere from
// lo to hi: it meets f at the zeros of a Chebyshev polynomial.
func economised(f func(*big.Float) *big.Float, lo, hi float64, degree int) []float64 {
	n := degree + 1
	x, d := make([]*big.Float, n), make([]*big.Float, n)
	for i := range x {
		x[i] = number((lo+hi)/2 + (hi-lo)/2*math.Cos(math.Pi*(float64(i)+0.5)/float64(n)))
		d[i] = f(x[i])
	}
	for step := 1; step < n; step++ { // Newton's divided differences
		for i := n - 1; i >= step; i-- {
			d[i] = number(0).Quo(number(0).Sub(d[i], d[i-1]), number(0).Sub(x[i], x[i-step]))
		}
	}
	c := make([]*big.Float, n) // from the innermost bracket of d0 + (x-x0)(d1 + (x-x1)(...))
	for i := range c {
		c[i] = number(0)
	}
	for i := n - 1; i >= 0; i-- {
		for k := n - 1; k >= 0; k-- {
			c[k] = number(0).Neg(number(0).Mul(c[k], x[i]))
			if k > 0 {
				c[k].Add(c[k], c[k-1])
			}
		}
		c[0].Add(c[0], d[i])
	}
	out := make([]float64, n)
	for i := range c {
		out[i], _ = c[i].Float64()
	}
	return out
}
