// Package pages answers requests: the routes, pages and their scripts, the API, and
// everything that goes wrong, in words.
package pages

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"hebb/presets"
	"hebb/server/catalogue"
	"hebb/server/guard"
	"hebb/server/limits"
	"hebb/server/owners"
	"hebb/server/reply"
	"hebb/server/shares"
	"hebb/server/sockets"
	"hebb/server/version"
	"hebb/sim/experiment"
	"hebb/sim/live"
	"hebb/sim/live/disk"
	"hebb/sim/live/store"
	"hebb/static"
	"hebb/web"
)

// Server is what the handlers share.
type Server struct {
	catalogue *catalogue.Catalogue
	byLab     map[string][]*experiment.Preset // for the gallery and the lists of presets
	runs      *live.Runs
	owners    *owners.Owners
	places    *shares.Runs
	dir       string      // of data; "" for none
	files     *disk.Store // of runs; nil: they are in memory only
	began     time.Time
	gauges    *gauges          // nil: nothing is counted
	clock     func() time.Time // of the limit of starts
	assets    *assets
	guard     *guard.Guard
	hub       *sockets.Hub
	shows     shows
	log       *slog.Logger

	starts   *shares.Starts
	reads    *shares.Reads
	sessions *shares.Rates[string] // by address
}

// New wires a server behind a guard. Journals go to dir; the empty dir keeps them
// in memory. All runs together may take so many bytes of memory; 0: there is no limit.
func New(c *catalogue.Catalogue, dir string, memory int64, g *guard.Guard, log *slog.Logger) (*Server, error) {
	files, err := newAssets(map[string]fs.FS{"web": web.Files, "static": static.Files})
	if err != nil {
		return nil, err
	}
	if err := files.serves(c.Labs); err != nil {
		return nil, err
	}
	var kept store.Store
	var onDisk *disk.Store
	if dir != "" {
		onDisk = disk.New(dir)
		kept = onDisk
	}
	var papers store.Papers
	if onDisk != nil {
		papers = onDisk
	}
	own, err := owners.New(papers)
	if err != nil {
		log.Error("nobody is known from before", "error", err)
	}
	by := version.Origin()
	runs := live.NewRuns(live.Config{
		Labs: c.Labs, Store: kept, MaxRuns: limits.MaxRuns, Memory: memory, MemoryPerRun: limits.MaxRunBytes,
		Build: by.Build, Kernel: by.Arithmetic,
		Name: own.Name, Preset: c.PresetSetup,
		Report: func(run string, err error) {
			log.Error("a run is in trouble", "run", reply.ShortKey(run), "error", err)
		},
		Note: func(run, text string) { log.Info("a run", "run", reply.ShortKey(run), "note", text) },
	})
	places := shares.NewRuns()
	return &Server{catalogue: c, byLab: presets.ByLab(c.Presets), runs: runs, owners: own, places: places, assets: files, guard: g,
		hub: sockets.New(sockets.House{Catalogue: c, Runs: runs, Owners: own, Shares: places}, g.SameOrigin, log),
		dir: dir, files: onDisk, began: time.Now(), clock: time.Now, shows: newShows(), log: log,
		reads:  shares.NewReads(limits.ReadRate, limits.ReadBurst, limits.ReadAloneRate, limits.ReadAloneBurst),
		starts: shares.NewStarts(limits.StartRate, limits.StartBurst, limits.AllStartRate, limits.AllStartBurst), sessions: shares.NewRates[string](limits.SessionRate, limits.SessionBurst)}, nil
}

// Run is a run that is alive or can be reopened.
func (s *Server) Run(ctx context.Context, id string) (*live.Run, error) { return s.runs.Get(ctx, id) }

// Shutdown closes the sockets politely, then the pages, then the runs.
func (s *Server) Shutdown(web *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), 8*time.Second)
	defer cancel()
	s.hub.SendHome(ctx)
	err := web.Shutdown(ctx)
	if closing := s.runs.Close(ctx); closing != nil {
		err = errors.Join(err, fmt.Errorf("some runs could not be saved: %w", closing))
	}
	return err
}

// limitQuery turns links away that are longer than any of ours, with a page that
// says so.
func (s *Server) limitQuery(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n := len(r.URL.RawQuery); n > limits.MaxQuery {
			s.tell(w, r, &reply.Problem{Status: http.StatusRequestURITooLong, Text: fmt.Sprintf("This link has %d bytes, more than any link of Hebb has (%d).", n, limits.MaxQuery)})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// limitReads refuses who asks for pages without end. Scripts and styles are cheap, and kept by
// browsers.
func (s *Server) limitReads(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost && !strings.HasPrefix(r.URL.Path, "/assets/") && !s.reads.May(s.owners.Holder(r), s.clock()) {
			w.Header().Set("Retry-After", "5")
			s.tell(w, r, &reply.Problem{Status: http.StatusTooManyRequests, Text: "Too much was asked for within a few seconds. Try again in a few."})
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
