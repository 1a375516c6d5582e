package sockets

import (
	"bufio"
	"encoding/binary"
	"net"
	"net/http"
	"time"

	"hebb/server/limits"
)

// pieces counts the frames of RFC 6455 that come over a connection, whatever they are: pings,
// and the pieces of a message that never ends, reach nobody else who could count them.
type pieces struct {
	net.Conn
	take func() bool

	header [14]byte // of the frame that is coming
	have   int      // bytes of it that have come
	rest   uint64   // bytes of the frame behind it that have not come
}

// counted is a connection that fails when too many pieces come.
func counted(c net.Conn, clock func() time.Time) *pieces {
	b := limits.NewBucket(limits.PieceRate, limits.PieceBurst)
	return &pieces{Conn: c, take: func() bool { return b.Take(clock()) }}
}

// Read implements net.Conn.
func (p *pieces) Read(data []byte) (int, error) {
	n, err := p.Conn.Read(data)
	if !p.count(data[:n]) {
		return 0, errTooMuch
	}
	return n, err
}

// count follows the frames, and is false when there are too many.
func (p *pieces) count(data []byte) bool {
	for len(data) > 0 {
		if p.rest > 0 {
			n := min(p.rest, uint64(len(data)))
			p.rest -= n
			data = data[n:]
			continue
		}
		p.header[p.have] = data[0]
		p.have++
		data = data[1:]
		if p.have < 2 || p.have < headerSize(p.header[1]) {
			continue
		}
		switch length := p.header[1] & 0x7f; length {
		case 126:
			p.rest = uint64(binary.BigEndian.Uint16(p.header[2:]))
		case 127:
			p.rest = binary.BigEndian.Uint64(p.header[2:])
		default:
			p.rest = uint64(length)
		}
		p.have = 0
		if !p.take() {
			return false
		}
	}
	return true
}

// headerSize is how many bytes a frame's header has, by its second one.
func headerSize(second byte) int {
	size := 2
	switch second & 0x7f {
	case 126:
		size += 2
	case 127:
		size += 8
	}
	if second&0x80 != 0 {
		size += 4
	}
	return size
}

// counting is an answer whose connection, taken over, is counted, and can be held back.
type counting struct {
	http.ResponseWriter
	clock func() time.Time
	out   *held // what is written over it
}

// Hijack implements http.Hijacker.
func (c *counting) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := http.NewResponseController(c.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	c.out = &held{Conn: conn}
	return counted(c.out, c.clock), rw, nil
}
