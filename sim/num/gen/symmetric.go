package main

import (
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// symmetric writes the kernels of symmetric matrices. They go over the upper triangle
// only, four rows at a time: first the little triangle at the diagonal, element by
// element, then the columns behind it, which all four rows have. Where rows are summed,
// vectors begin at columns that are multiples of their lanes, wherever these lie in
// memory: a column's lane is the same for all who sum.
func symmetric(c *build.Context) {
	tails(c)
	both(c, func(a *asm) {
		a.symmetric("symUpdateAsm", true, false)
		a.symmetric("symUpdateMulAsm", true, true)
		a.symmetric("symMulAsm", false, true)
	})
}

func (a *asm) symmetric(name string, update, multiply bool) {
	switch {
	case update && multiply:
		a.fn(name, "func(y, p *T, n int, by T, k, x *T)", name+" does P += by k kᵀ and y += P x.")
	case update:
		a.fn(name, "func(p *T, n int, by T, k *T)", name+" does P += by k kᵀ.")
	default:
		a.fn(name, "func(y, p *T, n int, x *T)", name+" does y += P x.")
	}
	var k, x, y reg.Register
	if update {
		k = a.arg("k")
	}
	if multiply {
		x, y = a.arg("x"), a.arg("y")
	}
	diagonal, lda, left := a.arg("p"), a.arg("n"), a.GP64()
	a.MOVQ(lda, left)
	a.bytes(lda)
	for _, group := range []int{4, 1} {
		a.while(left, group, func() {
			rows := a.rows(diagonal, lda, group)
			var gk, xs, acc []reg.VecVirtual
			if update {
				g := a.YMM()
				a.spread(a.param("by"), g)
				gk = a.spreadFrom(k, group)
				for _, v := range gk {
					a.mul(g, v, v)
				}
			}
			if multiply {
				xs, acc = a.spreadFrom(x, group), a.zeros(group)
			}
			for r, p := range rows {
				for c := r; c < group; c++ {
					s := a.YMM()
					a.ld(a.size, at(p, c*a.size), s)
					if update {
						a.fmaw(a.size, at(k, c*a.size), gk[r], s)
						a.st(a.size, s, at(p, c*a.size))
					}
					if multiply {
						a.fmaw(a.size, at(x, c*a.size), s, acc[r])
					}
					if multiply && c > r {
						a.fmaw(a.size, xs[r], s, acc[c])
					}
				}
			}
			n := a.GP64()
			a.MOVQ(left, n)
			a.SUBQ(imm(group), n)
			behind := group * a.size
			if !multiply {
				first := a.GP64()
				a.LEAQ(at(rows[0], behind), first)
				a.aligned(first, n, 1, func(j reg.Register, disp, w int) {
					kv := a.YMM()
					a.ld(w, a.elem(k, j, disp+behind), kv)
					for r, p := range rows {
						s := a.YMM()
						a.ld(w, a.elem(p, j, disp+behind), s)
						a.fmaw(w, kv, gk[r], s)
						a.st(w, s, a.elem(p, j, disp+behind))
					}
				})
			} else {
				column := a.GP64()
				a.MOVQ(a.param("n"), column)
				a.SUBQ(n, column)
				a.byIndex(n, column, func(j reg.Register, mask reg.Register) {
					load := func(p reg.Register) reg.VecVirtual {
						v := a.YMM()
						if mask != nil {
							a.loadMask(mask.(reg.VecVirtual), a.elem(p, j, behind), v)
						} else {
							a.move(a.elem(p, j, behind), v)
						}
						return v
					}
					store := func(v reg.VecVirtual, p reg.Register) {
						if mask != nil {
							a.storeMask(mask.(reg.VecVirtual), v, a.elem(p, j, behind))
						} else {
							a.move(v, a.elem(p, j, behind))
						}
					}
					var kv reg.VecVirtual
					if update {
						kv = load(k)
					}
					yv := load(y)
					for r, p := range rows {
						s := load(p)
						if update {
							if mask != nil && r > 0 {
								kv = load(k) // there is no register to keep it in
							}
							a.fma(kv, gk[r], s)
							store(s, p)
						}
						a.fma(xs[r], s, yv)
						if mask != nil {
							a.fma(load(x), s, acc[r])
						} else {
							a.fma(a.elem(x, j, behind), s, acc[r])
						}
					}
					store(yv, y)
				})
			}
			if multiply {
				if group == 4 {
					s := a.sum4([4]reg.VecVirtual(acc))
					a.add(at(y, 0), s, s)
					a.move(s, at(y, 0))
				} else {
					a.sum(acc[0])
					a.addw(a.size, at(y, 0), acc[0], acc[0])
					a.st(a.size, acc[0], at(y, 0))
				}
				a.ADDQ(imm(group*a.size), x)
				a.ADDQ(imm(group*a.size), y)
			}
			if update {
				a.ADDQ(imm(group*a.size), k)
			}
			a.skip(diagonal, lda, group)
			a.ADDQ(imm(group*a.size), diagonal)
		})
	}
	a.done()
}

// byIndex goes over the n columns from a column on, in vectors that begin at multiples of
// the lanes: the first and the last may have a mask. The body gets where in the n columns
// the vector begins, which may be before the first. It spoils n and column.
func (a *asm) byIndex(n, column reg.GPVirtual, body func(j reg.Register, mask reg.Register)) {
	p := place{a.GP64(), n}
	even, none := a.label("even"), a.label("none")
	a.XORQ(p.j, p.j)
	a.TESTQ(n, n)
	a.JE(to(none))
	a.ANDQ(imm(a.lanes()-1), column)
	a.JE(to(even))
	end, fits := a.GP64(), a.label("fits")
	a.LEAQ(idx(column, n, 1, 0), end)
	a.CMPQ(end, imm(a.lanes()))
	a.JLE(to(fits))
	a.MOVQ(operand.U32(a.lanes()), end)
	a.Label(fits)
	a.SUBQ(column, p.j)
	a.ADDQ(column, n)
	a.SUBQ(end, n)
	mask, before := a.maskOf(end), a.maskOf(column)
	a.VANDNPS(mask, before, mask)
	body(p.j, mask)
	a.ADDQ(imm(a.lanes()), p.j)
	a.Label(even)
	a.whole(p, 1, func(j reg.Register, _ int) { body(j, nil) })
	a.ifLeft(p, func(j reg.Register) {
		r := a.GP64()
		a.MOVQ(p.left, r)
		body(j, a.maskOf(r))
	})
	a.Label(none)
}
