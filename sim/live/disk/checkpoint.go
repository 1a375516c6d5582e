package disk

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"hebb/sim/experiment"
	"hebb/sim/live/store"
)

const (
	checkpointMagic = "hebb checkpoint 2\n"
	maxCheckpoint   = 2 << 30 // bytes; twice what the sims of a run may hold
	maxBy           = 1 << 10 // bytes of a checkpoint's first lines
)

// checkpointHead is the line after the magic one. It says whose a checkpoint is before any
// of it is read: that of another build may have another form.
type checkpointHead struct {
	By      string              `json:"by"` // this and the next three are a store.Mark's
	Journal string              `json:"journal"`
	Goal    experiment.Position `json:"goal"`
	Speed   float64             `json:"speed"`
	Bytes   int64               `json:"bytes"`
	Sum     uint32              `json:"sum"` // CRC-32C
}

func (h *checkpointHead) mark() *store.Mark {
	return &store.Mark{By: h.By, Journal: h.Journal, Goal: h.Goal, Speed: h.Speed}
}

// Checkpoint implements store.Keeper.
func (k *keeper) Checkpoint(m store.Mark, write func(io.Writer) error) {
	k.do(func() {
		err := k.writeCheckpoint(m, write)
		if err != nil && !k.failing { // once
			k.late.Checkpoint(plain(err))
		}
		k.failing = err != nil
	})
}

func (k *keeper) writeCheckpoint(m store.Mark, write func(io.Writer) error) error {
	var body bytes.Buffer
	if err := write(&body); err != nil {
		return err
	}
	if n := int64(body.Len()); n > k.most {
		return fmt.Errorf("it would have %d bytes; at most %d are kept", n, k.most)
	}
	head, err := json.Marshal(checkpointHead{m.By, m.Journal, m.Goal, m.Speed, int64(body.Len()), crc32.Checksum(body.Bytes(), castagnoli)})
	if err != nil {
		return err
	}
	return k.replace(checkpointName, func(w io.Writer) error {
		if _, err := fmt.Fprintf(w, "%s%s\n", checkpointMagic, head); err != nil {
			return err
		}
		_, err := w.Write(body.Bytes())
		return err
	})
}

var errNoCheckpoint = errors.New("the checkpoint is damaged, or none of this version")

// readCheckpoint reads the head first, the sum then, and all of it last.
func (k *keeper) readCheckpoint(by string, read func(io.Reader) error) (*store.Mark, error) {
	f, err := k.files.Open(filepath.Join(k.dir, checkpointName), os.O_RDONLY)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("the checkpoint cannot be read: %w", plain(err))
	}
	defer f.Close()
	start, head, err := readCheckpointHead(f)
	switch {
	case err != nil:
		return nil, err
	case head.By != by:
		return head.mark(), fmt.Errorf("the checkpoint is of another build (%s, this is %s)", head.By, by)
	case head.Bytes > k.most:
		return head.mark(), fmt.Errorf("the checkpoint has %d bytes; at most %d are read", head.Bytes, k.most)
	}
	info, err := f.Stat()
	if err != nil || info.Size() != start+head.Bytes {
		return head.mark(), errNoCheckpoint
	}
	sum := crc32.New(castagnoli)
	if _, err := f.Seek(start, io.SeekStart); err != nil {
		return head.mark(), err
	}
	if _, err := io.Copy(sum, reader{f}); err != nil || sum.Sum32() != head.Sum {
		return head.mark(), errNoCheckpoint
	}
	if _, err := f.Seek(start, io.SeekStart); err != nil {
		return head.mark(), err
	}
	if err := read(bufio.NewReader(f)); err != nil {
		return head.mark(), fmt.Errorf("the checkpoint is damaged: %w", err)
	}
	return head.mark(), nil
}

// readCheckpointHead returns where the body starts, and what the head says of it.
func readCheckpointHead(r io.Reader) (start int64, head checkpointHead, err error) {
	first := make([]byte, len(checkpointMagic)+maxBy)
	n, err := io.ReadFull(r, first)
	if err != nil && err != io.ErrUnexpectedEOF && err != io.EOF {
		return 0, head, err
	}
	text, ok := bytes.CutPrefix(first[:n], []byte(checkpointMagic))
	text, _, end := bytes.Cut(text, []byte("\n"))
	if !ok || !end || experiment.Strict(text, &head) != nil || head.Bytes < 0 {
		return 0, head, errNoCheckpoint
	}
	return int64(len(checkpointMagic) + len(text) + 1), head, nil
}
