package main

import (
	"fmt"
	"math"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// vector writes the elementary functions, a vector of elements at a time. The callers
// see to it that n is a multiple of eight.
func vector(c *build.Context) {
	both(c, func(a *asm) {
		a.unary("tanhAsm", "tanh x", func(f *maths, x reg.VecVirtual) reg.VecVirtual {
			// e^2|x| - 1 = 2^n (e^r - 1) + 2^n - 1 keeps its digits near 0.
			u := f.within(f.times(f.abs(x), f.constant(2)), 0, pick(a, 20.0, 44.0))
			n, r := f.reduce(u, nil, false)
			s := f.power(n)
			q := f.expm1(r)
			em := pair{hi: f.fmaTo(f.minus(s, f.constant(1)), s, q.hi)}
			return f.signed(f.sumOf(f.quotient(em, f.onto(2, em))), x)
		})
		a.softplus()
		a.adam()
		a.momentum()
		a.largest("largestAsm", false)
		a.largest("apartAsm", true)
		a.towards()
	})
}

// maths writes arithmetic on a vector.
type maths struct {
	*asm
	// Between least and most, e^x is more than nothing and less than infinite.
	least, most float64
	// digits of a number without its leading 1, and what is added to an exponent
	digits, bias int
}

func (a *asm) maths() *maths {
	if a.size == 4 {
		return &maths{a, -104, 89, 23, 127}
	}
	return &maths{a, -746, 710, 52, 1023}
}

func (f *maths) constant(v float64) reg.VecVirtual {
	if f.size == 4 {
		return f.whole(uint64(math.Float32bits(float32(v))))
	}
	return f.whole(math.Float64bits(v))
}

// whole is a vector of one constant, given by its bits, which stands in the file once.
func (f *maths) whole(v uint64) reg.VecVirtual {
	name := fmt.Sprintf("constant%0*x", 2*f.size, v)
	from, ok := constants[name]
	if !ok {
		from = f.ConstData(name, pick(f.asm, operand.Constant(operand.U32(v)), operand.Constant(operand.U64(v))))
		constants[name] = from
	}
	y := f.YMM()
	f.spread(from, y)
	return y
}

var constants = map[string]operand.Mem{}

func (f *maths) three(do func(x, y, to op), x, y reg.VecVirtual) reg.VecVirtual {
	z := f.YMM()
	do(y, x, z)
	return z
}

func (f *maths) plus(x, y reg.VecVirtual) reg.VecVirtual  { return f.three(f.add, x, y) }
func (f *maths) times(x, y reg.VecVirtual) reg.VecVirtual { return f.three(f.mul, x, y) }
func (f *maths) minus(x, y reg.VecVirtual) reg.VecVirtual {
	return f.three(func(a, b, c op) { pick(f.asm, f.VSUBPS, f.VSUBPD)(a, b, c) }, x, y)
}
func (f *maths) over(x, y reg.VecVirtual) reg.VecVirtual {
	return f.three(func(a, b, c op) { pick(f.asm, f.VDIVPS, f.VDIVPD)(a, b, c) }, x, y)
}
func (f *maths) atLeast(x, y reg.VecVirtual) reg.VecVirtual {
	return f.three(func(a, b, c op) { pick(f.asm, f.VMAXPS, f.VMAXPD)(a, b, c) }, x, y)
}
func (f *maths) atMost(x, y reg.VecVirtual) reg.VecVirtual {
	return f.three(func(a, b, c op) { pick(f.asm, f.VMINPS, f.VMINPD)(a, b, c) }, x, y)
}

// fmaTo returns to + x y in to's register.
func (f *maths) fmaTo(to, x, y reg.VecVirtual) reg.VecVirtual {
	f.fma(y, x, to)
	return to
}

// lessTo returns to - x y in to's register.
func (f *maths) lessTo(to, x, y reg.VecVirtual) reg.VecVirtual {
	pick(f.asm, f.VFNMADD231PS, f.VFNMADD231PD)(y, x, to)
	return to
}

// copyOf returns v in another register.
func (f *maths) copyOf(v reg.VecVirtual) reg.VecVirtual {
	y := f.YMM()
	f.move(v, y)
	return y
}

// within holds x between two limits. The second operand of a minimum is what comes out
// when one is no number.
func (f *maths) within(x reg.VecVirtual, lo, hi float64) reg.VecVirtual {
	return f.atMost(f.constant(hi), f.atLeast(f.constant(lo), x))
}

func (f *maths) sign() reg.VecVirtual { return f.whole(1 << (8*f.size - 1)) }

func (f *maths) abs(x reg.VecVirtual) reg.VecVirtual {
	return f.three(func(a, b, c op) { f.VANDNPS(a, b, c) }, f.sign(), x)
}

func (f *maths) minusAbs(x reg.VecVirtual) reg.VecVirtual {
	return f.three(func(a, b, c op) { f.VORPS(a, b, c) }, x, f.sign())
}

// signed returns v, which is not negative, with the sign of x.
func (f *maths) signed(v, x reg.VecVirtual) reg.VecVirtual {
	sign := f.three(func(a, b, c op) { f.VANDPS(a, b, c) }, x, f.sign())
	return f.three(func(a, b, c op) { f.VORPS(a, b, c) }, v, sign)
}

// choose returns below where x has its sign bit set, else above.
func (f *maths) choose(x, below, above reg.VecVirtual) reg.VecVirtual {
	z := f.YMM()
	pick(f.asm, f.VBLENDVPS, f.VBLENDVPD)(x, below, above, z)
	return z
}

// shift is 1.5 * 2^digits: added to a number it rounds it, and its low bits hold the
// whole number, too.
func (f *maths) shift() reg.VecVirtual { return f.constant(math.Ldexp(1.5, f.digits)) }

// pair is a number in two parts, the second much smaller than the first, or nil. In
// float32, results right to two units in the last place leave room for two or three
// roundings only; less is asked of float64.
type pair struct{ hi, lo reg.VecVirtual }

func (f *maths) sumOf(p pair) reg.VecVirtual {
	if p.lo == nil {
		return p.hi
	}
	return f.plus(p.hi, p.lo)
}

// onto returns v + p, for a v that is not smaller than p.
func (f *maths) onto(v float64, p pair) pair {
	sum := pair{hi: f.plus(f.constant(v), p.hi)}
	if f.size == 4 {
		sum.lo = f.plus(f.minus(f.constant(v), sum.hi), p.hi)
		if p.lo != nil {
			sum.lo = f.plus(sum.lo, p.lo)
		}
	}
	return sum
}

// quotient returns x / y. Where y has a second part, the first quotient is put right by
// what it leaves.
func (f *maths) quotient(x, y pair) pair {
	if y.lo == nil {
		return pair{hi: f.over(x.hi, y.hi)}
	}
	inverse := f.over(f.constant(1), y.hi)
	q := f.times(x.hi, inverse)
	left := f.lessTo(f.lessTo(f.copyOf(x.hi), q, y.hi), q, y.lo)
	if x.lo != nil {
		left = f.plus(left, x.lo)
	}
	return pair{q, f.times(left, inverse)}
}

// logistic returns 1/(1+e^-x) from e = e^-|x|.
func (f *maths) logistic(x reg.VecVirtual, e pair) reg.VecVirtual {
	above := pair{hi: f.choose(x, e.hi, f.constant(1))}
	if e.lo != nil {
		above.lo = f.choose(x, e.lo, f.constant(0))
	}
	return f.sumOf(f.quotient(above, f.onto(1, e)))
}

// reduce returns n and r with x + more = n ln 2 + r and |r| <= ln 2 / 2; n is still
// shifted. ln 2 has two parts: n times the first is exact. A second part of r is
// found if it is asked for.
func (f *maths) reduce(x, more reg.VecVirtual, exact bool) (shifted reg.VecVirtual, r pair) {
	shifted = f.fmaTo(f.shift(), x, f.constant(math.Log2E))
	n := f.minus(shifted, f.shift())
	hi, lo := 0x1.62e42feep-1, 0x1.a39ef35793c76p-33
	if f.size == 4 {
		hi, lo = 0x1.63p-1, -0x1.bd0105c610ca8p-13
	}
	first := f.lessTo(f.copyOf(x), n, f.constant(hi))
	if more == nil {
		return shifted, pair{hi: f.lessTo(first, n, f.constant(lo))}
	}
	rest := f.lessTo(f.copyOf(more), n, f.constant(lo))
	r.hi = f.plus(first, rest)
	if exact {
		r.lo = f.plus(f.minus(first, r.hi), rest)
	}
	return shifted, r
}

// power returns 2^n of a shifted n, if that is neither too large nor too small.
func (f *maths) power(shifted reg.VecVirtual) reg.VecVirtual {
	s := f.YMM()
	pick(f.asm, f.VPADDD, f.VPADDQ)(f.whole(uint64(f.bias)), shifted, s)
	pick(f.asm, f.VPSLLD, f.VPSLLQ)(operand.U8(f.digits), s, s)
	return s
}

// expm1 returns e^r - 1 = r + r² (1/2 + r/6 + ...) for |r| <= ln 2 / 2.
func (f *maths) expm1(r pair) pair {
	p := f.polynomial(r.hi, expCoefficients(f.size))
	if r.lo == nil {
		return pair{hi: f.fmaTo(f.copyOf(r.hi), f.times(r.hi, r.hi), p)}
	}
	p = f.times(f.times(r.hi, r.hi), p)
	e := pair{hi: f.plus(r.hi, p)}
	e.lo = f.plus(f.plus(f.minus(r.hi, e.hi), p), r.lo)
	return e
}

// exp returns e^x, or e^(x+more), for x between least and most. It scales in two steps, so
// that small results go down to the last bit and large ones up to infinity.
func (f *maths) exp(x, more reg.VecVirtual, exact bool) (p pair) {
	shifted, r := f.reduce(x, more, exact)
	if exact {
		p = f.onto(1, f.expm1(r))
	} else {
		p.hi = f.plus(f.constant(1), f.expm1(r).hi)
	}
	n := f.minus(shifted, f.shift())
	half := f.fmaTo(f.shift(), n, f.constant(0.5))
	rest := f.minus(n, f.minus(half, f.shift()))
	for _, s := range []reg.VecVirtual{f.power(half), f.power(f.plus(rest, f.shift()))} {
		p.hi = f.times(p.hi, s)
		if p.lo != nil {
			p.lo = f.times(p.lo, s)
		}
	}
	return p
}

// polynomial returns c[0] + c[1] x + c[2] x² + ... Neighbours are added up first, then
// pairs of them with x², and so on: so that no sum waits long for another.
func (f *maths) polynomial(x reg.VecVirtual, c []float64) reg.VecVirtual {
	var sums []reg.VecVirtual
	for i := 0; i < len(c); i += 2 {
		s := f.constant(c[i])
		if i+1 < len(c) {
			f.fmaTo(s, x, f.constant(c[i+1]))
		}
		sums = append(sums, s)
	}
	for len(sums) > 1 {
		x = f.times(x, x)
		var next []reg.VecVirtual
		for i := 0; i < len(sums); i += 2 {
			if i+1 < len(sums) {
				f.fmaTo(sums[i], x, sums[i+1])
			}
			next = append(next, sums[i])
		}
		sums = next
	}
	return sums[0]
}

func (a *asm) unary(name, what string, do func(*maths, reg.VecVirtual) reg.VecVirtual) {
	a.fn(name, "func(y, x *T, n int)", name+" does y = "+what+" for n elements, a multiple of a vector.")
	y, x, n := a.arg("y"), a.arg("x"), a.arg("n")
	a.vectors(n, 1, func(j reg.Register, _ int) {
		v := a.YMM()
		a.move(a.elem(x, j, 0), v)
		a.move(do(a.maths(), v), a.elem(y, j, 0))
	})
	a.done()
}

func (a *asm) softplus() {
	f := a.maths()
	a.fn("softplusAsm", "func(y, s, z *T, n int, c *T)",
		"softplusAsm does y = log(1+e^βz)/β and s = 1/(1+e^-βz) for n elements, a multiple of a vector; c holds β and 2/β, both in two parts, and the |z| from which on e^-β|z| is taken as 0.")
	y, s, z, n, c := a.arg("y"), a.arg("s"), a.arg("z"), a.arg("n"), a.arg("c")
	scalar := func(i int) reg.VecVirtual {
		v := a.YMM()
		a.spread(at(c, i*a.size), v)
		return v
	}
	a.vectors(n, 1, func(j reg.Register, _ int) {
		v := a.YMM()
		a.move(a.elem(z, j, 0), v)
		size := f.abs(v)
		u := f.minusAbs(f.atMost(scalar(4), size))
		// β u, and what rounding it has lost
		t := f.times(u, scalar(0))
		lost := f.copyOf(t)
		pick(a, a.VFMSUB231PS, a.VFMSUB231PD)(u, scalar(0), lost)
		f.fmaTo(lost, u, scalar(1))
		e := f.exp(t, lost, f.size == 4)
		const notGreaterEqual = 0x19 // true of what is no number
		something := size
		pick(a, a.VCMPPS, a.VCMPPD)(imm(notGreaterEqual), scalar(4), size, something)
		a.VANDPS(e.hi, something, e.hi)
		if e.lo != nil {
			a.VANDPS(e.lo, something, e.lo)
		}
		// log(1+e) = 2 artanh q with q = e/(2+e) <= 1/3: odd powers of q only.
		q := f.quotient(e, f.onto(2, e))
		w := f.times(q.hi, scalar(2))
		low := f.lessTo(f.copyOf(w), q.hi, scalar(2)) // w - 2/β q, which is small and has the wrong sign
		low = f.lessTo(low, q.hi, scalar(3))
		if q.lo != nil {
			low = f.lessTo(low, q.lo, scalar(2))
		}
		big := f.atLeast(f.constant(0x1p-30), q.hi) // so that the square of a small one is a number of full precision
		square := f.times(big, big)
		tail := f.times(square, f.polynomial(square, artanhCoefficients(a.size)))
		low = f.minus(f.times(w, tail), low)
		a.move(f.plus(f.atLeast(f.constant(0), v), f.plus(w, low)), a.elem(y, j, 0))
		a.move(f.logistic(v, e), a.elem(s, j, 0))
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
	f := a.maths()
	sign, least, root := f.sign(), f.constant(f.tiny()), f.constant(math.Sqrt(f.tiny()))
	a.vectors(n, 1, func(j reg.Register, _ int) {
		x, y, d := a.YMM(), a.YMM(), a.YMM()
		a.move(a.elem(grad, j, 0), d)
		a.mul(d, k[1], x)
		a.fma(a.elem(m, j, 0), k[0], x)
		f.settle(x, sign, least)
		a.move(x, a.elem(m, j, 0))
		f.settle(d, sign, root)
		a.mul(d, d, d)
		a.mul(d, k[3], y)
		a.fma(a.elem(v, j, 0), k[2], y)
		f.settle(y, sign, least)
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

// tiny is below what matters, and far enough above the least number of full precision for
// what comes of it by a factor to be none: see settle in package num.
func (f *maths) tiny() float64 { return pick(f.asm, 0x1p-100, 0x1p-960) }

// settle makes v 0 where it is smaller than least. What is no number stays.
func (f *maths) settle(v, sign, least reg.VecVirtual) {
	const notLess = 0x15
	t := f.YMM()
	f.VANDNPS(v, sign, t)
	pick(f.asm, f.VCMPPS, f.VCMPPD)(imm(notLess), least, t, t)
	f.VANDPS(v, t, v)
}

func (a *asm) momentum() {
	f := a.maths()
	a.fn("momentumAsm", "func(w, d, m *T, n int, c *T)",
		"momentumAsm does m = c[0] m + d and w += c[1] m for n elements, a multiple of a vector.")
	w, grad, m, n, c := a.arg("w"), a.arg("d"), a.arg("m"), a.arg("n"), a.arg("c")
	mu, rate := a.YMM(), a.YMM()
	a.spread(at(c, 0), mu)
	a.spread(at(c, a.size), rate)
	sign, least := f.sign(), f.constant(f.tiny())
	a.vectors(n, 2, func(j reg.Register, i int) {
		x, y := a.YMM(), a.YMM()
		a.mul(a.elem(m, j, 32*i), mu, x)
		a.add(a.elem(grad, j, 32*i), x, x)
		f.settle(x, sign, least)
		a.move(x, a.elem(m, j, 32*i))
		a.move(a.elem(w, j, 32*i), y)
		a.fma(x, rate, y)
		a.move(y, a.elem(w, j, 32*i))
	})
	a.done()
}

// largest compares numbers without sign as whole numbers: so NaN is above all.
func (a *asm) largest(name string, difference bool) {
	f := a.maths()
	if difference {
		a.fn(name, "func(x, y *T, n int) T", name+" returns the largest |x - y| of n elements, a multiple of a vector; NaN if one is.")
	} else {
		a.fn(name, "func(x *T, n int) T", name+" returns the largest |x| of n elements, a multiple of a vector; NaN if one is.")
	}
	x, n := a.arg("x"), a.arg("n")
	var y reg.Register
	if difference {
		y = a.arg("y")
	}
	sign := f.sign()
	higher := func(v, top reg.VecVirtual) {
		if a.size == 4 {
			a.VPMAXSD(v, top, top)
			return
		}
		m := a.YMM()
		a.VPCMPGTQ(top, v, m)
		a.VBLENDVPD(m, v, top, top)
	}
	top := a.zeros(4)
	a.vectors(n, 4, func(j reg.Register, i int) {
		v := a.YMM()
		a.move(a.elem(x, j, 32*i), v)
		if difference {
			pick(a, a.VSUBPS, a.VSUBPD)(a.elem(y, j, 32*i), v, v)
		}
		a.VANDNPS(v, sign, v)
		higher(v, top[i])
	})
	for _, i := range []int{1, 2, 3} {
		higher(top[i], top[0])
	}
	half := a.YMM()
	a.VEXTRACTF128(imm(1), top[0], half.AsX())
	higher(half, top[0])
	for _, order := range []uint8{0x4e, 0xb1}[:pick(a, 2, 1)] { // halves, then neighbours
		a.VPSHUFD(operand.U8(order), top[0].AsX(), half.AsX())
		higher(half, top[0])
	}
	a.Store(top[0].AsX(), a.ReturnIndex(0))
	a.done()
}

func (a *asm) towards() {
	f := a.maths()
	a.fn("towardsAsm", "func(x, y *T, h T, n int)", "towardsAsm does x += h (y - x) for n elements, a multiple of a vector.")
	h := a.YMM()
	a.spread(a.param("h"), h)
	x, y, n := a.arg("x"), a.arg("y"), a.arg("n")
	a.vectors(n, 4, func(j reg.Register, i int) {
		v, d := a.YMM(), a.YMM()
		a.move(a.elem(x, j, 32*i), v)
		a.move(a.elem(y, j, 32*i), d)
		f.fmaTo(v, f.minus(d, v), h)
		a.move(v, a.elem(x, j, 32*i))
	})
	a.done()
}
