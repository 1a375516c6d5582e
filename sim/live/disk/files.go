package disk

import (
	"io"
	"io/fs"
	"os"
)

// Files is what the store asks of a file system. Names are those of the system.
type Files interface {
	MkdirAll(dir string) error
	Open(name string, flag int) (File, error) // flags of package os
	Rename(from, to string) error             // replaces; on the disk when it returns, with SyncDir
	Remove(name string) error
	ReadDir(dir string) ([]fs.DirEntry, error)
	SyncDir(dir string) error // has the list of names on the disk
}

// File is an open file.
type File interface {
	io.Reader
	io.Writer
	io.Seeker
	Sync() error
	Truncate(size int64) error
	Stat() (fs.FileInfo, error)
	Close() error
}

// System is the file system of this machine.
type System struct{}

func (System) MkdirAll(dir string) error                 { return os.MkdirAll(dir, 0o700) }
func (System) Rename(from, to string) error              { return rename(from, to) }
func (System) Remove(name string) error                  { return os.Remove(name) }
func (System) ReadDir(dir string) ([]fs.DirEntry, error) { return os.ReadDir(dir) }
func (System) SyncDir(dir string) error                  { return syncDir(dir) }

func (System) Open(name string, flag int) (File, error) {
	f, err := os.OpenFile(name, flag, 0o600)
	if err != nil {
		return nil, err // and no File that holds a nil
	}
	return f, nil
}
