package main

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/go-chi/chi/v5"

	"hebb/sim/live"
)

// socket answers GET /runs/{id}/socket: it joins a page to a run.
func (s *server) socket(w http.ResponseWriter, r *http.Request) error {
	if !isUpgrade(r) {
		w.Header().Set("Upgrade", "websocket")
		return refuse(http.StatusUpgradeRequired, "This address is for websockets.")
	}
	run, err := s.runs.Get(chi.URLParam(r, "id"))
	if err != nil {
		return err
	}
	if !s.visitors.enter() {
		return refuse(http.StatusServiceUnavailable, "%d pages are watching already; no more fit.", maxSockets)
	}
	defer s.visitors.leave()
	l, err := upgrade(w, r, s.guard.sameOrigin)
	if err != nil {
		s.log.Debug("no websocket", "error", err)
		return nil // upgrade has answered
	}
	docket := s.dockets.join(s.catalogue, run)
	defer s.dockets.leave(docket)
	visit(s.visitors.closing, l, run, docket, s.log.With("run", chi.URLParam(r, "id")).Debug)
	return nil
}

// visitor is one page that watches one run. Four goroutines serve it: one reads,
// one writes, one carries out commands in their order, so that a long seek does not
// keep the reader from acknowledgements, and one says how the claims stand.
type visitor struct {
	line     line
	run      *live.Run
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
func visit(closing context.Context, l line, run *live.Run, docket *docket, note func(string, ...any)) {
	ctx, leave := context.WithCancelCause(closing)
	v := &visitor{line: l, run: run, viewer: run.Watch(), docket: docket, stirred: make(chan struct{}, 1), leave: leave,
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
	commands, remarks := newBucket(commandRate, commandBurst), newBucket(remarkRate, remarkBurst)
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
			if !commands.take(time.Now()) {
				excess++
				if err = errTooMany; excess > excessMost {
					v.leave(errTooMuch)
				}
			}
		case !remarks.take(time.Now()):
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
