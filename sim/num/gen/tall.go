package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// tallest is the most rows of a tile: with two vectors each they are 24 of 32.
const tallest = 12

// tall writes the tiles of products of matrices in vectors of 512 bits, for processors
// that have AVX-512F. An element's chain is that of the others: the bits are the same.
func tall(c *build.Context) {
	both(c, func(a *asm) {
		for rows := 1; rows <= tallest; rows++ {
			a.tallTile(rows, 2)
			a.tallTile(rows, 1)
		}
		a.packWide()
	})
}

// tallTile is tile with vectors of 512 bits, of which the last one always has a mask.
func (a *asm) tallTile(rows, vectors int) {
	name := fmt.Sprintf("tall%d%s", rows, []string{1: "Narrow", 2: "Wide"}[vectors])
	a.fn(name, "func(a *T, ars, acs, next int, b *T, bks int, c *T, ldc, k, tiles int, alpha T, add, cols int)",
		name+" does C = alpha A B, or C += alpha A B with add. cols are those of the last vector.")
	base, ars, acs, bks := a.arg("a"), a.arg("ars"), a.arg("acs"), a.arg("bks")
	c, ldc, tiles := a.arg("c"), a.arg("ldc"), a.arg("tiles")
	for _, r := range []reg.Register{ars, acs, bks, ldc} {
		a.bytes(r)
	}
	mask := a.firstLanes(a.Load(a.Param("cols"), a.GP64()).(reg.GPVirtual))
	load := func(from operand.Mem, to reg.VecVirtual, last bool) {
		if last {
			a.moveZ(from, mask, to)
		} else {
			a.move(from, to)
		}
	}
	ars3 := a.GP64()
	a.LEAQ(idx(ars, ars, 2, 0), ars3)
	a.while(tiles, 1, func() {
		k, pb := a.GP64(), a.GP64()
		a.MOVQ(a.param("b"), pb)
		a.MOVQ(a.param("k"), k)
		row := a.GP64()
		a.MOVQ(c, row)
		for range rows {
			for v := range vectors {
				a.PREFETCHT0(at(row, 64*v))
			}
			a.ADDQ(ldc, row)
		}
		// a pointer for each four rows
		ps := []reg.Register{a.GP64()}
		a.MOVQ(base, ps[0])
		for len(ps)*4 < rows {
			p := a.GP64()
			a.LEAQ(idx(ps[len(ps)-1], ars, 4, 0), p)
			ps = append(ps, p)
		}
		acc := make([][]reg.VecVirtual, rows)
		for r := range acc {
			for range vectors {
				v := a.ZMM()
				a.VPXORD(v, v, v)
				acc[r] = append(acc[r], v)
			}
		}
		loop := a.label("k")
		a.Label(loop)
		vs := make([]reg.VecVirtual, vectors)
		for v := range vs {
			vs[v] = a.ZMM()
			load(at(pb, 64*v), vs[v], v == vectors-1)
		}
		for r := range rows {
			p := ps[r/4]
			m := []operand.Mem{at(p, 0), idx(p, ars, 1, 0), idx(p, ars, 2, 0), idx(p, ars3, 1, 0)}[r%4]
			s := a.ZMM()
			a.spread(m, s)
			for v := range vs {
				a.fma(vs[v], s, acc[r][v])
			}
		}
		for _, p := range ps {
			a.ADDQ(acs, p)
		}
		a.ADDQ(bks, pb)
		a.DECQ(k)
		a.JNE(to(loop))
		alpha := a.ZMM()
		a.spread(a.param("alpha"), alpha)
		set, end := a.label("set"), a.label("stored")
		each := func(do func(at operand.Mem, v reg.VecVirtual, last bool)) {
			row := a.GP64()
			a.MOVQ(c, row)
			for r := range acc {
				for v := range acc[r] {
					last := v == vectors-1
					do(at(row, 64*v), acc[r][v], last)
				}
				if r < rows-1 {
					a.ADDQ(ldc, row)
				}
			}
		}
		store := func(from reg.VecVirtual, to operand.Mem, last bool) {
			if last {
				a.moveMasked(from, mask, to)
			} else {
				a.move(from, to)
			}
		}
		a.CMPQ(a.param("add"), imm(0))
		a.JE(to(set))
		each(func(at operand.Mem, v reg.VecVirtual, last bool) {
			t := a.ZMM()
			load(at, t, last)
			a.fma(v, alpha, t)
			store(t, at, last)
		})
		a.JMP(to(end))
		a.Label(set)
		each(func(at operand.Mem, v reg.VecVirtual, last bool) {
			a.mul(v, alpha, v)
			store(v, at, last)
		})
		a.Label(end)
		next := a.GP64()
		a.MOVQ(a.param("next"), next)
		a.LEAQ(a.elem(base, next, 0), base)
		a.skip(c, ldc, rows)
	})
	a.done()
}

// packWide is pack with vectors of 512 bits.
func (a *asm) packWide() {
	a.fn("packWideAsm", "func(dst *T, step int, src *T, ld, k, cols int)",
		"packWideAsm copies k rows of cols elements, at most two vectors of 512 bits, and writes two vectors each.")
	dst, step, src, ld, k := a.arg("dst"), a.arg("step"), a.arg("src"), a.arg("ld"), a.arg("k")
	a.bytes(step)
	a.bytes(ld)
	cols, first, none := a.arg("cols").(reg.GPVirtual), a.GP64(), a.GP64()
	lanes := 2 * a.lanes()
	a.XORQ(none, none)
	a.MOVL(operand.U32(lanes), first.As32())
	a.CMPQ(cols, first)
	a.CMOVQLT(cols, first)
	a.SUBQ(imm(lanes), cols)
	a.CMOVQLT(none, cols)
	m0, m1 := a.firstLanes(first), a.firstLanes(cols)
	a.while(k, 1, func() {
		v, w := a.ZMM(), a.ZMM()
		a.moveZ(at(src, 0), m0, v)
		a.moveZ(at(src, 64), m1, w)
		a.move(v, at(dst, 0))
		a.move(w, at(dst, 64))
		a.ADDQ(ld, src)
		a.ADDQ(step, dst)
	})
	a.done()
}

// firstLanes is the mask of the first n lanes of 512 bits. It spoils n.
func (a *asm) firstLanes(n reg.GPVirtual) reg.Register {
	m, k := a.GP64(), a.K()
	a.XORL(m.As32(), m.As32())
	a.BTSL(n.As32(), m.As32())
	a.DECL(m.As32())
	a.KMOVW(m.As32(), k)
	return k
}

func (a *asm) moveZ(from, mask, to op)      { pick(a, a.VMOVUPS_Z, a.VMOVUPD_Z)(from, mask, to) }
func (a *asm) moveMasked(from, mask, to op) { pick(a, a.VMOVUPS, a.VMOVUPD)(from, mask, to) }
