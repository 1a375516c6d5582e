// Package frame is the encoding of frames: how the outputs of variants and the tables of
// their history go to a page. It knows no run and no clock.
package frame

import (
	"encoding/binary"
	"math"

	"hebb/sim"
	"hebb/sim/engine/history"
	"hebb/sim/experiment"
)

// The bytes of frames are little-endian; see web/run/frame.js for the reader.
// A state frame is a header of 40 bytes, a table with 24 bytes for each
// section, and the sections, each at a multiple of 8.
const (
	magic        = 0x6248 // "Hb"
	Protocol     = 1      // of all that a run sends
	stateKind    = 1
	historyKind  = 2
	headBytes    = 40
	sectionBytes = 24
	allScalars   = 0xFFFF // the section that holds every scalar of a variant
	allCosts     = 0xFFFE // the section that holds what a unit costs each variant, in seconds; 0: not known
)

// Types of a section's values.
const (
	typeF32 = iota
	typeI8
	typeU8
	typeF64
)

// Head is what a state frame says about the run.
type Head struct {
	Epoch, Seq, Command uint32 // Command is the number of the last that is in force
	Position            experiment.Position
	Status              sim.Status
	Playing             bool
	Part                bool    // outputs that are not in it stand as they were; scalars are rounded to 32 bits
	Rate, FPS           float32 // units and frames per second
}

// section is one output of one variant in a frame.
type section struct {
	variant, kind uint8
	output        uint16
	rows, cols    uint32
	scale         float32
	offset, bytes uint32
	values        []float32
}

// Variant is what a frame shows of a variant.
type Variant interface {
	Outputs() []sim.Output
	Cost() float64 // of a unit, in seconds; 0: not known
	// Scalar returns a scalar output as it was last recorded, measured or copied.
	Scalar(output int) (x float64, ok bool)
	// Shown returns where an output that is no scalar was last copied or measured, or nil.
	Shown(output int) *sim.Frame
}

// Encoder makes state frames. Only the bytes that it returns are new.
type Encoder struct {
	sections []section
	costs    []float32
}

// Encode makes a state frame of the variants' costs and scalars and of the outputs
// that are wanted. An output with a value that is not finite is left out.
func Encode[V Variant](e *Encoder, h Head, variants []V, want [][]bool) []byte {
	e.costs = e.costs[:0]
	for _, v := range variants {
		e.costs = append(e.costs, float32(v.Cost()))
	}
	e.sections = append(e.sections[:0], section{kind: typeF32, output: allCosts, rows: 1, cols: uint32(len(variants)), scale: 1, values: e.costs})
	for i, v := range variants {
		kind := uint8(typeF64)
		if h.Part {
			kind = typeF32
		}
		e.sections = append(e.sections, section{variant: uint8(i), kind: kind, output: allScalars, rows: 1, cols: uint32(len(v.Outputs())), scale: 1})
		for o := range v.Outputs() {
			if want[i][o] && v.Outputs()[o].Kind != sim.Scalar {
				if s, ok := newSection(v, o); ok {
					s.variant = uint8(i)
					e.sections = append(e.sections, s)
				}
			}
		}
	}
	at := uint32(headBytes + sectionBytes*len(e.sections))
	for i := range e.sections {
		s := &e.sections[i]
		at = (at + 7) &^ 7
		s.offset, s.bytes = at, uint32(s.size())
		at += s.bytes
	}
	b := make([]byte, at)
	putHead(b, h, len(e.sections))
	for i := range e.sections {
		s := &e.sections[i]
		s.put(b[headBytes+sectionBytes*i:])
		if s.output == allScalars {
			putScalars(b[s.offset:], variants[s.variant], s.kind)
		} else {
			s.pack(b[s.offset:])
		}
	}
	return b
}

func putHead(b []byte, h Head, sections int) {
	le := binary.LittleEndian
	le.PutUint16(b, magic)
	b[2], b[3] = Protocol, stateKind
	le.PutUint32(b[4:], h.Epoch)
	le.PutUint32(b[8:], h.Seq)
	le.PutUint32(b[12:], h.Command)
	le.PutUint64(b[16:], math.Float64bits(float64(h.Position.Unit)))
	le.PutUint32(b[24:], h.Position.Round)
	b[28] = byte(h.Status)
	if h.Playing {
		b[29] = 1
	}
	if h.Part {
		b[29] |= 2
	}
	le.PutUint16(b[30:], uint16(sections))
	le.PutUint32(b[32:], math.Float32bits(h.Rate))
	le.PutUint32(b[36:], math.Float32bits(h.FPS))
}

// Size is how many bytes an output takes in a frame at the most.
func Size(o *sim.Output) int {
	if o.Kind == sim.Scalar {
		return 0
	}
	return sectionBytes + o.Len()*[...]int{sim.F32: 4, sim.I8: 1, sim.U8: 1}[o.Pack]
}

// History makes a history frame of a table's buckets from index from on.
func History(epoch uint32, variant, number int, t *history.Table, from int) []byte {
	le := binary.LittleEndian
	n, m := len(t.First)-from, len(t.Names)
	b := make([]byte, 32+16*n+8*n*m)
	le.PutUint16(b, magic)
	b[2], b[3] = Protocol, historyKind
	for i, x := range []int{int(epoch), variant, number, n, m} {
		le.PutUint32(b[4+4*i:], uint32(x))
	}
	at := 32
	for _, units := range [][]uint64{t.First, t.Last} {
		for _, u := range units[from:] {
			le.PutUint64(b[at:], math.Float64bits(float64(u)))
			at += 8
		}
	}
	for _, values := range [][]float32{t.Min, t.Max} {
		for _, x := range values[from*m:] {
			le.PutUint32(b[at:], math.Float32bits(x))
			at += 4
		}
	}
	return b
}
