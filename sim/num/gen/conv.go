package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// conv writes the loops of convolutions and pooling, whose vectors lie along the
// images of a batch, and from one column to the next.
func conv(c *build.Context) {
	tails(c)
	both(c, func(a *asm) {
		for rows := 1; rows <= 6; rows++ {
			a.convolve(rows)
			a.convGradient(rows, 1)
			a.convGradient(rows, 2)
		}
		a.pool()
		a.poolBack()
	})
}

// offsets returns memory operands for rows of a step each: base + i steps. It takes
// up to six rows, and third is base + 3 steps.
func offsets(base, third, step reg.Register, i int) operand.Mem {
	switch i {
	case 0:
		return at(base, 0)
	case 1, 2, 4:
		return idx(base, step, uint8(i), 0)
	case 3:
		return at(third, 0)
	default:
		return idx(third, step, uint8(i-3), 0)
	}
}

// displaced is m with more bytes behind it.
func displaced(m operand.Mem, disp int) operand.Mem { m.Disp += disp; return m }

// third is base + 3 steps.
func (a *asm) third(base, step reg.Register) reg.Register {
	t := a.GP64()
	a.LEAQ(idx(base, step, 2, 0), t)
	a.ADDQ(step, t)
	return t
}

// convolve computes a stretch of rows of several output channels: each number is a sum
// over taps, which say where a weight is and where the input that it meets. As many
// vectors are on the way as registers allow.
func (a *asm) convolve(rows int) {
	name := fmt.Sprintf("conv%dAsm", rows)
	a.fn(name, "func(out *T, step int, w, in *T, shift int, taps *int32, k int, bias *T, n int)",
		name+" does out_r = bias[r] + Σ w[taps[2t] + r] in[shift + taps[2t+1] + ...] over k taps, for n numbers.")
	out, step, w, in, shift := a.arg("out"), a.arg("step"), a.arg("w"), a.arg("in"), a.arg("shift")
	taps, end, bias, n := a.arg("taps"), a.arg("k"), a.arg("bias"), a.arg("n")
	a.bytes(step)
	a.bytes(shift)
	a.ADDQ(shift, in)
	a.LEAQ(idx(taps, end, 8, 0), end)
	third := a.third(out, step)
	body := func(vectors int, mask *reg.VecVirtual) {
		acc := make([][]reg.VecVirtual, rows)
		for r := range acc {
			for v := range vectors {
				acc[r] = append(acc[r], a.YMM())
				if v == 0 {
					a.spread(at(bias, r*a.size), acc[r][0])
				} else {
					a.move(acc[r][0], acc[r][v])
				}
			}
		}
		tap, weight, from := a.GP64(), a.GP64(), a.GP64()
		loop := a.label("taps")
		a.MOVQ(taps, tap)
		a.Label(loop)
		a.MOVLQSX(at(tap, 0), weight)
		a.MOVLQSX(at(tap, 4), from)
		x := make([]reg.VecVirtual, vectors)
		for v := range x {
			x[v] = a.YMM()
			if mask != nil {
				a.loadMask(*mask, a.elem(in, from, 32*v), x[v])
			} else {
				a.move(a.elem(in, from, 32*v), x[v])
			}
		}
		for r := range acc {
			b := a.YMM()
			a.spread(a.elem(w, weight, r*a.size), b)
			for v := range x {
				a.fma(x[v], b, acc[r][v])
			}
		}
		a.ADDQ(imm(8), tap)
		a.CMPQ(tap, end)
		a.JNE(to(loop))
		for r := range acc {
			for v := range x {
				m := displaced(offsets(out, third, step, r), 32*v)
				if mask != nil {
					a.storeMask(*mask, acc[r][v], m)
				} else {
					a.move(acc[r][v], m)
				}
			}
		}
	}
	done, few, single, rest := a.label("done"), a.label("few"), a.label("single"), a.label("rest")
	a.CMPQ(n, imm(a.lanes()))
	a.JL(to(few))
	skip := func(vectors int) {
		for _, p := range []reg.Register{out, third, in} {
			a.ADDQ(imm(32*vectors), p)
		}
	}
	many := [...]int{1: 4, 2: 4, 3: 3, 4: 3, 5: 2, 6: 2}[rows]
	a.while(n, many*a.lanes(), func() {
		body(many, nil)
		skip(many)
	})
	a.Label(single)
	a.CMPQ(n, imm(a.lanes()))
	a.JL(to(rest))
	body(1, nil)
	skip(1)
	a.SUBQ(imm(a.lanes()), n)
	a.JMP(to(single))
	// What is left is computed with the numbers before it, once more.
	a.Label(rest)
	a.TESTQ(n, n)
	a.JE(to(done))
	back := a.GP64()
	a.LEAQ(at(n, -a.lanes()), back)
	a.bytes(back)
	for _, p := range []reg.Register{out, third, in} {
		a.ADDQ(back, p)
	}
	a.MOVQ(operand.U32(a.lanes()), n)
	a.JMP(to(single))
	a.Label(few)
	mask := a.mask(n)
	body(1, &mask)
	a.Label(done)
	a.done()
}

