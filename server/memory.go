package main

import (
	"math"
	"os"
	"runtime/debug"
)

// The least budget of memory that -memory takes, in MB: a small run of each lab fits.
const leastMemory = 256

// defaultMemory is the budget of all runs when nobody says otherwise, in MB: half of what
// this program can have.
func defaultMemory() int {
	if all := machineMemory(); all > 0 {
		return int(max(min(all/2, math.MaxInt32*int64(1e6))/1e6, leastMemory))
	}
	return 2000
}

// keepTo has the collector of garbage work harder when the program comes near to its budget;
// the user's own word, GOMEMLIMIT, comes first. What is counted for runs is what they can
// come to hold, so that this is rarely felt.
func keepTo(mb int) {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(int64(mb)*1e6*5/4 + 256e6)
	}
}
