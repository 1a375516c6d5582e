package main

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"

	"hebb/sim/live"
)

// openedHub is a hub behind its guard and nothing else.
type openedHub struct {
	*hub
	*client
}

func openHub(t testing.TB) *openedHub {
	t.Helper()
	o := &openedHub{}
	o.client = openClient(t, func(addr net.Addr) http.Handler {
		g, err := newGuard(addr, nil)
		if err != nil {
			t.Fatal(err)
		}
		c := newCatalogue(toyPresets(t))
		runs := live.NewRuns(live.Config{Labs: c.labs, MaxRuns: maxRuns, MemoryPerRun: maxRunBytes, Preset: c.presetSetup,
			Report: func(run string, err error) { t.Log(run, err) }})
		o.hub = newHub(c, runs, g.sameOrigin, slog.New(slog.NewTextHandler(io.Discard, nil)))
		r := chi.NewRouter()
		r.Get("/runs/{id}/socket", func(w http.ResponseWriter, r *http.Request) {
			if err := o.hub.serve(w, r); err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
			}
		})
		return g.wrap(r)
	})
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		o.hub.sendHome(ctx)
		o.hub.runs.Close(ctx)
	})
	return o
}

// start starts a run of a link.
func (o *openedHub) start(query string) string {
	o.t.Helper()
	a, err := o.hub.catalogue.open("toy", query)
	if err != nil {
		o.t.Fatal(err)
	}
	run, err := o.hub.runs.Start(a.doc)
	if err != nil {
		o.t.Fatal(err)
	}
	return run.ID()
}
