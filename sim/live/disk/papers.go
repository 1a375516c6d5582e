package disk

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"hebb/sim/live/store"
)

var _ store.Papers = (*Store)(nil)

// maxPaper is how many bytes a paper has at most.
const maxPaper = 64 << 10

// Paper implements store.Papers.
func (s *Store) Paper(name string) ([]byte, error) {
	f, err := s.files.Open(filepath.Join(s.dir, name), os.O_RDONLY)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, store.ErrNone
	}
	if err != nil {
		return nil, plain(err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxPaper))
	if err != nil {
		return nil, plain(err)
	}
	return data, nil
}

// SetPaper implements store.Papers.
func (s *Store) SetPaper(name string, data []byte) error {
	k := &keeper{files: s.files, dir: s.dir}
	if err := k.replace(name, func(w io.Writer) error { _, err := w.Write(data); return err }); err != nil {
		return plain(err)
	}
	return nil
}
