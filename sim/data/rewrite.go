package data

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// asPublished gives the bytes of a relative of the IDX files of MNIST as MNIST would
// have them, and says what had to be done to them: "" for nothing. It reads
//
//   - files whose numbers were written in the order of a PC, low byte first;
//   - images with a dimension of 1 beside the count, rows and columns;
//   - labels as wider whole numbers, in one column or in the eight of QMNIST, of
//     which the first is the class.
//
// QMNIST: C. Yadav, L. Bottou, "Cold Case: The Lost MNIST Digits", arXiv:1905.10498
// (2019); the columns are described in github.com/facebookresearch/qmnist.
//
// The header alone is read and judged here. What is no IDX file is refused with what
// it is.
func asPublished(r io.Reader) (_ io.Reader, done string, err error) {
	b := bufio.NewReader(r)
	head, err := b.Peek(sniffed)
	if err != nil && !ended(err) {
		return nil, "", fmt.Errorf("data: IDX file, offset %d: %w", len(head), err)
	}
	if len(head) < 4 {
		return b, "", nil // readHeader says where it ends
	}
	magic := binary.BigEndian.Uint32(head)
	if magic == MagicImages || magic == MagicLabels {
		return b, "", nil
	}
	t, ok := readType(head)
	if !ok {
		if f := formatOf(head); f != nil {
			return nil, "", &Unfit{format: f}
		}
		return b, "", nil // readHeader says what the number is
	}
	b.Discard(4)
	for i := range t.dims {
		var word [4]byte
		if n, err := io.ReadFull(b, word[:]); err != nil {
			if ended(err) {
				err = errors.New("ends within its dimensions")
			}
			return nil, "", fmt.Errorf("data: IDX file, offset %d: %w", 4+4*i+n, err)
		}
		t.dims[i] = t.order.Uint32(word[:])
	}
	return t.rewrite(b)
}

// element is what an entry of an IDX file is written as.
type element struct {
	name  string
	width int // [bytes]
	whole bool
}

var elements = map[byte]element{
	0x08: {"bytes", 1, true}, 0x09: {"signed bytes", 1, true}, 0x0b: {"16-bit numbers", 2, true},
	0x0c: {"32-bit numbers", 4, true}, 0x0d: {"float32 numbers", 4, false}, 0x0e: {"float64 numbers", 8, false},
}

// idxType is the beginning of any IDX file: two zeros, the type of the entries, how
// many dimensions there are, and their sizes.
type idxType struct {
	element
	code  byte
	order binary.ByteOrder
	dims  []uint32
}

const mostDims = 4

// readType reads the first four bytes.
func readType(head []byte) (t idxType, ok bool) {
	t.order = binary.BigEndian
	zeros, code, n := [2]byte{head[0], head[1]}, head[2], head[3]
	if zeros != [2]byte{} {
		t.order = binary.LittleEndian
		zeros, code, n = [2]byte{head[2], head[3]}, head[1], head[0]
	}
	t.element, ok = elements[code]
	t.code = code
	t.dims = make([]uint32, n)
	return t, ok && zeros == [2]byte{} && n >= 1 && n <= mostDims
}

// rewrite refuses what MNIST's kinds of files cannot say.
func (t idxType) rewrite(r io.Reader) (io.Reader, string, error) {
	done := ""
	if t.order == binary.LittleEndian {
		done = "numbers with the low byte first"
	}
	say := func(what string) {
		if done != "" {
			done += ", "
		}
		done += what
	}
	switch len(t.dims) {
	case 3, 4:
		rows, cols := t.dims[1], t.dims[2]
		if len(t.dims) == 4 {
			switch one := t.dims; {
			case one[3] == 1: // rows, columns, channel
			case one[1] == 1: // channel, rows, columns
				rows, cols = one[2], one[3]
			default:
				return nil, "", fmt.Errorf("data: IDX file, offset 4: %d×%d×%d×%d entries: images of one grey level a pixel are read, and these seem to have colours",
					one[0], one[1], one[2], one[3])
			}
			say("images in 4 dimensions, one of them 1")
		}
		if t.code != 0x08 {
			return nil, "", fmt.Errorf("data: IDX file, offset 0: images of %s: grey levels are read as bytes, 0 to 255", t.name)
		}
		return prepend(r, MagicImages, t.dims[0], rows, cols), done, nil
	}
	columns := uint32(1)
	if len(t.dims) == 2 {
		columns = t.dims[1]
	}
	switch {
	case !t.whole:
		return nil, "", fmt.Errorf("data: IDX file, offset 0: labels of %s: whole numbers are read, 0 to 255", t.name)
	case columns == qmnistColumns && t.code == 0x0c:
		say("labels in the first of 8 columns")
	case columns != 1:
		return nil, "", fmt.Errorf("data: IDX file, offset 8: %d columns of %s: labels are read in one column, or in QMNIST's 8 of 32-bit numbers; "+
			"images need their rows and columns as dimensions of their own", columns, t.name)
	}
	if t.code != 0x08 {
		say("labels of " + t.name)
	}
	l := &narrow{idxType: t, r: r, record: make([]byte, int(columns)*t.width)}
	return prepend(l, MagicLabels, t.dims[0]), done, nil
}

const qmnistColumns = 8

func prepend(r io.Reader, words ...uint32) io.Reader {
	var head []byte
	for _, w := range words {
		head = binary.BigEndian.AppendUint32(head, w)
	}
	return io.MultiReader(bytes.NewReader(head), r)
}

// narrow reads records, each of which begins with a label, as a byte each.
type narrow struct {
	idxType
	r      io.Reader
	record []byte
	at     int
}

func (n *narrow) Read(p []byte) (int, error) {
	for i := range p {
		if _, err := io.ReadFull(n.r, n.record); errors.Is(err, io.ErrUnexpectedEOF) {
			return i, fmt.Errorf("the file ends within label %d", n.at)
		} else if err != nil {
			return i, err
		}
		v := int64(0)
		switch b := n.record; n.code {
		case 0x08:
			v = int64(b[0])
		case 0x09:
			v = int64(int8(b[0]))
		case 0x0b:
			v = int64(int16(n.order.Uint16(b)))
		case 0x0c:
			v = int64(int32(n.order.Uint32(b)))
		}
		if v < 0 || v > 255 {
			return i, fmt.Errorf("label %d is %d, not 0 to 255", n.at, v)
		}
		p[i] = byte(v)
		n.at++
	}
	return len(p), nil
}
