package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"hebb/presets"
	"hebb/sim/experiment"
	"hebb/sim/live"
	"hebb/sim/num"
	"hebb/static"
	"hebb/web"
)

// server is what the handlers share.
type server struct {
	*catalogue
	byLab    map[string][]*experiment.Preset // for the gallery and the lists of presets
	runs     *live.Runs
	assets   *assets
	guard    *guard
	visitors *visitors
	shows    shows
	dockets  dockets
	log      *slog.Logger

	startMu sync.Mutex
	starts  *bucket
}

// newServer wires a server for the address that it will listen at. Journals go to
// dir; the empty dir keeps them in memory.
func newServer(c *catalogue, dir string, addr net.Addr, allowed []string, log *slog.Logger) (*server, error) {
	guard, err := newGuard(addr, allowed)
	if err != nil {
		return nil, err
	}
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
	return &server{catalogue: c, byLab: presets.ByLab(c.presets), runs: runs, assets: files, guard: guard,
		visitors: newVisitors(), shows: shows{run: map[string]string{}}, log: log, starts: newBucket(startRate, startBurst)}, nil
}

// origin is what this program computes with.
func origin() experiment.Origin {
	return experiment.Origin{Build: build(), Arithmetic: num.KernelPath()}
}

// limitQuery turns links away that are longer than any of ours, with a page that
// says so.
func (s *server) limitQuery(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n := len(r.URL.RawQuery); n > maxQuery {
			s.tell(w, r, &problem{http.StatusRequestURITooLong, fmt.Sprintf("This link has %d bytes, more than any link of Hebb has (%d).", n, maxQuery)})
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
