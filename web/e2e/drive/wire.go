package drive

import (
	"io"
	"net"
	"sync"
)

// Wire stands between browser and server and can be cut: the connections break, as
// they do when a laptop sleeps or a cable is pulled.
type Wire struct {
	Address string // http://127.0.0.1:port

	to       string
	listener net.Listener
	mu       sync.Mutex
	open     map[net.Conn]bool
	cut      bool
}

// NewWire listens at a free port. Server.Allow has to contain its address.
func NewWire() (*Wire, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	return &Wire{Address: "http://" + l.Addr().String(), listener: l, open: map[net.Conn]bool{}}, nil
}

// Join carries everything to the server at host:port from now on.
func (w *Wire) Join(to string) {
	w.to = to
	go func() {
		for {
			near, err := w.listener.Accept()
			if err != nil {
				return
			}
			go w.carry(near)
		}
	}()
}

func (w *Wire) carry(near net.Conn) {
	defer near.Close()
	far, err := net.Dial("tcp", w.to)
	if err != nil {
		return
	}
	defer far.Close()
	if !w.hold(near, far) {
		return
	}
	defer w.drop(near, far)
	go func() {
		io.Copy(far, near)
		far.Close()
	}()
	io.Copy(near, far)
}

func (w *Wire) hold(conns ...net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range conns {
		w.open[c] = true
	}
	return !w.cut
}

func (w *Wire) drop(conns ...net.Conn) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range conns {
		delete(w.open, c)
	}
}

// Cut breaks every connection and lets none through until Mend.
func (w *Wire) Cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = true
	for c := range w.open {
		if tcp, ok := c.(*net.TCPConn); ok {
			tcp.SetLinger(0) // a reset, not a goodbye
		}
		c.Close()
	}
}

// Mend lets connections through again.
func (w *Wire) Mend() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = false
}

// Close stops listening.
func (w *Wire) Close() { w.listener.Close(); w.Cut() }
