package live

import (
	"encoding/binary"
	"encoding/json"
	"math"

	"hebb/sim/live/message"
)

// What a page reads, in Go.

type readState struct {
	epoch, seq, command uint32
	unit                float64
	round               uint32
	status              byte
	playing, part       bool
	rate, fps           float32
	sections            []readSection
}

type readSection struct {
	variant, kind uint8
	output        uint16
	rows, cols    int
	values        []float64
}

func readFrame(m *Message) (f readState, ok bool) {
	b := m.Data
	le := binary.LittleEndian
	if !m.Binary || le.Uint16(b) != 0x6248 || b[2] != 1 || b[3] != 1 {
		return f, false
	}
	f = readState{epoch: le.Uint32(b[4:]), seq: le.Uint32(b[8:]), command: le.Uint32(b[12:]), unit: math.Float64frombits(le.Uint64(b[16:])),
		round: le.Uint32(b[24:]), status: b[28], playing: b[29]&1 != 0, part: b[29]&2 != 0, rate: math.Float32frombits(le.Uint32(b[32:])), fps: math.Float32frombits(le.Uint32(b[36:]))}
	for i := range int(le.Uint16(b[30:])) {
		h := b[40+24*i:]
		s := readSection{variant: h[0], kind: h[1], output: le.Uint16(h[2:]), rows: int(le.Uint32(h[4:])), cols: int(le.Uint32(h[8:]))}
		scale := float64(math.Float32frombits(le.Uint32(h[12:])))
		at, n := le.Uint32(h[16:]), le.Uint32(h[20:])
		p := b[at : at+n]
		if at%8 != 0 {
			panic("not aligned")
		}
		for len(p) > 0 {
			switch s.kind {
			case 0:
				s.values, p = append(s.values, float64(math.Float32frombits(le.Uint32(p)))), p[4:]
			case 1:
				s.values, p = append(s.values, float64(int8(p[0]))*scale), p[1:]
			case 2:
				s.values, p = append(s.values, float64(p[0])*scale), p[1:]
			case 3:
				s.values, p = append(s.values, math.Float64frombits(le.Uint64(p))), p[8:]
			}
		}
		if len(s.values) != s.rows*s.cols {
			panic("rows and columns do not fit the bytes")
		}
		f.sections = append(f.sections, s)
	}
	return f, true
}

func (f readState) get(variant, output int) *readSection {
	for i := range f.sections {
		if s := &f.sections[i]; int(s.variant) == variant && int(s.output) == output {
			return s
		}
	}
	return nil
}

type readTable struct {
	epoch          uint32
	variant, table int
	n, m           int
	first, last    []float64
	min, max       []float32
}

func readHistory(m *Message) (t readTable, ok bool) {
	b := m.Data
	le := binary.LittleEndian
	if !m.Binary || le.Uint16(b) != 0x6248 || b[2] != 1 || b[3] != 2 {
		return t, false
	}
	t = readTable{epoch: le.Uint32(b[4:]), variant: int(le.Uint32(b[8:])), table: int(le.Uint32(b[12:])), n: int(le.Uint32(b[16:])), m: int(le.Uint32(b[20:]))}
	b = b[32:]
	for _, to := range []*[]float64{&t.first, &t.last} {
		for range t.n {
			*to, b = append(*to, math.Float64frombits(le.Uint64(b))), b[8:]
		}
	}
	for _, to := range []*[]float32{&t.min, &t.max} {
		for range t.n * t.m {
			*to, b = append(*to, math.Float32frombits(le.Uint32(b))), b[4:]
		}
	}
	if len(b) != 0 {
		panic("bytes are left over")
	}
	return t, true
}

func readHello(m *Message) (h message.Hello, ok bool) {
	if m.Binary || json.Unmarshal(m.Data, &h) != nil || h.Type != "hello" {
		return h, false
	}
	return h, true
}

func readStatus(m *Message) (s message.Status, ok bool) {
	if m.Binary || json.Unmarshal(m.Data, &s) != nil || s.Type != "status" {
		return s, false
	}
	return s, true
}

func readFields(m *Message) (f message.Fields, ok bool) {
	if m.Binary || json.Unmarshal(m.Data, &f) != nil || f.Type != "fields" {
		return f, false
	}
	return f, true
}

func readKept(m *Message) (k message.Kept, ok bool) {
	return k, !m.Binary && json.Unmarshal(m.Data, &k) == nil && k.Type == "kept"
}
