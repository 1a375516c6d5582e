package data

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// IDX is the file format of MNIST and its relatives: big-endian 32-bit numbers
// (a magic number, the count, and for images rows and columns), then one byte an
// entry.
//
// Source: Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of handwritten
// digits", section "File formats for the MNIST database". We read the two kinds
// that MNIST uses, bytes in three dimensions and in one, and no others.
type IDX struct {
	Magic      uint32  // MagicImages or MagicLabels
	N          int     // images or labels
	Rows, Cols int     // size of an image [pixels]; 0 for labels
	Data       []uint8 // images: N × Rows × Cols grey levels, row-major; labels: N classes
}

const (
	MagicImages uint32 = 0x00000803
	MagicLabels uint32 = 0x00000801
)

// Limits bounds what ReadIDX accepts. The zero value of a limit stands for its
// default.
type Limits struct {
	N       int // most images or labels; default 1 000 000
	Side    int // most rows and most columns [pixels]; default 256
	Bytes   int // most bytes of Data; default 64 MiB (67 108 864)
	Classes int // labels must be below it; default 256: any byte
}

func (l Limits) orDefault() Limits {
	set := func(v *int, def int) {
		if *v == 0 {
			*v = def
		}
	}
	set(&l.N, 1_000_000)
	set(&l.Side, 256)
	set(&l.Bytes, 64<<20)
	set(&l.Classes, 256)
	return l
}

// ReadIDX reads one file, images or labels, to its end. The file may lie about its
// size: memory grows with what arrives (at most twice that, plus 64 KiB), never with
// what the header declares, and never beyond limits.Bytes.
//
// It refuses a wrong magic number, a header beyond the limits, a file that ends too
// early or goes on after its last entry, each with the byte offset, and a label out
// of range with its index.
func ReadIDX(r io.Reader, limits Limits) (IDX, error) { return readIDX(r, limits, 0) }

// readIDX takes memory for the bytes that are known to be there at once.
func readIDX(r io.Reader, limits Limits, there int) (IDX, error) {
	x, err := readHeader(r, limits)
	if err != nil {
		return IDX{}, err
	}
	size := x.size()
	x.Data = make([]uint8, 0, min(size, max(there, 64<<10)))
	for len(x.Data) < size {
		if len(x.Data) == cap(x.Data) {
			larger := make([]uint8, len(x.Data), min(size, 2*cap(x.Data)))
			copy(larger, x.Data)
			x.Data = larger
		}
		n, err := io.ReadFull(r, x.Data[len(x.Data):cap(x.Data)])
		x.Data = x.Data[:len(x.Data)+n]
		if ended(err) {
			return IDX{}, x.truncated(x.header() + len(x.Data))
		} else if err != nil {
			return IDX{}, fmt.Errorf("data: IDX file, offset %d: %w", x.header()+len(x.Data), err)
		}
	}
	if err := x.expectEnd(r); err != nil {
		return IDX{}, err
	}
	if x.Magic == MagicLabels {
		if err := checkLabels(x.Data, limits.orDefault().Classes); err != nil {
			return IDX{}, err
		}
	}
	return x, nil
}

// expectEnd refuses a file that goes on after its last entry.
func (x IDX) expectEnd(r io.Reader) error {
	var one [1]byte
	if _, err := io.ReadFull(r, one[:]); err == nil {
		return fmt.Errorf("data: IDX file goes on at offset %d, where its %d entries end", x.header()+x.size(), x.N)
	} else if !ended(err) {
		return fmt.Errorf("data: IDX file, offset %d: %w", x.header()+x.size(), err)
	}
	return nil
}

// readHeader reads and judges the header; Data is left nil.
func readHeader(r io.Reader, limits Limits) (IDX, error) {
	l := limits.orDefault()
	var x IDX
	at := 0
	next := func(what string, most int64) (int, error) {
		var b [4]byte
		n, err := io.ReadFull(r, b[:])
		if ended(err) {
			return 0, fmt.Errorf("data: IDX file ends at offset %d, within its %s", at+n, what)
		} else if err != nil {
			return 0, fmt.Errorf("data: IDX file, offset %d: %w", at+n, err)
		}
		v := binary.BigEndian.Uint32(b[:])
		if int64(v) > most {
			return 0, fmt.Errorf("data: IDX file, offset %d: %s is %d, at most %d are read", at, what, v, most)
		}
		at += 4
		return int(v), nil
	}

	magic, err := next("magic number", math.MaxUint32)
	if err != nil {
		return IDX{}, err
	}
	x.Magic = uint32(magic)
	if x.Magic != MagicImages && x.Magic != MagicLabels {
		return IDX{}, fmt.Errorf("data: IDX file, offset 0: magic number is 0x%08x, not 0x%08x (images) or 0x%08x (labels)",
			x.Magic, MagicImages, MagicLabels)
	}
	if x.N, err = next("count", int64(l.N)); err != nil {
		return IDX{}, err
	}
	if x.Magic == MagicImages {
		if x.Rows, err = next("number of rows", int64(l.Side)); err != nil {
			return IDX{}, err
		}
		if x.Cols, err = next("number of columns", int64(l.Side)); err != nil {
			return IDX{}, err
		}
		if x.Rows == 0 || x.Cols == 0 {
			return IDX{}, fmt.Errorf("data: IDX file, offset 8: images of %d×%d pixels", x.Rows, x.Cols)
		}
	}
	// By division: a product of three numbers of 32 bits may not fit.
	if each := x.each(); x.N > l.Bytes/each {
		return IDX{}, fmt.Errorf("data: IDX file, offset 4: %d entries of %d bytes, at most %d bytes are read", x.N, each, l.Bytes)
	}
	return x, nil
}

func (x IDX) size() int { return x.N * x.each() } // of Data [bytes]

func (x IDX) each() int { // one image or label [bytes]
	if x.Magic == MagicImages {
		return x.Rows * x.Cols
	}
	return 1
}

func (x IDX) header() int { // [bytes]
	if x.Magic == MagicImages {
		return 16
	}
	return 8
}

func (x IDX) truncated(end int) error {
	return fmt.Errorf("data: IDX file ends at offset %d of %d", end, x.header()+x.size())
}

func checkLabels(labels []uint8, classes int) error {
	for i, l := range labels {
		if int(l) >= classes {
			return fmt.Errorf("data: label %d (offset %d of its file) is %d, not below %d", i, 8+i, l, classes)
		}
	}
	return nil
}

func ended(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }
