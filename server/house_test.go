package main

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"testing"
	"time"
)

// newHouse is a server with the toy lab that keeps its runs in memory.
func newHouse(t testing.TB) *server { return newHouseAt(t, loopback, "") }

func newHouseAt(t testing.TB, addr net.Addr, dir string) *server {
	t.Helper()
	g, err := newGuard(addr, nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := newServer(newCatalogue(toyPresets(t)), dir, g, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		s.hub.sendHome(ctx)
		s.runs.Close(ctx)
	})
	return s
}

// open is a house with its door open.
type open struct {
	*server
	*client
}

func openHouse(t testing.TB) *open {
	t.Helper()
	o := &open{}
	o.client = openClient(t, func(addr net.Addr) http.Handler {
		o.server = newHouseAt(t, addr, "")
		return o.server.handler()
	})
	return o
}
