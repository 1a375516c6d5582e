// Package servertest has what tests of several packages of the server need: a lab with
// presets, and a browser's side of an open server. Only tests import it.
package servertest

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

	"hebb/server/limits"
)

// Host and Loopback are an address to listen at, as Host and as address.
const Host = "127.0.0.1:8080"

var Loopback = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}

// Patience is how long a test waits for what must come; no test is faster or slower for it.
const Patience = time.Minute

// Client is a browser at an open server.
type Client struct {
	T    testing.TB // is told when something is wrong
	Web  *httptest.Server
	Keys map[string]string // that drive the runs that it has started
}

// Open serves what handler makes for the address that is listened at.
func Open(t testing.TB, handler func(net.Addr) http.Handler) *Client {
	t.Helper()
	web := httptest.NewUnstartedServer(nil)
	web.Config.Handler = handler(web.Listener.Addr())
	web.Config.MaxHeaderBytes = limits.MaxHeader
	web.Start()
	t.Cleanup(web.Close)
	return &Client{t, web, map[string]string{}}
}

// Ask sends a request as our own page would, and returns status and body.
func (o *Client) Ask(method, path, body string) (int, string) {
	o.T.Helper()
	req, err := http.NewRequest(method, o.Web.URL+path, strings.NewReader(body))
	if err != nil {
		o.T.Fatal(err)
	}
	req.Header.Set("Origin", o.Web.URL)
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		o.T.Fatalf("%s %.80s: %v", method, path, err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		o.T.Fatal(err)
	}
	return res.StatusCode, string(data)
}

// Start starts a run of a link.
func (o *Client) Start(query string) string {
	o.T.Helper()
	body, _ := json.Marshal(map[string]string{"lab": "toy", "query": query})
	code, text := o.Ask("POST", "/api/runs", string(body))
	var answer struct{ Run, Key string }
	if err := json.Unmarshal([]byte(text), &answer); err != nil || code != http.StatusCreated || answer.Run == "" {
		o.T.Fatalf("start: %d %s", code, text)
	}
	o.Keys[answer.Run] = answer.Key
	return answer.Run
}

// Page is a websocket as our own page would open it.
type Page struct {
	t    testing.TB
	C    *websocket.Conn
	Text chan map[string]any // what has come as text, read
	Bin  chan []byte         // what has come as bytes
	gone chan error
}

// Dial opens a websocket of a run with the given header.
func (o *Client) Dial(run string, header http.Header) (*websocket.Conn, *http.Response, error) {
	d := websocket.Dialer{HandshakeTimeout: 5 * time.Second, EnableCompression: true}
	return d.Dial("ws"+strings.TrimPrefix(o.Web.URL, "http")+"/runs/"+run+"/socket", header)
}

// Watch opens a websocket of a run as our own page does, until the test ends: with the key,
// if the client has started it.
func (o *Client) Watch(run string) *Page {
	o.T.Helper()
	p := o.Follow(run)
	if key := o.Keys[run]; key != "" {
		p.Say(`{"drive":"` + key + `"}`)
	}
	return p
}

// Follow is Watch without a key.
func (o *Client) Follow(run string) *Page {
	o.T.Helper()
	c, res, err := o.Dial(run, http.Header{"Origin": {o.Web.URL}})
	if err != nil {
		o.T.Fatal(err, res)
	}
	p := &Page{o.T, c, make(chan map[string]any, 4096), make(chan []byte, 4096), make(chan error, 1)}
	o.T.Cleanup(func() { c.Close() })
	go func() {
		for {
			kind, data, err := c.ReadMessage()
			if err != nil {
				p.gone <- err
				return
			}
			if kind == websocket.BinaryMessage {
				p.Bin <- data
				continue
			}
			m := map[string]any{}
			if err := json.NewDecoder(bytes.NewReader(data)).Decode(&m); err != nil {
				p.gone <- err
				return
			}
			p.Text <- m
		}
	}()
	return p
}

// Say sends a text.
func (p *Page) Say(text string) {
	p.t.Helper()
	if err := p.C.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		p.t.Fatal(err)
	}
}

// Hear waits for a text of the given type, and passes over others.
func (p *Page) Hear(kind string) map[string]any {
	p.t.Helper()
	late := time.After(Patience)
	for {
		select {
		case m := <-p.Text:
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

// End waits for the end of the connection and returns its close code; -1 when it has
// none.
func (p *Page) End() int {
	p.t.Helper()
	late := time.After(Patience)
	for {
		select {
		case err := <-p.gone:
			if e, ok := err.(*websocket.CloseError); ok {
				return e.Code
			}
			return -1
		case <-p.Bin:
		case <-late:
			p.t.Fatal("the connection does not end")
		}
	}
}

// Answer waits for the answer to a command.
func (p *Page) Answer() map[string]any {
	p.t.Helper()
	for {
		select {
		case m := <-p.Text:
			if m["type"] == "done" || m["type"] == "refused" {
				return m
			}
		case <-p.Bin:
		case err := <-p.gone:
			p.t.Fatalf("gone while waiting for an answer: %v", err)
		case <-time.After(Patience):
			p.t.Fatal("a command has no answer")
		}
	}
}
