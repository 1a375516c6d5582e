// Package sockets joins pages to runs, by websocket: what a page may say and how often,
// what it is told, and when it is sent home.
package sockets

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/go-chi/chi/v5"

	"hebb/server/catalogue"
	"hebb/server/guard"
	"hebb/server/limits"
	"hebb/server/reply"
	"hebb/sim/live"
)

// Hub joins pages to runs, and is where they can all be sent home.
type Hub struct {
	catalogue  *catalogue.Catalogue
	runs       *live.Runs
	sameOrigin func(*http.Request) bool
	log        *slog.Logger
	clock      func() time.Time // of what pages may say
	visitors   *visitors
	dockets    dockets
}

// New is a hub without pages. sameOrigin says whether a handshake comes from a page
// of ours.
func New(c *catalogue.Catalogue, runs *live.Runs, sameOrigin func(*http.Request) bool, log *slog.Logger) *Hub {
	return &Hub{catalogue: c, runs: runs, sameOrigin: sameOrigin, log: log, clock: time.Now, visitors: newVisitors()}
}

// SendHome says goodbye to all pages and waits until they have gone, or until ctx ends.
func (h *Hub) SendHome(ctx context.Context) { h.visitors.sendHome(ctx) }

// Count is how many pages watch.
func (h *Hub) Count() int { return h.visitors.count() }

// Serve answers GET /runs/{id}/socket: it joins a page to a run.
func (h *Hub) Serve(w http.ResponseWriter, r *http.Request) error {
	if !guard.IsUpgrade(r) {
		w.Header().Set("Upgrade", "websocket")
		return reply.Refuse(http.StatusUpgradeRequired, "This address is for websockets.")
	}
	run, err := h.runs.Get(r.Context(), chi.URLParam(r, "id"))
	if err != nil {
		return err
	}
	if !h.visitors.enter() {
		return reply.Refuse(http.StatusServiceUnavailable, "%d pages are watching already; no more fit.", limits.MaxSockets)
	}
	defer h.visitors.leave()
	l, err := upgrade(w, r, h.sameOrigin)
	if err != nil {
		h.log.Debug("no websocket", "error", err)
		return nil // upgrade has answered
	}
	docket := h.dockets.join(h.catalogue, run)
	defer h.dockets.leave(docket)
	visit(h.visitors.closing, l, run, docket, h.clock, h.log.With("run", reply.ShortKey(run.ID())).Debug)
	return nil
}

// visitor is one page that watches one run. Four goroutines serve it: one reads,
// one writes, one carries out commands in their order, so that a long seek does not
// keep the reader from acknowledgements, and one says how the claims stand.
type visitor struct {
	line     line
	run      *live.Run
	clock    func() time.Time // of its limits
	viewer   *live.Viewer
	docket   *docket
	stirred  chan struct{} // the run has shown something new
	leave    context.CancelCauseFunc
	commands chan *message
	replies  chan []byte
	asking   chan struct{}  // one token for each question under way
	others   sync.WaitGroup // all goroutines but the reader's

	mu    sync.Mutex
	asked map[uint64]context.CancelFunc // questions under way, by the page's number
}

// The reasons for which we end a visit.
var (
	errShutdown = errors.New("Hebb is shutting down")
	errTooMuch  = errors.New("too many messages")
	errLeft     = errors.New("the page has left")
)

const (
	waiting   = 256 // commands that may wait behind a long one
	questions = 4   // answered at the same time for one page
)

// visit serves a page until one side has had enough. closing ends all visits.
func visit(closing context.Context, l line, run *live.Run, docket *docket, clock func() time.Time, note func(string, ...any)) {
	ctx, leave := context.WithCancelCause(closing)
	v := &visitor{line: l, run: run, clock: clock, viewer: run.Watch(), docket: docket, stirred: make(chan struct{}, 1), leave: leave,
		commands: make(chan *message, waiting), replies: make(chan []byte, waiting), asking: make(chan struct{}, questions),
		asked: map[uint64]context.CancelFunc{}}
	note("a page has come")
	v.others.Go(func() { v.write(ctx) })
	v.others.Go(func() { v.obey(ctx) })
	v.others.Go(func() { v.judge(ctx) })
	leave(v.read(ctx))
	v.viewer.Close()
	v.others.Wait()
	l.hangUp()
	note("a page has left", "because", context.Cause(ctx))
}

// read hands what the page sends on, and judges nothing but its amount.
func (v *visitor) read(ctx context.Context) error {
	commands, remarks := limits.NewBucket(limits.CommandRate, limits.CommandBurst), limits.NewBucket(limits.RemarkRate, limits.RemarkBurst)
	excess := 0
	for {
		data, err := v.line.read()
		if errors.Is(err, errNotText) {
			v.leave(err)
		}
		if err != nil {
			return errors.Join(errLeft, err)
		}
		m, err := parseMessage(data)
		switch {
		case err != nil || m.counted():
			if !commands.Take(v.clock()) {
				excess++
				if err = errTooMany; excess > limits.ExcessMost {
					v.leave(errTooMuch)
				}
			}
		case !remarks.Take(v.clock()):
			v.leave(errTooMuch)
		}
		switch {
		case err != nil:
			v.refuse(ctx, m.N, err)
		case m.isCommand():
			select {
			case v.commands <- m:
			default:
				v.refuse(ctx, m.N, errBusy)
			}
		case m.Ask != "":
			v.ask(ctx, m)
		case m.See != nil:
			v.viewer.See(m.See)
		case m.From != nil:
			v.viewer.From(uint32(m.From[0]), m.From[1])
		case m.Ack != nil:
			v.viewer.Ack(*m.Ack)
		case m.Hide != nil:
			v.viewer.Hide(*m.Hide)
		case m.Cancel != nil:
			v.cancel(*m.Cancel)
		}
	}
}
