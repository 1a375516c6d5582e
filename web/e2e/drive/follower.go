package drive

import (
	"encoding/binary"
	"encoding/json"
	"net"
	"net/http"
	"strings"
	"sync/atomic"

	"github.com/gorilla/websocket"
)

// Follower is a page that follows a run, without drawing: it sees every output, takes the
// history and acknowledges frames. A deaf one reads nothing at all.
type Follower struct {
	conn   *websocket.Conn
	done   chan struct{}
	frames atomic.Int64
	bytes  atomic.Int64
}

// Follow joins a run as a follower's page.
func (s *Server) Follow(run string, deaf bool) (*Follower, error) {
	f := &Follower{done: make(chan struct{})}
	d := websocket.Dialer{NetDial: func(network, addr string) (net.Conn, error) {
		c, err := net.Dial(network, addr)
		if deaf && err == nil {
			c.(*net.TCPConn).SetReadBuffer(4096)
		}
		return &weighed{c, &f.bytes}, err
	}, ReadBufferSize: 16 << 10}
	conn, _, err := d.Dial("ws"+strings.TrimPrefix(s.Address, "http")+"/runs/"+run+"/socket", http.Header{"Origin": {s.Address}})
	if err != nil {
		return nil, err
	}
	f.conn = conn
	if err := conn.WriteJSON(map[string]any{"drive": ""}); err != nil {
		return nil, err
	}
	if deaf {
		close(f.done)
		return f, nil
	}
	go f.read()
	return f, nil
}

// weighed counts what is read, as it comes over the network.
type weighed struct {
	net.Conn
	bytes *atomic.Int64
}

func (w *weighed) Read(p []byte) (int, error) {
	n, err := w.Conn.Read(p)
	w.bytes.Add(int64(n))
	return n, err
}

func (f *Follower) read() {
	defer close(f.done)
	for {
		kind, data, err := f.conn.ReadMessage()
		switch {
		case err != nil:
			return
		case kind == websocket.BinaryMessage && len(data) >= 12 && data[3] == 1:
			f.frames.Add(1)
			err = f.conn.WriteJSON(map[string]any{"ack": binary.LittleEndian.Uint32(data[8:])})
		case kind == websocket.TextMessage && strings.Contains(string(data[:min(len(data), 40)]), `"hello"`):
			err = f.greet(data)
		}
		if err != nil {
			return
		}
	}
}

func (f *Follower) greet(data []byte) error {
	var hello struct {
		Epoch    uint32
		Variants []struct{ Outputs []struct{ Name string } }
	}
	if err := json.Unmarshal(data, &hello); err != nil {
		return err
	}
	see := map[string]bool{}
	for _, v := range hello.Variants {
		for _, o := range v.Outputs {
			see[strings.TrimRight(o.Name, "0123456789")+"*"], see[o.Name] = true, !strings.ContainsAny(o.Name[len(o.Name)-1:], "0123456789")
		}
	}
	var list []string
	for name, plain := range see {
		if plain {
			list = append(list, name)
		}
	}
	if err := f.conn.WriteJSON(map[string]any{"see": list}); err != nil {
		return err
	}
	return f.conn.WriteJSON(map[string]any{"from": []any{hello.Epoch, 0}})
}

// Got is how many frames have come, and how many bytes over the network.
func (f *Follower) Got() (frames, bytes int64) { return f.frames.Load(), f.bytes.Load() }

// Gone says whether the run has hung up on it.
func (f *Follower) Gone() bool {
	select {
	case <-f.done:
		return true
	default:
		return false
	}
}

// Close leaves.
func (f *Follower) Close() {
	f.conn.Close()
	<-f.done
}
