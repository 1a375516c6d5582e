package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// The budget of memory is the machine's half, or what the user says, within its range.
func TestMemoryFlag(t *testing.T) {
	o, err := parseOptions(nil, io.Discard)
	if all := machineMemory(); err != nil || o.memory < leastMemory || all > 0 && int64(o.memory) > max(all/2/1e6, leastMemory) {
		t.Errorf("of %d bytes runs may take %d MB: %v", machineMemory(), o.memory, err)
	}
	if o, err = parseOptions([]string{"-memory", "4000"}, io.Discard); err != nil || o.memory != 4000 {
		t.Errorf("%v %v", o, err)
	}
	for _, bad := range []string{"0", "-1", fmt.Sprint(leastMemory - 1), "99999999999"} {
		if _, err := parseOptions([]string{"-memory", bad}, io.Discard); !errors.Is(err, errUsage) || !strings.Contains(err.Error(), "memory") {
			t.Errorf("-memory %s: %v", bad, err)
		}
	}
}
