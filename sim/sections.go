package sim

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// Sections carries the state of a sim out and in, as typed, named sections. A sim
// lists its variables once, in State; the same list saves and loads, so that the
// two cannot disagree. Slices keep the length that Init gave them.
type Sections struct {
	loading bool
	buf     *bytes.Buffer
	in      *bytes.Reader
	scratch [8]byte
	err     error
}

// SaveState returns the state of s as bytes, appended to buf's content.
func SaveState(s Sim, buf *bytes.Buffer) { new(Sections).Save(s, buf) }

// Save is SaveState for who saves again and again: it allocates nothing of its own.
func (s *Sections) Save(of Sim, buf *bytes.Buffer) {
	*s = Sections{buf: buf}
	of.State(s)
}

// LoadState replaces the state of an initialised sim by saved bytes. On an error
// the state is undefined: Init again.
func LoadState(s Sim, data []byte) error {
	sec := &Sections{loading: true, in: bytes.NewReader(data)}
	s.State(sec)
	if sec.err == nil && sec.in.Len() != 0 {
		sec.err = fmt.Errorf("sim: %d bytes of saved state left over", sec.in.Len())
	}
	return sec.err
}

// Loading says whether State is to restore; a sim recomputes derived values then,
// at the end of State.
func (s *Sections) Loading() bool { return s.loading }

// Err is the first error of a load.
func (s *Sections) Err() error { return s.err }

// F64 saves or restores a slice of numbers.
func (s *Sections) F64(name string, v []float64) {
	s.head(name, 'd', len(v))
	if s.err != nil {
		return
	}
	if !s.loading {
		raw := s.buf.AvailableBuffer()
		for _, x := range v {
			raw = binary.LittleEndian.AppendUint64(raw, math.Float64bits(x))
		}
		s.buf.Write(raw)
		return
	}
	for i := range v {
		v[i] = math.Float64frombits(s.u64(0))
	}
}

// Numbers saves or restores variables, as a slice of them.
func (s *Sections) Numbers(name string, vars ...*float64) {
	s.head(name, 'd', len(vars))
	for _, p := range vars {
		*p = math.Float64frombits(s.u64(math.Float64bits(*p)))
	}
}

// Floats saves or restores a slice of numbers in either precision, for models that
// are written once for both.
func Floats[T float32 | float64](s *Sections, name string, v []T) {
	switch v := any(v).(type) {
	case []float32:
		s.F32(name, v)
	case []float64:
		s.F64(name, v)
	}
}

// F32 saves or restores a slice of numbers.
func (s *Sections) F32(name string, v []float32) {
	s.head(name, 'f', len(v))
	if s.err != nil {
		return
	}
	if !s.loading {
		raw := s.buf.AvailableBuffer()
		for _, x := range v {
			raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(x))
		}
		s.buf.Write(raw)
		return
	}
	for i := range v {
		v[i] = math.Float32frombits(s.u32())
	}
}

// U64 saves or restores one whole number.
func (s *Sections) U64(name string, p *uint64) {
	s.head(name, 'u', 1)
	*p = s.u64(*p)
}

// Int saves or restores one whole number.
func (s *Sections) Int(name string, p *int) {
	s.head(name, 'i', 1)
	*p = int(int64(s.u64(uint64(int64(*p)))))
}

// Bool saves or restores a switch.
func (s *Sections) Bool(name string, p *bool) {
	n := 0
	if *p {
		n = 1
	}
	s.Int(name, &n)
	*p = n != 0
}

// Bytes saves or restores bytes of any length up to max.
func (s *Sections) Bytes(name string, p *[]byte, max int) {
	n := uint64(len(*p))
	s.head(name, 'b', 1)
	n = s.u64(n)
	if s.err != nil {
		return
	}
	if !s.loading {
		s.buf.Write(*p)
		return
	}
	if n > uint64(max) || n > uint64(s.in.Len()) {
		s.err = fmt.Errorf("sim: section %s holds %d bytes", name, n)
		return
	}
	*p = make([]byte, n)
	io.ReadFull(s.in, *p)
}

// head writes or checks a section's name, type and length.
func (s *Sections) head(name string, kind byte, n int) {
	if s.err != nil {
		return
	}
	if !s.loading {
		s.buf.WriteByte(byte(len(name)))
		s.buf.WriteString(name)
		s.buf.WriteByte(kind)
		s.u64(uint64(n))
		return
	}
	size, err := s.in.ReadByte()
	got := make([]byte, int(size)+1)
	if err == nil {
		_, err = io.ReadFull(s.in, got)
	}
	m := s.u64(0)
	if err = errors.Join(err, s.err); err != nil {
		s.err = fmt.Errorf("sim: section %s: %w", name, err)
	} else if string(got[:size]) != name || got[size] != kind || m != uint64(n) {
		s.err = fmt.Errorf("sim: saved state has section %q %c[%d] where %q %c[%d] belongs", got[:size], got[size], m, name, kind, n)
	}
}

func (s *Sections) u64(v uint64) uint64 {
	if s.err != nil {
		return v
	}
	if !s.loading {
		binary.LittleEndian.PutUint64(s.scratch[:], v)
		s.buf.Write(s.scratch[:])
		return v
	}
	if _, err := io.ReadFull(s.in, s.scratch[:]); err != nil {
		s.err = err
		return v
	}
	return binary.LittleEndian.Uint64(s.scratch[:])
}

func (s *Sections) u32() uint32 {
	if s.err != nil {
		return 0
	}
	if _, err := io.ReadFull(s.in, s.scratch[:4]); err != nil {
		s.err = err
		return 0
	}
	return binary.LittleEndian.Uint32(s.scratch[:4])
}
