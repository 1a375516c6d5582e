package pages

import (
	"context"
	"errors"
	"net/http"
	"sync"

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
	run map[string]*show // by lab

	starts *limits.Bucket
}

// show is a card's run, or the search for one by whoever came first.
type show struct {
	ready chan struct{} // closed when it is known
	run   string
	err   error
}

func newShows() shows {
	return shows{run: map[string]*show{}, starts: limits.NewBucket(limits.StartRate, limits.StartBurst)}
}

// house is who holds the places of cards.
var house = shares.Holder{Address: owners.House, Session: owners.House}

// startShow answers POST /api/labs/{lab}/show with the run that its card shows.
func (s *Server) startShow(w http.ResponseWriter, r *http.Request) error {
	lab, ok := s.catalogue.Lab(chi.URLParam(r, "lab"))
	if !ok {
		return reply.Refuse(http.StatusNotFound, "There is no lab called %q. There are: %s.", sim.Clip(chi.URLParam(r, "lab")), s.catalogue.LabNames())
	}
	id, begun, err := s.shows.find(r.Context(), lab.Name, func(last string) (string, error) { return s.showAgain(r.Context(), lab, last) })
	switch {
	case errors.Is(err, errTooFast):
		w.Header().Set("Retry-After", "5")
		return err
	case err != nil:
		return err
	case begun:
		return reply.JSON(w, http.StatusCreated, wire.Card{Run: id})
	}
	return reply.JSON(w, http.StatusOK, wire.Card{Run: id})
}

var errTooFast = reply.Refuse(http.StatusTooManyRequests, "Too many runs were started within a few seconds.")

// find returns the run of a lab's card, and whether it is another than before. Whoever comes
// while another looks for it waits for that one, but no longer than ctx; nothing is locked
// meanwhile. search is given the run before.
func (s *shows) find(ctx context.Context, lab string, search func(last string) (string, error)) (run string, other bool, err error) {
	for {
		s.mu.Lock()
		last := s.run[lab]
		if last == nil || isClosed(last.ready) {
			break
		}
		s.mu.Unlock()
		select {
		case <-last.ready:
		case <-ctx.Done():
			return "", false, ctx.Err()
		}
		if last.err == nil {
			return last.run, false, nil
		}
		if !errors.Is(last.err, context.Canceled) && !errors.Is(last.err, context.DeadlineExceeded) {
			return "", false, last.err
		} // or the other has given up, and it is our turn
	}
	before := ""
	if last := s.run[lab]; last != nil {
		before = last.run
	}
	now := &show{ready: make(chan struct{}), run: before}
	s.run[lab] = now
	s.mu.Unlock()
	defer close(now.ready)
	now.err = errors.New("the search for a card's run has failed") // unless it returns
	run, err = search(before)
	now.err = err
	if err == nil {
		now.run = run
	}
	return run, run != before, err
}

func isClosed(c chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// showAgain returns the run that a card has shown last, as long as it plays; or else a new
// one: that has come to its end, or grief, or was revived in a pause, and a card has no
// buttons.
func (s *Server) showAgain(ctx context.Context, lab *sim.Lab, last string) (string, error) {
	if last != "" {
		if run, err := s.runs.Get(ctx, last); err == nil {
			info, err := run.Info(ctx)
			if err != nil {
				return "", err
			}
			if info.Playing {
				return last, nil
			}
			run.Close(ctx, "the card shows a newer run", true)
		}
	}
	a, err := s.catalogue.Open(lab.Name, templates.CardQuery(lab, s.byLab[lab.Name]))
	if err != nil {
		return "", err
	}
	if !s.shows.starts.Take(s.clock()) {
		return "", errTooFast
	}
	run, err := s.runs.StartFor(ctx, a.Doc, store.Deed{Owner: owners.House}, s.places.For(house))
	if err != nil {
		return "", err
	}
	s.places.Opened(run.ID(), house)
	pace := a.View.Show
	if pace == 0 {
		pace = a.View.Speed
	}
	for _, c := range []live.Command{live.Speed{Speed: pace}, live.Play{}} {
		if _, err := run.Do(ctx, c); err != nil {
			return "", err
		}
	}
	return run.ID(), nil
}
