package main

import (
	"net/http"
	"sync"
	"time"

	"github.com/go-chi/chi/v5"

	"hebb/sim"
	"hebb/sim/live"
	"hebb/templates"
)

// shows are the runs behind the cards of the gallery: one for each lab, however many
// visitors look at it, begun when the first one does.
type shows struct {
	mu  sync.Mutex
	run map[string]string // by lab
}

// startShow answers POST /api/labs/{lab}/show with the run that its card shows.
func (s *server) startShow(w http.ResponseWriter, r *http.Request) error {
	lab, ok := s.lab(chi.URLParam(r, "lab"))
	if !ok {
		return refuse(http.StatusNotFound, "There is no lab called %q. There are: %s.", sim.Clip(chi.URLParam(r, "lab")), s.labNames())
	}
	s.shows.mu.Lock()
	defer s.shows.mu.Unlock()
	if id := s.shows.run[lab.Name]; id != "" {
		if run, err := s.runs.Get(id); err == nil {
			if info := run.Info(); info.Playing {
				return writeJSON(w, http.StatusOK, map[string]any{"run": id})
			}
			// It has come to its end, or grief, or was revived in a pause: a card has no
			// buttons, so a new one takes its place.
			run.Close(r.Context(), "the card shows a newer run", true)
		}
	}
	a, err := s.open(lab.Name, templates.CardQuery(lab, s.byLab[lab.Name]))
	if err != nil {
		return err
	}
	if !s.mayStart(time.Now()) {
		w.Header().Set("Retry-After", "5")
		return refuse(http.StatusTooManyRequests, "Too many runs were started within a few seconds.")
	}
	run, err := s.runs.Start(a.doc)
	if err != nil {
		return err
	}
	pace := a.view.Show
	if pace == 0 {
		pace = a.view.Speed
	}
	for _, c := range []live.Command{{Do: live.Speed, Speed: pace}, {Do: live.Play}} {
		if _, err := run.Do(r.Context(), c); err != nil {
			return err
		}
	}
	s.shows.run[lab.Name] = run.ID()
	return writeJSON(w, http.StatusCreated, map[string]any{"run": run.ID()})
}
