package main

import (
	"fmt"
	"math"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// vector writes the elementary functions. Both precisions compute in float64, four
// lanes at a time: what float32 asks for is then right almost to the last bit, and
// its series are shorter. The callers see to it that n is a multiple of four.
func vector(c *build.Context) {
	both(c, func(a *asm) {
		a.unary("expAsm", "e^x", func(f *maths, x reg.VecVirtual) reg.VecVirtual {
			return f.exp(f.within(x, -746, 710))
		})
		a.unary("sigmoidAsm", "1/(1+e^-x)", func(f *maths, x reg.VecVirtual) reg.VecVirtual {
			e, one := f.exp(f.within(f.minusAbs(x), -746, 0)), f.constant(1)
			inverse := f.over(one, f.plus(e, one))
			return f.choose(x, f.times(e, inverse), inverse)
		})
		a.unary("tanhAsm", "tanh x", func(f *maths, x reg.VecVirtual) reg.VecVirtual {
			// e^2|x| - 1 = 2^n (e^r - 1) + 2^n - 1 keeps its digits near 0.
			u := f.within(f.times(f.abs(x), f.constant(2)), 0, 44)
			n, r := f.reduce(u)
			s := f.power(n)
			q := f.times(r, f.series(r, factorials(1, pick(f.asm, 9, 14))))
			em := f.fmaTo(f.minus(s, f.constant(1)), s, q)
			return f.signed(f.over(em, f.plus(em, f.constant(2))), x)
		})
		a.softplus()
		a.adam()
	})
}

// maths writes arithmetic on four float64s.
type maths struct{ *asm }

func (f *maths) constant(v float64) reg.VecVirtual { return f.bits(math.Float64bits(v)) }

// bits returns a vector of one constant, which stands in the file once.
func (f *maths) bits(v uint64) reg.VecVirtual {
	at, ok := constants[v]
	if !ok {
		at = f.ConstData(fmt.Sprintf("constant%016x", v), operand.U64(v))
		constants[v] = at
	}
	y := f.YMM()
	f.VBROADCASTSD(at, y)
	return y
}

var constants = map[uint64]operand.Mem{}

func (f *maths) three(do func(x, y, to op), x, y reg.VecVirtual) reg.VecVirtual {
	z := f.YMM()
	do(y, x, z)
	return z
}

func (f *maths) plus(x, y reg.VecVirtual) reg.VecVirtual {
	return f.three(func(a, b, c op) { f.VADDPD(a, b, c) }, x, y)
}
func (f *maths) minus(x, y reg.VecVirtual) reg.VecVirtual {
	return f.three(func(a, b, c op) { f.VSUBPD(a, b, c) }, x, y)
}
func (f *maths) times(x, y reg.VecVirtual) reg.VecVirtual {
	return f.three(func(a, b, c op) { f.VMULPD(a, b, c) }, x, y)
}
func (f *maths) over(x, y reg.VecVirtual) reg.VecVirtual {
	return f.three(func(a, b, c op) { f.VDIVPD(a, b, c) }, x, y)
}

// fmaTo returns to + x y in to's register.
func (f *maths) fmaTo(to, x, y reg.VecVirtual) reg.VecVirtual {
	f.VFMADD231PD(y, x, to)
	return to
}

// within holds x between two limits. The second operand of the minimum is what comes
// out when x is no number.
func (f *maths) within(x reg.VecVirtual, lo, hi float64) reg.VecVirtual {
	x = f.three(func(a, b, c op) { f.VMAXPD(a, b, c) }, f.constant(lo), x)
	return f.three(func(a, b, c op) { f.VMINPD(a, b, c) }, f.constant(hi), x)
}

const signBit = 1 << 63

func (f *maths) abs(x reg.VecVirtual) reg.VecVirtual {
	return f.three(func(a, b, c op) { f.VANDPD(a, b, c) }, x, f.bits(signBit-1))
}

func (f *maths) minusAbs(x reg.VecVirtual) reg.VecVirtual {
	return f.three(func(a, b, c op) { f.VORPD(a, b, c) }, x, f.bits(signBit))
}

// signed returns v, which is not negative, with the sign of x.
func (f *maths) signed(v, x reg.VecVirtual) reg.VecVirtual {
	sign := f.three(func(a, b, c op) { f.VANDPD(a, b, c) }, x, f.bits(signBit))
	return f.three(func(a, b, c op) { f.VORPD(a, b, c) }, v, sign)
}

// choose returns below where x has its sign bit set, else above.
func (f *maths) choose(x, below, above reg.VecVirtual) reg.VecVirtual {
	z := f.YMM()
	f.VBLENDVPD(x, below, above, z)
	return z
}

// shift is 1.5 * 2^52: added to a number it rounds it, and its low bits hold the
// whole number, too.
const shift = 3 << 51

// reduce returns n and r with x = n ln 2 + r and |r| <= ln 2 / 2; n is still shifted.
func (f *maths) reduce(x reg.VecVirtual) (shifted, r reg.VecVirtual) {
	shifted = f.fmaTo(f.constant(shift), x, f.constant(math.Log2E))
	n := f.minus(shifted, f.constant(shift))
	// ln 2 in two parts: the first has room for the digits of n.
	const hi, lo = 0x1.62e42feep-1, 0x1.a39ef35793c76p-33
	r = f.YMM()
	f.VMOVAPD(x, r)
	f.VFNMADD231PD(f.constant(hi), n, r)
	f.VFNMADD231PD(f.constant(lo), n, r)
	return shifted, r
}

// power returns 2^n of a shifted n between -1022 and 1023.
func (f *maths) power(shifted reg.VecVirtual) reg.VecVirtual {
	s := f.YMM()
	f.VPADDQ(f.bits(1023), shifted, s)
	f.VPSLLQ(operand.U8(52), s, s)
	return s
}

// exp returns e^x for x between -746 and 710, in two steps of scaling, so that small
// results go down to the last bit and large ones up to infinity.
func (f *maths) exp(x reg.VecVirtual) reg.VecVirtual {
	shifted, r := f.reduce(x)
	p := f.series(r, factorials(0, pick(f.asm, 8, 13)))
	n := f.minus(shifted, f.constant(shift))
	half := f.fmaTo(f.constant(shift), n, f.constant(0.5))
	rest := f.minus(n, f.minus(half, f.constant(shift)))
	p = f.times(p, f.power(half))
	return f.times(p, f.power(f.plus(rest, f.constant(shift))))
}

// factorials are 1/from!, ..., 1/to!.
func factorials(from, to int) (c []float64) {
	v := 1.0
	for i := 1; i <= to; i++ {
		if i > from {
			c = append(c, v)
		}
		v /= float64(i)
	}
	return append(c, v)
}

// series returns c[0] + c[1] x + c[2] x² + ...
func (f *maths) series(x reg.VecVirtual, c []float64) reg.VecVirtual {
	p := f.constant(c[len(c)-1])
	for i := len(c) - 2; i >= 0; i-- {
		f.VFMADD213PD(f.constant(c[i]), x, p) // p = p x + c
	}
	return p
}

// load reads four elements as float64s.
func (a *asm) load4(from operand.Mem) reg.VecVirtual {
	y := a.YMM()
	if a.size == 4 {
		a.VCVTPS2PD(from, y)
	} else {
		a.VMOVUPD(from, y)
	}
	return y
}

func (a *asm) store4(v reg.VecVirtual, to operand.Mem) {
	if a.size == 4 {
		x := a.XMM()
		a.VCVTPD2PSY(v, x)
		a.VMOVUPS(x, to)
		return
	}
	a.VMOVUPD(v, to)
}

// fours runs the body for every four of n elements.
func (a *asm) fours(n reg.Register, body func(j reg.Register)) {
	j := a.GP64()
	a.XORQ(j, j)
	a.while(n, 4, func() {
		body(j)
		a.ADDQ(imm(4), j)
	})
}

func (a *asm) unary(name, what string, do func(*maths, reg.VecVirtual) reg.VecVirtual) {
	a.fn(name, "func(y, x *T, n int)", name+" does y = "+what+" for n elements, a multiple of four.")
	y, x, n := a.arg("y"), a.arg("x"), a.arg("n")
	a.fours(n, func(j reg.Register) {
		a.store4(do(&maths{a}, a.load4(a.elem(x, j, 0))), a.elem(y, j, 0))
	})
	a.done()
}

func (a *asm) softplus() {
	f := &maths{a}
	a.fn("softplusAsm", "func(y, s, z *T, n int, beta, inverse float64)",
		"softplusAsm does y = log(1+e^βz)/β and s = 1/(1+e^-βz) for n elements, a multiple of four; inverse is 1/β.")
	y, s, z, n := a.arg("y"), a.arg("s"), a.arg("z"), a.arg("n")
	beta, inverse := a.YMM(), a.YMM()
	a.VBROADCASTSD(a.param("beta"), beta)
	a.VBROADCASTSD(a.param("inverse"), inverse)
	a.fours(n, func(j reg.Register) {
		v := a.load4(a.elem(z, j, 0))
		e := f.exp(f.within(f.minusAbs(f.times(v, beta)), -746, 0))
		// log(1+e) = 2 artanh q with q = e/(2+e) <= 1/3: odd powers of q only.
		q := f.over(e, f.plus(e, f.constant(2)))
		var c []float64
		for i := range pick(a, 8, 16) {
			c = append(c, 2/float64(2*i+1))
		}
		l := f.times(f.times(q, f.series(f.times(q, q), c)), inverse)
		positive := f.three(func(x, y, to op) { f.VMAXPD(x, y, to) }, f.constant(0), v)
		a.store4(f.plus(positive, l), a.elem(y, j, 0))
		one := f.over(f.constant(1), f.plus(e, f.constant(1)))
		a.store4(f.choose(v, f.times(e, one), one), a.elem(s, j, 0))
	})
	a.done()
}

// adam keeps to the lanes of its precision: it is bound by memory and by roots.
func (a *asm) adam() {
	a.fn("adamAsm", "func(w, d, m, v *T, n int, c *T)",
		"adamAsm does a step of Adam for n elements, a multiple of a vector; c holds β1, 1-β1, β2, 1-β2, the rate and 1/√(1-β2^t) and ε.")
	w, grad, m, v, n, c := a.arg("w"), a.arg("d"), a.arg("m"), a.arg("v"), a.arg("n"), a.arg("c")
	var k [7]reg.VecVirtual
	for i := range k {
		k[i] = a.YMM()
		a.spread(at(c, i*a.size), k[i])
	}
	a.vectors(n, 1, func(j reg.Register, _ int) {
		x, y, d := a.YMM(), a.YMM(), a.YMM()
		a.move(a.elem(grad, j, 0), d)
		a.mul(d, k[1], x)
		a.fma(a.elem(m, j, 0), k[0], x)
		a.move(x, a.elem(m, j, 0))
		a.mul(d, d, d)
		a.mul(d, k[3], y)
		a.fma(a.elem(v, j, 0), k[2], y)
		a.move(y, a.elem(v, j, 0))
		pick(a, a.VSQRTPS, a.VSQRTPD)(y, y)
		pick(a, a.VFMADD213PS, a.VFMADD213PD)(k[6], k[5], y) // y = y k5 + k6
		a.mul(x, k[4], x)
		pick(a, a.VDIVPS, a.VDIVPD)(y, x, x)
		a.move(a.elem(w, j, 0), d)
		pick(a, a.VSUBPS, a.VSUBPD)(x, d, d)
		a.move(d, a.elem(w, j, 0))
	})
	a.done()
}
