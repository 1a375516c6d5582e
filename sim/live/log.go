package live

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"hebb/sim/experiment"
)

// logHead is the first line of a journal: the experiment that it starts from, without
// a journal of its own.
type logHead struct {
	Epoch      uint32                `json:"epoch"`
	Experiment experiment.Experiment `json:"experiment"`
}

// firstHead is what the first line was in version 1.
type firstHead struct {
	Version int              `json:"hebb"`
	Epoch   uint32           `json:"epoch"`
	Kernel  string           `json:"kernel,omitempty"`
	Setup   experiment.Setup `json:"setup"`
}

// rawHead is a logHead whose experiment has not been read.
type rawHead struct {
	Epoch      uint32          `json:"epoch"`
	Experiment json.RawMessage `json:"experiment"`
}

// readHead reads the first line of a journal of this version or the one before, which
// is written anew when its run is opened.
func readHead(line []byte) (head logHead, err error) {
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(line, &keys); err != nil {
		return head, err
	}
	if keys["hebb"] == nil {
		e, err := experiment.Parse(keys["experiment"]) // its version has the first word
		if err != nil {
			return head, err
		}
		var raw rawHead
		err = strict(line, &raw)
		return logHead{raw.Epoch, *e}, err
	}
	var first firstHead
	if err := strict(line, &first); err != nil {
		return head, err
	}
	if first.Version != 1 {
		return head, fmt.Errorf("its version is %d, and this form of a journal ended with 1", first.Version)
	}
	head.Epoch = first.Epoch
	head.Experiment = experiment.Experiment{Setup: first.Setup, By: experiment.Origin{Arithmetic: first.Kernel}}
	return head, nil
}

// logLine is any other line: an entry, or a cut that keeps the first so many.
type logLine struct {
	Entry *experiment.Entry `json:"entry,omitempty"`
	Keep  int               `json:"keep,omitempty"`
	Epoch uint32            `json:"epoch,omitempty"` // with a cut
}

// readLog reads a journal. A last line that was cut off by a crash does not count.
func readLog(r io.Reader) (head logHead, journal []experiment.Entry, err error) {
	in := bufio.NewReader(io.LimitReader(r, maxLog))
	for n := 1; ; n++ {
		line, end := in.ReadBytes('\n')
		if end != nil {
			if n == 1 {
				return head, nil, errors.New("the journal is empty")
			}
			return head, journal, experiment.CheckOrder(journal)
		}
		var l logLine
		switch {
		case n == 1:
			head, err = readHead(line)
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
