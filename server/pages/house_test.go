package pages

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"testing"
	"time"

	"hebb/server/catalogue"
	"hebb/server/guard"
	"hebb/server/servertest"
)

// newHouse is a server with the toy lab that keeps its runs in memory.
func newHouse(t testing.TB) *Server { return newHouseAt(t, servertest.Loopback, "") }

func newHouseAt(t testing.TB, addr net.Addr, dir string) *Server {
	t.Helper()
	g, err := guard.New(addr, nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(catalogue.New(servertest.Toy(t)), dir, 0, g, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		s.hub.SendHome(ctx)
		s.runs.Close(ctx)
	})
	return s
}

// open is a house with its door open.
type open struct {
	*Server
	*servertest.Client
}

func openHouse(t testing.TB) *open {
	t.Helper()
	o := &open{}
	o.Client = servertest.Open(t, func(addr net.Addr) http.Handler {
		o.Server = newHouseAt(t, addr, "")
		return o.Server.Handler()
	})
	return o
}
