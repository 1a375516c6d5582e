//go:build !unix

package headless

import "time"

var began = time.Now()

// processorTime is at most what has passed on the clock.
func processorTime() time.Duration { return time.Since(began) }
