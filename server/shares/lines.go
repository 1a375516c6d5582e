package shares

import (
	"net"
	"net/http"
	"sync"
)

// Lines counts connections that wait for a request or carry one. When there are too many, an
// idle one goes, of the address that has most, so that a class behind one address is served as
// long as there is room; where none is idle, the one that has come.
type Lines struct {
	most int

	mu   sync.Mutex
	all  map[net.Conn]*connection
	last uint64
}

type connection struct {
	address string
	idle    bool
	since   uint64 // by number of changes: when it was last used
}

// NewLines lets so many connections be.
func NewLines(most int) *Lines { return &Lines{most: most, all: map[net.Conn]*connection{}} }

// Note is the ConnState of an http.Server.
func (l *Lines) Note(c net.Conn, state http.ConnState) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch state {
	case http.StateHijacked, http.StateClosed:
		delete(l.all, c)
		return
	}
	k := l.all[c]
	if k == nil {
		host, _, _ := net.SplitHostPort(c.RemoteAddr().String())
		k = &connection{address: Address(host)}
		l.all[c] = k
	}
	l.last++
	k.idle, k.since = state != http.StateActive, l.last
	if len(l.all) > l.most {
		goes := l.goes(c)
		delete(l.all, goes)
		goes.Close()
	}
}

// goes is the connection that is closed for c, or c.
func (l *Lines) goes(c net.Conn) net.Conn {
	has := map[string]int{}
	for _, k := range l.all {
		has[k.address]++
	}
	best := c
	for o, k := range l.all {
		b := l.all[best]
		switch {
		case o == c || !k.idle || has[k.address] < has[l.all[c].address]:
		case best == c || has[k.address] > has[b.address] || has[k.address] == has[b.address] && k.since < b.since:
			best = o
		}
	}
	return best
}

// Count is how many there are.
func (l *Lines) Count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.all)
}
