package sockets

import (
	"context"
	"fmt"
	"testing"

	"hebb/server/limits"
	"hebb/server/shares"
)

// visitor number n of an address, with a session of its own.
func guestOf(address string, n int) shares.Holder {
	return shares.Holder{Address: address, Session: fmt.Sprint(address, n)}
}

func TestVisitorsAreCounted(t *testing.T) {
	v := newVisitors()
	var seats []*seat
	for i := range limits.MaxSockets {
		s, err := v.enter(guestOf("a", i))
		if err != nil {
			t.Fatalf("page %d finds no place: %v", i+1, err)
		}
		seats = append(seats, s)
	}
	if _, err := v.enter(guestOf("a", -1)); err == nil {
		t.Fatal("there is no limit")
	}
	v.leave(seats[0])
	s, err := v.enter(guestOf("a", -1))
	if err != nil {
		t.Error("a place that was left is not free")
	}
	seats[0] = s
	for _, s := range seats {
		v.leave(s)
	}
	if n := v.count(); n != 0 {
		t.Errorf("%d have left and are counted", n)
	}
	v.sendHome(context.Background())
	if _, err := v.enter(guestOf("a", 0)); err == nil {
		t.Error("a page enters while the server closes")
	}
	if context.Cause(v.closing) != errShutdown {
		t.Error("pages do not learn why they are sent home")
	}
}

// Somebody who has taken all that there is gives way to whoever has less, and nobody else does.
func TestGreedyVisitorGivesWay(t *testing.T) {
	v := newVisitors()
	first, err := v.enter(guestOf("victim", 1))
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; v.count() < limits.MaxSockets; n++ {
		if _, err := v.enter(guestOf("greedy", n%64)); err != nil {
			t.Fatal(err)
		}
	}
	for n := range 300 {
		if _, err := v.enter(guestOf("class", n%30)); err != nil {
			t.Fatalf("pupil %d: %v", n, err)
		}
	}
	if _, err := v.enter(guestOf("greedy", 3)); err == nil {
		t.Error("the greedy one gets more")
	}
	if first.ctx.Err() != nil {
		t.Error("somebody with one page has lost it")
	}
	sent := 0
	for _, s := range v.seats {
		if s.ctx.Err() != nil {
			sent++
		}
	}
	if sent != 0 || v.count() != limits.MaxSockets {
		t.Errorf("%d have places and none, %d are counted", sent, v.count())
	}
}

// One browser and one address without sessions have their own limits.
func TestVisitorsEach(t *testing.T) {
	for _, c := range []struct {
		by   shares.Holder
		most int
	}{{shares.Holder{Address: "a", Session: "s"}, limits.SocketsEach}, {shares.Holder{Address: "a"}, limits.SocketsAlone}} {
		v := newVisitors()
		for n := range c.most {
			if _, err := v.enter(c.by); err != nil {
				t.Fatalf("%d: %v", n, err)
			}
		}
		if _, err := v.enter(c.by); err == nil {
			t.Errorf("%+v has no limit", c.by)
		}
		if _, err := v.enter(shares.Holder{Address: "a", Session: "other"}); err != nil {
			t.Error(err)
		}
	}
}
