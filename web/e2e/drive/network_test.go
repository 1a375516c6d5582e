package drive

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// far is a server behind a network: it says what it was asked, and its sockets are echoes.
func far(t *testing.T) (*Network, *httptest.Server, *atomic.Int64) {
	t.Helper()
	var heard atomic.Int64 // messages that have come through sockets
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Upgrade") == "" {
			fmt.Fprintf(w, "%s %s proto=%q for=%q", r.Host, r.URL.RequestURI(), r.Header.Get("X-Forwarded-Proto"), r.Header.Get("X-Forwarded-For"))
			return
		}
		c, err := up.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer c.Close()
		for {
			kind, data, err := c.ReadMessage()
			if err != nil {
				return
			}
			heard.Add(1)
			if c.WriteMessage(kind, data) != nil {
				return
			}
		}
	}))
	t.Cleanup(s.Close)
	n, err := NewNetwork()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.Close)
	if err := n.Join(s.URL); err != nil {
		t.Fatal(err)
	}
	return n, s, &heard
}

func get(t *testing.T, address string, header ...string) (int, string) {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// dial opens a socket through the network; what it hears comes through the channel, which
// is closed when the socket ends.
func dial(t *testing.T, n *Network) (*websocket.Conn, <-chan string) {
	t.Helper()
	c, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(n.Address, "http")+"/echo", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	heard := make(chan string, 100)
	go func() {
		defer close(heard)
		for {
			_, data, err := c.ReadMessage()
			if err != nil {
				return
			}
			heard <- string(data)
		}
	}()
	return c, heard
}

func say(t *testing.T, c *websocket.Conn, text string) {
	t.Helper()
	if err := c.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		t.Fatal(err)
	}
}

// hear waits for the next message; "" is the end.
func hear(t *testing.T, heard <-chan string) string {
	t.Helper()
	select {
	case text := <-heard:
		return text
	case <-time.After(20 * time.Second):
		t.Fatal("nothing is heard")
		return ""
	}
}

func TestNetworkRules(t *testing.T) {
	n, s, _ := far(t)
	near, there := strings.TrimPrefix(n.Address, "http://"), strings.TrimPrefix(s.URL, "http://")
	for _, c := range []struct {
		name   string
		rules  Rules
		path   string
		header []string
		status int
		want   string
	}{
		{"none", Rules{}, "/labs/oja?a=b%20c", nil, 200, near + ` /labs/oja?a=b%20c proto="" for=""`},
		{"what the browser claims", Rules{}, "/", []string{"X-Forwarded-Proto", "https"}, 200, near + ` / proto="https" for=""`},
		{"a prefix", Rules{Prefix: "/user/me/proxy/8080"}, "/user/me/proxy/8080/labs/a%2Fb", nil, 200, near + ` /labs/a%2Fb proto="" for=""`},
		{"beside the prefix", Rules{Prefix: "/p"}, "/labs/oja", nil, 404, "404 page not found\n"},
		{"a longer name", Rules{Prefix: "/p"}, "/pp/labs", nil, 404, "404 page not found\n"},
		{"the server's own name", Rules{Host: ToServer}, "/", nil, 200, there + ` / proto="" for=""`},
		{"any name", Rules{Host: "lab.example"}, "/", nil, 200, `lab.example / proto="" for=""`},
		{"forwarded", Rules{Header: http.Header{"x-forwarded-proto": {"https"}, "X-Forwarded-For": nil}}, "/",
			[]string{"X-Forwarded-For", "10.0.0.1"}, 200, near + ` / proto="https" for=""`},
	} {
		n.Rule(c.rules)
		if status, got := get(t, n.Address+c.path, c.header...); status != c.status || got != c.want {
			t.Errorf("%s: %d %s, want %d %s", c.name, status, got, c.status, c.want)
		}
	}
}

// What was said while the line was frozen arrives after it, in its order; nothing before.
func TestNetworkFreezesAndThaws(t *testing.T) {
	n, _, heard := far(t)
	c, echo := dial(t, n)
	say(t, c, "warm")
	hear(t, echo)
	for _, way := range []Way{Up, Down, Both} {
		before := heard.Load()
		n.Freeze(way)
		for i := range 5 {
			say(t, c, fmt.Sprint(i))
		}
		if way == Down { // only the answers are held
			for start := time.Now(); heard.Load() != before+5; time.Sleep(time.Millisecond) {
				if time.Since(start) > 20*time.Second {
					t.Fatalf("frozen downwards: the server hears %d of 5", heard.Load()-before)
				}
			}
		} else {
			time.Sleep(50 * time.Millisecond) // a leak would have shown
			if got := heard.Load(); got != before {
				t.Errorf("frozen %v: the server hears %d messages", way, got-before)
			}
		}
		if len(echo) > 0 {
			t.Errorf("frozen %v: %q is heard", way, <-echo)
		}
		n.Thaw()
		for i := range 5 {
			if got := hear(t, echo); got != fmt.Sprint(i) {
				t.Errorf("thawed %v: %q is heard, want %d", way, got, i)
			}
		}
	}
}

// A frozen line says no goodbye either: the server learns of one after the thaw.
func TestNetworkHoldsGoodbyes(t *testing.T) {
	n, _, _ := far(t)
	c, echo := dial(t, n)
	say(t, c, "warm")
	hear(t, echo)
	n.Freeze(Both)
	c.Close()
	time.Sleep(50 * time.Millisecond) // a leak would have shown
	if n.Lines() != 1 {
		t.Errorf("%d lines are open, want the one whose goodbye is held", n.Lines())
	}
	n.Thaw()
	for start := time.Now(); n.Lines() != 0; time.Sleep(time.Millisecond) {
		if time.Since(start) > 20*time.Second {
			t.Fatal("the goodbye is lost")
		}
	}
}

func TestNetworkCutsAndMends(t *testing.T) {
	n, _, _ := far(t)
	c, echo := dial(t, n)
	say(t, c, "warm")
	hear(t, echo)
	n.Freeze(Both) // a cut ends what is frozen, too
	n.Cut()
	if got := hear(t, echo); got != "" {
		t.Errorf("%q is heard after a cut", got)
	}
	if _, err := http.Get(n.Address + "/"); err == nil {
		t.Error("a line can be had while all are cut")
	}
	n.Thaw()
	n.Mend()
	if status, _ := get(t, n.Address+"/"); status != http.StatusOK {
		t.Errorf("mended: status %d", status)
	}
	c, echo = dial(t, n)
	say(t, c, "again")
	if got := hear(t, echo); got != "again" {
		t.Errorf("mended: %q is heard", got)
	}
}

// What is delayed comes in its order, and not before its time.
func TestNetworkDelays(t *testing.T) {
	n, _, _ := far(t)
	c, echo := dial(t, n)
	say(t, c, "warm")
	hear(t, echo)
	const delay = 100 * time.Millisecond
	n.Delay(delay)
	began := time.Now()
	for i := range 10 {
		say(t, c, fmt.Sprint(i))
	}
	for i := range 10 {
		if got := hear(t, echo); got != fmt.Sprint(i) {
			t.Errorf("%q is heard, want %d", got, i)
		}
	}
	if took := time.Since(began); took < 2*delay {
		t.Errorf("there and back took %v, less than twice the delay of %v", took, delay)
	}
}
