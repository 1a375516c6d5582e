package drive

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// StartRun starts a run of a link as a page does and returns its id.
func (s *Server) StartRun(link string) (string, error) {
	path, query, _ := strings.Cut(link, "?")
	body, err := json.Marshal(map[string]string{"lab": strings.TrimPrefix(path, "/labs/"), "query": "?" + query})
	if err != nil {
		return "", err
	}
	req, err := http.NewRequest(http.MethodPost, s.Address+"/api/runs", bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Origin", s.Address)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	var answer struct{ Run, Key string }
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil || answer.Run == "" {
		return "", fmt.Errorf("POST /api/runs: %s: %v", resp.Status, err)
	}
	s.keys.Store(answer.Run, answer.Key)
	return answer.Run, nil
}

// Viewer watches a run as a page does, without drawing: it acknowledges every frame.
type Viewer struct {
	conn *websocket.Conn
	done chan struct{}

	mu      sync.Mutex
	frames  int
	bytes   int64
	n       int
	answers map[int]chan struct{}
}

// Watch joins a run and asks for the given outputs. It drives the run if StartRun has started it.
func (s *Server) Watch(run string, outputs []string) (*Viewer, error) {
	conn, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(s.Address, "http")+"/runs/"+run+"/socket", http.Header{"Origin": {s.Address}})
	if err != nil {
		return nil, err
	}
	v := &Viewer{conn: conn, done: make(chan struct{}), answers: map[int]chan struct{}{}}
	key, _ := s.keys.LoadOrStore(run, "")
	if err := conn.WriteJSON(map[string]any{"drive": key}); err != nil {
		return nil, err
	}
	if err := conn.WriteJSON(map[string]any{"see": outputs}); err != nil {
		return nil, err
	}
	go v.read()
	return v, nil
}

func (v *Viewer) read() {
	defer close(v.done)
	for {
		kind, data, err := v.conn.ReadMessage()
		if err != nil {
			return
		}
		v.mu.Lock()
		v.bytes += int64(len(data))
		if kind == websocket.BinaryMessage && len(data) >= 12 && data[3] == 1 {
			v.frames++
			err = v.conn.WriteJSON(map[string]any{"ack": binary.LittleEndian.Uint32(data[8:])})
		}
		if kind == websocket.TextMessage {
			v.hear(data)
		}
		v.mu.Unlock()
		if err != nil {
			return
		}
	}
}

func (v *Viewer) hear(data []byte) {
	var m struct {
		Type string
		N    int
	}
	if json.Unmarshal(data, &m) == nil && (m.Type == "done" || m.Type == "refused") && v.answers[m.N] != nil {
		close(v.answers[m.N])
		delete(v.answers, m.N)
	}
}

// Command sends a command and returns how long its answer took.
func (v *Viewer) Command(message map[string]any) (time.Duration, error) {
	answer := make(chan struct{})
	v.mu.Lock()
	v.n++
	message["n"] = v.n
	v.answers[v.n] = answer
	began := time.Now()
	err := v.conn.WriteJSON(message)
	v.mu.Unlock()
	if err != nil {
		return 0, err
	}
	select {
	case <-answer:
		return time.Since(began), nil
	case <-v.done:
		return 0, errors.New("drive: the run has hung up")
	case <-time.After(20 * time.Second):
		return 0, fmt.Errorf("drive: no answer to %v", message)
	}
}

// Frames are how many state frames have come, and how many bytes in all.
func (v *Viewer) Frames() (int, int64) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.frames, v.bytes
}

// Close leaves.
func (v *Viewer) Close() {
	v.conn.Close()
	<-v.done
}
