//go:build unix

package sweeps

import "syscall"

// yieldProcessor lets everybody else go first.
func yieldProcessor() { syscall.Setpriority(syscall.PRIO_PROCESS, 0, 10) }
