package drive

import (
	"net"
	"sync"
)

// Wire stands between browser and server, below HTTP. It can be cut: the connections
// break, as when a program ends. And it can be frozen: they stay open and nothing comes
// through, as when a laptop sleeps, a cable is pulled or a room loses its Wi-Fi.
type Wire struct {
	Address string // http://127.0.0.1:port

	to       string
	listener net.Listener
	mu       sync.Mutex
	open     map[net.Conn]bool
	cut      bool
	thawed   chan struct{} // closed unless the wire is frozen
}

// NewWire listens at a free port. Server.Allow has to contain its address.
func NewWire() (*Wire, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	return &Wire{Address: "http://" + l.Addr().String(), listener: l, open: map[net.Conn]bool{}, thawed: closed()}, nil
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
		w.copy(far, near)
		far.Close()
	}()
	w.copy(near, far)
}

// copy carries bytes one way; while the wire is frozen they lie where they are.
func (w *Wire) copy(to, from net.Conn) {
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		w.mu.Lock()
		thawed := w.thawed
		w.mu.Unlock()
		<-thawed
		if n > 0 {
			if _, err := to.Write(buf[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

func closed() chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}

// Freeze lets nothing through, either way, and tells nobody: connections stay open,
// and new ones are taken and stay silent.
func (w *Wire) Freeze() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.thawed = make(chan struct{})
}

// Thaw ends a freeze: what has been sent since arrives.
func (w *Wire) Thaw() {
	w.mu.Lock()
	defer w.mu.Unlock()
	select {
	case <-w.thawed:
	default:
		close(w.thawed)
	}
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
func (w *Wire) Close() { w.listener.Close(); w.Thaw(); w.Cut() }
