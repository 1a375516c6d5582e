package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// patience is how long a test waits for what must come; no test is faster or slower for it.
const patience = time.Minute

const testHost = "127.0.0.1:8080"

// newHouse is a server with the toy lab that keeps its runs in memory.
func newHouse(t testing.TB) *server { return newHouseAt(t, loopback, "") }

func newHouseAt(t testing.TB, addr net.Addr, dir string) *server {
	t.Helper()
	s, err := newServer(toyCatalogue(t), dir, addr, nil, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		s.visitors.sendHome(ctx)
		s.runs.Close(ctx)
	})
	return s
}

// open is a house with its door open.
type open struct {
	*server
	t   testing.TB
	web *httptest.Server
}

func openHouse(t testing.TB) *open {
	t.Helper()
	web := httptest.NewUnstartedServer(nil)
	s := newHouseAt(t, web.Listener.Addr(), "")
	web.Config.Handler = s.handler()
	web.Config.MaxHeaderBytes = maxHeader
	web.Start()
	t.Cleanup(web.Close)
	return &open{s, t, web}
}

// ask sends a request as our own page would, and returns status and body.
func (o *open) ask(method, path, body string) (int, string) {
	o.t.Helper()
	req, err := http.NewRequest(method, o.web.URL+path, strings.NewReader(body))
	if err != nil {
		o.t.Fatal(err)
	}
	req.Header.Set("Origin", o.web.URL)
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		o.t.Fatalf("%s %.80s: %v", method, path, err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	return res.StatusCode, string(data)
}

// start starts a run of a link.
func (o *open) start(query string) string {
	o.t.Helper()
	body, _ := json.Marshal(map[string]string{"lab": "toy", "query": query})
	code, text := o.ask("POST", "/api/runs", string(body))
	var answer struct{ Run string }
	if err := json.Unmarshal([]byte(text), &answer); err != nil || code != http.StatusCreated || answer.Run == "" {
		o.t.Fatalf("start: %d %s", code, text)
	}
	return answer.Run
}

// page is a websocket as our own page would open it.
type page struct {
	t    testing.TB
	c    *websocket.Conn
	text chan map[string]any
	bin  chan []byte
	gone chan error
}

func (o *open) dial(run string, header http.Header) (*websocket.Conn, *http.Response, error) {
	d := websocket.Dialer{HandshakeTimeout: 5 * time.Second, EnableCompression: true}
	return d.Dial("ws"+strings.TrimPrefix(o.web.URL, "http")+"/runs/"+run+"/socket", header)
}

func (o *open) watch(run string) *page {
	o.t.Helper()
	c, res, err := o.dial(run, http.Header{"Origin": {o.web.URL}})
	if err != nil {
		o.t.Fatal(err, res)
	}
	p := &page{o.t, c, make(chan map[string]any, 4096), make(chan []byte, 4096), make(chan error, 1)}
	o.t.Cleanup(func() { c.Close() })
	go func() {
		for {
			kind, data, err := c.ReadMessage()
			if err != nil {
				p.gone <- err
				return
			}
			if kind == websocket.BinaryMessage {
				p.bin <- data
				continue
			}
			m := map[string]any{}
			if err := json.NewDecoder(bytes.NewReader(data)).Decode(&m); err != nil {
				p.gone <- err
				return
			}
			p.text <- m
		}
	}()
	return p
}

func (p *page) say(text string) {
	p.t.Helper()
	if err := p.c.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		p.t.Fatal(err)
	}
}

// hear waits for a text of the given type, and passes over others.
func (p *page) hear(kind string) map[string]any {
	p.t.Helper()
	late := time.After(patience)
	for {
		select {
		case m := <-p.text:
			if m["type"] == kind {
				return m
			}
		case err := <-p.gone:
			p.t.Fatalf("gone while waiting for %s: %v", kind, err)
		case <-late:
			p.t.Fatalf("no %s came", kind)
		}
	}
}

// end waits for the end of the connection and returns its close code.
func (p *page) end() int {
	p.t.Helper()
	late := time.After(patience)
	for {
		select {
		case err := <-p.gone:
			if e, ok := err.(*websocket.CloseError); ok {
				return e.Code
			}
			return -1
		case <-p.bin:
		case <-late:
			p.t.Fatal("the connection does not end")
		}
	}
}
