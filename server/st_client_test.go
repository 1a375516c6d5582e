package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// testHost and loopback are an address to listen at, as Host and as address.
const testHost = "127.0.0.1:8080"

var loopback = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}

// client is a browser at an open server.
type client struct {
	t   testing.TB
	web *httptest.Server
}

// openClient serves what handler makes for the address that is listened at.
func openClient(t testing.TB, handler func(net.Addr) http.Handler) *client {
	t.Helper()
	web := httptest.NewUnstartedServer(nil)
	web.Config.Handler = handler(web.Listener.Addr())
	web.Config.MaxHeaderBytes = maxHeader
	web.Start()
	t.Cleanup(web.Close)
	return &client{t, web}
}

// ask sends a request as our own page would, and returns status and body.
func (o *client) ask(method, path, body string) (int, string) {
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
func (o *client) start(query string) string {
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

func (o *client) dial(run string, header http.Header) (*websocket.Conn, *http.Response, error) {
	d := websocket.Dialer{HandshakeTimeout: 5 * time.Second, EnableCompression: true}
	return d.Dial("ws"+strings.TrimPrefix(o.web.URL, "http")+"/runs/"+run+"/socket", header)
}

func (o *client) watch(run string) *page {
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
	late := time.After(10 * time.Second)
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
	late := time.After(10 * time.Second)
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
