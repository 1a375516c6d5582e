package data

import (
	"math"
	"math/bits"

	"hebb/sim/num"
)

// Permutation is the order in which n samples are presented, pass after pass. It is
// a value of a few words: copy it freely.
//
// A pass is a Feistel network over a rectangle of a × b ≥ n cells, a = ⌈√n⌉, with
// addition modulo a and b in place of exclusive or (FE2 of Bellare, Ristenpart,
// Rogaway & Stegers, "Format-preserving encryption", SAC 2009,
// doi:10.1007/978-3-642-05445-7_19); a cell beyond n is sent through again until it
// is below n (cycle walking: Black & Rogaway, "Ciphers with arbitrary finite
// domains", CT-RSA 2002, doi:10.1007/3-540-45760-7_9). Their networks are ciphers;
// ours mixes with splitmix64's finaliser, num.Mix, which is enough to shuffle and hides
// nothing.
type Permutation struct {
	seed uint64
	n    uint64
	a, b uint64
}

// Order returns the order of n ≥ 1 samples under seed. Orders of different purposes
// (training, probes) under one seed of a run need different seeds here, for example
// num.NewKey(seed, "order", 0).
func Order(seed uint64, n int) Permutation {
	if n < 1 {
		panic("data: order of fewer than one sample")
	}
	a := uint64(math.Sqrt(float64(n)))
	for a*a < uint64(n) { // the root is rounded down, and may be inexact
		a++
	}
	return Permutation{seed: seed, n: uint64(n), a: a, b: (uint64(n) + a - 1) / a}
}

// At returns the sample, 0 ≤ At < n, at an index that counts presentations for
// ever: indices p·n to p·n + n-1 are pass p, in which every sample comes exactly
// once, and every pass has its own order. It is a pure function and allocates
// nothing.
func (p Permutation) At(index uint64) int {
	pass, x := index/p.n, index%p.n
	key := num.Mix(p.seed ^ num.Mix(pass+1))
	for {
		if x = p.network(key, x); x < p.n {
			return int(x)
		}
	}
}

// network permutes 0 … a·b-1. Every half round adds to one coordinate a function of
// the other, and so can be undone: distinct cells stay distinct.
func (p Permutation) network(key, x uint64) uint64 {
	l, r := x/p.b, x%p.b
	for range 4 {
		key += num.Golden
		if l += below(num.Mix(key^r), p.a); l >= p.a {
			l -= p.a
		}
		key += num.Golden
		if r += below(num.Mix(key^l), p.b); r >= p.b {
			r -= p.b
		}
	}
	return l*p.b + r
}

// below scales 64 random bits to 0 … n-1.
func below(random, n uint64) uint64 {
	hi, _ := bits.Mul64(random, n)
	return hi
}
