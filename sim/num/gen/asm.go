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
}

// both writes the same functions in both precisions.
func both(c *build.Context, write func(*asm)) {
	write(&asm{c, 4, "32"})
	write(&asm{c, 8, "64"})
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

func imm(n int) operand.Constant { return operand.Imm(uint64(n)) }

// label makes names that are unique in the file's functions: Go's labels are local
// to a function.
func label(format string, args ...any) string { return fmt.Sprintf(format, args...) }

func (a *asm) jump(to string) operand.LabelRef { return operand.LabelRef(to) }

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

// One element, in the lowest lane.

func (a *asm) move1(from, to op)   { pick(a, a.vmovss, a.vmovsd)(from, to) }
func (a *asm) add1(x, y, to op)    { pick(a, a.VADDSS, a.VADDSD)(x, y, to) }
func (a *asm) mul1(x, y, to op)    { pick(a, a.VMULSS, a.VMULSD)(x, y, to) }
func (a *asm) fma1(x, y, to op)    { pick(a, a.VFMADD231SS, a.VFMADD231SD)(x, y, to) }
func (a *asm) vmovss(from, to op)  { a.VMOVSS(from, to) }
func (a *asm) vmovsd(from, to op)  { a.VMOVSD(from, to) }
func (a *asm) loadMask(m, v, t op) { pick(a, a.VMASKMOVPS, a.VMASKMOVPD)(m, v, t) } // t = v where m, else 0

// sum adds the lanes of v into its lowest one.
func (a *asm) sum(v reg.VecVirtual) {
	t := a.XMM()
	a.VEXTRACTF128(operand.Imm(1), v, t)
	pick(a, a.VADDPS, a.VADDPD)(t, v.AsX(), v.AsX())
	a.VPERMILPD(operand.Imm(1), v.AsX(), t)
	pick(a, a.VADDPS, a.VADDPD)(t, v.AsX(), v.AsX())
	if a.size == 4 {
		a.VMOVSHDUP(v.AsX(), t)
		a.VADDSS(t, v.AsX(), v.AsX())
	}
}

// param is the memory of a parameter.
func (a *asm) param(name string) operand.Mem {
	b, err := a.Param(name).Resolve()
	if err != nil {
		panic(err)
	}
	return b.Addr
}
