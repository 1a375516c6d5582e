package live

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"hebb/sim"
)

const (
	logVersion = 1
	logName    = "journal.jsonl"
	maxLog     = 64 << 20
)

// store is a run's folder. The journal is one JSON object a line: a head with what
// the run started from, then entries as they come, and cuts. It is written before
// a command is answered; what must reach the disk itself is left to the keeper, a
// goroutine that also writes checkpoints.
type store struct {
	dir     string
	report  func(error)
	file    *os.File // of the journal, for appending; nil after a trouble
	jobs    chan func()
	keeper  sync.WaitGroup
	syncing atomic.Bool
}

// logHead is the first line of a journal.
type logHead struct {
	Version int       `json:"hebb"`
	Epoch   uint32    `json:"epoch"`
	Setup   sim.Setup `json:"setup"`
}

// logLine is any other line: an entry, or a cut that keeps the first so many.
type logLine struct {
	Entry *Entry `json:"entry,omitempty"`
	Keep  int    `json:"keep,omitempty"`
	Epoch uint32 `json:"epoch,omitempty"` // with a cut
}

func newStore(dir string, report func(error)) (*store, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	s := &store{dir: dir, report: report, jobs: make(chan func(), 16)}
	s.keeper.Go(func() {
		for job := range s.jobs {
			job()
		}
	})
	return s, nil
}

// rewrite replaces the journal.
func (s *store) rewrite(head logHead, journal []Entry) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	must(enc.Encode(head))
	for i := range journal {
		must(enc.Encode(logLine{Entry: &journal[i]}))
	}
	name := filepath.Join(s.dir, logName)
	f, err := replace(name, buf.Bytes())
	if err != nil {
		s.report(err)
		return
	}
	old := s.file
	s.file = f
	s.jobs <- func() {
		if old != nil {
			old.Close()
		}
		if err := f.Sync(); err != nil {
			s.report(err)
		}
		syncDir(s.dir)
	}
}

// add appends an entry.
func (s *store) add(e Entry) { s.line(logLine{Entry: &e}) }

// cut appends that only the first keep entries count.
func (s *store) cut(keep int, epoch uint32) { s.line(logLine{Keep: keep, Epoch: epoch}) }

func (s *store) line(l logLine) {
	if s.file == nil {
		return
	}
	data, err := json.Marshal(l)
	must(err)
	f := s.file
	if _, err := f.Write(append(data, '\n')); err != nil {
		s.report(err)
		return
	}
	if s.syncing.CompareAndSwap(false, true) {
		s.jobs <- func() {
			s.syncing.Store(false)
			if err := f.Sync(); err != nil && !errors.Is(err, os.ErrClosed) {
				s.report(err)
			}
		}
	}
}

// checkpoint has a checkpoint written, after the journal it belongs to.
func (s *store) checkpoint(c *diskCheckpoint) {
	s.jobs <- func() {
		data, err := c.encode()
		if err == nil {
			var f *os.File
			if f, err = replace(filepath.Join(s.dir, checkpointName), data); err == nil {
				err = errors.Join(f.Sync(), f.Close())
				syncDir(s.dir)
			}
		}
		if err != nil {
			s.report(err)
		}
	}
}

// close waits for the keeper.
func (s *store) close() {
	close(s.jobs)
	s.keeper.Wait()
	if s.file != nil {
		if err := errors.Join(s.file.Sync(), s.file.Close()); err != nil {
			s.report(err)
		}
	}
}

// replace writes a file beside the old one and then puts it into its place, so
// that there is always a whole one.
func replace(name string, data []byte) (*os.File, error) {
	temporary := name + ".new"
	f, err := os.OpenFile(temporary, os.O_CREATE|os.O_TRUNC|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return nil, err
	}
	if _, err = f.Write(data); err == nil {
		err = os.Rename(temporary, name)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

func syncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		d.Sync()
		d.Close()
	}
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
