package servertest

import (
	"bytes"
	"sync"
)

// Text is a buffer that is written and read by different goroutines.
type Text struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

// Write never fails.
func (t *Text) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.buf.Write(p)
}

// String is all that has been written.
func (t *Text) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.buf.String()
}
