package disk

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"hebb/sim/experiment"
	"hebb/sim/live/store"
)

const (
	version     = 4       // of the journal's form
	maxLine     = 8 << 20 // bytes of a line: of a moment of 1 MiB, all of it escaped
	maxEntries  = 1 << 29 // bytes of all entries that count, more than a run can make
	sumSize     = 9       // of a line's end: a space and eight digits
	errLineLong = "it has more than %d bytes"
)

// castagnoli is the polynomial of the checksums.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// headLine is the first line. Version 3 had no deed.
type headLine struct {
	Version    int                   `json:"hebb"`
	Epoch      uint32                `json:"epoch"`
	Deed       store.Deed            `json:"deed,omitzero"`
	Experiment experiment.Experiment `json:"experiment"`
}

// secondHead is what the first line was in version 2, without a number of its own.
type secondHead struct {
	Epoch      uint32                `json:"epoch"`
	Experiment experiment.Experiment `json:"experiment"`
}

// firstHead is what it was in version 1.
type firstHead struct {
	Version int              `json:"hebb"`
	Epoch   uint32           `json:"epoch"`
	Kernel  string           `json:"kernel,omitempty"`
	Setup   experiment.Setup `json:"setup"`
}

// line is any other line: an entry, after a cut where there is one. In versions 1 and 2 a
// cut stood alone.
type line struct {
	Cut   *store.Cut        `json:"cut,omitempty"`
	Entry *experiment.Entry `json:"entry,omitempty"`

	Keep  int    `json:"keep,omitempty"`
	Epoch uint32 `json:"epoch,omitempty"`
}

// seal makes a line of the text of an object, and goes on with the checksum.
func seal(v any, sum *uint32) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic("disk: " + err.Error()) // texts and whole numbers always encode
	}
	*sum = crc32.Update(*sum, castagnoli, text)
	return fmt.Appendf(text, " %08x\n", *sum)
}

// unseal is the opposite. It returns the text of a line.
func unseal(data []byte, sum *uint32) ([]byte, error) {
	n := len(data) - sumSize
	if n < 0 || data[n] != ' ' {
		return nil, errors.New("it has no checksum")
	}
	text := data[:n]
	next := crc32.Update(*sum, castagnoli, text)
	if string(data[n:]) != fmt.Sprintf(" %08x", next) {
		return nil, errors.New("its checksum is another")
	}
	*sum = next
	return text, nil
}

// readHead reads the first line, of this version or one before.
func readHead(data []byte, sum *uint32) (head store.Head, sealed bool, err error) {
	var keys map[string]json.RawMessage
	if err := json.NewDecoder(bytes.NewReader(data)).Decode(&keys); err != nil {
		return head, false, err
	}
	v := 2
	if text := keys["hebb"]; text != nil {
		if err := json.Unmarshal(text, &v); err != nil || v < 1 {
			return head, false, fmt.Errorf("%.20s is no version: it takes 1 to %d", text, version)
		}
	}
	if v > version {
		return head, false, fmt.Errorf("it was made by a newer Hebb (%d, this one reads up to %d)", v, version)
	}
	if v != 1 {
		if _, err := experiment.Parse(keys["experiment"]); err != nil { // which may be newer, too
			return head, false, err
		}
	}
	switch v {
	case 1:
		var first firstHead
		if err := experiment.Strict(data, &first); err != nil {
			return head, false, err
		}
		head = store.Head{Epoch: first.Epoch, Experiment: experiment.Experiment{Setup: first.Setup, By: experiment.Origin{Arithmetic: first.Kernel}}}
		return head, false, nil
	case 2:
		var second secondHead
		err := experiment.Strict(data, &second)
		return store.Head{Epoch: second.Epoch, Experiment: second.Experiment}, false, err
	}
	text, err := unseal(data, sum)
	if err != nil {
		return head, true, err
	}
	var now headLine
	err = experiment.Strict(text, &now)
	return store.Head{Epoch: now.Epoch, Deed: now.Deed, Experiment: now.Experiment}, true, err
}

