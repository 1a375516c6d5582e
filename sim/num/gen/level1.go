package main

import "github.com/mmcloughlin/avo/build"

// level1 writes the kernels of vectors.
func level1(c *build.Context) {
	both(c, (*asm).scale)
}

func (a *asm) scale() {
	a.fn("scaleAsm", "func(s T, x *T, n int)", "scaleAsm does x *= s.")
	s := a.YMM()
	a.spread(a.param("s"), s)
	x, n := a.arg("x"), a.arg("n")
	width := a.lanes() * 4
	a.CMPQ(n, imm(width))
	a.JL(a.jump("vectors"))
	a.Label("block")
	for i := range 4 {
		v := a.YMM()
		a.mul(at(x, 32*i), s, v)
		a.move(v, at(x, 32*i))
	}
	a.ADDQ(imm(128), x)
	a.SUBQ(imm(width), n)
	a.CMPQ(n, imm(width))
	a.JGE(a.jump("block"))
	a.Label("vectors")
	a.CMPQ(n, imm(a.lanes()))
	a.JL(a.jump("rest"))
	v := a.YMM()
	a.mul(at(x, 0), s, v)
	a.move(v, at(x, 0))
	a.ADDQ(imm(32), x)
	a.SUBQ(imm(a.lanes()), n)
	a.JMP(a.jump("vectors"))
	a.Label("rest")
	a.TESTQ(n, n)
	a.JE(a.jump("end"))
	w := a.XMM()
	a.move1(at(x, 0), w)
	a.mul1(s.AsX(), w, w)
	a.move1(w, at(x, 0))
	a.ADDQ(imm(a.size), x)
	a.DECQ(n)
	a.JMP(a.jump("rest"))
	a.Label("end")
	a.done()
}
