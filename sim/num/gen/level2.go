package main

import (
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// level2 writes the kernels of a matrix and vectors. A matrix has n columns, and lda
// elements from one row to the next.
func level2(c *build.Context) {
	tails(c)
	both(c, func(a *asm) {
		a.gemv(1)
		a.gemv(2)
		a.gemvT(1)
		a.gemvT(2)
		a.gemvTSparse()
		a.gemvWhere()
		a.ger("gerAsm", 1, false)
		a.ger("ger2Asm", 2, false)
		a.ger("ger3Asm", 3, false)
		a.ger("gerOnesAsm", 3, true)
		a.gerSparse()
	})
}

// dots are running sums of the products of some rows with some vectors: acc[row][vector][strand].
type dots [][][]reg.VecVirtual

func (a *asm) newDots(rows, vectors, strands int) dots {
	d := make(dots, rows)
	for r := range d {
		d[r] = make([][]reg.VecVirtual, vectors)
		for v := range d[r] {
			d[r][v] = a.zeros(strands)
		}
	}
	return d
}

// multiply adds the products of one vector's width. A mask may be nil.
func (a *asm) multiply(acc dots, row []reg.Register, x []reg.Register, j reg.Register, i, strand int, mask reg.Register) {
	load := func(m reg.Register) reg.VecVirtual {
		v := a.YMM()
		if mask != nil {
			a.loadMask(mask.(reg.VecVirtual), a.elem(m, j, 32*i), v)
		} else {
			a.move(a.elem(m, j, 32*i), v)
		}
		return v
	}
	var vs []reg.VecVirtual
	for _, p := range x {
		vs = append(vs, load(p))
	}
	for r, p := range row {
		if len(x) == 1 && mask == nil {
			a.fma(a.elem(p, j, 32*i), vs[0], acc[r][0][strand])
			continue
		}
		w := load(p)
		for v := range vs {
			a.fma(w, vs[v], acc[r][v][strand])
		}
	}
}

// storeDots writes the sums to y and moves y on.
func (a *asm) storeDots(acc dots, y []reg.Register) {
	for v, p := range y {
		if len(acc) == 4 {
			a.move(a.sum4([4]reg.VecVirtual{acc[0][v][0], acc[1][v][0], acc[2][v][0], acc[3][v][0]}), at(p, 0))
		} else {
			for r := range acc {
				a.sum(acc[r][v][0])
				a.st(a.size, acc[r][v][0], at(p, r*a.size))
			}
		}
		a.ADDQ(imm(len(acc)*a.size), p)
	}
}

// gemv takes eight rows at a time, or four with two vectors: additions take four
// turns, and two can be under way in each. A row's sum is the same to the last bit
// whichever group it is in, and in gemv2 and gemvGer.
func (a *asm) gemv(vectors int) {
	var y, x []reg.Register
	groups := []int{8, 4, 1}
	if vectors == 1 {
		a.fn("gemvAsm", "func(y, a *T, lda int, x *T, m, n int)", "gemvAsm does y = A x.")
		y, x = []reg.Register{a.arg("y")}, []reg.Register{a.arg("x")}
	} else {
		a.fn("gemv2Asm", "func(y1, y2, a *T, lda int, x1, x2 *T, m, n int)", "gemv2Asm does y1 = A x1 and y2 = A x2.")
		y, x = []reg.Register{a.arg("y1"), a.arg("y2")}, []reg.Register{a.arg("x1"), a.arg("x2")}
		groups = []int{4, 1}
	}
	m, lda, rows, n := a.arg("a"), a.arg("lda"), a.arg("m"), a.arg("n")
	ahead := a.GP64()
	a.MOVQ(lda, ahead)
	a.SHLQ(imm(2), ahead) // elements from a row to the one four further down
	a.bytes(lda)
	mask := a.mask(n)
	for _, group := range groups {
		a.while(rows, group, func() {
			p := a.rows(m, lda, min(group, 4))
			acc := a.newDots(group, vectors, 1)
			j2 := a.GP64()
			if group == 8 {
				a.MOVQ(ahead, j2)
			}
			at := a.vectors(n, 1, func(j reg.Register, i int) {
				if group < 8 {
					a.multiply(acc, p, x, j, 0, 0, nil)
					return
				}
				v := a.YMM()
				a.move(a.elem(x[0], j, 0), v)
				for r := range group {
					a.fma(a.elem(p[r%4], []reg.Register{j, j2}[r/4], 0), v, acc[r][0][0])
				}
				a.ADDQ(imm(a.lanes()), j2)
			})
			a.ifLeft(at, func(j reg.Register) {
				if group < 8 {
					a.multiply(acc, p, x, j, 0, 0, mask)
					return
				}
				v := a.YMM()
				a.loadMask(mask, a.elem(x[0], j, 0), v)
				for r := range group {
					w := a.YMM()
					a.loadMask(mask, a.elem(p[r%4], []reg.Register{j, j2}[r/4], 0), w)
					a.fma(w, v, acc[r][0][0])
				}
			})
			if group == 8 {
				a.storeDots(acc[:4], y)
				a.storeDots(acc[4:], y)
			} else {
				a.storeDots(acc, y)
			}
			a.skip(m, lda, group)
		})
	}
	a.done()
}

// addRows adds multiples of some rows to one or two vectors: y_v += Σ c[v][r] row_r.
func (a *asm) addRows(y []reg.Register, c [][]reg.VecVirtual, rows []reg.Register, n reg.Register) {
	a.columns(n, 2, func(j reg.Register, disp, w int) {
		if len(y) == 1 {
			t := a.YMM()
			a.ld(w, a.elem(y[0], j, disp), t)
			for r, p := range rows {
				a.fmaw(w, a.elem(p, j, disp), c[0][r], t)
			}
			a.st(w, t, a.elem(y[0], j, disp))
			return
		}
		t, s := a.YMM(), a.YMM()
		a.ld(w, a.elem(y[0], j, disp), t)
		a.ld(w, a.elem(y[1], j, disp), s)
		for r, p := range rows {
			v := a.YMM()
			a.ld(w, a.elem(p, j, disp), v)
			a.fmaw(w, v, c[0][r], t)
			a.fmaw(w, v, c[1][r], s)
		}
		a.st(w, t, a.elem(y[0], j, disp))
		a.st(w, s, a.elem(y[1], j, disp))
	})
}

// spreadFrom returns n vectors, each full of one element from p on.
func (a *asm) spreadFrom(p reg.Register, n int) []reg.VecVirtual {
	v := make([]reg.VecVirtual, n)
	for i := range v {
		v[i] = a.YMM()
		a.spread(at(p, i*a.size), v[i])
	}
	return v
}

func (a *asm) gemvT(vectors int) {
	var y, x []reg.Register
	if vectors == 1 {
		a.fn("gemvTAsm", "func(y, a *T, lda int, x *T, m, n int)", "gemvTAsm does y += Aᵀ x.")
		y, x = []reg.Register{a.arg("y")}, []reg.Register{a.arg("x")}
	} else {
		a.fn("gemvT2Asm", "func(y1, y2, a *T, lda int, x1, x2 *T, m, n int)", "gemvT2Asm does y1 += Aᵀ x1 and y2 += Aᵀ x2.")
		y, x = []reg.Register{a.arg("y1"), a.arg("y2")}, []reg.Register{a.arg("x1"), a.arg("x2")}
	}
	m, lda, rows, n := a.arg("a"), a.arg("lda"), a.arg("m"), a.arg("n")
	a.bytes(lda)
	for _, group := range []int{4, 1} {
		a.while(rows, group, func() {
			var c [][]reg.VecVirtual
			for _, p := range x {
				c = append(c, a.spreadFrom(p, group))
				a.ADDQ(imm(group*a.size), p)
			}
			a.addRows(y, c, a.rows(m, lda, group), n)
			a.skip(m, lda, group)
		})
	}
	a.done()
}

// listed goes through the rows whose w is not 0, some hundred at a time: it lists
// them, and then runs the body for four listed ones at a time, and for one. The
// body gets the rows' numbers, counted from where w and the pointers that the last
// argument moves on stand.
func (a *asm) listed(w reg.Register, body func(number []reg.Register), moveOn func(rows reg.Register)) {
	const room = 256
	list := a.AllocLocal(4 * room)
	chunk, next, full, end := a.label("chunk"), a.label("list"), a.label("listed"), a.label("end")
	a.Label(chunk)
	from, count, left := a.GP64(), a.GP64(), a.GP64()
	a.MOVQ(a.param("m"), left)
	a.CMPQ(left, imm(0))
	a.JLE(to(end))
	a.XORQ(from, from)
	a.XORQ(count, count)
	a.Label(next)
	bits := a.GP64()
	if a.size == 4 {
		a.MOVL(idx(w, from, 4, 0), bits.As32())
		a.MOVL(from.As32(), list.Idx(count, 4))
		a.ADDL(bits.As32(), bits.As32()) // the sign of a zero does not matter
		a.NEGL(bits.As32())
	} else {
		a.MOVQ(idx(w, from, 8, 0), bits)
		a.MOVL(from.As32(), list.Idx(count, 4))
		a.ADDQ(bits, bits)
		a.NEGQ(bits)
	}
	a.ADCQ(imm(0), count)
	a.INCQ(from)
	a.DECQ(left)
	a.JE(to(full))
	a.CMPQ(from, imm(room))
	a.JL(to(next))
	a.Label(full)
	a.MOVQ(left, a.param("m"))
	at := a.GP64()
	a.XORQ(at, at)
	for _, group := range []int{4, 1} {
		a.while(count, group, func() {
			number := make([]reg.Register, group)
			for r := range group {
				q := a.GP64()
				a.MOVL(list.Idx(at, 4).Offset(4*r), q.As32())
				number[r] = q
			}
			body(number)
			a.ADDQ(imm(group), at)
		})
	}
	a.LEAQ(a.elem(w, from, 0), w)
	moveOn(from)
	a.JMP(to(chunk))
	a.Label(end)
}

// numbered turns rows' numbers into their addresses.
func numbered(a *asm, m, lda reg.Register, number []reg.Register) {
	for _, q := range number {
		a.IMULQ(lda, q)
		a.ADDQ(m, q)
	}
}

// onBy moves m on by so many rows of lda bytes.
func onBy(a *asm, m, lda, rows reg.Register) {
	step := a.GP64()
	a.MOVQ(lda, step)
	a.IMULQ(rows, step)
	a.ADDQ(step, m)
}

func (a *asm) gemvTSparse() {
	a.fn("gemvTSparseAsm", "func(y, a *T, lda int, x *T, m, n int)", "gemvTSparseAsm does y += Aᵀ x and skips rows where x is 0.")
	a.Attributes(0)
	y, m, lda, x, n := a.arg("y"), a.arg("a"), a.arg("lda"), a.arg("x"), a.arg("n")
	a.bytes(lda)
	a.listed(x, func(number []reg.Register) {
		c := make([]reg.VecVirtual, len(number))
		for r, q := range number {
			c[r] = a.YMM()
			a.spread(a.elem(x, q, 0), c[r])
		}
		numbered(a, m, lda, number)
		a.addRows([]reg.Register{y}, [][]reg.VecVirtual{c}, number, n)
	}, func(rows reg.Register) { onBy(a, m, lda, rows) })
	a.done()
}

// gemvWhere uses the numbers of the rows for y before it turns them into addresses.
func (a *asm) gemvWhere() {
	a.fn("gemvWhereAsm", "func(y, a *T, lda int, x, w *T, m, n int)", "gemvWhereAsm does y = A x for rows where w is not 0.")
	a.Attributes(0)
	y, m, lda, x, w, n := a.arg("y"), a.arg("a"), a.arg("lda"), a.arg("x"), a.arg("w"), a.arg("n")
	a.bytes(lda)
	mask, room := a.mask(n), a.AllocLocal(4*8)
	a.listed(w, func(number []reg.Register) {
		for r, q := range number {
			t := a.GP64()
			a.LEAQ(a.elem(y, q, 0), t)
			a.MOVQ(t, room.Offset(8*r))
		}
		numbered(a, m, lda, number)
		acc := a.newDots(len(number), 1, 1)
		at := a.vectors(n, 1, func(j reg.Register, _ int) { a.multiply(acc, number, []reg.Register{x}, j, 0, 0, nil) })
		a.ifLeft(at, func(j reg.Register) { a.multiply(acc, number, []reg.Register{x}, j, 0, 0, mask) })
		for r := range number {
			t := a.GP64()
			a.MOVQ(room.Offset(8*r), t)
			a.sum(acc[r][0][0])
			a.st(a.size, acc[r][0][0], operand.Mem{Base: t})
		}
	}, func(rows reg.Register) {
		onBy(a, m, lda, rows)
		a.LEAQ(a.elem(y, rows, 0), y)
	})
	a.done()
}

// spreadBy is spreadFrom for elements that are step bytes apart. It moves p on.
func (a *asm) spreadBy(p, step reg.Register, n int) []reg.VecVirtual {
	v := make([]reg.VecVirtual, n)
	for i := range v {
		v[i] = a.YMM()
		a.spread(at(p, 0), v[i])
		a.ADDQ(step, p)
	}
	return v
}

// ger adds up to three products of vectors in one pass. With ones the last vector
// is all ones. The elements of a, b and c are step apart: the caller goes over rows
// that lie alike in lines of the cache, see inStep.
func (a *asm) ger(name string, terms int, ones bool) {
	sig := [...]string{1: "a, u *T", 2: "a, u, b, v *T", 3: "a, u, b, v, c, w *T"}[terms]
	doc := [...]string{1: " does M_i += a[i] u.", 2: " does M_i += a[i] u + b[i] v.", 3: " does M_i += a[i] u + b[i] v + c[i] w."}[terms]
	if ones {
		sig, doc = "a, u, b, v, c *T", " does M_i += a[i] u + b[i] v + c[i]."
	}
	a.fn(name, "func(m *T, lda, step int, "+sig+", rows, n int)", name+doc)
	m, lda, step := a.arg("m"), a.arg("lda"), a.arg("step")
	var left, right []reg.Register
	for i := range terms {
		left = append(left, a.arg([]string{"a", "b", "c"}[i]))
		if i < 2 || !ones {
			right = append(right, a.arg([]string{"u", "v", "w"}[i]))
		}
	}
	rows, n := a.arg("rows"), a.param("n")
	a.bytes(lda)
	a.bytes(step)
	most := 4
	if terms == 3 {
		most = 2 // more would not fit the registers
	}
	for _, group := range []int{most, 1} {
		a.while(rows, group, func() {
			var c [][]reg.VecVirtual
			for _, p := range left {
				c = append(c, a.spreadBy(p, step, group))
			}
			p := a.rows(m, lda, group)
			a.aligned(m, n, 2, func(j reg.Register, disp, w int) {
				vs := make([]reg.VecVirtual, len(right))
				for t, q := range right {
					vs[t] = a.YMM()
					a.ld(w, a.elem(q, j, disp), vs[t])
				}
				for r, q := range p {
					s := a.YMM()
					a.ld(w, a.elem(q, j, disp), s)
					for t, v := range vs {
						a.fmaw(w, v, c[t][r], s)
					}
					if ones {
						a.addw(w, c[2][r], s, s)
					}
					a.st(w, s, a.elem(q, j, disp))
				}
			})
			a.skip(m, lda, group)
		})
	}
	a.done()
}

func (a *asm) gerSparse() {
	a.fn("gerSparseAsm", "func(m *T, lda int, a, u *T, rows, n int)", "gerSparseAsm does M_i += a[i] u and skips rows where a[i] is 0.")
	m, lda, left, right, rows, n := a.arg("m"), a.arg("lda"), a.arg("a"), a.arg("u"), a.arg("rows"), a.param("n")
	a.bytes(lda)
	a.while(rows, 1, func() {
		next := a.label("next")
		bits := a.GP64()
		if a.size == 4 {
			a.MOVL(at(left, 0), bits.As32())
			a.ADDL(bits.As32(), bits.As32())
		} else {
			a.MOVQ(at(left, 0), bits)
			a.ADDQ(bits, bits)
		}
		a.JE(to(next))
		c := a.spreadFrom(left, 1)
		a.aligned(m, n, 4, func(j reg.Register, disp, w int) {
			s := a.YMM()
			a.ld(w, a.elem(m, j, disp), s)
			a.fmaw(w, a.elem(right, j, disp), c[0], s)
			a.st(w, s, a.elem(m, j, disp))
		})
		a.Label(next)
		a.ADDQ(imm(a.size), left)
		a.ADDQ(lda, m)
	})
	a.done()
}
