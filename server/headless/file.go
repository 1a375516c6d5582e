package headless

import (
	"errors"
	"io"
	"os"

	"hebb/sim/job"
)

// file is a sink that writes to a file, which it opens before the first unit, so that a wrong
// name costs no time.
type file struct {
	name   string // "-" for stdout
	stdout io.Writer
	make   func(io.Writer) job.Sink

	sink job.Sink
	open *os.File // nil: stdout
}

func newFile(name string, stdout io.Writer, make func(io.Writer) job.Sink) job.Sink {
	return &file{name: name, stdout: stdout, make: make}
}

func (f *file) Begin(h *job.Head) error {
	to := f.stdout
	if f.name != "-" {
		var err error
		if f.open, err = os.Create(f.name); err != nil {
			return err
		}
		to = f.open
	}
	f.sink = f.make(to)
	if err := f.sink.Begin(h); err != nil {
		return errors.Join(err, f.close())
	}
	return nil
}

func (f *file) Unit(s *job.Sample) (bool, error) { return f.sink.Unit(s) }

func (f *file) End(s *job.Sample, why error) error { return errors.Join(f.sink.End(s, why), f.close()) }

func (f *file) close() error {
	if f.open == nil {
		return nil
	}
	return f.open.Close()
}
