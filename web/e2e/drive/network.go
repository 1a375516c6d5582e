package drive

import (
	"errors"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// Network is what may stand between browser and server: a slow line, a cable that is pulled,
// a laptop that has left the room, a proxy with habits of its own. The browser opens Address.
//
// It has two parts. The line carries bytes and knows nothing of them: it can be frozen, cut
// and delayed. Behind it stands a reverse proxy that carries requests and sockets on to the
// server as Rules say; without Rules the server sees what the browser has sent.
type Network struct {
	Address string // http://127.0.0.1:port, what the browser calls it

	near  net.Listener // where the browser knocks
	proxy net.Listener // where the line leads to
	web   *http.Server

	mu     sync.Mutex
	change *sync.Cond // frozen or cut has changed
	to     *url.URL
	rules  Rules
	frozen Way
	delay  time.Duration
	cut    bool
	open   map[net.Conn]bool
}

// Rules are the habits of a proxy.
type Rules struct {
	Prefix string      // the path that the proxy takes away, "/user/me/proxy/8080"; others are answered with 404
	Host   string      // the Host that the server sees; "" is the browser's own
	Deaf   bool        // sockets are not let through, as by a proxy that nobody has told
	Header http.Header // set in every request on its way to the server: X-Forwarded-Proto, ...; an empty list removes
}

// ToServer is the Host of a proxy that writes the server's own address, as nginx does when
// nobody tells it otherwise.
const ToServer = "to the server"

// Way is a direction, or both.
type Way int

// The ways of a line.
const (
	Up   Way = 1 << iota // from the browser to the server
	Down                 // from the server to the browser
	Both = Up | Down
)

// NewNetwork listens at a free port. A server behind it has to allow its address.
func NewNetwork() (*Network, error) {
	near, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	proxy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		near.Close()
		return nil, err
	}
	n := &Network{Address: "http://" + near.Addr().String(), near: near, proxy: proxy, open: map[net.Conn]bool{}}
	n.change = sync.NewCond(&n.mu)
	n.web = &http.Server{Handler: n.handler(), ErrorLog: log.New(io.Discard, "", 0)}
	go n.web.Serve(proxy)
	go n.accept()
	return n, nil
}

// Join carries everything to the server at address (http://host:port) from now on.
func (n *Network) Join(address string) error {
	to, err := url.Parse(address)
	if err != nil || to.Host == "" {
		return errors.Join(errors.New("drive: a network joins http://host:port, not "+address), err)
	}
	n.set(func() { n.to = to })
	return nil
}

// Rule gives the proxy its habits.
func (n *Network) Rule(r Rules) { n.set(func() { n.rules = r }) }

// Delay makes every byte take d longer on each way. Nothing is lost or out of order.
func (n *Network) Delay(d time.Duration) { n.set(func() { n.delay = d }) }

// Freeze holds back what is under way, and what comes: no goodbye, no reset, silence.
// Connections can still be made, and are as silent.
func (n *Network) Freeze(way Way) { n.set(func() { n.frozen |= way }) }

// Thaw lets go what Freeze has held, in its order; both ways.
func (n *Network) Thaw() { n.set(func() { n.frozen = 0 }) }

// Cut resets every connection, and every new one, until Mend.
func (n *Network) Cut() {
	n.set(func() {
		n.cut = true
		reset(slices.Collect(maps.Keys(n.open))...)
	})
}

// Mend lets connections through again after Cut.
func (n *Network) Mend() { n.set(func() { n.cut = false }) }

// Lines are how many connections of browsers are open.
func (n *Network) Lines() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return len(n.open) / 2
}

// Close ends it all.
func (n *Network) Close() {
	n.near.Close()
	n.Cut()
	n.web.Close()
}

func (n *Network) set(change func()) {
	n.mu.Lock()
	defer n.mu.Unlock()
	change()
	n.change.Broadcast()
}

