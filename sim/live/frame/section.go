package frame

import (
	"encoding/binary"
	"math"

	"hebb/sim"
)

// size is how many bytes the values take.
func (s *section) size() int { return int(s.rows*s.cols) * [...]int{4, 1, 1, 8}[s.kind] }

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

// newSection describes an output that is no scalar, as it was last copied or measured.
// It is false when there is nothing to show.
func newSection(v Variant, output int) (s section, ok bool) {
	f := v.Shown(output)
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
	switch v.Outputs()[output].Pack {
	case sim.I8:
		s.kind, s.scale = typeI8, math.Float32frombits(most)/127
	case sim.U8:
		s.kind, s.scale = typeU8, 1.0/255
	}
	return s, true
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
	x = float32(x) // not a product that is still to be rounded
	if x < 0 {
		return int32(x - 0.5)
	}
	return int32(x + 0.5)
}

// putScalars writes a number for each output, 0 for what is none or not there.
func putScalars(b []byte, v Variant, kind uint8) {
	for o := range v.Outputs() {
		if v.Outputs()[o].Kind != sim.Scalar {
			continue
		}
		x, ok := v.Scalar(o)
		switch {
		case !ok:
		case kind == typeF32:
			binary.LittleEndian.PutUint32(b[4*o:], math.Float32bits(float32(min(max(x, -math.MaxFloat32), math.MaxFloat32))))
		default:
			binary.LittleEndian.PutUint64(b[8*o:], math.Float64bits(x))
		}
	}
}
