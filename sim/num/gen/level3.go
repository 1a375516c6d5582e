package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// level3 writes what products of matrices are made of: tiles of the result that stay
// in registers, and the packing of operands.
func level3(c *build.Context) {
	tails(c)
	both(c, func(a *asm) {
		for rows := 1; rows <= 6; rows++ {
			a.tile(rows, 2, false)
			a.tile(rows, 2, true)
			a.tile(rows, 1, true)
		}
		a.pack()
		a.packTurned()
	})
}

// tile computes tiles of rows x (vectors vectors), one below the other. Element
// (i, k) of A is at a + i ars + k acs, row k of B at b + k bks. Every element of C is
// the sum over k in order, one fused multiplication and addition each, whichever
// tile it is in; so results do not depend on how C is cut into tiles.
func (a *asm) tile(rows, vectors int, masked bool) {
	kind := "Full"
	if masked {
		kind = []string{1: "Narrow", 2: "Wide"}[vectors]
	}
	name := fmt.Sprintf("tile%d%s", rows, kind)
	a.fn(name, "func(a *T, ars, acs, next int, b *T, bks int, c *T, ldc, k, tiles int, alpha T, add, cols int)",
		name+" does C = alpha A B, or C += alpha A B with add. cols are those of the last vector.")
	base, ars, acs, bks := a.arg("a"), a.arg("ars"), a.arg("acs"), a.arg("bks")
	c, ldc, tiles := a.arg("c"), a.arg("ldc"), a.arg("tiles")
	for _, r := range []reg.Register{ars, acs, bks, ldc} {
		a.bytes(r)
	}
	var mask reg.VecVirtual
	if masked {
		mask = a.maskOf(a.Load(a.Param("cols"), a.GP64()).(reg.GPVirtual))
	}
	ars3 := a.GP64()
	a.LEAQ(idx(ars, ars, 2, 0), ars3)
	a.while(tiles, 1, func() {
		pa, pa3, pb, k := a.GP64(), a.GP64(), a.GP64(), a.GP64()
		a.MOVQ(base, pa)
		if rows > 3 {
			a.LEAQ(idx(base, ars3, 1, 0), pa3)
		}
		a.MOVQ(a.param("b"), pb)
		a.MOVQ(a.param("k"), k)
		row := a.GP64()
		a.MOVQ(c, row)
		for range rows {
			a.PREFETCHT0(at(row, 0))
			a.ADDQ(ldc, row)
		}
		acc := make([][]reg.VecVirtual, rows)
		for r := range acc {
			acc[r] = a.zeros(vectors)
		}
		loop := a.label("k")
		a.Label(loop)
		vs := make([]reg.VecVirtual, vectors)
		for v := range vs {
			vs[v] = a.YMM()
			if masked && v == vectors-1 {
				a.loadMask(mask, at(pb, 32*v), vs[v])
			} else {
				a.move(at(pb, 32*v), vs[v])
			}
		}
		for r := range rows {
			p := pa
			if r >= 3 {
				p = pa3
			}
			m := at(p, 0)
			if r%3 > 0 {
				m = idx(p, ars, uint8(r%3), 0)
			}
			s := a.YMM()
			a.spread(m, s)
			for v := range vs {
				a.fma(vs[v], s, acc[r][v])
			}
		}
		a.ADDQ(acs, pa)
		if rows > 3 {
			a.ADDQ(acs, pa3)
		}
		a.ADDQ(bks, pb)
		a.DECQ(k)
		a.JNE(to(loop))
		alpha := a.YMM()
		a.spread(a.param("alpha"), alpha)
		set, end := a.label("set"), a.label("stored")
		a.CMPQ(a.param("add"), imm(0))
		a.JE(to(set))
		a.eachOfTile(c, ldc, acc, func(at op, v reg.VecVirtual, last bool) {
			t := a.YMM()
			if masked && last {
				a.loadMask(mask, at, t)
			} else {
				a.move(at, t)
			}
			a.fma(v, alpha, t)
			a.storeTile(mask, masked && last, t, at)
		})
		a.JMP(to(end))
		a.Label(set)
		a.eachOfTile(c, ldc, acc, func(at op, v reg.VecVirtual, last bool) {
			a.mul(v, alpha, v)
			a.storeTile(mask, masked && last, v, at)
		})
		a.Label(end)
		next := a.GP64()
		a.MOVQ(a.param("next"), next)
		a.LEAQ(a.elem(base, next, 0), base)
		a.skip(c, ldc, rows)
	})
	a.done()
}

func (a *asm) eachOfTile(c, ldc reg.Register, acc [][]reg.VecVirtual, do func(at op, v reg.VecVirtual, last bool)) {
	row := a.GP64()
	a.MOVQ(c, row)
	for r := range acc {
		for v := range acc[r] {
			do(at(row, 32*v), acc[r][v], v == len(acc[r])-1)
		}
		if r < len(acc)-1 {
			a.ADDQ(ldc, row)
		}
	}
}

