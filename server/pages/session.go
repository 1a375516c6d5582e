package pages

import (
	"context"
	"net/http"

	"github.com/go-chi/chi/v5"

	"hebb/server/catalogue"
	"hebb/server/guard"
	"hebb/server/reply"
	"hebb/server/shares"
	"hebb/server/wire"
	"hebb/sim/live"
)

// beginSession answers POST /api/session: from then on the browser is known by a cookie. A
// browser that is known already stays who it is.
func (s *Server) beginSession(w http.ResponseWriter, r *http.Request) error {
	if err := readJSON(w, r, &struct{}{}); err != nil {
		return err
	}
	if s.owners.Session(r) == "" {
		if ok, _ := s.sessions.Take(shares.Address(guard.PlaceOf(r).Client), s.clock()); !ok {
			w.Header().Set("Retry-After", "5")
			return reply.Refuse(http.StatusTooManyRequests, "Too many sessions were begun from this address within a few seconds.")
		}
	}
	if _, err := s.owners.Begin(w, r); err != nil {
		s.log.Error("a session is kept in memory only", "error", err)
	}
	return reply.JSON(w, http.StatusOK, wire.Session{Kept: s.owners.Kept()})
}

// shown finds the run of an address for somebody who only looks. One that has ended is opened
// again if there is room, and nobody gives way to it.
func (s *Server) shown(r *http.Request) (*live.Run, error) {
	id, _ := s.owners.Find(chi.URLParam(r, "id"))
	return s.runs.GetFor(r.Context(), id, shares.None)
}

// follow answers GET /follow/{name}: the page of somebody who follows a run.
func (s *Server) follow(w http.ResponseWriter, r *http.Request) error {
	name := chi.URLParam(r, "name")
	id, ok := s.owners.Run(name)
	if !ok {
		return live.ErrNoRun
	}
	run, err := s.runs.GetFor(r.Context(), id, shares.None)
	if err != nil {
		return err
	}
	info, err := run.Info(r.Context())
	if err != nil {
		return err
	}
	a, err := s.catalogue.Open(info.Lab, info.Link)
	if err != nil {
		return err
	}
	return s.showLab(w, r, a, name, "")
}

// copied asks for a run like another at the moment where that is.
func (s *Server) copied(ctx context.Context, text string) (*catalogue.Asked, error) {
	id, _ := s.owners.Find(text)
	run, err := s.runs.GetFor(ctx, id, shares.None)
	if err != nil {
		return nil, err
	}
	e, err := run.Experiment(ctx)
	if err != nil {
		return nil, err
	}
	return s.again(&e)
}

// keepRun answers POST /api/runs/{id}/keep, of the run's owner: the run is never pruned.
func (s *Server) keepRun(w http.ResponseWriter, r *http.Request) error {
	var body wire.Keep
	if err := readJSON(w, r, &body); err != nil {
		return err
	}
	run, err := s.shown(r)
	if err != nil {
		return err
	}
	_, follows := s.owners.Find(chi.URLParam(r, "id"))
	if follows || !s.owners.Owns(run.Deed(), s.owners.Session(r)) && !s.owners.Opens(run.Deed(), body.Drive) {
		return reply.Refuse(http.StatusForbidden, "Only the owner of a run can have it kept.")
	}
	kept := false
	if s.files != nil {
		err := s.files.Save(run.ID())
		if kept = err == nil; err != nil && run.Unkept() == "" {
			s.log.Warn("a run that was saved is not marked so", "run", reply.ShortKey(run.ID()), "error", err)
		}
	}
	return reply.JSON(w, http.StatusOK, wire.KeptRun{Kept: kept})
}
