package main

import (
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/reg"
)

// symmetric writes the kernels of symmetric matrices. They go over the upper triangle
// only, four rows at a time: first the little triangle at the diagonal, element by
// element, then the columns behind it, which all four rows have.
func symmetric(c *build.Context) {
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
			first := a.GP64()
			a.LEAQ(at(rows[0], behind), first)
			a.aligned(first, n, 1, func(j reg.Register, disp, w int) {
				disp += behind
				kv, yv := a.YMM(), a.YMM()
				if update {
					a.ld(w, a.elem(k, j, disp), kv)
				}
				if multiply {
					a.ld(w, a.elem(y, j, disp), yv)
				}
				for r, p := range rows {
					s := a.YMM()
					a.ld(w, a.elem(p, j, disp), s)
					if update {
						a.fmaw(w, kv, gk[r], s)
						a.st(w, s, a.elem(p, j, disp))
					}
					if !multiply {
						continue
					}
					a.fmaw(w, xs[r], s, yv)
					if w == 32 {
						a.fma(a.elem(x, j, disp), s, acc[r])
					} else { // narrow fused ones would clear the other lanes of acc
						a.mulw(w, a.elem(x, j, disp), s, s)
						a.add(s, acc[r], acc[r])
					}
				}
				if multiply {
					a.st(w, yv, a.elem(y, j, disp))
				}
			})
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
