package disk

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

const lockName = "lock"

// Holder is who has a data folder.
type Holder struct {
	PID     int       `json:"pid"`
	Address string    `json:"address"`
	Since   time.Time `json:"since"`
}

// Held says that another program has the folder.
type Held struct {
	Dir    string
	Holder Holder // zero when it has not said who it is
}

func (h *Held) Error() string {
	who := "another Hebb"
	if h.Holder.PID != 0 {
		who = fmt.Sprintf("another Hebb: process %d, at %s, since %s", h.Holder.PID, h.Holder.Address, h.Holder.Since.Local().Format("2006-01-02 15:04:05"))
	}
	return fmt.Sprintf("the data folder %s is in use by %s", h.Dir, who)
}

// Lock is a data folder that no other program may have for its runs.
type Lock struct{ file *os.File }

// Take takes a data folder, and says who does so. The system gives it back when the
// program ends, however it ends. The error is a *Held when another program has the folder.
func Take(dir string, who Holder) (*Lock, error) {
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("the data folder %s cannot be locked: %w", dir, plain(err))
	}
	free, err := tryLock(f)
	switch {
	case err != nil:
		f.Close()
		return nil, fmt.Errorf("the data folder %s cannot be locked: %w", dir, err)
	case !free:
		held := &Held{Dir: dir}
		text := make([]byte, 4096)
		n, _ := f.ReadAt(text, 0)
		f.Close()
		if json.Unmarshal(text[:n], &held.Holder) != nil {
			held.Holder = Holder{}
		}
		return nil, held
	}
	text, _ := json.Marshal(who)
	// Who it is, is a service: the lock holds without it, as on a full disk.
	if f.Truncate(0) == nil {
		f.WriteAt(append(text, '\n'), 0)
	}
	return &Lock{f}, nil
}

// Release gives the folder back. The file stays: to remove it would let two programs hold
// one of the same name.
func (l *Lock) Release() error { return l.file.Close() }
