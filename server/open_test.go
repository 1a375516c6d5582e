package main

import (
	"io"
	"log/slog"
	"net"
	"net/http"
	"testing"
)

// opened is the whole server with the toy lab, for those who come over the network.
type opened struct {
	*server
	*client
}

func openServer(t testing.TB) *opened {
	t.Helper()
	o := &opened{}
	o.client = openClient(t, func(addr net.Addr) http.Handler {
		g, err := newGuard(addr, nil)
		if err == nil {
			o.server, err = newServer(newCatalogue(toyPresets(t)), "", g, slog.New(slog.NewTextHandler(io.Discard, nil)))
		}
		if err != nil {
			t.Fatal(err)
		}
		return o.server.handler()
	})
	t.Cleanup(func() { o.server.shutdown(o.web.Config) })
	return o
}
