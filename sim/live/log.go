package live

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"hebb/sim"
)

// logHead is the first line of a journal.
type logHead struct {
	Version int       `json:"hebb"`
	Epoch   uint32    `json:"epoch"`
	Kernel  string    `json:"kernel,omitempty"` // what did the arithmetic
	Setup   sim.Setup `json:"setup"`
}

// logLine is any other line: an entry, or a cut that keeps the first so many.
type logLine struct {
	Entry *Entry `json:"entry,omitempty"`
	Keep  int    `json:"keep,omitempty"`
	Epoch uint32 `json:"epoch,omitempty"` // with a cut
}

// readLog reads a journal. A last line that was cut off by a crash does not count.
func readLog(r io.Reader) (head logHead, journal []Entry, err error) {
	in := bufio.NewReader(io.LimitReader(r, maxLog))
	for n := 1; ; n++ {
		line, end := in.ReadBytes('\n')
		if end != nil {
			if n == 1 {
				return head, nil, errors.New("the journal is empty")
			}
			return head, journal, checkOrder(journal)
		}
		var l logLine
		switch {
		case n == 1:
			if err = strict(line, &head); err == nil && head.Version != logVersion {
				err = fmt.Errorf("its version is %d, not %d", head.Version, logVersion)
			}
		default:
			if err = strict(line, &l); err != nil {
				break
			}
			if l.Entry != nil {
				journal = append(journal, *l.Entry)
			} else if l.Keep < 0 || l.Keep > len(journal) {
				err = fmt.Errorf("it keeps %d of %d entries", l.Keep, len(journal))
			} else {
				journal, head.Epoch = journal[:l.Keep], l.Epoch
			}
		}
		if err != nil {
			return head, nil, fmt.Errorf("line %d of the journal: %w", n, err)
		}
	}
}

func strict(line []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	return dec.Decode(into)
}
