package live

import (
	"bytes"
	"encoding/json"
	"errors"
	"hebb/sim/experiment"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
)

const (
	logName = "journal.jsonl"
	maxLog  = 64 << 20
)

// store is a run's folder. The journal is one JSON object a line: a head with what
// the run started from, then entries as they come, and cuts. It is written before
// a command is answered; what must reach the disk itself is left to the writer, a
// goroutine that also writes checkpoints.
type store struct {
	dir     string
	report  func(error)
	file    *os.File // of the journal, for appending; nil after a trouble
	jobs    chan func()
	writer  sync.WaitGroup
	syncing atomic.Bool
}

func newStore(dir string, report func(error)) (*store, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	s := &store{dir: dir, report: report, jobs: make(chan func(), 16)}
	s.writer.Go(func() {
		for job := range s.jobs {
			job()
		}
	})
	return s, nil
}

// rewrite replaces the journal.
func (s *store) rewrite(head logHead, journal []experiment.Entry) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	must(enc.Encode(head))
	for i := range journal {
		must(enc.Encode(logLine{Entry: &journal[i]}))
	}
	name := filepath.Join(s.dir, logName)
	if s.file != nil { // Windows does not replace a file that is open
		s.file.Close()
		s.file = nil
	}
	if err := replace(name, buf.Bytes()); err != nil {
		s.report(err)
		return
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		s.report(err)
		return
	}
	s.file = f
}

// add appends an entry.
func (s *store) add(e experiment.Entry) { s.line(logLine{Entry: &e}) }

// truncate appends that only the first keep entries count.
func (s *store) truncate(keep int, epoch uint32) { s.line(logLine{Keep: keep, Epoch: epoch}) }

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
			err = replace(filepath.Join(s.dir, checkpointName), data)
		}
		if err != nil {
			s.report(err)
		}
	}
}

// close waits for the keeper.
func (s *store) close() {
	close(s.jobs)
	s.writer.Wait()
	if s.file != nil {
		if err := errors.Join(s.file.Sync(), s.file.Close()); err != nil {
			s.report(err)
		}
	}
}

// replace writes a file beside the old one, has it on the disk, and then puts it into
// its place, so that there is always a whole one. Neither is open at that moment:
// Windows renames no open file and replaces none.
func replace(name string, data []byte) error {
	temporary := name + ".new"
	f, err := os.OpenFile(temporary, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(temporary, name); err != nil {
		return err
	}
	syncDir(filepath.Dir(name))
	return nil
}

// syncDir has a folder's list of names on the disk, where the system can do so.
func syncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		d.Sync()
		d.Close()
	}
}
