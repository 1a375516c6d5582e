package main

import (
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// fused writes the kernel that reads a row and changes it by what it has read: a
// plastic matrix goes through the cache once, not twice.
func fused(c *build.Context) {
	tails(c)
	both(c, (*asm).gemvGer)
}

// gemvGer works on four rows while it reads the next four, so that the loads of
// these fill the time that the stores of those take. To align what is stored, as ger
// does, was measured and costs more here than it brings.
func (a *asm) gemvGer() {
	const group = 4
	a.fn("gemvGerAsm", "func(q, m *T, lda int, u, v, a, b *T, beta T, rows, n int)",
		"gemvGerAsm does q = M v and M_i += a[i] u + (b[i] + beta q[i]) v.")
	room := a.AllocLocal(32)
	m, lda, u, v, rows, n := a.arg("m"), a.arg("lda"), a.arg("u"), a.arg("v"), a.arg("rows"), a.arg("n")
	i := a.GP64()
	a.XORQ(i, i)
	mask, ahead := a.mask(n), a.GP64()
	a.MOVQ(lda, ahead)
	a.SHLQ(imm(2), ahead) // elements from a row to the one four further down
	a.bytes(lda)

	// coefficients turns the dots of some rows into what they are to be changed by.
	coefficients := func(acc []reg.VecVirtual) (ca, cb []reg.VecVirtual) {
		w := len(acc) * a.size
		base := func(name string) operand.Mem {
			p := a.arg(name)
			return a.elem(p, i, 0)
		}
		sum := acc[0]
		if len(acc) == 4 {
			a.sum4([4]reg.VecVirtual(acc))
		} else {
			a.sum(sum)
		}
		a.st(w, sum, base("q"))
		b, beta := a.YMM(), a.YMM()
		a.spread(a.param("beta"), beta)
		a.ld(w, base("b"), b)
		a.fmaw(w, sum, beta, b)
		a.st(w, b, room)
		ca, cb = make([]reg.VecVirtual, len(acc)), make([]reg.VecVirtual, len(acc))
		left := base("a")
		for r := range acc {
			ca[r], cb[r] = a.YMM(), a.YMM()
			a.spread(left.Offset(r*a.size), ca[r])
			a.spread(room.Offset(r*a.size), cb[r])
		}
		return ca, cb
	}
	change := func(p []reg.Register, ca, cb []reg.VecVirtual, uv, vv reg.VecVirtual, j reg.Register, w int) {
		for r, q := range p {
			s := a.YMM()
			a.ld(w, a.elem(q, j, 0), s)
			a.fmaw(w, uv, ca[r], s)
			a.fmaw(w, vv, cb[r], s)
			a.st(w, s, a.elem(q, j, 0))
		}
	}
	both := func(j reg.Register, w int) (uv, vv reg.VecVirtual) {
		uv, vv = a.YMM(), a.YMM()
		a.ld(w, a.elem(u, j, 0), uv)
		a.ld(w, a.elem(v, j, 0), vv)
		return
	}
	dotLeft := func(at place, p []reg.Register, j reg.Register, acc []reg.VecVirtual) {
		a.ifLeft(at, func(reg.Register) {
			vv := a.YMM()
			a.loadMask(mask, a.elem(v, at.j, 0), vv)
			for r, q := range p {
				s := a.YMM()
				a.loadMask(mask, a.elem(q, j, 0), s)
				a.fma(s, vv, acc[r])
			}
		})
	}
	dots := func(p []reg.Register) []reg.VecVirtual {
		acc := a.zeros(len(p))
		at := a.vectors(n, 1, func(j reg.Register, _ int) {
			vv := a.YMM()
			a.move(a.elem(v, j, 0), vv)
			for r, q := range p {
				a.fma(a.elem(q, j, 0), vv, acc[r])
			}
		})
		dotLeft(at, p, at.j, acc)
		return acc
	}

	singles, next, last, advance := a.label("singles"), a.label("next"), a.label("last"), a.label("advance")
	a.CMPQ(rows, imm(group))
	a.JL(to(singles))
	p := a.rows(m, lda, group)
	acc := dots(p)
	a.Label(next)
	ca, cb := coefficients(acc)
	a.CMPQ(rows, imm(2*group))
	a.JL(to(last))
	j2 := a.GP64()
	a.MOVQ(ahead, j2)
	for _, v := range acc {
		a.zero(v)
	}
	at := a.vectors(n, 1, func(j reg.Register, _ int) {
		uv, vv := both(j, 32)
		for r, q := range p {
			a.fma(a.elem(q, j2, 0), vv, acc[r])
		}
		change(p, ca, cb, uv, vv, j, 32)
		a.ADDQ(imm(a.lanes()), j2)
	})
	dotLeft(at, p, j2, acc)
	a.rest(at, func(j reg.Register, w int) {
		uv, vv := both(j, w)
		change(p, ca, cb, uv, vv, j, w)
	})
	a.Label(advance)
	a.SUBQ(imm(group), rows)
	a.ADDQ(imm(group), i)
	for _, q := range p {
		a.LEAQ(idx(q, lda, 4, 0), q)
	}
	a.CMPQ(rows, imm(group))
	a.JGE(to(next))
	a.JMP(to(singles))
	a.Label(last)
	a.columns(n, 1, func(j reg.Register, _, w int) {
		uv, vv := both(j, w)
		change(p, ca, cb, uv, vv, j, w)
	})
	a.JMP(to(advance))

	a.Label(singles)
	a.while(rows, 1, func() {
		p := []reg.Register{m}
		ca, cb := coefficients(dots(p))
		a.columns(n, 1, func(j reg.Register, _, w int) {
			uv, vv := both(j, w)
			change(p, ca, cb, uv, vv, j, w)
		})
		a.ADDQ(lda, m)
		a.INCQ(i)
	})
	a.done()
}
