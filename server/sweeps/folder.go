// Package sweeps keeps the cells of sweeps in folders and has them computed: by processes of this
// program, or by whoever else takes orders. What a cell is, and what it comes to, is package
// sweep's.
package sweeps

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"hebb/sim/live/disk"
	"hebb/sim/sweep"
)

// Folder is where a sweep is kept:
//
//	sweep.json          the sweep that was asked for last
//	cells/<key>.json    the result of a cell, and nothing of when, where and how
//	table.csv           the cells of sweep.json, as far as they are there
//	log.jsonl           who computed what, when and for how long
//
// Results are placed whole and only if they are absent, so that any number of processes on any
// number of machines may share a folder.
type Folder struct {
	dir string
	log sync.Mutex
}

// temporary counts the files of this process that have no name of their own yet.
var temporary atomic.Uint64

// Names in a folder.
const (
	sweepFile = "sweep.json"
	tableFile = "table.csv"
	logFile   = "log.jsonl"
	cellsDir  = "cells"
	newPrefix = ".new-"
)

// files has names and contents on the disk when it says so, on every system.
var files disk.System

// stale is how old a file must be that was never placed before it is removed.
const stale = 24 * time.Hour

// Open opens a folder, and makes it when it is not there.
func Open(dir string) (*Folder, error) {
	if dir == "" {
		return nil, errors.New("-o: a sweep needs a folder")
	}
	f := &Folder{dir: dir}
	if err := os.MkdirAll(f.path(cellsDir), 0o777); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(f.path(cellsDir))
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil && strings.HasPrefix(e.Name(), newPrefix) && time.Since(info.ModTime()) > stale {
			os.Remove(f.path(cellsDir, e.Name()))
		}
	}
	return f, nil
}

// Find opens a folder that has a sweep.
func Find(dir string) (*Folder, *sweep.Sweep, error) {
	f := &Folder{dir: dir}
	s, err := f.Sweep()
	if err == nil && s == nil {
		err = fmt.Errorf("%s is no folder of a sweep: it has no %s", dir, sweepFile)
	}
	return f, s, err
}

func (f *Folder) path(names ...string) string {
	return filepath.Join(append([]string{f.dir}, names...)...)
}

// Sweep is the sweep that was asked for last; nil when there is none.
func (f *Folder) Sweep() (*sweep.Sweep, error) {
	data, err := readAtMost(f.path(sweepFile), sweep.MaxFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	s, err := sweep.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.path(sweepFile), err)
	}
	return s, nil
}

// SetSweep writes what is asked for. A folder in which another experiment is swept is refused; a
// wider or narrower grid, other seeds, steps or measures of the same one are not.
func (f *Folder) SetSweep(s *sweep.Sweep) error {
	old, err := f.Sweep()
	if err != nil {
		return err
	}
	if old != nil {
		a, b := old.Base, s.Base
		if a.Lab != b.Lab || a.View != b.View || a.Hash() != b.Hash() {
			return fmt.Errorf("-o: %s is the folder of another sweep, of %s with seed %d; name another", f.dir, nameOf(&a.Setup), a.Seed)
		}
		if bytes.Equal(old.File(), s.File()) {
			return nil
		}
	}
	return f.replace(sweepFile, func(w io.Writer) error {
		_, err := w.Write(s.File())
		return err
	})
}

// replace writes a file whole, in the place of an older one.
func (f *Folder) replace(name string, write func(io.Writer) error) error {
	temp, err := f.temp(".", write)
	if err != nil {
		return err
	}
	if err := files.Rename(temp, f.path(name)); err != nil {
		return errors.Join(err, os.Remove(temp))
	}
	return files.SyncDir(f.dir)
}

// temp writes a file under a name that nobody else has, onto the disk.
func (f *Folder) temp(dir string, write func(io.Writer) error) (string, error) {
	host, _ := os.Hostname()
	sum := sha256.Sum256([]byte(host))
	name := f.path(dir, fmt.Sprintf("%s%s-%d-%d", newPrefix, hex.EncodeToString(sum[:4]), os.Getpid(), temporary.Add(1)))
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
	if err != nil {
		return "", err
	}
	err = write(file)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		os.Remove(name)
		return "", err
	}
	return name, nil
}

// Result is what a cell has come to; nil when there is nothing, or only what was not written to its
// end.
func (f *Folder) Result(key string) (*sweep.Result, error) {
	data, err := readAtMost(f.path(cellsDir, key+".json"), sweep.MaxResult)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	r, err := sweep.ParseResult(key, data)
	if err != nil {
		return nil, nil // Place takes its place
	}
	return r, nil
}

// Conflict is a cell that has come to two results: a fault of a machine, a disk or this program.
type Conflict struct{ Cell, Kept string }

func (c *Conflict) Error() string {
	return fmt.Sprintf("cell %s has come to two results, which cannot be: one computed it wrongly, or a file was changed; the newer one is kept as %s", c.Cell, c.Kept)
}

// Place keeps a result. It is on the disk when Place returns. One that is there already stays; if
// it is not the same, the new one is kept beside it and the error is a *Conflict.
func (f *Folder) Place(r *sweep.Result) error {
	data := r.File()
	write := func(w io.Writer) error { _, err := w.Write(data); return err }
	temp, err := f.temp(cellsDir, write)
	if err != nil {
		return err
	}
	name := f.path(cellsDir, r.Cell+".json")
	switch err = place(temp, name, data); {
	case errors.Is(err, fs.ErrExist):
		err = f.compare(r.Cell, temp, name, data)
	case err == nil:
		err = files.SyncDir(f.path(cellsDir))
	}
	if gone := os.Remove(temp); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	return err
}

// place gives a file its name if nobody has it: by a second name, or, where a disk knows none, by
// writing it once more.
func place(temp, name string, data []byte) error {
	err := os.Link(temp, name)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// compare looks at the result that is there.
func (f *Folder) compare(key, temp, name string, data []byte) error {
	old, err := readAtMost(name, sweep.MaxResult)
	if err != nil {
		return err
	}
	if bytes.Equal(old, data) {
		return nil
	}
	if _, err := sweep.ParseResult(key, old); err != nil { // written in half
		return errors.Join(files.Rename(temp, name), files.SyncDir(f.path(cellsDir)))
	}
	sum := sha256.Sum256(data)
	other := key + ".other-" + hex.EncodeToString(sum[:4])
	if err := os.Rename(temp, f.path(cellsDir, other)); err != nil {
		return err
	}
	return &Conflict{key, filepath.Join(cellsDir, other)}
}

// Line is a line of the log.
type Line struct {
	Cell    string    `json:"cell"`
	At      time.Time `json:"at"`
	Seconds float64   `json:"seconds"`
	Worker  string    `json:"worker"`
	Build   string    `json:"build"`
	Error   string    `json:"error,omitempty"`
}

// Log writes down how a cell was computed. A log that cannot be written stops nothing.
func (f *Folder) Log(l Line) {
	data, err := json.Marshal(l)
	if err != nil {
		return
	}
	f.log.Lock()
	defer f.log.Unlock()
	file, err := os.OpenFile(f.path(logFile), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o666)
	if err != nil {
		return
	}
	defer file.Close()
	file.Write(append(data, '\n'))
}

// readAtMost reads a file that has so many bytes at most.
func readAtMost(name string, most int64) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, most+1))
	if err == nil && int64(len(data)) > most {
		err = fmt.Errorf("%s has more than %d bytes", name, most)
	}
	return data, err
}
