package live

import (
	"encoding/binary"
	"math"

	"hebb/sim"
)

// The bytes of frames are little-endian; see the package web/frame.js for the
// reader. A state frame is a header of 40 bytes, a table with 24 bytes for each
// section, and the sections, each at a multiple of 8.
const (
	frameMagic    = 0x6248 // "Hb"
	frameProtocol = 1
	stateKind     = 1
	historyKind   = 2
	headBytes     = 40
	sectionBytes  = 24
	allScalars    = 0xFFFF // the section that holds every scalar of a variant
)

// Types of a section's values.
const (
	typeF32 = iota
	typeI8
	typeU8
	typeF64
)

// frameHead is what a state frame says about the run.
type frameHead struct {
	epoch, seq, command uint32
	Position
	status    sim.Status
	playing   bool
	rate, fps float32
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

// encoder makes state frames. Only the bytes that it returns are new.
type encoder struct{ sections []section }

// encode makes a state frame of the variants' scalars and of the outputs that are
// wanted. An output with a value that is not finite is left out.
func (e *encoder) encode(h frameHead, variants []*variant, want [][]bool) []byte {
	e.sections = e.sections[:0]
	for i, v := range variants {
		e.sections = append(e.sections, section{variant: uint8(i), kind: typeF64, output: allScalars, rows: 1, cols: uint32(len(v.outputs)), scale: 1})
		for o := range v.outputs {
			if want[i][o] && v.outputs[o].Kind != sim.Scalar {
				if s, ok := v.section(o); ok {
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
		s.offset, s.bytes = at, s.rows*s.cols*[...]uint32{4, 1, 1, 8}[s.kind]
		at += s.bytes
	}
	b := make([]byte, at)
	putHead(b, h, len(e.sections))
	for i := range e.sections {
		s := &e.sections[i]
		s.put(b[headBytes+sectionBytes*i:])
		if s.output == allScalars {
			variants[s.variant].putScalars(b[s.offset:])
		} else {
			s.pack(b[s.offset:])
		}
	}
	return b
}

func putHead(b []byte, h frameHead, sections int) {
	le := binary.LittleEndian
	le.PutUint16(b, frameMagic)
	b[2], b[3] = frameProtocol, stateKind
	le.PutUint32(b[4:], h.epoch)
	le.PutUint32(b[8:], h.seq)
	le.PutUint32(b[12:], h.command)
	le.PutUint64(b[16:], math.Float64bits(float64(h.Unit)))
	le.PutUint32(b[24:], h.Round)
	b[28] = byte(h.status)
	if h.playing {
		b[29] = 1
	}
	le.PutUint16(b[30:], uint16(sections))
	le.PutUint32(b[32:], math.Float32bits(h.rate))
	le.PutUint32(b[36:], math.Float32bits(h.fps))
}

func (s *section) put(b []byte) {
	le := binary.LittleEndian
	b[0], b[1] = s.variant, s.kind
	le.PutUint16(b[2:], s.output)
	le.PutUint32(b[4:], s.rows)
	le.PutUint32(b[8:], s.cols)
	le.PutUint32(b[12:], math.Float32bits(s.scale))
	le.PutUint32(b[16:], s.offset)
	le.PutUint32(b[20:], s.bytes)
}

// section describes an output that is no scalar, as it was last copied or measured.
// It is false when there is nothing to show.
func (v *variant) section(output int) (s section, ok bool) {
	o := &v.outputs[output]
	f := v.frame
	if o.From == sim.Probed {
		if f = nil; v.shownBy(o.Probe) != nil {
			f = v.shownBy(o.Probe).frame
		}
	}
	if f == nil {
		return s, false
	}
	values, rows := f.Values(output)
	most := uint32(0) // the bits of sizes are in the order of sizes
	for _, x := range values {
		most = max(most, math.Float32bits(x)&^(1<<31))
	}
	if most >= math.Float32bits(float32(math.Inf(1))) {
		return s, false
	}
	cols := 0
	if rows > 0 {
		cols = len(values) / rows
	}
	s = section{kind: typeF32, output: uint16(output), rows: uint32(rows), cols: uint32(cols), scale: 1, values: values}
	switch o.Pack {
	case sim.I8:
		s.kind, s.scale = typeI8, math.Float32frombits(most)/127
	case sim.U8:
		s.kind, s.scale = typeU8, 1.0/255
	}
	return s, true
}

// shownBy returns the newest measurement of a probe, or nil.
func (v *variant) shownBy(probe string) *shot {
	for p := range v.probes {
		if v.probes[p].Name == probe {
			return v.shown[p]
		}
	}
	return nil
}

func (s *section) pack(b []byte) {
	switch s.kind {
	case typeF32:
		for i, x := range s.values {
			binary.LittleEndian.PutUint32(b[4*i:4*i+4], math.Float32bits(x))
		}
	case typeI8:
		if s.scale == 0 { // all are 0, or too small for a scale
			return
		}
		b, per := b[:len(s.values)], 1/s.scale
		if per > math.MaxFloat32 {
			per = 0
		}
		for i, x := range s.values {
			b[i] = byte(int8(round(min(max(x*per, -127), 127))))
		}
	case typeU8:
		b := b[:len(s.values)]
		for i, x := range s.values {
			b[i] = byte(round(min(max(x, 0), 1) * 255))
		}
	}
}

// round is to the nearest whole number, half away from zero.
func round(x float32) int32 {
	if x < 0 {
		return int32(x - 0.5)
	}
	return int32(x + 0.5)
}

// putScalars writes a number for each output, 0 for what is none or not there.
func (v *variant) putScalars(b []byte) {
	for o := range v.outputs {
		if v.outputs[o].Kind == sim.Scalar {
			if x, ok := v.scalar(o); ok {
				binary.LittleEndian.PutUint64(b[8*o:], math.Float64bits(x))
			}
		}
	}
}

// encodeHistory makes a history frame of a table's buckets from index from on.
func encodeHistory(epoch uint32, variant, number int, t *table, from int) []byte {
	le := binary.LittleEndian
	n, m := len(t.First)-from, len(t.Names)
	b := make([]byte, 32+16*n+8*n*m)
	le.PutUint16(b, frameMagic)
	b[2], b[3] = frameProtocol, historyKind
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
