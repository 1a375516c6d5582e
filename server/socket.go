package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/go-chi/chi/v5"

	"hebb/sim"
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
	visit(s.visitors.closing, l, run, s.log.With("run", chi.URLParam(r, "id")).Debug)
	return nil
}

// visitor is one page that watches one run. Three goroutines serve it: one reads,
// one writes, one carries out commands in their order, so that a long seek does not
// keep the reader from acknowledgements.
type visitor struct {
	line     line
	run      *live.Run
	viewer   *live.Viewer
	leave    context.CancelCauseFunc
	commands chan *message
	replies  chan []byte
	asking   chan struct{}  // one token for each question under way
	others   sync.WaitGroup // all goroutines but the reader's
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
func visit(closing context.Context, l line, run *live.Run, note func(string, ...any)) {
	ctx, leave := context.WithCancelCause(closing)
	v := &visitor{line: l, run: run, viewer: run.Watch(), leave: leave,
		commands: make(chan *message, waiting), replies: make(chan []byte, waiting), asking: make(chan struct{}, questions)}
	note("a page has come")
	v.others.Go(func() { v.write(ctx) })
	v.others.Go(func() { v.obey(ctx) })
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
		}
	}
}

var (
	errTooMany = errors.New("too many commands at once: Hebb takes 120 a second from one page")
	errBusy    = errors.New("the commands before it are still being carried out")
)

// obey carries out commands one after the other.
func (v *visitor) obey(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case m := <-v.commands:
			number, err := v.run.Do(ctx, m.command())
			if err != nil {
				v.refuse(ctx, m.N, err)
				continue
			}
			v.reply(ctx, map[string]any{"type": "done", "n": m.N, "command": number})
		}
	}
}

// ask answers a figure's question beside everything else. It is dropped when the
// page leaves.
func (v *visitor) ask(ctx context.Context, m *message) {
	select {
	case v.asking <- struct{}{}:
	default:
		v.refuse(ctx, m.N, errAsking)
		return
	}
	v.others.Go(func() {
		defer func() { <-v.asking }()
		value, err := v.run.Query(ctx, m.Variant, m.Ask, m.Args)
		if err != nil {
			v.refuse(ctx, m.N, err)
			return
		}
		v.reply(ctx, map[string]any{"type": "answer", "n": m.N, "value": value})
	})
}

var errAsking = errors.New("too many questions at once")

func (v *visitor) refuse(ctx context.Context, n uint64, err error) {
	answer := map[string]any{"type": "refused", "n": n, "reason": err.Error()}
	if field, ok := errors.AsType[*sim.FieldError](err); ok {
		answer["field"] = field.Field
	}
	v.reply(ctx, answer)
}

func (v *visitor) reply(ctx context.Context, answer map[string]any) {
	data, err := json.Marshal(answer)
	if err != nil {
		data, _ = json.Marshal(map[string]any{"type": "refused", "n": answer["n"], "reason": "the answer cannot be sent: " + err.Error()})
	}
	select {
	case v.replies <- data:
	case <-ctx.Done():
	}
}

// write sends what the run publishes and what we reply. It alone writes.
func (v *visitor) write(ctx context.Context) {
	messages := make(chan *live.Message)
	go func() {
		defer close(messages)
		for {
			m, err := v.viewer.Next(ctx)
			if err != nil {
				return
			}
			select {
			case messages <- m:
			case <-ctx.Done():
				return
			}
		}
	}()
	ping := time.NewTicker(pingEvery)
	defer ping.Stop()
	var err error
	for err == nil {
		select {
		case m, ok := <-messages:
			if !ok {
				messages = nil
				if ctx.Err() == nil { // the run has ended and has said so
					v.line.goodbye(codeNormal, "the run has ended")
					return
				}
				continue
			}
			err = v.line.send(m)
		case data := <-v.replies:
			err = v.line.say(data)
		case <-ping.C:
			err = v.line.ping()
		case <-ctx.Done():
			v.goodbye(context.Cause(ctx))
			return
		}
	}
	v.leave(err)
	v.line.hangUp() // which also ends the reader
}

func (v *visitor) goodbye(cause error) {
	code, retry := codeGoingAway, true
	switch {
	case errors.Is(cause, errLeft):
		return
	case errors.Is(cause, errTooMuch):
		code, retry = codeTooMuch, false
	case errors.Is(cause, errNotText):
		code, retry = codeNotText, false
	}
	bye, _ := json.Marshal(map[string]any{"type": "bye", "reason": cause.Error(), "retry": retry})
	v.line.say(bye)
	v.line.goodbye(code, cause.Error())
}
