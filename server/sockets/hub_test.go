package sockets

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"

	"hebb/server/catalogue"
	"hebb/server/guard"
	"hebb/server/limits"
	"hebb/server/owners"
	"hebb/server/servertest"
	"hebb/server/shares"
	"hebb/sim"
	"hebb/sim/live"
	"hebb/sim/simtest/toy"
)

// openedHub is a hub behind its guard and nothing else.
type openedHub struct {
	*Hub
	*servertest.Client
}

func openHub(t testing.TB) *openedHub {
	t.Helper()
	return openHubOf(t, live.Config{}, toy.Lab)
}

// openHubOf is a hub of a lab, with runs as a configuration has them.
func openHubOf(t testing.TB, config live.Config, lab *sim.Lab) *openedHub {
	t.Helper()
	o := &openedHub{}
	o.Client = servertest.Open(t, func(addr net.Addr) http.Handler {
		g, err := guard.New(addr, nil)
		if err != nil {
			t.Fatal(err)
		}
		labs, list := servertest.Toy(t)
		if lab != toy.Lab {
			labs, list = append(labs, lab), nil
		}
		c := catalogue.New(labs, list)
		own, err := owners.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		config.Labs, config.Name, config.MaxRuns, config.MemoryPerRun, config.Preset = c.Labs, own.Name, limits.MaxRuns, limits.MaxRunBytes, c.PresetSetup
		config.Report = func(run string, err error) { t.Log(run, err) }
		runs := live.NewRuns(config)
		o.Hub = New(House{c, runs, own, shares.NewRuns()}, g.SameOrigin, slog.New(slog.NewTextHandler(io.Discard, nil)))
		r := chi.NewRouter()
		r.Get("/runs/{id}/socket", func(w http.ResponseWriter, r *http.Request) {
			if err := o.Hub.Serve(w, r); err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
			}
		})
		return g.Wrap(r)
	})
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		o.Hub.SendHome(ctx)
		o.Hub.runs.Close(ctx)
	})
	return o
}

// start starts a run of a link.
func (o *openedHub) start(query string) string {
	o.T.Helper()
	return o.startOf("toy", query)
}

func (o *openedHub) startOf(lab, query string) string {
	o.T.Helper()
	a, err := o.Hub.catalogue.Open(lab, query)
	if err != nil {
		o.T.Fatal(err)
	}
	deed, key := o.Hub.owners.NewDeed("")
	run, err := o.Hub.runs.StartFor(o.T.Context(), a.Doc, deed, nil)
	if err != nil {
		o.T.Fatal(err)
	}
	o.Keys[run.ID()] = key
	return run.ID()
}