// handler is the proxy behind the line.
func (n *Network) handler() http.Handler {
	carry := &httputil.ReverseProxy{
		FlushInterval: -1,
		ErrorLog:      log.New(io.Discard, "", 0),
		// No connection outlives its request: a server that was started again is found.
		Transport: &http.Transport{DisableKeepAlives: true, DisableCompression: true},
		Rewrite: func(r *httputil.ProxyRequest) {
			n.mu.Lock()
			to, rules := n.to, n.rules
			n.mu.Unlock()
			path := r.In.URL.EscapedPath()
			r.Out.URL.Scheme, r.Out.URL.Host = to.Scheme, to.Host
			r.Out.URL.RawPath = strings.TrimPrefix(path, rules.Prefix)
			r.Out.URL.Path, _ = url.PathUnescape(r.Out.URL.RawPath) // it came as a path
			switch rules.Host {
			case "":
				r.Out.Host = r.In.Host
			case ToServer:
				r.Out.Host = to.Host
			default:
				r.Out.Host = rules.Host
			}
			// What a browser claims of proxies goes through, as with a proxy that does not care.
			for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"} {
				if list := r.In.Header.Values(name); len(list) > 0 {
					r.Out.Header[name] = list
				}
			}
			for name, list := range rules.Header {
				r.Out.Header[http.CanonicalHeaderKey(name)] = list
			}
		},
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n.mu.Lock()
		joined, prefix, deaf := n.to != nil, n.rules.Prefix, n.rules.Deaf
		n.mu.Unlock()
		switch {
		case !joined:
			http.Error(w, "This network leads nowhere yet.", http.StatusBadGateway)
		case prefix != "" && !strings.HasPrefix(r.URL.EscapedPath(), prefix+"/"):
			http.NotFound(w, r)
		case deaf && r.Header.Get("Upgrade") != "":
			http.Error(w, "This proxy knows no sockets.", http.StatusBadRequest)
		default:
			carry.ServeHTTP(w, r)
		}
	})
}

func (n *Network) accept() {
	for {
		near, err := n.near.Accept()
		if err != nil {
			return
		}
		go n.carry(near)
	}
}

// carry joins one connection of the browser to the proxy until both have said goodbye or
// the line is cut.
func (n *Network) carry(near net.Conn) {
	far, err := net.Dial("tcp", n.proxy.Addr().String())
	if err != nil {
		near.Close()
		return
	}
	cut := false
	n.set(func() { cut, n.open[near], n.open[far] = n.cut, true, true })
	if cut {
		reset(near, far)
	}
	var ways sync.WaitGroup
	ways.Go(func() { n.pump(far, near, Up) })
	ways.Go(func() { n.pump(near, far, Down) })
	ways.Wait()
	n.set(func() {
		delete(n.open, near)
		delete(n.open, far)
	})
	near.Close()
	far.Close()
}

// parcel is what was read at once, and when it may be handed over.
type parcel struct {
	data []byte
	due  time.Time
}

// pump carries one way. What has been read waits its time in a queue, so that a delay does
// not make the line narrow.
func (n *Network) pump(to, from net.Conn, way Way) {
	queue := make(chan parcel, 1024)
	go func() {
		defer close(queue)
		for {
			data := make([]byte, 16<<10)
			size, err := from.Read(data)
			if size > 0 {
				queue <- parcel{data[:size], time.Now().Add(n.lag())}
			}
			if err != nil {
				return
			}
		}
	}()
	for p := range queue {
		time.Sleep(time.Until(p.due))
		if !n.pass(way) {
			break
		}
		if _, err := to.Write(p.data); err != nil {
			reset(to, from)
		}
	}
	if n.pass(way) { // a goodbye waits, too
		to.(*net.TCPConn).CloseWrite()
		return
	}
	reset(to, from)
	for range queue { // until the reader has seen it
	}
}

func reset(conns ...net.Conn) {
	for _, c := range conns {
		c.(*net.TCPConn).SetLinger(0) // a reset, not a goodbye
		c.Close()
	}
}

func (n *Network) lag() time.Duration {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.delay
}

// pass waits while the way is frozen, and is false when the line is cut.
func (n *Network) pass(way Way) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	for n.frozen&way != 0 && !n.cut {
		n.change.Wait()
	}
	return !n.cut
}
