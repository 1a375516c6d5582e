package shares

import (
	"fmt"
	"net"
	"net/http"
	"testing"
	"time"
)

// wire is a connection from somewhere.
type wire struct {
	net.Conn
	from   string
	closed bool
}

func (w *wire) RemoteAddr() net.Addr {
	a, _ := net.ResolveTCPAddr("tcp", w.from)
	return a
}

func (w *wire) Close() error { w.closed = true; return nil }

// When there are too many connections, idle ones go, of whoever has most; who has few keeps
// them, and is let in.
func TestTooManyLines(t *testing.T) {
	l := NewLines(100)
	open := func(from string, n int, state http.ConnState) (list []*wire) {
		for i := range n {
			w := &wire{from: fmt.Sprintf("%s:%d", from, 1000+i)}
			list = append(list, w)
			l.Note(w, http.StateNew)
			if state != http.StateNew {
				l.Note(w, http.StateActive)
			}
			if state == http.StateIdle {
				l.Note(w, http.StateIdle)
			}
		}
		return list
	}
	closed := func(list []*wire) (n int) {
		for _, w := range list {
			if w.closed {
				n++
			}
		}
		return n
	}
	class := open("10.0.0.1", 20, http.StateIdle)
	greedy := open("10.0.0.2", 500, http.StateNew)
	if l.Count() != 100 || closed(class) != 0 || closed(greedy) != 420 {
		t.Errorf("%d are open; the class has lost %d, the greedy one %d", l.Count(), closed(class), closed(greedy))
	}
	pupil := open("10.0.0.1", 10, http.StateActive)
	if closed(class)+closed(pupil) != 0 || closed(greedy) != 430 {
		t.Errorf("for ten more of the class, %d of theirs go", closed(class)+closed(pupil))
	}
	for _, w := range greedy {
		if !w.closed {
			l.Note(w, http.StateActive)
		}
	}
	late := open("10.0.0.3", 1, http.StateNew)
	if l.Count() != 100 || closed(late) != 1 && closed(class) != 1 {
		t.Errorf("where all are at work, nobody goes: %d are open", l.Count())
	}
	for _, w := range append(append(class, greedy...), append(pupil, late...)...) {
		l.Note(w, http.StateClosed)
	}
	if l.Count() != 0 {
		t.Errorf("%d are left", l.Count())
	}
}

// One session reads less than an address without one, behind which there may be many, and
// neither takes anything from the other.
func TestReads(t *testing.T) {
	r := NewReads(1, 10, 1, 50)
	now := time.Unix(1000, 0)
	count := func(by Holder) (n int) {
		for r.May(by, now) {
			n++
		}
		return n
	}
	if n := count(Holder{"a", "s"}); n != 10 {
		t.Errorf("a session reads %d", n)
	}
	if n := count(Holder{"b", "s"}); n != 0 {
		t.Errorf("and from another address %d more", n)
	}
	if n := count(Holder{"a", "t"}); n != 10 {
		t.Errorf("its neighbour reads %d", n)
	}
	if n := count(Holder{"a", ""}); n != 50 {
		t.Errorf("those without a session read %d", n)
	}
}
