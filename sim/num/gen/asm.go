package main

import (
	"fmt"
	"strings"

	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// asm writes functions in one precision: the kernels are written once, and its
// methods pick the instruction. Vectors are 256 bits wide.
type asm struct {
	*build.Context
	size   int    // bytes of an element
	suffix string // of function names: "32" or "64"
	labels int
}

// both writes the same functions in both precisions.
func both(c *build.Context, write func(*asm)) {
	write(&asm{Context: c, size: 4, suffix: "32"})
	write(&asm{Context: c, size: 8, suffix: "64"})
}

func (a *asm) lanes() int { return 32 / a.size }

// fn starts a function. T in the signature is the element type.
func (a *asm) fn(name, signature, doc string) {
	a.Function(name + a.suffix)
	a.Attributes(attr.NOSPLIT)
	a.Pragma("noescape")
	a.Doc(strings.ReplaceAll(doc, name, name+a.suffix))
	a.SignatureExpr(strings.ReplaceAll(signature, "T", "float"+a.suffix))
}

// done ends a function. Without VZEROUPPER the SSE instructions of compiled code
// would be slow from there on.
func (a *asm) done() {
	a.VZEROUPPER()
	a.RET()
}

func (a *asm) arg(name string) reg.Register { return a.Load(a.Param(name), a.GP64()) }

// at is the memory at base + disp.
func at(base reg.Register, disp int) operand.Mem { return operand.Mem{Base: base, Disp: disp} }

// idx is the memory at base + index*scale + disp.
func idx(base, index reg.Register, scale uint8, disp int) operand.Mem {
	return operand.Mem{Base: base, Index: index, Scale: scale, Disp: disp}
}

// elem is the memory at base + index elements + disp bytes.
func (a *asm) elem(base, index reg.Register, disp int) operand.Mem {
	return idx(base, index, uint8(a.size), disp)
}

func imm(n int) operand.Constant {
	if n < 128 {
		return operand.U8(n)
	}
	return operand.U32(n)
}

// label returns a new name of a place in the code.
func (a *asm) label(what string) string {
	a.labels++
	return fmt.Sprintf("%s%d", what, a.labels)
}

func to(label string) operand.LabelRef { return operand.LabelRef(label) }

// pick returns the instruction for the precision.
func pick[F any](a *asm, single, double F) F {
	if a.size == 4 {
		return single
	}
	return double
}

type op = operand.Op

func (a *asm) move(from, to op)      { pick(a, a.VMOVUPS, a.VMOVUPD)(from, to) }
func (a *asm) add(x, y, to op)       { pick(a, a.VADDPS, a.VADDPD)(x, y, to) }
func (a *asm) mul(x, y, to op)       { pick(a, a.VMULPS, a.VMULPD)(x, y, to) }
func (a *asm) fma(x, y, to op)       { pick(a, a.VFMADD231PS, a.VFMADD231PD)(x, y, to) } // to += y x
func (a *asm) spread(from, to op)    { pick(a, a.VBROADCASTSS, a.VBROADCASTSD)(from, to) }
func (a *asm) zero(v reg.VecVirtual) { a.VXORPS(v, v, v) }

// zeros returns n vectors of zeros.
func (a *asm) zeros(n int) []reg.VecVirtual {
	v := make([]reg.VecVirtual, n)
	for i := range v {
		v[i] = a.YMM()
		a.zero(v[i])
	}
	return v
}

// loadMask does to = from where the mask is set, and 0 elsewhere. It does not touch
// the memory elsewhere.
func (a *asm) loadMask(mask reg.VecVirtual, from, to op) {
	pick(a, a.VMASKMOVPS, a.VMASKMOVPD)(from, mask, to)
}

func (a *asm) storeMask(mask reg.VecVirtual, from, to op) {
	pick(a, a.VMASKMOVPS, a.VMASKMOVPD)(from, mask, to)
}

// Some instructions come in several widths, of 32 and 16 bytes, of one element, and
// of two in single precision; these load and store 8 bytes and compute with 16.

func cast(w int, o op) op {
	if v, ok := o.(reg.VecVirtual); ok && w < 32 {
		return v.AsX()
	}
	return o
}

func (a *asm) ld(w int, from operand.Mem, to reg.VecVirtual) {
	if w == 8 {
		a.VMOVSD(from, to.AsX())
		return
	}
	if w == a.size {
		pick(a, func(x, y op) { a.VMOVSS(x, y) }, func(x, y op) { a.VMOVSD(x, y) })(from, to.AsX())
		return
	}
	a.move(from, cast(w, to))
}

func (a *asm) st(w int, from reg.VecVirtual, to operand.Mem) {
	if w == 8 {
		a.VMOVSD(from.AsX(), to)
		return
	}
	if w == a.size {
		pick(a, func(x, y op) { a.VMOVSS(x, y) }, func(x, y op) { a.VMOVSD(x, y) })(from.AsX(), to)
		return
	}
	a.move(cast(w, from), to)
}

// narrow loads an operand of 8 bytes that is in memory, so that no more than these are
// read.
func (a *asm) narrow(w int, x op) op {
	m, ok := x.(operand.Mem)
	if !ok || w != 8 || a.size == 8 {
		return x
	}
	t := a.XMM()
	a.VMOVSD(m, t)
	return t
}

func (a *asm) fmaw(w int, x, y, to op) {
	x = a.narrow(w, x)
	if w == a.size {
		pick(a, a.VFMADD231SS, a.VFMADD231SD)(cast(w, x), cast(w, y), cast(w, to))
		return
	}
	a.fma(cast(w, x), cast(w, y), cast(w, to))
}

func (a *asm) addw(w int, x, y, to op) {
	x = a.narrow(w, x)
	if w == a.size {
		pick(a, a.VADDSS, a.VADDSD)(cast(w, x), cast(w, y), cast(w, to))
		return
	}
	a.add(cast(w, x), cast(w, y), cast(w, to))
}

func (a *asm) mulw(w int, x, y, to op) {
	x = a.narrow(w, x)
	if w == a.size {
		pick(a, a.VMULSS, a.VMULSD)(cast(w, x), cast(w, y), cast(w, to))
		return
	}
	a.mul(cast(w, x), cast(w, y), cast(w, to))
}

// sum adds the lanes of v into its lowest one, in the order of sum4.
func (a *asm) sum(v reg.VecVirtual) {
	t := a.XMM()
	for n := a.lanes(); n > 2; n /= 2 {
		pick(a, a.VHADDPS, a.VHADDPD)(v, v, v)
	}
	a.VEXTRACTF128(imm(1), v, t)
	pick(a, a.VADDPS, a.VADDPD)(t, v.AsX(), v.AsX())
}

// sum4 returns the sums of the lanes of four vectors, side by side.
func (a *asm) sum4(v [4]reg.VecVirtual) op {
	if a.size == 4 {
		t := a.XMM()
		a.VHADDPS(v[1], v[0], v[0])
		a.VHADDPS(v[3], v[2], v[2])
		a.VHADDPS(v[2], v[0], v[0])
		a.VEXTRACTF128(imm(1), v[0], t)
		a.VADDPS(t, v[0].AsX(), v[0].AsX())
		return v[0].AsX()
	}
	t := a.YMM()
	a.VHADDPD(v[1], v[0], v[0])
	a.VHADDPD(v[3], v[2], v[2])
	a.VPERM2F128(imm(0x20), v[2], v[0], t)
	a.VPERM2F128(imm(0x31), v[2], v[0], v[0])
	a.VADDPD(t, v[0], v[0])
	return v[0]
}

// param is the memory of a parameter.
func (a *asm) param(name string) operand.Mem {
	b, err := a.Param(name).Resolve()
	if err != nil {
		panic(err)
	}
	return b.Addr
}
