package pages

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"github.com/a-h/templ"

	"hebb/server/catalogue"
	"hebb/server/guard"
	"hebb/server/reply"
	"hebb/server/wire"
	"hebb/sim"
	"hebb/sim/live"
)

// handler is a handler that returns its errors. None has written anything when it
// does: answers are complete before their first byte leaves.
type handler func(w http.ResponseWriter, r *http.Request) error

// answer is the one place where errors, and panics, meet the outside.
func (s *Server) answer(h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		log := s.log.With("request", guard.RequestID(r), "path", logPath(r.URL.Path))
		log.Debug("asked", "method", r.Method, "by", guard.PlaceOf(r).Client)
		began, status := time.Now(), http.StatusOK
		defer func() { s.gauges.count(r, status, time.Since(began)) }()
		defer func() {
			if p := recover(); p != nil && p != http.ErrAbortHandler {
				status = http.StatusInternalServerError
				log.Error("panic", "what", p, "stack", string(debug.Stack()))
				s.tell(w, r, asProblem(fmt.Errorf("panic: %v", p)))
			}
		}()
		if err := h(w, r); err != nil {
			p := asProblem(err)
			if status = p.Status; status >= 500 {
				log.Error("failed", "error", err)
			}
			s.tell(w, r, p)
		}
	}
}

// reKey is the id of a run in an address, or its name for followers.
var reKey = regexp.MustCompile(`\b([0-9a-f]{16}|[0-9a-f]{32})\b`)

// logPath is a path as logs may hold it: what stands there opens a run to whoever reads it.
func logPath(path string) string { return reKey.ReplaceAllStringFunc(path, reply.ShortKey) }

// tell answers programs in JSON and people with a page.
func (s *Server) tell(w http.ResponseWriter, r *http.Request, p *reply.Problem) {
	if reply.IsProgram(r) {
		reply.JSON(w, p.Status, wire.Problem{Error: p.Text, Good: p.Good})
		return
	}
	s.errorPage(w, r, p)
}

// asProblem says what an error means to a visitor. Those that nobody foresaw keep
// their details in the log.
func asProblem(err error) *reply.Problem {
	var p *reply.Problem
	var field *sim.FieldError
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &field):
		return &reply.Problem{Status: http.StatusUnprocessableEntity, Text: err.Error()}
	case errors.As(err, &tooLarge):
		return &reply.Problem{Status: http.StatusRequestEntityTooLarge, Text: fmt.Sprintf("This request has more than %d bytes.", tooLarge.Limit)}
	}
	if r, ok := errors.AsType[*catalogue.Refusal](err); ok {
		return &reply.Problem{Status: refusalStatus[r.Fault], Text: err.Error()}
	}
	if errors.Is(err, context.Canceled) {
		return &reply.Problem{Status: statusLeft, Text: "Nobody waits for this answer any more."}
	}
	if u, ok := errors.AsType[*live.Unopened](err); ok {
		p := &reply.Problem{Status: http.StatusUnprocessableEntity, Text: "This run " + strings.TrimPrefix(u.Error(), "the run ") + "."}
		if u.Good >= 0 {
			p.Good = &u.Good
		}
		return p
	}
	if c, ok := errors.AsType[*live.Crowded](err); ok {
		p := &reply.Problem{Status: http.StatusServiceUnavailable, Text: "There is no room for this run: " + c.Error() + "."}
		if c.Never() {
			p.Status = http.StatusUnprocessableEntity
		}
		return p
	}
	if status, text := liveProblem(err); status != 0 {
		return &reply.Problem{Status: status, Text: text}
	}
	return &reply.Problem{Status: http.StatusInternalServerError, Text: "Something went wrong in Hebb itself. The terminal in which it runs says more."}
}

// statusLeft is the status, never seen by anybody, of a request that was given up.
const statusLeft = 499

// refusalStatus says what a refusal of the catalogue is to programs.
var refusalStatus = [...]int{catalogue.Unknown: http.StatusNotFound, catalogue.Long: http.StatusRequestURITooLong,
	catalogue.Large: http.StatusRequestEntityTooLarge, catalogue.Unfit: http.StatusUnprocessableEntity}

// render writes a page only when it is complete, so that an error in it is still
// an error and not half a page.
func (s *Server) render(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
	var buf bytes.Buffer
	if err := page.Render(templ.WithNonce(r.Context(), guard.PlaceOf(r).Nonce), &buf); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store") // the nonce in it is for once
	w.WriteHeader(status)
	_, err := buf.WriteTo(w)
	return reply.Ignore(err)
}
