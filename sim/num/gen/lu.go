package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/reg"
)

// leaf is how many rows a triangle has that is no longer cut, and how many columns a
// panel has.
const leaf = 8

// lu writes what is left of a factorisation beside products.
func lu(c *build.Context) {
	tails(c)
	both(c, func(a *asm) {
		for n := 1; n <= leaf; n++ {
			a.triangle(n)
		}
		a.panel()
	})
}

// triangle solves with a triangle of n rows: a vector of each row of the right-hand
// sides is held in a register.
func (a *asm) triangle(n int) {
	name := fmt.Sprintf("triangle%dAsm", n)
	a.fn(name, "func(t *T, row, col int, inverse *T, step int, b *T, ldb, m int)",
		name+" does B = T⁻¹ B for m columns. Element (i, j) of T, j <= i, is at t + i row + j col; inverse, with a step, is that of its diagonal.")
	t, row, col := a.arg("t"), a.arg("row"), a.arg("col")
	inverse, step, b, ldb, m := a.arg("inverse"), a.arg("step"), a.arg("b"), a.arg("ldb"), a.arg("m")
	for _, r := range []reg.Register{row, col, step, ldb} {
		a.bytes(r)
	}
	mask := a.mask(m)
	body := func(masked bool) {
		// A row after another: they may go upwards, and nothing is known of the steps.
		at_, inv, diag := a.GP64(), a.GP64(), a.GP64()
		x := make([]reg.VecVirtual, n)
		a.MOVQ(b, at_)
		for i := range x {
			x[i] = a.YMM()
			if masked {
				a.loadMask(mask, at(at_, 0), x[i])
			} else {
				a.move(at(at_, 0), x[i])
			}
			if i < n-1 {
				a.ADDQ(ldb, at_)
			}
		}
		// Column by column: a row that is solved is taken from those behind it.
		a.MOVQ(inverse, inv)
		a.MOVQ(t, diag)
		for j := range x {
			f := a.YMM()
			a.spread(at(inv, 0), f)
			a.mul(f, x[j], x[j])
			if j == n-1 {
				break
			}
			a.ADDQ(step, inv)
			below := a.GP64()
			a.MOVQ(diag, below)
			for i := j + 1; i < n; i++ {
				f := a.YMM()
				a.ADDQ(row, below)
				a.spread(at(below, 0), f)
				pick(a, a.VFNMADD231PS, a.VFNMADD231PD)(f, x[j], x[i])
			}
			a.ADDQ(row, diag)
			a.ADDQ(col, diag)
		}
		a.MOVQ(b, at_)
		for i := range x {
			if masked {
				a.storeMask(mask, x[i], at(at_, 0))
			} else {
				a.move(x[i], at(at_, 0))
			}
			if i < n-1 {
				a.ADDQ(ldb, at_)
			}
		}
	}
	a.while(m, a.lanes(), func() {
		body(false)
		a.ADDQ(imm(32), b)
	})
	done := a.label("done")
	a.TESTQ(m, m)
	a.JE(to(done))
	body(true)
	a.Label(done)
	a.done()
}

// panel takes a column's part out of the rows below it: leaf columns of each row, of
// which top is 0 where nothing is to change.
func (a *asm) panel() {
	a.fn("panelAsm", "func(w, l *T, lda int, top *T, inverse T, rows int)",
		"panelAsm does l_i *= inverse and w_i -= l_i top for rows, of which w and l are the first; w_i has 8 elements.")
	f := a.YMM()
	a.spread(a.param("inverse"), f)
	w, l, lda, top, rows := a.arg("w"), a.arg("l"), a.arg("lda"), a.arg("top"), a.arg("rows")
	a.bytes(lda)
	var p []reg.VecVirtual
	for i := range leaf / a.lanes() {
		p = append(p, a.YMM())
		a.move(at(top, 32*i), p[i])
	}
	a.while(rows, 1, func() {
		s := a.YMM()
		a.spread(at(l, 0), s)
		a.mul(f, s, s)
		for i := range p {
			v := a.YMM()
			a.move(at(w, 32*i), v)
			pick(a, a.VFNMADD231PS, a.VFNMADD231PD)(p[i], s, v)
			a.move(v, at(w, 32*i))
		}
		a.st(a.size, s, at(l, 0))
		a.ADDQ(lda, w)
		a.ADDQ(lda, l)
	})
	a.done()
}
