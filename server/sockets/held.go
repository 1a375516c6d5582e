package sockets

import (
	"net"
	"sync"
)

// held is a connection whose writes can be held back, so that several messages go to the
// network at once: each is a call of the system, and two hundred pages get many.
type held struct {
	net.Conn

	mu      sync.Mutex
	holding bool
	data    []byte
}

// mostHeld is how many bytes are held back at the most, but for the last message.
const mostHeld = 64 << 10

func (h *held) hold() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.holding = true
}

// release sends what has been held back.
func (h *held) release() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.holding = false
	return h.flush()
}

func (h *held) flush() error {
	if len(h.data) == 0 {
		return nil
	}
	_, err := h.Conn.Write(h.data)
	if h.data = h.data[:0]; cap(h.data) > mostHeld {
		h.data = nil // nobody keeps room for what was large once
	}
	return err
}

// Write implements net.Conn. Of what is held back it tells later that it has failed.
func (h *held) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.holding {
		return h.Conn.Write(p)
	}
	h.data = append(h.data, p...)
	if len(h.data) > mostHeld {
		return len(p), h.flush()
	}
	return len(p), nil
}
