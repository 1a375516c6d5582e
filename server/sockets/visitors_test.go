package sockets

import (
	"context"
	"testing"

	"hebb/server/limits"
)

func TestVisitorsAreCounted(t *testing.T) {
	v := newVisitors()
	for i := range limits.MaxSockets {
		if !v.enter() {
			t.Fatalf("page %d finds no place", i+1)
		}
	}
	if v.enter() {
		t.Fatal("there is no limit")
	}
	v.leave()
	if !v.enter() {
		t.Error("a place that was left is not free")
	}
	for range limits.MaxSockets {
		v.leave()
	}
	v.sendHome(context.Background())
	if v.enter() {
		t.Error("a page enters while the server closes")
	}
	if context.Cause(v.closing) != errShutdown {
		t.Error("pages do not learn why they are sent home")
	}
}
