package pages

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"

	"github.com/go-chi/chi/v5"

	"hebb/server/catalogue"
	"hebb/server/limits"
	"hebb/server/reply"
	"hebb/server/wire"
	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/live"
)

// startRun answers POST /api/runs. What is to be run comes in one of five ways: as
// {"experiment": {...}}, the document that Save writes; as {"lab": "oja", "query": "?..."},
// what a link says; as {"salvage": "<run>"}, what is good of a run that cannot be opened as
// it was; as {"copy": "<run, or the name that followers have>"}, a run like one that goes on;
// or, of the type application/octet-stream, as the bytes of a file. What a link says
// wrong comes back as notices, and the rest applies; a document that is wrong anywhere is
// refused. A document's run goes to its position and waits there. The answer has the key that
// drives the run, once and never again.
func (s *Server) startRun(w http.ResponseWriter, r *http.Request) error {
	by := s.owners.Holder(r)
	if !s.starts.May(by, s.clock()) { // before the body costs anything
		return tooFast(w)
	}
	a, err := s.wanted(w, r)
	if err != nil {
		return err
	}
	notices := []string{}
	for _, f := range a.Refused {
		notices = append(notices, f.Error())
	}
	deed, key := s.owners.NewDeed(by.Session)
	run, err := s.runs.StartFor(r.Context(), a.Doc, deed, s.places.For(by))
	if err != nil {
		return err
	}
	s.places.Opened(run.ID(), by)
	if by.Session != "" { // which lasts a year from here
		if _, err := s.owners.Begin(w, r); err != nil {
			s.log.Error("a session is kept in memory only", "error", err)
		}
	}
	if why := run.Unkept(); why != "" {
		notices = append(notices, "The run is kept in memory only: "+why+".")
	}
	page, moment := a.Links()
	return reply.JSON(w, http.StatusCreated, wire.Started{Key: key, Run: run.ID(), Notices: notices, Page: page, Moment: moment})
}

// wanted reads what a POST wants to be run.
func (s *Server) wanted(w http.ResponseWriter, r *http.Request) (*catalogue.Asked, error) {
	if mediaType(r) == "application/octet-stream" {
		data, err := readBody(w, r, experiment.MaxFile)
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			return nil, catalogue.ErrLarge
		}
		if err != nil {
			return nil, err
		}
		return s.catalogue.OpenDocument(data)
	}
	var body struct {
		Lab, Query, Salvage, Copy string
		Experiment                json.RawMessage
	}
	if err := readJSON(w, r, &body); err != nil {
		return nil, err
	}
	if body.Salvage != "" || body.Copy != "" {
		if body.Salvage != "" && body.Copy != "" || body.Lab != "" || body.Query != "" || body.Experiment != nil {
			return nil, reply.Refuse(http.StatusBadRequest, "The body has either salvage, or copy, or what a run is to be started from.")
		}
		if body.Copy != "" {
			return s.copied(r.Context(), body.Copy)
		}
		return s.salvage(r.Context(), body.Salvage)
	}
	if body.Experiment == nil {
		return s.catalogue.Open(body.Lab, body.Query)
	}
	if body.Lab != "" || body.Query != "" {
		return nil, reply.Refuse(http.StatusBadRequest, "The body has either experiment, or lab and query.")
	}
	return s.catalogue.OpenDocument(body.Experiment)
}

