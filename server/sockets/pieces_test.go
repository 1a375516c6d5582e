package sockets

import (
	"bytes"
	"encoding/binary"
	"testing"
)

// frameOf is a frame of a page with so many bytes.
func frameOf(n int) []byte {
	b := []byte{0x81}
	switch {
	case n < 126:
		b = append(b, 0x80|byte(n))
	case n < 1<<16:
		b = binary.BigEndian.AppendUint16(append(b, 0x80|126), uint16(n))
	default:
		b = binary.BigEndian.AppendUint64(append(b, 0x80|127), uint64(n))
	}
	b = append(b, 1, 2, 3, 4)
	return append(b, bytes.Repeat([]byte{0x89}, n)...) // which would be a ping, were it read as one
}

// However frames are cut on their way, each is counted once.
func TestPiecesAreCounted(t *testing.T) {
	var stream []byte
	sizes := []int{0, 1, 125, 126, 127, 4096, 65535, 65536, 0, 3}
	for _, n := range sizes {
		stream = append(stream, frameOf(n)...)
	}
	for _, step := range []int{1, 2, 3, 7, 13, 1000, len(stream)} {
		n := 0
		p := &pieces{take: func() bool { n++; return true }}
		for at := 0; at < len(stream); at += step {
			p.count(stream[at:min(at+step, len(stream))])
		}
		if n != len(sizes) || p.have != 0 || p.rest != 0 {
			t.Errorf("in steps of %d there are %d frames, want %d", step, n, len(sizes))
		}
	}
}

// Whatever comes, in whatever parts, it is counted the same, and nothing breaks.
// Floor: 2000 executions a second.
func FuzzPieces(f *testing.F) {
	f.Add([]byte{0x89, 0x80, 1, 2, 3, 4}, 1)
	f.Add(append(frameOf(300), frameOf(0)...), 5)
	f.Add([]byte{0x82, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4, 5}, 3)
	f.Fuzz(func(t *testing.T, data []byte, step int) {
		step = max(1, step)
		whole, parts := 0, 0
		(&pieces{take: func() bool { whole++; return true }}).count(data)
		p := &pieces{take: func() bool { parts++; return true }}
		for at := 0; at < len(data); {
			to := min(len(data), at+min(step, len(data)))
			p.count(data[at:to])
			at = to
		}
		if whole != parts {
			t.Errorf("%d frames in one piece, %d in parts", whole, parts)
		}
	})
}
