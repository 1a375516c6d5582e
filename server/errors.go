package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"github.com/a-h/templ"

	"hebb/sim"
	"hebb/sim/live"
)

// handler is a handler that returns its errors. None has written anything when it
// does: answers are complete before their first byte leaves.
type handler func(w http.ResponseWriter, r *http.Request) error

// problem is an error with an HTTP status and words for the person who sees it.
type problem struct {
	status int
	text   string
	good   *int // of a run that cannot be opened as it was: how many of its changes can; nil for none, and for other problems
}

func (p *problem) Error() string { return p.text }

func refuse(status int, format string, args ...any) error {
	return &problem{status: status, text: fmt.Sprintf(format, args...)}
}

// answer is the one place where errors, and panics, meet the outside.
func (s *server) answer(h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		log := s.log.With("request", requestID(r), "path", logPath(r.URL.Path))
		log.Debug("asked", "method", r.Method, "by", placeOf(r).client)
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
			if status = p.status; status >= 500 {
				log.Error("failed", "error", err)
			}
			s.tell(w, r, p)
		}
	}
}

// reKey is the key of a run in an address.
var reKey = regexp.MustCompile(`\b[0-9a-f]{16}\b`)

// logPath is a path as logs may hold it: a key opens its run to whoever reads it.
func logPath(path string) string { return reKey.ReplaceAllStringFunc(path, shortKey) }

// tell answers programs in JSON and people with a page.
func (s *server) tell(w http.ResponseWriter, r *http.Request, p *problem) {
	if isProgram(r) {
		answer := map[string]any{"error": p.text}
		if p.good != nil {
			answer["good"] = *p.good
		}
		writeJSON(w, p.status, answer)
		return
	}
	s.errorPage(w, r, p)
}

// isProgram says whether it is a script that asks, by the address that it asks for.
func isProgram(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, "/api/") || strings.HasPrefix(r.URL.Path, "/runs/")
}

// asProblem says what an error means to a visitor. Those that nobody foresaw keep
// their details in the log.
func asProblem(err error) *problem {
	var p *problem
	var field *sim.FieldError
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &field):
		return &problem{status: http.StatusUnprocessableEntity, text: err.Error()}
	case errors.As(err, &tooLarge):
		return &problem{status: http.StatusRequestEntityTooLarge, text: fmt.Sprintf("This request has more than %d bytes.", tooLarge.Limit)}
	}
	if u, ok := errors.AsType[*live.Unopened](err); ok {
		p := &problem{status: http.StatusUnprocessableEntity, text: "This run " + strings.TrimPrefix(u.Error(), "the run ") + "."}
		if u.Good >= 0 {
			p.good = &u.Good
		}
		return p
	}
	if status, text := liveProblem(err); status != 0 {
		return &problem{status: status, text: text}
	}
	return &problem{status: http.StatusInternalServerError, text: "Something went wrong in Hebb itself. The terminal in which it runs says more."}
}

func writeJSON(w http.ResponseWriter, status int, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, err = w.Write(append(data, '\n'))
	return ignore(err)
}

// render writes a page only when it is complete, so that an error in it is still
// an error and not half a page.
func (s *server) render(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
	var buf bytes.Buffer
	if err := page.Render(templ.WithNonce(r.Context(), placeOf(r).nonce), &buf); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store") // the nonce in it is for once
	w.WriteHeader(status)
	_, err := buf.WriteTo(w)
	return ignore(err)
}

// ignore drops the error of a write to a visitor who has left: there is nobody to tell.
func ignore(error) error { return nil }

func logLevel(text string) (slog.Level, error) {
	var level slog.Level
	err := level.UnmarshalText([]byte(text))
	if err != nil {
		return 0, fmt.Errorf("-log %q: it takes debug, info, warn or error", sim.Clip(text))
	}
	return level, nil
}
