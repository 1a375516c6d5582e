//go:build unix

package sweeps

import (
	"errors"
	"os"
	"syscall"
)

// syncDir has the list of names on the disk.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
}

// yieldProcessor lets everybody else go first.
func yieldProcessor() { syscall.Setpriority(syscall.PRIO_PROCESS, 0, 10) }