// convGradient adds to the weights of several output channels, at one tap or two that
// are neighbours, the products of gradient and input along stretches of some rows.
func (a *asm) convGradient(rows, taps int) {
	name := fmt.Sprintf("convGradient%dx%dAsm", rows, taps)
	a.fn(name, "func(dw *T, dwStep int, grad *T, step, gNext int, in *T, shift0, shift1, inNext, rows, n int)",
		name+" does dw_r[t] += Σ grad_r in[shift_t + ...] over n numbers in each of some rows.")
	g, step, gNext, in := a.arg("grad"), a.arg("step"), a.arg("gNext"), a.arg("in")
	inNext, left, n := a.arg("inNext"), a.arg("rows"), a.arg("n")
	for _, r := range []reg.Register{step, gNext, inNext} {
		a.bytes(r)
	}
	x := make([]reg.Register, taps)
	for t := range x {
		x[t] = a.arg(fmt.Sprint("shift", t))
		a.LEAQ(a.elem(in, x[t], 0), x[t])
	}
	third := a.third(g, step)
	mask := a.mask(n)
	acc := make([][]reg.VecVirtual, rows)
	for r := range acc {
		acc[r] = a.zeros(taps)
	}
	body := func(load func(from operand.Mem, to reg.VecVirtual)) {
		v := make([]reg.VecVirtual, taps)
		for t := range v {
			v[t] = a.YMM()
			load(at(x[t], 0), v[t])
		}
		for r := range acc {
			b := a.YMM()
			load(offsets(g, third, step, r), b)
			for t := range v {
				a.fma(v[t], b, acc[r][t])
			}
		}
	}
	// vectors of a row, and elements that they leave; what is to add at its end
	whole := a.GP64()
	a.MOVQ(n, whole)
	a.SHRQ(imm(pick(a, 3, 2)), whole)
	a.ANDQ(imm(a.lanes()-1), n)
	used := a.GP64()
	a.MOVQ(whole, used)
	a.SHLQ(imm(5), used)
	a.SUBQ(used, gNext)
	a.SUBQ(used, inNext)
	a.while(left, 1, func() {
		count, loop, none, even := a.GP64(), a.label("vec"), a.label("none"), a.label("even")
		a.MOVQ(whole, count)
		a.TESTQ(count, count)
		a.JE(to(none))
		a.Label(loop)
		body(func(from operand.Mem, to reg.VecVirtual) { a.move(from, to) })
		for _, p := range append([]reg.Register{g, third}, x...) {
			a.ADDQ(imm(32), p)
		}
		a.DECQ(count)
		a.JNE(to(loop))
		a.Label(none)
		a.TESTQ(n, n)
		a.JE(to(even))
		body(func(from operand.Mem, to reg.VecVirtual) { a.loadMask(mask, from, to) })
		a.Label(even)
		a.ADDQ(gNext, g)
		a.ADDQ(gNext, third)
		for _, p := range x {
			a.ADDQ(inNext, p)
		}
	})
	dw, dwStep := a.arg("dw"), a.arg("dwStep")
	a.bytes(dwStep)
	last := a.third(dw, dwStep)
	for r := range acc {
		for t := range x {
			m := displaced(offsets(dw, last, dwStep, r), t*a.size)
			a.sum(acc[r][t])
			v := acc[r][t].AsX()
			pick(a, a.VADDSS, a.VADDSD)(m, v, v)
			a.st(a.size, acc[r][t], m)
		}
	}
	a.done()
}

