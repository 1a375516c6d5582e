// Package disktest is a file system that fails as disks do, for tests of what is kept.
package disktest

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"

	"hebb/sim/live/disk"
)

// Files is the system's file system with a limit. Every byte that is written costs one,
// and so does every other change. When the limit is reached, what is under way is done in
// part, and fails, as all changes do from then on until Free; reading goes on.
type Files struct {
	mu     sync.Mutex
	spent  int64
	limit  int64 // -1: none
	rooms  bool  // only what needs room fails: no renaming, removing or truncating
	err    error
	fails  int  // changes that have failed
	sealed bool // the program is dead: nothing changes any more
}

// New is a file system without a limit.
func New() *Files { return &Files{limit: -1} }

// FailAfter lets all changes fail after n more units of cost, with err.
func (f *Files) FailAfter(n int64, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.limit, f.err, f.rooms = f.spent+n, err, false
}

// Fill lets all that needs room fail after n more bytes, as a full disk does.
func (f *Files) Fill(n int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.limit, f.err, f.rooms = f.spent+n, syscall.ENOSPC, true
}

// Free lets everything work again.
func (f *Files) Free() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.limit = -1
}

// Kill lets nothing change any more, and says nothing about it: to what is on the disk it is
// as if the program had been killed at this moment.
func (f *Files) Kill() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sealed = true
}

// Full says whether only what needs room fails.
func (f *Files) Full() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.rooms && f.limit >= 0
}

// Spent is what all changes have cost so far.
func (f *Files) Spent() int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.spent
}

// Fails is how many changes have failed.
func (f *Files) Fails() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.fails
}

var errDead = errors.New("the program is dead")

// pay takes the cost of a change, and says how much of it is done.
func (f *Files) pay(cost int64, room bool) (done int64, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.sealed {
		return 0, errDead
	}
	if f.limit >= 0 && (room || !f.rooms) && f.spent+cost > f.limit {
		done = max(0, f.limit-f.spent)
		f.spent += done
		f.fails++
		return done, f.err
	}
	f.spent += cost
	return cost, nil
}

func (f *Files) change(op, name string, room bool, do func() error) error {
	if _, err := f.pay(1, room); err != nil {
		return &fs.PathError{Op: op, Path: name, Err: err}
	}
	return do()
}

var system disk.System

// nothing is done for a sync, besides what it costs: to those who kill programs only, and no
// machines, it makes no difference but of minutes.
func nothing() error { return nil }

func (f *Files) MkdirAll(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	return f.change("mkdir", dir, true, func() error { return system.MkdirAll(dir) })
}

func (f *Files) Rename(from, to string) error {
	return f.change("rename", from, false, func() error { return system.Rename(from, to) })
}

func (f *Files) Remove(name string) error {
	return f.change("remove", name, false, func() error { return system.Remove(name) })
}

func (f *Files) ReadDir(dir string) ([]fs.DirEntry, error) { return system.ReadDir(dir) }

func (f *Files) SyncDir(dir string) error {
	return f.change("sync", filepath.Base(dir), false, nothing)
}

func (f *Files) Open(name string, flag int) (disk.File, error) {
	if flag&(os.O_CREATE|os.O_TRUNC) != 0 {
		if _, err := f.pay(1, false); err != nil { // an empty file has room
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
	}
	file, err := system.Open(name, flag)
	if err != nil {
		return nil, err
	}
	return &opened{file, f, name}, nil
}

type opened struct {
	disk.File
	files *Files
	name  string
}

func (o *opened) Write(p []byte) (int, error) {
	done, err := o.files.pay(int64(len(p)), true)
	n, e := o.File.Write(p[:done])
	if e == nil && err != nil {
		e = &fs.PathError{Op: "write", Path: o.name, Err: err}
	}
	return n, e
}

func (o *opened) Sync() error {
	return o.files.change("sync", o.name, false, nothing)
}

func (o *opened) Truncate(size int64) error {
	return o.files.change("truncate", o.name, false, func() error { return o.File.Truncate(size) })
}
