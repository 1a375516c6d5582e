package sockets

import (
	"errors"
	"io"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"hebb/server/limits"
	"hebb/sim/live"
)

// line is what a visitor needs of a websocket. Only this file knows which library
// it comes from.
type line interface {
	// read returns the next text message. It fails when the other side is silent
	// for longer than two pings, sends too much, or sends anything but text.
	read() ([]byte, error)
	// send sends a message of a run, whose encoding is shared among its viewers.
	send(*live.Message) error
	// hold keeps what is sent until release, so that it goes to the network at once.
	hold()
	release() error
	// say sends a text of this visitor's own.
	say(text []byte) error
	ping() error
	// goodbye sends a close frame; read then fails as soon as the other side has
	// answered it, or after a second.
	goodbye(code int, reason string)
	// drain reads what still comes after a goodbye, and drops it: a connection that is ended
	// with something unread in it loses what was said last.
	drain()
	// hangUp ends the connection.
	hangUp()
}

// Codes of goodbyes, of RFC 6455.
const (
	codeNormal    = websocket.CloseNormalClosure
	codeGoingAway = websocket.CloseGoingAway
	codeNotText   = websocket.CloseUnsupportedData
	codeTooMuch   = websocket.ClosePolicyViolation
)

const (
	aliveEvery  = 2 * time.Second // a page hears something at least so often; BEAT in web/run/pulse.js
	pingEvery   = 15 * time.Second
	silentMost  = 2*pingEvery + 5*time.Second
	writeWithin = 5 * time.Second
)

var errNotText = errors.New("only text messages are understood")

type gorilla struct {
	c      *websocket.Conn
	out    *held
	ending atomic.Bool // goodbye has been said: what still comes does not prolong the visit
}

var _ line = (*gorilla)(nil)

// upgrade takes the connection over. Compression is not offered: with it the limit
// on what is read counts compressed bytes, so that a small message could unpack to
// any size. When it fails it has answered the request itself.
func upgrade(w http.ResponseWriter, r *http.Request, sameOrigin func(*http.Request) bool, clock func() time.Time) (line, error) {
	up := websocket.Upgrader{
		HandshakeTimeout:  5 * time.Second,
		ReadBufferSize:    1 << 10, // of its own: what it reads goes through the counted connection
		WriteBufferSize:   4 << 10,
		CheckOrigin:       sameOrigin,
		EnableCompression: false,
	}
	over := &counting{ResponseWriter: w, clock: clock}
	c, err := up.Upgrade(over, r, nil)
	if err != nil {
		return nil, err
	}
	c.SetReadLimit(limits.MaxMessage)
	g := &gorilla{c: c, out: over.out}
	c.SetPongHandler(func(string) error { return g.alive() })
	return g, g.alive()
}

// alive notes that the other side is there.
func (g *gorilla) alive() error {
	if g.ending.Load() {
		return nil
	}
	return g.c.SetReadDeadline(time.Now().Add(silentMost))
}

func (g *gorilla) read() ([]byte, error) {
	kind, data, err := g.c.ReadMessage()
	if err != nil {
		return nil, err
	}
	if kind != websocket.TextMessage {
		return nil, errNotText
	}
	return data, g.alive()
}

func (g *gorilla) send(m *live.Message) error {
	shared := m.Prepared(func(m *live.Message) any {
		kind := websocket.TextMessage
		if m.Binary {
			kind = websocket.BinaryMessage
		}
		p, err := websocket.NewPreparedMessage(kind, m.Data)
		if err != nil {
			return err
		}
		return p
	})
	p, ok := shared.(*websocket.PreparedMessage)
	if !ok {
		return shared.(error)
	}
	g.c.SetWriteDeadline(time.Now().Add(writeWithin))
	return g.c.WritePreparedMessage(p)
}

func (g *gorilla) hold()          { g.out.hold() }
func (g *gorilla) release() error { return g.out.release() }

func (g *gorilla) say(text []byte) error {
	g.c.SetWriteDeadline(time.Now().Add(writeWithin))
	return g.c.WriteMessage(websocket.TextMessage, text)
}

func (g *gorilla) ping() error {
	return g.c.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeWithin))
}

func (g *gorilla) goodbye(code int, reason string) {
	if len(reason) > 120 { // what fits into a control frame
		reason = reason[:120]
	}
	g.ending.Store(true)
	soon := time.Now().Add(time.Second)
	g.c.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, reason), soon)
	g.c.SetReadDeadline(soon)
}

func (g *gorilla) drain() {
	conn := g.c.NetConn()
	if p, ok := conn.(*pieces); ok {
		conn = p.Conn
	}
	conn.SetReadDeadline(time.Now().Add(time.Second))
	io.Copy(io.Discard, conn)
}

func (g *gorilla) hangUp() { g.c.Close() }
