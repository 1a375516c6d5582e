package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"

	"hebb/sim/experiment"
	"hebb/sim/live"
)

// startRun answers POST /api/runs: {"lab":"oja","query":"?..."} starts a run of what
// the link says. What the link says wrong comes back as notices. {"salvage":"<run>"} starts
// one of what is good of a run that cannot be opened as it was.
func (s *server) startRun(w http.ResponseWriter, r *http.Request) error {
	var body struct{ Lab, Query, Salvage string }
	if err := readJSON(w, r, &body); err != nil {
		return err
	}
	doc, notices, err := s.asks(body.Lab, body.Query, body.Salvage)
	if err != nil {
		return err
	}
	if !s.mayStart(s.clock()) {
		w.Header().Set("Retry-After", "5")
		return refuse(http.StatusTooManyRequests, "Too many runs were started within a few seconds.")
	}
	run, err := s.runs.Start(*doc)
	if err != nil {
		return err
	}
	if why := run.Unkept(); why != "" {
		notices = append(notices, "The run is kept in memory only: "+why+".")
	}
	return writeJSON(w, http.StatusCreated, map[string]any{"run": run.ID(), "notices": notices})
}

// asks is the experiment that a new run is asked for with, and what is wrong about that.
func (s *server) asks(lab, query, salvage string) (doc *experiment.Experiment, notices []string, err error) {
	notices = []string{}
	if salvage != "" {
		if lab != "" || query != "" {
			return nil, nil, refuse(http.StatusBadRequest, "salvage stands alone: without lab and query.")
		}
		doc, err = s.runs.Salvage(salvage)
		return doc, notices, err
	}
	a, err := s.open(lab, query)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range a.refused {
		notices = append(notices, f.Error())
	}
	return &a.doc, notices, nil
}

// mayStart counts the starts of runs against their rate.
func (s *server) mayStart(now time.Time) bool {
	s.startMu.Lock()
	defer s.startMu.Unlock()
	return s.starts.take(now)
}

// readJSON reads a small body strictly. Its type is demanded, since a form of a
// foreign page cannot send it unasked.
func readJSON(w http.ResponseWriter, r *http.Request, v any) error {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return refuse(http.StatusUnsupportedMediaType, "The body must be application/json.")
	}
	dec := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	dec.DisallowUnknownFields()
	err := dec.Decode(v)
	if err == nil {
		if _, err = dec.Token(); err == io.EOF {
			return nil
		}
		err = errors.New("something follows the object")
	}
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return tooLarge
	}
	return refuse(http.StatusBadRequest, "The body was not understood: %v.", err)
}

// tail is how many units of history a run's description shows.
const tail = 100

// showRun answers GET /api/runs/{id} with the run in words and numbers.
func (s *server) showRun(w http.ResponseWriter, r *http.Request) error {
	run, err := s.runs.Get(chi.URLParam(r, "id"))
	if err != nil {
		return err
	}
	info := run.Info()
	history := map[string]*live.History{}
	for _, v := range info.Variants {
		h, err := run.History(v.Key, 0, info.Unit-min(info.Unit, tail))
		if err != nil {
			return err
		}
		history[v.Key] = h
	}
	return writeJSON(w, http.StatusOK, struct {
		live.Info
		History map[string]*live.History `json:"history"`
	}{info, history})
}

// showMoment answers GET /api/runs/{id}/moment with a link to this very moment.
func (s *server) showMoment(w http.ResponseWriter, r *http.Request) error {
	run, err := s.runs.Get(chi.URLParam(r, "id"))
	if err != nil {
		return err
	}
	link, err := run.Link()
	if err != nil {
		return refuse(http.StatusUnprocessableEntity, "This moment does not fit into a link: %v. The journal can be saved instead.", err)
	}
	return writeJSON(w, http.StatusOK, map[string]string{"link": "/labs/" + run.Info().Lab + link})
}

// showJournal answers GET /api/runs/{id}/journal with all that reproduces the run,
// to be saved.
func (s *server) showJournal(w http.ResponseWriter, r *http.Request) error {
	run, err := s.runs.Get(chi.URLParam(r, "id"))
	if err != nil {
		return err
	}
	e := run.Experiment()
	data := e.File()
	if len(data) > experiment.MaxFile {
		return refuse(http.StatusUnprocessableEntity, "The journal of %d changes does not fit into a file that could be opened again: it would have %d bytes, and the most is %d.",
			len(e.Journal), len(data), experiment.MaxFile)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", fileName(&e)))
	if s.files != nil && r.Method == http.MethodGet {
		if err := s.files.Save(run.ID()); err != nil && run.Unkept() == "" {
			s.log.Warn("a run that was saved is not marked so", "run", shortKey(run.ID()), "error", err)
		}
	}
	_, err = w.Write(data)
	return ignore(err)
}

// fileName is what an experiment is saved as. It holds nothing by which the run can
// be reached.
func fileName(e *experiment.Experiment) string {
	name := "hebb-" + e.Lab
	if e.Preset != "" {
		name += "-" + e.Preset
	}
	return fmt.Sprintf("%s-%d.json", name, e.Unit)
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
	case errors.Is(err, live.ErrClosed):
		return http.StatusServiceUnavailable, "Hebb is shutting down."
	}
	return 0, ""
}
