package main

import (
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/reg"
)

// pairs writes arithmetic of two vectors, element by element.
func pairs(c *build.Context) {
	both(c, func(a *asm) {
		f := a.maths()
		a.pair("plusAsm", "z = x + y", false, func(x, y, _ reg.VecVirtual) reg.VecVirtual { return f.plus(x, y) })
		a.pair("minusAsm", "z = x - y", false, func(x, y, _ reg.VecVirtual) reg.VecVirtual { return f.minus(x, y) })
		a.pair("timesAsm", "z = x y", false, func(x, y, _ reg.VecVirtual) reg.VecVirtual { return f.times(x, y) })
		a.pair("addTimesAsm", "z += x y", true, func(x, y, z reg.VecVirtual) reg.VecVirtual { return f.fmaTo(z, x, y) })
		a.pair("lessTimesAsm", "z -= x y", true, func(x, y, z reg.VecVirtual) reg.VecVirtual { return f.lessTo(z, x, y) })
	})
}

// pair writes z from the elements of x and y, and from its own where it reads them.
func (a *asm) pair(name, what string, reads bool, do func(x, y, z reg.VecVirtual) reg.VecVirtual) {
	a.fn(name, "func(z, x, y *T, n int)", name+" does "+what+" for n elements.")
	z, x, y, n := a.arg("z"), a.arg("x"), a.arg("y"), a.arg("n")
	a.columns(n, 4, func(j reg.Register, disp, w int) {
		u, v, old := a.YMM(), a.YMM(), a.YMM()
		a.ld(w, a.elem(x, j, disp), u)
		a.ld(w, a.elem(y, j, disp), v)
		if reads {
			a.ld(w, a.elem(z, j, disp), old)
		}
		a.st(w, do(u, v, old), a.elem(z, j, disp))
	})
	a.done()
}
