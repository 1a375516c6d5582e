package main

import (
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// sparse writes the product of a sparse matrix. Elements of x are collected by
// scalar loads into vectors, which is faster than the processor's own gathering.
func sparse(c *build.Context) {
	tails(c)
	both(c, (*asm).spmv)
}

// spmv looks at the columns of a row before it uses them: one that is out of range
// ends the work, and nothing is read from there.
func (a *asm) spmv() {
	a.fn("spmvAsm", "func(y *T, start, col *int32, val, x *T, rows, cols int) int",
		"spmvAsm does y = A x. It returns how many rows it has left undone: not 0 when the next has a column out of range.")
	y, start, col, val, x, rows := a.arg("y"), a.arg("start"), a.arg("col"), a.arg("val"), a.arg("x"), a.arg("rows")
	limit := a.YMM()
	cols := a.arg("cols")
	a.DECQ(cols)
	a.VMOVD(cols.(reg.GPVirtual).As32(), limit.AsX())
	a.VPBROADCASTD(limit.AsX(), limit)
	bad := a.label("bad")
	a.while(rows, 1, func() {
		from, n := a.GP64(), a.GP64()
		a.MOVLQSX(at(start, 0), from)
		a.MOVLQSX(at(start, 4), n)
		a.SUBQ(from, n)
		pc, pv := a.GP64(), a.GP64()
		a.LEAQ(idx(col, from, 4, 0), pc)
		a.LEAQ(a.elem(val, from, 0), pv)

		// max(column, limit) = limit, unsigned, for all of them
		worst := a.YMM()
		a.VMOVDQA(limit, worst)
		j, left := a.GP64(), a.GP64()
		a.XORQ(j, j)
		a.MOVQ(n, left)
		a.while(left, 8, func() {
			a.VPMAXUD(idx(pc, j, 4, 0), worst, worst)
			a.ADDQ(imm(8), j)
		})
		r, t, mask := a.GP64(), a.GP64(), a.YMM()
		a.MOVQ(left, r)
		a.SHLQ(imm(2), r)
		a.LEAQ(operand.NewDataAddr(operand.NewStaticSymbol("tails"), 32), t)
		a.SUBQ(r, t)
		a.VMOVDQU(at(t, 0), mask)
		rest := a.YMM()
		a.VPMASKMOVD(idx(pc, j, 4, 0), mask, rest)
		a.VPMAXUD(rest, worst, worst)
		a.VPXOR(limit, worst, worst)
		a.VPTEST(worst, worst)
		a.JNE(to(bad))

		acc := a.zeros(4)
		i := a.GP64()
		a.XORQ(i, i)
		a.while(n, 4, func() {
			var c [4]reg.GPVirtual
			for l := 0; l < 4; l += 2 {
				c[l], c[l+1] = a.GP64(), a.GP64()
				a.MOVQ(idx(pc, i, 4, 4*l), c[l+1])
				a.MOVL(c[l+1].As32(), c[l].As32())
				a.SHRQ(imm(32), c[l+1])
			}
			if a.size == 4 {
				v := a.XMM()
				a.VMOVSS(idx(x, c[0], 4, 0), v)
				for l := 1; l < 4; l++ {
					a.VINSERTPS(imm(16*l), idx(x, c[l], 4, 0), v, v)
				}
				a.VFMADD231PS(idx(pv, i, 4, 0), v, acc[0].AsX())
			} else {
				for l := 0; l < 4; l += 2 {
					v := a.XMM()
					a.VMOVSD(idx(x, c[l], 8, 0), v)
					a.VMOVHPD(idx(x, c[l+1], 8, 0), v, v)
					a.VFMADD231PD(idx(pv, i, 8, 8*l), v, acc[l/2].AsX())
				}
			}
			a.ADDQ(imm(4), i)
		})
		a.while(n, 1, func() {
			c, v := a.GP64(), a.YMM()
			a.MOVL(idx(pc, i, 4, 0), c.As32())
			a.ld(a.size, a.elem(x, c, 0), v)
			a.fmaw(a.size, a.elem(pv, i, 0), v, acc[2])
			a.INCQ(i)
		})
		a.add(acc[1], acc[0], acc[0])
		a.add(acc[2], acc[0], acc[0])
		a.sum(acc[0])
		a.st(a.size, acc[0], at(y, 0))
		a.ADDQ(imm(a.size), y)
		a.ADDQ(imm(4), start)
	})
	a.Label(bad)
	a.Store(rows, a.ReturnIndex(0))
	a.done()
}