// windows runs the body for count windows of two by two, with the images of a vector at
// a time: p are the places of the window, j is where the vector is. There must be at
// least one vector; what the vectors leave is done with the images before it.
func (a *asm) windows(in, below, n, count reg.Register, body func(p []reg.Register, j reg.Register), next func()) {
	p := []reg.Register{in, a.GP64(), a.GP64(), a.GP64()}
	a.LEAQ(a.elem(in, n, 0), p[1])
	a.LEAQ(a.elem(in, below, 0), p[2])
	a.LEAQ(a.elem(p[2], n, 0), p[3])
	last, two := a.GP64(), a.GP64()
	a.LEAQ(at(n, -a.lanes()), last)
	a.LEAQ(idx(n, n, 1, 0), two)
	a.bytes(two)
	a.while(count, 1, func() {
		j, loop, tail, end := a.GP64(), a.label("vec"), a.label("tail"), a.label("end")
		a.XORQ(j, j)
		a.Label(loop)
		body(p, j)
		a.CMPQ(j, last)
		a.JE(to(end))
		a.ADDQ(imm(a.lanes()), j)
		a.CMPQ(j, last)
		a.JLE(to(loop))
		a.Label(tail)
		a.MOVQ(last, j)
		a.JMP(to(loop))
		a.Label(end)
		for _, q := range p {
			a.ADDQ(two, q)
		}
		next()
	})
}

// places are vectors of the whole numbers 1, 2 and 3, in lanes of the precision's size.
func (a *asm) places() (v [4]reg.VecVirtual) {
	for p := range v {
		v[p] = a.YMM()
		if p == 0 {
			a.zero(v[0])
			continue
		}
		r, x := a.GP64(), a.XMM()
		a.MOVQ(operand.U32(p), r)
		a.VMOVQ(r, x)
		pick(a, a.VPBROADCASTD, a.VPBROADCASTQ)(x, v[p])
	}
	return v
}

func (a *asm) pool() {
	a.fn("poolAsm", "func(out *T, win *uint8, in *T, below, n, count int)",
		"poolAsm takes the largest of each of count windows of n images, at least a vector of them.")
	out, win, in, below, n, count := a.arg("out"), a.arg("win"), a.arg("in"), a.arg("below"), a.arg("n"), a.arg("count")
	const greater, unordered = 30, 3
	place := a.places()
	cmp := pick(a, a.VCMPPS, a.VCMPPD)
	blend := pick(a, a.VBLENDVPS, a.VBLENDVPD)
	a.windows(in, below, n, count, func(p []reg.Register, j reg.Register) {
		best, who := a.YMM(), a.YMM()
		a.move(a.elem(p[0], j, 0), best)
		a.zero(who)
		for i := 1; i < 4; i++ {
			v, m, u := a.YMM(), a.YMM(), a.YMM()
			a.move(a.elem(p[i], j, 0), v)
			cmp(imm(greater), best, v, m)
			cmp(imm(unordered), v, v, u)
			a.VORPS(u, m, m)
			blend(m, v, best, best)
			blend(m, place[i], who, who)
		}
		a.move(best, a.elem(out, j, 0))
		hi, lo := a.XMM(), who.AsX()
		a.VEXTRACTI128(imm(1), who, hi)
		if a.size == 8 {
			a.VSHUFPS(operand.U8(0x88), hi, lo, lo)
			a.VPACKSSDW(lo, lo, lo)
			a.VPACKUSWB(lo, lo, lo)
			a.VMOVD(lo, idx(win, j, 1, 0))
			return
		}
		a.VPACKSSDW(hi, lo, lo)
		a.VPACKUSWB(lo, lo, lo)
		a.VMOVQ(lo, idx(win, j, 1, 0))
	}, func() {
		a.LEAQ(a.elem(out, n, 0), out)
		a.ADDQ(n, win)
	})
	a.done()
}

func (a *asm) poolBack() {
	a.fn("poolBackAsm", "func(gin, gout *T, win *uint8, below, n, count int)",
		"poolBackAsm gives what comes to a window to the one that was taken, and 0 to the others.")
	gin, gout, win, below, n, count := a.arg("gin"), a.arg("gout"), a.arg("win"), a.arg("below"), a.arg("n"), a.arg("count")
	place := a.places()
	a.windows(gin, below, n, count, func(p []reg.Register, j reg.Register) {
		g, who := a.YMM(), a.YMM()
		a.move(a.elem(gout, j, 0), g)
		pick(a, a.VPMOVZXBD, a.VPMOVZXBQ)(idx(win, j, 1, 0), who)
		for i := range p {
			m := a.YMM()
			pick(a, a.VPCMPEQD, a.VPCMPEQQ)(place[i], who, m)
			a.VANDPS(g, m, m)
			a.move(m, a.elem(p[i], j, 0))
		}
	}, func() {
		a.LEAQ(a.elem(gout, n, 0), gout)
		a.ADDQ(n, win)
	})
	a.done()
}
