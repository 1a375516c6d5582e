package main

import (
	"fmt"
	"os"
	"strings"
)

// machineMemory is how many bytes of memory this program can have: the machine's, or what a
// container allows; 0: nobody knows.
func machineMemory() (bytes int64) {
	if data, err := os.ReadFile("/proc/meminfo"); err == nil {
		for line := range strings.Lines(string(data)) {
			if rest, ok := strings.CutPrefix(line, "MemTotal:"); ok {
				fmt.Sscan(rest, &bytes)
				bytes <<= 10
			}
		}
	}
	for _, name := range []string{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"} {
		var most int64
		if data, err := os.ReadFile(name); err == nil {
			if n, _ := fmt.Sscan(string(data), &most); n == 1 && most > 0 && (bytes == 0 || most < bytes) {
				bytes = most
			}
		}
	}
	return bytes
}
