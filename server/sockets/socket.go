// Package sockets joins pages to runs, by websocket: what a page may say and how often,
// what it is told, and when it is sent home.
package sockets

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/go-chi/chi/v5"

	"hebb/server/catalogue"
	"hebb/server/guard"
	"hebb/server/limits"
	"hebb/server/owners"
	"hebb/server/reply"
	"hebb/server/shares"
	"hebb/server/wire"
	"hebb/sim/live"
)

// Hub joins pages to runs, and is where they can all be sent home.
type Hub struct {
	catalogue  *catalogue.Catalogue
	runs       *live.Runs
	owners     *owners.Owners
	shares     *shares.Runs
	sameOrigin func(*http.Request) bool
	log        *slog.Logger
	clock      func() time.Time // of what pages may say
	visitors   *visitors
	dockets    dockets
	crews      crews
	commands   *shares.Rates[shares.Holder] // of those that come by POST
}

// House is whose the runs are that a hub joins pages to.
type House struct {
	Catalogue *catalogue.Catalogue
	Runs      *live.Runs
	Owners    *owners.Owners
	Shares    *shares.Runs
}

// New is a hub without pages. sameOrigin says whether a handshake comes from a page
// of ours.
func New(h House, sameOrigin func(*http.Request) bool, log *slog.Logger) *Hub {
	return &Hub{catalogue: h.Catalogue, runs: h.Runs, owners: h.Owners, shares: h.Shares, sameOrigin: sameOrigin, log: log, clock: time.Now, visitors: newVisitors(),
		commands: shares.NewRates[shares.Holder](limits.CommandRate, limits.CommandBurst)}
}

// SendHome says goodbye to all pages and waits until they have gone, or until ctx ends.
func (h *Hub) SendHome(ctx context.Context) { h.visitors.sendHome(ctx) }

// Count is how many pages watch.
func (h *Hub) Count() int { return h.visitors.count() }

// isCard says whether a run is behind a card of the gallery.
func isCard(run *live.Run) bool { return run.Deed().Owner == owners.House }

// Serve answers GET /runs/{id}/socket: it joins a page to a run. By the run's id it can be
// its owner's page, by its name a follower's only.
func (h *Hub) Serve(w http.ResponseWriter, r *http.Request) error {
	if !guard.IsUpgrade(r) { // as a page asks whose handshake was refused: it cannot see why
		if err := h.visitors.full(h.owners.Holder(r)); err != nil {
			return err
		}
		w.Header().Set("Upgrade", "websocket")
		return reply.Refuse(http.StatusUpgradeRequired, "This address is for websockets.")
	}
	id, follows := h.owners.Find(chi.URLParam(r, "id"))
	by := h.owners.Holder(r)
	seat, err := h.visitors.enter(by)
	if err != nil {
		return err
	}
	defer h.visitors.leave(seat)
	room := h.shares.For(by)
	if follows {
		room = shares.None
	}
	run, err := h.runs.GetFor(r.Context(), id, room)
	if err != nil {
		return err
	}
	owns := !follows && h.owners.Owns(run.Deed(), by.Session)
	if owns {
		h.shares.Opened(id, by)
	}
	l, err := upgrade(w, r, h.sameOrigin, h.clock)
	if err != nil {
		h.log.Debug("no websocket", "error", err)
		return nil // upgrade has answered
	}
	docket := h.dockets.join(h.catalogue, run)
	defer h.dockets.leave(docket)
	v := &visitor{line: l, viewer: run.Watch(), roles: make(chan []byte, 1), run: run, clock: h.clock, docket: docket, owns: owns, guest: isCard(run),
		opens: func(key string) bool { return !follows && h.owners.Opens(run.Deed(), key) }}
	v.crew = h.crews.join(run, v)
	defer h.crews.leave(v.crew, v)
	v.visit(seat.ctx, h.log.With("run", reply.ShortKey(run.ID())).Debug)
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

	crew  *crew
	guest bool                  // at a card
	opens func(key string) bool // whether a key is the run's
	roles chan []byte           // the newest text on its role

	// The crew's.
	owns     bool   // has the session or the key
	known    bool   // has said something; written by the reader's goroutine alone
	page     string // which page it is, by its own word
	number   int    // of a follower
	toldRole string
}

// The reasons for which we end a visit.
var (
	errShutdown = errors.New("Hebb is shutting down")
	errTooMuch  = errors.New("too many messages")
	errLeft     = errors.New("the page has left")
	errPlace    = errors.New("this place was needed for somebody who has fewer")
)

const (
	waiting   = 256 // commands that may wait behind a long one
	questions = 4   // answered at the same time for one page
)

var errKey = errors.New("drive: this is not the run's key")

// visit serves a page until one side has had enough. closing ends all visits.
func (v *visitor) visit(closing context.Context, note func(string, ...any)) {
	ctx, leave := context.WithCancelCause(closing)
	v.leave, v.stirred = leave, make(chan struct{}, 1)
	v.commands, v.replies, v.asking = make(chan *message, waiting), make(chan []byte, waiting), make(chan struct{}, questions)
	v.asked = map[uint64]context.CancelFunc{}
	note("a page has come")
	v.others.Go(func() { v.write(ctx) })
	v.others.Go(func() { v.obey(ctx) })
	v.others.Go(func() { v.judge(ctx) })
	leave(v.read(ctx))
	v.viewer.Close()
	v.others.Wait()
	if errors.Is(context.Cause(ctx), errTooMuch) {
		v.line.drain()
	}
	v.line.hangUp()
	note("a page has left", "because", context.Cause(ctx))
}

// read hands what the page sends on, and judges nothing but its amount.
func (v *visitor) read(ctx context.Context) error {
	commands, remarks := limits.NewBucket(limits.CommandRate, limits.CommandBurst), limits.NewBucket(limits.RemarkRate, limits.RemarkBurst)
	excess := 0
	for {
		data, err := v.line.read()
		if errors.Is(err, errNotText) || errors.Is(err, errTooMuch) {
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
		if err == nil && m.Drive == nil && !v.known {
			v.crew.introduce(v, false, "")
		}
		switch is := v.crew.role(v); {
		case err != nil:
			v.refuse(ctx, m.N, err)
		case !may[m.kind()][is]:
			v.refuse(ctx, m.N, &barred{is})
		case m.Drive != nil:
			owns := v.opens(*m.Drive)
			v.crew.introduce(v, owns, m.Page)
			if *m.Drive != "" && !owns && !v.owns {
				v.refuse(ctx, m.N, errKey)
			}
		case m.Hand != nil:
			if !v.crew.hand(*m.Hand) {
				v.refuse(ctx, m.N, fmt.Errorf("hand: there is no follower %d just now", *m.Hand))
				continue
			}
			v.reply(ctx, m.N, wire.Done{Type: "done", N: m.N})
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
