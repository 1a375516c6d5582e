package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Limits are how long and how much runs are kept; 0 is no limit.
type Limits struct {
	Age   time.Duration // since something was last written
	Bytes int64         // of all runs together
}

// Folder is a run's folder.
type Folder struct {
	ID    string
	Bytes int64
	Last  time.Time // when something was last written
	Saved bool      // a person has saved the run
}

// Save marks a run as one that a person has saved: it is never pruned.
func (s *Store) Save(id string) error {
	f, err := s.files.Open(filepath.Join(s.Folder(id), savedName), os.O_CREATE|os.O_WRONLY)
	if err != nil {
		return plain(err)
	}
	return f.Close()
}

// Folders are those of all runs, the oldest first.
func (s *Store) Folders() ([]Folder, error) {
	entries, err := s.files.ReadDir(filepath.Join(s.dir, "runs"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, plain(err)
	}
	var list []Folder
	for _, e := range entries {
		id := e.Name()
		if !e.IsDir() || len(id) != 16 || strings.Trim(id, "0123456789abcdef") != "" {
			continue // no run's
		}
		f := Folder{ID: id}
		if info, err := e.Info(); err == nil {
			f.Last = info.ModTime()
		}
		files, err := s.files.ReadDir(s.Folder(id))
		if err != nil {
			continue // somebody else has removed it
		}
		for _, file := range files {
			f.Saved = f.Saved || file.Name() == savedName
			if info, err := file.Info(); err == nil {
				f.Bytes += info.Size()
				if info.ModTime().After(f.Last) {
					f.Last = info.ModTime()
				}
			}
		}
		list = append(list, f)
	}
	slices.SortStableFunc(list, func(a, b Folder) int { return a.Last.Compare(b.Last) })
	return list, nil
}

// Prune removes runs that are beyond the limits, the oldest first. One that a person has
// saved stays, and so does one that alone does not let go of: it calls remove while nobody
// can open the run, and is false when somebody has it open.
func (s *Store) Prune(l Limits, now time.Time, alone func(id string, remove func()) bool) (pruned []Folder, err error) {
	list, err := s.Folders()
	if err != nil {
		return nil, err
	}
	var bytes int64
	for _, f := range list {
		bytes += f.Bytes
	}
	for _, f := range list {
		old := l.Age > 0 && now.Sub(f.Last) > l.Age
		much := l.Bytes > 0 && bytes > l.Bytes
		if f.Saved || !old && !much {
			continue
		}
		var bad error
		if !alone(f.ID, func() { bad = s.remove(f.ID) }) {
			continue
		}
		if bad != nil {
			err = errors.Join(err, bad)
			continue
		}
		bytes -= f.Bytes
		pruned = append(pruned, f)
	}
	return pruned, err
}

// remove removes a run's folder, its journal last: what is left of a run whose removal was
// cut off can be opened, or is nothing.
func (s *Store) remove(id string) error {
	dir := s.Folder(id)
	files, err := s.files.ReadDir(dir)
	if err != nil {
		return plain(err)
	}
	slices.SortStableFunc(files, func(a, b fs.DirEntry) int {
		return strings.Compare(journalOrder(a.Name()), journalOrder(b.Name()))
	})
	for _, f := range files {
		if err := s.files.Remove(filepath.Join(dir, f.Name())); err != nil {
			return plain(err)
		}
	}
	if err := s.files.Remove(dir); err != nil {
		return plain(err)
	}
	return nil
}

func journalOrder(name string) string {
	if name == journalName || name == behindName || name == beforeName {
		return "1"
	}
	return "0"
}