func (a *asm) storeTile(mask reg.VecVirtual, masked bool, v reg.VecVirtual, at op) {
	if masked {
		a.storeMask(mask, v, at)
		return
	}
	a.move(v, at)
}

// pack copies k rows of at most two vectors. What is beyond cols becomes 0; with a
// step of less than two vectors the next row overwrites it.
func (a *asm) pack() {
	a.fn("packAsm", "func(dst *T, step int, src *T, ld, k, cols int)",
		"packAsm copies k rows of cols elements, at most two vectors, and writes two vectors each.")
	dst, step, src, ld, k := a.arg("dst"), a.arg("step"), a.arg("src"), a.arg("ld"), a.arg("k")
	a.bytes(step)
	a.bytes(ld)
	cols, first, none := a.arg("cols").(reg.GPVirtual), a.GP64(), a.GP64()
	a.XORQ(none, none)
	a.MOVL(operand.U32(a.lanes()), first.As32())
	a.CMPQ(cols, first)
	a.CMOVQLT(cols, first)
	a.SUBQ(imm(a.lanes()), cols)
	a.CMOVQLT(none, cols)
	m0, m1 := a.maskOf(first), a.maskOf(cols)
	a.while(k, 1, func() {
		v, w := a.YMM(), a.YMM()
		a.loadMask(m0, at(src, 0), v)
		a.loadMask(m1, at(src, 32), w)
		a.move(v, at(dst, 0))
		a.move(w, at(dst, 32))
		a.ADDQ(ld, src)
		a.ADDQ(step, dst)
	})
	a.done()
}

// packTurned takes as many rows as a vector has lanes and writes their columns. Rows
// beyond r repeat the last.
func (a *asm) packTurned() {
	a.fn("packTurnedAsm", "func(dst *T, step int, src *T, ld, k, r int)",
		"packTurnedAsm does dst[j step + i] = src[i ld + j] for j < k and i < r, and writes whole vectors.")
	dst, step, src, ld, n, r := a.arg("dst"), a.arg("step"), a.arg("src"), a.arg("ld"), a.arg("k"), a.arg("r")
	a.bytes(step)
	a.bytes(ld)
	rows := []reg.Register{src}
	for i := 1; i < a.lanes(); i++ {
		p, t := a.GP64(), a.GP64()
		a.MOVQ(rows[i-1], p)
		a.LEAQ(idx(p, ld, 1, 0), t)
		a.CMPQ(r, imm(i))
		a.CMOVQGT(t, p)
		rows = append(rows, p)
	}
	mask := a.mask(n)
	at0 := a.vectors(n, 1, func(j reg.Register, _ int) {
		v := make([]reg.VecVirtual, a.lanes())
		for i, p := range rows {
			v[i] = a.YMM()
			a.move(a.elem(p, j, 0), v[i])
		}
		for _, v := range a.turn(v) {
			a.move(v, at(dst, 0))
			a.ADDQ(step, dst)
		}
	})
	a.ifLeft(at0, func(j reg.Register) {
		v := make([]reg.VecVirtual, a.lanes())
		for i, p := range rows {
			v[i] = a.YMM()
			a.loadMask(mask, a.elem(p, j, 0), v[i])
		}
		end := a.label("turned")
		for _, v := range a.turn(v) {
			a.move(v, at(dst, 0))
			a.ADDQ(step, dst)
			a.DECQ(at0.left)
			a.JE(to(end))
		}
		a.Label(end)
	})
	a.done()
}

// turn transposes a square of as many vectors as they have lanes.
func (a *asm) turn(v []reg.VecVirtual) []reg.VecVirtual {
	out := func(n int) []reg.VecVirtual {
		t := make([]reg.VecVirtual, n)
		for i := range t {
			t[i] = a.YMM()
		}
		return t
	}
	if a.size == 8 {
		t, u := out(4), out(4)
		for i := 0; i < 4; i += 2 {
			a.VUNPCKLPD(v[i+1], v[i], t[i])
			a.VUNPCKHPD(v[i+1], v[i], t[i+1])
		}
		for i := range 2 {
			a.VPERM2F128(imm(0x20), t[i+2], t[i], u[i])
			a.VPERM2F128(imm(0x31), t[i+2], t[i], u[i+2])
		}
		return u
	}
	t, u, w := out(8), out(8), out(8)
	for i := 0; i < 8; i += 2 {
		a.VUNPCKLPS(v[i+1], v[i], t[i])
		a.VUNPCKHPS(v[i+1], v[i], t[i+1])
	}
	for i := 0; i < 8; i += 4 {
		for h := range 2 {
			a.VUNPCKLPD(t[i+2+h], t[i+h], u[i+2*h])
			a.VUNPCKHPD(t[i+2+h], t[i+h], u[i+2*h+1])
		}
	}
	for i := range 4 {
		a.VPERM2F128(imm(0x20), u[i+4], u[i], w[i])
		a.VPERM2F128(imm(0x31), u[i+4], u[i], w[i+4])
	}
	return w
}