// salvage asks for what is good of a run, with or without the preset that it came from.
func (s *Server) salvage(ctx context.Context, id string) (*catalogue.Asked, error) {
	id, _ = s.owners.Find(id)
	e, err := s.runs.Salvage(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.again(e)
}

// again asks for an experiment of ours, without its preset where that is not what it was.
func (s *Server) again(e *experiment.Experiment) (*catalogue.Asked, error) {
	a, err := s.catalogue.AskedFor(e)
	if field, ok := errors.AsType[*sim.FieldError](err); ok && field.Field == "preset" {
		e.Preset = ""
		a, err = s.catalogue.AskedFor(e)
	}
	return a, err
}

// mediaType is the type that a body is said to be of; "" for none.
func mediaType(r *http.Request) string {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return kind
}

// readBody reads the body of a request. One that says that it is longer is not read at all.
func readBody(w http.ResponseWriter, r *http.Request, most int64) ([]byte, error) {
	if r.ContentLength > most {
		return nil, &http.MaxBytesError{Limit: most}
	}
	return io.ReadAll(http.MaxBytesReader(w, r.Body, most))
}

// readJSON reads a body strictly. Its type is demanded, since a form of a foreign page
// cannot send it unasked.
func readJSON(w http.ResponseWriter, r *http.Request, v any) error {
	if mediaType(r) != "application/json" {
		return reply.Refuse(http.StatusUnsupportedMediaType, "The body must be application/json, or a file as application/octet-stream.")
	}
	data, err := readBody(w, r, limits.MaxBody)
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return tooLarge
	}
	if err == nil {
		err = experiment.Strict(data, v)
	}
	if err != nil {
		return reply.Refuse(http.StatusBadRequest, "The body was not understood: %v.", err)
	}
	return nil
}

// tail is how many units of history a run's description shows.
const tail = 100

// showRun answers GET /api/runs/{id} with the run in words and numbers.
func (s *Server) showRun(w http.ResponseWriter, r *http.Request) error {
	run, err := s.shown(r)
	if err != nil {
		return err
	}
	info, err := run.Info(r.Context())
	if err != nil {
		return err
	}
	info.ID = chi.URLParam(r, "id") // who asks by a name hears no more than that
	history := map[string]wire.History{}
	for _, v := range info.Variants {
		h, err := run.History(r.Context(), v.Key, 0, info.Unit-min(info.Unit, tail))
		if err != nil {
			return err
		}
		history[v.Key] = wire.HistoryOf(h)
	}
	return reply.JSON(w, http.StatusOK, wire.Run{Info: info, History: history})
}

// showMoment answers GET /api/runs/{id}/moment with a link to this very moment.
func (s *Server) showMoment(w http.ResponseWriter, r *http.Request) error {
	run, err := s.shown(r)
	if err != nil {
		return err
	}
	link, err := run.Link(r.Context())
	if err != nil && r.Context().Err() == nil {
		return reply.Refuse(http.StatusUnprocessableEntity, "This moment does not fit into a link: %v. The journal can be saved instead.", err)
	}
	if err != nil {
		return err
	}
	return reply.JSON(w, http.StatusOK, wire.Moment{Link: "/labs/" + run.Lab() + link})
}

// showJournal answers GET /api/runs/{id}/journal with all that reproduces the run,
// to be saved.
func (s *Server) showJournal(w http.ResponseWriter, r *http.Request) error {
	run, err := s.shown(r)
	if err != nil {
		return err
	}
	e, err := run.Experiment(r.Context())
	if err != nil {
		return err
	}
	data := e.File()
	if len(data) > experiment.MaxFile {
		return reply.Refuse(http.StatusUnprocessableEntity, "The journal of %d changes does not fit into a file that could be opened again: it would have %d bytes, and the most is %d.",
			len(e.Journal), len(data), experiment.MaxFile)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", catalogue.FileName(&e)))
	_, err = w.Write(data)
	return reply.Ignore(err)
}

// liveProblem says what the errors of runs mean to a visitor; status 0 for others.
func liveProblem(err error) (status int, text string) {
	switch {
	case errors.Is(err, live.ErrNoRun):
		return http.StatusNotFound, "There is no such run. It may have been kept in memory only, and ended with the program."
	case errors.Is(err, live.ErrFull):
		return http.StatusServiceUnavailable, "Too many runs are open. Close a page that you no longer need, and try again in a few seconds."
	case errors.Is(err, live.ErrEnded):
		return http.StatusGone, "This run has ended."
	case errors.Is(err, context.DeadlineExceeded):
		return http.StatusServiceUnavailable, "The run is busy, and the answer took too long. Try again in a few seconds."
	case errors.Is(err, live.ErrClosed):
		return http.StatusServiceUnavailable, "Hebb is shutting down."
	}
	return 0, ""
}
