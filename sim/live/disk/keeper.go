package disk

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"hebb/sim/experiment"
	"hebb/sim/live/store"
)

// keeper keeps a run in its folder. What must reach the disk itself is left to the
// writer, a goroutine that also writes checkpoints.
type keeper struct {
	files Files
	id    string
	root  string // of all runs
	dir   string
	most  int64
	late  store.Late

	file File   // of the journal, for appending; nil: it has to be written anew first
	size int64  // of its good part
	sum  uint32 // of its last line
	name string // of the journal that is there; "" for none
	rest *rest

	jobs    chan func()
	writer  sync.WaitGroup
	syncing atomic.Bool
	failing bool // the newest checkpoint was not written; of the writer
}

func (s *Store) keeper(id string, late store.Late) *keeper {
	dir := s.Folder(id)
	return &keeper{files: s.files, id: id, root: filepath.Dir(dir), dir: dir, most: s.most, late: late}
}

// do has the writer do a job.
func (k *keeper) do(job func()) {
	if k.jobs == nil {
		k.jobs = make(chan func(), 16)
		k.writer.Go(func() {
			for job := range k.jobs {
				job()
			}
		})
	}
	k.jobs <- job
}

// Rewrite implements store.Keeper.
func (k *keeper) Rewrite(head store.Head, journal []experiment.Entry) error {
	k.shut()
	if err := k.folder(); err != nil {
		return plain(err)
	}
	if err := k.saveRest(); err != nil {
		return plain(err)
	}
	var buf bytes.Buffer
	sum := uint32(0)
	buf.Write(seal(headLine{version, head.Epoch, head.Deed, head.Experiment}, &sum))
	for i := range journal {
		buf.Write(seal(line{Entry: &journal[i]}, &sum))
	}
	if err := k.replace(journalName, func(w io.Writer) error { _, err := w.Write(buf.Bytes()); return err }); err != nil {
		return plain(err)
	}
	f, err := k.files.Open(filepath.Join(k.dir, journalName), os.O_WRONLY|os.O_APPEND)
	if err != nil {
		return plain(err)
	}
	for _, old := range []string{behindName, beforeName} {
		if k.name == old {
			k.files.Remove(filepath.Join(k.dir, old)) // it counts no more: the journal is looked for first
		}
	}
	k.file, k.size, k.sum, k.name = f, int64(buf.Len()), sum, journalName
	return nil
}

// folder makes the run's folder, and has its name on the disk.
func (k *keeper) folder() error {
	if k.name != "" {
		return nil // it is there
	}
	if err := k.files.MkdirAll(k.dir); err != nil {
		return err
	}
	return k.files.SyncDir(k.root)
}

// Append implements store.Keeper.
func (k *keeper) Append(e experiment.Entry, after *store.Cut) error {
	f := k.file
	if f == nil {
		return errShut
	}
	sum := k.sum
	data := seal(line{Cut: after, Entry: &e}, &sum) // one write, so that there is never half of it
	if _, err := f.Write(data); err != nil {
		f.Truncate(k.size) // or the line's checksum will tell
		k.shut()
		return plain(err)
	}
	k.sum, k.size = sum, k.size+int64(len(data))
	if k.syncing.CompareAndSwap(false, true) {
		k.do(func() {
			k.syncing.Store(false)
			if err := f.Sync(); err != nil && !errors.Is(err, os.ErrClosed) {
				k.late.Journal(plain(err))
			}
		})
	}
	return nil
}

// shut ends appending.
func (k *keeper) shut() {
	if k.file != nil {
		k.file.Close()
		k.file = nil
	}
}

var errShut = errors.New("the journal has to be written anew")

// Leave implements store.Keeper. To give a file another name needs no room on a full disk.
func (k *keeper) Leave(another bool) {
	to := behindName
	if another {
		to = beforeName
	}
	if k.name == "" || k.name == to || k.name == beforeName {
		return
	}
	k.shut()
	if k.files.Rename(filepath.Join(k.dir, k.name), filepath.Join(k.dir, to)) == nil {
		k.files.SyncDir(k.dir)
		if k.rest != nil {
			k.rest.from = to
		}
		k.name = to
	}
}

// Close implements store.Keeper.
func (k *keeper) Close() error {
	if k.jobs != nil {
		close(k.jobs)
		k.writer.Wait()
	}
	if k.file == nil {
		return nil
	}
	err := errors.Join(k.file.Sync(), k.file.Close())
	k.file = nil
	if err != nil {
		return plain(err)
	}
	return nil
}
