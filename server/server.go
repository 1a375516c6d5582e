package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"hebb/presets"
	"hebb/sim/experiment"
	"hebb/sim/live"
	"hebb/static"
	"hebb/web"
)

// server is what the handlers share.
type server struct {
	*catalogue
	byLab  map[string][]*experiment.Preset // for the gallery and the lists of presets
	runs   *live.Runs
	assets *assets
	guard  *guard
	hub    *hub
	shows  shows
	log    *slog.Logger

	startMu sync.Mutex
	starts  *bucket
}

// newServer wires a server behind a guard. Journals go to dir; the empty dir keeps them
// in memory.
func newServer(c *catalogue, dir string, g *guard, log *slog.Logger) (*server, error) {
	files, err := newAssets(map[string]fs.FS{"web": web.Files, "static": static.Files})
	if err != nil {
		return nil, err
	}
	by := origin()
	runs := live.NewRuns(live.Config{
		Labs: c.labs, Dir: dir, MaxRuns: maxRuns, MemoryPerRun: maxRunBytes,
		Build: by.Build, Kernel: by.Arithmetic,
		Preset: c.presetSetup,
		Report: func(run string, err error) { log.Error("a run is in trouble", "run", run, "error", err) },
	})
	return &server{catalogue: c, byLab: presets.ByLab(c.presets), runs: runs, assets: files, guard: g, hub: newHub(c, runs, g.sameOrigin, log),
		shows: shows{run: map[string]string{}}, log: log, starts: newBucket(startRate, startBurst)}, nil
}

// run is a run that is alive or can be reopened.
func (s *server) run(id string) (*live.Run, error) { return s.runs.Get(id) }

// shutdown closes the sockets politely, then the pages, then the runs.
func (s *server) shutdown(web *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), 8*time.Second)
	defer cancel()
	s.hub.sendHome(ctx)
	err := web.Shutdown(ctx)
	if closing := s.runs.Close(ctx); closing != nil {
		err = errors.Join(err, fmt.Errorf("some runs could not be saved: %w", closing))
	}
	return err
}

// limitQuery turns links away that are longer than any of ours, with a page that
// says so.
func (s *server) limitQuery(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n := len(r.URL.RawQuery); n > maxQuery {
			s.tell(w, r, &problem{status: http.StatusRequestURITooLong, text: fmt.Sprintf("This link has %d bytes, more than any link of Hebb has (%d).", n, maxQuery)})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// limitTime ends what a request waits for.
func limitTime(d time.Duration) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ctx, cancel := context.WithTimeoutCause(r.Context(), d, errSlow)
			defer cancel()
			next.ServeHTTP(w, r.WithContext(ctx))
		})
	}
}

var errSlow = errors.New("the answer took too long")
