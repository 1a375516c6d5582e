package main

import (
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/reg"
)

// sliceRows is how many rows a slice of a sparse matrix has.
const sliceRows = 8

// sparse writes the product of a sparse matrix.
func sparse(c *build.Context) { both(c, (*asm).spmv) }

// spmv works on the eight rows of a slice side by side: no row has a rest, nothing is
// added across lanes, and neighbouring slices are equally wide, so that the branch at
// their ends is foreseen.
func (a *asm) spmv() {
	a.fn("spmvAsm", "func(y *T, order, width *int32, col *uint16, val, x *T, slices int)",
		"spmvAsm does y = A x for a matrix in slices of eight rows.")
	y, order, width, col, val, x, slices := a.arg("y"), a.arg("order"), a.arg("width"), a.arg("col"), a.arg("val"), a.arg("x"), a.arg("slices")
	lanes := a.lanes()
	a.while(slices, 1, func() {
		n := a.GP64()
		a.MOVLQSX(at(width, 0), n)
		acc := a.zeros(sliceRows / lanes)
		a.while(n, 1, func() {
			for i, sum := range acc {
				a.fma(at(val, 32*i), a.collect(x, col, 2*i*lanes), sum)
			}
			a.ADDQ(imm(2*sliceRows), col)
			a.ADDQ(imm(sliceRows*a.size), val)
		})
		for i, sum := range acc {
			a.scatter(sum, y, order, 4*i*lanes)
		}
		a.ADDQ(imm(4*sliceRows), order)
		a.ADDQ(imm(4), width)
	})
	a.done()
}

// collect returns a vector of the elements of x that the numbers at col + disp name.
// Scalar loads are faster than the processor's own gathering.
func (a *asm) collect(x, col reg.Register, disp int) reg.VecVirtual {
	half := func(disp int) reg.VecVirtual {
		v := a.XMM()
		four := a.GP64()
		for l := range a.lanes() / 2 {
			c := a.GP64()
			switch {
			case a.size == 8 && l == 0:
				a.MOVLQZX(at(col, disp), four)
				a.MOVWLZX(four.As16(), c.As32())
			case a.size == 8:
				a.SHRQ(imm(16), four)
				c = four
			case l == 0:
				a.MOVQ(at(col, disp), four)
				a.MOVWLZX(four.As16(), c.As32())
			case l == 3:
				a.SHRQ(imm(16), four)
				c = four
			default:
				a.SHRQ(imm(16), four)
				a.MOVWLZX(four.As16(), c.As32())
			}
			from := a.elem(x, c, 0)
			switch {
			case a.size == 8 && l == 0:
				a.VMOVSD(from, v)
			case a.size == 8:
				a.VMOVHPD(from, v, v)
			case l == 0:
				a.VMOVSS(from, v)
			default:
				a.VINSERTPS(imm(16*l), from, v, v)
			}
		}
		return v
	}
	low := half(disp)
	high := half(disp + a.lanes())
	a.VINSERTF128(imm(1), high.AsX(), low.AsY(), low.AsY())
	return low.AsY().(reg.VecVirtual)
}

// scatter stores the lanes of v where the row numbers at order + disp say.
func (a *asm) scatter(v reg.VecVirtual, y, order reg.Register, disp int) {
	high, row := a.YMM(), a.GP64()
	a.VEXTRACTF128(imm(1), v, high.AsX())
	for l := range a.lanes() {
		part, lane := []reg.VecVirtual{v, high}[l/(a.lanes()/2)].AsX(), l%(a.lanes()/2)
		a.MOVLQSX(at(order, disp+4*l), row)
		to := a.elem(y, row, 0)
		switch {
		case a.size == 4:
			a.VEXTRACTPS(imm(lane), part, to)
		case lane == 0:
			a.VMOVSD(part, to)
		default:
			a.VMOVHPD(part, to)
		}
	}
}
