package live

import (
	"encoding/binary"
	"math"

	"hebb/sim"
)

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
