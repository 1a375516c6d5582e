package main

import (
	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// place is a position in rows of n elements: j elements are done, left are not.
type place struct{ j, left reg.GPVirtual }

// vectors goes over n elements in whole vectors, unroll of them at a time and then
// one by one. The body works on the i-th vector behind element j.
func (a *asm) vectors(n reg.Register, unroll int, body func(j reg.Register, i int)) place {
	p := place{a.GP64(), a.GP64()}
	a.XORQ(p.j, p.j)
	a.MOVQ(n, p.left)
	a.whole(p, unroll, body)
	return p
}

// whole does that from a place on.
func (a *asm) whole(p place, unroll int, body func(j reg.Register, i int)) {
	run := func(u int) {
		start, end := a.label("vec"), a.label("vecEnd")
		a.CMPQ(p.left, imm(u*a.lanes()))
		a.JL(to(end))
		a.Label(start)
		for i := range u {
			body(p.j, i)
		}
		a.ADDQ(imm(u*a.lanes()), p.j)
		a.SUBQ(imm(u*a.lanes()), p.left)
		a.CMPQ(p.left, imm(u*a.lanes()))
		a.JGE(to(start))
		a.Label(end)
	}
	if unroll > 1 {
		run(unroll)
	}
	run(1)
}

// aligned is columns with the elements before the first whole vector of row first, so
// that the vectors of that row and of those like it do not cross lines of the cache.
func (a *asm) aligned(row reg.Register, n op, unroll int, body func(j reg.Register, disp, w int)) {
	p := a.head(row, n, body)
	a.whole(p, unroll, func(j reg.Register, i int) { body(j, 32*i, 32) })
	a.rest(p, func(j reg.Register, w int) { body(j, 0, w) })
}

// head goes over the elements before the first whole vector of row.
func (a *asm) head(row reg.Register, n op, body func(j reg.Register, disp, w int)) place {
	p := place{a.GP64(), a.GP64()}
	a.XORQ(p.j, p.j)
	a.MOVQ(row, p.left)
	a.NEGQ(p.left)
	a.ANDQ(imm(31), p.left)
	a.SHRQ(imm(pick(a, 2, 3)), p.left)
	a.CMPQ(p.left, n)
	none := a.label("short")
	a.CMOVQGT(n, p.left)
	a.TESTQ(p.left, p.left)
	a.JE(to(none))
	a.rest(p, func(j reg.Register, w int) { body(j, 0, w) })
	a.Label(none)
	a.MOVQ(n, p.left)
	a.SUBQ(p.j, p.left)
	return p
}

// rest goes over what vectors left, less than a vector: by 16 bytes, by 8 and by 4, as
// far as elements go. The body works on w bytes.
func (a *asm) rest(p place, body func(j reg.Register, w int)) {
	for n := a.lanes() / 2; n >= 1; n /= 2 {
		less := a.label("less")
		a.CMPQ(p.left, imm(n))
		a.JL(to(less))
		body(p.j, n*a.size)
		a.ADDQ(imm(n), p.j)
		a.SUBQ(imm(n), p.left)
		a.Label(less)
	}
}

// columns is vectors and rest with one body.
func (a *asm) columns(n reg.Register, unroll int, body func(j reg.Register, disp, w int)) {
	p := a.vectors(n, unroll, func(j reg.Register, i int) { body(j, 32*i, 32) })
	a.rest(p, func(j reg.Register, w int) { body(j, 0, w) })
}

// ifLeft runs the body when vectors left something.
func (a *asm) ifLeft(p place, body func(j reg.Register)) {
	end := a.label("none")
	a.TESTQ(p.left, p.left)
	a.JE(to(end))
	body(p.j)
	a.Label(end)
}

// while repeats the body as long as at least n are left in the counter, and takes n
// off it each time.
func (a *asm) while(count reg.Register, n int, body func()) {
	start, end := a.label("rows"), a.label("rowsEnd")
	a.CMPQ(count, imm(n))
	a.JL(to(end))
	a.Label(start)
	body()
	a.SUBQ(imm(n), count)
	a.CMPQ(count, imm(n))
	a.JGE(to(start))
	a.Label(end)
}

// tails is a vector of ones and one of zeros: read from its middle minus r elements
// it is the mask of the first r lanes.
func tails(c *build.Context) {
	c.StaticGlobal("tails")
	c.DataAttributes(attr.RODATA | attr.NOPTR)
	for range 4 {
		c.AppendDatum(operand.U64(1<<64 - 1))
	}
	for range 4 {
		c.AppendDatum(operand.U64(0))
	}
}

// mask returns the mask of the first n%lanes lanes.
func (a *asm) mask(n reg.Register) reg.VecVirtual {
	r := a.GP64()
	a.MOVQ(n, r)
	a.ANDQ(imm(a.lanes()-1), r)
	return a.maskOf(r)
}

// maskOf returns the mask of the first r lanes, at most all of them. It spoils r.
func (a *asm) maskOf(r reg.GPVirtual) reg.VecVirtual {
	t, m := a.GP64(), a.YMM()
	a.bytes(r)
	a.LEAQ(operand.NewDataAddr(operand.NewStaticSymbol("tails"), 32), t)
	a.SUBQ(r, t)
	a.VMOVUPS(at(t, 0), m)
	return m
}

// bytes turns a count of elements into bytes.
func (a *asm) bytes(n reg.Register) { a.SHLQ(imm(pick(a, 2, 3)), n) }

// rows returns pointers to n rows from base on.
func (a *asm) rows(base, stride reg.Register, n int) []reg.Register {
	p := []reg.Register{base}
	for i := 1; i < n; i++ {
		q := a.GP64()
		a.LEAQ(idx(p[i-1], stride, 1, 0), q)
		p = append(p, q)
	}
	return p
}

// skip moves base on by n rows. It may use up the last of the pointers of rows.
func (a *asm) skip(base, stride reg.Register, n int) {
	if n == 1 {
		a.ADDQ(stride, base)
		return
	}
	for ; n >= 4; n -= 4 {
		a.LEAQ(idx(base, stride, 4, 0), base)
	}
	for ; n >= 2; n -= 2 {
		a.LEAQ(idx(base, stride, 2, 0), base)
	}
	if n == 1 {
		a.ADDQ(stride, base)
	}
}