// damage is where a journal stops being good.
type damage struct {
	line int
	at   int64 // bytes before the line
	why  error
}

func (d *damage) Error() string { return fmt.Sprintf("line %d of the journal: %v", d.line, d.why) }

func (d *damage) Unwrap() error { return d.why }

// readJournal reads a journal up to its first line that is not good, which damage then
// names. A last line without its end does not count: nobody was told that it was
// written. The error is that of the first line, without which nothing is good.
func readJournal(r io.Reader) (head store.Head, journal []experiment.Entry, bad *damage, err error) {
	in := bufio.NewReaderSize(r, 64<<10)
	var sum uint32
	var at, size int64
	var sizes []int64
	var sealed bool
	var buf []byte
	for n := 1; ; n++ {
		whole, err := readLine(in, &buf)
		switch {
		case err == io.EOF && n == 1 && len(whole) == 0:
			return head, nil, nil, errors.New("the journal is empty")
		case err == io.EOF && n == 1:
			return head, nil, nil, &damage{1, 0, errors.New("it is cut off")}
		case err == io.EOF:
			return head, journal, nil, nil
		case err == errLong:
			err = fmt.Errorf(errLineLong, maxLine)
		case err != nil:
			return head, nil, nil, err // the disk's
		case n == 1:
			head, sealed, err = readHead(whole, &sum)
		default:
			text := whole
			if sealed {
				text, err = unseal(whole, &sum)
			}
			var l line
			if err == nil {
				err = experiment.Strict(text, &l)
			}
			if err == nil {
				journal, err = l.follow(&head, journal)
			}
			if err == nil {
				kept := len(journal)
				if l.Entry != nil {
					kept--
				}
				for len(sizes) > kept {
					size -= sizes[len(sizes)-1]
					sizes = sizes[:len(sizes)-1]
				}
				if l.Entry != nil {
					sizes = append(sizes, int64(len(text)))
					size += int64(len(text))
				}
				if size > maxEntries {
					journal, err = journal[:len(journal)-1], fmt.Errorf("the changes have more than %d bytes", maxEntries)
				}
			}
		}
		if err != nil {
			bad := &damage{n, at, err}
			if n == 1 {
				return head, nil, nil, bad
			}
			return head, journal, bad, nil
		}
		at += int64(len(whole)) + 1
	}
}

// follow does what a line says.
func (l *line) follow(head *store.Head, journal []experiment.Entry) ([]experiment.Entry, error) {
	was := journal
	cut := l.Cut
	if l.Entry == nil && cut == nil {
		cut = &store.Cut{Keep: l.Keep, Epoch: l.Epoch}
	}
	if cut != nil {
		if cut.Keep < 0 || cut.Keep > len(journal) {
			return journal, fmt.Errorf("it keeps %d of %d entries", cut.Keep, len(journal))
		}
		journal = journal[:cut.Keep]
	}
	if l.Entry != nil {
		var err error
		if journal, err = add(journal, *l.Entry); err != nil {
			return was, err
		}
	}
	if cut != nil {
		head.Epoch = cut.Epoch
	}
	return journal, nil
}

// add appends an entry, if it may stand there.
func add(journal []experiment.Entry, e experiment.Entry) ([]experiment.Entry, error) {
	switch n := len(journal); {
	case n == experiment.MaxJournal:
		return journal, fmt.Errorf("there are more than %d changes", n)
	case e.Unit > experiment.MaxUnit, n > 0 && e.Before(journal[n-1].Position):
		return journal, errors.New("it is out of order")
	}
	return append(journal, e), nil
}

var errLong = errors.New("a line is too long")

// readLine reads a line without its end into buf. At the end of the file it returns what
// is there, with io.EOF.
func readLine(in *bufio.Reader, buf *[]byte) ([]byte, error) {
	*buf = (*buf)[:0]
	for {
		part, err := in.ReadSlice('\n')
		*buf = append(*buf, part...)
		switch {
		case err == nil:
			return (*buf)[:len(*buf)-1], nil
		case len(*buf) > maxLine:
			return nil, errLong
		case err != bufio.ErrBufferFull:
			return *buf, err
		}
	}
}
