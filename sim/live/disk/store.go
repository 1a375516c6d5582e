package disk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"hebb/sim/live/store"
)

// The names of a run's files; see doc.go.
const (
	journalName    = "journal.jsonl"
	behindName     = "journal.behind.jsonl"
	beforeName     = "journal.before.jsonl"
	restName       = "journal.rest-"
	checkpointName = "checkpoint"
	savedName      = "saved"
	newSuffix      = ".new" // of a file that is to replace another
)

// maxRest is how many damaged journals of one run are kept aside.
const maxRest = 99

// Store keeps runs below a data folder.
type Store struct {
	dir   string
	files Files
	most  int64 // bytes of a checkpoint
}

var _ store.Store = (*Store)(nil)

// New keeps runs below a data folder. It opens nothing.
func New(dir string) *Store { return On(System{}, dir) }

// On is New on another file system.
func On(files Files, dir string) *Store { return &Store{dir, files, maxCheckpoint} }

// Folder is where a run is kept.
func (s *Store) Folder(id string) string { return filepath.Join(s.dir, "runs", id) }

// Create implements store.Store.
func (s *Store) Create(id string, late store.Late) store.Keeper { return s.keeper(id, late) }

// Open implements store.Store.
func (s *Store) Open(id string, late store.Late) (store.Keeper, *store.Kept, error) {
	k := s.keeper(id, late)
	var f File
	var err error
	for _, k.name = range []string{journalName, behindName, beforeName} {
		if f, err = s.files.Open(filepath.Join(k.dir, k.name), os.O_RDONLY); !errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, store.ErrNone
	}
	if err != nil {
		return nil, nil, fmt.Errorf("the journal cannot be read: %w", plain(err))
	}
	defer f.Close()
	head, journal, bad, err := readJournal(f)
	if err != nil {
		return nil, nil, plain(err)
	}
	kept := &store.Kept{Head: head, Journal: journal, Behind: k.name == behindName, Another: k.name == beforeName, Checkpoint: k.readCheckpoint}
	if bad != nil {
		k.rest = &rest{from: k.name, at: bad.at}
		if k.rest.to, err = k.freeRest(); err != nil {
			return nil, nil, err
		}
		kept.Damage = fmt.Sprintf("%v. What is good, %d changes, is open; the rest is kept beside it, in %s",
			bad, len(journal), k.rest.to) // not where: followers read it, and the folder's name drives the run
	}
	return k, kept, nil
}

// freeRest is a name that no rest has.
func (k *keeper) freeRest() (string, error) {
	for n := 1; n <= maxRest; n++ {
		name := fmt.Sprint(restName, n)
		f, err := k.files.Open(filepath.Join(k.dir, name), os.O_RDONLY)
		if errors.Is(err, fs.ErrNotExist) {
			return name, nil
		}
		if err != nil {
			return "", plain(err)
		}
		f.Close()
	}
	return "", fmt.Errorf("%d damaged journals are kept already beside the run's; move the files %s… away", maxRest, restName)
}

// rest is the part of a damaged journal that is to be kept aside.
type rest struct {
	from, to string
	at       int64
}

// saveRest copies the rest before the journal is replaced.
func (k *keeper) saveRest() error {
	if k.rest == nil {
		return nil
	}
	from, err := k.files.Open(filepath.Join(k.dir, k.rest.from), os.O_RDONLY)
	if err != nil {
		return err
	}
	defer from.Close()
	if _, err := from.Seek(k.rest.at, io.SeekStart); err != nil {
		return err
	}
	if err := k.replace(k.rest.to, func(w io.Writer) error {
		_, err := io.Copy(w, reader{from})
		return err
	}); err != nil {
		return err
	}
	k.rest = nil
	return nil
}

// reader hides all but Read, so that io.Copy goes through our files.
type reader struct{ from io.Reader }

func (r reader) Read(p []byte) (int, error) { return r.from.Read(p) }

// replace writes a file beside the old one, has it on the disk, and then puts it into its
// place, so that there is always a whole one. Neither is open at that moment: Windows
// renames no open file and replaces none. After an error the old one is there, and what
// was written takes no room.
func (k *keeper) replace(name string, write func(io.Writer) error) error {
	name = filepath.Join(k.dir, name)
	temporary := name + newSuffix
	f, err := k.files.Open(temporary, os.O_CREATE|os.O_TRUNC|os.O_WRONLY)
	if err != nil {
		return err
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = k.files.Rename(temporary, name)
	}
	if err != nil {
		k.files.Remove(temporary)
		return err
	}
	return k.files.SyncDir(k.dir)
}

// plain leaves out of an error which file it was: names of folders are secrets of their
// runs, and of no help.
func plain(err error) error {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return path.Err
	}
	if link, ok := errors.AsType[*os.LinkError](err); ok {
		return link.Err
	}
	return err
}
