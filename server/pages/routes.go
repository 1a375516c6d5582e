package pages

import (
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"
)

// Handler is the whole server: the guard before the routes.
func (s *Server) Handler() http.Handler { return s.guard.Wrap(s.routes()) }

// routes is the whole space of addresses, as they are without the prefix of a proxy: the
// guard has taken it off.
//
// A GET changes nothing but this: what shows a run (its socket, /follow, /api/runs) opens
// one again that has ended, as far as there is room. Only on a socket by the run's id does
// another run give way to it, as to a start (package shares). Commands, which a socket
// carries, and all that is done by POST need the owner's session or the run's key.
func (s *Server) routes() chi.Router {
	r := chi.NewRouter()
	r.Use(s.limitReads, s.limitQuery, s.nearPages)
	r.NotFound(s.answer(s.notFound))
	r.MethodNotAllowed(s.answer(s.wrongMethod))

	// A socket lives long: it stands outside of all limits of time.
	r.Get("/runs/{id}/socket", s.answer(s.hub.Serve))

	r.Group(func(r chi.Router) {
		r.Use(limitTime(20 * time.Second))
		get(r, "/", s.answer(s.gallery))
		get(r, "/labs/{lab}", s.answer(s.labPage))
		get(r, "/assets/{hash}/*", s.answer(s.assets.serve))
		get(r, "/follow/{name}", s.answer(s.follow))
		get(r, "/healthz", s.answer(s.health))
		get(r, "/metrics", s.answer(s.showMetrics))

		r.Post("/api/session", s.answer(s.beginSession))
		r.Post("/api/runs", s.answer(s.startRun))
		r.Post("/api/runs/{id}/commands", s.answer(s.hub.Command))
		r.Post("/api/runs/{id}/keep", s.answer(s.keepRun))
		r.Post("/api/labs/{lab}/show", s.answer(s.startShow))
		get(r, "/api/runs/{id}", s.answer(s.showRun))
		get(r, "/api/runs/{id}/moment", s.answer(s.showMoment))
		get(r, "/api/runs/{id}/journal", s.answer(s.showJournal))
	})
	return r
}

// get registers a page, and HEAD with it: net/http drops the body.
func get(r chi.Router, pattern string, h http.HandlerFunc) {
	r.Get(pattern, h)
	r.Head(pattern, h)
}
