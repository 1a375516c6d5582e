package main

import (
	"io"
	"log/slog"
	"net"
	"net/http"
	"testing"

	"hebb/server/catalogue"
	"hebb/server/guard"
	"hebb/server/pages"
	"hebb/server/servertest"
)

// opened is the whole server with the toy lab, for those who come over the network.
type opened struct {
	*pages.Server
	*servertest.Client
}

func openServer(t testing.TB) *opened {
	t.Helper()
	o := &opened{}
	o.Client = servertest.Open(t, func(addr net.Addr) http.Handler {
		g, err := guard.New(addr, nil)
		if err == nil {
			o.Server, err = pages.New(catalogue.New(servertest.Toy(t)), "", 0, g, slog.New(slog.NewTextHandler(io.Discard, nil)))
		}
		if err != nil {
			t.Fatal(err)
		}
		return o.Server.Handler()
	})
	t.Cleanup(func() { o.Server.Shutdown(o.Web.Config) })
	return o
}
