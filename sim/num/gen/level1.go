package main

import (
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/reg"
)

// level1 writes the kernels of vectors.
func level1(c *build.Context) {
	tails(c)
	both(c, func(a *asm) {
		a.dot()
		a.total()
		a.axpy()
		a.scale()
		a.countNonzero()
	})
}

// Four strands of sums hide how long an addition takes.
const strands = 4

func (a *asm) dot() {
	a.fn("dotAsm", "func(x, y *T, n int) T", "dotAsm returns Σ x y.")
	x, y, n := a.arg("x"), a.arg("y"), a.arg("n")
	mask, acc := a.mask(n), a.zeros(strands)
	p := a.vectors(n, strands, func(j reg.Register, i int) {
		v := a.YMM()
		a.move(a.elem(x, j, 32*i), v)
		a.fma(a.elem(y, j, 32*i), v, acc[i])
	})
	a.ifLeft(p, func(j reg.Register) {
		v, w := a.YMM(), a.YMM()
		a.loadMask(mask, a.elem(x, j, 0), v)
		a.loadMask(mask, a.elem(y, j, 0), w)
		a.fma(w, v, acc[strands-1])
	})
	a.returnSum(acc)
}

func (a *asm) total() {
	a.fn("sumAsm", "func(x *T, n int) T", "sumAsm returns Σ x.")
	x, n := a.arg("x"), a.arg("n")
	mask, acc := a.mask(n), a.zeros(strands)
	p := a.vectors(n, strands, func(j reg.Register, i int) {
		a.add(a.elem(x, j, 32*i), acc[i], acc[i])
	})
	a.ifLeft(p, func(j reg.Register) {
		v := a.YMM()
		a.loadMask(mask, a.elem(x, j, 0), v)
		a.add(v, acc[strands-1], acc[strands-1])
	})
	a.returnSum(acc)
}

func (a *asm) returnSum(acc []reg.VecVirtual) {
	a.add(acc[1], acc[0], acc[0])
	a.add(acc[3], acc[2], acc[2])
	a.add(acc[2], acc[0], acc[0])
	a.sum(acc[0])
	a.Store(acc[0].AsX(), a.ReturnIndex(0))
	a.done()
}

func (a *asm) axpy() {
	a.fn("axpyAsm", "func(s T, x, y *T, n int)", "axpyAsm does y += s x.")
	s := a.YMM()
	a.spread(a.param("s"), s)
	x, y, n := a.arg("x"), a.arg("y"), a.arg("n")
	a.columns(n, 4, func(j reg.Register, disp, w int) {
		v := a.YMM()
		a.ld(w, a.elem(y, j, disp), v)
		a.fmaw(w, a.elem(x, j, disp), s, v)
		a.st(w, v, a.elem(y, j, disp))
	})
	a.done()
}

func (a *asm) scale() {
	a.fn("scaleAsm", "func(s T, x *T, n int)", "scaleAsm does x *= s.")
	s := a.YMM()
	a.spread(a.param("s"), s)
	x, n := a.arg("x"), a.arg("n")
	a.columns(n, 4, func(j reg.Register, disp, w int) {
		v := a.YMM()
		a.mulw(w, a.elem(x, j, disp), s, v)
		a.st(w, v, a.elem(x, j, disp))
	})
	a.done()
}

// countNonzero counts with vectors of whole numbers: a comparison gives -1.
func (a *asm) countNonzero() {
	a.fn("nonzeroAsm", "func(x *T, n int) int", "nonzeroAsm counts the elements that are not 0.")
	x, n := a.arg("x"), a.arg("n")
	mask, zero, acc := a.mask(n), a.YMM(), a.YMM()
	a.zero(zero)
	a.zero(acc)
	const notEqual = 4
	count := func(v op) {
		t := a.YMM()
		pick(a, a.VCMPPS, a.VCMPPD)(imm(notEqual), v, zero, t)
		pick(a, a.VPSUBD, a.VPSUBQ)(t, acc, acc)
	}
	p := a.vectors(n, 4, func(j reg.Register, i int) { count(a.elem(x, j, 32*i)) })
	a.ifLeft(p, func(j reg.Register) {
		v := a.YMM()
		a.loadMask(mask, a.elem(x, j, 0), v)
		count(v)
	})
	t, r := a.XMM(), a.GP64()
	a.VEXTRACTI128(imm(1), acc, t)
	pick(a, a.VPADDD, a.VPADDQ)(t, acc.AsX(), acc.AsX())
	if a.size == 4 {
		a.VPHADDD(acc.AsX(), acc.AsX(), acc.AsX())
		a.VPHADDD(acc.AsX(), acc.AsX(), acc.AsX())
		a.VMOVD(acc.AsX(), r.As32())
	} else {
		a.VPSRLDQ(imm(8), acc.AsX(), t)
		a.VPADDQ(t, acc.AsX(), acc.AsX())
		a.VMOVQ(acc.AsX(), r)
	}
	a.Store(r, a.ReturnIndex(0))
	a.done()
}
