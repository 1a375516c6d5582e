package pages

import (
	"net/http"
	"sync"
	"time"

	"github.com/go-chi/chi/v5"

	"hebb/server/limits"
	"hebb/server/owners"
	"hebb/server/reply"
	"hebb/server/shares"
	"hebb/server/wire"
	"hebb/sim"
	"hebb/sim/live"
	"hebb/sim/live/store"
	"hebb/templates"
)

// shows are the runs behind the cards of the gallery: one for each lab, however many
// visitors look at it, begun when the first one does.
type shows struct {
	mu  sync.Mutex
	run map[string]string // by lab

	starts *limits.Bucket
}

func newShows() shows {
	return shows{run: map[string]string{}, starts: limits.NewBucket(limits.StartRate, limits.StartBurst)}
}

// house is who holds the places of cards.
var house = shares.Holder{Address: owners.House, Session: owners.House}

// startShow answers POST /api/labs/{lab}/show with the run that its card shows.
func (s *Server) startShow(w http.ResponseWriter, r *http.Request) error {
	lab, ok := s.catalogue.Lab(chi.URLParam(r, "lab"))
	if !ok {
		return reply.Refuse(http.StatusNotFound, "There is no lab called %q. There are: %s.", sim.Clip(chi.URLParam(r, "lab")), s.catalogue.LabNames())
	}
	s.shows.mu.Lock()
	defer s.shows.mu.Unlock()
	if id := s.shows.run[lab.Name]; id != "" {
		if run, err := s.runs.Get(id); err == nil {
			if info := run.Info(); info.Playing {
				return reply.JSON(w, http.StatusOK, wire.Card{Run: id})
			}
			// It has come to its end, or grief, or was revived in a pause: a card has no
			// buttons, so a new one takes its place.
			run.Close(r.Context(), "the card shows a newer run", true)
		}
	}
	a, err := s.catalogue.Open(lab.Name, templates.CardQuery(lab, s.byLab[lab.Name]))
	if err != nil {
		return err
	}
	if !s.shows.starts.Take(time.Now()) {
		w.Header().Set("Retry-After", "5")
		return reply.Refuse(http.StatusTooManyRequests, "Too many runs were started within a few seconds.")
	}
	run, err := s.runs.StartFor(a.Doc, store.Deed{Owner: owners.House}, s.places.For(house))
	if err != nil {
		return err
	}
	s.places.Opened(run.ID(), house)
	pace := a.View.Show
	if pace == 0 {
		pace = a.View.Speed
	}
	for _, c := range []live.Command{{Do: live.Speed, Speed: pace}, {Do: live.Play}} {
		if _, err := run.Do(r.Context(), c); err != nil {
			return err
		}
	}
	s.shows.run[lab.Name] = run.ID()
	return reply.JSON(w, http.StatusCreated, wire.Card{Run: run.ID()})
}
